//! `outbox-sweep`: every minute, sends the messages that were stored with their cause and not
//! sent, because a process died, a queue did not answer, or a table was slow.

use serde::de::IgnoredAny;
use shared::clock::Clock;
use shared::events::outbox::{Outbox, Swept};
use shared::{App, Error};

/// Messages of a shard that are looked at in one go: few, so that each is sent well within the
/// lease that it was claimed under.
const AT_ONCE: i32 = 10;
/// Once it took so long the rest is left to the next minute's sweep, in milliseconds. With what
/// then still runs it stays below the function's timeout.
const BUDGET_MILLIS: i64 = 40_000;

/// Sends what is due to the profile compiler.
///
/// # Errors
/// The queue is not known, the index can't be read, or a message could not be sent: it stays.
pub async fn run(app: &'static App, _: IgnoredAny) -> Result<Swept, Error> {
    let outbox = app.approved_discoveries().ok_or_else(|| {
        let problem = "the environment variable APPROVED_DISCOVERIES_URL is not set";
        Error::internal("sweeping the outbox", problem)
    })?;
    all(outbox, &app.clock).await
}

/// Sends all that is due in one outbox, as far as its time goes.
///
/// # Errors
/// As [`run`].
pub async fn all(outbox: &Outbox, clock: &Clock) -> Result<Swept, Error> {
    let began = clock.now();
    let mut all = Swept::default();
    loop {
        let now = clock.now();
        let swept = outbox.sweep(now, AT_ONCE).await?;
        all += swept;
        if swept.sent == 0 || now.millis() - began.millis() > BUDGET_MILLIS {
            break;
        }
    }
    if all.failed > 0 {
        let Swept { sent, failed } = all;
        let problem = format!("{failed} messages could not be sent and stay, {sent} were");
        return Err(Error::unavailable("sweeping the outbox", problem));
    }
    Ok(all)
}
