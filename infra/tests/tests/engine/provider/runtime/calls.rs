//! Calls: what is sent, and what each way of failing means.

use std::time::{Duration, Instant};

use demo::runtime::{ACTION, Behaviour, STATE};
use provider::runtime::app;
use provider::runtime::app::RuntimeAppChange;
use provider::runtime::call::{CallError, CallMode, ErrorClass};
use serde_json::{Value, json};

use super::World;

fn params(behaviour: Behaviour) -> Value {
    json!({ "city": "Bilbao", "behaviour": behaviour })
}

fn failed(executed: super::Executed) -> CallError {
    executed.outcome.unwrap_err()
}

#[tokio::test]
async fn a_state_is_asked_for_as_the_contract_says() {
    let world = World::new().await;
    let (active, _) = world.active().await;
    let executed = world.state(&active, json!({ "city": "Bilbao" })).await;
    let answer = executed.outcome.unwrap();
    assert_eq!(
        answer.data,
        json!({ "city": "Bilbao", "temperatureC": 21.5 })
    );
    assert_eq!(
        (answer.ttl, answer.source.as_deref()),
        (Some(300), Some("demo"))
    );
    assert_eq!(executed.tries, 1);
    let [received] = world.runtime.receiver.take().try_into().unwrap();
    assert_eq!(received.path, "/capabilities/weather.now/execute");
    assert_eq!(
        received.json(),
        json!({
            "capability": STATE, "mode": "state", "params": { "city": "Bilbao" },
            "context": { "userId": "u1", "installId": null, "locale": "es" },
        })
    );
    for (name, value) in [
        ("content-type", "application/json"),
        ("x-aiffinity-request-id", "inv_1"),
        ("webhook-id", "inv_1"),
        ("x-aiffinity-user-id", "u1"),
        ("x-aiffinity-environment", "production"),
        ("idempotency-key", ""),
        ("authorization", ""),
    ] {
        assert_eq!(received.header(name), value, "{name}");
    }
    let left: u64 = received.header("x-aiffinity-deadline").parse().unwrap();
    assert!((4_000..=5_000).contains(&left), "{left}");
    assert_eq!(executed.trace.status, Some(200));
    assert!(executed.trace.response_body.unwrap().contains("21.5"));
}

#[tokio::test]
async fn each_way_of_failing_has_its_class() {
    let world = World::new().await;
    let (active, _) = world.active().await;
    for (behaviour, class, status, may_be_done) in [
        (Behaviour::Fail, ErrorClass::Status, Some(500), false),
        (Behaviour::Error, ErrorClass::Provider, Some(422), false),
        (Behaviour::Busy, ErrorClass::Provider, Some(429), false),
        (
            Behaviour::Unauthorized,
            ErrorClass::Provider,
            Some(401),
            false,
        ),
        (Behaviour::Redirect, ErrorClass::Redirect, Some(302), false),
        (Behaviour::Bomb, ErrorClass::TooLarge, Some(200), true),
        (Behaviour::Large, ErrorClass::TooLarge, Some(200), true),
        (Behaviour::Lie, ErrorClass::Malformed, Some(200), true),
        (Behaviour::Malformed, ErrorClass::Malformed, Some(200), true),
        (Behaviour::Ahead, ErrorClass::Malformed, Some(200), true),
        (Behaviour::Schema, ErrorClass::Schema, Some(200), true),
        (Behaviour::Reset, ErrorClass::Reset, None, true),
    ] {
        let began = Instant::now();
        let error = failed(world.state(&active, params(behaviour)).await);
        assert_eq!(
            (error.class, error.status, error.may_be_done),
            (class, status, may_be_done),
            "{behaviour}: {error:?}"
        );
        assert!(began.elapsed() < Duration::from_secs(5), "{behaviour}");
    }
    let busy = failed(world.state(&active, params(Behaviour::Busy)).await);
    assert_eq!(
        (busy.retry_after, busy.code.as_deref()),
        (Some(7), Some("BUSY"))
    );
    let unknown = world
        .call(&active, CallMode::State, "no/such?one", None, json!({}))
        .await;
    assert_eq!(
        failed(unknown.unwrap()).code.as_deref(),
        Some("UNKNOWN_CAPABILITY")
    );
    // The same path for us, for the signature, and for the provider.
    assert_eq!(
        world.runtime.receiver.take().pop().unwrap().path,
        "/capabilities/no%2Fsuch%3Fone/execute"
    );
}

