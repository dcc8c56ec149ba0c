//! Probes: whether a webhook's receiver tells right from wrong signatures.
//!
//! A new webhook, or one whose URL changed, is unproven and gets probes alone. A probe is four
//! posts: two signed right, two with every signature wrong. It is passed where the right ones are
//! answered with 2xx and the wrong ones with 400, 401 or 403; then the webhook is enabled. Where a
//! receiver can't verify, its owner reads the code in the right posts and says it ([`confirm`]).
//!
//! A webhook has one probe, the latest, an item of its own. It is sent as deliveries are: its
//! record decides, a message is a wake-up, and its sender holds a lease. A probe that waits stands
//! in the index of what is due, so that a lost message does not matter.

use std::collections::HashMap;

use common::{Fault, Tenant, Timestamp, words};
use dynamo::due::{DUE_AT, DUE_SHARD, shard};
use dynamo::{
    Change, Committed, Key, Part, Table, Transaction, Tries, attribute, n, read, read_one, s,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::health::turned_on;
use super::rates::{Counted, requests, take};
use super::{Job, Keep, Status, TRIES, WEBHOOK, Webhook, WebhookError, find, name};
use crate::delivery::{GRACE, LEASE, WakeUp};
use crate::signature::same;
use crate::url::destination;
use crate::{DeliveryId, KEPT, WEBHOOKS, WebhookId};

/// The index of probes that are due is spread over so many partitions.
pub const SHARDS: u8 = 2;
/// A probe whose senders ended early is sent so many times at most.
pub const MOST_SENT: u32 = 3;
/// How long a probe's code can be said, in milliseconds.
const CODE_VALID: i64 = 24 * 3_600_000;
/// How many codes may be tried.
pub const CODE_TRIES: u32 = 5;
/// The bytes of a code: 128 bits.
const CODE_BYTES: usize = 16;
/// The name of the part that changes the probe.
const PROBE: &str = "probe";

words!(
    /// What came of a probe.
    stored Verdict as "ProbeVerdict" {
        /// It is being sent.
        Pending = "pending";
        /// Every post was answered as it should be.
        Passed = "passed";
        /// A post was answered in another way: `posts` says which.
        Failed = "failed";
        /// It was not sent, or its sender was not heard of again: ask for another.
        Abandoned = "abandoned";
    }
);

words!(
    /// How a post of a probe is signed.
    stored Signed as "ProbeSignature" {
        /// With the webhook's secret: 2xx is the right answer.
        Right = "right";
        /// With a secret that nobody has: 400, 401 or 403 is the right answer.
        Wrong = "wrong";
    }
);

/// A post of a probe, and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProbePost {
    /// Its `deliveryId`, by which its receiver can find it.
    pub delivery_id: DeliveryId,
    /// How long it took, in milliseconds.
    pub duration_ms: i64,
    /// Why there was no answer, as in a delivery's attempts; null where there was one.
    pub error: Option<String>,
    /// Whether it was answered as it should be.
    pub passed: bool,
    /// How it was signed.
    pub signature: Signed,
    /// The answer's status.
    pub status: Option<u16>,
}

impl Signed {
    /// Whether this is the right answer to a post that was signed like this.
    pub fn is_answered_by(self, status: u16) -> bool {
        match self {
            Self::Right => (200..300).contains(&status),
            Self::Wrong => matches!(status, 400 | 401 | 403),
            Self::Other(_) => false,
        }
    }
}

/// A code that proves a webhook, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeptCode {
    /// The SHA-256 of the webhook's id and the code, in hex.
    hash: String,
    /// Until when it can be said.
    pub ends_at: Timestamp,
}

