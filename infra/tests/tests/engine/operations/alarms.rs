//! Alarms: each watches metrics that exist and has its page; what fails without a caller has one.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use surface::{REQUEST, WORK};
use webhooks::DELIVERY;

use super::*;

/// Pages that are about no alarm.
const PROCEDURES: [&str; 10] = [
    "README",
    "rollback",
    "redrive",
    "recover-webhooks",
    "rotate-master-key",
    "key-leak",
    "erasure",
    "restore",
    "raise-an-account",
    "provider-mails",
];

/// The metrics that a stack's dashboard draws, except those that it searches for.
fn drawn(alarms: &Template) -> Vec<Metric> {
    let dashboards = alarms.of_type("AWS::CloudWatch::Dashboard").into_iter();
    let lines = dashboards.flat_map(|id| {
        let body = alarms.property(&id, "DashboardBody").unwrap().unwrap();
        let body: Value = serde_json::from_str(body.as_str().unwrap()).unwrap();
        let widgets = body["widgets"].as_array().unwrap().iter();
        let lines = widgets.flat_map(|w| w["properties"]["metrics"].as_array().unwrap().clone());
        lines.collect::<Vec<_>>()
    });
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

/// Alarms of one kind share a page.
#[test]
fn every_alarm_has_its_page_and_every_page_its_alarm() {
    let mut expected: BTreeSet<String> = PROCEDURES.map(str::to_owned).into();
    let index = page("README");
    let mut names = BTreeSet::new();
    for system in systems() {
        for (alarms, id) in system.alarms.iter().flat_map(Alarms::each) {
            let property = |path: &str| alarms.template.property(&id, path).unwrap().unwrap();
            let alarm = format!("{}-{}", alarms.prefix, kebab(&id));
            assert_eq!(property("AlarmName"), alarm);
            assert!(names.insert(alarm.clone()), "{alarm} twice");
            let description = property("AlarmDescription");
            let (what, where_to) = description.as_str().unwrap().split_once(" See ").unwrap();
            let name = where_to.strip_prefix("infra/runbook/").unwrap();
            let name = name.strip_suffix(".md").unwrap();
            let page = page(name);
            assert!(
                page.starts_with(&format!("# {name}\n\n{what}\n")),
                "{alarm}"
            );
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
            expected.insert(name.to_owned());
        }
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
            let file = link.split('#').next().unwrap();
            assert!(pages().join(file).exists(), "{name}: {link}");
        }
    }
}

#[test]
fn watched_and_drawn_metrics_exist() {
    for system in systems() {
        let mut all = 0;
        for alarms in &system.alarms {
            for id in alarms.ids() {
                let watched = watched(&alarms.template, &id);
                assert!(!watched.is_empty(), "{id}");
                for metric in watched {
                    assert!(system.has(&metric), "{id}: {metric:?}");
                }
            }
            for metric in drawn(&alarms.template) {
                assert!(system.has(&metric), "the dashboard: {metric:?}");
                all += 1;
            }
        }
        assert!(all > 10, "{all} metrics are drawn");
        let misspelled = [("QueueName".to_owned(), "twin-local-event".to_owned())];
        let misspelled = ("AWS/SQS".to_owned(), "x".to_owned(), misspelled.into());
        assert!(!system.has(&misspelled));
    }
}

/// Nobody notices requests that no function has seen unless the access log is counted.
#[test]
fn refusals_and_throttles_have_an_alarm() {
    for (system, own) in [
        (twin(), "throttled_owners"),
        (provider(), "throttled_operators"),
    ] {
        let watched = system.watched();
        let names = |name: &str| watched.iter().any(|(_, (_, watched, _))| watched == name);
        for name in ["4xx", "throttled", own] {
            assert!(names(name), "{name}");
        }
        // The patterns look at fields that the access log has.
        let template = &system.template;
        let format = template.property("Api", "AccessLogSettings/Format");
        let format = format.unwrap().unwrap();
        let line: Value = serde_json::from_str(format.as_str().unwrap()).unwrap();
        for id in template.of_type("AWS::Logs::MetricFilter") {
            let pattern = template.property(&id, "FilterPattern").unwrap().unwrap();
            for (at, _) in pattern.as_str().unwrap().match_indices("$.") {
                let field = &pattern.as_str().unwrap()[at + 2..];
                let field = field.split(|c: char| !c.is_alphanumeric()).next().unwrap();
                assert!(line.get(field).is_some(), "{id}: {field}");
            }
        }
    }
}

/// A message that fails is kept as a dead letter, which has an alarm. A scheduled run need not be
/// kept, because the next one does the same, but an alarm notices where none comes.
#[test]
fn every_asynchronous_failure_has_an_alarm() {
    for system in systems() {
        failures_have_alarms(&system);
    }
}

fn failures_have_alarms(system: &System) {
    let (template, all) = (&system.template, system.watched());
    let alarm = |namespace: &str, name: &str, key: &str, value: &str| {
        let found = all.iter().find(|(_, (n, m, by))| {
            n == namespace && m == name && by.get(key).is_some_and(|found| found == value)
        });
        let found = found.unwrap_or_else(|| panic!("no alarm for {name} of {value}"));
        found.0.clone()
    };
    for function in template.functions().unwrap() {
        if function.routes.is_empty() {
            let name = format!("twin-local-{}", function.bin);
            alarm("AWS/Lambda", "Errors", "FunctionName", &name);
        }
        let id = &function.logical_id;
        for _ in &function.schedules {
            let retries = "EventInvokeConfig/MaximumRetryAttempts";
            let retries = template.property(id, retries).unwrap();
            assert_eq!(retries, Some(json!(0)), "{id}");
            let silent = alarm(system.namespace, "runs", "worker", &function.bin);
            let mut stacks = system.alarms.iter().map(|alarms| &alarms.template);
            let missing = stacks.find_map(|alarms| {
                let missing = alarms.written(&silent, "TreatMissingData")?;
                missing.as_str()
            });
            assert_eq!(missing, Some("breaching"), "{silent}");
        }
    }
    for surface in registry::surfaces(system.product) {
        alarm(surface.namespace, "faults", "surface", surface.name);
    }
    alarm("AWS/ApiGateway", "5xx", "ApiId", "Api");
    // Each queue is either one with dead letters, or one of dead letters, which has an alarm.
    let queues = template.of_type("AWS::SQS::Queue");
    let mut targets = BTreeSet::new();
    for id in &queues {
        let property = |name: &str| template.property(id, name).unwrap();
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
        let kept = |id: &str| template.property(id, "MessageRetentionPeriod").unwrap();
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
    let page = read("infra/docs/operating.md");
    let other = read("infra/docs/provider.md");
    assert!(other.contains("`ProviderApi`") && other.contains("(operating.md#logs-and-metrics)"));
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
