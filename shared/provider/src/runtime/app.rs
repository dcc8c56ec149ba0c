//! A runtime app: where an app's capabilities run, and its owner's settings of it.
//!
//! An app has one that is not paused; others may stand ready beside it. Whether a runtime app
//! receives calls follows from facts: it is not paused, and its URL's origin is proven (see
//! [`proof`](super::proof)).
//!
//! Each change of the item is conditional on the version that was read.

use common::{Fault, Tenant, Timestamp, words};
use dynamo::{Change, Committed, Key, List, Part, Table, Transaction, Tries, n, read, s};
use serde::{Deserialize, Serialize};
use webhooks::sealed::{Sealed, Vault};
use webhooks::signature::Secret;
use webhooks::url::{AllowedHosts, WebhookUrl};
use webhooks::webhook::{PreviousSecret, Probe, WebhookError, rotation};

use super::auth::{AuthProfile, AuthView};
use super::http::{EndpointError, health_check};
use super::proof::{HOURLY, LastProof};
use super::webhook;
use crate::id::{AppId, DeveloperId, RuntimeAppId};

/// Runtime apps that an app may have.
pub const MOST: u64 = 10;
/// Characters of a display name.
pub const NAME: usize = 100;
/// How long a secret may go on after its rotation, in hours.
pub const LONGEST_OVERLAP: u64 = 168;
/// How long it goes on where nothing is said, in hours.
pub const OVERLAP: u64 = 24;
/// Origins of a runtime app whose proof is remembered.
const PROVEN: usize = 5;
/// Tries of a change that another change may come before.
const TRIES: u32 = 8;

/// The kind of an app's partition that holds its runtime apps, and of a developer's that lists
/// them.
const KIND: &str = "rta";
const VERSION: &str = "version";
const SLOT: &str = "slot";
const HOLDER: &str = "runtimeAppId";
const COUNT: &str = "count";
const RUNTIME_APP: &str = "runtime app";

words!(
    /// Whether a runtime app receives calls.
    #[cfg_attr(feature = "schema", schemars(rename = "RuntimeAppStatus"))]
    Status {
        /// Not yet: nobody has proven that its URL is its owner's.
        PendingProof = "pending_proof";
        /// It does.
        Active = "active";
        /// Its owner wants it to rest.
        Paused = "paused";
    }
);

/// An origin that is its owner's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proven {
    /// Scheme, host and port.
    pub origin: String,
    /// When it was proven.
    pub at: Timestamp,
}

/// A runtime app.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RuntimeApp {
    /// Its identifier.
    pub id: RuntimeAppId,
    /// The account that it is of.
    pub developer_id: DeveloperId,
    /// The app whose capabilities run there.
    pub app_id: AppId,
    /// Its owner's name for it.
    pub display_name: String,
    /// Where its capabilities are executed; paths are appended.
    pub endpoint_url: String,
    /// Where its health is asked for, if not at `/health` below the endpoint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health_check_url: Option<String>,
    /// Whether its owner wants it to rest.
    #[serde(default)]
    pub is_paused: bool,
    /// The origins that are its owner's.
    #[serde(default)]
    pub proven: Vec<Proven>,
    /// When proofs were tried within the last hour.
    #[serde(default)]
    pub proof_tries: Vec<Timestamp>,
    /// The latest proof that was tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_proof: Option<LastProof>,
    /// The secret that signs calls, sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<Sealed>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret_since: Option<Timestamp>,
    /// The secret before, while it still signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_secret: Option<PreviousSecret>,
    /// How we authenticate with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_profile: Option<AuthProfile>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its owner last changed it.
    pub updated_at: Timestamp,
    /// Counts changes.
    pub version: u64,
}