/// A webhook's latest probe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Probe {
    /// Its id.
    pub id: DeliveryId,
    /// What is probed.
    #[serde(rename = "endpointId")]
    pub webhook_id: WebhookId,
    /// Whose it is.
    #[serde(rename = "userId")]
    pub tenant: Tenant,
    /// Where its posts go.
    pub url: String,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// What came of it.
    pub verdict: Verdict,
    /// Its posts, in the order in which they were sent, once they have been answered.
    pub posts: Vec<ProbePost>,
    /// How often a sender began to send it.
    pub sent: u32,
    /// The sender that is sending it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<String>,
    /// Until when it is that sender's alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease_until: Option<Timestamp>,
    /// The code in its posts, from when they are sent until it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<KeptCode>,
    /// How many codes were tried.
    #[serde(default)]
    pub tried: u32,
}

/// Names of attributes that are changed one by one.
mod own {
    pub const ID: &str = "id";
    pub const VERDICT: &str = "verdict";
    pub const POSTS: &str = "posts";
    pub const SENT: &str = "sent";
    pub const LEASE: &str = "lease";
    pub const LEASE_UNTIL: &str = "leaseUntil";
    pub const CODE: &str = "code";
    pub const TRIED: &str = "tried";
}

/// The place of a webhook's probe.
fn key(tenant: &Tenant, webhook: WebhookId) -> Key {
    Key::of(tenant, WEBHOOKS, format_args!("probe#{webhook}"))
}

impl Probe {
    /// A probe of this webhook that is to be sent.
    fn new(webhook: &Webhook, now: Timestamp) -> Self {
        Self {
            id: DeliveryId::new(now),
            webhook_id: webhook.id,
            tenant: webhook.tenant.clone(),
            url: webhook.url.clone(),
            requested_at: now,
            verdict: Verdict::Pending,
            posts: Vec::new(),
            sent: 0,
            lease: None,
            lease_until: None,
            code: None,
            tried: 0,
        }
    }

    /// One that is not sent: the host has been probed often enough.
    pub(super) fn unsent(webhook: &Webhook, now: Timestamp) -> Self {
        Self {
            verdict: Verdict::Abandoned,
            ..Self::new(webhook, now)
        }
    }

    fn key(&self) -> Key {
        key(&self.tenant, self.webhook_id)
    }

    /// A shard of the index of probes that are due.
    pub fn shard(number: u8) -> String {
        format!("q{number}")
    }

    /// The part that stores it, in place of the webhook's probe before.
    pub(super) fn store(&self) -> Result<Part, Fault> {
        let change = Change::put(self.key(), self)?;
        if self.verdict != Verdict::Pending {
            return Ok(Part::new(PROBE, change));
        }
        let own_shard = Self::shard(shard(self.webhook_id, SHARDS));
        let change = change
            .set(DUE_SHARD, s(own_shard))
            .set(DUE_AT, s(self.requested_at.plus_millis(GRACE)));
        Ok(Part::new(PROBE, change))
    }

    /// The wake-up that says it is to be sent.
    pub fn wake_up(&self) -> WakeUp {
        WakeUp {
            tenant: self.tenant.clone(),
            webhook_id: self.webhook_id,
            delivery_id: self.id,
            again: false,
        }
    }

    /// Whether it is to be sent now, and by nobody else.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.verdict == Verdict::Pending && self.lease_until.is_none_or(|until| until <= now)
    }

    /// Whether the webhook is still what is to be probed: it is not off, and has this URL.
    pub fn is_about(&self, webhook: &Webhook) -> bool {
        (webhook.status.is_on() || webhook.status == Status::Unproven) && webhook.url == self.url
    }

    /// Codes that may still be tried at this moment, and until when.
    pub fn code_left(&self, now: Timestamp) -> Option<(u32, Timestamp)> {
        let ends_at = self.code.as_ref()?.ends_at;
        let left = CODE_TRIES.saturating_sub(self.tried);
        (left > 0 && now < ends_at).then_some((left, ends_at))
    }

    /// A change of this very probe.
    fn change(&self) -> Change {
        let change = Change::update(self.key()).if_is(own::ID, s(self.id));
        match &self.lease {
            None => change.if_absent(own::LEASE),
            Some(lease) => change.if_is(own::LEASE, s(lease)),
        }
    }

    /// The part of a change that ends it.
    fn end(change: Change, verdict: Verdict) -> Change {
        change
            .set(own::VERDICT, s(verdict))
            .remove(own::LEASE)
            .remove(own::LEASE_UNTIL)
            .remove(DUE_SHARD)
            .remove(DUE_AT)
    }
}

