//! What a version changes for those who use the version before, and the step that its number has
//! to make for that.
//!
//! Schemas are compared by [`schema::drift`](crate::schema::drift): a request as its callers
//! follow the version before, an answer as its readers do. Breaking too are a removed capability,
//! mode or action, a raised tier, a data class that users have not consented to, and an action
//! that is no longer idempotent.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use common::words;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::descriptor::{Action, Capability, Name, data_classes};
use super::semver::SemverStep;
use super::tier::RiskTier;
use crate::schema::Schema;
use crate::schema::drift::{self, Direction};

/// The time that a comparison of two versions may take. What was not compared by then is unknown.
pub const PATIENCE: Duration = Duration::from_secs(8);
/// Changes that are listed, at most. The verdict and the step count them all.
pub const CHANGES: usize = 200;
/// Bytes of a counterexample as JSON, at most; a longer one is left out.
const COUNTEREXAMPLE_BYTES: usize = 4_096;

words!(
    /// What a change means for those who use the version before, the least first.
    DriftVerdict {
        /// They notice nothing.
        Compatible = "compatible";
        /// Neither that it is compatible nor that it breaks was proved: a person decides.
        Unknown = "unknown";
        /// Something that worked does not work any more.
        Breaking = "breaking";
    }
);
words!(
    /// What changed.
    ChangeKind {
        /// There is a new capability.
        CapabilityAdded = "capability_added";
        /// A capability is gone.
        CapabilityRemoved = "capability_removed";
        /// A capability has a new mode.
        ModeAdded = "mode_added";
        /// A capability lost a mode.
        ModeRemoved = "mode_removed";
        /// A capability has a new action.
        ActionAdded = "action_added";
        /// A capability lost an action.
        ActionRemoved = "action_removed";
        /// An action is now idempotent, or no longer.
        IdempotencyChanged = "idempotency_changed";
        /// What is sent has another schema.
        InputChanged = "input_changed";
        /// What is answered has another schema.
        OutputChanged = "output_changed";
        /// Users have to consent to more.
        DataClassAdded = "data_class_added";
        /// Users consent to less.
        DataClassRemoved = "data_class_removed";
        /// More can go wrong.
        TierRaised = "tier_raised";
    }
);

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "DriftChange"))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The capability; absent where the change is of the whole package.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capability: Option<Name>,
    /// The JSON Pointer of the place in the capability's descriptor.
    pub pointer: String,
    /// What changed.
    pub kind: ChangeKind,
    /// What it means.
    pub verdict: DriftVerdict,
    /// A value that worked before and does not any more, where a schema breaks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterexample: Option<Value>,
    /// Why it breaks, or why nothing was proved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The step that it demands of the version's number.
    pub step: SemverStep,
}

/// All changes from one version to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "PackageDrift"))]
#[serde(rename_all = "camelCase")]
pub struct Drift {
    /// The worst verdict on a change.
    pub verdict: DriftVerdict,
    /// The step that the number has to make.
    pub step: SemverStep,
    /// The changes, at most [`CHANGES`].
    pub changes: Vec<Change>,
}

/// A version, as far as it is compared.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Its capabilities.
    pub capabilities: &'a [Capability],
    /// Its tier.
    pub tier: RiskTier,
}

/// Compares two versions. Takes up to `patience` (usually [`PATIENCE`]), and a few seconds more
/// where a single schema takes long.
pub fn between(before: Side<'_>, after: Side<'_>, patience: Duration) -> Drift {
    let mut comparison = Comparison {
        began: Instant::now(),
        patience,
        drift: Drift {
            verdict: DriftVerdict::Compatible,
            step: SemverStep::Patch,
            changes: Vec::new(),
        },
    };
    if after.tier > before.tier {
        let reason = format!("{} becomes {}", before.tier, after.tier);
        comparison.breaks(None, "", ChangeKind::TierRaised, reason);
    }
    comparison.classes(before, after);
    for old in before.capabilities {
        match after.capabilities.iter().find(|new| new.name == old.name) {
            Some(new) => comparison.capability(old, new),
            None => comparison.breaks(
                Some(&old.name),
                "",
                ChangeKind::CapabilityRemoved,
                "the capability is gone",
            ),
        }
    }
    for new in after.capabilities {
        if !before.capabilities.iter().any(|old| old.name == new.name) {
            comparison.adds(Some(&new.name), "", ChangeKind::CapabilityAdded);
        }
    }
    comparison.drift
}

