//! A CDN in front: requests have to come through it, and then its word about the caller's address
//! is believed.

use sha2::{Digest, Sha256};
use surface::Origin;
use tests::ask::{Ask, ask, routes, serve};
use tests::{World, from};
use twin_functions::registry::{HEALTH, ME};

use super::NOON;

fn origin(secrets: &[&str]) -> Origin {
    let digests: Vec<_> = secrets
        .iter()
        .map(|secret| hex::encode(Sha256::digest(secret)))
        .collect();
    digests.join(",").parse().unwrap()
}

/// Every function that answers requests, but for those whose callers sign them.
#[tokio::test]
async fn a_request_around_the_cdn_is_refused_by_every_function() {
    let world = World::at(NOON).await;
    let process = world.process_on_time();
    let required = origin(&["new", "old"]);
    let mut refused = 0;
    for route in routes() {
        let function = route.function;
        let code = async |ask: &Ask| {
            let answer = serve(process, function, ask.request_through(&required)).await;
            (answer.status, answer.code())
        };
        let direct = (403, "DIRECT_CALL_REFUSED".to_owned());
        let plain = ask(route);
        if function.starts_with("backoffice-") {
            assert_ne!(code(&plain).await, direct, "{function}");
            continue;
        }
        refused += 1;
        assert_eq!(code(&plain).await, direct, "{function}");
        let wrong = plain.clone().header("x-origin-secret", "guess");
        assert_eq!(code(&wrong).await, direct, "{function}");
        for secret in ["new", "old"] {
            let through = plain.clone().header("x-origin-secret", secret);
            assert_ne!(code(&through).await, direct, "{function}");
        }
    }
    assert!(refused > 25, "{refused}");
}

/// The viewer's address is believed with the secret, and never without one in force.
#[tokio::test]
async fn the_viewers_address_is_believed_through_the_cdn_alone() {
    let world = World::at(NOON).await;
    let user = world.account(1_000).await;
    let allowed = vec!["198.51.100.0/24".parse().unwrap()];
    let (key, _) = world.key_with(user, |key| key.allowed_ips = allowed).await;
    let process = world.process_on_time();
    let claimed = ask(&ME)
        .key(&key)
        .header("cloudfront-viewer-address", "198.51.100.9:4711");
    let code = async |ask: &Ask, origin: &Origin| {
        let answer = serve(process, ask.route.function, ask.request_through(origin)).await;
        (answer.status, answer.code())
    };
    let (anywhere, required) = (Origin::default(), origin(&["secret"]));
    let elsewhere = (403, "IP_NOT_ALLOWED".to_owned());
    let through = claimed.clone().header("x-origin-secret", "secret");
    assert_eq!(code(&claimed, &anywhere).await, elsewhere);
    assert_eq!(code(&through, &anywhere).await, elsewhere);
    assert_eq!(code(&through, &required).await, (200, String::new()));
    // The CDN's own address is not the caller's: without its word there is none.
    let silent = ask(&ME).key(&key).header("x-origin-secret", "secret");
    assert_eq!(code(&silent, &required).await, elsewhere);
    assert_eq!(silent.request_through(&required).from, None);
    assert_eq!(silent.request().from, from());
    // Wrong keys are counted by viewer, not by the CDN's address that all viewers share.
    let bad = |viewer: &str| {
        let bad = ask(&HEALTH).header("x-twin-key", "nonsense");
        let bad = bad.header("x-origin-secret", "secret");
        bad.header("cloudfront-viewer-address", viewer)
    };
    for _ in 0..20 {
        assert_eq!(code(&bad("203.0.113.77:1"), &required).await.0, 401);
    }
    assert_eq!(code(&bad("203.0.113.77:2"), &required).await.0, 429);
    assert_eq!(code(&bad("203.0.113.78:1"), &required).await.0, 401);
}

/// The template hands the setting to every function.
#[test]
fn the_template_sets_it_for_every_function() {
    let template = std::fs::read_to_string(tests::root().join("template.yaml")).unwrap();
    let (globals, _) = template.split_once("\nResources:").unwrap();
    let (_, globals) = globals.split_once("\nGlobals:").unwrap();
    assert!(globals.contains("ORIGIN_SECRET_SHA256: !Ref OriginSecretSha256"));
}
