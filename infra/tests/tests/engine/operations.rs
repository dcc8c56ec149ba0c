//! What operators rely on: each function's permissions, logs, timeout and dead letters in the
//! template; that every alarm watches a metric that exists and has its page; that the alarms that
//! stop a rollout exist and go off in time; that the runbook's commands work.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use common::telemetry::Metric as Kind;
use local::gateway::Access;
use local::template::Template;
use serde_json::{Value, json};
use surface::{REQUEST, UNREADABLE, WORK};
use tests::{World, root};
use webhooks::DELIVERY;
use webhooks::outbox::DEAD_LETTERS;

/// The log lines that are metrics.
const KINDS: [Kind; 5] = [REQUEST, WORK, DELIVERY, UNREADABLE, DEAD_LETTERS];

/// Pages that are about no alarm.
const PROCEDURES: [&str; 9] = [
    "README",
    "rollback",
    "redrive",
    "recover-webhooks",
    "rotate-master-key",
    "key-leak",
    "erasure",
    "restore",
    "raise-an-account",
];

fn pages() -> PathBuf {
    root().join("infra/runbook")
}

fn page(name: &str) -> String {
    let path = pages().join(format!("{name}.md"));
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The template; each resource is known by its logical id.
fn system() -> Template {
    // Without its nested stacks: the provider platform has alarms of its own.
    let mut template =
        Template::parse(&std::fs::read_to_string(root().join("template.yaml")).unwrap()).unwrap();
    for kind in [
        "AWS::DynamoDB::Table",
        "AWS::SQS::Queue",
        "AWS::SecretsManager::Secret",
        "AWS::Logs::LogGroup",
        "AWS::Serverless::HttpApi",
    ] {
        for id in template.of_type(kind) {
            template.bind(&id, "", &id);
            template.bind(&id, "Arn", &format!("arn:{id}"));
        }
    }
    for id in template.of_type("AWS::CloudWatch::Alarm") {
        template.bind(&id, "", &id);
    }
    template.bind("Boundary", "Outputs.Arn", "arn:boundary");
    template.bind("RolloutRole", "Arn", "arn:RolloutRole");
    for function in template.functions().unwrap() {
        let (id, name) = (&function.logical_id, format!("twin-local-{}", function.bin));
        template.bind(id, "", &name);
        template.bind(id, "Version.Version", &format!("new {name}"));
    }
    for (name, value) in [
        ("Stage", "dev"),
        ("JwtIssuer", "https://issuer.example"),
        ("JwtAudience", "here"),
    ] {
        template.set(name, value).unwrap();
    }
    template
}

/// The alarms of the same system.
fn alarms() -> Template {
    let mut template = Template::read(&root().join("infra/alarms.yaml")).unwrap();
    let given = system().property("Alarms", "Parameters").unwrap().unwrap();
    for (name, value) in given.as_object().unwrap() {
        template.set(name, value.as_str().unwrap()).unwrap();
    }
    template
}

/// A metric by its namespace, name and dimensions.
type Metric = (String, String, BTreeMap<String, String>);

/// The metrics that an alarm watches.
fn watched(alarms: &Template, id: &str) -> Vec<Metric> {
    let one = |path: &str| alarms.property(id, path).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let metric = |name: &Value, namespace: &Value, dimensions: Option<&Value>| {
        let dimensions = dimensions.and_then(Value::as_array).into_iter().flatten();
        let dimensions = dimensions.map(|one| (text(&one["Name"]), text(&one["Value"])));
        (text(namespace), text(name), dimensions.collect())
    };
    if let Some(name) = one("MetricName") {
        let dimensions = one("Dimensions");
        return vec![metric(
            &name,
            &one("Namespace").unwrap(),
            dimensions.as_ref(),
        )];
    }
    let all = one("Metrics").unwrap();
    let all = all.as_array().unwrap().iter();
    all.filter_map(|query| query.pointer("/MetricStat/Metric"))
        .map(|m| metric(&m["MetricName"], &m["Namespace"], m.get("Dimensions")))
        .collect()
}

/// The metrics that the dashboard draws, except those that it searches for.
fn drawn(alarms: &Template) -> Vec<Metric> {
    let body = alarms.property("Dashboard", "DashboardBody").unwrap();
    let body: Value = serde_json::from_str(body.unwrap().as_str().unwrap()).unwrap();
    let widgets = body["widgets"].as_array().unwrap().iter();
    let lines = widgets.flat_map(|w| w["properties"]["metrics"].as_array().unwrap());
    lines
        .filter_map(|line| {
            let texts: Vec<_> = line.as_array()?.iter().filter_map(Value::as_str).collect();
            let (namespace, rest) = texts.split_first()?;
            let (name, rest) = rest.split_first()?;
            let pairs = rest.chunks(2);
            let dimensions = pairs.map(|pair| (pair[0].to_owned(), pair[1].to_owned()));
            Some((
                (*namespace).to_owned(),
                (*name).to_owned(),
                dimensions.collect(),
            ))
        })
        .collect()
}

/// Whether a metric exists: an alarm that names another one never goes off.
fn exists(system: &Template, (namespace, name, dimensions): &Metric) -> bool {
    let is = |key: &str, value: &str| dimensions.get(key).is_none_or(|found| found == value);
    let names = |kind: &str, property: &str| -> BTreeSet<String> {
        let ids = system.of_type(kind).into_iter();
        let names = ids.map(|id| system.property(&id, property).unwrap().unwrap());
        names
            .map(|name| name.as_str().unwrap().to_owned())
            .collect()
    };
    let keys: BTreeSet<&str> = dimensions.keys().map(String::as_str).collect();
    let keyed = |expected: &[&str]| keys == expected.iter().copied().collect();
    match namespace.as_str() {
        // Counted in the access log, whose lines have the dimensions.
        "TwinApi" if filtered(system, name, &keys) => is("stage", "dev"),
        "TwinApi" => {
            let mut directives = KINDS.iter().flat_map(directives);
            let counted = directives.any(|directive| {
                let metrics = directive["Metrics"].as_array().unwrap();
                let by = directive["Dimensions"].as_array().unwrap();
                metrics.iter().any(|metric| metric["Name"] == **name)
                    && by.iter().any(|by| {
                        let by = by.as_array().unwrap().iter();
                        by.filter_map(Value::as_str).collect::<BTreeSet<_>>() == keys
                    })
            });
            let surface = dimensions.get("surface");
            let worker = dimensions.get("worker");
            counted
                && is("stage", "dev")
                && surface.is_none_or(|s| {
                    registry::surfaces(registry::Product::Twin)
                        .iter()
                        .any(|own| own.name == s)
                })
                && worker.is_none_or(|w| {
                    registry::workers(registry::Product::Twin)
                        .iter()
                        .any(|own| own.function == w)
                })
        }
        "AWS/SQS" => {
            keyed(&["QueueName"])
                && names("AWS::SQS::Queue", "QueueName").contains(&dimensions["QueueName"])
        }
        "AWS/Lambda" => dimensions
            .get("FunctionName")
            .is_none_or(|f| names("AWS::Serverless::Function", "FunctionName").contains(f)),
        "AWS/ApiGateway" => {
            let known = ["4xx", "5xx", "Count", "Latency", "IntegrationLatency"];
            keyed(&["ApiId"]) && is("ApiId", "Api") && known.contains(&name.as_str())
        }
        "AWS/DynamoDB" => {
            let index = "GlobalSecondaryIndexes/0/IndexName";
            let index = system.property("Table", index).unwrap().unwrap();
            dimensions.contains_key("TableName")
                && is("TableName", "Table")
                && is("GlobalSecondaryIndexName", index.as_str().unwrap())
        }
        _ => false,
    }
}

/// Whether a metric filter makes this metric with these dimensions.
fn filtered(system: &Template, name: &str, keys: &BTreeSet<&str>) -> bool {
    let filters = system.of_type("AWS::Logs::MetricFilter").into_iter();
    let mut made = filters.flat_map(|id| {
        let made = system.property(&id, "MetricTransformations").unwrap();
        made.unwrap().as_array().unwrap().clone()
    });
    made.any(|metric| {
        let by = metric["Dimensions"].as_array().unwrap().iter();
        metric["MetricNamespace"] == "TwinApi"
            && metric["MetricName"] == name
            && by
                .map(|by| by["Key"].as_str().unwrap())
                .eq(keys.iter().copied())
    })
}

/// What CloudWatch makes of a kind of log lines.
fn directives(kind: &Kind) -> Vec<Value> {
    serde_json::from_str(kind.directives).unwrap()
}

/// `WebhookSweepErrors` as `webhook-sweep-errors`.
fn kebab(id: &str) -> String {
    let mut words = String::new();
    for letter in id.chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push('-');
        }
        words.extend(letter.to_lowercase());
    }
    words
}