struct Comparison {
    began: Instant,
    patience: Duration,
    drift: Drift,
}

impl Comparison {
    fn push(&mut self, change: Change) {
        self.drift.verdict = self.drift.verdict.max(change.verdict);
        self.drift.step = self.drift.step.max(change.step);
        if self.drift.changes.len() < CHANGES {
            self.drift.changes.push(change);
        }
    }

    fn breaks(
        &mut self,
        capability: Option<&Name>,
        pointer: &str,
        kind: ChangeKind,
        reason: impl Into<String>,
    ) {
        self.push(Change {
            capability: capability.cloned(),
            pointer: pointer.to_owned(),
            kind,
            verdict: DriftVerdict::Breaking,
            counterexample: None,
            reason: Some(reason.into()),
            step: SemverStep::Major,
        });
    }

    fn adds(&mut self, capability: Option<&Name>, pointer: &str, kind: ChangeKind) {
        self.push(Change {
            capability: capability.cloned(),
            pointer: pointer.to_owned(),
            kind,
            verdict: DriftVerdict::Compatible,
            counterexample: None,
            reason: None,
            step: SemverStep::Minor,
        });
    }

    /// Users consent to a package: what counts are the classes of all its capabilities.
    fn classes(&mut self, before: Side<'_>, after: Side<'_>) {
        let (old, new) = (
            data_classes(before.capabilities),
            data_classes(after.capabilities),
        );
        for added in new.difference(&old) {
            let reason = format!("users have not consented to {added}");
            self.breaks(None, "/dataClasses", ChangeKind::DataClassAdded, reason);
        }
        for _ in old.difference(&new) {
            self.adds(None, "/dataClasses", ChangeKind::DataClassRemoved);
        }
    }

    fn capability(&mut self, old: &Capability, new: &Capability) {
        let name = Some(&new.name);
        let at = |mode: &dyn std::fmt::Display| format!("/modes/{mode}");
        for gone in old.modes.difference(&new.modes) {
            let reason = format!("the mode {gone} is gone");
            self.breaks(name, &at(gone), ChangeKind::ModeRemoved, reason);
        }
        for added in new.modes.difference(&old.modes) {
            self.adds(name, &at(added), ChangeKind::ModeAdded);
        }
        self.input(name, "/inputSchema", &old.input_schema, &new.input_schema);
        self.output(
            name,
            "/outputSchema",
            &old.output_schema,
            &new.output_schema,
        );
        let names = |capability: &Capability| -> BTreeSet<Name> {
            let actions = capability.actions.iter();
            actions.map(|action| action.name.clone()).collect()
        };
        for gone in names(old).difference(&names(new)) {
            let (at, reason) = (
                format!("/actions/{gone}"),
                format!("the action {gone} is gone"),
            );
            self.breaks(name, &at, ChangeKind::ActionRemoved, reason);
        }
        for action in &new.actions {
            match old.action(&action.name) {
                Some(before) => self.action(name, before, action),
                None => {
                    let at = format!("/actions/{}", action.name);
                    self.adds(name, &at, ChangeKind::ActionAdded);
                }
            }
        }
    }

