//! What is written in several places and must agree: the registries of the functions against the
//! template, the event files and the documentation; the template's parameters and costs against
//! the operators' documentation and the files that deploy it.

use std::collections::{BTreeMap, BTreeSet};

use local::template::Template;
use local::{Engines, gateway};
use openapi::Document;
use openapi::provider::PROVIDER;
use openapi::twin::TWIN;
use provider_functions::surfaces::ERRORS_PAGE;
use registry::{Driver, Function, Product};
use serde_json::{Value, json};
use surface::{Authorizer, Code, FIELD_PROBLEMS, FORMAT_PROBLEM, Route, VALIDATION_ERROR, Worker};
use tests::root;

const OPERATING: &str = "infra/docs/operating.md";
const PROVIDER_OPERATING: &str = "infra/docs/provider.md";

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// `GET /path`, or `$default`.
fn named(route: &Route) -> String {
    match &route.method {
        Some(method) => format!("{method} {}", route.path),
        None => route.path.to_owned(),
    }
}

/// The same for each of its methods.
fn all_named(route: &Route) -> Vec<String> {
    let methods = route.methods();
    let mut all: Vec<_> = methods
        .map(|method| format!("{method} {}", route.path))
        .collect();
    if all.is_empty() {
        all.push(named(route));
    }
    all
}

const PRODUCTS: [Product; 2] = [Product::Twin, Product::Provider];

/// The page for operators, and the document, of a product.
fn pages(product: Product) -> (&'static str, &'static Document) {
    match product {
        Product::Twin => (OPERATING, &TWIN),
        Product::Provider => (PROVIDER_OPERATING, &PROVIDER),
    }
}

fn all_routes() -> impl Iterator<Item = &'static Route> {
    PRODUCTS.into_iter().flat_map(registry::routes)
}

fn all_workers() -> impl Iterator<Item = &'static Worker> {
    PRODUCTS.into_iter().flat_map(registry::workers)
}

/// The route of a function, and the authorizer that checks its callers.
fn driver(function: &Function) -> Option<(&'static Route, Authorizer)> {
    match function.driver {
        Driver::Route(route, authorizer) => Some((route, authorizer)),
        Driver::Work(_) => None,
    }
}

/// The template, with values for its intrinsics.
fn template() -> (Template, Engines) {
    let mut template = Template::read(&root().join("template.yaml")).unwrap();
    let engines = Engines::start(&mut template, None).unwrap();
    (template, engines)
}

#[test]
fn the_template_has_every_function_and_no_other() {
    let (template, _engines) = template();
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    for function in template.functions().unwrap() {
        let routes = function.routes.iter().map(ToString::to_string).collect();
        assert!(
            found.insert(function.bin.clone(), routes).is_none(),
            "{} twice",
            function.bin
        );
    }
    let mut expected = BTreeMap::<String, BTreeSet<String>>::new();
    for function in registry::functions() {
        let routes = driver(&function).map(|(route, _)| all_named(route));
        let routes = routes.into_iter().flatten().collect();
        assert!(expected.insert(function.name.to_owned(), routes).is_none());
    }
    assert_eq!(found, expected);
}

/// A route without the authorizer that its function relies on would let anybody call it.
#[test]
fn every_route_has_the_authorizer_of_its_callers() {
    let (template, _engines) = template();
    let drivers: BTreeMap<_, _> = registry::functions()
        .iter()
        .filter_map(driver)
        .flat_map(|(route, authorizer)| {
            let names = all_named(route).into_iter();
            names.map(move |name| (name, authorizer))
        })
        .collect();
    for function in template.functions().unwrap() {
        for found in function.routes {
            let name = found.to_string();
            let right = match drivers[&name] {
                Authorizer::None => found.access == gateway::Access::Open,
                Authorizer::Jwt(expected) => matches!(
                    &found.access,
                    gateway::Access::Jwt { authorizer, .. } if authorizer == expected
                ),
                Authorizer::Iam => found.access == gateway::Access::Iam,
            };
            assert!(right, "{name}: {:?}", found.access);
        }
    }
}

