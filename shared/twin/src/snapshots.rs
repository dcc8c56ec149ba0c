//! Snapshots as they are stored: metadata in one item, the profile compressed in another beside
//! it, and the account's item that says how many there are and which is served by default.
//!
//! The rules that must not break: **a ready snapshot never changes**, which is why a process may
//! remember one for as long as it has room; **an id is one account's**, for as long as that
//! account lives; and **its event is stored with it**: the transaction that makes a snapshot
//! ready or failed holds the message that tells so.

use std::fmt;
use std::io::Read;
use std::str::FromStr;
use std::sync::Arc;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, Put, TransactWriteItem, Update};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::access::account::{Account, Twins, fixed};
use crate::access::{Ownership, accounts};
use crate::clock::{Clock, Timestamp};
use crate::error::Error;
use crate::events::{Event, Kind, Message};
use crate::id::{SnapshotId, UserId};
use profile::{Preset, Profile};
use crate::table::{self, Key, Place, Table, Transacted, n, s};
use crate::words::words;

/// The most a snapshot's profile may take in the table, compressed: with its metadata it stays
/// under DynamoDB's 400 KB an item.
pub const COMPRESSED_LIMIT: usize = 350 * 1024;
/// Memory that parsed profiles may take in a process, roughly, in bytes.
const PROFILES_IN_MEMORY: u64 = 32 * 1024 * 1024;
/// A parsed profile takes about so many times the memory of its JSON.
const PARSED: u64 = 3;
/// Metadata of ready snapshots remembered.
const METADATA_IN_MEMORY: usize = 4_096;
/// A profile's attribute in its item.
const PROFILE: &str = "z";
/// Tries when another snapshot of the account came first.
const TRIES: u32 = 8;

words!(
    /// How far a snapshot is.
    #[cfg_attr(feature = "schema", schemars(rename = "SnapshotStatus"))]
    Status {
        /// The compiler is at work.
        Compiling = "compiling";
        /// It can be served, and never changes again.
        Ready = "ready";
        /// The compiler gave up; it may still succeed later.
        Failed = "failed";
    }
);
words!(
    /// Why there is a snapshot.
    #[cfg_attr(feature = "schema", schemars(rename = "SnapshotSource"))]
    Source {
        /// It was bought.
        Purchase = "purchase";
        /// It came with the plan's quarter.
        Quarterly = "quarterly";
        /// A voucher was redeemed.
        Voucher = "voucher";
    }
);

/// What a snapshot was bought or granted with: 1 to 128 letters, digits and `_ - . :`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PurchaseId(
    #[cfg_attr(
        feature = "schema",
        schemars(regex(pattern = r"^[A-Za-z0-9_.:-]{1,128}$"))
    )]
    String,
);

impl FromStr for PurchaseId {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, &'static str> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b"_-.:".contains(&b);
        if (1..=128).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err("must be 1 to 128 letters, digits and _ - . :")
        }
    }
}

