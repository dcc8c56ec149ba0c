//! `webhook-sender`: makes attempts. A message only says which delivery may be due; its record
//! decides.
//!
//! What goes wrong on our side (the table, the master keys, a resolver that does not answer)
//! uses no attempt: the lease is given back, or expires, and the sweep looks again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use bytes::Bytes;
use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderValue, StatusCode};
use shared::clock::Timestamp;
use shared::events::delivery::{self, Attempt, Delivery, Hint, LONGEST_DELAY, Outcome};
use shared::events::endpoint::{self, Endpoint, Status};
use shared::events::schedule;
use shared::id::WebhookId;
use shared::net::receiver::{Exceptions, ReceiverUrl};
use shared::net::resolver::Resolver;
use shared::{App, Error, telemetry};

use crate::batch;
use crate::transport::{Answer, Failure, Https, Instruction, Post, RetryAfter, Transport};

/// What receivers see of us.
const AGENT: &str = concat!("AfiniTwin-Webhooks/", env!("CARGO_PKG_VERSION"));
/// A fault of ours: the delivery is looked at again after so long, in milliseconds.
const OURS: i64 = 60_000;
/// An endpoint that timed out twice is left alone for so long, in milliseconds, then for twice
/// as long, so many times, up to this.
const SLOW_PAUSE: i64 = 30_000;
const SLOW_DOUBLED: u32 = 4;
const SLOW_LONGEST: i64 = 5 * 60_000;
/// So many of them are remembered.
const SLOW_KNOWN: usize = 1_024;
/// Tries to write an attempt down, whose message has been sent.
const TRIES: u32 = 4;

/// Does a batch of hints; answers with those that failed.
///
/// # Errors
/// `WEBHOOK_RECEIVERS` lists what is no receiver.
pub async fn run(app: &'static App, event: SqsEvent) -> Result<SqsBatchResponse, Error> {
    static SENDER: OnceLock<Arc<Sender<Https>>> = OnceLock::new();
    let sender = match SENDER.get() {
        Some(sender) => sender,
        None => {
            let receivers: Exceptions = app
                .settings
                .webhook_receivers
                .parse()
                .map_err(|e| Error::internal("reading WEBHOOK_RECEIVERS", e))?;
            let transport = Https::new(Resolver::system(), receivers.clone())
                .map_err(|e| Error::internal("setting the sender up", e))?;
            SENDER.get_or_init(|| Arc::new(Sender::new(app, transport, receivers)))
        }
    };
    Ok(Arc::clone(sender).run(event).await)
}

/// Sends with this transport.
#[derive(Debug)]
pub struct Sender<T> {
    app: &'static App,
    transport: T,
    receivers: Exceptions,
    slow: Slow,
}

/// Endpoints that let this process wait in vain twice in a row. A batch ends with its slowest
/// message, so each of theirs would keep a place that others need: for a while they are put off,
/// which uses no attempt, and the sweep brings them again.
#[derive(Debug, Default)]
struct Slow(Mutex<HashMap<WebhookId, TimedOut>>);

#[derive(Clone, Copy, Debug)]
struct TimedOut {
    /// How often in a row; those that were under way together count once.
    times: u32,
    last: Timestamp,
}

impl TimedOut {
    /// Until when the endpoint is left alone.
    fn until(self) -> Timestamp {
        let doubled = self.times.saturating_sub(2).min(SLOW_DOUBLED);
        let pause = (SLOW_PAUSE << doubled).min(SLOW_LONGEST);
        self.last
            .plus_millis(if self.times > 1 { pause } else { 0 })
    }
}

impl Slow {
    /// Until when an endpoint is left alone, if it is.
    fn until(&self, id: WebhookId, now: Timestamp) -> Option<Timestamp> {
        let until = self.known().get(&id)?.until();
        (now < until).then_some(until)
    }