    fn action(&mut self, name: Option<&Name>, old: &Action, new: &Action) {
        let at = |member: &str| format!("/actions/{}/{member}", new.name);
        if old.idempotent && !new.idempotent {
            let reason = "who repeats it with its idempotency key now does it twice";
            self.breaks(
                name,
                &at("idempotent"),
                ChangeKind::IdempotencyChanged,
                reason,
            );
        }
        if !old.idempotent && new.idempotent {
            self.adds(name, &at("idempotent"), ChangeKind::IdempotencyChanged);
        }
        self.input(
            name,
            &at("inputSchema"),
            &old.input_schema,
            &new.input_schema,
        );
        self.output(
            name,
            &at("outputSchema"),
            &old.output_schema,
            &new.output_schema,
        );
    }

    fn input(&mut self, name: Option<&Name>, at: &str, old: &Value, new: &Value) {
        self.schema(
            name,
            at,
            ChangeKind::InputChanged,
            Direction::Request,
            old,
            new,
        );
    }

    fn output(&mut self, name: Option<&Name>, at: &str, old: &Value, new: &Value) {
        self.schema(
            name,
            at,
            ChangeKind::OutputChanged,
            Direction::Response,
            old,
            new,
        );
    }

    fn schema(
        &mut self,
        name: Option<&Name>,
        at: &str,
        kind: ChangeKind,
        direction: Direction,
        old: &Value,
        new: &Value,
    ) {
        if old == new {
            return;
        }
        let mut change = Change {
            capability: name.cloned(),
            pointer: at.to_owned(),
            kind,
            verdict: DriftVerdict::Compatible,
            counterexample: None,
            reason: None,
            step: SemverStep::Minor,
        };
        match self.compare(direction, old, new) {
            drift::Drift::Compatible => {}
            drift::Drift::Breaking { counterexample } => {
                change.verdict = DriftVerdict::Breaking;
                change.step = SemverStep::Major;
                let size = counterexample.to_string().len();
                if size <= COUNTEREXAMPLE_BYTES {
                    change.counterexample = Some(counterexample);
                } else {
                    change.reason = Some(format!("a counterexample has {size} bytes"));
                }
            }
            drift::Drift::Unknown { reason } => {
                change.verdict = DriftVerdict::Unknown;
                change.reason = Some(reason);
            }
        }
        self.push(change);
    }