impl fmt::Display for PurchaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PurchaseId {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// A snapshot's metadata: all that leaves the system but through `/preset`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Its identifier.
    pub id: SnapshotId,
    /// The date its profile is of.
    pub snapshot_date: Timestamp,
    /// Counts the account's snapshots, from 1, in the order they were first heard of.
    pub version: u32,
    /// Why there is one.
    pub source: Source,
    /// How far it is.
    pub status: Status,
    /// What it was bought or granted with.
    pub purchase_id: PurchaseId,
    /// The questionnaire of its Big Five; absent until it is ready.
    #[serde(default)]
    pub instrument: Option<String>,
    /// The layers it has.
    #[serde(default)]
    pub layers: Vec<String>,
    /// The languages of its narratives.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Whether it has narratives.
    #[serde(default)]
    pub narratives: bool,
    /// The presets it can serve.
    #[serde(default)]
    pub presets: Vec<String>,
    /// SHA-256 of its profile; absent until it is ready.
    #[serde(default)]
    pub content_hash: Option<String>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Snapshot {
    /// How it sorts among the account's snapshots: by date, then by version.
    pub fn order(&self) -> String {
        format!(
            "{}{}#{:08}",
            table::keys::SNAPSHOTS,
            self.snapshot_date,
            self.version
        )
    }

    /// Its place in the account's list.
    pub fn place(&self, user: UserId) -> Place {
        Place {
            sk: Key::snapshot(user, self.id).sk().to_owned(),
            order: self.order(),
        }
    }
}

/// What the compiler says of a snapshot.
#[derive(Clone, Debug)]
pub struct Publication {
    /// Whose it is.
    pub user_id: UserId,
    /// Which.
    pub id: SnapshotId,
    /// Why there is one.
    pub source: Source,
    /// What it was bought or granted with.
    pub purchase_id: PurchaseId,
    /// The date its profile is of.
    pub snapshot_date: Timestamp,
    /// How far it is, and what belongs to that.
    pub stage: Stage,
}

/// How far a snapshot is, with what belongs to that.
#[derive(Clone, Debug)]
pub enum Stage {
    /// At work.
    Compiling,
    /// Done.
    Ready(Box<Profile>),
    /// Given up, and why.
    Failed(String),
}

/// Why a publication was not taken.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// There is no such account.
    #[error("there is no such account")]
    NoAccount,
    /// The snapshot is ready, with another document.
    #[error("the snapshot is ready and can't be changed")]
    Immutable,
    /// The snapshot's status does not lead to this one.
    #[error("a {from} snapshot can't become {to}")]
    Backwards {
        /// What it is.
        from: Status,
        /// What it was to become.
        to: Status,
    },
    /// Another account has a snapshot of this id.
    #[error("the snapshot is another account's")]
    Foreign,
    /// It does not fit into the table.
    #[error("the profile takes {0} bytes compressed; at most {COMPRESSED_LIMIT} fit")]
    TooLarge(usize),
    /// Other changes kept coming first.
    #[error("other changes to the account came first, time and again")]
    Busy,
    /// The table, or a fault of ours.
    #[error(transparent)]
    Failed(#[from] Error),
}

/// What a snapshot is remembered under: its account as well, so that it can't be reached through
/// another's key, and the account's generation, so that nothing of one that was erased is found
/// by one of the same id made later.
type Remembered = (UserId, u64, SnapshotId);

fn remembered(account: &Account, id: SnapshotId) -> Remembered {
    (account.user_id, account.generation, id)
}

/// The snapshots in the table, and those a process remembers.
#[derive(Debug)]
pub struct Snapshots {
    table: Table,
    clock: Clock,
    metadata: Cache<Remembered, Arc<Snapshot>>,
    profiles: Cache<Remembered, Arc<Weighed>, ByWeight>,
}

#[derive(Debug)]
struct Weighed {
    profile: Arc<Profile>,
    weight: u64,
}

#[derive(Clone, Debug)]
struct ByWeight;

impl Weighter<Remembered, Arc<Weighed>> for ByWeight {
    fn weight(&self, _: &Remembered, value: &Arc<Weighed>) -> u64 {
        value.weight
    }
}

impl Snapshots {
    pub(crate) fn new(table: Table, clock: Clock) -> Self {
        Self {
            table,
            clock,
            metadata: Cache::new(METADATA_IN_MEMORY),
            profiles: Cache::with_weighter(256, PROFILES_IN_MEMORY, ByWeight),
        }
    }

    /// A snapshot's metadata; a ready one may come from memory.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn view(
        &self,
        account: &Account,
        id: SnapshotId,
    ) -> Result<Option<Arc<Snapshot>>, Error> {
        let known = remembered(account, id);
        if let Some(found) = self.metadata.get(&known) {
            return Ok(Some(found));
        }
        let snapshot = self.read(account.user_id, id).await?;
        Ok(snapshot.map(|snapshot| {
            let snapshot = Arc::new(snapshot);
            if snapshot.status == Status::Ready {
                self.metadata.insert(known, Arc::clone(&snapshot));
            }
            snapshot
        }))
    }

