//! Each function's policy allows all that it sends to the table, the queues and the secrets. No local
//! engine asks IAM, so a missing action would first be seen in a deployment.

use std::collections::{BTreeMap, BTreeSet};

use ::provider::package::store::keep_no_run;
use local::template::Template;
use surface::Route;
use tests::provider::Platform;

use super::super::package::{CALLABLE, report};
use super::{NOW, Party, ends, route, routes};

const QUEUE: &str = "https://sqs.example/queue";
/// What is done with a package and its runtime, one after the other.
const STORY: [&str; 12] = [
    "provider-credential-secret-put",
    "provider-runtime-app-prove",
    "provider-version-submit",
    "provider-review-approve",
    "provider-version-publish",
    "provider-marketplace-list",
    "provider-marketplace-view",
    "provider-install-create",
    "provider-install-list",
    "provider-install-delete",
    "provider-package-suspend",
    "provider-package-restore",
];

/// The functions of the template, by their binaries.
struct Policies {
    functions: BTreeMap<String, String>,
    wrong: Vec<String>,
    done: BTreeSet<&'static str>,
}

impl Policies {
    fn read() -> Self {
        let template = Template::read(&tests::root().join("infra/provider.yaml")).unwrap();
        let functions = template.of_type("AWS::Serverless::Function");
        let functions = functions
            .into_iter()
            .map(|id| (template.binary(&id).unwrap(), id));
        Self {
            functions: functions.collect(),
            wrong: Vec::new(),
            done: BTreeSet::new(),
        }
    }

    /// Calls an endpoint, and compares what it sends with what it may.
    async fn call(&mut self, platform: &Platform, party: &Party, route: &'static Route) {
        let faults = &platform.world.faults;
        // A process of its own has read no secret yet.
        let process = platform.process_of(
            platform.world.clock.clone(),
            &[
                ("EVENTS_URL", QUEUE),
                ("DELIVERIES_URL", QUEUE),
                ("CATALOGUE_URL", QUEUE),
                ("VALIDATIONS_URL", QUEUE),
                ("MAILS_URL", QUEUE),
                ("AWS_ENDPOINT_URL_SQS", &faults.url),
            ],
        );
        faults.take_actions();
        let ask = party.ask(route).once(route.function);
        // Twice: done, and answered again or found done.
        let first = ask.answer(process).await;
        assert!(first.status < 500, "{}: {}", route.function, first.text());
        ask.answer(process).await;
        if first.status < 300 {
            self.done.insert(route.function);
        }
        let function = &self.functions[route.function];
        let allowed = tests::allowed_in("infra/provider.yaml", function);
        let used = faults.take_actions();
        let missing: Vec<_> = used.difference(&allowed).collect();
        if !missing.is_empty() {
            self.wrong
                .push(format!("{} lacks {missing:?}", route.function));
        }
    }
}

#[tokio::test]
async fn policies_allow_what_is_sent() {
    let mut policies = Policies::read();
    let platform = Platform::at(NOW).await;
    let party = Party::make(&platform, platform.process(), "weather-mine").await;
    let mut all: Vec<_> = routes().collect();
    all.sort_by_key(|route| ends(route));
    for route in all {
        policies.call(&platform, &party, route).await;
    }
    let platform = Platform::at(NOW).await;
    let process = platform.process();
    let party = Party::make(&platform, process, "weather-mine").await;
    let packages = &process.console.packages;
    let ids = (
        party.developer.parse().unwrap(),
        party.package.parse().unwrap(),
        party.version.parse().unwrap(),
    );
    let run = packages.begin(ids.0, ids.1, ids.2, CALLABLE, &keep_no_run);
    let run = run.await.unwrap();
    // Good enough, but not to list itself: a person decides.
    packages.finish(&run, &report(&run, 85)).await.unwrap();
    for function in STORY {
        policies.call(&platform, &party, route(function)).await;
        let is_done = policies.done.contains(function);
        assert!(is_done, "{function} was not done");
    }
    assert_eq!(policies.wrong, [""; 0]);
    let all: BTreeSet<_> = routes().map(|route| route.function).collect();
    let never: Vec<_> = all.difference(&policies.done).collect();
    println!("never done: {never:?}");
    // What is refused shows little of what a function needs.
    assert!(never.len() <= 8, "{never:?}");
}