/// A webhook's latest probe.
///
/// # Errors
/// The table can't be reached.
pub async fn find_probe(
    table: &Table,
    tenant: &Tenant,
    webhook: WebhookId,
) -> Result<Option<Probe>, Fault> {
    table.get(key(tenant, webhook)).await
}

/// The latest probes of these webhooks of a tenant.
///
/// # Errors
/// The table can't be reached.
pub async fn probes(
    table: &Table,
    tenant: &Tenant,
    webhooks: &[Webhook],
) -> Result<HashMap<WebhookId, Probe>, Fault> {
    if webhooks.is_empty() {
        return Ok(HashMap::new());
    }
    let keys = webhooks.iter().map(|webhook| key(tenant, webhook.id));
    let items = table.get_items(keys.collect()).await?;
    let probes = items.into_iter().filter_map(read_one::<Probe>);
    Ok(probes.map(|probe| (probe.webhook_id, probe)).collect())
}

/// The change that removes a webhook's probe.
pub(super) fn removal(tenant: &Tenant, webhook: WebhookId) -> Change {
    Change::delete(key(tenant, webhook))
}

/// A probe that follows from a change of this webhook, with the parts of the change's transaction
/// that make it; none where the host has been probed often enough.
pub(super) async fn following(
    table: &Table,
    webhook: &Webhook,
    now: Timestamp,
) -> Result<(Option<Probe>, Vec<Part>), WebhookError> {
    let host = destination(&webhook.url);
    let mut parts = match take(table, &webhook.tenant, &[Counted::Probes(&host)], now).await {
        Ok(parts) => parts,
        Err(WebhookError::RateLimited { .. }) => return Ok((None, Vec::new())),
        Err(error) => return Err(error),
    };
    let probe = Probe::new(webhook, now);
    parts.push(probe.store()?);
    Ok((Some(probe), parts))
}

/// Asks for a probe of an unproven webhook, as its owner. The caller sends its wake-up.
///
/// # Errors
/// As [`WebhookError`] says; [`WebhookError::Busy`] where the webhook is not what was read any
/// more: read it again.
pub async fn ask_for_probe(
    table: &Table,
    webhook: &Webhook,
    now: Timestamp,
    kept: impl FnOnce(&Probe) -> Result<Option<Part>, Fault>,
) -> Result<Probe, WebhookError> {
    let host = destination(&webhook.url);
    let [own, all] = requests(webhook.id);
    let counted = [own, all, Counted::Probes(&host)];
    let parts = take(table, &webhook.tenant, &counted, now).await?;
    let probe = Probe::new(webhook, now);
    let unchanged = Change::check(webhook.key())
        .if_is(name::STATUS, s(Status::Unproven))
        .if_is(name::URL, s(&webhook.url));
    let committed = Transaction::new("asking for a probe")
        .with(WEBHOOK, unchanged)
        .and(parts)
        .and([probe.store()?])
        .and(kept(&probe)?)
        .commit(table)
        .await?;
    match committed {
        Committed::Done => Ok(probe),
        Committed::Refused(refused) if refused.by(KEPT) => Err(WebhookError::Repeated),
        Committed::Refused(_) => Err(WebhookError::Busy),
    }
}

