//! The conformance suite against the demonstration runtime, over the wire.

use std::collections::BTreeSet;
use std::time::Duration;

use common::Clock;
use demo::runtime::{ACTION, Behaviour, STATE};
use dynamo::Change;
use provider::catalogue::entry::PictureHash;
use provider::catalogue::picture;
use provider::conformance::{CheckId, Dimension, Report, Verdict};
use provider::package::descriptor::read;
use provider::package::listing::Listing;
use provider::package::store::{Durations, NewPackage, Pair, RunPlace, keep_no_run, keep_nothing};
use provider::package::validate::{Progress, callable, work};
use provider::package::{Packages, RiskTier, Status, layout};
use serde_json::json;
use webhooks::Queues;

use super::World;

/// A package of what the demonstration runtime can do.
struct Package<'a> {
    world: &'a World,
    packages: Packages,
    pair: Pair,
}

impl<'a> Package<'a> {
    async fn new(world: &'a World) -> Self {
        let (developer, app) = (world.developer, world.app);
        let key = ::provider::layout::owned_app(developer, app);
        let item = Change::put(key, &json!({ "name": "Weather" })).unwrap();
        item.apply(world.table(), "making an app").await.unwrap();
        let text = |about: &str| json!({ "type": "string", "description": about });
        let capabilities = json!([{
            "name": STATE, "title": "Weather now", "description": "The weather of a city, now.",
            "modes": ["state", "realtime"],
            "inputSchema": { "type": "object", "properties": {
                "city": text("The city."), "units": text("An optional one.") },
                "required": ["city"] },
            "outputSchema": { "type": "object", "required": ["city", "temperatureC"], "properties": {
                "city": text("The city."),
                "temperatureC": { "type": "number", "description": "Degrees Celsius." } } },
            "surfaceGuidance": { "component": "card", "bindings": { "value": "/temperatureC" } },
            "fixtures": [{ "name": "Rome", "input": { "params": { "city": "Rome" } },
                "expected": { "status": "ok", "data": { "city": "Rome", "temperatureC": 20 } },
                "tolerances": { "/temperatureC": { "delta": 5 } } }],
        }, {
            "name": ACTION, "title": "Notes", "description": "Writes a note for the user.",
            "modes": ["action"], "inputSchema": {}, "outputSchema": {},
            "actions": [{ "name": "create", "title": "Create a note",
                "inputSchema": { "type": "object", "properties": { "text": text("The note.") },
                    "required": ["text"] },
                "outputSchema": { "type": "object", "required": ["id", "text"], "properties": {
                    "id": text("The note."), "text": text("What it says.") } },
                "confirmation": "Write this note?", "idempotent": true }],
        }]);
        let page = |name: &str| Some(format!("{}/{name}", world.runtime.url()));
        let new = NewPackage {
            app_id: app,
            slug: "weather".parse().unwrap(),
            name: "Weather".into(),
            description: "The weather of your city, and notes about it.".into(),
            category: None,
            listing: Listing {
                icon_url: page("icon.png"),
                screenshots: Vec::new(),
                privacy_url: page("privacy"),
                support_url: page("support"),
            },
            risk_tier: RiskTier::ActionCapable,
            capabilities: read(&capabilities, "").unwrap(),
        };
        let clock = world.caller.clock.clone();
        let packages = Packages::new(world.table().clone(), clock, Durations::default());
        let pair = packages
            .create(developer, &new, &keep_nothing)
            .await
            .unwrap();
        Self {
            world,
            packages,
            pair,
        }
    }

    /// A run that has so many seconds.
    async fn validate(&self, seconds: i64) -> Progress {
        let (caller, pair) = (&self.world.caller, &self.pair);
        let callable = callable(caller, self.world.app).await.unwrap();
        let (developer, package, version) =
            (self.world.developer, pair.package.id, pair.version.id);
        let run = self
            .packages
            .begin(developer, package, version, callable, &keep_no_run)
            .await;
        let until = caller.clock.now().plus_millis(seconds * 1_000);
        let queues = self.queues();
        let done = work(&self.packages, caller, &queues, run.unwrap(), until);
        done.await.unwrap()
    }

    fn queues(&self) -> Queues {
        Queues::read(&self.world.settings, self.world.table())
    }

    async fn report(&self) -> (Report, Pair) {
        match self.validate(60).await {
            Progress::Done(done) => *done,
            Progress::GoesOn => panic!("it goes on"),
        }
    }

    /// The checks that fail where the runtime behaves like this.
    async fn failing(&self, behaviours: &[Behaviour]) -> BTreeSet<CheckId> {
        self.world.runtime.behave(behaviours.iter().copied());
        // Six an hour: each test has its own package, but not its own hour.
        let count = layout::runs(self.pair.package.id);
        self.world.table().remove("testing", count).await.unwrap();
        let (report, _) = self.report().await;
        assert!(report.complete);
        with_verdict(&report, Verdict::Fail)
    }
}

