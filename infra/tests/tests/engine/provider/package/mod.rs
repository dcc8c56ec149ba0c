//! Packages: created, validated, reviewed, published, stopped.

mod create;
mod endpoints;
mod lifecycle;
mod runs;
mod stop;

use common::Timestamp;
use dynamo::{Change, Table};
use provider::catalogue::{self, entry};
use provider::conformance::{Report, assess};
use provider::id::{AppId, DeveloperId, PackageId, VersionId};
use provider::package::descriptor::read;
use provider::package::listing::Listing;
use provider::package::store::{
    Callable, Created, Durations, NewPackage, NewVersion, Pair, Run, Stored, keep_no_run,
    keep_nothing,
};
use provider::package::{Capability, PackageError, Packages, RiskTier, Semver};
use serde_json::{Value, json};
use tests::{World, rows};

const NOON: &str = "2026-11-22T12:00:00Z";
/// The companies' name.
const COMPANY: &str = "Example Ltd";
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
pub(super) const CALLABLE: Callable = Callable {
    runtime: true,
    https: true,
    local: false,
};

/// A company with an app.
#[derive(Clone, Copy, Debug)]
struct Company {
    developer: DeveloperId,
    app: AppId,
}

async fn company(world: &World) -> Company {
    let now = world.clock.now();
    let company = Company {
        developer: DeveloperId::new(now),
        app: AppId::new(now),
    };
    let key = ::provider::layout::owned_app(company.developer, company.app);
    let item = Change::put(key, &json!({ "name": "app" })).unwrap();
    item.apply(&world.table, "making an app").await.unwrap();
    company
}

fn packages(world: &World) -> Packages {
    let durations = Durations::default();
    Packages::new(world.connected(), world.clock.clone(), durations)
}

/// What a version can do: it only reads, and takes these parameters.
fn reads(properties: Value) -> Vec<Capability> {
    let capability = json!([{
        "name": "today", "title": "Today", "description": "What is on today.", "modes": ["state"],
        "inputSchema": { "type": "object", "properties": properties }, "outputSchema": { "type": "object" },
        "dataClasses": ["calendar"],
    }]);
    read(&capability, "").unwrap()
}

/// What a version can do that acts.
fn acts() -> Vec<Capability> {
    let capability = json!([{
        "name": "today", "title": "Today", "description": "What is on today.",
        "modes": ["state", "action"], "inputSchema": {}, "outputSchema": {},
        "actions": [{ "name": "add", "title": "Add", "inputSchema": {}, "outputSchema": {} }],
    }]);
    read(&capability, "").unwrap()
}

fn new(app: AppId, slug: &str) -> NewPackage {
    NewPackage {
        app_id: app,
        slug: slug.parse().unwrap(),
        name: "Calendar".into(),
        description: "What is on today, from your calendars.".into(),
        category: Some("productivity".into()),
        listing: Listing::default(),
        risk_tier: RiskTier::DataOnly,
        capabilities: reads(json!({})),
    }
}

async fn created(packages: &Packages, company: Company, slug: &str) -> Created {
    let new = new(company.app, slug);
    packages
        .create(company.developer, &new, &keep_nothing)
        .await
        .unwrap()
}

async fn version(
    packages: &Packages,
    company: Company,
    package: PackageId,
    capabilities: Vec<Capability>,
    number: Option<&str>,
) -> Result<Created, PackageError> {
    let new = NewVersion {
        capabilities,
        changelog: None,
        version: number.map(|number| number.parse::<Semver>().unwrap()),
    };
    packages
        .create_version(company.developer, package, &new, &keep_nothing)
        .await
}

/// A report of a run with this score.
pub(super) fn report(run: &Run, score: u8) -> Report {
    let mut report = assess(&run.setup, &[], &run.samples);
    report.score = score;
    (report.complete, report.passing) = (true, score >= 80);
    report.lists_itself = score >= 90;
    report
}

/// Validates a version, with this score.
async fn validated(
    packages: &Packages,
    company: Company,
    package: PackageId,
    version: VersionId,
    score: u8,
) -> Pair {
    let run = packages
        .begin(company.developer, package, version, CALLABLE, &keep_no_run)
        .await
        .unwrap();
    packages.finish(&run, &report(&run, score)).await.unwrap()
}

/// A package whose first version is published.
async fn published(packages: &Packages, company: Company, slug: &str) -> Pair {
    let created = created(packages, company, slug).await;
    let (package, version) = (created.package.id, created.version.id);
    validated(packages, company, package, version, 100).await;
    let submitted = packages
        .submit(company.developer, package, version, COMPANY, &keep_nothing)
        .await;
    submitted.unwrap().value
}

/// The events that wait to be sent for an app: their types, in the order of their ids.
async fn events(table: &Table, app: AppId) -> Vec<String> {
    let mut found: Vec<_> = rows::all(table)
        .await
        .iter()
        .filter(|item| rows::place(item).0 == format!("{app}#out"))
        .map(|item| serde_json::from_str::<Value>(item["body"].as_s().unwrap()).unwrap())
        .map(|body| body["event"].as_str().unwrap().to_owned())
        .collect();
    found.sort();
    found
}

/// The types of events that a change stored.
fn stored<T>(outcome: &Stored<T>) -> Vec<String> {
    let bodies = outcome.messages.iter().map(|message| &message.body);
    let bodies = bodies.map(|body| serde_json::from_str::<Value>(body).unwrap());
    // The catalogue's own message is no event.
    bodies
        .filter_map(|body| Some(body["event"].as_str()?.to_owned()))
        .collect()
}

/// How a package stands in the catalogue, and since which version.
async fn listed(world: &World, package: PackageId) -> Option<(entry::Status, VersionId)> {
    let entry = catalogue::find(&world.table, package).await.unwrap()?;
    assert_eq!(entry.company, COMPANY);
    Some((entry.status, entry.version_id))
}

fn later(world: &World, millis: i64) -> Timestamp {
    world.clock.advance(millis);
    world.clock.now()
}