/// Each function is built from the folder of its package.
#[test]
fn every_function_has_a_bin_that_serves_it() {
    let (template, _engines) = template();
    let built: BTreeMap<String, BTreeSet<String>> = template
        .binaries()
        .unwrap()
        .into_iter()
        .map(|(folder, bins)| (folder, bins.into_iter().collect()))
        .collect();
    let mut expected = BTreeMap::new();
    for package in registry::packages() {
        let folder = format!("functions/{}", package.folder);
        let functions = package.functions.iter();
        let bins: BTreeSet<_> = functions.map(|function| function.name.to_owned()).collect();
        for function in &package.functions {
            let source = read(&format!("{folder}/src/bin/{}.rs", function.name));
            let serve = match function.driver {
                Driver::Route(..) => "serve",
                Driver::Work(_) => "serve_worker",
            };
            // However it is wrapped.
            let words: String = source.split_whitespace().collect();
            let call = format!("{{{serve}(&{},", function.constant);
            assert!(words.contains(&call), "{}", function.name);
            assert!(
                source.lines().count() < 16,
                "{}: a main is five lines",
                function.name
            );
        }
        assert!(expected.insert(folder, bins).is_none());
    }
    assert_eq!(built, expected);
}

#[test]
fn every_worker_runs_by_itself() {
    let (template, _engines) = template();
    let rotations = template.rotations().unwrap();
    for function in template.functions().unwrap() {
        let worker = all_workers().any(|worker| worker.function == function.bin);
        // By a schedule, by a queue, or by Secrets Manager.
        let runs = !function.schedules.is_empty()
            || !function.mappings.is_empty()
            || rotations.iter().any(|(_, by)| *by == function.logical_id);
        assert_eq!(runs, worker, "{}", function.bin);
        assert!(function.schedules.iter().all(|schedule| schedule.enabled));
        assert!(function.mappings.iter().all(|mapping| mapping.enabled));
    }
}

#[test]
fn every_function_has_an_event_of_its_own_route() {
    let mut files: BTreeSet<_> = std::fs::read_dir(root().join("events"))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    for route in all_routes() {
        let name = format!("{}.json", route.function);
        assert!(files.remove(&name), "events/{name} is missing");
        let event: Value = serde_json::from_str(&read(&format!("events/{name}"))).unwrap();
        let http = &event["requestContext"]["http"];
        assert_eq!(event["routeKey"], named(route), "{name}");
        assert_eq!(http["path"], event["rawPath"], "{name}");
        if let Some(method) = &route.method {
            assert_eq!(http["method"], method.as_str(), "{name}");
            assert!(route.matches(event["rawPath"].as_str().unwrap()), "{name}");
        }
    }
    for worker in all_workers() {
        let name = format!("{}.json", worker.function);
        assert!(files.remove(&name), "events/{name} is missing");
        let event: Value = serde_json::from_str(&read(&format!("events/{name}"))).unwrap();
        match worker.function {
            "outbox-sweep"
            | "webhook-sweep"
            | "provider-package-sweep"
            | "provider-outbox-sweep"
            | "provider-webhook-sweep"
            | "provider-id-token-key-fetch" => {
                assert_eq!(event["detail-type"], "Scheduled Event", "{name}");
            }
            "webhook-dispatch"
            | "webhook-sender"
            | "provider-webhook-dispatch"
            | "provider-webhook-sender"
            | "provider-catalogue-rebuild"
            | "provider-mail-send"
            | "provider-validation-run" => {
                let message = &event["Records"][0];
                assert_eq!(message["eventSource"], "aws:sqs", "{name}");
                assert!(message["body"].is_string(), "{name}");
            }
            "webhook-key-rotation"
            | "provider-token-key-rotation"
            | "provider-signature-key-rotation"
            | "provider-sealing-key-rotation" => {
                assert_eq!(event["Step"], "testSecret", "{name}")
            }
            other => panic!("{other}: add the check of its event"),
        }
    }
    assert!(files.is_empty(), "events of no function: {files:?}");
}