/// What a new runtime app is made of.
#[derive(Clone, Debug)]
pub struct NewRuntimeApp {
    /// The account.
    pub developer_id: DeveloperId,
    /// The app.
    pub app_id: AppId,
    /// Its owner's name for it.
    pub display_name: DisplayName,
    /// Where its capabilities are executed.
    pub endpoint_url: WebhookUrl,
    /// Where its health is asked for.
    pub health_check_url: Option<WebhookUrl>,
}

/// What an owner changes; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct RuntimeAppChange {
    /// The name.
    pub display_name: Option<DisplayName>,
    /// Where its capabilities are executed.
    pub endpoint_url: Option<WebhookUrl>,
    /// Where its health is asked for; none for `/health` below the endpoint.
    pub health_check_url: Option<Option<WebhookUrl>>,
    /// Whether it rests.
    pub is_paused: Option<bool>,
}

/// A name for people: 1 to [`NAME`] characters, none of them a control character.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayName(String);

impl std::str::FromStr for DisplayName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let length = text.chars().count();
        if length == 0 || length > NAME || text.chars().any(char::is_control) {
            return Err(format!(
                "must be 1 to {NAME} characters long, without control characters"
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

/// Why a runtime app is not made or changed. The sentences go to clients.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// The account has no such runtime app.
    #[error("there is no such runtime app on this account")]
    Unknown,
    /// The app has one that is not paused.
    #[error("the app has a runtime app that is not paused, {0}: change it, or pause it first")]
    Exists(RuntimeAppId),
    /// The app has as many as it may.
    #[error("the app has {MOST} runtime apps, the most it may have: change a paused one instead")]
    TooMany,
    /// The rules do not allow the endpoint's URL any more.
    #[error("{0}")]
    Endpoint(EndpointError),
    /// The health check's URL does not fit the endpoint's.
    #[error("{0}")]
    HealthCheck(EndpointError),
    /// It has no secret yet.
    #[error("the runtime app has no credential secret: PUT its credential-secret first")]
    NoSecret,
    /// The secret before is still good.
    #[error("two secrets sign already, the former one until {0}: rotate again after that")]
    TwoSecrets(Timestamp),
    /// As many proofs as there may be were tried.
    #[error("a proof may be tried {HOURLY} times an hour: try again in {0} seconds")]
    TooManyProofs(i64),
    /// The origin of a URL is not proven.
    #[error("it is not proven that {0} is yours: POST to the runtime app's prove")]
    NotProven(String),
    /// Another request with the same `Idempotency-Key` came first.
    #[error("the request was done already")]
    Repeated,
    /// Other changes came first, each time.
    #[error("other changes to the runtime app came first, time and again")]
    Busy,
    /// The table, or a fault of ours.
    #[error(transparent)]
    Failed(#[from] Fault),
}

/// Makes the part, named [`webhooks::KEPT`], of a transaction that stores the answer for an
/// `Idempotency-Key`, if there is one: of the runtime app as it will stand.
pub type Keep<'a> = &'a (dyn Fn(&RuntimeApp) -> Result<Option<Part>, Fault> + Sync);

/// Where an app's items of this noun stand.
pub(super) fn item(app: AppId, sk: impl std::fmt::Display) -> Key {
    Key::of(&Tenant::new(app), KIND, sk)
}

fn listed(developer: DeveloperId, id: RuntimeAppId) -> Key {
    Key::of(&Tenant::new(developer), KIND, id)
}

fn slot(app: AppId) -> Key {
    item(app, SLOT)
}

/// The runtime app that holds an app's slot, and how many there are.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Slot {
    #[serde(default)]
    runtime_app_id: Option<RuntimeAppId>,
}

/// That an account has a runtime app, and of which app.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    app_id: AppId,
}

impl RuntimeApp {
    fn key(&self) -> Key {
        item(self.app_id, self.id)
    }

    /// The name that sealed secrets are bound to.
    pub fn owner(&self) -> String {
        self.id.to_string()
    }

    /// Whether it receives calls.
    pub fn status(&self) -> Status {
        if self.is_paused {
            Status::Paused
        } else if self.is_proven(&self.endpoint_url) {
            Status::Active
        } else {
            Status::PendingProof
        }
    }

    /// Whether the origin of a URL is proven.
    pub fn is_proven(&self, url: &str) -> bool {
        self.proven.iter().any(|proven| is_of(url, &proven.origin))
    }

    /// Remembers that an origin is its owner's.
    pub(super) fn add_proven(&mut self, origin: String, at: Timestamp) {
        self.proven.retain(|proven| proven.origin != origin);
        self.proven.push(Proven { origin, at });
        while self.proven.len() > PROVEN {
            // The endpoint's own stays, however old its proof.
            let own = &self.endpoint_url;
            let oldest = self.proven.iter().position(|p| !is_of(own, &p.origin));
            self.proven.remove(oldest.unwrap_or(0));
        }
    }

    /// The secrets that sign at this moment, the newest first.
    ///
    /// # Errors
    /// It has none; the vault's keys can't be had.
    pub async fn secrets(
        &self,
        vault: &Vault,
        now: Timestamp,
    ) -> Result<Vec<Secret>, RuntimeError> {
        let current = self.secret.as_ref().ok_or(RuntimeError::NoSecret)?;
        let previous = self.previous_secret.as_ref();
        let previous = previous.filter(|previous| previous.ends_at > now);
        let sealed = std::iter::once(current).chain(previous.map(|p| &p.secret));
        let mut secrets = Vec::new();
        for sealed in sealed {
            secrets.push(self.open(vault, sealed).await?);
        }
        Ok(secrets)
    }

    /// A secret of its own that was sealed.
    pub(super) async fn open(&self, vault: &Vault, sealed: &Sealed) -> Result<Secret, Fault> {
        let text = vault.open(&self.owner(), sealed).await?;
        let text = String::from_utf8(text).unwrap_or_default();
        text.parse()
            .map_err(|e: &str| Fault::internal("opening a credential secret", e))
    }
}

/// Whether a URL, as it is kept, has this origin.
fn is_of(url: &str, origin: &str) -> bool {
    let rest = url.strip_prefix(origin);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || rest.starts_with('?'))
}

