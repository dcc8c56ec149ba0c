//! Capability descriptors: what a version of a package can do.
//!
//! They are read strictly, and all that is wrong is listed, each with its JSON Pointer. What a
//! descriptor says beyond its form (whether its bindings resolve, whether its fixtures fit its
//! schemas) is judged by [`conformance`](crate::conformance), so that a draft can be stored.

mod hash;
mod name;
pub mod pointer;
mod read;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use common::words;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::tier::{DataClass, RiskTier};
use crate::id::{CapabilityId, PackageId};
pub use hash::{ContentHash, canonical};
pub use name::{Name, NotAName};
pub use read::{Draft, read, read_guidance};

/// Capabilities of a version.
pub const CAPABILITIES: RangeInclusive<usize> = 1..=20;
/// Bytes of a capability's descriptor as JSON, at most.
pub const CAPABILITY_BYTES: usize = 64 * 1024;
/// Bytes of all descriptors of a version as JSON, at most.
pub const VERSION_BYTES: usize = 1024 * 1024;
/// Actions of a capability, at most.
pub const ACTIONS: usize = 20;
/// Fixtures of a capability, at most.
pub const FIXTURES: usize = 20;
/// Bindings of a capability's surface, and tolerances of a fixture, at most.
pub const POINTERS: usize = 50;
/// Data classes of a capability, at most.
pub const DATA_CLASSES: usize = 20;
/// Characters of a title.
pub const TITLE: RangeInclusive<usize> = 1..=80;
/// Characters of a description.
pub const DESCRIPTION: RangeInclusive<usize> = 1..=1_000;
/// Characters of a confirmation's text.
pub const CONFIRMATION: RangeInclusive<usize> = 1..=500;
/// Seconds between two synchronisations of a state.
pub const REFRESH_INTERVAL: RangeInclusive<u32> = 60..=86_400;
/// The interval of a capability that names none, in seconds.
pub const DEFAULT_REFRESH_INTERVAL: u32 = 3_600;
/// The longest that 95 % of a capability's answers may take, in milliseconds; where it names
/// none, the most that there may be.
pub const LATENCY_BUDGET: RangeInclusive<u32> = 1..=2_500;

words!(
    /// A way in which a capability is used.
    Mode {
        /// It answers with its present state.
        State = "state";
        /// It acts for the user.
        Action = "action";
        /// It answers with what was.
        History = "history";
        /// It reports changes as they come.
        Realtime = "realtime";
        /// It receives events.
        Webhook = "webhook";
    }
);
words!(
    /// The purpose that a surface serves.
    Objective {
        /// It shows what is.
        Inform = "inform";
        /// It calls for attention.
        Warn = "warn";
        /// It marks a success.
        Celebrate = "celebrate";
    }
);
words!(
    /// Whether an answer is a success, as the answer itself says.
    AnswerStatus {
        /// It has data.
        Ok = "ok";
        /// It has an error.
        Error = "error";
    }
);

/// What a package can do, under one name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Capability {
    /// Its name within the package.
    pub name: Name,
    /// Its name for people.
    pub title: String,
    /// What it does.
    pub description: String,
    /// How it is used.
    pub modes: BTreeSet<Mode>,
    /// The JSON Schema of its parameters.
    pub input_schema: Value,
    /// The JSON Schema of its data.
    pub output_schema: Value,
    /// Seconds between two synchronisations of its state.
    pub refresh_interval: u32,
    /// What it can do for the user.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// How it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surface_guidance: Option<SurfaceGuidance>,
    /// The kinds of data about its user that it receives.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub data_classes: BTreeSet<DataClass>,
    /// Calls whose answers are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixtures: Vec<Fixture>,
    /// Milliseconds that 95 % of its answers stay within.
    pub latency_budget_ms: u32,
    /// How much can go wrong with it, where that is more than its modes say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_tier: Option<RiskTier>,
}

/// Something that a capability does for the user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Action {
    /// Its name within the capability.
    pub name: Name,
    /// Its name for people.
    pub title: String,
    /// The JSON Schema of its input.
    pub input_schema: Value,
    /// The JSON Schema of its data.
    pub output_schema: Value,
    /// The text that the user confirms before it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<String>,
    /// Whether doing it twice with one idempotency key is doing it once.
    #[serde(default)]
    pub idempotent: bool,
}

/// How a capability is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SurfaceGuidance {
    /// The component that shows it.
    pub component: Name,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<Objective>,
    /// How closely it is set: a hint to the component.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub density: Option<Name>,
    /// Where in the data each of the component's properties is found, as JSON Pointers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, String>"))]
    pub bindings: BTreeMap<Name, String>,
}

/// A call whose answer is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Fixture {
    /// Its name within the capability.
    pub name: String,
    /// The call.
    pub input: FixtureInput,
    /// The answer.
    pub expected: Expected,
    /// How far numbers of the data may be off, by their JSON Pointers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tolerances: BTreeMap<String, Tolerance>,
}

/// The call of a fixture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FixtureInput {
    /// The action; none asks for the state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Name>,
    /// The parameters of the state, or the input of the action.
    pub params: Value,
}

/// The answer of a fixture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Expected {
    /// Whether it succeeds.
    pub status: AnswerStatus,
    /// What its data holds at least; absent where any data that fits the schema does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
}

/// How far a number may be off.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Tolerance {
    /// The greatest difference, 0 or more.
    pub delta: f64,
}

impl Capability {
    /// Its identifier: the same in all versions of the package.
    pub fn id(&self, package: PackageId) -> CapabilityId {
        capability_id(package, &self.name)
    }

    /// How much can go wrong with it.
    pub fn tier(&self) -> RiskTier {
        let of_its_modes = if self.modes.contains(&Mode::Action) {
            RiskTier::ActionCapable
        } else {
            RiskTier::DataOnly
        };
        self.risk_tier
            .map_or(of_its_modes, |stated| stated.max(of_its_modes))
    }

    /// The action of this name.
    pub fn action(&self, name: &Name) -> Option<&Action> {
        self.actions.iter().find(|action| action.name == *name)
    }
}

/// The identifier of a capability: of the same name in the same package, always the same.
pub fn capability_id(package: PackageId, name: &Name) -> CapabilityId {
    CapabilityId::from_bits(bits(&format!("{package}\n{name}")))
}

/// The first 128 bits of a text's hash.
pub(super) fn bits(text: &str) -> [u8; 16] {
    let digest = Sha256::digest(text);
    let mut bits = [0; 16];
    for (bit, byte) in bits.iter_mut().zip(digest.iter()) {
        *bit = *byte;
    }
    bits
}

/// The tier of the riskiest of these capabilities.
pub fn riskiest(capabilities: &[Capability]) -> RiskTier {
    let tiers = capabilities.iter().map(Capability::tier);
    tiers.max().unwrap_or(RiskTier::DataOnly)
}

/// The kinds of data about its user that these capabilities receive.
pub fn data_classes(capabilities: &[Capability]) -> BTreeSet<DataClass> {
    let all = capabilities.iter().flat_map(|one| &one.data_classes);
    all.cloned().collect()
}