/// The operations of the API reference: `GET /path` and the function.
fn reference(document: &Document) -> BTreeSet<(String, String)> {
    let text = read(document.file);
    let paths = text.split_once("\npaths:\n").unwrap().1;
    let paths = paths.split("\nwebhooks:\n").next().unwrap();
    let paths = paths.split("\ncomponents:\n").next().unwrap();
    let (mut path, mut method) = ("", "");
    let mut operations = BTreeSet::new();
    for line in paths.lines() {
        match line.trim_start_matches(' ') {
            key if line.len() - key.len() == 2 => path = key.trim_matches(['"', ':']),
            key if line.len() - key.len() == 4 => method = key.trim_end_matches(':'),
            key => {
                if let Some(function) = key.strip_prefix("operationId: ") {
                    let route = format!("{} {path}", method.to_uppercase());
                    assert!(operations.insert((route, function.to_owned())));
                }
            }
        }
    }
    operations
}

/// Every HTTP function is in the API reference; those for key holders with what a call costs.
#[test]
fn every_endpoint_is_in_the_reference() {
    for product in PRODUCTS {
        let routes = registry::routes(product).into_iter();
        let expected = routes
            .filter(|route| route.method.is_some())
            .map(|route| (named(route), route.function.to_owned()))
            .collect();
        assert_eq!(reference(pages(product).1), expected);
    }

    let document = json!(TWIN.exact(&root()).unwrap());
    for endpoint in twin_functions::ENDPOINTS {
        let (route, limits) = (&endpoint.route, &endpoint.terms);
        let method = route.method.as_ref().unwrap().as_str().to_lowercase();
        let description = &document["paths"][route.path][method]["description"];
        let description = description.as_str().unwrap();
        let scope = limits
            .scope
            .map_or("Any scope".to_owned(), |scope| format!("Scope `{scope}`"));
        let bytes = limits.bytes_per_minute.map_or_else(String::new, |bytes| {
            format!(" and {} KiB of bodies", bytes / 1_024)
        });
        let calls = limits.per_minute;
        let minute = format!("{scope}; at most {calls} calls{bytes} a minute");
        let quota = match limits.counted {
            true => "costs 1 unit of the monthly quota",
            false => "costs no quota",
        };
        for part in [minute.as_str(), quota] {
            assert!(description.contains(part), "{}: {part}", route.function);
        }
    }
}

#[test]
fn every_worker_is_documented() {
    for product in PRODUCTS {
        let page = read(pages(product).0);
        for worker in registry::workers(product) {
            let row = format!("| `{}` | ", worker.function);
            assert!(page.lines().any(|line| line.starts_with(&row)), "{row}");
        }
    }
}

/// When a code is answered; with the surface, where it is of the dashboard or the back office only.
fn when(product: Product, code: &Code) -> String {
    let surfaces = registry::surfaces(product).into_iter();
    let of: Vec<_> = surfaces
        .filter(|surface| surface.all_codes().any(|own| own == code))
        .collect();
    match of.as_slice() {
        [surface] if product == Product::Twin && surface.name != "twin" => {
            let of = format!(" ({})", surface.title.to_lowercase());
            let when = code.when.strip_suffix(&of).unwrap_or(code.when);
            format!("{when}{of}")
        }
        _ => code.when.to_owned(),
    }
}

#[test]
fn every_error_code_is_documented() {
    for product in PRODUCTS {
        let row = |code: &'static Code| {
            let when = when(product, code);
            format!("| `{}` | {} | {when} |", code.name, code.status)
        };
        let expected: Vec<_> = registry::codes(product).into_iter().map(row).collect();
        let page = read(pages(product).0);
        let documented: Vec<_> = page
            .lines()
            .skip_while(|line| *line != "| code | status | when |")
            .skip(2)
            .take_while(|line| line.starts_with("| `"))
            .map(str::to_owned)
            .collect();
        assert_eq!(documented, expected, "{}", expected.join("\n"));
    }
}

