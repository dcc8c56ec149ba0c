//! Functions: permissions, throttles, log groups, timeouts, concurrency.

use std::collections::BTreeSet;

use local::gateway::Access;
use local::template::Template;
use registry::Product;
use serde_json::{Value, json};

use super::*;

/// SAM makes a role for each function from its policies, which name actions and resources exactly.
#[test]
fn every_function_has_permissions_of_its_own_without_wildcards() {
    systems().iter().for_each(has_exact_permissions);
}

fn has_exact_permissions(
    System {
        template: system, ..
    }: &System,
) {
    let resources: BTreeSet<String> = ["AWS::DynamoDB::Table", "AWS::SQS::Queue"]
        .into_iter()
        .flat_map(|kind| system.of_type(kind))
        .map(|id| format!("arn:{id}"))
        .chain(system.of_type("AWS::SecretsManager::Secret"))
        .chain(["arn:aws:ses:us-east-1:000000000000:identity/example.com".to_owned()])
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
    // Which identity of SES sends mails is a parameter: the policy of the function that does names it.
    let mut own: BTreeSet<String> = ["/twin-*", ":twin-*", "/aws/lambda/twin-*", ":identity/*"]
        .map(str::to_owned)
        .into();
    for System { template, .. } in systems() {
        if let Ok(Some(rollouts)) = template.property("RolloutRole", "Policies") {
            for statement in statements(&rollouts[0]["PolicyDocument"]) {
                used.extend(list(&statement["Action"]));
            }
        }
        for function in template.functions().unwrap() {
            let policies = template.property(&function.logical_id, "Policies").unwrap();
            for policy in policies.unwrap_or(json!([])).as_array().unwrap() {
                for statement in statements(policy) {
                    used.extend(list(&statement["Action"]));
                }
            }
        }
        // A secret's name begins with its logical id, which a pipeline's role names too.
        for secret in template.of_type("AWS::SecretsManager::Secret") {
            let end = format!(":secret:{secret}-*");
            for file in ["infra/boundary.yaml", "infra/pipeline/role.yaml"] {
                assert!(read(file).contains(&end), "{file}: {secret}");
            }
            own.insert(end);
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
            let own = own.iter().any(|end| resource.ends_with(end.as_str()));
            assert!(own || whole && resource == "*", "{actions:?}: {resource}");
        }
        allowed.extend(actions);
    }
    assert_eq!(allowed, used);
}

/// A queue invokes the alias, whose traffic a rollout shifts, where the function has one, and the
/// function may read that queue and no other.
#[test]
fn every_function_reads_its_own_queues_only() {
    systems().iter().for_each(reads_its_own_queues);
}

