//! Reading descriptors.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde_json::{Map, Value, json};

use super::pointer::is_pointer;
use super::{
    ACTIONS, Action, AnswerStatus, CAPABILITIES, CAPABILITY_BYTES, CONFIRMATION, Capability,
    DATA_CLASSES, DEFAULT_REFRESH_INTERVAL, DESCRIPTION, Expected, FIXTURES, Fixture, FixtureInput,
    LATENCY_BUDGET, Mode, Name, Objective, POINTERS, REFRESH_INTERVAL, SurfaceGuidance, TITLE,
    Tolerance, VERSION_BYTES,
};
use crate::package::problem::{Members, Place, Problem, ProblemKind, Problems};
use crate::package::tier::{DataClass, RiskTier};
use crate::runtime::template::{MEMBERS, Template};
use crate::schema::Schema;

/// Capabilities as their developer wrote them: what they leave out, they may inherit.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    value: Value,
    at: String,
}

impl Draft {
    /// Reads capabilities. `at` is the JSON Pointer of the array. Members that may be inherited may
    /// be left out; what is wrong in what is there is reported.
    ///
    /// # Errors
    /// All that is wrong with them, at most `PROBLEMS` of it.
    pub fn read(value: Value, at: &str) -> Result<Self, Vec<Problem>> {
        let is_inherited = |problem: &Problem| {
            let of_capability = problem.pointer.strip_prefix(at).map(|rest| rest.split('/'));
            let mut steps = of_capability.into_iter().flatten().skip(2);
            let is_member = steps.next().is_some_and(|name| MEMBERS.contains(&name));
            problem.kind == ProblemKind::Missing && is_member && steps.next().is_none()
        };
        let mut problems = read(&value, at).err().unwrap_or_default();
        problems.retain(|problem| !is_inherited(problem));
        if problems.is_empty() {
            let at = at.to_owned();
            Ok(Self { value, at })
        } else {
            Err(problems)
        }
    }

    /// The capabilities, with what they leave out as the template has it.
    ///
    /// # Errors
    /// All that is wrong with them then: a schema is left out, and no template has it.
    pub fn complete(
        mut self,
        template: Option<&Template>,
    ) -> Result<Vec<Capability>, Vec<Problem>> {
        let capabilities = self.value.as_array_mut().into_iter().flatten();
        if let Some(template) = template {
            capabilities.for_each(|capability| inherit(capability, template.members()));
        }
        read(&self.value, &self.at)
    }
}

/// Adds to a capability's descriptor what it leaves out and a template says. Only what a template
/// may hold is taken from it. `null` counts as left out.
fn inherit(capability: &mut Value, template: &Map<String, Value>) {
    let Some(members) = capability.as_object_mut() else {
        return;
    };
    for name in MEMBERS {
        let is_absent = members.get(name).is_none_or(Value::is_null);
        if let Some(value) = template.get(name).filter(|_| is_absent) {
            members.insert(name.to_owned(), value.clone());
        }
    }
}

/// Reads surface guidance by itself. `at` is its JSON Pointer.
///
/// # Errors
/// All that is wrong with it.
pub fn read_guidance(value: &Value, at: &str) -> Result<Option<SurfaceGuidance>, Vec<Problem>> {
    let mut problems = Problems::default();
    let at = at.to_owned();
    let read = guidance(&Place { value, at }, &mut problems);
    problems.or(read)
}

/// Reads the capabilities of a version, sorted by name. `at` is the JSON Pointer of the array.
///
/// # Errors
/// All that is wrong with them, at most `PROBLEMS` of it.
pub fn read(value: &Value, at: &str) -> Result<Vec<Capability>, Vec<Problem>> {
    let mut problems = Problems::default();
    let at = at.to_owned();
    let mut capabilities = Vec::new();
    let mut bytes = 0;
    let items = problems.items(
        &Place {
            value,
            at: at.clone(),
        },
        CAPABILITIES,
    );
    for place in items.into_iter().flatten() {
        let size = place.value.to_string().len();
        bytes += size;
        if size > CAPABILITY_BYTES {
            let message = format!("has {size} bytes; at most {CAPABILITY_BYTES} are allowed");
            problems.add(place.at, ProblemKind::Format, message);
            continue;
        }
        capabilities.extend(capability(&place, &mut problems));
    }
    if bytes > VERSION_BYTES {
        let message = format!("has {bytes} bytes; at most {VERSION_BYTES} are allowed");
        problems.add(at.as_str(), ProblemKind::Format, message);
    }
    unique(
        capabilities.iter().map(|c: &Capability| c.name.as_str()),
        &at,
        &mut problems,
    );
    capabilities.sort_by(|one, other| one.name.cmp(&other.name));
    problems.or(capabilities)
}

/// Adds a problem for each name that is used twice.
fn unique<'a>(names: impl Iterator<Item = &'a str>, at: &str, problems: &mut Problems) {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            let message = format!("has the name {name} twice");
            problems.add(at, ProblemKind::Format, message);
        }
    }
}

