//! The erasure of accounts: in pages, interrupted, and beside calls that write.

use backoffice_functions::registry::ACCOUNT_ERASE;
use common::Timestamp;
use dashboard_functions::registry::{WEBHOOK_CREATE, WEBHOOK_SECRET_ROTATE};
use dynamo::Table;
use serde_json::json;
use tests::ask::ask;
use tests::hooks::prove_made;
use tests::{Fault, World, rows};
use twin::api_key::{self, ApiKeyId};
use twin::discovery::{self, Category, Proposal, QueueError, Valence};
use twin::{DiscoveryId, PlainKey, SnapshotId, UserId, events};
use twin_functions::registry::{HEALTH, SNAPSHOT};
use webhook_functions::dispatch::dispatch;
use webhooks::delivery::{self, Attempt, Outcome};
use webhooks::webhook;
use webhooks::{Event, WebhookId};

use super::{
    NOW, change, erase, failed, me, put_account, put_snapshot, ready, reported, send, wrong,
};

/// An account, its keys, and what must not be found of it once it is erased.
type Owned = (UserId, Vec<PlainKey>, Vec<String>);

/// An account with something of every kind.
async fn full_account(world: &World, discoveries: usize) -> Owned {
    let (user, keys, mut traces) = rich_account(world, discoveries).await;
    traces.extend(webhooks_of(world, user).await);
    (user, keys, traces)
}

/// An account with a key and webhooks.
async fn account_with_webhooks(world: &World) -> Owned {
    let user = world.account(1_000).await;
    let (key, _) = world.key(user).await;
    let mut traces = vec![user.to_string(), key.hash().to_string()];
    traces.extend(webhooks_of(world, user).await);
    (user, vec![key], traces)
}

/// An account with something of every kind but webhooks.
async fn rich_account(world: &World, discoveries: usize) -> Owned {
    let user = world.account(1_000).await;
    let (app, now) = (world.process_on_time(), world.clock.now());
    let mut traces = vec![user.to_string()];
    let mut keys = Vec::new();
    for _ in 0..3 {
        let (key, _) = world.key(user).await;
        traces.push(key.hash().to_string());
        keys.push(key);
    }
    api_key::revoke(&world.table, user, keys[2].id(), now)
        .await
        .unwrap();
    let snapshots = [
        ready(user, "aoife"),
        failed(user, "x"),
        reported(user, "compiling"),
    ];
    for body in snapshots {
        let id = SnapshotId::new(now);
        traces.push(id.to_string());
        assert_eq!(put_snapshot(app, id, &body).await.status, 200);
    }
    propose(&world.table, user, discoveries, now).await;
    assert_eq!(me(app, &keys[0]).await.status, 200);
    // A closed day's usage.
    let later = world.process(86_400_000);
    assert_eq!(me(later, &keys[0]).await.status, 200);
    (user, keys, traces)
}

/// A webhook that was deleted with a delivery waiting, and one with a delivery of each kind; their
/// ids.
async fn webhooks_of(world: &World, user: UserId) -> [String; 2] {
    let deleted = webhook_with(world, user, [None]).await;
    let (table, tenant) = (&world.table, user.tenant());
    webhook::delete(table, &tenant, deleted, world.clock.now())
        .await
        .unwrap();
    let kinds = [
        None,
        Some(Outcome::Succeeded),
        Some(Outcome::Dead("refused".into())),
    ];
    [deleted, webhook_with(world, user, kinds).await].map(|id| id.to_string())
}

/// A webhook with deliveries that had these outcomes.
async fn webhook_with<const N: usize>(
    world: &World,
    user: UserId,
    outcomes: [Option<Outcome>; N],
) -> WebhookId {
    let (table, now) = (&world.table, world.clock.now());
    let process = world.process_wired();
    let wanted = json!({ "url": "http://127.0.0.1:9000/hook", "events": ["*"] });
    let create = ask(&WEBHOOK_CREATE).by(user).body(wanted);
    let made = create.once(&format!("{N}")).must(process, 201).await;
    prove_made(process, user, &made).await;
    let id: WebhookId = made["id"].as_str().unwrap().parse().unwrap();
    let webhook = webhook::find(table, &user.tenant(), id).await.unwrap();
    for n in 0..N {
        let event = event(user, &format!("{id}.{n}"), now);
        dispatch(process.engine, &event).await.unwrap();
    }
    let deliveries = delivery::page(table, id, (None, None), 10, None);
    let deliveries = deliveries.await.unwrap().deliveries;
    assert_eq!(deliveries.len(), N);
    for (delivery, outcome) in deliveries.iter().zip(outcomes) {
        let Some(outcome) = outcome else {
            continue;
        };
        let claimed = delivery::claim(table, delivery, now).await.unwrap();
        let attempt = Attempt {
            n: 1,
            at: now,
            status: Some(200),
            duration_ms: 1,
            error: None,
            response: None,
        };
        delivery::complete(table, &claimed.unwrap(), &webhook, &attempt, &outcome, now)
            .await
            .unwrap();
    }
    // A probe follows, and is counted.
    let rotate = ask(&WEBHOOK_SECRET_ROTATE).by(user).id(id);
    rotate.must(process, 200).await;
    id
}

