//! A probe is sent: four posts, two signed right and two with every signature wrong.

use common::{Fault, Timestamp};
use futures::FutureExt;
use serde_json::json;
use surface::batch::staggered;
use webhooks::delivery::WakeUp;
use webhooks::signature::{Secret, Signer};
use webhooks::transport::{Answer, DEADLINE, Failure, Transport};
use webhooks::url::destination;
use webhooks::webhook::{self, MOST_SENT, Probe, ProbePost, Signed, Verdict, Webhook};
use webhooks::{DeliveryId, Event, PROBE};

use super::{OURS, Sender};

/// How a probe's posts are signed, before they are shuffled.
const POSTS: [Signed; 4] = [Signed::Right, Signed::Right, Signed::Wrong, Signed::Wrong];
const RIGHT: &str = "This is a probe: signed right, to be answered with 2xx. Where your receiver \
                     can't verify signatures, confirm the code.";
const WRONG: &str = "This is a probe: signed wrong, to be answered with 400, 401 or 403.";

impl<T: Transport> Sender<T> {
    /// Sends the webhook's probe, where it is the one that the wake-up names and is to be sent now.
    pub(super) async fn probe(
        &self,
        wake_up: &WakeUp,
        webhook: Option<Webhook>,
    ) -> Result<(), Fault> {
        let (table, now) = (&self.engine.table, self.engine.clock.now());
        let probe = webhook::find_probe(table, &wake_up.tenant, wake_up.webhook_id).await?;
        let is_meant = |probe: &Probe| probe.id == wake_up.delivery_id && probe.is_due(now);
        let Some(probe) = probe.filter(is_meant) else {
            return Ok(());
        };
        let webhook = webhook.filter(|webhook| probe.is_about(webhook));
        let Some(webhook) = webhook.filter(|_| probe.sent < MOST_SENT) else {
            return webhook::abandon_probe(table, &probe).await;
        };
        let right = webhook.signer(&self.engine.vault, now).await?;
        let wrong = Signer {
            current: Secret::generate()?,
            previous: None,
        };
        let order = shuffled(POSTS)?;
        let host = destination(&probe.url);
        let _place = match self.hosts.enter(&host, webhook.id, POSTS.len(), now).await {
            Ok(place) => place,
            Err(until) => return webhook::postpone_probe(table, &probe, until).await,
        };
        let now = self.engine.clock.now();
        let Some((probe, code)) = webhook::claim_probe(table, &probe, now).await? else {
            return Ok(());
        };
        let code = code.as_str();
        let sent = order.into_iter().enumerate().map(|(place, signed)| {
            let signer = match signed {
                Signed::Right => &right,
                _ => &wrong,
            };
            let post = self.probe_post(&probe, signed, signer, code);
            post.map(move |post| (place, post))
        });
        // One after the other where the receiver is quick; all at once take no longer than one.
        let mut posts = staggered(sent.collect()).await;
        posts.sort_by_key(|(place, _)| *place);
        let posts: Result<Vec<ProbePost>, Failure> =
            posts.into_iter().map(|(_, post)| post).collect();
        match posts {
            Ok(posts) => self.settle_probe(&probe, &webhook, &posts).await,
            Err(failure) => {
                tracing::warn!(
                    webhook.id = %webhook.id,
                    error = failure.word(),
                    "a probe was postponed: the fault is ours"
                );
                let until = self.engine.clock.now().plus_millis(OURS);
                webhook::release_probe(table, &probe, until).await
            }
        }
    }

    /// Makes one post of a probe; a failure only where the fault is ours.
    async fn probe_post(
        &self,
        probe: &Probe,
        signature: Signed,
        signer: &Signer,
        code: &str,
    ) -> Result<ProbePost, Failure> {
        let (clock, product) = (&self.engine.clock, self.engine.product);
        let began = clock.now();
        // Each has an id of its own: a receiver that drops repeats looks at every one of them.
        let id = DeliveryId::new(began);
        let event = Event {
            id: id.to_string(),
            tenant: probe.tenant.clone(),
            event: product.test_event.clone(),
            timestamp: probe.requested_at,
            data: match signature {
                Signed::Right => json!({ "message": RIGHT, "code": code }),
                _ => json!({ "message": WRONG }),
            },
        };
        let body = (product.body)(&event, id);
        let headers = signer.headers(product, &event.event, id, 1, began, body.as_bytes());
        let body = body.as_bytes();
        let sent = self.post(&probe.url, headers, body, DEADLINE).await;
        let answered = match sent {
            Err(failure) if failure.is_ours() => return Err(failure),
            sent => sent,
        };
        Ok(post_of(id, signature, &answered, began, clock.now()))
    }

    async fn settle_probe(
        &self,
        probe: &Probe,
        webhook: &Webhook,
        posts: &[ProbePost],
    ) -> Result<(), Fault> {
        let (table, now) = (&self.engine.table, self.engine.clock.now());
        let verdict = webhook::complete_probe(table, probe, webhook, posts, now).await?;
        let Some(verdict) = verdict else {
            tracing::warn!(webhook.id = %webhook.id, "a probe outlived its lease");
            return Ok(());
        };
        tracing::info!(
            target: PROBE.target,
            verdict = verdict.as_str(),
            user.id = %probe.tenant,
            webhook.id = %probe.webhook_id,
            delivery.id = %probe.id,
            probes = 1_u8,
            passed = u8::from(verdict == Verdict::Passed),
            "probe"
        );
        Ok(())
    }
}

fn post_of(
    id: DeliveryId,
    signature: Signed,
    answered: &Result<Answer, Failure>,
    began: Timestamp,
    ended: Timestamp,
) -> ProbePost {
    let status = answered.as_ref().ok().map(|answer| answer.status.as_u16());
    ProbePost {
        delivery_id: id,
        duration_ms: ended.millis() - began.millis(),
        error: answered
            .as_ref()
            .err()
            .map(|failure| failure.word().to_owned()),
        passed: status.is_some_and(|status| signature.is_answered_by(status)),
        signature,
        status,
    }
}

/// These in random order, each order as likely as any other.
fn shuffled<const N: usize, V>(mut values: [V; N]) -> Result<[V; N], Fault> {
    let mut random = [0_u8; 8];
    for last in (1..N).rev() {
        getrandom::fill(&mut random)
            .map_err(|e| Fault::internal("ordering a probe's posts", e.to_string()))?;
        let random = u64::from_le_bytes(random) % (last as u64 + 1);
        values.swap(last, usize::try_from(random).unwrap_or(last));
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn every_order_of_the_posts_comes_as_often() {
        let mut orders: HashMap<[Signed; 4], u32> = HashMap::new();
        for _ in 0..6_000 {
            *orders.entry(shuffled(POSTS).unwrap()).or_default() += 1;
        }
        assert_eq!(orders.len(), 6);
        // Nine standard deviations.
        assert!(
            orders.values().all(|n| (740..=1_260).contains(n)),
            "{orders:?}"
        );
    }

    #[test]
    fn only_a_refusal_answers_a_wrong_signature() {
        for (status, right, wrong) in [
            (200, true, false),
            (204, true, false),
            (299, true, false),
            (302, false, false),
            (400, false, true),
            (401, false, true),
            (403, false, true),
            (404, false, false),
            (410, false, false),
            (422, false, false),
            (429, false, false),
            (500, false, false),
            (503, false, false),
        ] {
            assert_eq!(Signed::Right.is_answered_by(status), right, "{status}");
            assert_eq!(Signed::Wrong.is_answered_by(status), wrong, "{status}");
        }
    }
}