fn with_verdict(report: &Report, verdict: Verdict) -> BTreeSet<CheckId> {
    let all = report.dimensions.iter().flat_map(|d| &d.checks);
    all.filter(|c| c.verdict == verdict).map(|c| c.id).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_runtime_that_keeps_the_rules_passes() {
    let world = World::new().await;
    world.active().await;
    let package = Package::new(&world).await;
    let (report, pair) = package.report().await;
    let failed = with_verdict(&report, Verdict::Fail);
    assert!(failed.is_empty(), "{failed:?}");
    assert_eq!(
        (report.score, report.passing, report.lists_itself),
        (100, true, true)
    );
    assert_eq!(pair.status(), Status::Validated);
    // On this machine there is neither HTTPS nor an internet; the rest was judged.
    let skipped = with_verdict(&report, Verdict::Skipped);
    assert!(
        skipped.contains(&CheckId::SecurityHttps) && skipped.contains(&CheckId::SecurityPublic)
    );
    // The listing's pages are on this machine; the icon is kept, and served by its hash.
    let icon = pair.version.pictures.icon.unwrap();
    let kept = picture::read(world.table(), icon).await.unwrap().unwrap();
    assert!(kept.starts_with(b"\x89PNG") && PictureHash::of(&kept) == icon);
    let security = report
        .dimensions
        .iter()
        .find(|d| d.dimension == Dimension::Security);
    let passed = security
        .unwrap()
        .checks
        .iter()
        .filter(|c| c.verdict == Verdict::Pass);
    assert_eq!(passed.count(), 7);
    // The runtime saw who called.
    let calls = world.runtime.receiver.take();
    let calls: Vec<_> = calls
        .iter()
        .filter(|c| c.path.ends_with("/execute"))
        .collect();
    assert!(calls.len() > 40);
    let environment = |c: &&&local::Received| c.header("x-aiffinity-environment") == "conformance";
    assert_eq!(calls.iter().filter(environment).count(), calls.len());
    // An action that was repeated with its key had one effect.
    let keys: BTreeSet<_> = calls
        .iter()
        .filter(|call| call.path.contains(ACTION))
        .filter(|call| call.json()["params"]["text"].is_string())
        .map(|call| call.header("idempotency-key").to_owned())
        .collect();
    assert_eq!(world.runtime.effects(), keys.len() as u64);
    // What is stored is what was answered.
    let stored = package
        .packages
        .report(pair.package.id, pair.version.id)
        .await
        .unwrap();
    assert_eq!(stored, Some(report));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_misbehaviour_fails_its_checks() {
    use CheckId::*;
    let world = World::new().await;
    world.active().await;
    let package = Package::new(&world).await;
    let five = BTreeSet::from([
        SecurityUnsigned,
        SecurityWrongKey,
        SecurityAlteredBody,
        SecurityOldTimestamp,
        SecurityRepeatedNonce,
    ]);
    let cases: [(Behaviour, BTreeSet<CheckId>); 18] = [
        (Behaviour::AcceptUnsigned, [SecurityUnsigned].into()),
        (Behaviour::AcceptAnyKey, [SecurityWrongKey].into()),
        (Behaviour::AcceptAlteredBody, [SecurityAlteredBody].into()),
        (Behaviour::AcceptOld, [SecurityOldTimestamp].into()),
        (Behaviour::AcceptRepeated, [SecurityRepeatedNonce].into()),
        (Behaviour::EchoSecret, [SecuritySecrets].into()),
        (
            Behaviour::BareErrors,
            [ContractWrongType, ContractMissing, ReliabilityErrors].into(),
        ),
        (
            Behaviour::AnyParams,
            [ContractWrongType, ContractMissing].into(),
        ),
        (Behaviour::AnyCapability, [ContractNoCapability].into()),
        (Behaviour::LongTtl, [ContractTtl].into()),
        (Behaviour::OtherValue, [ContractValues].into()),
        (
            Behaviour::TooSlow,
            [PerformanceP95, PerformanceFirstByte].into(),
        ),
        (
            Behaviour::NoPages,
            [PresentationIcon, PresentationPrivacy, PresentationSupport].into(),
        ),
        (Behaviour::AcceptAnySignature, five),
        (
            Behaviour::DoubleEffects,
            BTreeSet::from([ReliabilityIdempotent]),
        ),
        (
            Behaviour::Ill,
            BTreeSet::from([ReliabilityHealth, ReliabilityRetryAfter]),
        ),
        (Behaviour::Ahead, BTreeSet::from([ContractFetchedAt])),
        (
            Behaviour::Redirect,
            BTreeSet::from([
                ContractStatus,
                ContractData,
                ContractValues,
                ContractTtl,
                ContractWrongType,
                ContractMissing,
                ContractNoCapability,
                SecurityRedirect,
                ReliabilityIdempotent,
                PerformanceP95,
                PerformanceFirstByte,
            ]),
        ),
    ];
    for (behaviour, expected) in cases {
        let failed = package.failing(&[behaviour]).await;
        assert_eq!(failed, expected, "{behaviour}");
    }
    let failed = package.failing(&[Behaviour::Schema]).await;
    assert!(
        failed.contains(&ContractData) && !failed.contains(&SecurityUnsigned),
        "{failed:?}"
    );
    let failed = package.failing(&[Behaviour::Large]).await;
    assert!(failed.contains(&PerformanceSize), "{failed:?}");
    let failed = package.failing(&[Behaviour::Fail]).await;
    assert!(failed.contains(&ReliabilityParallel), "{failed:?}");
    let failed = package.failing(&[Behaviour::BusySilently]).await;
    assert!(failed.contains(&ReliabilityRetryAfter), "{failed:?}");
    let failed = package.failing(&[Behaviour::Busy]).await;
    assert!(!failed.contains(&ReliabilityRetryAfter), "{failed:?}");
    assert!(package.failing(&[]).await.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_goes_on_where_the_function_stopped() {
    let world = World::new().await;
    world.active().await;
    let package = Package::new(&world).await;
    // The health check answers, and everything else hangs until the time is over.
    world.runtime.behave([Behaviour::Hang]);
    let began = world.now();
    assert!(matches!(package.validate(2).await, Progress::GoesOn));
    let took = world.now().millis() - began.millis();
    assert!(took < 3_500, "{took} ms");
    let pair = &package.pair;
    let place = RunPlace {
        package_id: pair.package.id,
        version_id: pair.version.id,
    };
    let run = package.packages.take_run(place).await.unwrap().unwrap();
    let found: Vec<_> = run.samples.samples.keys().map(String::as_str).collect();
    assert_eq!(found, ["health/0", "health/1", "health/2"]);
    // The runtime is mended, and the worker asks again for what was under way.
    world.runtime.behave([]);
    let until = world.now().plus_millis(60_000);
    let queues = package.queues();
    let done = work(&package.packages, &world.caller, &queues, run, until).await;
    let Progress::Done(done) = done.unwrap() else {
        panic!("it goes on")
    };
    assert_eq!((done.0.score, done.0.passing), (100, true));
    assert_eq!(package.packages.take_run(place).await.unwrap(), None);
}

/// A worker that ends in the middle: what it had not stored is done again by the next.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_worker_loses_nothing() {
    let world = World::new().await;
    world.active().await;
    let package = Package::new(&world).await;
    let pair = &package.pair;
    let place = RunPlace {
        package_id: pair.package.id,
        version_id: pair.version.id,
    };
    world.runtime.behave([Behaviour::Hang]);
    assert!(matches!(package.validate(1).await, Progress::GoesOn));
    let packages = |ahead: i64| {
        let clock = Clock::standing_at(world.now().plus_millis(ahead));
        Packages::new(world.table().clone(), clock, Durations::default())
    };
    for turn in 0..3 {
        let packages = packages(turn * 91_000);
        let run = packages.take_run(place).await.unwrap().unwrap();
        let until = world.now().plus_millis(60_000);
        let queues = package.queues();
        let work = work(&packages, &world.caller, &queues, run, until);
        let killed = tokio::time::timeout(Duration::from_millis(700), work).await;
        assert!(killed.is_err(), "the runtime hangs");
        // It is nobody's else until its lease is over.
        assert_eq!(packages.take_run(place).await.unwrap(), None);
    }
    world.runtime.behave([]);
    let packages = packages(3 * 91_000);
    let run = packages.take_run(place).await.unwrap().unwrap();
    let until = world.now().plus_millis(60_000);
    let queues = package.queues();
    let done = work(&packages, &world.caller, &queues, run, until).await;
    assert!(matches!(done.unwrap(), Progress::Done(done) if done.0.passing));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_runtime_nothing_is_judged_of_it() {
    let world = World::new().await;
    let package = Package::new(&world).await;
    let (report, pair) = package.report().await;
    assert!(!report.complete && !report.passing);
    assert!(with_verdict(&report, Verdict::Fail).is_empty());
    assert_eq!(pair.status(), Status::Draft);
    // The health check of this one answers, its calls do not.
    world.active().await;
    world.runtime.behave([Behaviour::Reset]);
    let (report, _) = package.report().await;
    let failed = with_verdict(&report, Verdict::Fail);
    assert!(
        failed.contains(&CheckId::ContractStatus) && !report.passing,
        "{failed:?}"
    );
}