/// Makes a runtime app. It receives nothing until its URL is proven.
///
/// # Errors
/// As [`RuntimeError`] says.
pub async fn create(
    table: &Table,
    new: &NewRuntimeApp,
    now: Timestamp,
    keep: Keep<'_>,
) -> Result<RuntimeApp, RuntimeError> {
    let runtime_app = RuntimeApp {
        id: RuntimeAppId::new(now),
        developer_id: new.developer_id,
        app_id: new.app_id,
        display_name: new.display_name.0.clone(),
        endpoint_url: new.endpoint_url.to_string(),
        health_check_url: new.health_check_url.as_ref().map(ToString::to_string),
        is_paused: false,
        proven: Vec::new(),
        proof_tries: Vec::new(),
        last_proof: None,
        secret: None,
        secret_since: None,
        previous_secret: None,
        auth_profile: None,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    let id = runtime_app.id;
    let taken = Change::upsert(slot(new.app_id))
        .if_absent(HOLDER)
        .if_absent_or_at_most(COUNT, n(MOST - 1))
        .set(HOLDER, s(id))
        .add(COUNT, 1);
    let listed = Change::insert(listed(new.developer_id, id), &Listed { app_id: new.app_id })?;
    let committed = Transaction::new("creating a runtime app")
        .with(SLOT, taken)
        .with("listed", listed)
        .with(
            RUNTIME_APP,
            Change::insert(runtime_app.key(), &runtime_app)?,
        )
        .and(keep(&runtime_app)?)
        .commit(table)
        .await?;
    match committed {
        Committed::Done => Ok(runtime_app),
        Committed::Refused(refused) if refused.by(webhooks::KEPT) => Err(RuntimeError::Repeated),
        Committed::Refused(refused) if refused.by(SLOT) => Err(full(table, new.app_id).await?),
        Committed::Refused(_) => Err(RuntimeError::Busy),
    }
}

/// Why a slot was not to be had.
async fn full(table: &Table, app: AppId) -> Result<RuntimeError, Fault> {
    let slot: Option<Slot> = table.get(slot(app)).await?;
    Ok(match slot.and_then(|slot| slot.runtime_app_id) {
        Some(holder) => RuntimeError::Exists(holder),
        None => RuntimeError::TooMany,
    })
}

/// A runtime app of an app.
///
/// # Errors
/// There is none; the table can't be reached.
pub async fn find(table: &Table, app: AppId, id: RuntimeAppId) -> Result<RuntimeApp, RuntimeError> {
    let found = table.get(item(app, id)).await?;
    found.ok_or(RuntimeError::Unknown)
}

/// The runtime app of an app that is not paused, if there is one.
///
/// # Errors
/// The table can't be reached.
pub async fn current(table: &Table, app: AppId) -> Result<Option<RuntimeApp>, Fault> {
    let all: Vec<RuntimeApp> = List::of("looking for a runtime app", slot(app).pk())
        .prefix("rta_")
        .read(table)
        .await?;
    Ok(all.into_iter().find(|runtime_app| !runtime_app.is_paused))
}

/// All runtime apps of an account, of all its apps, the oldest first.
///
/// # Errors
/// The table can't be reached.
pub async fn list(table: &Table, developer: DeveloperId) -> Result<Vec<RuntimeApp>, Fault> {
    let doing = "listing runtime apps";
    let partition = Tenant::new(developer).partition(KIND);
    let listed = List::of(doing, partition).items(table).await?;
    let mut keys = Vec::new();
    for listed in listed {
        let Some(id) = Key::of_item(&listed).and_then(|key| key.sk().parse().ok()) else {
            continue;
        };
        let listed: Listed = read(listed)?;
        let id: RuntimeAppId = id;
        keys.push(item(listed.app_id, id));
    }
    let mut all = Vec::new();
    for keys in keys.chunks(100) {
        let items = table.get_items(keys.to_vec()).await?;
        for found in items {
            all.push(read::<RuntimeApp>(found)?);
        }
    }
    all.sort_by_key(|runtime_app| runtime_app.id);
    Ok(all)
}

/// Changes a runtime app as it stands: `change` sees what was read, and is asked again where
/// another change came first. Answers with it as it then stands.
///
/// # Errors
/// Those of `change`; there is none; other changes came first, each time.
pub(super) async fn edit(
    table: &Table,
    app: AppId,
    id: RuntimeAppId,
    doing: &'static str,
    mut change: impl FnMut(&mut RuntimeApp) -> Result<(), RuntimeError>,
    keep: Keep<'_>,
) -> Result<RuntimeApp, RuntimeError> {
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let before = find(table, app, id).await?;
        let mut after = before.clone();
        change(&mut after)?;
        if let Some(after) = commit(table, doing, &before, after, Vec::new(), keep).await? {
            return Ok(after);
        }
    }
    Err(RuntimeError::Busy)
}

