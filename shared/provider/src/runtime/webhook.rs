//! The webhook of a runtime app: where its app's events go.
//!
//! A runtime app has one webhook at most, whose identifier follows from its own: so there is
//! nothing that could point to the wrong one. The webhook is the app's, and the delivery engine's
//! from then on: it receives nothing but probes until its receiver has shown that it verifies
//! signatures.

use common::Timestamp;
use dynamo::{Change, Table, Tries};
use webhooks::signature::Secret;
use webhooks::webhook::{
    self, Made, NewWebhook, Probe, Status, Updated, Webhook, WebhookChange, WebhookError,
};
use webhooks::{Vault, WebhookId};

use super::RuntimeApp;
use super::app::{OVERLAP, item};
use crate::id::{AppId, RuntimeAppId};

/// Tries while the webhook is changed by others.
const TRIES: u32 = 8;

/// What an owner wants of a webhook.
#[derive(Clone, Debug)]
pub struct WebhookProfile {
    /// Where deliveries go, which events, and how they are tried again.
    pub settings: NewWebhook,
    /// What signs them, where its owner chose that.
    pub secret: Option<Secret>,
}

/// A webhook that was set up.
#[derive(Debug)]
pub struct SetUp {
    /// It.
    pub webhook: Webhook,
    /// Its secret, where it was made now and is to be shown.
    pub secret: Option<Secret>,
    /// A probe that was asked for, whose wake-up the caller sends.
    pub probe: Option<Probe>,
}

/// The identifier of a runtime app's webhook.
pub fn id_of(runtime_app: RuntimeAppId) -> WebhookId {
    WebhookId::from_bits(runtime_app.bits())
}

/// The webhook of a runtime app, if it has one, and its latest probe.
///
/// # Errors
/// The table can't be reached.
pub async fn find(
    table: &Table,
    app: AppId,
    id: RuntimeAppId,
) -> Result<Option<(Webhook, Option<Probe>)>, common::Fault> {
    let (tenant, id) = (app.tenant(), id_of(id));
    match webhook::find(table, &tenant, id).await {
        Ok(found) => {
            let probe = webhook::find_probe(table, &tenant, id).await?;
            Ok(Some((found, probe)))
        }
        Err(WebhookError::Unknown) => Ok(None),
        Err(WebhookError::Failed(fault)) => Err(fault),
        Err(other) => Err(common::Fault::internal("looking for a webhook", other)),
    }
}

/// Sets a runtime app's webhook up, or changes it. One that is disabled receives events again, and
/// one that is unproven gets another probe.
///
/// Without a secret of the owner's choice a new webhook is signed with the runtime app's credential
/// secret, and with a secret of its own where there is none; one that stands already keeps its own.
///
/// # Errors
/// As [`WebhookError`] says; the runtime app is gone.
pub async fn set_up(
    table: &Table,
    vault: &Vault,
    runtime_app: &RuntimeApp,
    profile: &WebhookProfile,
    now: Timestamp,
) -> Result<SetUp, WebhookError> {
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let found = find(table, runtime_app.app_id, runtime_app.id).await?;
        let done = match found {
            None => create(table, vault, runtime_app, profile, now).await,
            Some((before, _)) => change(table, vault, &before, profile, now).await,
        };
        match done {
            // It was made, changed or removed meanwhile.
            Err(WebhookError::Busy | WebhookError::Unknown) => {}
            done => return done,
        }
    }
    Err(WebhookError::Busy)
}

async fn create(
    table: &Table,
    vault: &Vault,
    runtime_app: &RuntimeApp,
    profile: &WebhookProfile,
    now: Timestamp,
) -> Result<SetUp, WebhookError> {
    let (secret, is_new) = match (&profile.secret, &runtime_app.secret) {
        (Some(chosen), _) => (chosen.clone(), false),
        (None, Some(sealed)) => (runtime_app.open(vault, sealed).await?, false),
        (None, None) => (Secret::generate()?, true),
    };
    let known = (id_of(runtime_app.id), secret);
    let tenant = runtime_app.app_id.tenant();
    let exists = Change::check(item(runtime_app.app_id, runtime_app.id)).if_exists();
    let (new, permit) = (&profile.settings, Some(exists));
    let keep: webhook::Keep<'_> = &|_, _| Ok(None);
    let made = webhook::create_as(table, vault, &tenant, known, new, now, permit, keep).await?;
    let Made {
        webhook,
        secret,
        probe,
    } = made;
    Ok(SetUp {
        webhook,
        secret: is_new.then_some(secret),
        probe,
    })
}

async fn change(
    table: &Table,
    vault: &Vault,
    before: &Webhook,
    profile: &WebhookProfile,
    now: Timestamp,
) -> Result<SetUp, WebhookError> {
    if let Some(secret) = &profile.secret {
        replace_secret(table, vault, before, secret, now).await?;
    }
    let (new, tenant) = (&profile.settings, &before.tenant);
    let is_off = matches!(before.status, Status::Disabled | Status::Paused);
    let change = WebhookChange {
        url: Some(new.url.clone()),
        events: Some(new.events.clone()),
        description: None,
        retry: Some(new.retry),
        // A webhook at another URL is to be proven anew.
        enabled: (is_off && new.url == before.url).then_some(true),
    };
    let updated = webhook::update(table, tenant, before.id, &change, now).await;
    let Updated { webhook, probe, .. } = match updated {
        // It became unproven meanwhile.
        Err(WebhookError::Unproven) => return Err(WebhookError::Busy),
        updated => updated?,
    };
    let probe = match probe {
        None if webhook.status == Status::Unproven => ask_for_probe(table, &webhook, now).await?,
        probe => probe,
    };
    Ok(SetUp {
        webhook,
        secret: None,
        probe,
    })
}

/// Signs with a secret of the owner's choice from now on; with the former one, too, for a day. The
/// same one again changes nothing.
async fn replace_secret(
    table: &Table,
    vault: &Vault,
    before: &Webhook,
    secret: &Secret,
    now: Timestamp,
) -> Result<(), WebhookError> {
    let signer = before.signer(vault, now).await?;
    if webhooks::signature::same(signer.current.reveal(), secret.reveal()) {
        return Ok(());
    }
    let rotation = webhook::rotation(table, vault, before, secret, OVERLAP, now).await?;
    let committed = dynamo::Transaction::new("replacing a webhook's secret")
        .and(rotation.parts)
        .commit(table)
        .await?;
    if committed.is_done() {
        Ok(())
    } else {
        Err(WebhookError::Busy)
    }
}

/// Asks for a probe; none where its host has been probed often enough for now.
async fn ask_for_probe(
    table: &Table,
    webhook: &Webhook,
    now: Timestamp,
) -> Result<Option<Probe>, WebhookError> {
    match webhook::ask_for_probe(table, webhook, now, |_| Ok(None)).await {
        Ok(probe) => Ok(Some(probe)),
        Err(WebhookError::RateLimited { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
