//! The issuer's keys: fetched by one worker, read by all verifiers.

use ::provider::account::Plan;
use ::provider::keys::Published;
use ::provider::layout::{self, PublicKeys};
use common::config::Environment;
use local::Issuer;
use provider_worker_functions::{Workers, id_token_key};
use serde::de::IgnoredAny;
use serde_json::json;
use surface::TableContext;
use tests::ask::ask;
use tests::provider::Platform;

const NOW: &str = "2026-11-22T12:00:00Z";

fn workers(platform: &Platform, url: &str, hosts: &str) -> &'static Workers {
    let settings = Environment::of([("ID_TOKEN_KEYS_URL", url), ("ALLOWED_HOSTS", hosts)]);
    let clock = platform.world.clock.clone();
    let workers = Workers::over(&settings, platform.table.clone(), clock);
    Box::leak(Box::new(workers.unwrap()))
}

async fn stored(platform: &Platform) -> Published {
    let place = layout::keys(PublicKeys::IdTokens);
    platform.table.get(place).await.unwrap().unwrap()
}

#[tokio::test]
async fn keys_are_fetched_when_they_are_old_or_one_is_missing() {
    let platform = Platform::at(NOW).await;
    let clock = &platform.world.clock;
    let workers = workers(&platform, &platform.issuer.keys_url(), "http://127.0.0.1");
    let fetch = || id_token_key::fetch::run(workers, IgnoredAny);
    fetch().await.unwrap();
    assert_eq!(stored(&platform).await.at, clock.now());
    // Without `max-age`, they stand for five minutes.
    clock.advance(299_000);
    fetch().await.unwrap();
    assert_eq!(
        stored(&platform).await.at.millis(),
        clock.now().millis() - 299_000
    );
    clock.advance(1_000);
    fetch().await.unwrap();
    assert_eq!(stored(&platform).await.at, clock.now());

    // The issuer changes its key: the first token of the new one makes the next run fetch it.
    let process = platform.process();
    let (_, token) = platform.developer(Plan::Free).await;
    let call = ask("provider-account-view").bearer(&token);
    call.must(process, 200).await;
    let mut published = stored(&platform).await;
    published.jwks = json!({ "keys": [] }).to_string();
    published
        .write(&platform.table, PublicKeys::IdTokens)
        .await
        .unwrap();
    let fresh = platform.process();
    assert_eq!(call.code(fresh).await, (401, "INVALID_TOKEN".into()));
    assert!(stored(&platform).await.wanted.is_some());
    clock.advance(60_000);
    fetch().await.unwrap();
    assert_eq!(stored(&platform).await.wanted, None);
    call.must(fresh, 200).await;
}

#[tokio::test]
async fn keys_stay_where_the_issuer_does_not_answer_with_any() {
    let platform = Platform::at(NOW).await;
    let before = stored(&platform).await;
    let url = platform.issuer.keys_url();
    let here = "http://127.0.0.1";
    let other = Issuer::start("other").await.unwrap();
    let configuration = format!("{}/.well-known/openid-configuration", other.url);
    for (url, hosts) in [
        (format!("{}/nothing", platform.issuer.url), here),
        // JSON, but no keys.
        (configuration, here),
        ("http://127.0.0.1:9/jwks.json".to_owned(), here),
        // An address that is not public.
        (url, ""),
        (String::new(), here),
    ] {
        let workers = workers(&platform, &url, hosts);
        let failed = id_token_key::fetch::run(workers, IgnoredAny).await;
        assert!(failed.is_err(), "{url}");
        assert_eq!(stored(&platform).await.jwks, before.jwks, "{url}");
    }
}
