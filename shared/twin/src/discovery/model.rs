//! What integrations propose, and what is stored of it.

use std::fmt;
use std::str::FromStr;

use common::{Timestamp, words};
use serde::{Deserialize, Serialize};

use crate::api_key::ApiKeyId;
use crate::id::DiscoveryId;
use crate::layout::NotAPlace;

words!(
    /// What sort of life fact.
    #[allow(missing_docs)] // the words say it
    stored Category {
        Professional = "professional";
        Family = "family";
        Partner = "partner";
        Hobbies = "hobbies";
        Health = "health";
        Environment = "environment";
        Decisions = "decisions";
        Conflict = "conflict";
        Exploration = "exploration";
        Recalibration = "recalibration";
        General = "general";
    }
);
words!(
    /// How its owner stands to a life fact.
    #[derive(Default)]
    #[allow(missing_docs)] // the words say it
    stored Valence {
        #[default]
        Positive = "positive";
        Negative = "negative";
        Aspirational = "aspirational";
        Ambiguous = "ambiguous";
    }
);
words!(
    /// How far the review is.
    stored Status as "DiscoveryStatus" {
        /// Waiting.
        Pending = "pending";
        /// The owner took it.
        Approved = "approved";
        /// The owner did not.
        Rejected = "rejected";
    }
);

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", content = "item", rename_all = "camelCase")]
pub enum Proposal {
    /// A life fact.
    #[serde(rename_all = "camelCase")]
    LifeFact {
        /// What sort.
        category: Category,
        /// The fact, 3 to 1,000 code points.
        value: String,
        /// How its owner stands to it.
        valence: Valence,
        /// The integration's own reference, up to 200 code points.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        external_ref: Option<String>,
        /// How sure the integration is, 0 to 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confidence: Option<f64>,
    },
    /// A free-form note.
    #[serde(rename_all = "camelCase")]
    Annotation {
        /// What it is about, 2 to 60 code points.
        tag: String,
        /// The note, 3 to 2,000 code points.
        text: String,
        /// The integration's own reference, up to 200 code points.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        external_ref: Option<String>,
    },
}

impl Proposal {
    pub(super) fn external_ref(&self) -> Option<&str> {
        match self {
            Self::LifeFact { external_ref, .. } | Self::Annotation { external_ref, .. } => {
                external_ref.as_deref()
            }
        }
    }
}

/// What is proposed, as it is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StoredProposal {
    /// One of this release's.
    Own(Proposal),
    /// One of another release: kept as it is.
    Other {
        /// Its kind.
        kind: String,
        /// What it holds.
        item: serde_json::Value,
    },
}

/// A proposal under review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Discovery {
    /// Its identifier.
    pub id: DiscoveryId,
    /// How far its review is.
    pub status: Status,
    /// What is proposed.
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schemars(with = "Proposal"))]
    pub proposal: StoredProposal,
    /// The key it came with.
    pub api_key_id: ApiKeyId,
    /// When it came.
    pub created_at: Timestamp,
    /// When its owner decided.
    #[serde(default)]
    pub decided_at: Option<Timestamp>,
}

impl Discovery {
    /// Its place in the account's list of its status.
    pub fn place(&self) -> DiscoveryPlace {
        DiscoveryPlace {
            created: self.created_at,
            id: self.id,
        }
    }
}

/// A place in an account's list of discoveries: behind the list's item of the moment
/// ([`crate::layout::listed_discoveries`]), so that a list that goes on after the discovery reads
/// that item again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DiscoveryPlace {
    pub(super) created: Timestamp,
    pub(super) id: DiscoveryId,
}

/// As the list is ordered.
impl fmt::Display for DiscoveryPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.created, self.id)
    }
}

impl FromStr for DiscoveryPlace {
    type Err = NotAPlace;

    fn from_str(text: &str) -> Result<Self, NotAPlace> {
        let (created, id) = text.split_once('#').ok_or(NotAPlace)?;
        Ok(Self {
            created: created.parse().map_err(|_| NotAPlace)?,
            id: id.parse().map_err(|_| NotAPlace)?,
        })
    }
}