// --- Alarms and their pages -------------------------------------------------------------------

#[test]
fn every_alarm_has_its_page_and_every_page_its_alarm() {
    let alarms = alarms();
    let mut expected: BTreeSet<String> = PROCEDURES.map(str::to_owned).into();
    let index = page("README");
    for id in alarms.of_type("AWS::CloudWatch::Alarm") {
        let name = kebab(&id);
        let property = |path: &str| alarms.property(&id, path).unwrap().unwrap();
        assert_eq!(property("AlarmName"), format!("twin-local-{name}"));
        let description = property("AlarmDescription");
        let (what, where_to) = description.as_str().unwrap().split_once(" See ").unwrap();
        assert_eq!(where_to, format!("infra/runbook/{name}.md"));
        let page = page(&name);
        assert!(page.starts_with(&format!("# {name}\n\n{what}\n")), "{name}");
        for part in [
            "What it means",
            "How to look",
            "What to do",
            "How to know that it is over",
        ] {
            assert!(page.contains(&format!("\n## {part}\n\n")), "{name}: {part}");
        }
        assert!(
            index.contains(&format!("| [{name}]({name}.md) | {what} |")),
            "{name}"
        );
        assert!(expected.insert(name));
    }
    let found: BTreeSet<String> = std::fs::read_dir(pages())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .map(|file| file.strip_suffix(".md").unwrap().to_owned())
        .collect();
    assert_eq!(found, expected);
    for name in &found {
        let text = page(name);
        for (_, link) in text
            .match_indices("](")
            .map(|(at, _)| text.split_at(at + 2))
        {
            let link = link.split(')').next().unwrap();
            assert!(pages().join(link).exists(), "{name}: {link}");
        }
    }
}

