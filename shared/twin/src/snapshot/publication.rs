//! Publications: what the compiler reports of a snapshot, taken in as one transaction.

use aws_sdk_dynamodb::primitives::Blob;
use common::{Fault, Timestamp};
use dynamo::{AttributeValue, Change, Committed, Table, Transaction, Tries, n, s};
use metering::ledger::attributes as ledger;
use profile::Profile;
use webhooks::Message;

use super::packed::{COMPRESSED_LIMIT, Packed, pack};
use super::{PROFILE, PurchaseId, Snapshot, Snapshots, Source, Status};
use crate::account::{self, Account, Twins, attributes};
use crate::events;
use crate::id::{SnapshotId, UserId};
use crate::layout;
use crate::owner::{Ownership, USER_ID};

const PUBLISHING: &str = "publishing a snapshot";
/// Tries when another snapshot of the account came first.
const TRIES: u32 = 8;
/// The part that holds only where the snapshot's id is no other account's.
const OWNER: &str = "owner";

/// What the compiler reports of a snapshot.
#[derive(Clone, Debug)]
pub struct Publication {
    /// The account.
    pub user_id: UserId,
    /// The snapshot.
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
    Fault(#[from] Fault),
}

/// The outcome of a publication.
#[derive(Clone, Debug)]
pub struct Published {
    /// The snapshot as it then stands.
    pub snapshot: Snapshot,
    /// Whether anything changed.
    pub changed: bool,
    /// The event that was stored with the change, to be sent.
    pub message: Option<Message>,
}

/// A publication as it is about to be made.
struct Step<'a> {
    account: &'a Account,
    before: Option<&'a Snapshot>,
    after: &'a Snapshot,
    packed: Option<&'a Packed>,
    /// The snapshot that is served by default so far.
    latest: Option<&'a Snapshot>,
    message: Option<&'a Message>,
}

impl Snapshots {
    /// Takes a publication in: metadata, profile, the account's summary and the event change
    /// together or not at all. The same again changes nothing. The snapshot as it then stands,
    /// and whether anything changed.
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
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let account = account::find(&self.table, user).await?;
            let account = account.ok_or(PublishError::NoAccount)?;
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
                Some(latest) => self.find(&account, latest).await?,
                None => None,
            };
            let now = self.clock.now();
            let message = before
                .as_ref()
                .is_none_or(|before| before.status != after.status)
                .then(|| events::snapshot(user, &after, now))
                .flatten()
                .map(|event| event.message());
            let step = Step {
                account: &account,
                before: before.as_ref(),
                after: &after,
                packed: packed.as_ref(),
                latest: latest.as_deref(),
                message: message.as_ref(),
            };
            match step.commit(&self.table, now).await? {
                Committed::Done => {
                    return Ok(Published {
                        snapshot: after,
                        changed: true,
                        message,
                    });
                }
                Committed::Refused(refused) if refused.by(OWNER) => {
                    return Err(PublishError::Foreign);
                }
                // Another change came first.
                Committed::Refused(_) => {}
            }
        }
        Err(PublishError::Busy)
    }
}

impl Step<'_> {
    async fn commit(&self, table: &Table, now: Timestamp) -> Result<Committed, Fault> {
        let (user, id) = (self.account.user_id, self.after.id);
        let metadata = layout::snapshot(user, id);
        let metadata = match self.before {
            None => Change::insert(metadata, self.after)?,
            Some(before) => Change::put(metadata, self.after)?.if_is("status", s(before.status)),
        };
        let place = self.after.place();
        let listed = Change::put(layout::listed_snapshot(user, place), self.after)?;
        let mut all = Transaction::new(PUBLISHING)
            .with("metadata", metadata)
            .with("listed", listed)
            .with("summary", self.summary());
        let moved = self.before.map(Snapshot::place);
        if let Some(moved) = moved.filter(|moved| *moved != place) {
            let old = Change::delete(layout::listed_snapshot(user, moved));
            all = all.with("listed before", old);
        }
        if let Some(packed) = self.packed {
            let bytes = AttributeValue::B(Blob::new(packed.bytes.clone()));
            let profile = Change::upsert(layout::profile(user, id)).set(PROFILE, bytes);
            all = all.with("profile", profile);
        }
        if let Some(message) = self.message {
            all = all.with("event", message.store(now)?);
        }
        if self.before.is_none() {
            let owner = Change::put(layout::snapshot_owner(id), &Ownership { user_id: user })?;
            all = all.with(OWNER, owner.if_absent_or_is(USER_ID, s(user)));
        }
        all.commit(table).await
    }

    /// The change of the account's item.
    fn summary(&self) -> Change {
        let (account, after) = (self.account, self.after);
        let ready = after.status == Status::Ready;
        let twins = Twins {
            ready: account.twins.ready + u32::from(ready),
            total: account.twins.total + u32::from(self.before.is_none()),
        };
        let summary = Change::upsert(layout::account(account.user_id))
            // The summary is the one that was read: else another snapshot came first.
            .if_is(ledger::GENERATION, n(account.ledger.generation))
            .if_is(attributes::TWINS, s(account.twins))
            .set(attributes::TWINS, s(twins));
        let by_date = |snapshot: &Snapshot| (snapshot.snapshot_date, snapshot.version);
        let newest = ready
            && self
                .latest
                .is_none_or(|latest| by_date(latest) < by_date(after));
        if newest {
            summary.set(attributes::LATEST, s(after.id))
        } else {
            summary
        }
    }
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
        // What is read out of a document depends on the release, not on the document.
        (Status::Ready, Status::Ready) if same_document(before, &after) => Ok(before.clone()),
        // Of one in a status of another release, nothing is known.
        (Status::Ready | Status::Other(_), _) => Err(PublishError::Immutable),
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
