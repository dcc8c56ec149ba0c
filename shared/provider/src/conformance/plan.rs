//! The probes of a run: a function of its setup and the version's descriptors.

use common::{Timestamp, words};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::params::{self, Dice};
use crate::id::VersionId;
use crate::package::descriptor::{AnswerStatus, Capability, ContentHash, Fixture, Mode, Name};
use crate::package::listing::Presented;
use crate::package::semver::Semver;
use crate::package::tier::RiskTier;

/// Probes of fixtures in a run, at most: each capability gets as many of them as each other.
const FIXTURE_PROBES: usize = 100;
/// Capabilities whose speed is measured, at most; which ones, the seed decides.
const MEASURED: usize = 3;
/// Calls before those that are measured.
pub const WARM_UPS: usize = 2;
/// Calls that are measured.
pub const MEASURES: usize = 20;
/// Calls at once.
pub const AT_ONCE: usize = 10;
/// Health checks.
pub const HEALTH_CHECKS: usize = 3;

words!(
    /// How a call is spoilt, to see it refused.
    Tampering {
        /// It has no signature.
        Unsigned = "unsigned";
        /// Another key signed it.
        WrongKey = "wrong_key";
        /// Its body was altered after it was signed.
        AlteredBody = "altered_body";
        /// It was signed an hour ago.
        OldTimestamp = "old_timestamp";
        /// It is sent twice, byte for byte; the sample is the second one's.
        RepeatedNonce = "repeated_nonce";
    }
);

/// The version that is published while another is validated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Against {
    /// Its identifier.
    pub version_id: VersionId,
    /// Its number.
    pub version: Semver,
}

/// What a run is about: with the descriptors it decides on every probe.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Setup {
    /// The version of the suite.
    pub suite: u32,
    /// What chance is made of.
    pub seed: u64,
    /// When the run began.
    pub at: Timestamp,
    /// The version's number.
    pub version: Semver,
    /// The version's tier.
    pub risk_tier: RiskTier,
    /// The hash of its descriptors.
    pub content_hash: ContentHash,
    /// What its package shows.
    pub presented: Presented,
    /// The published version, if there is one.
    pub against: Option<Against>,
    /// Whether there is a runtime that may be called.
    pub runtime: bool,
    /// Whether the runtime's endpoint is an HTTPS one.
    pub https: bool,
    /// Whether addresses on this machine are allowed, as in development: then what needs HTTPS,
    /// public addresses or the internet is skipped. See [`is_fetched`].
    pub local: bool,
}

/// When probes are sent: one phase after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Health checks, one by one.
    Health,
    /// Fixtures, and calls that are to be refused.
    Contract,
    /// Spoilt calls, one by one.
    Security,
    /// Actions that are repeated, one by one.
    Repetition,
    /// Calls that are measured.
    Performance,
    /// Calls at once.
    Parallel,
    /// Pages and pictures.
    Listing,
}

impl Phase {
    /// All, in their order.
    pub const ALL: [Self; 7] = [
        Self::Health,
        Self::Contract,
        Self::Security,
        Self::Repetition,
        Self::Performance,
        Self::Parallel,
        Self::Listing,
    ];

    /// How many of its probes are under way at once.
    pub fn width(self) -> usize {
        match self {
            Self::Health | Self::Security | Self::Repetition => 1,
            Self::Contract | Self::Listing => 4,
            Self::Performance => 5,
            Self::Parallel => AT_ONCE,
        }
    }
}

/// Something that is sent once.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// Its name within the run.
    pub id: String,
    /// When it is sent.
    pub phase: Phase,
    /// What is sent.
    pub kind: ProbeKind,
}

/// What is sent.
#[derive(Clone, Debug, PartialEq)]
pub enum ProbeKind {
    /// The runtime's health check.
    Health,
    /// A call of the runtime.
    Call(ProbeCall),
    /// A page that anybody can read.
    Page {
        /// Where it stands.
        url: String,
    },
    /// A picture that anybody can see.
    Picture {
        /// Where it stands.
        url: String,
    },
}