#[test]
fn watched_and_drawn_metrics_exist() {
    let (system, alarms) = (system(), alarms());
    for id in alarms.of_type("AWS::CloudWatch::Alarm") {
        let watched = watched(&alarms, &id);
        assert!(!watched.is_empty(), "{id}");
        for metric in watched {
            assert!(exists(&system, &metric), "{id}: {metric:?}");
        }
    }
    let drawn = drawn(&alarms);
    assert!(drawn.len() > 20);
    for metric in drawn {
        assert!(exists(&system, &metric), "the dashboard: {metric:?}");
    }
    let misspelled = [("QueueName".to_owned(), "twin-local-event".to_owned())];
    let misspelled = ("AWS/SQS".to_owned(), "x".to_owned(), misspelled.into());
    assert!(!exists(&system, &misspelled));
}

// --- Rollouts ---------------------------------------------------------------------------------

/// Only functions with enough calls roll out gradually: the public API's, and those that a queue
/// drives.
#[test]
fn gradual_rollouts_are_watched() {
    let mut system = system();
    let functions = system.functions().unwrap();
    for function in &functions {
        let id = &function.logical_id;
        let property = |name: &str| system.function_property(id, name).unwrap();
        let routes = registry::routes(registry::Product::Twin);
        let route = routes.iter().find(|route| route.function == function.bin);
        if route.map_or(function.mappings.is_empty(), |route| {
            route.surface.name != "twin"
        }) {
            for alias in ["AutoPublishAlias", "DeploymentPreference"] {
                assert_eq!(property(alias), None, "{id}");
            }
            continue;
        }
        assert_eq!(property("AutoPublishAlias").unwrap(), "live", "{id}");
        // A changed setting must not wait for a change of the code, and a version that a rollback
        // leaves must not prevent the next one.
        assert_eq!(property("AutoPublishAliasAllProperties").unwrap(), true);
        assert_eq!(property("VersionDeletionPolicy").unwrap(), "Delete");
        let all_at_once = json!({ "Type": "AllAtOnce", "Role": "arn:RolloutRole", "Alarms": [] });
        assert_eq!(property("DeploymentPreference").unwrap(), all_at_once);
    }
    let canary = "Canary10Percent10Minutes";
    system.set("Rollout", canary).unwrap();
    let mut idle: BTreeSet<_> = system
        .of_type("AWS::CloudWatch::Alarm")
        .into_iter()
        .collect();
    for function in &functions {
        let id = &function.logical_id;
        let preference = system.property(id, "DeploymentPreference").unwrap();
        let Some(preference) = preference else {
            continue;
        };
        assert_eq!(preference["Type"], canary, "{id}");
        let mut watched_by = 0;
        for alarm in list(&preference["Alarms"]) {
            idle.remove(&alarm);
            let metrics = watched(&system, &alarm);
            assert!((1..=10).contains(&metrics.len()), "{alarm}: 10 at most");
            for metric in metrics {
                assert!(exists(&system, &metric), "{alarm}: {metric:?}");
                let (namespace, name, by) = metric;
                if namespace == "AWS/Lambda" {
                    let of = &by["FunctionName"];
                    assert_eq!(name, "Errors", "{alarm}");
                    assert_eq!(by["Resource"], format!("{of}:live"), "{alarm}");
                    assert_eq!(by["ExecutedVersion"], format!("new {of}"), "{alarm}");
                    watched_by += usize::from(*of == format!("twin-local-{}", function.bin));
                }
            }
        }
        assert_eq!(watched_by, 1, "{id}: its new version's errors");
    }
    assert!(idle.is_empty(), "alarms that stop no rollout: {idle:?}");
}

