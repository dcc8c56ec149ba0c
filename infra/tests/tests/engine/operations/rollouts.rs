//! Gradual rollouts, and the alarms that stop them.

use std::collections::BTreeSet;

use registry::Product;
use serde_json::json;

use super::*;

/// The provider platform's functions with an alias: a dozen at most, because each takes three more
/// resources of its stack.
const PROVIDERS: &[&str] = &[
    "provider-token-issue",
    "provider-token-introspect",
    "provider-metadata-keys",
    "provider-runtime-app-list",
    "provider-runtime-app-view",
];

/// Only functions with enough calls roll out gradually: the public API's, those that a queue
/// drives, and some of the provider platform's.
#[test]
fn gradual_rollouts_are_watched() {
    assert!(PROVIDERS.len() <= 12);
    for system in systems() {
        are_watched(system);
    }
}

fn is_gradual(product: Product, function: &local::template::Function) -> bool {
    if product == Product::Provider {
        return PROVIDERS.contains(&function.bin.as_str());
    }
    let routes = registry::routes(product);
    let route = routes.iter().find(|route| route.function == function.bin);
    route.map_or(!function.mappings.is_empty(), |route| {
        route.surface.name == "twin"
    })
}

fn are_watched(mut system: System) {
    let template = &mut system.template;
    let functions = template.functions().unwrap();
    for function in &functions {
        let id = &function.logical_id;
        let property = |name: &str| template.function_property(id, name).unwrap();
        if !is_gradual(system.product, function) {
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
    template.set("Rollout", canary).unwrap();
    let template = &system.template;
    let mut idle: BTreeSet<_> = template
        .of_type("AWS::CloudWatch::Alarm")
        .into_iter()
        .collect();
    for function in &functions {
        let id = &function.logical_id;
        let preference = template.property(id, "DeploymentPreference").unwrap();
        let Some(preference) = preference else {
            continue;
        };
        assert_eq!(preference["Type"], canary, "{id}");
        let mut watched_by = 0;
        for alarm in list(&preference["Alarms"]) {
            idle.remove(&alarm);
            let metrics = watched(template, &alarm);
            assert!((1..=10).contains(&metrics.len()), "{alarm}: 10 at most");
            for metric in metrics {
                assert!(system.has(&metric), "{alarm}: {metric:?}");
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
    let page = page("rollback");
    for System { template, .. } in systems() {
        for id in template.of_type("AWS::CloudWatch::Alarm") {
            let property = |name: &str| template.property(&id, name).unwrap();
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
}