/// A call of the runtime.
#[derive(Clone, Debug, PartialEq)]
pub struct ProbeCall {
    /// The capability's name.
    pub capability: String,
    /// The mode.
    pub mode: Mode,
    /// The action.
    pub action: Option<Name>,
    /// The parameters, or the action's input.
    pub params: Value,
    /// The idempotency key, of actions.
    pub idempotency_key: Option<String>,
    /// How it is spoilt.
    pub tampering: Option<Tampering>,
    /// The fixture whose answer is expected: its index among the capability's.
    pub fixture: Option<usize>,
}

impl Probe {
    /// Whether the runtime answers it.
    pub fn is_of_runtime(&self) -> bool {
        matches!(self.kind, ProbeKind::Health | ProbeKind::Call(_))
    }
}

/// A call of a capability that is to succeed, or to fail as its fixture says.
#[derive(Clone, Debug)]
pub struct Sound {
    /// The fixture, by its index; none where the parameters are made of the schema.
    pub fixture: Option<usize>,
    /// The action; none asks for the state.
    pub action: Option<Name>,
    /// The parameters.
    pub params: Value,
}

/// The calls of a capability that its fixtures describe, at most so many; and one of its state and
/// of each action that has none, with parameters made of the schema.
pub fn sound_calls(capability: &Capability, most: usize) -> Vec<Sound> {
    let fixtures = capability.fixtures.iter().enumerate().take(most);
    let mut calls: Vec<_> = fixtures
        .map(|(index, fixture)| Sound {
            fixture: Some(index),
            action: fixture.input.action.clone(),
            params: fixture.input.params.clone(),
        })
        .collect();
    let has = |action: Option<&Name>| {
        capability
            .fixtures
            .iter()
            .any(|fixture| is_of(fixture, action))
    };
    let mut made = Vec::new();
    if capability.modes.contains(&Mode::State) && !has(None) {
        made.push((None, &capability.input_schema));
    }
    for action in &capability.actions {
        if !has(Some(&action.name)) {
            made.push((Some(action.name.clone()), &action.input_schema));
        }
    }
    calls.extend(made.into_iter().filter_map(|(action, schema)| {
        Some(Sound {
            fixture: None,
            action,
            params: params::valid(schema)?,
        })
    }));
    calls
}

fn is_of(fixture: &Fixture, action: Option<&Name>) -> bool {
    fixture.expected.status == AnswerStatus::Ok && fixture.input.action.as_ref() == action
}

/// The most fixtures of each capability that are probed.
pub fn fixtures_of_each(capabilities: &[Capability]) -> usize {
    FIXTURE_PROBES / capabilities.len().max(1)
}

/// A call of a capability that succeeds, by its fixtures or by its schema: its state where it has
/// one.
pub fn good_call(capability: &Capability) -> Option<Sound> {
    let succeeds = |call: &Sound| {
        let fixture = call.fixture.and_then(|i| capability.fixtures.get(i));
        fixture.is_none_or(|fixture| fixture.expected.status == AnswerStatus::Ok)
    };
    let mut calls = sound_calls(capability, capability.fixtures.len());
    calls.retain(succeeds);
    calls.sort_by_key(|call| call.action.is_some());
    calls.into_iter().next()
}

/// The capability that spoilt and parallel calls are made of.
pub fn target<'a>(
    setup: &Setup,
    capabilities: &'a [Capability],
) -> Option<(&'a Capability, Sound)> {
    let of_state: Vec<_> = capabilities
        .iter()
        .filter(|capability| capability.modes.contains(&Mode::State))
        .filter_map(|capability| Some((capability, good_call(capability)?)))
        .collect();
    let any: Vec<_> = capabilities
        .iter()
        .filter_map(|capability| Some((capability, good_call(capability)?)))
        .collect();
    let among = if of_state.is_empty() { any } else { of_state };
    Dice::new(setup.seed, "target").pick(&among).cloned()
}