/// Claims a probe to be sent: the probe under its lease, and the code for its posts; nothing where
/// it is not to be had.
///
/// # Errors
/// The table can't be reached. The claim may then have been made: its lease expires.
pub async fn claim_probe(
    table: &Table,
    probe: &Probe,
    now: Timestamp,
) -> Result<Option<(Probe, String)>, Fault> {
    let doing = "claiming a probe";
    let mut random = [0_u8; 2 * CODE_BYTES];
    getrandom::fill(&mut random).map_err(|e| Fault::internal(doing, e.to_string()))?;
    let (token, code) = random.split_at(CODE_BYTES);
    let (token, code) = (hex::encode(token), hex::encode(code));
    let until = now.plus_millis(LEASE);
    let kept = KeptCode {
        hash: hash(probe.webhook_id, &code),
        ends_at: now.plus_millis(CODE_VALID),
    };
    let changed = probe
        .change()
        .if_is(own::VERDICT, s(Verdict::Pending))
        .if_is(own::SENT, n(probe.sent))
        .set(own::SENT, n(probe.sent + 1))
        .set(own::LEASE, s(&token))
        .set(own::LEASE_UNTIL, s(until))
        .set(own::CODE, attribute(&kept)?)
        .set(own::TRIED, n(0_u64))
        .set(DUE_AT, s(until))
        .apply(table, doing)
        .await?;
    let claimed = changed.done().map(read::<Probe>).transpose()?;
    Ok(claimed.map(|claimed| (claimed, code)))
}

/// Gives a probe back that could not be sent for a fault of ours, until a later time.
///
/// # Errors
/// The table can't be reached.
pub async fn release_probe(table: &Table, probe: &Probe, until: Timestamp) -> Result<(), Fault> {
    probe
        .change()
        .remove(own::LEASE)
        .remove(own::LEASE_UNTIL)
        .set(DUE_AT, s(until))
        .apply(table, "releasing a probe")
        .await
        .map(|_| ())
}

/// Postpones a probe that nobody is sending.
///
/// # Errors
/// The table can't be reached.
pub async fn postpone_probe(table: &Table, probe: &Probe, until: Timestamp) -> Result<(), Fault> {
    probe
        .change()
        .if_is(own::VERDICT, s(Verdict::Pending))
        .set(DUE_AT, s(until))
        .apply(table, "postponing a probe")
        .await
        .map(|_| ())
}

/// Gives up a probe that is not to be sent any more.
///
/// # Errors
/// The table can't be reached.
pub async fn abandon_probe(table: &Table, probe: &Probe) -> Result<(), Fault> {
    let change = probe.change().if_is(own::VERDICT, s(Verdict::Pending));
    Probe::end(change, Verdict::Abandoned)
        .apply(table, "giving a probe up")
        .await
        .map(|_| ())
}

/// Records what came of a probe. Where it is passed, an unproven webhook is enabled in the same
/// transaction. The verdict, or nothing where the lease was lost or another probe was asked for.
///
/// # Errors
/// The table can't be reached.
pub async fn complete_probe(
    table: &Table,
    probe: &Probe,
    webhook: &Webhook,
    posts: &[ProbePost],
    now: Timestamp,
) -> Result<Option<Verdict>, Fault> {
    let doing = "completing a probe";
    let passed = posts.len() == 4 && posts.iter().all(|post| post.passed);
    let verdict = if passed {
        Verdict::Passed
    } else {
        Verdict::Failed
    };
    let change = || -> Result<Change, Fault> {
        let change = Probe::end(probe.change(), verdict).set(own::POSTS, attribute(&posts)?);
        // A proven webhook needs no code.
        Ok(if passed {
            change.remove(own::CODE)
        } else {
            change
        })
    };
    if passed && webhook.status == Status::Unproven {
        let proven = proving(webhook, now).if_is(name::URL, s(&probe.url));
        let committed = Transaction::new(doing)
            .with(PROBE, change()?)
            .with(WEBHOOK, proven)
            .commit(table)
            .await?;
        match committed {
            Committed::Done => return Ok(Some(verdict)),
            // Its owner has said the code meanwhile, or it was deleted.
            Committed::Refused(refused) if refused.only_by(WEBHOOK) => {}
            Committed::Refused(_) => return Ok(None),
        }
    }
    let changed = change()?.apply(table, doing).await?;
    Ok(changed.done().map(|_| verdict))
}