    fn compare(&self, direction: Direction, old: &Value, new: &Value) -> drift::Drift {
        if self.began.elapsed() >= self.patience {
            return drift::Drift::Unknown {
                reason: "the versions differ in too much to be compared in time".to_owned(),
            };
        }
        match (Schema::read(old.clone()), Schema::read(new.clone())) {
            (Ok(old), Ok(new)) => drift::compare(direction, &old, &new),
            // It was within the bounds of the release that stored it.
            _ => drift::Drift::Unknown {
                reason: "one of the schemas exceeds the bounds".to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::descriptor::{read, tests::full};
    use super::*;
    use serde_json::json;

    /// The drift from the full capability to a changed one.
    fn drift(change: impl FnOnce(&mut Value)) -> Drift {
        let before = read(&json!([full()]), "").unwrap();
        let mut changed = json!([full()]);
        change(&mut changed);
        let after = read(&changed, "").unwrap();
        let side = |capabilities| Side {
            capabilities,
            tier: super::super::descriptor::riskiest(capabilities),
        };
        between(side(&before), side(&after), PATIENCE)
    }

    fn only(drift: Drift) -> (ChangeKind, DriftVerdict, SemverStep) {
        assert_eq!(drift.changes.len(), 1, "{:?}", drift.changes);
        assert_eq!(drift.verdict, drift.changes[0].verdict);
        (drift.changes[0].kind, drift.verdict, drift.step)
    }

    #[test]
    fn words_alone_are_a_patch() {
        let drift = drift(|v| {
            v[0]["title"] = json!("Tasks");
            v[0]["refreshInterval"] = json!(60);
            v[0]["actions"][0]["confirmation"] = json!("Really?");
        });
        assert_eq!(
            (drift.verdict, drift.step),
            (DriftVerdict::Compatible, SemverStep::Patch)
        );
        assert!(drift.changes.is_empty());
    }

    #[test]
    fn additions_are_minor() {
        use ChangeKind::{ActionAdded, CapabilityAdded, InputChanged, ModeAdded, OutputChanged};
        let fine = |kind| (kind, DriftVerdict::Compatible, SemverStep::Minor);
        let mut more = full();
        more["name"] = json!("more");
        let two = move |v: &mut Value| v.as_array_mut().unwrap().push(more);
        assert_eq!(only(drift(two)), fine(CapabilityAdded));
        let mode = |v: &mut Value| v[0]["modes"] = json!(["state", "action", "realtime"]);
        assert_eq!(only(drift(mode)), fine(ModeAdded));
        let action = |v: &mut Value| {
            let mut other = v[0]["actions"][0].clone();
            other["name"] = json!("delete");
            v[0]["actions"].as_array_mut().unwrap().push(other);
        };
        assert_eq!(only(drift(action)), fine(ActionAdded));
        let optional = |v: &mut Value| {
            v[0]["inputSchema"]["properties"]["limit"] = json!({ "type": "integer" });
        };
        assert_eq!(only(drift(optional)), fine(InputChanged));
        let field = |v: &mut Value| {
            v[0]["outputSchema"]["properties"]["late"] = json!({ "type": "integer" });
        };
        assert_eq!(only(drift(field)), fine(OutputChanged));
    }

    #[test]
    fn what_breaks_is_major_and_says_why() {
        use ChangeKind::{ActionRemoved, DataClassAdded, IdempotencyChanged, ModeRemoved};
        let major = |kind| (kind, DriftVerdict::Breaking, SemverStep::Major);
        let idempotent = |v: &mut Value| v[0]["actions"][0]["idempotent"] = json!(false);
        assert_eq!(only(drift(idempotent)), major(IdempotencyChanged));
        let class = |v: &mut Value| v[0]["dataClasses"] = json!(["tasks", "location"]);
        assert_eq!(only(drift(class)), major(DataClassAdded));
        let renamed = |v: &mut Value| v[0]["actions"][0]["name"] = json!("finish");
        let drifted = drift(renamed);
        assert_eq!(drifted.changes[0].kind, ActionRemoved);
        assert_eq!(drifted.step, SemverStep::Major);
        let without_state = |v: &mut Value| {
            v[0]["modes"] = json!(["action"]);
            v[0]["fixtures"] = json!([]);
        };
        assert_eq!(only(drift(without_state)), major(ModeRemoved));
        let gone = |v: &mut Value| v[0]["name"] = json!("other");
        let kinds: Vec<_> = drift(gone).changes.iter().map(|c| c.kind).collect();
        assert_eq!(
            kinds,
            [ChangeKind::CapabilityRemoved, ChangeKind::CapabilityAdded]
        );
        let raised = drift(|v| v[0]["riskTier"] = json!("high_trust"));
        assert_eq!(only(raised), major(ChangeKind::TierRaised));
    }

    #[test]
    fn a_breaking_schema_has_a_counterexample() {
        let drift = drift(|v| v[0]["inputSchema"]["required"] = json!(["list", "limit"]));
        let change = &drift.changes[0];
        assert_eq!(
            (change.kind, change.verdict),
            (ChangeKind::InputChanged, DriftVerdict::Breaking)
        );
        assert_eq!(change.pointer, "/inputSchema");
        let old = Schema::read(full()["inputSchema"].clone()).unwrap();
        assert!(old.accepts(change.counterexample.as_ref().unwrap()));
    }

    #[test]
    fn what_was_not_compared_in_time_is_unknown() {
        let before = read(&json!([full()]), "").unwrap();
        let mut changed = full();
        changed["inputSchema"]["properties"]["limit"] = json!({ "type": "integer" });
        let after = read(&json!([changed]), "").unwrap();
        let side = |capabilities| Side {
            capabilities,
            tier: RiskTier::ActionCapable,
        };
        let drift = between(side(&before), side(&after), Duration::ZERO);
        assert_eq!(drift.verdict, DriftVerdict::Unknown);
        assert!(drift.changes[0].reason.is_some());
    }
}
