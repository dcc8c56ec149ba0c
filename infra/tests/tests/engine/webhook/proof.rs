//! A webhook is proven before events go to it.

use dashboard_functions::registry::*;
use serde_json::{Value, json};
use tests::Process;
use tests::ask::{Ask, ask};
use tests::hooks::{Hooks, Sent, answer, made};
use twin::UserId;
use twin::events::PRODUCT;
use webhooks::delivery::State;
use webhooks::signature::{Secret, Signer};

use super::{HOUR, NOON, URL};

/// An owner with a webhook whose receiver answers as a test wants.
struct Owned {
    world: Hooks,
    app: &'static Process,
    user: UserId,
    id: String,
    secret: Secret,
}

impl Owned {
    /// The webhook is new, and its first probe is not sent yet.
    async fn new() -> Self {
        let world = Hooks::at(NOON).await;
        let (user, app) = (world.account().await, world.own());
        let body = json!({ "url": URL, "events": ["*"] });
        let made = ask(&WEBHOOK_CREATE).by(user).body(body);
        let made = made.must(app, 201).await;
        assert_eq!(made["status"], "unproven");
        Self {
            world,
            app,
            user,
            id: made["id"].as_str().unwrap().to_owned(),
            secret: made["secret"].as_str().unwrap().parse().unwrap(),
        }
    }

    fn ask(&self, endpoint: &'static surface::Endpoint<dashboard_functions::Owner>) -> Ask {
        ask(endpoint).by(self.user).id(&self.id)
    }

    async fn view(&self) -> Value {
        self.ask(&WEBHOOK_VIEW).must(self.app, 200).await
    }

    /// Its receiver verifies signatures, and answers wrong ones with this status.
    fn verifies(&self, refusal: u16) {
        let signer = Signer {
            current: self.secret.clone(),
            previous: None,
        };
        let clock = self.world.clock.clone();
        self.world.receivers.at(URL, move |sent| {
            let right = verified(&signer, sent, clock.now());
            Ok(answer(if right { 204 } else { refusal }))
        });
    }

    /// Sends the probe that was asked for; its posts.
    async fn probed(&self) -> Vec<Sent> {
        self.world.pump().await;
        self.world.receivers.take()
    }
}

fn verified(signer: &Signer, sent: &Sent, now: common::Timestamp) -> bool {
    let checks = signer.check(&PRODUCT, &sent.headers, &sent.body, now);
    checks.iter().all(|check| check.passed)
}

fn code_of(sent: &Sent) -> Option<String> {
    let body: Value = serde_json::from_slice(&sent.body).unwrap();
    Some(body["data"]["code"].as_str()?.to_owned())
}

/// Ten webhooks at a host that is not their owner's and takes everything: it sees the probes of an
/// hour, whatever is asked for, and nothing else.
#[tokio::test]
async fn a_host_that_takes_everything_sees_the_probes_alone() {
    let world = Hooks::at(NOON).await;
    let user = world.account().await;
    let app = world.own();
    let mut webhooks = Vec::new();
    for n in 0..10 {
        let url = format!("https://hooks.example.com/{n}");
        world.receivers.at(&url, |_| Ok(answer(200)));
        let body = json!({ "url": url, "events": ["*"] });
        let made = ask(&WEBHOOK_CREATE).by(user).body(body);
        let made = made.must(app, 201).await;
        webhooks.push(made["id"].as_str().unwrap().to_owned());
    }
    for minute in 0..6 {
        for id in &webhooks {
            for _ in 0..6 {
                ask(&WEBHOOK_TEST).by(user).id(id).of(app).await;
            }
        }
        world.happens(user, &format!("event {minute}")).await;
        world.pump().await;
        world.live(1).await;
    }
    let posts = world.receivers.take().len();
    assert!(posts <= 6 * 4, "{posts} posts");
}