fn capability(place: &Place<'_>, problems: &mut Problems) -> Option<Capability> {
    let all = problems.object(
        place,
        &[
            "name",
            "title",
            "description",
            "modes",
            "inputSchema",
            "outputSchema",
            "refreshInterval",
            "actions",
            "surfaceGuidance",
            "dataClasses",
            "fixtures",
            "latencyBudgetMs",
            "riskTier",
        ],
    )?;
    let name = must(&all, "name", problems, Problems::parsed::<Name>);
    let title = must(&all, "title", problems, |p, at| p.text(at, TITLE));
    let description = must(&all, "description", problems, |p, at| {
        p.text(at, DESCRIPTION)
    });
    let modes = must(&all, "modes", problems, |p, at| {
        set::<Mode>(p, at, 1..=Mode::ALL.len())
    });
    let input_schema = must(&all, "inputSchema", problems, schema);
    let output_schema = must(&all, "outputSchema", problems, schema);
    let refresh_interval = all
        .get("refreshInterval")
        .map_or(Some(DEFAULT_REFRESH_INTERVAL), |place| {
            problems.whole(&place, REFRESH_INTERVAL)
        });
    let actions = list(&all, "actions", ACTIONS, problems, action);
    unique(
        actions.iter().map(|action| action.name.as_str()),
        &all.at("actions"),
        problems,
    );
    let surface_guidance = all
        .get("surfaceGuidance")
        .and_then(|place| guidance(&place, problems));
    let data_classes = all
        .get("dataClasses")
        .and_then(|place| set::<DataClass>(problems, &place, 0..=DATA_CLASSES))
        .unwrap_or_default();
    let fixtures = list(&all, "fixtures", FIXTURES, problems, fixture);
    unique(
        fixtures.iter().map(|fixture| fixture.name.as_str()),
        &all.at("fixtures"),
        problems,
    );
    let latency_budget_ms = all
        .get("latencyBudgetMs")
        .map_or(Some(*LATENCY_BUDGET.end()), |place| {
            problems.whole(&place, LATENCY_BUDGET)
        });
    let risk_tier = all
        .get("riskTier")
        .and_then(|place| problems.parsed::<RiskTier>(&place));
    let capability = Capability {
        name: name?,
        title: title?,
        description: description?,
        modes: modes?,
        input_schema: input_schema?,
        output_schema: output_schema?,
        refresh_interval: refresh_interval?,
        actions,
        surface_guidance,
        data_classes,
        fixtures,
        latency_budget_ms: latency_budget_ms?,
        risk_tier,
    };
    agrees(&capability, &all, problems);
    Some(capability)
}

/// Checks what one member of a capability says against another.
fn agrees(capability: &Capability, all: &Members<'_>, problems: &mut Problems) {
    let acts = capability.modes.contains(&Mode::Action);
    // What was wrong with the actions themselves is said already.
    let declared = all.get("actions").and_then(|a| a.value.as_array());
    let declares = declared.is_some_and(|actions| !actions.is_empty());
    if acts && !declares {
        let message = "must declare an action, for the mode action";
        problems.add(all.at("actions"), ProblemKind::Missing, message);
    }
    if !acts && declares {
        let message = "must hold action, for actions are declared";
        problems.add(all.at("modes"), ProblemKind::Format, message);
    }
    if capability
        .risk_tier
        .is_some_and(|stated| stated < capability.tier())
    {
        let message = format!("must be at least {}", capability.tier());
        problems.add(all.at("riskTier"), ProblemKind::Format, message);
    }
    for (i, fixture) in capability.fixtures.iter().enumerate() {
        let at = format!("{}/{i}/input/action", all.at("fixtures"));
        match &fixture.input.action {
            Some(name) if capability.action(name).is_none() => {
                problems.add(at, ProblemKind::Format, "is no action of this capability");
            }
            None if !capability.modes.contains(&Mode::State) => {
                let message = "is required, for the capability has no mode state";
                problems.add(at, ProblemKind::Missing, message);
            }
            _ => {}
        }
    }
}

/// A member that must be there, as `read` reads it.
fn must<'a, T>(
    all: &Members<'a>,
    name: &str,
    problems: &mut Problems,
    read: impl FnOnce(&mut Problems, &Place<'a>) -> Option<T>,
) -> Option<T> {
    let place = all.must(name, problems)?;
    read(problems, &place)
}

/// The items of a member that may be left out.
fn list<'a, T>(
    all: &Members<'a>,
    name: &str,
    most: usize,
    problems: &mut Problems,
    read: impl Fn(&Place<'a>, &mut Problems) -> Option<T>,
) -> Vec<T> {
    let items = all
        .get(name)
        .and_then(|place| problems.items(&place, 0..=most));
    let items = items.into_iter().flatten();
    items.filter_map(|place| read(&place, problems)).collect()
}

/// Distinct words.
fn set<T>(
    problems: &mut Problems,
    place: &Place<'_>,
    count: RangeInclusive<usize>,
) -> Option<BTreeSet<T>>
where
    T: FromStr + Ord,
    T::Err: ToString,
{
    let mut all = BTreeSet::new();
    for item in problems.items(place, count)? {
        let value = problems.parsed::<T>(&item)?;
        if !all.insert(value) {
            problems.add(item.at, ProblemKind::Format, "is there twice");
        }
    }
    Some(all)
}