/// Makes a change of a runtime app, with other parts; nothing where another change came first.
async fn commit(
    table: &Table,
    doing: &'static str,
    before: &RuntimeApp,
    mut after: RuntimeApp,
    more: Vec<Part>,
    keep: Keep<'_>,
) -> Result<Option<RuntimeApp>, RuntimeError> {
    let (app, id) = (before.app_id, before.id);
    after.version += 1;
    let put = Change::put(after.key(), &after)?.if_is(VERSION, n(before.version));
    let slot = match (before.is_paused, after.is_paused) {
        (false, true) => Some(
            Change::upsert(slot(app))
                .if_is(HOLDER, s(id))
                .remove(HOLDER),
        ),
        (true, false) => Some(
            Change::upsert(slot(app))
                .if_absent(HOLDER)
                .set(HOLDER, s(id)),
        ),
        _ => None,
    };
    let committed = Transaction::new(doing)
        .with(RUNTIME_APP, put)
        .and(slot.map(|change| Part::new(SLOT, change)))
        .and(more)
        .and(keep(&after)?)
        .commit(table)
        .await?;
    match committed {
        Committed::Done => Ok(Some(after)),
        Committed::Refused(refused) if refused.by(webhooks::KEPT) => Err(RuntimeError::Repeated),
        Committed::Refused(refused) if refused.only_by(SLOT) && !after.is_paused => {
            Err(full(table, app).await?)
        }
        Committed::Refused(_) => Ok(None),
    }
}

