//! Checks of the descriptors themselves, and of what the package shows: no answer is needed.

use serde_json::{Map, Value};

use super::check::{Check, CheckId, Evidence, Finding};
use super::plan::Setup;
use super::sample::Samples;
use crate::package::descriptor::pointer::{below, resolve};
use crate::package::descriptor::{AnswerStatus, Capability};
use crate::schema::{Schema, is_satisfiable, sample};

/// The components that show capabilities.
pub const COMPONENTS: [&str; 24] = [
    "badge",
    "banner",
    "button",
    "calendar",
    "card",
    "chart",
    "checklist",
    "form",
    "gauge",
    "grid",
    "image",
    "list",
    "map",
    "media",
    "metric",
    "notification",
    "progress",
    "quote",
    "stat",
    "table",
    "text",
    "tile",
    "timeline",
    "weather",
];
/// Characters that a name has at least, and a description.
const LEAST: (usize, usize) = (3, 20);
/// Values that are tried as proof that a schema has one.
const CANDIDATES: usize = 40;

/// The checks of schemas and presentation.
pub fn checks(setup: &Setup, capabilities: &[Capability], samples: &Samples) -> Vec<Check> {
    let mut checks = Vec::new();
    for capability in capabilities {
        let name = capability.name.as_str();
        for (id, finding) in [
            (CheckId::SchemaBounded, bounded(capability)),
            (CheckId::SchemaDescribed, described(capability)),
            (CheckId::SchemaExamples, examples(capability)),
            (CheckId::SchemaFixtures, fixtures(capability)),
            (CheckId::SchemaSatisfiable, satisfiable(capability)),
            (CheckId::PresentationBindings, bindings(capability)),
            (CheckId::PresentationComponent, component(capability)),
            (CheckId::PresentationConfirmation, confirmation(capability)),
        ] {
            checks.push(finding.check(id, Some(name)));
        }
    }
    let lengths = lengths(setup, capabilities);
    checks.push(lengths.check(CheckId::PresentationLengths, None));
    checks.push(version(setup, samples).check(CheckId::PresentationVersion, None));
    checks
}

fn at(pointer: impl Into<String>, found: impl Into<String>) -> Evidence {
    Evidence {
        pointer: Some(pointer.into()),
        found: Some(found.into()),
        ..Evidence::default()
    }
}

/// The schemas of a capability, with their places in its descriptor.
fn schemas(capability: &Capability) -> Vec<(String, &Value)> {
    let mut all = vec![
        ("/inputSchema".to_owned(), &capability.input_schema),
        ("/outputSchema".to_owned(), &capability.output_schema),
    ];
    for (i, action) in capability.actions.iter().enumerate() {
        all.push((format!("/actions/{i}/inputSchema"), &action.input_schema));
        all.push((format!("/actions/{i}/outputSchema"), &action.output_schema));
    }
    all
}

fn bounded(capability: &Capability) -> Finding {
    let mut evidence = Vec::new();
    for (place, schema) in schemas(capability) {
        for problem in Schema::read(schema.clone()).err().unwrap_or_default() {
            evidence.push(at(format!("{place}{}", problem.pointer), problem.message));
        }
    }
    Finding::of(evidence, "a schema exceeds the bounds")
}

/// Does something for each property of a schema and its subschemas.
fn each_property(schema: &Value, place: &str, seen: &mut impl FnMut(&str, &Value)) {
    let Some(members) = schema.as_object() else {
        return;
    };
    for (keyword, value) in members {
        let place = below(place, keyword);
        let named = |value: &Value, seen: &mut dyn FnMut(&str, &Value)| {
            for (name, schema) in value.as_object().into_iter().flatten() {
                seen(&below(&place, name), schema);
            }
        };
        match keyword.as_str() {
            "properties" => named(value, &mut |at, schema| {
                seen(at, schema);
                each_property(schema, at, seen);
            }),
            "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
                named(value, &mut |at, schema| each_property(schema, at, seen));
            }
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
                for (i, schema) in value.as_array().into_iter().flatten().enumerate() {
                    each_property(schema, &format!("{place}/{i}"), seen);
                }
            }
            "items"
            | "contains"
            | "additionalProperties"
            | "then"
            | "else"
            | "unevaluatedProperties"
            | "unevaluatedItems" => each_property(value, &place, seen),
            _ => {}
        }
    }
}