/// A receiver that verifies is proven by its first probe, which needs nothing but its wake-up:
/// no time passes.
#[tokio::test]
async fn a_receiver_that_verifies_is_proven_by_its_first_probe() {
    for refusal in [400, 401, 403] {
        let own = Owned::new().await;
        own.verifies(refusal);
        let posts = own.probed().await;
        assert_eq!(posts.len(), 4);
        let mut ids: Vec<_> = posts.iter().map(Sent::delivery).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 4, "each has an id of its own");
        let codes: Vec<_> = posts.iter().filter_map(code_of).collect();
        assert!(codes.len() == 2 && codes[0] == codes[1] && codes[0].len() == 32);
        let view = own.view().await;
        assert_eq!(view["status"], "enabled");
        assert_eq!(view["statusReason"], Value::Null);
        let probe = &view["lastProbe"];
        assert_eq!(probe["verdict"], "passed");
        assert_eq!(probe["codeEndsAt"], Value::Null, "it needs none");
        for (post, sent) in probe["posts"].as_array().unwrap().iter().zip(&posts) {
            assert_eq!(post["deliveryId"], json!(sent.delivery()));
            let right = code_of(sent).is_some();
            assert_eq!(post["signature"], if right { "right" } else { "wrong" });
            assert_eq!(post["status"], if right { 204 } else { refusal });
            assert_eq!(post["passed"], true);
        }
        // Neither of the two signatures of a wrong one is right.
        let signer = Signer {
            current: own.secret.clone(),
            previous: None,
        };
        for sent in &posts {
            let checks = signer.check(&PRODUCT, &sent.headers, &sent.body, own.world.clock.now());
            let right = code_of(sent).is_some();
            assert_eq!((checks[0].passed, checks[3].passed), (right, right));
        }
        // And events come.
        own.world.happens(own.user, "an event").await;
        assert_eq!(own.probed().await.len(), 1);
    }
}

/// A host that answers without looking at the signature proves nothing, however it does that.
#[tokio::test]
async fn a_host_that_does_not_verify_proves_nothing() {
    let own = Owned::new().await;
    // By the number of the post, and one that refuses wrongly signed ones in another way.
    let all = [
        [200, 200, 200, 200],
        [401, 401, 401, 401],
        [200, 200, 500, 503],
        [500, 500, 500, 500],
    ];
    for (round, statuses) in all.into_iter().enumerate() {
        let n = std::sync::atomic::AtomicUsize::new(0);
        own.world.receivers.at(URL, move |_| {
            let n = n.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            Ok(answer(statuses[n]))
        });
        if round > 0 {
            own.ask(&WEBHOOK_TEST).must(own.app, 202).await;
        }
        assert_eq!(own.probed().await.len(), 4);
        let view = own.view().await;
        assert_eq!(view["status"], "unproven", "{statuses:?}");
        assert_eq!(view["lastProbe"]["verdict"], "failed");
    }
    own.verifies(404);
    own.ask(&WEBHOOK_TEST).must(own.app, 202).await;
    own.probed().await;
    assert_eq!(own.view().await["status"], "unproven");
    // It can't be enabled otherwise.
    for status in ["enabled", "paused"] {
        let enable = own.ask(&WEBHOOK_UPDATE).body(json!({ "status": status }));
        assert_eq!(
            enable.code(own.app).await,
            (409, "WEBHOOK_UNPROVEN".to_owned())
        );
    }
    // What happens meanwhile is missed and counted, and recovered once it is proven.
    own.world.happens(own.user, "one").await;
    own.world.happens(own.user, "two").await;
    assert_eq!(own.probed().await.len(), 0);
    assert_eq!(own.view().await["missed"]["count"], 2);
    assert_eq!(
        own.ask(&WEBHOOK_RECOVER).code(own.app).await,
        (409, "WEBHOOK_UNPROVEN".to_owned())
    );
    own.verifies(400);
    own.world.clock.advance(60_000);
    own.ask(&WEBHOOK_TEST).must(own.app, 202).await;
    own.probed().await;
    let view = own.view().await;
    assert_eq!(
        (&view["status"], &view["missed"]["count"]),
        (&json!("enabled"), &json!(2))
    );
    let recovered = own.ask(&WEBHOOK_RECOVER).must(own.app, 202).await;
    assert_eq!(recovered["queued"], 2);
    assert_eq!(own.probed().await.len(), 2);
}

