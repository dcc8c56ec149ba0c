//! `webhook-sender`: makes attempts. A message only says which delivery may be due; its record
//! decides.
//!
//! A fault on our side (the table, the master keys, a resolver that does not answer) uses no
//! attempt: the lease is given back, or expires, and the sweep looks again.
//!
//! A batch ends with its slowest message, so a receiver that is slow keeps a place that others
//! need. What is known of it stands on the webhook, where every sender reads it: the wake-ups of
//! webhooks in trouble go through the queue of retries, which has places of its own, and those of
//! a paced webhook wait until their turn.

mod hosts;
mod probe;
mod verdict;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use bytes::Bytes;
use common::{Fault, Timestamp};
use http::header::{CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderValue};
use surface::batch;
use webhooks::delivery::{self, Attempt, Delivery, GRACE, LONGEST_DELAY, Outcome, WakeUp};
use webhooks::resolver::Resolver;
use webhooks::signature::Signer;
use webhooks::transport::{Answer, Failure, Https, Post, Transport};
use webhooks::url::{WebhookUrl, destination};
use webhooks::webhook::{self, Attempted, SLOW, Webhook};

use crate::Engine;
use hosts::Hosts;
use verdict::{Verdict, attempt_of};

/// After a fault of ours the delivery is looked at again after so long, in milliseconds.
const OURS: i64 = 60_000;
/// Tries to record an attempt that was made.
const TRIES: u32 = 4;

/// Does a batch of wake-ups; answers with those that failed.
///
/// # Errors
/// The sender can't be set up.
pub async fn run(engine: &'static Engine, event: SqsEvent) -> Result<SqsBatchResponse, Fault> {
    static SENDER: OnceLock<Arc<Sender<Https>>> = OnceLock::new();
    let sender = match SENDER.get() {
        Some(sender) => sender,
        None => {
            let transport = Https::new(Resolver::system(), engine.allowed_hosts.clone())
                .map_err(|e| Fault::internal("setting the sender up", e))?;
            SENDER.get_or_init(|| Arc::new(Sender::new(engine, transport)))
        }
    };
    Ok(Arc::clone(sender).run(event).await)
}

/// Sends with this transport.
#[derive(Debug)]
pub struct Sender<T> {
    engine: &'static Engine,
    transport: T,
    hosts: Hosts,
}

impl<T: Transport> Sender<T> {
    /// A sender over a transport.
    pub fn new(engine: &'static Engine, transport: T) -> Self {
        Self {
            engine,
            transport,
            hosts: Hosts::new(engine.sender_concurrency),
        }
    }

    /// Does a batch of wake-ups; answers with those that failed.
    pub async fn run(self: Arc<Self>, event: SqsEvent) -> SqsBatchResponse {
        let group = |wake_up: &WakeUp| wake_up.webhook_id;
        batch::each(event, group, |wake_up| {
            let sender = Arc::clone(&self);
            async move { sender.consider(&wake_up).await }
        })
        .await
    }

    /// Looks at a delivery and does what is to be done about it now, if anything.
    ///
    /// # Errors
    /// The table or the master keys can't be reached: it is looked at again.
    pub async fn consider(&self, wake_up: &WakeUp) -> Result<(), Fault> {
        let (table, now) = (&self.engine.table, self.engine.clock.now());
        let (delivery, webhook) = delivery::with_webhook(table, wake_up).await?;
        let Some(delivery) = delivery else {
            return self.probe(wake_up, webhook).await;
        };
        if !delivery.state.is_open() || delivery.is_leased(now) {
            return Ok(());
        }
        let Some(webhook) = webhook else {
            return delivery::mark_dead(table, &delivery, "the webhook was deleted", now)
                .await
                .map(|_| ());
        };
        if now >= delivery.deadline {
            return mark_overdue(self.engine, &delivery).await;
        }
        if !webhook.status.is_on() {
            delivery::mark_missed(table, &delivery, &webhook, now).await?;
            return Ok(());
        }
        if !delivery.is_due(now) {
            return Ok(());
        }
        if webhook.pace().is_some() && !delivery.released {
            delivery::park(table, &delivery, &webhook).await?;
            return Ok(());
        }
        if webhook.is_in_trouble()
            && !wake_up.again
            && let Some(retries) = self.engine.queues.retries()
        {
            retries.send(&[(delivery.wake_up(), 0)]).await;
            return Ok(());
        }
        let signer = webhook.signer(&self.engine.vault, now).await?;
        let host = destination(&webhook.url);
        let _place = match self.hosts.enter(&host, webhook.id, 1, now).await {
            Ok(place) => place,
            Err(until) => return self.wait(&delivery, until).await,
        };
        let now = self.engine.clock.now();
        let Some(claimed) = delivery::claim(table, &delivery, now).await? else {
            return Ok(());
        };
        let began = self.engine.clock.now();
        let sent = self.attempt(&webhook, &claimed, &signer, began).await;
        let ended = self.engine.clock.now();
        match sent {
            Err(failure) if failure.is_ours() => {
                tracing::warn!(
                    delivery.id = %claimed.id,
                    error = failure.word(),
                    "an attempt was postponed: the fault is ours"
                );
                delivery::release_lease(table, &claimed, ended.plus_millis(OURS)).await
            }
            sent => self.settle(&webhook, &claimed, sent, began, ended).await,
        }
    }

