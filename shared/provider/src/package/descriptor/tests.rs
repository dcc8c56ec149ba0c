use super::pointer::resolve;
use super::*;
use crate::package::{Problem, ProblemKind};
use crate::runtime::template::Template;
use proptest::prelude::*;
use serde_json::{Map, json};

/// A capability with every member.
pub(crate) fn full() -> Value {
    json!({
        "name": "tasks.today", "title": "Today's tasks", "description": "What is due today.",
        "modes": ["state", "action"],
        "inputSchema": { "type": "object", "properties": {
            "list": { "type": "string", "description": "The list." } }, "required": ["list"] },
        "outputSchema": { "type": "object", "properties": {
            "count": { "type": "integer", "description": "How many there are." },
            "first": { "type": "object", "description": "The first.", "properties": {
                "title": { "type": "string", "description": "Its title." } } } },
            "required": ["count"] },
        "refreshInterval": 900,
        "actions": [{ "name": "complete", "title": "Complete a task",
            "inputSchema": { "type": "object", "properties": {
                "id": { "type": "string", "description": "The task." } }, "required": ["id"] },
            "outputSchema": { "type": "object" },
            "confirmation": "Complete this task?", "idempotent": true }],
        "surfaceGuidance": { "component": "list", "objective": "inform", "density": "compact",
            "bindings": { "title": "/first/title", "value": "/count" } },
        "dataClasses": ["tasks"],
        "fixtures": [{ "name": "one list", "input": { "params": { "list": "home" } },
            "expected": { "status": "ok", "data": { "count": 3 } },
            "tolerances": { "/count": { "delta": 2 } } }],
        "latencyBudgetMs": 800,
    })
}

fn one(value: Value) -> Result<Capability, Vec<Problem>> {
    read(&json!([value]), "/capabilities").map(|mut all| all.remove(0))
}

/// The only problem of a full capability that was changed.
fn wrong(change: impl FnOnce(&mut Value)) -> (String, ProblemKind) {
    let mut value = full();
    change(&mut value);
    let problems = one(value).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    (problems[0].pointer.clone(), problems[0].kind)
}

#[test]
fn a_descriptor_is_read_and_written() {
    let read = one(full()).unwrap();
    assert_eq!(read.tier(), RiskTier::ActionCapable);
    let written = serde_json::to_value(&read).unwrap();
    assert_eq!(one(written.clone()).unwrap(), read);
    assert_eq!(serde_json::from_value::<Capability>(written).unwrap(), read);
}

#[test]
fn what_is_left_out_has_defaults() {
    let least = one(json!({
        "name": "a", "title": "A", "description": "An A.", "modes": ["state"],
        "inputSchema": {}, "outputSchema": true,
    }))
    .unwrap();
    assert_eq!(least.refresh_interval, 3_600);
    assert_eq!(least.latency_budget_ms, 2_500);
    assert_eq!(least.tier(), RiskTier::DataOnly);
}

type Broken = Box<dyn FnOnce(&mut Value)>;

#[test]
fn each_problem_has_its_place() {
    let at = "/capabilities/0";
    let format = ProblemKind::Format;
    let missing = ProblemKind::Missing;
    let cases: Vec<(Broken, String, ProblemKind)> = vec![
        (
            Box::new(|v| v["name"] = json!("9")),
            format!("{at}/name"),
            format,
        ),
        (
            Box::new(|v| v["name"] = json!(["a"])),
            format!("{at}/name"),
            format,
        ),
        (
            Box::new(|v| v["name"] = Value::Null),
            format!("{at}/name"),
            missing,
        ),
        (
            Box::new(|v| v["title"] = json!("a".repeat(81))),
            format!("{at}/title"),
            format,
        ),
        (
            Box::new(|v| v["description"] = json!(" \n ")),
            format!("{at}/description"),
            format,
        ),
        (
            Box::new(|v| v["description"] = json!("a\u{1b}[1m")),
            format!("{at}/description"),
            format,
        ),
        (
            Box::new(|v| v["modes"] = json!(["state", "action", "poll"])),
            format!("{at}/modes/2"),
            format,
        ),
        (
            Box::new(|v| v["modes"] = json!(["action", "state", "state"])),
            format!("{at}/modes/2"),
            format,
        ),
        (
            Box::new(|v| v["modes"] = json!(["state"])),
            format!("{at}/modes"),
            format,
        ),
        (
            Box::new(|v| v["actions"] = json!([])),
            format!("{at}/actions"),
            missing,
        ),
        (
            Box::new(|v| v["refreshInterval"] = json!(59)),
            format!("{at}/refreshInterval"),
            format,
        ),
        (
            Box::new(|v| v["refreshInterval"] = json!(60.5)),
            format!("{at}/refreshInterval"),
            format,
        ),
        (
            Box::new(|v| v["latencyBudgetMs"] = json!(2_501)),
            format!("{at}/latencyBudgetMs"),
            format,
        ),
        (
            Box::new(|v| v["a/b"] = json!(1)),
            format!("{at}/a~1b"),
            ProblemKind::Unknown,
        ),
        (
            Box::new(|v| v["riskTier"] = json!("data_only")),
            format!("{at}/riskTier"),
            format,
        ),
        (
            Box::new(|v| v["dataClasses"] = json!(["a", "B"])),
            format!("{at}/dataClasses/1"),
            format,
        ),
        (
            Box::new(|v| v["actions"][0]["idempotent"] = json!("yes")),
            format!("{at}/actions/0/idempotent"),
            format,
        ),
        (
            Box::new(|v| v["surfaceGuidance"]["bindings"]["title"] = json!("first")),
            format!("{at}/surfaceGuidance/bindings/title"),
            format,
        ),
        (
            Box::new(|v| v["surfaceGuidance"]["bindings"]["title"] = json!("/a~2")),
            format!("{at}/surfaceGuidance/bindings/title"),
            format,
        ),
        (
            Box::new(|v| v["fixtures"][0]["input"]["action"] = json!("delete")),
            format!("{at}/fixtures/0/input/action"),
            format,
        ),
        (
            Box::new(|v| v["fixtures"][0]["expected"]["status"] = json!("fine")),
            format!("{at}/fixtures/0/expected/status"),
            format,
        ),
        (
            Box::new(|v| v["fixtures"][0]["expected"]["status"] = json!("error")),
            format!("{at}/fixtures/0/expected/data"),
            format,
        ),
        (
            Box::new(|v| v["fixtures"][0]["tolerances"]["/count"]["delta"] = json!(-1)),
            format!("{at}/fixtures/0/tolerances/~1count/delta"),
            format,
        ),
        (
            Box::new(|v| v["fixtures"][0]["tolerances"]["/count"] = json!({})),
            format!("{at}/fixtures/0/tolerances/~1count/delta"),
            missing,
        ),
    ];
    for (change, pointer, kind) in cases {
        assert_eq!(wrong(change), (pointer, kind));
    }
}