fn schema(problems: &mut Problems, place: &Place<'_>) -> Option<Value> {
    match Schema::read(place.value.clone()) {
        Ok(_) => Some(place.value.clone()),
        Err(wrong) => {
            for problem in wrong {
                problems.push(Problem {
                    pointer: format!("{}{}", place.at, problem.pointer),
                    kind: ProblemKind::Schema,
                    schema_pointer: Some(problem.pointer),
                    message: problem.message,
                });
            }
            None
        }
    }
}

fn action(place: &Place<'_>, problems: &mut Problems) -> Option<Action> {
    let all = problems.object(
        place,
        &[
            "name",
            "title",
            "inputSchema",
            "outputSchema",
            "confirmation",
            "idempotent",
        ],
    )?;
    let name = must(&all, "name", problems, Problems::parsed::<Name>);
    let title = must(&all, "title", problems, |p, at| p.text(at, TITLE));
    let input_schema = must(&all, "inputSchema", problems, schema);
    let output_schema = must(&all, "outputSchema", problems, schema);
    let confirmation = all
        .get("confirmation")
        .and_then(|place| problems.text(&place, CONFIRMATION));
    let idempotent = all
        .get("idempotent")
        .map_or(Some(false), |place| problems.flag(&place));
    Some(Action {
        name: name?,
        title: title?,
        input_schema: input_schema?,
        output_schema: output_schema?,
        confirmation,
        idempotent: idempotent?,
    })
}

fn guidance(place: &Place<'_>, problems: &mut Problems) -> Option<SurfaceGuidance> {
    let all = problems.object(place, &["component", "objective", "density", "bindings"])?;
    let component = must(&all, "component", problems, Problems::parsed::<Name>);
    let objective = all
        .get("objective")
        .and_then(|place| problems.parsed::<Objective>(&place));
    let density = all
        .get("density")
        .and_then(|place| problems.parsed::<Name>(&place));
    let mut bindings = BTreeMap::new();
    let named = all
        .get("bindings")
        .and_then(|place| problems.named(&place, POINTERS));
    for (name, place) in named.into_iter().flatten() {
        match name.parse::<Name>() {
            Ok(name) => {
                let pointer = pointer(&place, problems);
                bindings.extend(pointer.map(|pointer| (name, pointer)));
            }
            Err(wrong) => problems.add(place.at, ProblemKind::Format, wrong),
        }
    }
    Some(SurfaceGuidance {
        component: component?,
        objective,
        density,
        bindings,
    })
}

fn pointer(place: &Place<'_>, problems: &mut Problems) -> Option<String> {
    let text = place.value.as_str().filter(|text| is_pointer(text));
    if text.is_none() {
        let message = "must be a JSON Pointer, such as /temperature/celsius";
        problems.add(place.at.as_str(), ProblemKind::Format, message);
    }
    text.map(str::to_owned)
}

fn fixture(place: &Place<'_>, problems: &mut Problems) -> Option<Fixture> {
    let all = problems.object(place, &["name", "input", "expected", "tolerances"])?;
    let name = must(&all, "name", problems, |p, at| p.text(at, TITLE));
    let input = must(&all, "input", problems, |problems, place| {
        let all = problems.object(place, &["action", "params"])?;
        Some(FixtureInput {
            action: all
                .get("action")
                .and_then(|place| problems.parsed::<Name>(&place)),
            params: all
                .get("params")
                .map_or_else(|| json!({}), |place| place.value.clone()),
        })
    });
    let expected = must(&all, "expected", problems, |problems, place| {
        let all = problems.object(place, &["status", "data"])?;
        let status = must(&all, "status", problems, Problems::parsed::<AnswerStatus>)?;
        let data = all.get("data").map(|place| place.value.clone());
        if status == AnswerStatus::Error && data.is_some() {
            let message = "is only for the status ok: an error has no data";
            problems.add(all.at("data"), ProblemKind::Format, message);
        }
        Some(Expected { status, data })
    });
    let mut tolerances = BTreeMap::new();
    let named = all
        .get("tolerances")
        .and_then(|place| problems.named(&place, POINTERS));
    for (pointer, place) in named.into_iter().flatten() {
        if !is_pointer(pointer) {
            let message = "must be named by a JSON Pointer, such as /temperature/celsius";
            problems.add(place.at.as_str(), ProblemKind::Format, message);
        }
        let delta = problems
            .object(&place, &["delta"])
            .and_then(|all| all.must("delta", problems));
        let Some(delta) = delta else { continue };
        match delta.value.as_f64().filter(|delta| *delta >= 0.0) {
            Some(delta) => {
                tolerances.insert(pointer.clone(), Tolerance { delta });
            }
            None => problems.add(delta.at, ProblemKind::Format, "must be a number, 0 or more"),
        }
    }
    Some(Fixture {
        name: name?,
        input: input?,
        expected: expected?,
        tolerances,
    })
}