/// An alarm that needs longer than the shortest canary goes off too late.
#[test]
fn alarms_of_rollouts_are_quick() {
    let system = system();
    let page = page("rollback");
    for id in system.of_type("AWS::CloudWatch::Alarm") {
        let property = |name: &str| system.property(&id, name).unwrap();
        let name = property("AlarmName").unwrap();
        assert_eq!(name, format!("twin-local-{}", kebab(&id)));
        let periods = property("EvaluationPeriods").unwrap().as_u64().unwrap();
        assert!(periods <= 3, "{id}: minutes");
        for query in property("Metrics").unwrap().as_array().unwrap() {
            if let Some(metric) = query.get("MetricStat") {
                assert_eq!(metric["Period"], 60, "{id}");
            }
        }
        assert_eq!(property("TreatMissingData").unwrap(), "notBreaching");
        let description = property("AlarmDescription").unwrap();
        let (what, where_to) = description.as_str().unwrap().split_once(" See ").unwrap();
        assert_eq!(where_to, "infra/runbook/rollback.md", "{id}");
        let row = format!("| `{}` | {what} |", kebab(&id));
        assert!(page.contains(&row), "{row}");
    }
}

// --- Functions --------------------------------------------------------------------------------

fn list(value: &Value) -> Vec<String> {
    let all = match value {
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    };
    let texts = all.iter().map(|one| one.as_str().unwrap().to_owned());
    texts.collect()
}

/// SAM makes a role for each function from its policies, which name actions and resources exactly.
#[test]
fn every_function_has_permissions_of_its_own_without_wildcards() {
    let system = system();
    let resources: BTreeSet<String> = ["AWS::DynamoDB::Table", "AWS::SQS::Queue"]
        .into_iter()
        .flat_map(|kind| system.of_type(kind))
        .map(|id| format!("arn:{id}"))
        .chain(system.of_type("AWS::SecretsManager::Secret"))
        .collect();
    for function in system.functions().unwrap() {
        let id = &function.logical_id;
        let property = |name: &str| system.function_property(id, name).unwrap();
        assert_eq!(property("Role"), None, "{id}: a role of its own");
        let boundary = property("PermissionsBoundary").unwrap();
        assert_eq!(boundary, "arn:boundary", "{id}");
        for policy in property("Policies")
            .unwrap_or(json!([]))
            .as_array()
            .unwrap()
        {
            let statements = policy["Statement"].as_array();
            for statement in statements.unwrap_or_else(|| panic!("{id}: {policy}")) {
                assert_eq!(statement["Effect"], "Allow", "{id}");
                let keys: Vec<_> = statement.as_object().unwrap().keys().collect();
                assert_eq!(keys, ["Action", "Effect", "Resource"], "{id}");
                for action in list(&statement["Action"]) {
                    assert!(
                        !action.contains('*') && action.contains(':'),
                        "{id}: {action}"
                    );
                }
                for resource in list(&statement["Resource"]) {
                    let whole = resource.split("/index/").next().unwrap();
                    assert!(resources.contains(whole), "{id}: {resource}");
                    assert!(!resource.contains('*'), "{id}: {resource}");
                }
            }
        }
    }
}

