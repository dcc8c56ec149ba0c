//! `outbox-sweep`: every minute, sends the messages that were stored with their cause and not
//! sent, because a process crashed, a queue did not answer, or a table was slow.

use common::Fault;
use serde::de::IgnoredAny;
use twin::discovery::APPROVED_DISCOVERIES;
use webhooks::outbox::Swept;

use crate::BackOffice;

/// Once it took so long the rest is left to the next minute's sweep, in milliseconds. With what
/// then still runs it stays below the function's timeout.
const BUDGET_MILLIS: i64 = 40_000;

/// Sends what is due to the profile compiler.
///
/// # Errors
/// The queue is not known, the index can't be read, or a message could not be sent: it stays.
pub async fn run(context: &'static BackOffice, _: IgnoredAny) -> Result<Swept, Fault> {
    let outbox = context.queues.outbox(APPROVED_DISCOVERIES).ok_or_else(|| {
        let problem = "the environment variable APPROVED_DISCOVERIES_URL is not set";
        Fault::internal("sweeping the outbox", problem)
    })?;
    outbox.sweep_all(&context.clock, BUDGET_MILLIS).await
}
