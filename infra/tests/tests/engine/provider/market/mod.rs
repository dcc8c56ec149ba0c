//! The marketplace: the catalogue, installs, ratings.

mod endpoints;
mod installing;
mod listing;
mod rating;

use std::collections::BTreeSet;

use common::{Tenant, Timestamp};
use dynamo::{Table, Transaction, Tries};
use provider::catalogue::entry::{ListedCapability, Status};
use provider::catalogue::rebuild::{self, Counting, Rebuilt};
use provider::catalogue::{self, Catalogue, Entry, Head, ListingChange, Query};
use provider::id::{AppId, CapabilityId, DeveloperId, PackageId, VersionId};
use provider::install::counters::{Figures, figures};
use provider::install::{self, Install, InstallError, Installed, NewInstall, keep_nothing};
use provider::package::{DataClass, RiskTier};
use tests::{World, no_settings};
use webhooks::Queues;

const NOON: &str = "2026-11-22T12:00:00Z";
const DAY: i64 = 86_400_000;

/// An engine with a marketplace, and the proxy before it.
struct Market {
    world: World,
    /// Through the proxy.
    table: Table,
    queues: Queues,
}

fn bits(number: u32) -> [u8; 16] {
    let mut bits = [0; 16];
    bits[12..].copy_from_slice(&number.to_be_bytes());
    bits
}

fn package(number: u32) -> PackageId {
    PackageId::from_bits(bits(number))
}

fn capability(number: u32) -> CapabilityId {
    CapabilityId::from_bits(bits(number))
}

fn user(number: u32) -> Tenant {
    Tenant::new(format_args!("usr#{number}"))
}

fn class(name: &str) -> DataClass {
    name.parse().unwrap()
}

fn classes(names: &[&str]) -> BTreeSet<DataClass> {
    names.iter().map(|name| class(name)).collect()
}

/// A capability of this number that receives the user's location.
fn listed(number: u32, names: &[&str]) -> ListedCapability {
    ListedCapability {
        id: capability(number),
        name: format!("capability-{number}"),
        title: format!("Capability {number}"),
        data_classes: classes(names),
        refresh_interval: Some(3600),
    }
}

/// A package of this number, with one capability that receives the user's location.
fn entry(number: u32, name: &str, now: Timestamp) -> Entry {
    Entry {
        package_id: package(number),
        app_id: AppId::from_bits(bits(1)),
        developer_id: DeveloperId::from_bits(bits(1)),
        company: "Acme".into(),
        slug: format!("package-{number}"),
        name: name.into(),
        description: String::new(),
        category: None,
        risk_tier: RiskTier::DataOnly,
        version_id: VersionId::from_bits(bits(number)),
        version: "1.0.0".into(),
        capabilities: vec![listed(number, &["location"])],
        icon: None,
        screenshots: Vec::new(),
        privacy_url: None,
        support_url: None,
        published_at: now,
        status: Status::Published,
        removal_at: None,
    }
}

/// Makes a change of the catalogue; the version that it makes.
async fn change(table: &Table, now: Timestamp, change: ListingChange<'_>) -> u64 {
    let mut tries = Tries::new(40);
    while tries.next().await {
        let head = Head::read(table).await.unwrap();
        let listed = head.change(&change, now).unwrap();
        let transaction = Transaction::new("listing").and(listed.parts);
        match transaction.commit(table).await {
            Ok(committed) if committed.is_done() => return listed.version,
            Ok(_) | Err(_) => {}
        }
    }
    panic!("the catalogue was not changed");
}

impl Market {
    async fn new() -> Self {
        let world = World::at(NOON).await;
        let table = world.connected();
        let queues = Queues::read(&no_settings(), &table);
        Self {
            world,
            table,
            queues,
        }
    }

    fn now(&self) -> Timestamp {
        self.world.clock.now()
    }

    /// See [`entry`].
    fn entry(&self, number: u32, name: &str) -> Entry {
        entry(number, name, self.now())
    }

    /// See [`change`].
    async fn change(&self, listing: ListingChange<'_>) -> u64 {
        change(&self.table, self.now(), listing).await
    }

    async fn list(&self, entry: &Entry) -> u64 {
        self.change(ListingChange::Put(entry)).await
    }

    /// Another version of a package, with these capabilities.
    async fn publish(&self, number: u32, version: u32, capabilities: Vec<ListedCapability>) {
        let entry = Entry {
            version_id: VersionId::from_bits(bits(1_000_000 + version)),
            capabilities,
            ..self.entry(number, "Name")
        };
        self.list(&entry).await;
    }

    async fn set_status(&self, number: u32, status: Status) {
        let entry = catalogue::find(&self.table, package(number)).await;
        let entry = Entry {
            status,
            ..entry.unwrap().unwrap()
        };
        self.list(&entry).await;
    }

    /// A process that reads the catalogue.
    fn reader(&self) -> Catalogue {
        Catalogue::new(self.table.clone(), self.world.clock.clone())
    }

    async fn rebuild(&self, counting: Counting) -> Rebuilt {
        rebuild::rebuild(&self.table, &self.world.clock, counting)
            .await
            .unwrap()
    }

    async fn install(&self, who: u32, number: u32) -> Result<Installed, InstallError> {
        self.install_with(who, number, |_| {}).await
    }

    async fn install_with(
        &self,
        who: u32,
        number: u32,
        change: impl FnOnce(&mut NewInstall),
    ) -> Result<Installed, InstallError> {
        let mut new = NewInstall {
            user: user(who),
            provider_user: format!("pseudonym of {who}"),
            is_verified: true,
            package: package(number),
            consents: classes(&["location"]),
            locale: Some("pt-BR".parse().unwrap()),
            timezone: Some("Europe/Madrid".parse().unwrap()),
        };
        change(&mut new);
        install::create(&self.table, &self.queues, &new, self.now(), &keep_nothing)
            .await
            .map(|(installed, _)| installed)
    }

    /// Installs what was not installed.
    async fn installed(&self, who: u32, number: u32) -> Install {
        match self.install(who, number).await {
            Ok(Installed::New(install)) => install,
            other => panic!("{other:?}"),
        }
    }

    async fn remove(&self, who: u32, number: u32) -> Result<Install, InstallError> {
        let (user, package) = (user(who), package(number));
        install::remove(&self.table, &self.queues, &user, package, self.now()).await
    }

    async fn figures(&self, number: u32) -> Figures {
        figures(&self.world.table, package(number), self.now())
            .await
            .unwrap()
    }
}

/// The identifiers of the packages that a query asks for, in its order.
async fn found(reader: &Catalogue, query: &Query) -> Vec<PackageId> {
    let page = reader.page(query, 0, 10_000, None).await.unwrap();
    let packages = page.packages.into_iter();
    packages.map(|listed| listed.entry.package_id).collect()
}

fn search(text: &str) -> Query {
    Query {
        search: Some(text.parse().unwrap()),
        ..Query::default()
    }
}