#[tokio::test]
async fn hanging_and_dripping_end_at_the_deadline() {
    let world = World::new().await;
    let (active, _) = world.active().await;
    let call = async |behaviour| {
        let began = Instant::now();
        let executed = world.state(&active, params(behaviour)).await;
        (executed.tries, failed(executed), began.elapsed())
    };
    let (hung, dripped) = tokio::join!(call(Behaviour::Hang), call(Behaviour::Drip));
    for (tries, error, took) in [hung, dripped] {
        assert_eq!((error.class, tries), (ErrorClass::Timeout, 1));
        assert!(error.may_be_done);
        let five = Duration::from_secs(5);
        assert!(
            (five..five + Duration::from_secs(2)).contains(&took),
            "{took:?}"
        );
    }
}

#[tokio::test]
async fn a_state_is_tried_twice_and_an_action_only_where_it_never_left() {
    let world = World::new().await;
    let (active, _) = world.active().await;
    let good = json!({ "city": "Bilbao", "text": "milk" });
    for once in [Behaviour::FailOnce, Behaviour::ResetOnce] {
        world.runtime.behave([once]);
        let executed = world.state(&active, good.clone()).await;
        assert!(executed.outcome.is_ok(), "{once}");
        assert_eq!(executed.tries, 2, "{once}");
        assert!(executed.took >= Duration::from_millis(100));
        world.runtime.behave([once]);
        let act = world.call(&active, CallMode::Action, ACTION, Some("k1"), good.clone());
        let executed = act.await.unwrap();
        assert_eq!(executed.tries, 1, "{once}");
        let error = failed(executed);
        assert_eq!(error.may_be_done, once == Behaviour::ResetOnce, "{error:?}");
    }
    // Two nonces: the runtime would refuse the second try otherwise.
    world.runtime.behave([Behaviour::Fail]);
    assert_eq!(
        world.state(&active, good.clone()).await.tries,
        1,
        "500 is an answer"
    );

    // Nobody listens: nothing leaves.
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let mut gone = active.clone();
    gone.endpoint_url = url.clone();
    gone.proven
        .iter_mut()
        .for_each(|proven| proven.origin.clone_from(&url));
    let act = world.call(&gone, CallMode::Action, ACTION, Some("k2"), good.clone());
    let executed = act.await.unwrap();
    assert_eq!(executed.tries, 2);
    let error = failed(executed);
    assert_eq!(
        (error.class, error.may_be_done),
        (ErrorClass::Unreachable, false)
    );
}

#[tokio::test]
async fn an_action_has_one_effect_for_a_key() {
    let world = World::new().await;
    let (active, _) = world.active().await;
    let act = async |key| {
        let params = json!({ "text": "milk" });
        let act = world.call(&active, CallMode::Action, ACTION, Some(key), params);
        act.await.unwrap().outcome.unwrap().data
    };
    let first = act("k1").await;
    assert_eq!(
        (act("k1").await, world.runtime.effects()),
        (first.clone(), 1)
    );
    let received = world.runtime.receiver.take().remove(0);
    assert_eq!(received.header("idempotency-key"), "k1");
    assert_eq!(received.json()["action"], "create");
    assert_ne!(act("k2").await, first);
    // A provider that does it again is found out by its answer.
    world.runtime.behave([Behaviour::DoubleEffects]);
    assert_ne!(act("k1").await, first);
}

#[tokio::test]
async fn a_paused_runtime_app_receives_nothing() {
    let world = World::new().await;
    let (active, _) = world.active().await;
    let change = RuntimeAppChange {
        is_paused: Some(true),
        ..RuntimeAppChange::default()
    };
    let (table, allowed) = (world.table(), &world.caller.allowed);
    let paused = app::update(table, allowed, world.app, active.id, &change, world.now());
    let paused = paused.await.unwrap();
    let call = world.call(
        &paused,
        CallMode::State,
        STATE,
        None,
        json!({ "city": "Bilbao" }),
    );
    assert!(call.await.is_err());
    assert_eq!(world.runtime.receiver.take().len(), 0);
}
