//! The sweep of messages that are stored and were not sent.

use std::collections::BTreeSet;

use backoffice_functions::outbox::sweep;
use common::Clock;
use dynamo::{Key, Table, due, s};
use local::{Options, Stack, Which, connect};
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use tests::{Fault, Faults, Process, allowed, at, no_settings, root, rows};
use twin::account::{self, AccountChange};
use twin::discovery::{self, APPROVED_DISCOVERIES, Status};
use twin::{Plan, PlanStatus, Tier, UserId};
use webhooks::{Outbox, outbox};

use super::NOW;
use super::erasure::propose;

/// Engines with the real SQS emulator, proxies before both, and a sweep's outbox through them.
struct Sending {
    stack: Stack,
    table: Table,
    dynamodb: Faults,
    sqs: Faults,
    outbox: Outbox,
    clock: Clock,
    user: UserId,
    client: reqwest::Client,
}

impl Sending {
    async fn start() -> Self {
        let options = Options {
            functions: Which::None,
            ..Options::new(root())
        };
        let stack = Stack::start(options).await.unwrap();
        let dynamodb = Faults::before(&stack.dynamodb_url).await;
        let sqs = Faults::before(&stack.sqs_url).await;
        let queue = stack.queues["ApprovedDiscoveries"].clone();
        let through = connect(&dynamodb.url, &stack.table_name);
        let client = local::connect_queues(&sqs.url);
        let outbox = Outbox::new(through, client, APPROVED_DISCOVERIES, queue);
        let table = connect(&stack.dynamodb_url, &stack.table_name);
        let clock = Clock::standing_at(at(NOW));
        let user = UserId::new(clock.now());
        let account = AccountChange {
            user_id: user,
            subject: "a".into(),
            plan: Plan::Professional,
            status: PlanStatus::Active,
            tier: Tier::Included,
            monthly_limit: None,
            updated_at: clock.now(),
        };
        account::put(&table, &account).await.unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self {
            stack,
            table,
            dynamodb,
            sqs,
            outbox,
            clock,
            user,
            client,
        }
    }

    /// Approves so many discoveries and sends nothing, as a process that crashes there.
    async fn approve(&self, count: usize) -> BTreeSet<String> {
        let now = self.clock.now();
        let ids = propose(&self.table, self.user, count, now).await;
        for id in &ids {
            let decided =
                discovery::decide(&self.table, self.user, *id, true, now, |_| Ok(None)).await;
            let Ok((discovery, Some(_))) = decided else {
                panic!("not decided")
            };
            assert_eq!(discovery.status, Status::Approved);
        }
        ids.iter().map(ToString::to_string).collect()
    }

    async fn sweep(&self) -> Result<(usize, usize), common::Fault> {
        let swept = self.outbox.sweep_all(&self.clock, 40_000).await?;
        Ok((swept.sent, swept.failed))
    }

    /// Takes all messages out of the queue: the discoveries' ids, repeats included.
    async fn received(&self) -> Vec<String> {
        let mut found = Vec::new();
        loop {
            let queue = &self.stack.queues["ApprovedDiscoveries"];
            let request = json!({ "QueueUrl": queue, "MaxNumberOfMessages": 10 });
            let answer = self
                .client
                .post(&self.stack.sqs_url)
                .header("x-amz-target", "AmazonSQS.ReceiveMessage")
                .header("content-type", "application/x-amz-json-1.0")
                .body(request.to_string())
                .send()
                .await
                .unwrap();
            let answer: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
            let messages = answer["Messages"].as_array().cloned().unwrap_or_default();
            if messages.is_empty() {
                found.sort();
                return found;
            }
            for message in messages {
                let body: Value = serde_json::from_str(message["Body"].as_str().unwrap()).unwrap();
                assert_eq!(body["userId"], json!(self.user));
                assert_eq!(body["approvedAt"].as_str().unwrap().len(), 24);
                found.push(body["discoveryId"].as_str().unwrap().to_owned());
            }
        }
    }

    fn minute(&self) {
        self.clock.advance(60_000);
    }
}

