//! A webhook's secrets: opened to sign, and rotated.

use common::{Fault, Tenant, Timestamp};
use dynamo::{Committed, Part, Table, Transaction, Tries, attribute, n};

use super::changes::commit;
use super::probe::{Probe, find_probe, following};
use super::{Keep, PreviousSecret, Status, TRIES, WEBHOOK, Webhook, WebhookError, find, name};
use crate::sealed::{Sealed, Vault};
use crate::signature::{Secret, Signer};
use crate::{KEPT, WebhookId};

impl Webhook {
    /// Opens the secrets that sign at this moment.
    ///
    /// # Errors
    /// The master keys can't be had, or they do not open.
    pub async fn signer(&self, vault: &Vault, now: Timestamp) -> Result<Signer, Fault> {
        let current = self.open(vault, &self.secret).await?;
        let previous = self.previous_secret.as_ref();
        let previous = match previous.filter(|previous| previous.ends_at > now) {
            Some(previous) => Some(self.open(vault, &previous.secret).await?),
            None => None,
        };
        Ok(Signer { current, previous })
    }

    async fn open(&self, vault: &Vault, sealed: &Sealed) -> Result<Secret, Fault> {
        let bytes = vault.open(&self.id.to_string(), sealed).await?;
        Secret::from_bytes(&bytes)
            .ok_or_else(|| Fault::internal("opening a webhook's secret", "it is not 32 bytes"))
    }
}

pub(super) async fn seal(vault: &Vault, id: WebhookId, secret: &Secret) -> Result<Sealed, Fault> {
    vault.seal(&id.to_string(), secret.bytes()).await
}

/// What a transaction must hold that gives a webhook another secret.
#[derive(Debug)]
pub struct Rotation {
    /// The webhook as it will stand.
    pub webhook: Webhook,
    /// A probe with the new secret, whose wake-up the caller sends: see [`Rotated::probe`].
    pub probe: Option<Probe>,
    /// The parts. Where one is refused, the webhook was changed meanwhile, or another probe was
    /// counted: read it again.
    pub parts: Vec<Part>,
}

/// A change of a webhook's secret to this one, for a caller's transaction. The one before signs for
/// so many hours more, or ends at once where that is 0.
///
/// # Errors
/// As [`WebhookError`] says.
pub async fn rotation(
    table: &Table,
    vault: &Vault,
    before: &Webhook,
    secret: &Secret,
    overlap_hours: u64,
    now: Timestamp,
) -> Result<Rotation, WebhookError> {
    let mut after = before.clone();
    after.version += 1;
    after.secret = seal(vault, before.id, secret).await?;
    let hours = i64::try_from(overlap_hours).unwrap_or(0);
    after.previous_secret = (hours > 0).then(|| PreviousSecret {
        secret: before.secret.clone(),
        ends_at: now.plus_millis(hours.saturating_mul(3_600_000)),
    });
    let previous = after.previous_secret.as_ref().map(attribute).transpose()?;
    let change = before
        .change()
        .if_is(name::VERSION, n(before.version))
        .set(name::VERSION, n(after.version))
        .set(name::SECRET, attribute(&after.secret)?)
        .set_or_remove(name::PREVIOUS_SECRET, previous);
    let (probe, more) = if before.status.is_on() || before.status == Status::Unproven {
        following(table, &after, now).await?
    } else {
        (None, Vec::new())
    };
    let parts = std::iter::once(Part::new(WEBHOOK, change)).chain(more);
    Ok(Rotation {
        webhook: after,
        probe,
        parts: parts.collect(),
    })
}

/// A webhook whose secret was replaced.
#[derive(Debug)]
pub struct Rotated {
    /// The webhook as it then stands.
    pub webhook: Webhook,
    /// Its new secret.
    pub secret: Secret,
    /// A probe with it, whose wake-up the caller sends: whatever comes of it, a webhook that is
    /// proven stays so. None where the webhook is paused or disabled, or its host has been probed
    /// often enough.
    pub probe: Option<Probe>,
}

/// Gives a webhook a new secret. The one before signs for so many hours more, or ends at once
/// where that is 0.
///
/// # Errors
/// As [`WebhookError`] says.
pub async fn rotate_secret(
    table: &Table,
    vault: &Vault,
    tenant: &Tenant,
    id: WebhookId,
    overlap_hours: u64,
    now: Timestamp,
    keep: Keep<'_>,
) -> Result<Rotated, WebhookError> {
    let secret = Secret::generate()?;
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let before = find(table, tenant, id).await?;
        let rotation = rotation(table, vault, &before, &secret, overlap_hours, now).await?;
        let Rotation {
            webhook,
            probe,
            parts,
        } = rotation;
        let committed = Transaction::new("rotating a webhook's secret")
            .and(parts)
            .and(keep(&webhook, probe.as_ref())?)
            .commit(table)
            .await?;
        match committed {
            Committed::Done => {
                return Ok(Rotated {
                    webhook,
                    secret,
                    probe,
                });
            }
            Committed::Refused(refused) if refused.by(KEPT) => return Err(WebhookError::Repeated),
            Committed::Refused(_) => {}
        }
    }
    Err(WebhookError::Busy)
}

/// Ends the overlap of a rotation now. Without one nothing changes. Answers with the webhook as it
/// then stands, and its latest probe.
///
/// # Errors
/// As [`WebhookError`] says.
pub async fn complete_rotation(
    table: &Table,
    tenant: &Tenant,
    id: WebhookId,
    keep: Keep<'_>,
) -> Result<(Webhook, Option<Probe>), WebhookError> {
    let probe = find_probe(table, tenant, id).await?;
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let before = find(table, tenant, id).await?;
        let mut after = before.clone();
        after.version += 1;
        after.previous_secret = None;
        let change = before
            .change()
            .if_is(name::VERSION, n(before.version))
            .set(name::VERSION, n(after.version))
            .remove(name::PREVIOUS_SECRET);
        let doing = "completing a webhook's rotation";
        if commit(table, doing, change, keep(&after, probe.as_ref())?).await? {
            return Ok((after, probe));
        }
    }
    Err(WebhookError::Busy)
}