/// The change that enables an unproven webhook. What it missed stays on it, for its owner to see.
fn proving(webhook: &Webhook, now: Timestamp) -> Change {
    let change = webhook.change().if_is(name::STATUS, s(Status::Unproven));
    let change = turned_on(change);
    if webhook.job.is_none() {
        return change;
    }
    // What still waits from before its URL changed is sent, no longer given up.
    change
        .set(name::JOB, s(Job::Release))
        .remove(name::JOB_AFTER)
        .set(DUE_SHARD, webhook.own_shard())
        .set(DUE_AT, s(now))
}

/// Proves a webhook by the code in its latest probe. Answers with the webhook and the probe as
/// they then stand; a webhook that is proven already stays as it is, whatever the code.
///
/// # Errors
/// As [`WebhookError`] says. A wrong code counts as a try.
pub async fn confirm(
    table: &Table,
    tenant: &Tenant,
    id: WebhookId,
    code: &str,
    now: Timestamp,
    keep: Keep<'_>,
) -> Result<(Webhook, Option<Probe>), WebhookError> {
    let doing = "proving a webhook by its code";
    // One that was right is not counted again where its webhook changes meanwhile.
    let mut right: Option<KeptCode> = None;
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let before = find(table, tenant, id).await?;
        let probe = find_probe(table, tenant, id).await?;
        if before.status != Status::Unproven {
            return Ok((before, probe));
        }
        let Some(probe) = probe.filter(|probe| probe.url == before.url) else {
            return Err(WebhookError::NoCode);
        };
        let Some(kept) = &probe.code else {
            return Err(WebhookError::NoCode);
        };
        if right.as_ref() != Some(kept) {
            if probe.code_left(now).is_none() {
                return Err(WebhookError::NoCode);
            }
            // Counted before it is looked at: so many are compared and no more.
            let counted = Change::update(probe.key())
                .if_is(own::CODE, attribute(kept)?)
                .if_at_most(own::TRIED, n(CODE_TRIES - 1))
                .add(own::TRIED, 1)
                .apply(table, doing)
                .await?;
            let Some(counted) = counted.done().map(read::<Probe>).transpose()? else {
                continue;
            };
            if !same(&hash(id, code), &kept.hash) {
                let left = CODE_TRIES.saturating_sub(counted.tried);
                return Err(WebhookError::WrongCode { left });
            }
            right = Some(kept.clone());
        }
        let mut after = before.clone();
        after.status = Status::Enabled;
        after.status_reason = None;
        let without_code = Probe {
            code: None,
            ..probe.clone()
        };
        let said = Change::update(probe.key())
            .if_is(own::CODE, attribute(kept)?)
            .remove(own::CODE);
        let committed = Transaction::new(doing)
            .with(
                WEBHOOK,
                proving(&before, now)
                    .if_is(name::URL, s(&before.url))
                    .if_is(name::MISSED, n(before.missed))
                    .set(name::MISSED, n(0_u64))
                    .remove(name::MISSED_SINCE),
            )
            .with(PROBE, said)
            .and(keep(&after, Some(&without_code))?)
            .commit(table)
            .await?;
        match committed {
            Committed::Done => return Ok((after, Some(without_code))),
            Committed::Refused(refused) if refused.by(KEPT) => return Err(WebhookError::Repeated),
            Committed::Refused(_) => {}
        }
    }
    Err(WebhookError::Busy)
}

/// What is kept of a code. It has 128 random bits, so that no salt is needed.
fn hash(webhook: WebhookId, code: &str) -> String {
    let mut digest = Sha256::new();
    digest.update(webhook.to_string());
    digest.update(code);
    hex::encode(digest.finalize())
}
