//! A snapshot's metadata.

use std::fmt;
use std::str::FromStr;

use common::{Timestamp, words};
use serde::{Deserialize, Serialize};

use crate::id::SnapshotId;
use crate::layout::NotAPlace;

words!(
    /// How far a snapshot is.
    stored Status as "SnapshotStatus" {
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
    stored Source as "SnapshotSource" {
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
    /// Its place in the account's list.
    pub fn place(&self) -> SnapshotPlace {
        SnapshotPlace {
            date: self.snapshot_date,
            version: self.version,
            id: self.id,
        }
    }
}

/// A place in an account's list of snapshots: by date, then by version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SnapshotPlace {
    date: Timestamp,
    version: u32,
    id: SnapshotId,
}

/// As the list is ordered.
impl fmt::Display for SnapshotPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{:08}#{}", self.date, self.version, self.id)
    }
}

impl FromStr for SnapshotPlace {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let read = || {
            let (date, rest) = text.split_once('#')?;
            let (version, id) = rest.split_once('#')?;
            Some(Self {
                date: date.parse().ok()?,
                version: version.parse().ok()?,
                id: id.parse().ok()?,
            })
        };
        read().ok_or(NotAPlace)
    }
}
