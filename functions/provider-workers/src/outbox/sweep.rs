//! `provider-outbox-sweep`: every minute, sends the messages that were stored with their cause and
//! not sent, because a process ended early, or a queue or the table did not answer. Those of events
//! are `provider-webhook-sweep`'s.

use common::Fault;
use provider::account::mail;
use provider::catalogue;
use serde::de::IgnoredAny;
use webhooks::Queue;
use webhooks::outbox::Swept;

use crate::Workers;

/// The queues whose outboxes are swept.
const QUEUES: [Queue; 2] = [catalogue::QUEUE, mail::QUEUE];
/// Once it took so long the rest is left to the next minute's sweep, in milliseconds. With what
/// then still runs it stays below the function's timeout.
const BUDGET_MILLIS: i64 = 40_000;

/// Sends what is due.
///
/// # Errors
/// A queue is not known, the index can't be read, or a message could not be sent: it stays.
pub async fn run(workers: &'static Workers, _: IgnoredAny) -> Result<Swept, Fault> {
    let sweeps = QUEUES.map(|queue| sweep(workers, queue));
    let mut swept = Swept::default();
    let mut failure = None;
    for one in futures::future::join_all(sweeps).await {
        match one {
            Ok(one) => swept += one,
            Err(fault) => failure = Some(fault),
        }
    }
    failure.map_or(Ok(swept), Err)
}

async fn sweep(workers: &Workers, queue: Queue) -> Result<Swept, Fault> {
    let outbox = workers.queues.outbox(queue).ok_or_else(|| {
        let problem = format!("the environment variable {} is not set", queue.variable);
        Fault::internal("sweeping the outbox", problem)
    })?;
    outbox.sweep_all(&workers.clock, BUDGET_MILLIS).await
}
