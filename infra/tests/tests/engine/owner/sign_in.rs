//! Requests without a sign-in, and sign-ins without an account.

use dashboard_functions::ENDPOINTS;
use serde_json::json;
use tests::World;
use tests::ask::ask;
use twin::UserId;

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
            "dashboard-webhook-recover" => ask.body(json!({ "since": NOON })),
            _ => ask,
        };
        let refused = (403, "NO_ACCOUNT".to_owned());
        assert_eq!(ask.code(process).await, refused, "{function}");
        let strange = ask.by(stranger).code(process).await;
        assert_eq!(strange, refused, "{function}");
    }
}