/// The boundary allows what the functions' policies allow, what SAM's policies for logs and traces are
/// for, and rollouts; and all of it on this stack only.
#[test]
fn the_boundary_allows_what_functions_use_and_no_more() {
    let system = system();
    let mut boundary = Template::read(&root().join("infra/boundary.yaml")).unwrap();
    boundary.set("Stack", "twin").unwrap();
    let statements = |policy: &Value| policy["Statement"].as_array().unwrap().clone();
    let mut used: BTreeSet<String> = [
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    ]
    .map(str::to_owned)
    .into();
    let rollouts = system.property("RolloutRole", "Policies").unwrap().unwrap();
    for statement in statements(&rollouts[0]["PolicyDocument"]) {
        used.extend(list(&statement["Action"]));
    }
    for function in system.functions().unwrap() {
        let policies = system.property(&function.logical_id, "Policies").unwrap();
        for policy in policies.unwrap_or(json!([])).as_array().unwrap() {
            for statement in statements(policy) {
                used.extend(list(&statement["Action"]));
            }
        }
    }
    let document = boundary.property("Boundary", "PolicyDocument").unwrap();
    let mut allowed = BTreeSet::new();
    for statement in statements(&document.unwrap()) {
        assert_eq!(statement["Effect"], "Allow");
        let actions = list(&statement["Action"]);
        // AWS has no resources for these.
        let whole = ["xray:", "cloudwatch:DescribeAlarms"];
        let whole = actions
            .iter()
            .all(|a| whole.iter().any(|w| a.starts_with(w)));
        for resource in list(&statement["Resource"]) {
            let own = [
                "/twin-*",
                ":twin-*",
                "/aws/lambda/twin-*",
                ":secret:WebhookKeys-*",
            ];
            let own = own.iter().any(|end| resource.ends_with(end));
            assert!(own || whole && resource == "*", "{actions:?}: {resource}");
        }
        allowed.extend(actions);
    }
    assert_eq!(allowed, used);
}

/// A queue invokes the alias, whose traffic a rollout shifts, and the function may read that queue
/// and no other.
#[test]
fn every_function_reads_its_own_queues_only() {
    let system = system();
    for function in system.functions().unwrap() {
        let id = &function.logical_id;
        let policies = system
            .property(id, "Policies")
            .unwrap()
            .unwrap_or(json!([]));
        let statements = policies.as_array().unwrap().iter();
        let statements = statements.flat_map(|policy| policy["Statement"].as_array().unwrap());
        let reads = statements.filter(|statement| {
            let actions = list(&statement["Action"]);
            actions.contains(&"sqs:ReceiveMessage".to_owned())
        });
        let mut allowed: Vec<_> = reads.flat_map(|one| list(&one["Resource"])).collect();
        let mapped = function.mappings.iter();
        let mut mapped: Vec<_> = mapped.map(|m| format!("arn:{}", m.queue)).collect();
        allowed.sort();
        mapped.sort();
        assert_eq!(allowed, mapped, "{id}");
        for mapping in &function.mappings {
            let invoked = system.written(&mapping.name, "FunctionName");
            let alias = json!({ "Ref": format!("{id}.Alias") });
            assert_eq!(invoked, Some(&alias), "{}", mapping.name);
        }
    }
    let mappings = system.of_type("AWS::Lambda::EventSourceMapping").len();
    let functions = system.functions().unwrap();
    let read: usize = functions
        .iter()
        .map(|function| function.mappings.len())
        .sum();
    assert_eq!(mappings, read, "a mapping of no function");
}

/// A webhook's URL may point into a private network in development only, whatever a production
/// stage is called.
#[test]
fn only_stages_of_development_allow_hosts() {
    let mut template = system();
    for (stage, allowed) in [
        ("dev", true),
        ("local", true),
        ("prod-eu", false),
        ("staging", false),
        ("PROD", false),
        ("production", false),
        ("dev-2", false),
    ] {
        template.set("Stage", stage).unwrap();
        template.set("AllowedHosts", "http://10.0.0.1").unwrap();
        let broken = template.broken_rules().unwrap();
        assert_eq!(broken.is_empty(), allowed, "{stage}: {broken:?}");
        template.set("AllowedHosts", "").unwrap();
        assert_eq!(template.broken_rules().unwrap(), [""; 0], "{stage}");
    }
}

/// A flood without a key uses up the stage's throttle, and must not stop a revocation or an erasure.
#[test]
fn routes_of_owners_and_operators_have_throttles_of_their_own() {
    let system = system();
    let throttles = &system.apis().unwrap()["Api"].throttles;
    let own: BTreeSet<_> = throttles.routes.keys().cloned().collect();
    let functions = system.functions().unwrap();
    let expected: BTreeSet<_> = functions
        .iter()
        .flat_map(|function| &function.routes)
        .filter(|route| route.access != Access::Open)
        .map(ToString::to_string)
        .collect();
    assert!(expected.len() > 20);
    assert_eq!(own, expected, "RouteSettings");
    let default = throttles.default.unwrap();
    for (route, own) in &throttles.routes {
        assert!(
            own.rate < default.rate && own.burst < default.burst,
            "{route}"
        );
    }
}