    /// An account's snapshots, newest first: at most `limit`, after a place.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn list(
        &self,
        user: UserId,
        limit: usize,
        after: Option<&Place>,
    ) -> Result<Vec<Snapshot>, Error> {
        let items = self
            .table
            .page(user, table::keys::SNAPSHOTS, limit, after)
            .await?;
        items
            .into_iter()
            .map(|item| table::read(item).map(by_this_release))
            .collect()
    }

    async fn read(&self, user: UserId, id: SnapshotId) -> Result<Option<Snapshot>, Error> {
        let found = self.table.get(Key::snapshot(user, id)).await?;
        Ok(found.map(by_this_release))
    }

    /// The newest snapshot of a purchase, a ready one where there is one.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn of_purchase(
        &self,
        user: UserId,
        purchase: &PurchaseId,
    ) -> Result<Option<Arc<Snapshot>>, Error> {
        // An account has a handful of snapshots a year: reading past the others is cheaper than
        // an index that every one of them would pay for.
        let all = self.list(user, usize::MAX, None).await?;
        let mut own = all
            .into_iter()
            .filter(|snapshot| snapshot.purchase_id == *purchase);
        let newest = own.next();
        let ready = newest
            .iter()
            .cloned()
            .chain(own)
            .find(|s| s.status == Status::Ready);
        Ok(ready.or(newest).map(Arc::new))
    }

    /// A ready snapshot's profile.
    ///
    /// # Errors
    /// The table can't be reached, or the profile is not there or can't be read: a fault of
    /// ours, as a ready snapshot has one.
    pub async fn profile(&self, account: &Account, id: SnapshotId) -> Result<Arc<Profile>, Error> {
        let doing = "reading a profile";
        let known = remembered(account, id);
        if let Some(found) = self.profiles.get(&known) {
            return Ok(Arc::clone(&found.profile));
        }
        let item = self
            .table
            .get_item(Key::profile(account.user_id, id))
            .await?;
        let coded = item
            .as_ref()
            .and_then(|item| item.get(PROFILE))
            .and_then(|value| value.as_b().ok())
            .ok_or_else(|| Error::internal(doing, "a ready snapshot has no profile"))?;
        let json = unpack(coded.as_ref()).map_err(|e| Error::internal(doing, e))?;
        let profile: Profile =
            serde_json::from_slice(&json).map_err(|e| Error::internal(doing, position(&e)))?;
        let profile = Arc::new(profile);
        let weight = json.len() as u64 * PARSED;
        let weighed = Weighed {
            profile: Arc::clone(&profile),
            weight,
        };
        self.profiles.insert(known, Arc::new(weighed));
        Ok(profile)
    }

    /// Takes what the compiler says of a snapshot: metadata, profile, the account's summary and
    /// the event change together or not at all. The same again changes nothing. Answers with the
    /// snapshot as it then stands, and whether anything changed.
    ///
    /// The event's message has an id of its own for each of ready and failed, which a snapshot
    /// becomes at most once; another reason for a failed one is no new event.
    ///
    /// # Errors
    /// As [`PublishError`] says.
    pub async fn publish(&self, publication: &Publication) -> Result<Published, PublishError> {
        let (user, id) = (publication.user_id, publication.id);
        let packed = match &publication.stage {
            Stage::Ready(profile) => Some(pack(profile)?),
            _ => None,
        };
        for attempt in 1..=TRIES {
            let account = accounts::view(&self.table, user)
                .await?
                .ok_or(PublishError::NoAccount)?;
            let before = self.read(user, id).await?;
            let after = next(publication, before.as_ref(), account.twins, packed.as_ref())?;
            if before.as_ref() == Some(&after) {
                return Ok(Published {
                    snapshot: after,
                    changed: false,
                    message: None,
                });
            }
            let latest = match account.latest {
                Some(latest) => self.view(&account, latest).await?,
                None => None,
            };
            let now = self.clock.now();
            let message = before
                .as_ref()
                .is_none_or(|before| before.status != after.status)
                .then(|| event(user, &after, now))
                .flatten();
            let items = self.change(
                &account,
                before.as_ref(),
                &after,
                packed.as_ref(),
                latest.as_deref(),
                message.as_ref(),
            )?;
            match self.table.transact("publishing a snapshot", items).await? {
                Transacted::Done => {
                    return Ok(Published {
                        snapshot: after,
                        changed: true,
                        message,
                    });
                }
                Transacted::Refused(failed) if before.is_none() && failed.last() == Some(&true) => {
                    return Err(PublishError::Foreign);
                }
                // Another change came first.
                Transacted::Refused(_) => tokio::time::sleep(table::jitter(attempt)).await,
            }
        }
        Err(PublishError::Busy)
    }

    fn change(
        &self,
        account: &Account,
        before: Option<&Snapshot>,
        after: &Snapshot,
        packed: Option<&Packed>,
        latest: Option<&Snapshot>,
        message: Option<&Message>,
    ) -> Result<Vec<TransactWriteItem>, Error> {
        let doing = "publishing a snapshot";
        let (user, id) = (account.user_id, after.id);
        let mut metadata = table::write(Key::snapshot(user, id), after)?;
        metadata.insert(table::keys::ORDER.to_owned(), s(after.order()));
        let put = Put::builder()
            .table_name(&self.table.name)
            .set_item(Some(metadata));
        let put = match before {
            None => put
                .condition_expression("attribute_not_exists(#pk)")
                .expression_attribute_names("#pk", table::keys::PK),
            Some(before) => put
                .condition_expression("#status = :before")
                .expression_attribute_names("#status", "status")
                .expression_attribute_values(":before", s(before.status)),
        };
        let ready = after.status == Status::Ready;
        let twins = Twins {
            ready: account.twins.ready + u32::from(ready),
            total: account.twins.total + u32::from(before.is_none()),
        };
        let mut summary = Update::builder()
            .table_name(&self.table.name)
            .set_key(Some(Key::account(user).into_item()))
            // The summary is what was read: else another snapshot came first.
            .condition_expression("#g = :g AND #w = :seen")
            .expression_attribute_names("#g", fixed::GENERATION)
            .expression_attribute_names("#w", fixed::TWINS)
            .expression_attribute_values(":g", n(account.generation))
            .expression_attribute_values(":seen", s(account.twins))
            .expression_attribute_values(":w", s(twins));
        let newest = ready && latest.is_none_or(|latest| latest.order() < after.order());
        summary = if newest {
            summary
                .update_expression("SET #w = :w, #v = :v")
                .expression_attribute_names("#v", fixed::LATEST)
                .expression_attribute_values(":v", s(id))
        } else {
            summary.update_expression("SET #w = :w")
        };
        let mut items = vec![
            TransactWriteItem::builder()
                .put(put.build().map_err(|e| Error::internal(doing, e))?)
                .build(),
            TransactWriteItem::builder()
                .update(summary.build().map_err(|e| Error::internal(doing, e))?)
                .build(),
        ];
        if let Some(packed) = packed {
            let mut item = Key::profile(user, id).into_item();
            let bytes = AttributeValue::B(Blob::new(packed.bytes.clone()));
            item.insert(PROFILE.to_owned(), bytes);
            let put = Put::builder()
                .table_name(&self.table.name)
                .set_item(Some(item))
                .build()
                .map_err(|e| Error::internal(doing, e))?;
            items.push(TransactWriteItem::builder().put(put).build());
        }
        if let Some(message) = message {
            items.push(message.store(&self.table, self.clock.now())?);
        }
        // The last, where it is there: see `publish`.
        if before.is_none() {
            let owner = table::write(Key::snapshot_owner(id), &Ownership { user_id: user })?;
            let put = Put::builder()
                .table_name(&self.table.name)
                .set_item(Some(owner))
                .condition_expression("attribute_not_exists(#pk) OR #user = :user")
                .expression_attribute_names("#pk", table::keys::PK)
                .expression_attribute_names("#user", "userId")
                .expression_attribute_values(":user", s(user))
                .build()
                .map_err(|e| Error::internal(doing, e))?;
            items.push(TransactWriteItem::builder().put(put).build());
        }
        Ok(items)
    }
}

