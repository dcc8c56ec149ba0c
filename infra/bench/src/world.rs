//! An engine with one professional account on it: some keys, one ready snapshot.

use local::Engines;
use serde_json::Value;
use shared::App;
use shared::access::accounts::{self, AccountChange};
use shared::access::keys::{self, NewKey};
use shared::access::{PlainKey, Plan, PlanStatus, Scope, Tier};
use shared::clock::{Clock, Timestamp};
use shared::id::{SnapshotId, UserId};
use shared::profile::Profile;
use shared::snapshots::{Publication, Source, Stage};
use shared::table::Table;

use crate::{Error, Places};

pub struct World {
    pub engines: Engines,
    pub table: Table,
    pub user: UserId,
    pub keys: Vec<PlainKey>,
    pub snapshot: SnapshotId,
    pub profile: Profile,
}

impl World {
    /// With so many keys that may read.
    pub async fn new(places: &Places, keys: usize, now: Timestamp) -> Result<Self, Error> {
        let engines = Engines::memory(&places.root)?;
        let table = local::connect(&engines.dynamodb_url, &engines.table_name);
        let user = UserId::new(now);
        let change = AccountChange {
            user_id: user,
            subject: "bench".into(),
            plan: Plan::Professional,
            status: PlanStatus::Active,
            tier: Tier::Enterprise,
            monthly_limit: Some(1_000_000_000),
            updated_at: now,
        };
        accounts::put(&table, &change).await?;
        let new = NewKey {
            name: "bench".into(),
            scopes: vec![Scope::TwinRead],
            monthly_limit: None,
            expires_at: None,
            allowed_ips: Vec::new(),
        };
        let mut plain = Vec::new();
        for _ in 0..keys {
            plain.push(
                keys::create(&table, user, &new, now, &keys::keep_nothing)
                    .await?
                    .0,
            );
        }
        let path = places.root.join("infra/demo/ainhoa.json");
        let text =
            std::fs::read(&path).map_err(Error::io(format!("reading {}", path.display())))?;
        let profile: Profile = serde_json::from_slice(&text)
            .map_err(|e| Error::unexpected("reading the demo profile", e))?;
        let snapshot = SnapshotId::new(now);
        let publication = Publication {
            user_id: user,
            id: snapshot,
            source: Source::Purchase,
            purchase_id: "pur_bench"
                .parse()
                .map_err(|e| Error::unexpected("naming a purchase", e))?,
            snapshot_date: now,
            stage: Stage::Ready(Box::new(profile.clone())),
        };
        App::over(table.clone(), Clock::standing_at(now))
            .snapshots
            .publish(&publication)
            .await
            .map_err(|e| Error::unexpected("publishing a snapshot", e))?;
        Ok(Self {
            engines,
            table,
            user,
            keys: plain,
            snapshot,
            profile,
        })
    }

    /// A function's event, with one of our keys and our snapshot in it.
    pub fn event(&self, places: &Places, function: &str, key: usize) -> Result<Value, Error> {
        let mut event = places.event(function)?;
        if let (Some(slot), Some(key)) = (
            event.pointer_mut("/headers/x-twin-key"),
            self.keys.get(key % self.keys.len()),
        ) {
            *slot = key.reveal().into();
        }
        if let Some(id) = event.pointer_mut("/pathParameters/id") {
            *id = self.snapshot.to_string().into();
        }
        Ok(event)
    }
}