/// Nothing is kept of an answer.
pub(super) fn unkept(_: &RuntimeApp) -> Result<Option<Part>, Fault> {
    Ok(None)
}

/// Changes a runtime app's settings.
///
/// # Errors
/// As [`RuntimeError`] says.
pub async fn update(
    table: &Table,
    allowed: &AllowedHosts,
    app: AppId,
    id: RuntimeAppId,
    change: &RuntimeAppChange,
    now: Timestamp,
) -> Result<RuntimeApp, RuntimeError> {
    let edited = |runtime_app: &mut RuntimeApp| {
        if let Some(name) = &change.display_name {
            runtime_app.display_name.clone_from(&name.0);
        }
        if let Some(url) = &change.endpoint_url {
            runtime_app.endpoint_url = url.to_string();
        }
        if let Some(url) = &change.health_check_url {
            runtime_app.health_check_url = url.as_ref().map(ToString::to_string);
        }
        if let Some(is_paused) = change.is_paused {
            runtime_app.is_paused = is_paused;
        }
        if let Some(url) = &runtime_app.health_check_url
            && let Ok(endpoint) = WebhookUrl::parse(&runtime_app.endpoint_url, allowed)
        {
            health_check(url, &endpoint, allowed).map_err(RuntimeError::HealthCheck)?;
        }
        runtime_app.updated_at = now;
        Ok(())
    };
    edit(table, app, id, "changing a runtime app", edited, &unkept).await
}

/// Sets or replaces how we authenticate with a runtime app. A token that was fetched by the
/// former profile is not used any more.
///
/// # Errors
/// As [`RuntimeError`] says.
pub async fn set_auth_profile(
    table: &Table,
    app: AppId,
    id: RuntimeAppId,
    profile: &AuthProfile,
    now: Timestamp,
) -> Result<RuntimeApp, RuntimeError> {
    let edited = |runtime_app: &mut RuntimeApp| {
        runtime_app.auth_profile = Some(profile.clone());
        runtime_app.updated_at = now;
        Ok(())
    };
    edit(table, app, id, "setting an auth profile", edited, &unkept).await
}

/// A runtime app whose secret was rotated.
#[derive(Debug)]
pub struct RotatedSecret {
    /// It.
    pub runtime_app: RuntimeApp,
    /// The new secret.
    pub secret: Secret,
    /// A probe of its webhook with the new secret, whose wake-up the caller sends.
    pub probe: Option<Probe>,
}