/// What a ready snapshot can serve is a matter of this release, not of the one that took it in.
fn by_this_release(mut snapshot: Snapshot) -> Snapshot {
    if snapshot.status == Status::Ready {
        let all = Preset::ALL.iter().map(|preset| preset.slug().to_owned());
        snapshot.presets = all.collect();
    }
    snapshot
}

/// What came of a publication.
#[derive(Clone, Debug)]
pub struct Published {
    /// The snapshot as it then stands.
    pub snapshot: Snapshot,
    /// Whether anything changed.
    pub changed: bool,
    /// The event that was stored with the change, to be sent.
    pub message: Option<Message>,
}

/// What integrators are told of a snapshot that is ready or failed.
fn event(user: UserId, snapshot: &Snapshot, now: Timestamp) -> Option<Message> {
    let kind = match snapshot.status {
        Status::Compiling => return None,
        Status::Ready => Kind::SnapshotReady,
        Status::Failed => Kind::SnapshotFailed,
    };
    let event = Event {
        id: format!("snapshot.{}.{}", snapshot.status, snapshot.id),
        user_id: user,
        event: kind,
        timestamp: now,
        data: json!(snapshot),
    };
    Some(event.message())
}

/// The snapshot as a publication makes it of what there was.
fn next(
    publication: &Publication,
    before: Option<&Snapshot>,
    twins: Twins,
    packed: Option<&Packed>,
) -> Result<Snapshot, PublishError> {
    let status = match publication.stage {
        Stage::Compiling => Status::Compiling,
        Stage::Ready(_) => Status::Ready,
        Stage::Failed(_) => Status::Failed,
    };
    let mut after = Snapshot {
        id: publication.id,
        snapshot_date: publication.snapshot_date,
        version: before.map_or(twins.total + 1, |before| before.version),
        source: publication.source,
        status,
        purchase_id: publication.purchase_id.clone(),
        instrument: None,
        layers: Vec::new(),
        languages: Vec::new(),
        narratives: false,
        presets: Vec::new(),
        content_hash: packed.map(|packed| packed.hash.clone()),
        reason: None,
    };
    match &publication.stage {
        Stage::Compiling => {}
        Stage::Failed(reason) => after.reason = Some(reason.clone()),
        Stage::Ready(profile) => {
            let words = |words: Vec<&'static str>| words.into_iter().map(str::to_owned).collect();
            after.instrument = Some(profile.instrument().to_owned());
            after.layers = words(profile.layers());
            after.languages = profile
                .languages()
                .iter()
                .map(ToString::to_string)
                .collect();
            after.narratives = profile.has_narratives();
            after.presets = words(profile.presets());
        }
    }
    let Some(before) = before else {
        return Ok(after);
    };
    match (before.status, status) {
        // What we read out of a document is a matter of our release, not of the document.
        (Status::Ready, Status::Ready) if same_document(before, &after) => Ok(before.clone()),
        (Status::Ready, _) => Err(PublishError::Immutable),
        (Status::Failed, Status::Compiling) => Err(PublishError::Backwards {
            from: Status::Failed,
            to: Status::Compiling,
        }),
        (Status::Failed | Status::Compiling, _) => Ok(after),
    }
}