    /// Postpones a delivery to its webhook's next turn at its host.
    async fn wait(&self, delivery: &Delivery, until: Timestamp) -> Result<(), Fault> {
        let (table, now) = (&self.engine.table, self.engine.clock.now());
        let wait = until.millis() - now.millis();
        // A message carries a short wait; the sweep ends a long one.
        match self.engine.queues.retries() {
            Some(retries) if wait <= LONGEST_DELAY => {
                delivery::postpone(table, delivery, until.plus_millis(GRACE)).await?;
                retries.send(&[(delivery.wake_up(), seconds(wait))]).await;
                Ok(())
            }
            _ => delivery::postpone(table, delivery, until).await,
        }
    }

    async fn attempt(
        &self,
        webhook: &Webhook,
        delivery: &Delivery,
        signer: &Signer,
        now: Timestamp,
    ) -> Result<Answer, Failure> {
        let n = delivery.attempts + 1;
        let (product, body) = (self.engine.product, delivery.body.as_bytes());
        let headers = signer.headers(product, &delivery.event, delivery.id, n, now, body);
        let deadline = Duration::from_secs(webhook.retry.timeout_seconds.into());
        self.post(&webhook.url, headers, body, deadline).await
    }

    async fn post(
        &self,
        url: &str,
        signed: HeaderMap,
        body: &[u8],
        deadline: Duration,
    ) -> Result<Answer, Failure> {
        // Checked again: the rules may have changed since it was stored.
        let url = WebhookUrl::parse(url, &self.engine.allowed_hosts).map_err(Failure::Url)?;
        let mut headers = signed;
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let agent = HeaderValue::from_static(self.engine.product.agent);
        headers.insert(USER_AGENT, agent);
        let body = Bytes::copy_from_slice(body);
        let post = Post {
            url,
            headers,
            body,
            deadline,
        };
        self.transport.post(post).await
    }

    /// Records an attempt, and what follows from it.
    async fn settle(
        &self,
        webhook: &Webhook,
        delivery: &Delivery,
        sent: Result<Answer, Failure>,
        began: Timestamp,
        ended: Timestamp,
    ) -> Result<(), Fault> {
        let verdict = Verdict::of(&sent, webhook, delivery, ended);
        let attempt = attempt_of(delivery, &sent, began, ended);
        let attempted = Attempted {
            succeeded: verdict.outcome == Outcome::Succeeded,
            slow: attempt.duration_ms >= SLOW || matches!(sent, Err(Failure::Timeout)),
        };
        tracing::info!(
            target: webhooks::DELIVERY.target,
            event = %delivery.event,
            user.id = %delivery.tenant,
            webhook.id = %delivery.webhook_id,
            delivery.id = %delivery.id,
            attempt = attempt.n,
            http.status = attempt.status,
            error = attempt.error,
            duration_ms = attempt.duration_ms,
            age_ms = ended.millis() - delivery.created_at.millis(),
            outcome = verdict.outcome.word(),
            deliveries = 1_u8,
            failures = u8::from(!attempted.succeeded),
            "delivery"
        );
        if !self
            .complete(webhook, delivery, &attempt, &verdict.outcome, ended)
            .await?
        {
            tracing::warn!(delivery.id = %delivery.id, "an attempt outlived its lease");
            return Ok(());
        }
        if let Outcome::Retry(wait) = verdict.outcome
            && wait <= LONGEST_DELAY
            && webhook.pace().is_none()
            && let Some(retries) = self.engine.queues.retries()
        {
            retries.send(&[(delivery.wake_up(), seconds(wait))]).await;
        }
        // The webhook's health comes last: it decides nothing of this delivery.
        let table = &self.engine.table;
        match verdict.disable {
            Some(why) => webhook::disable(table, webhook, why, ended).await,
            None => webhook::record_attempt(table, webhook, attempted, ended).await,
        }
        .unwrap_or_else(|error| {
            tracing::warn!(
                webhook.id = %webhook.id,
                cause = error.cause(),
                "a webhook's health was not recorded"
            );
        });
        Ok(())
    }

    /// Records an attempt, with more than one try: that it was made must not be lost.
    async fn complete(
        &self,
        webhook: &Webhook,
        delivery: &Delivery,
        attempt: &Attempt,
        outcome: &Outcome,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tries = 1;
        loop {
            let table = &self.engine.table;
            let done = delivery::complete(table, delivery, webhook, attempt, outcome, now).await;
            match done {
                Err(_) if tries < TRIES => {
                    tokio::time::sleep(Duration::from_millis(200 << tries)).await;
                    tries += 1;
                }
                done => return done,
            }
        }
    }
}

/// A wait in milliseconds as a message's delay.
fn seconds(wait: i64) -> i32 {
    i32::try_from((wait + 999) / 1000).unwrap_or(900)
}

/// Gives up a delivery whose deadline has passed.
///
/// # Errors
/// The table can't be reached.
pub async fn mark_overdue(engine: &Engine, delivery: &Delivery) -> Result<(), Fault> {
    let attempts = delivery.attempts;
    let reason = format!("not settled within 72 hours, after {attempts} attempts");
    delivery::mark_dead(&engine.table, delivery, &reason, engine.clock.now())
        .await
        .map(|_| ())
}