/// Sets the credential secret, or gives a new one in its place; its webhook is signed with it from
/// the same moment on. The one before goes on for so many hours; where that is 0 it ends at once,
/// and the URL is to be proven anew, for nobody else can check our calls.
///
/// # Errors
/// As [`RuntimeError`] says.
pub async fn rotate_secret(
    table: &Table,
    vault: &Vault,
    app: AppId,
    id: RuntimeAppId,
    overlap_hours: u64,
    now: Timestamp,
    keep: Keep<'_>,
) -> Result<RotatedSecret, RuntimeError> {
    let secret = Secret::generate()?;
    let sealed = vault
        .seal(&id.to_string(), secret.reveal().as_bytes())
        .await?;
    let overlap_hours = overlap_hours.min(LONGEST_OVERLAP);
    let hours = i64::try_from(overlap_hours).unwrap_or(0);
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let before = find(table, app, id).await?;
        let live = before.previous_secret.as_ref();
        let live = live.filter(|previous| previous.ends_at > now && hours > 0);
        if let Some(live) = live {
            return Err(RuntimeError::TwoSecrets(live.ends_at));
        }
        let mut after = before.clone();
        let former = after.secret.replace(sealed.clone());
        if former.is_none() || hours == 0 {
            after.proven.clear();
        }
        after.previous_secret = former.filter(|_| hours > 0).map(|secret| PreviousSecret {
            secret,
            ends_at: now.plus_millis(hours * 3_600_000),
        });
        after.secret_since = Some(now);
        after.updated_at = now;
        let (probe, parts) = match webhook::find(table, app, id).await? {
            None => (None, Vec::new()),
            Some((webhook, _)) => {
                let rotation = rotation(table, vault, &webhook, &secret, overlap_hours, now);
                let rotation = rotation.await.map_err(|error| match error {
                    WebhookError::Failed(fault) => fault,
                    other => Fault::internal("rotating a webhook's secret", other),
                })?;
                (rotation.probe, rotation.parts)
            }
        };
        let doing = "rotating a credential secret";
        if let Some(runtime_app) = commit(table, doing, &before, after, parts, keep).await? {
            return Ok(RotatedSecret {
                runtime_app,
                secret,
                probe,
            });
        }
    }
    Err(RuntimeError::Busy)
}

/// Removes all runtime apps of an app that is being deleted, and its webhooks: nothing is sent to
/// them any more.
///
/// # Errors
/// The table can't be reached: some may be left, and it can be done again.
pub async fn remove_all(
    table: &Table,
    developer: DeveloperId,
    app: AppId,
    now: Timestamp,
) -> Result<(), Fault> {
    let doing = "removing runtime apps";
    let tenant = app.tenant();
    for webhook in webhooks::webhook::list(table, &tenant).await? {
        let gone = webhooks::webhook::delete(table, &tenant, webhook.id, now).await;
        match gone {
            Ok(()) | Err(WebhookError::Unknown) => {}
            Err(WebhookError::Failed(fault)) => return Err(fault),
            Err(other) => return Err(Fault::internal(doing, other)),
        }
    }
    let items = List::of(doing, slot(app).pk())
        .attributes(&[])
        .items(table)
        .await?;
    for key in items.iter().filter_map(Key::of_item) {
        if let Ok(id) = key.sk().parse::<RuntimeAppId>() {
            table.remove(doing, listed(developer, id)).await?;
            table.remove(doing, super::auth::token(id)).await?;
        }
        table.remove(doing, key).await?;
    }
    Ok(())
}

/// A runtime app as its owner sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "RuntimeApp"))]
pub struct RuntimeAppView {
    /// Its identifier.
    pub id: RuntimeAppId,
    /// The app whose capabilities run there.
    pub app_id: AppId,
    /// Its name for people.
    pub display_name: String,
    /// Where its capabilities are executed.
    pub endpoint_url: String,
    /// Where its health is asked for.
    pub health_check_url: Option<String>,
    /// Whether it receives calls.
    pub status: Status,
    /// The latest proof of ownership that was tried.
    pub proof: Option<LastProof>,
    /// How we authenticate with it.
    pub auth_profile: Option<AuthView>,
    /// The secret that signs calls.
    pub credential_secret: Option<SecretView>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed by its owner.
    pub updated_at: Timestamp,
}

/// What is shown of a credential secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "CredentialSecret"))]
pub struct SecretView {
    /// Always true: the secret itself is never shown again.
    pub has_secret: bool,
    /// When it was made.
    pub since: Option<Timestamp>,
    /// Until when the one before signs, too.
    pub overlap_ends_at: Option<Timestamp>,
}

