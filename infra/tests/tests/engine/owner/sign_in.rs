//! Requests without a sign-in, sign-ins without an account, and tokens that are no sign-in.

use dashboard_functions::ENDPOINTS;
use dashboard_functions::registry::KEY_LIST;
use serde_json::{Value, json};
use tests::ask::ask;
use tests::{Process, World, no_settings};
use twin::UserId;
use twin::account::{self, AccountChange};
use twin::{Plan, PlanStatus, Tier};

use super::NOON;
use crate::api_key::new_key;
use crate::webhook::any_event;

#[tokio::test]
async fn nobody_without_an_account_is_admitted() {
    let world = World::at(NOON).await;
    let (user, process) = (world.account(1_000).await, world.process_wired());
    let key = world.key(user).await.0.id();
    let stranger = UserId::new(world.clock.now());
    for endpoint in ENDPOINTS {
        let (function, path) = (endpoint.route.function, endpoint.route.path);
        let mut ask = ask(*endpoint).delivery("dlv_01KA3T6V8M2QZ7XH4RBN9CDEFG");
        ask = ask.id(match path {
            path if path.contains("/discoveries") => "dsc_01KA3T6V8M2QZ7XH4RBN9CDEFG".to_owned(),
            path if path.contains("/webhooks") => "whk_01KA3T6V8M2QZ7XH4RBN9CDEFG".to_owned(),
            _ => key.to_string(),
        });
        ask = match function {
            "dashboard-key-create" => ask.body(new_key("x")),
            "dashboard-key-update" | "dashboard-webhook-update" => ask.body(json!({})),
            "dashboard-webhook-create" => ask.body(any_event()),
            "dashboard-webhook-verify" => ask.body(json!({ "headers": {}, "body": "" })),
            "dashboard-webhook-confirm" => ask.body(json!({ "code": "0".repeat(32) })),
            "dashboard-webhook-recover" => ask.body(json!({ "since": NOON })),
            _ => ask,
        };
        let refused = (403, "NO_ACCOUNT".to_owned());
        assert_eq!(ask.code(process).await, refused, "{function}");
        let strange = ask.by(stranger).code(process).await;
        assert_eq!(strange, refused, "{function}");
    }
}

/// The status and code with these claims, whatever the `Authorization` header is.
async fn signed_in(
    process: &'static Process,
    claims: &Value,
    authorization: &str,
) -> (u16, String) {
    let ask = ask(&KEY_LIST).claiming(claims.clone());
    let ask = ask.header("authorization", authorization);
    let answer = ask.answer(process).await;
    if answer.status == 401 {
        let challenge = &answer.headers["www-authenticate"];
        assert_eq!(challenge, "Bearer realm=\"twin\", error=\"invalid_token\"");
    }
    let code = answer.code();
    (
        answer.status,
        if code.is_empty() { "ok".into() } else { code },
    )
}

/// A token with this header, as far as a function can read it: the gateway has checked the rest.
fn bearer(header: &Value) -> String {
    use base64::Engine;
    let header = base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(header.to_string());
    format!("Bearer {header}.e30.c2ln")
}