fn same_document(one: &Snapshot, other: &Snapshot) -> bool {
    one.content_hash == other.content_hash
        && one.snapshot_date == other.snapshot_date
        && one.source == other.source
        && one.purchase_id == other.purchase_id
}

/// A profile as it is stored.
struct Packed {
    bytes: Vec<u8>,
    hash: String,
}

fn pack(profile: &Profile) -> Result<Packed, PublishError> {
    let doing = "packing a profile";
    let json = serde_json::to_vec(profile).map_err(|e| Error::internal(doing, position(&e)))?;
    let hash = format!("sha256:{}", hex::encode(Sha256::digest(&json)));
    let mut bytes = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 9,
        ..Default::default()
    };
    brotli::BrotliCompress(&mut json.as_slice(), &mut bytes, &parameters)
        .map_err(|e| Error::internal(doing, e))?;
    if bytes.len() > COMPRESSED_LIMIT {
        return Err(PublishError::TooLarge(bytes.len()));
    }
    Ok(Packed { bytes, hash })
}

fn unpack(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut json = Vec::new();
    brotli::Decompressor::new(bytes, 16 * 1024).read_to_end(&mut json)?;
    Ok(json)
}

/// Where a profile can't be read, and not what stands there: that is the owner's.
fn position(error: &serde_json::Error) -> String {
    format!(
        "{:?} at line {} column {}",
        error.classify(),
        error.line(),
        error.column()
    )
}
