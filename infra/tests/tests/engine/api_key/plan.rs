//! Which plans include keys.

use dashboard_functions::registry::{KEY_CREATE, KEY_LIST, KEY_REVOKE, KEY_ROTATE, KEY_UPDATE};
use serde_json::json;
use tests::World;
use tests::ask::ask;
use twin::{Plan, PlanStatus};

use super::{NOON, new_key, plain};

#[tokio::test]
async fn creating_and_rotating_need_the_plan() {
    let world = World::at(NOON).await;
    let (user, app) = (world.account(1_000).await, world.process_wired());
    let make = ask(&KEY_CREATE).by(user).body(new_key("a")).once("k");
    let made = make.must(app, 201).await;
    let id = plain(&made).id();
    for (plan, status) in [
        (Plan::Premium, PlanStatus::Active),
        (Plan::Essential, PlanStatus::Active),
        (Plan::Professional, PlanStatus::Paused),
    ] {
        world.clock.advance(1_000);
        world.set_account(user, 1_000, plan, status).await;
        let another = ask(&KEY_CREATE).by(user).body(new_key("b"));
        let rotate = ask(&KEY_ROTATE).by(user).id(id);
        for refused in [another, rotate] {
            assert_eq!(refused.code(app).await, (403, "PLAN_REQUIRED".into()));
        }
        assert_eq!(
            make.must(app, 201).await["id"],
            made["id"],
            "what was done is answered again"
        );
        // What there is can be seen and ended.
        ask(&KEY_LIST).by(user).must(app, 200).await;
        ask(&KEY_UPDATE)
            .by(user)
            .id(id)
            .body(json!({ "name": "c" }))
            .must(app, 200)
            .await;
    }
    ask(&KEY_REVOKE).by(user).id(id).must(app, 200).await;
}