/// Nobody notices requests that no function has seen unless the access log is counted.
#[test]
fn refusals_and_throttles_have_an_alarm() {
    let (system, alarms) = (system(), alarms());
    let all = alarms.of_type("AWS::CloudWatch::Alarm").into_iter();
    let watched: BTreeSet<_> = all.flat_map(|id| watched(&alarms, &id)).collect();
    let names = |name: &str| watched.iter().any(|(_, watched, _)| watched == name);
    for name in ["4xx", "throttled", "throttled_owners"] {
        assert!(names(name), "{name}");
    }
    // The patterns look at fields that the access log has.
    let format = system.property("Api", "AccessLogSettings/Format").unwrap();
    let line: Value = serde_json::from_str(format.unwrap().as_str().unwrap()).unwrap();
    for id in system.of_type("AWS::Logs::MetricFilter") {
        let pattern = system.property(&id, "FilterPattern").unwrap().unwrap();
        for (at, _) in pattern.as_str().unwrap().match_indices("$.") {
            let field = &pattern.as_str().unwrap()[at + 2..];
            let field = field.split(|c: char| !c.is_alphanumeric()).next().unwrap();
            assert!(line.get(field).is_some(), "{id}: {field}");
        }
    }
}

/// The log groups of the functions: the package whose functions write to one, and its name.
const LOG_GROUPS: [(&str, &str); 5] = [
    ("functions/twin", "twin"),
    ("functions/fallback", "twin"),
    ("functions/dashboard", "dashboard"),
    ("functions/backoffice", "backoffice"),
    ("functions/webhooks", "webhooks"),
];

fn log_group(surface: &str) -> String {
    format!("/aws/lambda/twin-local-{surface}")
}

/// One log group for each surface, and its functions write to no other.
#[test]
fn every_surface_has_one_log_group() {
    let system = system();
    let mut used = BTreeSet::new();
    for function in system.functions().unwrap() {
        let id = &function.logical_id;
        let property = |name: &str| system.function_property(id, name).unwrap();
        let code = property("CodeUri").unwrap();
        let found = LOG_GROUPS.iter().find(|(package, _)| code == *package);
        let (_, surface) = found.unwrap_or_else(|| panic!("{id}: {code}"));
        let group = system
            .function_property(id, "LoggingConfig/LogGroup")
            .unwrap();
        let group = group.unwrap().as_str().unwrap().to_owned();
        let name = system.property(&group, "LogGroupName").unwrap().unwrap();
        assert_eq!(name, log_group(surface), "{id}");
        // By the parameter, so that it is the same for all.
        let retention = json!({ "Ref": "LogRetentionDays" });
        assert_eq!(
            system.written(&group, "RetentionInDays"),
            Some(&retention),
            "{group}"
        );
        used.insert(group);
    }
    used.insert("AccessLogs".to_owned());
    let all: BTreeSet<_> = system.of_type("AWS::Logs::LogGroup").into_iter().collect();
    assert_eq!(used, all, "every log group has a writer");
}

#[test]
fn the_runbook_names_log_groups_that_exist() {
    let names: BTreeSet<_> = LOG_GROUPS
        .iter()
        .map(|(_, surface)| log_group(surface))
        .collect();
    let mut found = 0;
    for file in std::fs::read_dir(pages()).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for (at, _) in text.match_indices("/aws/lambda/") {
            let name = text[at..].split(['`', '"']).next().unwrap();
            let name = name.replace("<stack>", "twin-local");
            let name = name.replace("$STACK", "twin-local");
            // All of the stack's, or the one of the surface that the page asks for.
            let any = ["/aws/lambda/twin-local-", "/aws/lambda/twin-local-$SURFACE"];
            assert!(
                names.contains(&name) || any.contains(&name.as_str()),
                "{}: {name}",
                path.display()
            );
            found += 1;
        }
    }
    assert!(found > 10, "{found} log groups are named");
}

#[test]
fn every_function_has_logs_memory_and_a_trace() {
    let system = system();
    let read = |path: &str| std::fs::read_to_string(root().join(path)).unwrap();
    let (reference, operating) = (read("infra/openapi.yaml"), read("infra/docs/operating.md"));
    for function in system.functions().unwrap() {
        let id = &function.logical_id;
        let property = |name: &str| system.function_property(id, name).unwrap();
        let name = property("FunctionName").unwrap();
        assert_eq!(name, format!("twin-local-{}", function.bin), "{id}");
        assert_eq!(property("LoggingConfig/LogFormat").unwrap(), "JSON", "{id}");
        let memory = property("MemorySize").unwrap().as_u64().unwrap();
        assert!((128..=10_240).contains(&memory), "{id}: {memory} MB");
        assert_eq!(property("Tracing").unwrap(), "Active", "{id}");
        assert!(property("Description").is_some(), "{id}");
        let variables = system.environment(id).unwrap();
        assert_eq!(variables["STAGE"], "dev", "{id}: its metrics");
        let event = root().join(format!("events/{}.json", function.bin));
        assert!(event.exists(), "{id}: an event");
        let documented = reference.contains(&format!("operationId: {}\n", function.bin))
            || operating.contains(&format!("`{}`", function.bin));
        assert!(documented, "{id}");
    }
}