/// The capabilities whose speed is measured, with the call that is.
pub fn measured<'a>(setup: &Setup, capabilities: &'a [Capability]) -> Vec<(&'a Capability, Sound)> {
    let mut among: Vec<_> = capabilities
        .iter()
        .filter(|capability| capability.modes.contains(&Mode::State))
        .filter_map(|capability| Some((capability, good_call(capability)?)))
        .filter(|(_, call)| call.action.is_none())
        .collect();
    let mut dice = Dice::new(setup.seed, "measured");
    while among.len() > MEASURED {
        let indices: Vec<usize> = (0..among.len()).collect();
        let Some(&gone) = dice.pick(&indices) else {
            break;
        };
        among.remove(gone);
    }
    among
}

/// All probes of a run.
pub fn probes(setup: &Setup, capabilities: &[Capability]) -> Vec<Probe> {
    let mut plan = Plan {
        setup,
        probes: Vec::new(),
    };
    if setup.runtime {
        plan.runtime(capabilities);
    }
    plan.listing();
    plan.probes
}

/// Whether a page or picture is fetched in this run. In development those of this machine are, and
/// they alone have `http` addresses.
pub fn is_fetched(setup: &Setup, url: &str) -> bool {
    !setup.local || url.starts_with("http:")
}

struct Plan<'a> {
    setup: &'a Setup,
    probes: Vec<Probe>,
}

impl Plan<'_> {
    fn push(&mut self, phase: Phase, id: String, kind: ProbeKind) {
        self.probes.push(Probe { id, phase, kind });
    }

    fn call(&mut self, phase: Phase, id: String, capability: &Capability, call: &Sound) {
        let call = self.of(&id, capability, call);
        self.push(phase, id, ProbeKind::Call(call));
    }

    fn of(&self, id: &str, capability: &Capability, call: &Sound) -> ProbeCall {
        let mode = match call.action {
            Some(_) => Mode::Action,
            None => Mode::State,
        };
        let key = format!("conformance-{:016x}-{id}", self.setup.seed);
        ProbeCall {
            capability: capability.name.to_string(),
            mode,
            action: call.action.clone(),
            params: call.params.clone(),
            idempotency_key: call.action.is_some().then_some(key),
            tampering: None,
            fixture: call.fixture,
        }
    }

    fn runtime(&mut self, capabilities: &[Capability]) {
        for i in 0..HEALTH_CHECKS {
            self.push(Phase::Health, format!("health/{i}"), ProbeKind::Health);
        }
        let most = fixtures_of_each(capabilities);
        for capability in capabilities {
            self.contract(capability, most);
        }
        let unknown = ProbeCall {
            capability: format!("conformance-unknown-{:08x}", self.setup.seed & 0xffff_ffff),
            mode: Mode::State,
            action: None,
            params: json!({}),
            idempotency_key: None,
            tampering: None,
            fixture: None,
        };
        self.push(
            Phase::Contract,
            "no_capability".to_owned(),
            ProbeKind::Call(unknown),
        );
        if let Some((capability, call)) = target(self.setup, capabilities) {
            for &tampering in Tampering::ALL {
                let id = format!("security/{tampering}");
                let mut spoilt = self.of(&id, capability, &call);
                spoilt.tampering = Some(tampering);
                spoilt.fixture = None;
                self.push(Phase::Security, id, ProbeKind::Call(spoilt));
            }
            for i in 0..AT_ONCE {
                self.call(Phase::Parallel, format!("parallel/{i}"), capability, &call);
            }
        }
        for (capability, call) in measured(self.setup, capabilities) {
            for i in 0..WARM_UPS + MEASURES {
                let id = format!("performance/{}/{i:02}", capability.name);
                self.call(Phase::Performance, id, capability, &call);
            }
        }
    }

    fn contract(&mut self, capability: &Capability, most: usize) {
        let name = &capability.name;
        for (i, call) in sound_calls(capability, most).iter().enumerate() {
            self.call(
                Phase::Contract,
                format!("call/{name}/{i:02}"),
                capability,
                call,
            );
        }
        for (word, wrong) in wrong_calls(self.setup, capability) {
            if let Some(call) = wrong {
                self.call(Phase::Contract, format!("{word}/{name}"), capability, &call);
            }
        }
        for action in &capability.actions {
            let Some(call) = action_call(capability, &action.name) else {
                continue;
            };
            let key = format!("repeated/{name}/{}", action.name);
            let repeated = self.of(&key, capability, &call);
            for i in 0..2 {
                let call = ProbeKind::Call(repeated.clone());
                self.push(Phase::Repetition, format!("{key}/{i}"), call);
            }
        }
        if capability.modes.contains(&Mode::Realtime)
            && let Some(call) = good_call(capability).filter(|call| call.action.is_none())
        {
            let id = format!("realtime/{name}");
            let mut stream = self.of(&id, capability, &call);
            stream.mode = Mode::Realtime;
            stream.fixture = None;
            self.push(Phase::Performance, id, ProbeKind::Call(stream));
        }
    }

    fn listing(&mut self) {
        let listing = &self.setup.presented.listing;
        let pages = [
            ("page/privacy", &listing.privacy_url),
            ("page/support", &listing.support_url),
        ];
        for (id, url) in pages {
            if let Some(url) = self.fetched(url.as_ref()) {
                self.push(Phase::Listing, id.to_owned(), ProbeKind::Page { url });
            }
        }
        if let Some(url) = self.fetched(listing.icon_url.as_ref()) {
            let picture = ProbeKind::Picture { url };
            self.push(Phase::Listing, "picture/icon".to_owned(), picture);
        }
        for (i, url) in listing.screenshots.iter().enumerate() {
            if let Some(url) = self.fetched(Some(url)) {
                let picture = ProbeKind::Picture { url };
                self.push(Phase::Listing, format!("picture/screenshot/{i}"), picture);
            }
        }
    }

    fn fetched(&self, url: Option<&String>) -> Option<String> {
        url.filter(|url| is_fetched(self.setup, url)).cloned()
    }
}

