//! What operators rely on, of both products: each function's permissions, logs, timeout and dead letters in
//! the templates; that every alarm watches a metric that exists and has its page; that the alarms that
//! stop a rollout exist and go off in time; that the runbook's commands work.

mod alarms;
mod commands;
mod functions;
mod rollouts;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use common::telemetry::Metric as Kind;
use local::template::Template;
use registry::Product;
use serde_json::Value;
use surface::{REQUEST, UNREADABLE, WORK};
use tests::root;
use webhooks::DELIVERY;
use webhooks::outbox::DEAD_LETTERS;

/// The log lines that are metrics.
const KINDS: [Kind; 5] = [REQUEST, WORK, DELIVERY, UNREADABLE, DEAD_LETTERS];

fn pages() -> PathBuf {
    root().join("infra/runbook")
}

fn page(name: &str) -> String {
    let path = pages().join(format!("{name}.md"));
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// A product's stack, without its nested stacks, and its alarms.
struct System {
    product: Product,
    namespace: &'static str,
    /// The template; each resource is known by its logical id.
    template: Template,
    /// The nested stacks of alarms.
    alarms: Vec<Alarms>,
}

/// A nested stack of alarms.
struct Alarms {
    template: Template,
    /// What their names begin with.
    prefix: String,
}

impl Alarms {
    fn ids(&self) -> Vec<String> {
        self.template.of_type("AWS::CloudWatch::Alarm")
    }

    fn each(&self) -> Vec<(&Self, String)> {
        self.ids().into_iter().map(|id| (self, id)).collect()
    }
}

impl System {
    /// All metrics that alarms watch, each with its alarm.
    fn watched(&self) -> Vec<(String, Metric)> {
        let all = self.alarms.iter().flat_map(Alarms::each);
        let all = all.flat_map(|(alarms, id)| {
            let metrics = watched(&alarms.template, &id).into_iter();
            metrics.map(move |metric| (id.clone(), metric))
        });
        all.collect()
    }

    /// Whether a metric exists: an alarm that names another one never goes off.
    fn has(&self, (namespace, name, dimensions): &Metric) -> bool {
        let template = &self.template;
        let is = |key: &str, value: &str| dimensions.get(key).is_none_or(|found| found == value);
        let names = |kind: &str, property: &str| -> BTreeSet<String> {
            let ids = template.of_type(kind).into_iter();
            let names = ids.map(|id| template.property(&id, property).unwrap().unwrap());
            names
                .map(|name| name.as_str().unwrap().to_owned())
                .collect()
        };
        let keys: BTreeSet<&str> = dimensions.keys().map(String::as_str).collect();
        let keyed = |expected: &[&str]| keys == expected.iter().copied().collect();
        match namespace.as_str() {
            // Counted in the access log, whose lines have the dimensions.
            own if own == self.namespace && self.filtered(name, &keys) => is("stage", "dev"),
            own if own == self.namespace => {
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
                let known = |key: &str, known: &dyn Fn(&str) -> bool| {
                    dimensions.get(key).is_none_or(|value| known(value))
                };
                let routes = registry::routes(self.product);
                counted
                    && is("stage", "dev")
                    && known("surface", &|name| {
                        let surfaces = registry::surfaces(self.product);
                        surfaces.iter().any(|own| own.name == name)
                    })
                    && known("endpoint", &|name| {
                        let surface = dimensions.get("surface");
                        routes.iter().any(|own| {
                            own.function == name && surface.is_some_and(|s| own.surface.name == s)
                        })
                    })
                    && known("worker", &|name| {
                        let workers = registry::workers(self.product);
                        workers.iter().any(|own| own.function == name)
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
                let index = template.property("Table", index).unwrap().unwrap();
                dimensions.contains_key("TableName")
                    && is("TableName", "Table")
                    && is("GlobalSecondaryIndexName", index.as_str().unwrap())
            }
            _ => false,
        }
    }

    /// Whether a metric filter makes this metric with these dimensions.
    fn filtered(&self, name: &str, keys: &BTreeSet<&str>) -> bool {
        let filters = self.template.of_type("AWS::Logs::MetricFilter").into_iter();
        let mut made = filters.flat_map(|id| {
            let made = self.template.property(&id, "MetricTransformations");
            made.unwrap().unwrap().as_array().unwrap().clone()
        });
        made.any(|metric| {
            let by = metric["Dimensions"].as_array().unwrap().iter();
            metric["MetricNamespace"] == self.namespace
                && metric["MetricName"] == name
                && by
                    .map(|by| by["Key"].as_str().unwrap())
                    .eq(keys.iter().copied())
        })
    }
}

fn systems() -> [System; 2] {
    [twin(), provider()]
}

fn twin() -> System {
    let mut template = parsed("template.yaml");
    template.bind("Boundary", "Outputs.Arn", "arn:boundary");
    template.bind("RolloutRole", "Arn", "arn:RolloutRole");
    for (name, value) in [
        ("Stage", "dev"),
        ("JwtIssuer", "https://issuer.example"),
        ("JwtAudience", "here"),
        ("ProviderPlatform", "enabled"),
        ("ProviderIssuer", "https://providers.example"),
        ("ProviderIdTokenIssuer", "https://issuer.example"),
        ("ProviderIdTokenAudience", "providers"),
        ("ProviderIdTokenKeysUrl", "https://issuer.example/keys"),
        ("ProviderFirebaseApiKey", "key"),
        ("ProviderMailFrom", "no-reply@example.com"),
        ("ProviderMailIdentity", "example.com"),
    ] {
        template.set(name, value).unwrap();
    }
    let alarms = alarms(&template, "");
    System {
        product: Product::Twin,
        namespace: "TwinApi",
        template,
        alarms,
    }
}

fn provider() -> System {
    let twin = twin();
    let given = twin.template.property("Provider", "Parameters");
    let mut template = parsed("infra/provider.yaml");
    give(&mut template, &given.unwrap().unwrap());
    let alarms = alarms(&template, "infra/");
    System {
        product: Product::Provider,
        namespace: "ProviderApi",
        template,
        alarms,
    }
}

/// Gives a nested stack's template its parameters.
fn give(template: &mut Template, given: &Value) {
    for (name, value) in given.as_object().unwrap() {
        template.set(name, value.as_str().unwrap()).unwrap();
    }
}

/// A template alone, without its nested stacks.
fn parsed(path: &str) -> Template {
    let mut template = Template::parse(&read(path)).unwrap();
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
    for id in template.of_type("AWS::Serverless::Function") {
        let bin = template.binary(&id).unwrap();
        let name = format!("twin-local-{bin}");
        template.bind(&id, "", &name);
        template.bind(&id, "Version.Version", &format!("new {name}"));
    }
    template
}

/// The stacks of alarms that a template nests; its files are below this folder.
fn alarms(system: &Template, folder: &str) -> Vec<Alarms> {
    let stacks = system.of_type("AWS::CloudFormation::Stack").into_iter();
    let found = stacks.filter_map(|id| {
        let file = system.property(&id, "TemplateURL").unwrap().unwrap();
        let file = file.as_str().unwrap().to_owned();
        let parameters = file.ends_with("alarms.yaml").then(|| {
            let given = system.property(&id, "Parameters");
            given.unwrap().unwrap()
        })?;
        let mut template = Template::parse(&read(&format!("{folder}{file}"))).unwrap();
        give(&mut template, &parameters);
        let prefix = parameters.get("Name").unwrap_or(&parameters["Stack"]);
        let prefix = prefix.as_str().unwrap().to_owned();
        Some(Alarms { template, prefix })
    });
    let found: Vec<_> = found.collect();
    assert_eq!(found.len(), 2);
    found
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

fn list(value: &Value) -> Vec<String> {
    let all = match value {
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    };
    let texts = all.iter().map(|one| one.as_str().unwrap().to_owned());
    texts.collect()
}