impl SecretView {
    /// Of a runtime app at this moment, if it has a secret.
    pub fn of(runtime_app: &RuntimeApp, now: Timestamp) -> Option<Self> {
        let previous = runtime_app.previous_secret.as_ref();
        runtime_app.secret.as_ref().map(|_| Self {
            has_secret: true,
            since: runtime_app.secret_since,
            overlap_ends_at: previous.map(|p| p.ends_at).filter(|end| *end > now),
        })
    }
}

impl RuntimeAppView {
    /// Of a runtime app at this moment.
    pub fn of(runtime_app: &RuntimeApp, now: Timestamp) -> Self {
        Self {
            id: runtime_app.id,
            app_id: runtime_app.app_id,
            display_name: runtime_app.display_name.clone(),
            endpoint_url: runtime_app.endpoint_url.clone(),
            health_check_url: runtime_app.health_check_url.clone(),
            status: runtime_app.status(),
            proof: runtime_app.last_proof.clone(),
            auth_profile: runtime_app.auth_profile.as_ref().map(AuthProfile::view),
            credential_secret: SecretView::of(runtime_app, now),
            created_at: runtime_app.created_at,
            updated_at: runtime_app.updated_at,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn runtime_app() -> RuntimeApp {
        let now = Timestamp::from_millis(0);
        RuntimeApp {
            id: RuntimeAppId::from_bits([1; 16]),
            developer_id: DeveloperId::from_bits([2; 16]),
            app_id: AppId::from_bits([3; 16]),
            display_name: "Weather".into(),
            endpoint_url: "https://runtime.example.com/base".into(),
            health_check_url: None,
            is_paused: false,
            proven: Vec::new(),
            proof_tries: Vec::new(),
            last_proof: None,
            secret: None,
            secret_since: None,
            previous_secret: None,
            auth_profile: None,
            created_at: now,
            updated_at: now,
            version: 1,
        }
    }

    #[test]
    fn a_status_follows_from_facts() {
        let mut app = runtime_app();
        assert_eq!(app.status(), Status::PendingProof);
        app.add_proven("https://runtime.example.com".into(), app.created_at);
        assert_eq!(app.status(), Status::Active);
        app.is_paused = true;
        assert_eq!(app.status(), Status::Paused);
        app.is_paused = false;
        for other in [
            "https://runtime.example.com:8443/base",
            "https://runtime.example.com.evil.example/",
            "https://runtime.example.co",
            "http://runtime.example.com/",
        ] {
            app.endpoint_url = other.into();
            assert_eq!(app.status(), Status::PendingProof, "{other}");
        }
    }

    #[test]
    fn few_proofs_are_remembered_and_the_endpoint_s_always() {
        let mut app = runtime_app();
        app.add_proven("https://runtime.example.com".into(), app.created_at);
        for n in 0..10 {
            app.add_proven(format!("https://preview{n}.example.com"), app.created_at);
        }
        assert_eq!(app.proven.len(), PROVEN);
        assert_eq!(app.status(), Status::Active);
        assert!(app.is_proven("https://preview9.example.com/x"));
        assert!(!app.is_proven("https://preview0.example.com/x"));
    }

    #[test]
    fn a_name_is_short_and_printable() {
        assert_eq!(" a ".parse(), Ok(DisplayName("a".into())));
        assert!("é".repeat(NAME).parse::<DisplayName>().is_ok());
        for bad in ["", "  ", "a\nb", &"a".repeat(NAME + 1)] {
            assert!(bad.parse::<DisplayName>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_view_holds_no_secret() {
        let mut app = runtime_app();
        app.secret = Some(Sealed {
            kid: "1".into(),
            text: "hidden".into(),
        });
        let view = serde_json::to_string(&RuntimeAppView::of(&app, app.created_at)).unwrap();
        assert!(
            view.contains(r#""hasSecret":true"#) && !view.contains("hidden"),
            "{view}"
        );
    }
}