/// Where a receiver can't verify, its owner says the code that it was sent.
#[tokio::test]
async fn the_code_proves_a_webhook() {
    let own = Owned::new().await;
    let confirm = |code: &str| own.ask(&WEBHOOK_CONFIRM).body(json!({ "code": code }));
    let none = (409, "WEBHOOK_CODE_MISSING".to_owned());
    let wrong = (422, "WEBHOOK_CODE_WRONG".to_owned());
    let nonsense = "0".repeat(32);
    assert_eq!(confirm(&nonsense).code(own.app).await, none, "not sent yet");
    let code = |posts: Vec<Sent>| posts.iter().find_map(code_of).unwrap();
    let first = code(own.probed().await);
    let view = own.view().await;
    assert_eq!(view["lastProbe"]["codeTriesLeft"], 5);
    assert_eq!(view["lastProbe"]["codeEndsAt"], "2026-11-23T12:00:05.000Z");
    // A probe later it is another, of five tries.
    own.ask(&WEBHOOK_TEST).must(own.app, 202).await;
    let second = code(own.probed().await);
    assert_ne!(first, second);
    for left in [4, 3, 2, 1, 0] {
        let (status, body) = confirm(&first).of(own.app).await;
        assert_eq!(
            (status, body["error"]["code"].as_str()),
            (422, Some("WEBHOOK_CODE_WRONG"))
        );
        let message = body["error"]["message"].as_str().unwrap();
        assert!(message.contains(&format!("{left} tries")), "{message}");
    }
    assert_eq!(confirm(&second).code(own.app).await, none, "too late");
    own.ask(&WEBHOOK_TEST).must(own.app, 202).await;
    let third = code(own.probed().await);
    own.world.clock.advance(24 * HOUR);
    assert_eq!(confirm(&third).code(own.app).await, none, "a day later");
    own.ask(&WEBHOOK_TEST).must(own.app, 202).await;
    let fourth = code(own.probed().await);
    own.world.happens(own.user, "an event").await;
    assert_eq!(confirm(&nonsense).code(own.app).await, wrong);
    for bad in ["", "0", "g0000000000000000000000000000000"] {
        assert_eq!(confirm(bad).code(own.app).await.0, 400);
    }
    // It is in no row of the table.
    let table = super::everything(&own.world.table).await;
    assert!(!table.contains(&fourth));
    let proven = confirm(&fourth.to_uppercase()).once("c");
    let first = proven.must(own.app, 200).await;
    assert_eq!(
        (&first["status"], &first["missed"]["count"]),
        (&json!("enabled"), &json!(1))
    );
    assert_eq!(proven.must(own.app, 200).await, first, "sent again");
    // One that is proven stays so, whatever the code.
    confirm(&nonsense).must(own.app, 200).await;
    own.world.receivers.take();
    own.ask(&WEBHOOK_RECOVER).must(own.app, 202).await;
    assert_eq!(own.probed().await.len(), 1);
}

/// Six an hour for an account and a host, whoever asks, and however often it is made anew.
#[tokio::test]
async fn probes_of_a_host_are_counted_whoever_asks() {
    let own = Owned::new().await;
    let test = own.ask(&WEBHOOK_TEST);
    let mut posts = own.probed().await.len();
    for _ in 0..2 {
        test.must(own.app, 202).await;
        posts += own.probed().await.len();
    }
    own.ask(&WEBHOOK_SECRET_ROTATE).must(own.app, 200).await;
    posts += own.probed().await.len();
    let moved = json!({ "url": "https://hooks.example.com:8443/other" });
    own.ask(&WEBHOOK_UPDATE)
        .body(moved)
        .must(own.app, 200)
        .await;
    posts += own.probed().await.len();
    own.ask(&WEBHOOK_DELETE).must(own.app, 204).await;
    let body = json!({ "url": URL, "events": ["*"] });
    let create = ask(&WEBHOOK_CREATE).by(own.user).body(body);
    for verdict in [json!("pending"), Value::Null] {
        let made = create.must(own.app, 201).await;
        assert_eq!(made["lastProbe"]["verdict"], verdict);
        posts += own.probed().await.len();
    }
    assert_eq!(posts, 6 * 4);
    let list = ask(&WEBHOOK_LIST).by(own.user).must(own.app, 200).await;
    let last = list["webhooks"][1]["id"].as_str().unwrap();
    let test = ask(&WEBHOOK_TEST).by(own.user).id(last);
    let refused = test.answer(own.app).await;
    assert_eq!(
        (refused.status, refused.code()),
        (429, "WEBHOOK_RATE_LIMITED".into())
    );
    assert_eq!(refused.headers["retry-after"], "3600");
    // Another account's are its own, and an hour later there are six more.
    let other = own.world.account().await;
    let made = create.clone().by(other).must(own.app, 201).await;
    assert_eq!(made["lastProbe"]["verdict"], "pending");
    own.world.clock.advance(HOUR - 1);
    assert_eq!(test.code(own.app).await.0, 429);
    own.world.clock.advance(1);
    test.must(own.app, 202).await;
}