#[tokio::test]
async fn access_tokens_are_no_sign_in() {
    let world = World::at(NOON).await;
    let (user, process) = (world.account(1_000).await, world.process_on_time());
    let id_token = bearer(&json!({ "alg": "RS256", "typ": "JWT" }));
    let untyped = bearer(&json!({ "alg": "RS256", "kid": "1" }));
    let with = |more: Value| {
        let mut claims = json!({ "sub": format!("owner of {user}") });
        let more = more.as_object().unwrap().clone();
        claims.as_object_mut().unwrap().extend(more);
        claims
    };
    // ID tokens of Cognito, Firebase, Auth0.
    for claims in [
        json!({ "token_use": "id", "aud": "app", "cognito:username": "ana" }),
        json!({ "aud": "project", "firebase": "map[identities:map[] sign_in_provider:password]" }),
        json!({ "aud": "app", "nonce": "n", "sid": "s" }),
    ] {
        for token in [&id_token, &untyped] {
            let found = signed_in(process, &with(claims.clone()), token).await;
            assert_eq!(found, (200, "ok".into()));
        }
    }
    let refused = (401, "ID_TOKEN_REQUIRED".to_owned());
    for claims in [
        // Cognito's access token, which API Gateway takes for its `client_id`; with an audience
        // that a trigger added; without scopes.
        json!({ "token_use": "access", "client_id": "app", "scope": "openid" }),
        json!({ "token_use": "access", "client_id": "app", "aud": "app" }),
        json!({ "token_use": "access", "client_id": "app" }),
        json!({ "token_use": "access", "aud": "app" }),
        json!({ "token_use": "refresh", "aud": "app" }),
        json!({ "token_use": "", "aud": "app" }),
        // It passed for its client, and has no audience.
        json!({ "client_id": "app" }),
        // Access tokens of Auth0 and Keycloak, of Entra and Okta.
        json!({ "aud": "[https://api.example https://ana.auth0.com/userinfo]",
            "azp": "app", "scope": "openid profile" }),
        json!({ "aud": "app", "scp": "access_as_user" }),
    ] {
        let claims = with(claims);
        assert_eq!(
            signed_in(process, &claims, &id_token).await,
            refused,
            "{claims}"
        );
    }
    // RFC 9068: an access token says so in its header. So do other kinds.
    for typ in [
        "at+jwt",
        "AT+JWT",
        "application/at+jwt",
        "logout+jwt",
        "dpop+jwt",
    ] {
        let access = bearer(&json!({ "alg": "RS256", "typ": typ }));
        let found = signed_in(process, &with(json!({})), &access).await;
        assert_eq!(found, refused, "{typ}");
    }
}

#[tokio::test]
async fn an_address_signs_in_only_where_it_is_verified() {
    let world = World::at(NOON).await;
    for (claim, value, verified) in [
        ("email", "ana@example.com", "email_verified"),
        ("phone_number", "+34600000000", "phone_number_verified"),
    ] {
        let settings = common::config::Environment::of([("OWNER_CLAIM", claim)]);
        let process = Process::new(settings, world.connected(), world.clock.clone());
        let change = AccountChange {
            user_id: UserId::new(world.clock.now()),
            subject: value.to_owned(),
            plan: Plan::Professional,
            status: PlanStatus::Active,
            tier: Tier::Starter,
            monthly_limit: None,
            updated_at: world.clock.now(),
        };
        account::put(&world.table, &change).await.unwrap();
        let with = |is_verified: Option<&str>| {
            let mut claims = json!({ "sub": "somebody", claim: value });
            if let Some(is_verified) = is_verified {
                claims[verified] = json!(is_verified);
            }
            claims
        };
        let found = signed_in(process, &with(Some("true")), "").await;
        assert_eq!(found, (200, "ok".into()), "{claim}");
        for not in [None, Some("false"), Some(""), Some("TRUE "), Some("1")] {
            let found = signed_in(process, &with(not), "").await;
            assert_eq!(
                found,
                (403, "ADDRESS_NOT_VERIFIED".into()),
                "{claim} {not:?}"
            );
        }
        // Another claim's verification is not this one's.
        let mut other = with(None);
        for name in ["email_verified", "phone_number_verified"] {
            if name != verified {
                other[name] = json!("true");
            }
        }
        let found = signed_in(process, &other, "").await;
        assert_eq!(found, (403, "ADDRESS_NOT_VERIFIED".into()), "{claim}");
    }
    // Where the subject names the owner, the address does not matter.
    let user = world.account(1_000).await;
    let process = Process::new(no_settings(), world.connected(), world.clock.clone());
    let claims = json!({
        "sub": format!("owner of {user}"), "email": "ana@example.com", "email_verified": "false",
    });
    assert_eq!(signed_in(process, &claims, "").await, (200, "ok".into()));
}
