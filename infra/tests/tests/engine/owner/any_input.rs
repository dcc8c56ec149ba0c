//! Any input at all.

use std::sync::LazyLock;

use dashboard_functions::registry::WEBHOOK_TEST;
use dashboard_functions::{DASHBOARD, ENDPOINTS};
use proptest::prelude::*;
use surface::Route;
use tests::ask::ask;
use tests::hooks::made;
use tests::{Process, World};
use twin::UserId;

use super::NOON;
use crate::api_key::new_key;
use crate::discovery::proposed;
use crate::webhook::any_event;

static WORLD: LazyLock<(
    tokio::runtime::Runtime,
    &'static Process,
    UserId,
    [String; 4],
)> = LazyLock::new(|| {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (app, user, ids) = runtime.block_on(async {
        let world = Box::leak(Box::new(World::at(NOON).await));
        let user = world.account(1_000_000).await;
        let (key, _) = world.key(user).await;
        let discovery = proposed(world, user, &key, &["a fact"]).await[0];
        let app = world.process_wired();
        let made = made(app, user, any_event()).await;
        let webhook = made["id"].as_str().unwrap().to_owned();
        let test = ask(&WEBHOOK_TEST).by(user).id(&webhook);
        let delivery = test.must(app, 202).await["id"].as_str().unwrap().to_owned();
        let ids = [
            key.id().to_string(),
            discovery.to_string(),
            webhook,
            delivery,
        ];
        (app, user, ids)
    });
    (runtime, app, user, ids)
});

fn routes() -> Vec<&'static Route> {
    ENDPOINTS.iter().map(|endpoint| &endpoint.route).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// No input makes a function panic or blame itself; errors are the documented ones.
    #[test]
    fn no_input_is_our_fault(
        route in proptest::sample::select(routes()),
        id in "(key|key|key|discovery|discovery|webhook|webhook|webhook|webhook|\\PC{0,30})",
        delivery in "(delivery|delivery|\\PC{0,30})",
        query in "((from|to|status|event|limit|cursor|\\PC{0,4})(=(20[0-9]{2}-[01][0-9]-[0-3][0-9]|[\\PC]{0,12}))?&){0,3}",
        body in prop_oneof![
            Just(String::new()),
            "\\PC{0,40}",
            "\\{(\"(name|scopes|monthlyLimit|expiresAt|allowedIps|overlapHours)\":(null|-?[0-9]{1,20}|\"\\PC{0,20}\"|\\[\\]|\\[\"twin:read\"\\]|\\[\"::/0\",\"10.0.0.0/[0-9]{1,3}\"\\]|\"[0-9]{4}-12-01T00:00:00Z\"),?){0,4}\\}",
            "\\{(\"(url|events|description|status|overlapHours|since|code)\":(null|-?[0-9]{1,9}|\"\\PC{0,20}\"|\"http://127\\.0\\.0\\.1(:[0-9]{1,6})?/\\PC{0,9}\"|\"https://[0-9.:/@#]{0,9}\"|\\[\"(twin\\.test|\\*)\"\\]|\"(enabled|paused)\"|\"[0-9a-f]{32}\"|\"2026-11-2[0-3]T00:00:00Z\"),?){0,4}\\}",
            "\\{\"headers\":\\{(\"(webhook-id|webhook-signature|\\PC{0,9})\":(\"\\PC{0,20}\"|\\[\"a\",[0-9]\\]|\\[\\])){0,1}\\},\"body\":\"\\PC{0,20}\"\\}",
            Just(new_key("x").to_string()),
            Just(any_event().to_string()),
        ],
        once in proptest::option::of("[ -~]{0,20}"),
        signed_in in proptest::bool::weighted(0.9),
    ) {
        let (runtime, app, user, ids) = &*WORLD;
        let known = |word: String| {
            let words = ["key", "discovery", "webhook", "delivery"];
            let place = words.iter().position(|known| *known == word);
            place.map_or(word, |place| ids[place].clone())
        };
        let mut ask = ask(route).id(known(id)).delivery(known(delivery)).query(&query);
        if signed_in {
            ask = ask.by(*user);
        }
        if let Some(once) = once {
            ask = ask.once(&once);
        }
        ask = ask.text(body);
        let (status, body) = runtime.block_on(ask.of(*app));
        prop_assert!(status < 500, "{status} {body}");
        if status >= 400 {
            let code = body["error"]["code"].as_str().unwrap();
            let mut listed = surface::ANY.iter().chain(DASHBOARD.codes);
            let listed = listed.find(|listed| listed.name == code);
            prop_assert_eq!(listed.map(|listed| listed.status), Some(status), "{}", code);
        }
    }
}