#[test]
fn a_wrong_schema_is_named_by_its_place_in_both_documents() {
    let mut value = full();
    value["outputSchema"]["properties"]["count"] = json!({ "$ref": "file:///etc/passwd" });
    let problems = one(value).unwrap_err();
    assert_eq!(problems[0].kind, ProblemKind::Schema);
    let inner = "/properties/count/$ref";
    assert_eq!(problems[0].schema_pointer.as_deref(), Some(inner));
    assert_eq!(
        problems[0].pointer,
        format!("/capabilities/0/outputSchema{inner}")
    );
}

#[test]
fn sizes_and_counts_are_bounded() {
    let named = |name: String, bytes: usize| {
        let mut value = full();
        value["name"] = json!(name);
        let size = value.to_string().len();
        value["fixtures"][0]["expected"]["data"]["text"] = json!("");
        let left = bytes - size - r#","text":"""#.len();
        value["fixtures"][0]["expected"]["data"]["text"] = json!("a".repeat(left));
        assert_eq!(value.to_string().len(), bytes);
        value
    };
    let of = |count: usize, bytes: usize| {
        let all: Vec<_> = (0..count)
            .map(|i| named(format!("c{i:02}"), bytes))
            .collect();
        read(&json!(all), "/capabilities").map_err(|p| p[0].pointer.clone())
    };
    assert_eq!(of(1, CAPABILITY_BYTES).unwrap().len(), 1);
    assert_eq!(of(1, CAPABILITY_BYTES + 1).unwrap_err(), "/capabilities/0");
    assert_eq!(of(16, CAPABILITY_BYTES).unwrap().len(), 16);
    assert_eq!(of(17, CAPABILITY_BYTES).unwrap_err(), "/capabilities");
    assert_eq!(of(20, 2_000).unwrap().len(), 20);
    assert_eq!(of(21, 2_000).unwrap_err(), "/capabilities");
    assert!(read(&json!([]), "").is_err());
    assert!(read(&json!({}), "").is_err());
    let twice = json!([full(), full()]);
    assert_eq!(
        read(&twice, "/capabilities").unwrap_err()[0].pointer,
        "/capabilities"
    );
    let many = json!([(0..100)
        .map(|i| (format!("x{i}"), json!(1)))
        .collect::<Map<_, _>>()]);
    assert_eq!(
        read(&many, "").unwrap_err().len(),
        crate::package::problem::PROBLEMS
    );
}

#[test]
fn an_identifier_is_of_the_package_and_the_name() {
    let now = "2026-11-22T12:00:00Z".parse().unwrap();
    let (package, other) = (PackageId::new(now), PackageId::new(now));
    let mut changed = full();
    changed["title"] = json!("Tasks");
    let (a, b) = (one(full()).unwrap(), one(changed).unwrap());
    assert_eq!(a.id(package), b.id(package));
    assert_ne!(a.id(package), a.id(other));
}

