//! What follows from an attempt, for its delivery and for the webhook.

use common::Timestamp;
use http::StatusCode;
use webhooks::delivery::{Attempt, Delivery, Outcome};
use webhooks::schedule;
use webhooks::transport::{Answer, Failure, Instruction, RetryAfter};
use webhooks::webhook::{Status, Webhook};

/// What follows from an attempt.
pub(super) struct Verdict {
    pub(super) outcome: Outcome,
    /// Why the webhook is to be disabled, if it is.
    pub(super) disable: Option<&'static str>,
}

impl Verdict {
    pub(super) fn of(
        sent: &Result<Answer, Failure>,
        webhook: &Webhook,
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
            retry(sent, webhook, delivery, now)
        };
        Self { outcome, disable }
    }
}

fn retry(
    sent: &Result<Answer, Failure>,
    webhook: &Webhook,
    delivery: &Delivery,
    now: Timestamp,
) -> Outcome {
    if delivery.single {
        return Outcome::Dead("its only attempt failed".into());
    }
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
    let retry = &webhook.retry;
    match retry.wait(failed, asked, u32::from_le_bytes(random)) {
        Some(wait) => Outcome::Retry(wait),
        // A failing webhook's probes go on until the delivery's deadline, unless its owner wants
        // fewer attempts.
        None if webhook.status == Status::Failing && !retry.is_limited() => {
            Outcome::Retry(schedule::PROBE_EVERY)
        }
        None => Outcome::Dead(format!("all {failed} attempts failed")),
    }
}

/// The attempt as it is logged.
pub(super) fn attempt_of(
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