fn reads_its_own_queues(
    System {
        template: system, ..
    }: &System,
) {
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
            let alias = system.function_property(id, "AutoPublishAlias").unwrap();
            let target = match alias {
                Some(_) => format!("{id}.Alias"),
                None => id.clone(),
            };
            let target = json!({ "Ref": target });
            assert_eq!(invoked, Some(&target), "{}", mapping.name);
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
    let mut template = twin().template;
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

/// Endpoints that call providers: expensive beside the table's one write.
const CALLS_PROVIDERS: [&str; 3] = [
    "provider-runtime-app-prove",
    "provider-runtime-health",
    "provider-version-validate",
];

/// A flood without a key uses up the stage's throttle, and must not stop a revocation, an erasure or a
/// suspension. On the provider platform a flood of an endpoint that anybody may call must not
/// stop the others, and calls to providers are expensive.
#[test]
fn some_routes_have_throttles_of_their_own() {
    let reference: Value =
        serde_json::to_value(openapi::provider::PROVIDER.exact(&root()).unwrap()).unwrap();
    let open: BTreeSet<&str> = registry::routes(Product::Provider)
        .into_iter()
        .filter_map(|route| {
            let method = route.method.as_ref()?.as_str().to_lowercase();
            let security = &reference["paths"][route.path][method]["security"];
            let needed = security.as_array().unwrap().iter();
            let mut schemes = needed.flat_map(|one| one.as_object().unwrap().keys());
            // OAuth's clients authenticate in the body too, which the function looks at.
            schemes
                .all(|scheme| scheme == "ClientBasic")
                .then_some(route.function)
        })
        .collect();
    assert!(open.contains("provider-metadata-keys") && !open.contains("provider-app-list"));
    for system in systems() {
        let throttles = &system.template.apis().unwrap()["Api"].throttles;
        let own: BTreeSet<_> = throttles.routes.keys().cloned().collect();
        let functions = system.template.functions().unwrap();
        let expected: BTreeSet<_> = functions
            .iter()
            .flat_map(|function| {
                let of_function =
                    open.contains(&*function.bin) || CALLS_PROVIDERS.contains(&&*function.bin);
                let routes = function.routes.iter();
                routes.filter(move |route| of_function || route.access != Access::Open)
            })
            .map(ToString::to_string)
            .collect();
        assert!(expected.len() > 15);
        assert_eq!(own, expected, "RouteSettings");
        let default = throttles.default.unwrap();
        for (route, own) in &throttles.routes {
            assert!(
                own.rate < default.rate && own.burst < default.burst,
                "{route}"
            );
        }
    }
}

/// The log groups of the functions: the package whose functions write to one, and its name.
const LOG_GROUPS: &[(&str, &str)] = &[
    ("functions/twin", "twin"),
    ("functions/fallback", "twin"),
    ("functions/dashboard", "dashboard"),
    ("functions/backoffice", "backoffice"),
    ("functions/webhooks", "webhooks"),
    ("functions/provider-console", "provider-console"),
    ("functions/provider-fallback", "provider-console"),
    ("functions/provider-marketplace", "provider-marketplace"),
    ("functions/provider-runtime", "provider-runtime"),
    ("functions/provider-workers", "provider-workers"),
];

fn log_group(surface: &str) -> String {
    format!("/aws/lambda/twin-local-{surface}")
}

/// One log group for each surface, and its functions write to no other.
#[test]
fn every_surface_has_one_log_group() {
    systems().iter().for_each(has_one_log_group);
}

fn has_one_log_group(
    System {
        template: system, ..
    }: &System,
) {
    let mut used = BTreeSet::new();
    for function in system.functions().unwrap() {
        let id = &function.logical_id;
        let property = |name: &str| system.function_property(id, name).unwrap();
        let code = property("CodeUri").unwrap();
        // A nested stack's is relative to `infra`.
        let code = code.as_str().unwrap().trim_start_matches("../");
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

/// The longest name of a stack: the boundary refuses a longer one.
const STACK_NAME: usize = 26;

#[test]
fn the_boundary_refuses_long_names_of_stacks() {
    let refused = format!("MaxLength: {STACK_NAME}\n");
    assert!(read("infra/boundary.yaml").contains(&refused));
}

#[test]
fn every_function_has_logs_memory_and_a_trace() {
    systems().iter().for_each(has_logs);
}

fn has_logs(
    System {
        template: system,
        product,
        ..
    }: &System,
) {
    let (reference, operating) = match product {
        Product::Twin => ("infra/openapi.yaml", "infra/docs/operating.md"),
        Product::Provider => ("infra/openapi/provider.yaml", "infra/docs/provider.md"),
    };
    let (reference, operating) = (read(reference), read(operating));
    for function in system.functions().unwrap() {
        let id = &function.logical_id;
        let property = |name: &str| system.function_property(id, name).unwrap();
        let name = property("FunctionName").unwrap();
        assert_eq!(name, format!("twin-local-{}", function.bin), "{id}");
        let longest = STACK_NAME + 1 + function.bin.len();
        assert!(
            longest <= 64,
            "{id}: a function's name has 64 characters at most"
        );
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

/// Mappings whose batch is one piece of work, which is done or fails as a whole.
const WHOLE_BATCHES: [&str; 1] = ["CatalogueRebuildMessages"];

/// A function that takes longer than its caller waits works in vain, or its event comes again.
#[test]
fn every_function_ends_in_time() {
    systems().iter().for_each(ends_in_time);
}

fn ends_in_time(
    System {
        template: system, ..
    }: &System,
) {
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
            let whole = WHOLE_BATCHES.contains(&mapping.name.as_str());
            assert_ne!(mapping.reports_failures, whole, "{id}: {}", mapping.queue);
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
    for System { template, .. } in systems() {
        let functions = template.functions().unwrap();
        for mapping in functions.iter().flat_map(|f| &f.mappings) {
            let most = mapping.concurrency.unwrap_or_default();
            assert!((2..=1_000).contains(&most), "{} has no bound", mapping.name);
        }
    }
    let mut system = twin().template;
    let functions = system.functions().unwrap();
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