    /// What an attempt showed.
    fn note(&self, id: WebhookId, timed_out: bool, began: Timestamp, ended: Timestamp) {
        let mut known = self.known();
        if !timed_out {
            known.remove(&id);
        } else if let Some(slow) = known.get_mut(&id) {
            if began >= slow.last {
                (slow.times, slow.last) = (slow.times + 1, ended);
            }
        } else if known.len() < SLOW_KNOWN {
            known.insert(
                id,
                TimedOut {
                    times: 1,
                    last: ended,
                },
            );
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<WebhookId, TimedOut>> {
        // Whatever is lost of it costs ten seconds.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Transport> Sender<T> {
    /// A sender over a transport, which may reach these receivers on a private network.
    pub fn new(app: &'static App, transport: T, receivers: Exceptions) -> Self {
        Self {
            app,
            transport,
            receivers,
            slow: Slow::default(),
        }
    }

    /// Does a batch of hints; answers with those that failed.
    pub async fn run(self: Arc<Self>, event: SqsEvent) -> SqsBatchResponse {
        let group = |hint: &Hint| hint.endpoint_id;
        batch::each(event, group, |hint| {
            let sender = Arc::clone(&self);
            async move { sender.consider(&hint).await }
        })
        .await
    }

    /// Looks at a delivery and does what is to be done about it now, if anything.
    ///
    /// # Errors
    /// The table or the master keys can't be reached: it is looked at again.
    pub async fn consider(&self, hint: &Hint) -> Result<(), Error> {
        let (table, now) = (&self.app.table, self.app.clock.now());
        let (delivery, endpoint) = delivery::with_endpoint(table, hint).await?;
        let Some(delivery) = delivery.filter(|delivery| delivery.state.waits()) else {
            return Ok(());
        };
        let leased = delivery.lease_until.is_some_and(|until| until > now);
        if leased {
            return Ok(());
        }
        let Some(endpoint) = endpoint else {
            return delivery::bury(table, &delivery, "the webhook was deleted", now)
                .await
                .map(|_| ());
        };
        if now >= delivery.deadline {
            return bury_overdue(self.app, &delivery).await;
        }
        match endpoint.status {
            Status::Disabled | Status::Paused => {
                delivery::miss(table, &delivery, &endpoint, now).await?;
                return Ok(());
            }
            Status::Failing if endpoint.probe != Some(delivery.id) => {
                let later = now.plus_millis(schedule::PROBE_EVERY);
                return delivery::park(table, &delivery, later).await;
            }
            Status::Failing | Status::Enabled => {}
        }
        if !delivery.is_due(now) {
            return Ok(());
        }
        if let Some(until) = self.slow.until(endpoint.id, now) {
            return delivery::park(table, &delivery, until).await;
        }
        let signer = endpoint.signer(self.app.vault()?, now).await?;
        let Some(claimed) = delivery::claim(table, &delivery, now).await? else {
            return Ok(());
        };
        let began = self.app.clock.now();
        let sent = self.attempt(&endpoint, &claimed, &signer, began).await;
        let ended = self.app.clock.now();
        let timed_out = matches!(sent, Err(Failure::Timeout));
        self.slow.note(endpoint.id, timed_out, began, ended);
        match sent {
            Err(failure) if failure.is_ours() => {
                tracing::warn!(
                    delivery.id = %claimed.id,
                    error = failure.word(),
                    "an attempt was put off: the fault is ours"
                );
                delivery::defer(table, &claimed, ended.plus_millis(OURS)).await
            }
            sent => self.settle(&endpoint, &claimed, sent, began, ended).await,
        }
    }

    async fn attempt(
        &self,
        endpoint: &Endpoint,
        delivery: &Delivery,
        signer: &shared::events::signature::Signer,
        now: Timestamp,
    ) -> Result<Answer, Failure> {
        // Checked anew: what may be reached may have changed since it was stored.
        let url = ReceiverUrl::parse(&endpoint.url, &self.receivers).map_err(Failure::Url)?;
        let n = delivery.attempts + 1;
        let body = delivery.body.as_bytes();
        let mut headers = signer.headers(delivery.event, delivery.id, n, now, body);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(USER_AGENT, HeaderValue::from_static(AGENT));
        let body = Bytes::copy_from_slice(body);
        self.transport.post(Post { url, headers, body }).await
    }

    /// Writes an attempt down, and what follows from it.
    async fn settle(
        &self,
        endpoint: &Endpoint,
        delivery: &Delivery,
        sent: Result<Answer, Failure>,
        began: Timestamp,
        ended: Timestamp,
    ) -> Result<(), Error> {
        let verdict = Verdict::of(&sent, endpoint, delivery, ended);
        let attempt = attempt_of(delivery, &sent, began, ended);
        tracing::info!(
            target: telemetry::DELIVERY,
            event = %delivery.event,
            user.id = %delivery.user_id,
            webhook.id = %delivery.endpoint_id,
            delivery.id = %delivery.id,
            attempt = attempt.n,
            http.status = attempt.status,
            error = attempt.error,
            duration_ms = attempt.duration_ms,
            age_ms = ended.millis() - delivery.created_at.millis(),
            outcome = verdict.outcome.word(),
            deliveries = 1_u8,
            failures = u8::from(verdict.outcome != Outcome::Succeeded),
            "delivery"
        );
        if !self
            .complete(delivery, &attempt, &verdict.outcome, ended)
            .await?
        {
            tracing::warn!(delivery.id = %delivery.id, "an attempt outlived its lease");
            return Ok(());
        }
        if let Outcome::Again(wait) = verdict.outcome
            && wait <= LONGEST_DELAY
            && endpoint.status == Status::Enabled
            && let Some(retries) = self.app.retries()
        {
            let delay = i32::try_from((wait + 999) / 1000).unwrap_or(900);
            retries.send(&[(delivery.hint(), delay)]).await;
        }
        // What the endpoint's record says of it comes last: it decides nothing of this delivery.
        let table = &self.app.table;
        match verdict.disable {
            Some(why) => endpoint::disable(table, endpoint, why, ended).await,
            None if verdict.outcome == Outcome::Succeeded => {
                endpoint::succeeded(table, endpoint, ended).await
            }
            None => endpoint::failed(table, endpoint, ended).await,
        }
        .unwrap_or_else(|error| {
            tracing::warn!("what an attempt says of its webhook was not noted: {error:?}");
        });
        Ok(())
    }

    /// Writes an attempt down, as often as it takes: what was sent must be known to have been.
    async fn complete(
        &self,
        delivery: &Delivery,
        attempt: &Attempt,
        outcome: &Outcome,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let mut tries = 1;
        loop {
            let done = delivery::complete(&self.app.table, delivery, attempt, outcome, now).await;
            match done {
                Err(_) if tries < TRIES => {
                    tokio::time::sleep(std::time::Duration::from_millis(200 << tries)).await;
                    tries += 1;
                }
                done => return done,
            }
        }
    }
}

/// Gives up a delivery whose time is over.
///
/// # Errors
/// The table can't be reached.
pub async fn bury_overdue(app: &App, delivery: &Delivery) -> Result<(), Error> {
    let attempts = delivery.attempts;
    let reason = format!("not settled within 72 hours, after {attempts} attempts");
    delivery::bury(&app.table, delivery, &reason, app.clock.now())
        .await
        .map(|_| ())
}

/// What follows from an attempt.
struct Verdict {
    outcome: Outcome,
    disable: Option<&'static str>,
}

impl Verdict {
    fn of(
        sent: &Result<Answer, Failure>,
        endpoint: &Endpoint,
        delivery: &Delivery,
        now: Timestamp,
    ) -> Self {
        let (status, instruction) = match sent {
            Ok(answer) => (Some(answer.status), answer.instruction),
            Err(_) => (None, None),
        };
        let gone = status == Some(StatusCode::GONE);
        let disable = match instruction {
            Some(Instruction::Disable) => Some("its answer said `webhook-delivery: disable`"),
            _ if gone => Some("it answered 410 Gone"),
            _ => None,
        };
        let outcome = if status.is_some_and(|status| status.is_success()) {
            Outcome::Succeeded
        } else if let Some(why) = disable {
            Outcome::Dead(format!("the webhook was disabled: {why}"))
        } else if instruction == Some(Instruction::AbortMessage) {
            Outcome::Dead("its answer said `webhook-delivery: abort-message`".into())
        } else {
            again(sent, endpoint, delivery, now)
        };
        Self { outcome, disable }
    }
}

fn again(
    sent: &Result<Answer, Failure>,
    endpoint: &Endpoint,
    delivery: &Delivery,
    now: Timestamp,
) -> Outcome {
    let asked = sent.as_ref().ok().and_then(|answer| answer.retry_after);
    let asked = asked.map(|retry_after| match retry_after {
        RetryAfter::Seconds(seconds) => i64::try_from(seconds)
            .unwrap_or(i64::MAX / 1000)
            .saturating_mul(1000),
        RetryAfter::At(at) => at.millis() - now.millis(),
    });
    let mut random = [0; 4];
    // Without randomness the jitter is one-sided, no more.
    let _ = getrandom::fill(&mut random);
    let failed = delivery.failed_in_round() + 1;
    match schedule::wait(failed, asked, u32::from_le_bytes(random)) {
        Some(wait) => Outcome::Again(wait),
        // A failing endpoint's probes go on for as long as the delivery may live.
        None if endpoint.status == Status::Failing => Outcome::Again(schedule::PROBE_EVERY),
        None => Outcome::Dead(format!("all {failed} attempts failed")),
    }
}

fn attempt_of(
    delivery: &Delivery,
    sent: &Result<Answer, Failure>,
    began: Timestamp,
    ended: Timestamp,
) -> Attempt {
    let (status, response, error) = match sent {
        Ok(answer) => {
            let error = match answer.status {
                status if status.is_success() => None,
                status if status.is_redirection() => Some("redirect"),
                _ => Some("status"),
            };
            (
                Some(answer.status.as_u16()),
                Some(answer.body.clone()),
                error,
            )
        }
        Err(failure) => (None, None, Some(failure.word())),
    };
    Attempt {
        n: delivery.attempts + 1,
        at: began,
        status,
        duration_ms: ended.millis() - began.millis(),
        error: error.map(str::to_owned),
        response,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_times_out_twice_in_a_row_is_left_alone_for_longer_and_longer() {
        let slow = Slow::default();
        let start: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let at = |seconds: i64| start.plus_millis(seconds * 1000);
        let id = WebhookId::new(start);
        let other = WebhookId::new(start);
        let alone = |now| {
            slow.until(id, at(now))
                .map(|until| (until.millis() - start.millis()) / 1000)
        };
        // Ten at once are one time.
        for _ in 0..10 {
            slow.note(id, true, at(0), at(10));
        }
        assert_eq!(alone(10), None);
        slow.note(id, true, at(15), at(25));
        assert_eq!(
            (alone(25), alone(54), alone(55)),
            (Some(55), Some(55), None)
        );
        assert_eq!(slow.until(other, at(25)), None);
        slow.note(id, true, at(60), at(70));
        assert_eq!(alone(70), Some(130));
        for n in 1..10 {
            slow.note(id, true, at(1_000 * n), at(1_000 * n + 10));
        }
        assert_eq!(alone(9_010), Some(9_310));
        slow.note(id, false, at(9_400), at(9_401));
        assert_eq!(alone(9_401), None);
    }
}