/// A function that takes longer than its caller waits works in vain, or its event comes again.
#[test]
fn every_function_ends_in_time() {
    let system = system();
    for function in system.functions().unwrap() {
        let id = &function.logical_id;
        let timeout = system.function_property(id, "Timeout").unwrap().unwrap();
        let timeout = timeout.as_u64().unwrap();
        assert!(timeout > 3, "{id}: the table has 3 s to answer");
        if !function.routes.is_empty() {
            assert!(timeout < 30, "{id}: API Gateway waits 30 s");
        }
        for mapping in &function.mappings {
            let visible = system
                .property(&mapping.queue, "VisibilityTimeout")
                .unwrap();
            let visible = visible.unwrap().as_u64().unwrap();
            assert!(timeout * 6 <= visible, "{id}: {} hides", mapping.queue);
            assert!(mapping.reports_failures, "{id}: {}", mapping.queue);
        }
        for schedule in &function.schedules {
            let every = schedule.every().unwrap().as_secs();
            assert!(timeout <= every, "{id}: two at once");
        }
    }
}

/// A queue that fills up must not take the concurrency that the API needs; and the calls that stop a
/// stolen key or erase an account get through while other functions use up the rest.
#[test]
fn every_queue_has_a_maximum_concurrency_and_revocation_a_reserve() {
    let mut system = system();
    let functions = system.functions().unwrap();
    let mappings: Vec<_> = functions.iter().flat_map(|f| &f.mappings).collect();
    assert!(mappings.len() >= 3);
    for mapping in mappings {
        let most = mapping.concurrency.unwrap_or_default();
        assert!((2..=1_000).contains(&most), "{} has no bound", mapping.name);
    }
    let reserved = |system: &Template| -> BTreeSet<String> {
        let all = functions.iter().map(|function| &function.logical_id);
        let property = "ReservedConcurrentExecutions";
        let reserves = |id: &&String| {
            let value = system.function_property(id, property).unwrap();
            value.is_some_and(|value| !value.is_null())
        };
        all.filter(reserves).cloned().collect()
    };
    // A deployment into a new AWS account, with a quota of 10, must not fail.
    assert_eq!(reserved(&system), BTreeSet::new());
    system.set("ReservedConcurrency", "5").unwrap();
    let wanted = ["BackofficeAccountErase", "DashboardKeyRevoke"];
    assert_eq!(reserved(&system), wanted.map(str::to_owned).into());
}

/// A message that fails is kept as a dead letter, which has an alarm. A scheduled run need not be
/// kept, because the next one does the same, but an alarm notices where none comes.
#[test]
fn every_asynchronous_failure_has_an_alarm() {
    let (system, alarms) = (system(), alarms());
    let all: Vec<(String, Metric)> = alarms
        .of_type("AWS::CloudWatch::Alarm")
        .into_iter()
        .flat_map(|id| {
            let metrics = watched(&alarms, &id);
            metrics.into_iter().map(move |metric| (id.clone(), metric))
        })
        .collect();
    let alarm = |namespace: &str, name: &str, key: &str, value: &str| {
        let found = all.iter().find(|(_, (n, m, by))| {
            n == namespace && m == name && by.get(key).is_some_and(|found| found == value)
        });
        let found = found.unwrap_or_else(|| panic!("no alarm for {name} of {value}"));
        found.0.clone()
    };
    for function in system.functions().unwrap() {
        if function.routes.is_empty() {
            let name = format!("twin-local-{}", function.bin);
            alarm("AWS/Lambda", "Errors", "FunctionName", &name);
        }
        let id = &function.logical_id;
        for _ in &function.schedules {
            let retries = "EventInvokeConfig/MaximumRetryAttempts";
            assert_eq!(
                system.property(id, retries).unwrap(),
                Some(json!(0)),
                "{id}"
            );
            let silent = alarm("TwinApi", "runs", "worker", &function.bin);
            let missing = alarms.property(&silent, "TreatMissingData").unwrap();
            assert_eq!(missing.unwrap(), "breaching", "{silent}");
        }
    }
    for surface in registry::surfaces(registry::Product::Twin) {
        alarm(surface.namespace, "faults", "surface", surface.name);
    }
    alarm("AWS/ApiGateway", "5xx", "ApiId", "Api");
    // Each queue is either one with dead letters, or one of dead letters, which has an alarm.
    let queues = system.of_type("AWS::SQS::Queue");
    let mut targets = BTreeSet::new();
    for id in &queues {
        let property = |name: &str| system.property(id, name).unwrap();
        let name = property("QueueName").unwrap();
        let name = name.as_str().unwrap();
        let Some(redrive) = property("RedrivePolicy") else {
            assert!(id.ends_with("DeadLetters"), "{id}");
            assert!(property("RedriveAllowPolicy").is_some(), "{id}");
            let visible = "ApproximateNumberOfMessagesVisible";
            alarm("AWS/SQS", visible, "QueueName", name);
            continue;
        };
        let target = redrive["deadLetterTargetArn"].as_str().unwrap();
        let target = target.strip_prefix("arn:").unwrap();
        let kept = |id: &str| system.property(id, "MessageRetentionPeriod").unwrap();
        let kept = |id: &str| kept(id).unwrap().as_u64().unwrap();
        assert!(kept(id) < kept(target), "{id}: a dead letter keeps its age");
        targets.insert(target.to_owned());
    }
    let dead: BTreeSet<_> = queues
        .into_iter()
        .filter(|id| id.ends_with("DeadLetters"))
        .collect();
    assert_eq!(targets, dead);
}