fn described(capability: &Capability) -> Finding {
    const TYPED: [&str; 7] = ["type", "enum", "const", "$ref", "allOf", "anyOf", "oneOf"];
    let mut evidence = Vec::new();
    for (place, schema) in schemas(capability) {
        each_property(schema, &place, &mut |place, property| {
            let is_typed = TYPED.iter().any(|keyword| property.get(keyword).is_some());
            let description = property.get("description").and_then(Value::as_str);
            let is_described = property.get("$ref").is_some()
                || description.is_some_and(|text| !text.trim().is_empty());
            match (is_typed, is_described) {
                (true, true) => {}
                (false, true) => evidence.push(at(place, "has no type")),
                (true, false) => evidence.push(at(place, "has no description")),
                (false, false) => evidence.push(at(place, "has neither type nor description")),
            }
        });
    }
    Finding::of(evidence, "a property has no type or no description")
}

fn examples(capability: &Capability) -> Finding {
    let (mut evidence, mut count) = (Vec::new(), 0);
    for (place, schema) in schemas(capability) {
        let mut check = |place: &str, part: &Value| {
            let own = part.as_object();
            let listed = own.and_then(|own| own.get("examples")?.as_array());
            let default = own.and_then(|own| own.get("default"));
            let values = listed.into_iter().flatten().chain(default);
            let values: Vec<_> = values.collect();
            let read = own.map(|own| Schema::read(standing_alone(own, schema)));
            // A part that refers to its surroundings may not stand alone.
            if let Some(Ok(read)) = read {
                count += values.len();
                let wrong = values.iter().filter(|value| !read.accepts(value)).count();
                if wrong > 0 {
                    evidence.push(at(place, format!("{wrong} of its examples are refused")));
                }
            }
        };
        check(&place, schema);
        each_property(schema, &place, &mut check);
    }
    if count == 0 {
        return Finding::Skipped("the schemas have no examples".to_owned());
    }
    Finding::of(evidence, "an example is no value of its schema")
}

/// A part of a schema with the definitions that it may refer to.
fn standing_alone(part: &Map<String, Value>, root: &Value) -> Value {
    let mut alone = part.clone();
    for name in ["$defs", "definitions"] {
        if let Some(definitions) = root.get(name) {
            alone.entry(name).or_insert_with(|| definitions.clone());
        }
    }
    Value::Object(alone)
}

fn fixtures(capability: &Capability) -> Finding {
    if capability.fixtures.is_empty() {
        return Finding::Skipped("the capability has no fixtures".to_owned());
    }
    let mut evidence = Vec::new();
    for (i, fixture) in capability.fixtures.iter().enumerate() {
        let (input, output) = match &fixture.input.action {
            None => (&capability.input_schema, &capability.output_schema),
            Some(name) => match capability.action(name) {
                Some(action) => (&action.input_schema, &action.output_schema),
                None => {
                    let place = format!("/fixtures/{i}/input/action");
                    evidence.push(at(place, "is no action of the capability"));
                    continue;
                }
            },
        };
        let mut check = |schema: &Value, value: &Value, place: String| {
            let schema = Schema::read(schema.clone());
            let wrong = schema.map(|schema| schema.check(value).err().unwrap_or_default());
            for violation in wrong.unwrap_or_default() {
                evidence.push(at(
                    format!("{place}{}", violation.pointer),
                    violation.message,
                ));
            }
        };
        // A fixture of an error may show what the schema refuses.
        if fixture.expected.status == AnswerStatus::Ok {
            let place = format!("/fixtures/{i}/input/params");
            check(input, &fixture.input.params, place);
        }
        if let Some(data) = &fixture.expected.data {
            check(output, data, format!("/fixtures/{i}/expected/data"));
        }
        for pointer in fixture.tolerances.keys() {
            let number = fixture
                .expected
                .data
                .as_ref()
                .and_then(|data| data.pointer(pointer));
            if !number.is_some_and(Value::is_number) {
                let place = below(&format!("/fixtures/{i}/tolerances"), pointer);
                evidence.push(at(place, "leads to no number of the expected data"));
            }
        }
    }
    Finding::of(evidence, "a fixture does not fit the schemas")
}