#[tokio::test]
async fn what_was_stored_goes_out() {
    let world = Sending::start().await;
    let nothing: BTreeSet<String> = BTreeSet::new();

    // The process that stored it has the time of its lease to send it; then the sweep does, once.
    let all = world.approve(60).await;
    assert_eq!(world.sweep().await.unwrap(), (0, 0));
    world.minute();
    assert_eq!(world.sweep().await.unwrap(), (60, 0));
    let mut used = world.dynamodb.take_actions();
    used.extend(world.sqs.take_actions());
    assert_eq!(used, allowed("OutboxSweep"));
    assert_eq!(world.received().await, Vec::from_iter(all));
    world.minute();
    assert_eq!(world.sweep().await.unwrap(), (0, 0));
    assert_eq!(rows::waiting(&world.table, world.user).await, []);

    // A queue in trouble: the invocation fails, which raises an alarm; the message stays.
    let all = world.approve(2).await;
    world.minute();
    world.sqs.plan(
        "SendMessage",
        vec![Fault::Error(400, "ThrottlingException"); 6],
    );
    assert!(matches!(
        world.sweep().await,
        Err(common::Fault::Unavailable { .. })
    ));
    assert_eq!(world.sqs.left(), 0);
    assert_eq!(world.sweep().await.unwrap(), (0, 0), "a lease runs");
    world.minute();
    assert_eq!(world.sweep().await.unwrap(), (2, 0));
    assert_eq!(world.received().await, Vec::from_iter(all));

    // A table in trouble, before anything is claimed and while it is.
    let all = world.approve(1).await;
    world.minute();
    for (operation, tries) in [("Query", 4 * 3), ("UpdateItem", 3)] {
        world.dynamodb.plan(
            operation,
            vec![Fault::Error(400, "ThrottlingException"); tries],
        );
        assert!(world.sweep().await.is_err(), "{operation}");
        assert_eq!(world.dynamodb.left(), 0);
    }
    assert_eq!(world.received().await, Vec::<String>::new());
    assert_eq!(world.sweep().await.unwrap(), (1, 0));
    assert_eq!(world.received().await, Vec::from_iter(all));

    // Sent and not removed: sent again, and not before its lease is over.
    let all = world.approve(1).await;
    world.minute();
    world.dynamodb.plan(
        "DeleteItem",
        vec![Fault::Error(400, "ThrottlingException"); 3],
    );
    assert!(world.sweep().await.is_err());
    assert_eq!(world.sweep().await.unwrap(), (0, 0));
    world.minute();
    assert_eq!(world.sweep().await.unwrap(), (1, 0));
    let twice: Vec<_> = all.iter().chain(&all).cloned().collect();
    assert_eq!(world.received().await, twice);

    // A sweep that ends at any of its requests leaves every message to the next.
    for done in [false, true] {
        for nth in 0.. {
            let all = world.approve(1).await;
            world.minute();
            world.dynamodb.crash_at(nth, done);
            let _ = world.sweep().await;
            let met = world.dynamodb.revive();
            world.minute();
            let _ = world.sweep().await;
            let received = world.received().await;
            assert_eq!(
                received.iter().cloned().collect::<BTreeSet<_>>(),
                all,
                "{nth} {done}"
            );
            assert!(received.len() <= 2);
            if !met {
                break;
            }
        }
    }

    // One that nobody can read is a dead letter at once, and holds up no other.
    let rubbish = |shard: u8| Key::of(&world.user.tenant(), "out", format_args!("x{shard}"));
    for shard in 0..4 {
        let mut item = rubbish(shard).into_item();
        item.insert(due::DUE_SHARD.into(), s(format!("a{shard}")));
        item.insert(due::DUE_AT.into(), s("2026"));
        let put = world.table.client.put_item().table_name(&world.table.name);
        put.set_item(Some(item)).send().await.unwrap();
    }
    let all = world.approve(12).await;
    world.minute();
    let swept = world.outbox.sweep_all(&world.clock, 40_000).await.unwrap();
    assert_eq!((swept.sent, swept.failed, swept.dead), (12, 0, 4));
    assert_eq!(world.received().await, Vec::from_iter(all));
    world.minute();
    assert_eq!(world.sweep().await.unwrap(), (0, 0));
    let now = world.clock.now();
    let letters = outbox::dead_letters(&world.table, APPROVED_DISCOVERIES, now).await;
    assert_eq!(letters.unwrap().len(), 4);
    for shard in 0..4 {
        let tidied = world.table.remove("tidying up", rubbish(shard));
        tidied.await.unwrap();
    }

    // Two sweeps at once: each message goes out once.
    let all = world.approve(40).await;
    world.minute();
    let (one, other) = tokio::join!(world.sweep(), world.sweep());
    assert_eq!(one.unwrap().0 + other.unwrap().0, 40);
    assert_eq!(world.received().await, Vec::from_iter(all));
    assert_eq!(rows::waiting(&world.table, world.user).await, []);
    assert_eq!(BTreeSet::from_iter(world.received().await), nothing);

    // Without a queue its failure, for the log, names the setting that is missing.
    let process = Process::new(no_settings(), world.table.clone(), world.clock.clone());
    let failed = sweep::run(process.backoffice, IgnoredAny)
        .await
        .unwrap_err();
    assert!(
        matches!(failed, common::Fault::Internal { source, .. } if source.to_string().contains("APPROVED_DISCOVERIES_URL"))
    );
    world.stack.stop().await;
}