/// A call of an action that succeeds.
pub fn action_call(capability: &Capability, action: &Name) -> Option<Sound> {
    sound_calls(capability, capability.fixtures.len())
        .into_iter()
        .filter(|call| call.action.as_ref() == Some(action))
        .find(|call| {
            let fixture = call.fixture.and_then(|i| capability.fixtures.get(i));
            fixture.is_none_or(|fixture| is_of(fixture, Some(action)))
        })
}

/// Calls of a capability that its schema refuses: of a wrong type, with one parameter missing, and
/// with one unknown. None where the schema refuses no such call.
pub fn wrong_calls(setup: &Setup, capability: &Capability) -> [(&'static str, Option<Sound>); 3] {
    let mut dice = Dice::new(setup.seed, capability.name.as_str());
    let good = good_call(capability);
    let schema = good.as_ref().map(|call| match &call.action {
        Some(name) => capability.action(name).map(|action| &action.input_schema),
        None => Some(&capability.input_schema),
    });
    let schema = schema.flatten();
    type Spoil = fn(&Value, &Value, &mut Dice) -> Option<Value>;
    let spoils: [(&'static str, Spoil); 3] = [
        ("wrong_type", params::of_wrong_type),
        ("missing", params::with_one_missing),
        ("unknown", params::with_one_unknown),
    ];
    spoils.map(|(word, spoil)| {
        let call = good.as_ref().zip(schema).and_then(|(good, schema)| {
            Some(Sound {
                fixture: None,
                action: good.action.clone(),
                params: spoil(&good.params, schema, &mut dice)?,
            })
        });
        (word, call)
    })
}