/// A changed URL is unproven, and what waited for the one before is missed.
#[tokio::test]
async fn a_changed_url_is_proven_anew() {
    let own = Owned::new().await;
    own.verifies(401);
    own.probed().await;
    own.world.receivers.at(URL, |_| Ok(answer(500)));
    own.world.happens(own.user, "waits").await;
    assert_eq!(own.probed().await.len(), 1);
    let moved = json!({ "url": "https://other.example.com/in" });
    let view = own
        .ask(&WEBHOOK_UPDATE)
        .body(moved)
        .must(own.app, 200)
        .await;
    assert_eq!(view["status"], "unproven");
    assert_eq!(view["lastProbe"]["verdict"], "pending");
    let posts = own.probed().await;
    assert!(posts.len() == 4 && posts.iter().all(|sent| sent.url.contains("other")));
    own.world.live(10).await;
    assert_eq!(own.world.receivers.take().len(), 0);
    assert_eq!(own.view().await["missed"]["count"], 1);
    // Settings alone change nothing about that.
    let renamed = json!({ "description": "x" });
    let view = own
        .ask(&WEBHOOK_UPDATE)
        .body(renamed)
        .must(own.app, 200)
        .await;
    assert_eq!(view["status"], "unproven");
}

/// A rotation is probed with the new secret; a webhook that was proven stays so.
#[tokio::test]
async fn a_rotation_is_probed() {
    let own = Owned::new().await;
    own.verifies(401);
    own.probed().await;
    let at_once = json!({ "overlapHours": 0 });
    own.ask(&WEBHOOK_SECRET_ROTATE)
        .body(at_once)
        .must(own.app, 200)
        .await;
    let posts = own.probed().await;
    assert_eq!(posts.len(), 4);
    let view = own.view().await;
    assert_eq!(
        (&view["status"], &view["lastProbe"]["verdict"]),
        (&json!("enabled"), &json!("failed"))
    );
}

/// A lost wake-up, and a sender that ends in the middle, delay a probe.
#[tokio::test]
async fn a_probe_is_sent_whatever_is_lost() {
    let own = Owned::new().await;
    own.verifies(401);
    assert_eq!(own.world.drain("Deliveries").await.len(), 1);
    own.world.live(2).await;
    assert_eq!(own.world.receivers.take().len(), 4);
    assert_eq!(own.view().await["status"], "enabled");
}

/// Five tests, retries and recoveries of a webhook in a minute, thirty of an account's.
#[tokio::test]
async fn what_an_owner_asks_for_is_counted() {
    let world = Hooks::at(NOON).await;
    let (user, app) = (world.account().await, world.own());
    let mut ids = Vec::new();
    for n in 0..8 {
        let body = json!({ "url": format!("https://n{n}.example.com/"), "events": ["*"] });
        let made = made(app, user, body).await;
        ids.push(made["id"].as_str().unwrap().to_owned());
    }
    world.drain("Deliveries").await;
    let test = |id: &str| ask(&WEBHOOK_TEST).by(user).id(id);
    let mut accepted = Vec::new();
    for n in 0..60 {
        let answer = test(&ids[0]).answer(app).await;
        if n < 5 {
            assert_eq!(answer.status, 202);
            accepted.push(answer.json()["id"].as_str().unwrap().to_owned());
        } else {
            assert_eq!(
                (answer.status, answer.code()),
                (429, "WEBHOOK_RATE_LIMITED".into())
            );
            assert_eq!(answer.headers["retry-after"], "60");
        }
    }
    let retry = ask(&WEBHOOK_DELIVERY_RETRY).by(user).id(&ids[0]);
    let retry = retry.delivery(&accepted[0]);
    assert_eq!(retry.code(app).await.0, 429);
    let recover = ask(&WEBHOOK_RECOVER).by(user).id(&ids[0]);
    assert_eq!(recover.code(app).await.0, 429);
    let mut all = 5;
    for id in &ids[1..] {
        for _ in 0..5 {
            all += usize::from(test(id).code(app).await.0 == 202);
        }
    }
    assert_eq!(all, 30);
    // A minute later there is room again, a millisecond earlier there is none.
    world.clock.advance(59_999);
    assert_eq!(retry.code(app).await.0, 429);
    world.clock.advance(1);
    retry.must(app, 202).await;
}