/// The type of each problem (RFC 9457) is a heading of the page of errors.
#[test]
fn every_problem_type_is_a_heading() {
    let page = read("infra/docs/src/content/docs/provider/errors.mdx");
    let kinds = FIELD_PROBLEMS.iter().map(|(_, kind)| *kind);
    for kind in kinds.chain([FORMAT_PROBLEM]) {
        assert!(page.contains(&format!("\n### {kind}\n\n")), "{kind}");
    }
    let surfaces = registry::surfaces(Product::Provider);
    let typed: BTreeSet<_> = surfaces
        .iter()
        .filter(|surface| surface.problems == Some(ERRORS_PAGE))
        .flat_map(|surface| surface.all_codes())
        .map(|code| code.name)
        .collect();
    let sections: String = registry::codes(Product::Provider)
        .into_iter()
        .filter(|code| typed.contains(code.name) && code.name != VALIDATION_ERROR.name)
        .map(|code| {
            let kind = code.name.to_ascii_lowercase();
            format!(
                "\n### {kind}\n\n`{}`, {}: {}.\n",
                code.name, code.status, code.when
            )
        })
        .collect();
    assert!(
        page.ends_with(&sections),
        "the page does not end with:\n{sections}"
    );
}

#[test]
fn every_parameter_is_documented() {
    let page = read(OPERATING);
    let rows = page
        .lines()
        .skip_while(|line| *line != "| parameter | default | |")
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let mut documented = BTreeMap::new();
    for row in rows {
        let cells: Vec<_> = row.split(" | ").collect();
        let names: Vec<_> = cells[0].trim_start_matches("| ").split(", ").collect();
        let defaults: Vec<_> = cells[1].split(", ").collect();
        for (i, name) in names.iter().enumerate() {
            let default = defaults.get(i).unwrap_or(&defaults[0]);
            let default = match *default {
                "none" => String::new(),
                number if number.starts_with(char::is_numeric) => number.replace(',', ""),
                text => text.trim_matches('`').to_owned(),
            };
            assert!(
                documented
                    .insert(name.trim_matches('`').to_owned(), default)
                    .is_none()
            );
        }
    }
    let template = Template::read(&root().join("template.yaml")).unwrap();
    let all: BTreeMap<_, _> = template
        .parameters()
        .map(|(name, default)| (name.to_owned(), default.unwrap_or_default().to_owned()))
        .collect();
    assert_eq!(documented, all);
}

#[test]
fn the_costs_are_documented() {
    let assumed = cost::Assumptions::default();
    let counts = cost::Counts::of(&root(), &assumed).unwrap();
    let tables = cost::Cost::of(&assumed, &counts).tables();
    assert!(
        read(OPERATING).contains(&tables),
        "not in {OPERATING}:\n{tables}"
    );
}

/// The stages set parameters that exist, and the pipeline deploys each of them.
#[test]
fn stages_and_pipeline_fit_the_template() {
    let mut template = Template::read(&root().join("template.yaml")).unwrap();
    let stages: toml::Table = toml::from_str(&read("samconfig.toml")).unwrap();
    let pipeline = read("infra/pipeline/github-actions.yaml");
    for stage in ["staging", "production"] {
        let deploy = &stages[stage]["deploy"]["parameters"];
        let overrides = deploy["parameter_overrides"].as_table().unwrap();
        for (name, value) in overrides {
            template.set(name, value.as_str().unwrap()).unwrap();
        }
        assert_eq!(overrides["Stage"].as_str(), Some(stage));
        assert_ne!(overrides["Rollout"].as_str(), Some("AllAtOnce"), "{stage}");
        // The name of the job is that of the stage.
        assert!(pipeline.contains(&format!("\n  {stage}:\n")), "{stage}");
    }
}