/// Every metric has its row in the operators' documentation.
#[test]
fn every_metric_is_documented() {
    let page = std::fs::read_to_string(root().join("infra/docs/operating.md")).unwrap();
    let rows: Vec<_> = page
        .lines()
        .skip_while(|line| *line != "| metrics | by |")
        .take_while(|line| line.starts_with('|'))
        .collect();
    for (kind, by) in [
        (REQUEST, "`surface`"),
        (WORK, "`worker`"),
        (DELIVERY, "`outcome` |"),
    ] {
        for metric in directives(&kind)
            .iter()
            .flat_map(|d| d["Metrics"].as_array().unwrap())
        {
            let name = metric["Name"].as_str().unwrap();
            let name = if kind.target == WORK.target && name.starts_with("dynamodb.") {
                "dynamodb.*"
            } else {
                name
            };
            let found = rows
                .iter()
                .any(|row| row.contains(&format!("`{name}`")) && row.contains(by));
            assert!(found, "{}: {name}", kind.target);
        }
    }
}

// --- Commands ---------------------------------------------------------------------------------

/// The blocks of commands of a page, each with the word after `sh`.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```sh") {
            let body: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((kind.trim().to_owned(), body.join("\n")));
        } else if line.starts_with("```") {
            lines
                .by_ref()
                .take_while(|line| *line != "```")
                .for_each(drop);
        }
    }
    blocks
}

/// The runbook's commands for one machine run here, each block on an engine of its own.
#[tokio::test(flavor = "multi_thread")]
async fn the_runbooks_commands_work() {
    let mut run = 0;
    for file in std::fs::read_dir(pages()).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for (kind, commands) in blocks(&page(&name)) {
            // Every block has to be valid shell.
            let syntax = Command::new("bash").args(["-n", "-c", &commands]).output();
            assert!(syntax.unwrap().status.success(), "{name}:\n{commands}");
            match kind.as_str() {
                "aws" => continue,
                "local" => run += 1,
                other => panic!("{name}: a block is `sh local` or `sh aws`, not `sh {other}`"),
            }
            let world = World::at("2026-11-22T12:00:05Z").await;
            let user = world.account(1_000).await;
            let (_, key) = world.key(user).await;
            let subject = format!("runbook-{user}");
            let done = Command::new("bash")
                .args(["-e", "-c", &commands])
                .current_dir(root())
                .env("ACCOUNT", user.to_string())
                .env("KEY", key.id.to_string())
                .env("SUBJECT", subject)
                .env("TABLE_NAME", &world.engines.table_name)
                .env("AWS_ENDPOINT_URL_DYNAMODB", &world.engines.dynamodb_url)
                .env("AWS_REGION", local::REGION)
                .env("AWS_ACCESS_KEY_ID", "local")
                .env("AWS_SECRET_ACCESS_KEY", "local")
                .output()
                .unwrap();
            let errors = String::from_utf8_lossy(&done.stderr);
            assert!(done.status.success(), "{name}:\n{commands}\n{errors}");
        }
    }
    assert!(run >= 2, "{run} blocks were run");
}