fn satisfiable(capability: &Capability) -> Finding {
    let (mut evidence, mut unknown) = (Vec::new(), Vec::new());
    for (place, document) in schemas(capability) {
        let Ok(schema) = Schema::read(document.clone()) else {
            continue;
        };
        let has_value = sample::samples(document, CANDIDATES)
            .iter()
            .any(|value| schema.accepts(value));
        match (has_value, is_satisfiable(document)) {
            (true, _) | (_, Some(true)) => {}
            (false, Some(false)) => evidence.push(at(place, "no value fits it")),
            (false, None) => unknown.push(place),
        }
    }
    if evidence.is_empty() && !unknown.is_empty() {
        return Finding::Skipped(format!("no value was found for {}", unknown.join(", ")));
    }
    Finding::of(evidence, "a schema has no values")
}

fn bindings(capability: &Capability) -> Finding {
    let guidance = capability.surface_guidance.as_ref();
    let Some(guidance) = guidance.filter(|guidance| !guidance.bindings.is_empty()) else {
        return Finding::Skipped("the capability binds nothing".to_owned());
    };
    let lost = guidance
        .bindings
        .iter()
        .filter(|(_, pointer)| resolve(&capability.output_schema, pointer).is_none());
    let evidence = lost
        .map(|(name, pointer)| {
            let place = below("/surfaceGuidance/bindings", name.as_str());
            at(
                place,
                format!("{pointer} leads nowhere in the output schema"),
            )
        })
        .collect();
    Finding::of(evidence, "a binding leads nowhere")
}

fn component(capability: &Capability) -> Finding {
    let Some(guidance) = &capability.surface_guidance else {
        return Finding::Skipped("the capability has no surface guidance".to_owned());
    };
    let name = guidance.component.as_str().to_ascii_lowercase();
    let evidence = if COMPONENTS.contains(&name.as_str()) {
        Vec::new()
    } else {
        let known = COMPONENTS.join(", ");
        vec![at(
            "/surfaceGuidance/component",
            format!("known are {known}"),
        )]
    };
    Finding::of(evidence, "the component is not known")
}

fn confirmation(capability: &Capability) -> Finding {
    if capability.actions.is_empty() {
        return Finding::Skipped("the capability has no actions".to_owned());
    }
    let actions = capability.actions.iter().enumerate();
    let evidence = actions
        .filter(|(_, action)| action.confirmation.is_none())
        .map(|(i, _)| at(format!("/actions/{i}/confirmation"), "is missing"))
        .collect();
    Finding::of(evidence, "an action has no text that users confirm")
}

fn lengths(setup: &Setup, capabilities: &[Capability]) -> Finding {
    let mut evidence = Vec::new();
    let mut check = |place: String, text: &str, least: usize| {
        let count = text.trim().chars().count();
        if count < least {
            evidence.push(at(
                place,
                format!("has {count} characters; at least {least} say something"),
            ));
        }
    };
    check("/name".to_owned(), &setup.presented.name, LEAST.0);
    check(
        "/description".to_owned(),
        &setup.presented.description,
        LEAST.1,
    );
    for capability in capabilities {
        let place = |member: &str| format!("/capabilities/{}/{member}", capability.name);
        check(place("title"), &capability.title, LEAST.0);
        check(place("description"), &capability.description, LEAST.1 / 2);
    }
    Finding::of(evidence, "a text says too little")
}

fn version(setup: &Setup, samples: &Samples) -> Finding {
    let Some(against) = &setup.against else {
        return Finding::Skipped("no version is published".to_owned());
    };
    let Some(drift) = &samples.drift else {
        return Finding::NotRun("the versions were not compared".to_owned());
    };
    let evidence = if setup.version.is_ahead_of(against.version, drift.step) {
        Vec::new()
    } else {
        let next = against.version.next(drift.step);
        let next = next.map_or_else(String::new, |next| format!(", {next} at least"));
        let found = format!(
            "{} after {}: the changes are {} and demand a {} step{next}",
            setup.version, against.version, drift.verdict, drift.step
        );
        vec![at("/version", found)]
    };
    Finding::of(evidence, "the number is not far enough ahead")
}