fn event(user: UserId, id: &str, now: Timestamp) -> Event {
    Event {
        id: id.into(),
        tenant: user.tenant(),
        event: events::TEST,
        timestamp: now,
        data: json!({ "message": id }),
    }
}

/// Discoveries waiting for review; their ids.
pub(super) async fn propose(
    table: &Table,
    user: UserId,
    count: usize,
    now: Timestamp,
) -> Vec<DiscoveryId> {
    let proposals: Vec<_> = (0..count)
        .map(|n| Proposal::LifeFact {
            category: Category::General,
            value: format!("fact {n}"),
            valence: Valence::Positive,
            external_ref: None,
            confidence: None,
        })
        .collect();
    let mut ids = Vec::new();
    let key: ApiKeyId = "0d3f7a1c".parse().unwrap();
    for batch in proposals.chunks(discovery::AT_ONCE) {
        let queued = discovery::queue(table, user, key, batch, now, |_| Ok(None)).await;
        match queued {
            Ok(queued) => ids.extend(queued.ids),
            Err(QueueError::NoAccount | QueueError::Fault(common::Fault::Unavailable { .. })) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    ids
}

async fn nothing_is_left(world: &World, traces: &[String]) {
    for item in rows::all(&world.table).await {
        let text = format!("{item:?}");
        let found: Vec<_> = traces
            .iter()
            .filter(|trace| text.contains(*trace))
            .collect();
        assert!(
            found.is_empty(),
            "{found:?} in {} {:?}",
            item["pk"].as_s().unwrap(),
            item["sk"]
        );
    }
}

#[tokio::test]
async fn an_erased_account_is_gone_in_pages() {
    let world = World::at(NOW).await;
    // Whoever else is there stays.
    let (_, kept, _) = full_account(&world, 3).await;
    let before = rows::all(&world.table).await.len();
    let (user, keys, traces) = full_account(&world, 450).await;
    let (operator, process) = (world.process_on_time(), world.process_on_time());
    assert_eq!(me(process, &keys[0]).await.status, 200);
    let id: SnapshotId = traces[4].parse().unwrap();

    let first = erase(operator, user).await;
    assert_eq!(
        (first.status, &first.body),
        (202, &json!({ "status": "erasing" }))
    );
    // From here on: cached keys are refused, nothing is made anew.
    assert_eq!(
        (
            me(process, &keys[0]).await.status,
            me(process, &keys[1]).await.status
        ),
        (401, 401)
    );
    let back = put_account(operator, user, &change("new", NOW)).await;
    assert_eq!((back.status, back.code()), (409, "ERASURE_IN_PROGRESS"));
    let fresh = SnapshotId::new(world.clock.now());
    let published = put_snapshot(operator, fresh, &ready(user, "aoife")).await;
    assert_eq!(published.code(), "ACCOUNT_NOT_FOUND");
    let mut calls = 1;
    while erase(operator, user).await.status == 202 {
        calls += 1;
        assert!(calls < 10);
    }
    assert!(calls >= 2);
    // A call that was admitted before the erasure began, and writes only now.
    let late = propose(&world.table, user, 2, world.clock.now()).await;
    assert!(late.is_empty());
    nothing_is_left(&world, &traces).await;
    assert_eq!(rows::all(&world.table).await.len(), before);
    assert_eq!(erase(operator, user).await.status, 204);
    assert_eq!(
        erase(operator, UserId::new(world.clock.now())).await.status,
        204
    );
    let malformed = ask(&ACCOUNT_ERASE).by_operator().id("usr_1");
    let malformed = send(operator, malformed).await;
    assert_eq!(malformed.wrong(), wrong([("userId", "INVALID")]));
    assert_eq!(me(process, &kept[0]).await.status, 200);

    // The same id again is a new account: no counts, no twins, and the old keys open nothing.
    assert_eq!(
        put_account(operator, user, &change("new", "2020-01-01T00:00:00Z"))
            .await
            .status,
        200
    );
    let account = world.view(user).await;
    assert_eq!(
        (
            account.twins.total,
            account.latest,
            account.ledger.counters().count()
        ),
        (0, None, 0)
    );
    assert_eq!(me(process, &keys[0]).await.status, 401);
    assert_eq!(me(world.process_on_time(), &keys[0]).await.status, 401);
    let (new, _) = world.key(user).await;
    let body = me(process, &new).await.body;
    assert_eq!(
        (&body["twins"]["total"], &body["quota"]["used"]),
        (&json!(0), &json!(1))
    );
    // A process that served the old snapshot serves it no more.
    for process in [operator, process] {
        let found = send(process, ask(&SNAPSHOT).key(&new).id(id)).await;
        assert_eq!(found.code(), "SNAPSHOT_NOT_FOUND");
    }
}

/// Killed at any of its requests, before or after it was done, and called again: it goes on, and
/// nothing is left. Keys are refused from the moment that anything at all was removed.
#[tokio::test]
async fn an_erasure_that_is_interrupted_goes_on() {
    let world = World::at(NOW).await;
    let mut crashes = 0;
    for (webhooks, done) in [(false, false), (false, true), (true, false), (true, true)] {
        for nth in 0.. {
            let (user, keys, traces) = if webhooks {
                account_with_webhooks(&world).await
            } else {
                rich_account(&world, 2).await
            };
            let before = rows::of_account(&world.table, user).await;
            world.faults.crash_at(nth, done);
            let killed = erase(world.process_on_time(), user).await;
            let met = world.faults.revive();
            if rows::of_account(&world.table, user).await != before {
                let app = world.process_on_time();
                let refused = send(app, ask(&HEALTH).key(&keys[0])).await;
                assert_eq!(refused.status, 401, "{nth} {done}");
            }
            // It says that it is done only where it is.
            if killed.status == 204 {
                nothing_is_left(&world, &traces).await;
            }
            let mut calls = 0;
            while erase(world.process_on_time(), user).await.status != 204 {
                calls += 1;
                assert!(calls < 5, "{nth} {done}");
            }
            nothing_is_left(&world, &traces).await;
            if !met {
                break;
            }
            crashes += 1;
        }
    }
    assert!(rows::all(&world.table).await.is_empty());
    assert!(crashes > 80, "{crashes}");
}

/// Publications, proposals, deliveries and an erasure at the same time: in
/// whatever order, nothing is left.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_is_written_into_an_erasure() {
    let world = World::at(NOW).await;
    for _ in 0..8 {
        let (user, _, traces) = full_account(&world, 2).await;
        let mut tasks = Vec::new();
        for _ in 0..4 {
            let app = world.process_on_time();
            let now = world.clock.now();
            tasks.push(tokio::spawn(async move {
                for _ in 0..4 {
                    let answer = put_snapshot(app, SnapshotId::new(now), &failed(user, "x")).await;
                    assert!([200, 404, 503].contains(&answer.status), "{}", answer.body);
                }
            }));
        }
        for _ in 0..2 {
            let app = world.process_on_time();
            tasks.push(tokio::spawn(async move {
                for _ in 0..10 {
                    propose(&app.table, user, 2, app.clock.now()).await;
                }
            }));
        }
        for _ in 0..2 {
            let process = world.process_on_time();
            tasks.push(tokio::spawn(async move {
                for n in 0..10 {
                    let event = event(user, &format!("event.{n}"), process.clock.now());
                    let _ = dispatch(process.engine, &event).await;
                }
            }));
        }
        let app = world.process_on_time();
        while erase(app, user).await.status != 204 {}
        for task in tasks {
            task.await.unwrap();
        }
        nothing_is_left(&world, &traces).await;
        assert!(rows::all(&world.table).await.is_empty());
    }
}

/// A dispatcher that listed the account's webhooks before the erasure stores nothing after it.
#[tokio::test]
async fn a_late_dispatcher_leaves_nothing() {
    let world = World::at(NOW).await;
    let (user, _, traces) = account_with_webhooks(&world).await;
    let (table, now) = (&world.table, world.clock.now());
    let listed = webhook::list(table, &user.tenant()).await.unwrap();
    assert_eq!(listed.len(), 1);
    let operator = world.process_on_time();
    while erase(operator, user).await.status != 204 {}
    for paused in [false, true] {
        let mut webhook = listed[0].clone();
        if paused {
            webhook.status = webhook::Status::Paused;
        }
        let event = event(user, "late", now);
        let delivery = delivery::Delivery::new(&events::PRODUCT, &event, &webhook, now);
        let stored = delivery::store(table, delivery, &webhook, now).await;
        assert_eq!(stored.unwrap(), delivery::Stored::Stale);
    }
    nothing_is_left(&world, &traces).await;
    assert!(rows::all(table).await.is_empty());
}

/// A call that was slow, while another one finished the erasure and the account was made anew,
/// takes nothing of the new account's.
#[tokio::test]
async fn an_old_erasure_spares_a_new_account() {
    let world = World::at(NOW).await;
    // Of its lists, the webhooks' and those of the first partitions come late.
    for nth in 0..6 {
        let (user, _, _) = account_with_webhooks(&world).await;
        let mut faults = vec![Fault::Pass; nth];
        faults.push(Fault::Late(std::time::Duration::from_millis(1_200)));
        world.faults.plan("Query", faults);
        let slow = world.process_on_time();
        let old = tokio::spawn(async move { erase(slow, user).await.status });
        while world.faults.left() > 0 && !old.is_finished() {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert!(!old.is_finished(), "{nth}: there was nothing to wait at");
        let operator = world.process_on_time();
        while erase(operator, user).await.status != 204 {}
        let anew = put_account(operator, user, &change(&format!("owner of {user}"), NOW)).await;
        assert_eq!(anew.status, 200);
        let (key, _) = world.key(user).await;
        webhook_with(&world, user, [None]).await;
        let before = rows::of_account(&world.table, user).await;
        assert!([202, 204].contains(&old.await.unwrap()));
        assert_eq!(rows::of_account(&world.table, user).await, before, "{nth}");
        assert_eq!(me(operator, &key).await.status, 200, "{nth}");
        while erase(operator, user).await.status != 204 {}
    }
}