/// A test, and a retry of what had succeeded, are one attempt each.
#[tokio::test]
async fn a_test_is_one_attempt_and_never_the_schedule() {
    let own = Owned::new().await;
    own.verifies(401);
    own.probed().await;
    own.world.receivers.at(URL, |_| Ok(answer(500)));
    let test = own.ask(&WEBHOOK_TEST).must(own.app, 202).await;
    own.world.live(60).await;
    assert_eq!(own.world.receivers.take().len(), 1);
    let webhook = own.id.parse().unwrap();
    let all = own.world.deliveries(webhook).await;
    assert_eq!(json!(all[0].id), test["id"]);
    assert_eq!((all[0].state, all[0].attempts), (State::Dead, 1));
    // One that was taken, and is asked for again.
    own.world.receivers.at(URL, |_| Ok(answer(200)));
    own.world.happens(own.user, "an event").await;
    own.probed().await;
    own.world.receivers.at(URL, |_| Ok(answer(500)));
    let taken = own.world.deliveries(webhook).await.pop().unwrap();
    assert_eq!(taken.state, State::Succeeded);
    let retry = own.ask(&WEBHOOK_DELIVERY_RETRY).delivery(taken.id);
    retry.must(own.app, 202).await;
    own.world.live(60).await;
    assert_eq!(own.world.receivers.take().len(), 1);
}

/// 200 webhooks of 50 accounts at one host, each with a delivery, and ten senders: the host sees
/// its rate, and no attempt is used by what waits.
#[tokio::test]
async fn a_host_sees_its_rate_whoevers_its_webhooks_are() {
    let world = Hooks::at(NOON).await;
    let five = [("SENDER_CONCURRENCY", "5")];
    let senders: Vec<_> = (0..10)
        .map(|_| world.sender_in(world.process_with(&five)))
        .collect();
    let mut webhooks = Vec::new();
    for account in 0..50 {
        let user = world.account().await;
        for n in 0..4 {
            let url = format!("https://hooks.example.com/{account}/{n}");
            webhooks.push(world.webhook(user, &url).await.0);
        }
        world.happens(user, "an event").await;
    }
    world.drain("Deliveries").await;
    let mut wake_ups = Vec::new();
    for webhook in &webhooks {
        let all = world.deliveries(webhook.id).await;
        wake_ups.extend(all.iter().map(webhooks::delivery::Delivery::wake_up));
    }
    assert_eq!(wake_ups.len(), 200);
    // However often they are woken up.
    let mut seconds = Vec::new();
    while seconds.iter().sum::<usize>() < 200 {
        assert!(seconds.len() < 10, "{seconds:?}");
        for (n, wake_up) in wake_ups.iter().enumerate() {
            senders[n % 10].consider(wake_up).await.unwrap();
        }
        seconds.push(world.receivers.take().len());
        world.clock.advance(1_000);
    }
    // A share of two seconds can be used up at once.
    for two in seconds.windows(2) {
        assert!(two[0] + two[1] <= 100, "{seconds:?}");
    }
    for webhook in &webhooks {
        let (delivery, attempts) = world.only(webhook).await;
        assert_eq!((delivery.state, attempts.len()), (State::Succeeded, 1));
    }
}