#[test]
fn the_content_hash_ignores_order() {
    let mut other = full();
    other["name"] = json!("another");
    let there = read(&json!([full(), other]), "").unwrap();
    let back: Vec<_> = there.iter().rev().cloned().collect();
    assert_eq!(
        ContentHash::of(&there).unwrap(),
        ContentHash::of(&back).unwrap()
    );
    let mut changed = there.clone();
    changed[0].title.push('!');
    assert_ne!(
        ContentHash::of(&there).unwrap(),
        ContentHash::of(&changed).unwrap()
    );
    let members = json!({ "b": [1, { "d": null, "c": "\"" }], "a": 1.5 });
    assert_eq!(
        canonical(&members),
        r#"{"a":1.5,"b":[1,{"c":"\"","d":null}]}"#
    );
}

#[test]
fn a_template_fills_what_is_left_out() {
    let mut value = full();
    value.as_object_mut().unwrap().remove("outputSchema");
    value["surfaceGuidance"] = Value::Null;
    let template = json!({
        "outputSchema": { "type": "null" }, "refreshInterval": 60,
        "surfaceGuidance": { "component": "gauge" },
    });
    let template = Template::read(template.as_object().unwrap().clone()).unwrap();
    let draft = Draft::read(json!([value]), "/capabilities").unwrap();
    let read = draft.clone().complete(Some(&template)).unwrap().remove(0);
    assert_eq!(read.output_schema, json!({ "type": "null" }));
    assert_eq!(read.surface_guidance.unwrap().component.as_str(), "gauge");
    assert_eq!(
        (read.refresh_interval, read.name.as_str()),
        (900, "tasks.today")
    );
    // Without a template the schema is missing.
    let missing = draft.complete(None).unwrap_err();
    assert_eq!(missing.len(), 1);
    assert_eq!(
        (missing[0].pointer.as_str(), missing[0].kind),
        ("/capabilities/0/outputSchema", ProblemKind::Missing)
    );
}

#[test]
fn a_draft_may_leave_out_what_a_template_has_and_nothing_else() {
    let wrong = |change: fn(&mut Value)| {
        let mut value = full();
        change(&mut value);
        let problems = Draft::read(json!([value]), "/capabilities").err();
        problems.map(|mut problems| problems.remove(0).pointer)
    };
    let without = |name: &'static str| {
        let mut value = full();
        value.as_object_mut().unwrap().remove(name);
        Draft::read(json!([value]), "/capabilities").err()
    };
    for name in [
        "inputSchema",
        "outputSchema",
        "refreshInterval",
        "surfaceGuidance",
    ] {
        assert_eq!(without(name), None, "{name}");
    }
    for name in ["name", "title", "modes"] {
        assert!(without(name).is_some(), "{name}");
    }
    assert_eq!(
        wrong(|v| v["outputSchema"] = json!({ "type": 7 })).as_deref(),
        Some("/capabilities/0/outputSchema/type")
    );
    // An action inherits no schema.
    assert_eq!(
        wrong(|v| {
            v["actions"][0]
                .as_object_mut()
                .unwrap()
                .remove("inputSchema");
        })
        .as_deref(),
        Some("/capabilities/0/actions/0/inputSchema")
    );
}

#[test]
fn pointers_are_resolved_in_a_schema() {
    let schema = json!({
        "type": "object",
        "properties": {
            "days": { "type": "array", "items": { "$ref": "#/$defs/day" } },
            "pair": { "prefixItems": [{ "type": "string" }] },
            "any": { "additionalProperties": { "type": "integer" } },
            "a/b": { "anyOf": [{ "type": "null" }, { "properties": { "c": {} } }] },
            "loop": { "$ref": "#/properties/loop" },
        },
        "$defs": { "day": { "properties": { "high": { "type": "number" } } } },
    });
    for good in [
        "",
        "/days",
        "/days/0",
        "/days/12/high",
        "/pair/0",
        "/any/x",
        "/a~1b/c",
    ] {
        assert!(resolve(&schema, good).is_some(), "{good}");
    }
    for bad in [
        "/day",
        "/days/high",
        "/days/01/high",
        "/pair/1",
        "/a~1b/d",
        "/days/0/low",
        "/loop/x",
    ] {
        assert!(resolve(&schema, bad).is_none(), "{bad}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-zA-Z$/~]{0,9}", inner, 0..4)
                .prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn reading_never_panics_and_always_says_where(
        value in any_json(), member in 0_usize..13, inner in "[a-zA-Z]{0,8}",
    ) {
        let names: Vec<_> = full().as_object().unwrap().keys().cloned().collect();
        let mut broken = full();
        if let Some(name) = names.get(member) {
            match broken[name].as_object_mut() {
                Some(members) if !inner.is_empty() => { members.insert(inner, value); }
                _ => broken[name] = value,
            }
        }
        let document = json!([broken]);
        match read(&document, "") {
            Ok(all) => prop_assert_eq!(all.len(), 1),
            Err(problems) => for problem in problems {
                // The place stands in the document, or its parent does.
                let parent = problem.pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
                let parent_of_input = parent.trim_end_matches("/input");
                prop_assert!(
                    document.pointer(parent).is_some()
                        || document.pointer(parent_of_input).is_some(),
                    "{}", problem.pointer
                );
            },
        }
    }
}
