//! An engine that holds one professional account with some keys and one ready snapshot.

use common::{Clock, Timestamp};
use dynamo::Table;
use local::Engines;
use profile::Profile;
use serde_json::Value;
use twin::account::{self, AccountChange, Plan, PlanStatus, Tier};
use twin::api_key::{self, NewKey, PlainKey, Scope};
use twin::id::{SnapshotId, UserId};
use twin::snapshot::{Publication, Snapshots, Source, Stage};

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
    /// With so many keys with the scope `twin:read`.
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
        account::put(&table, &change).await?;
        let new = NewKey {
            name: "bench".into(),
            scopes: vec![Scope::TwinRead],
            monthly_limit: None,
            expires_at: None,
            allowed_ips: Vec::new(),
        };
        let mut plain = Vec::new();
        for _ in 0..keys {
            let created = api_key::create(&table, user, &new, now, &api_key::store_no_reply);
            let (key, _) = created.await?;
            plain.push(key);
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
        Snapshots::new(table.clone(), Clock::standing_at(now))
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

    /// The event of a function, with one of the keys and the snapshot in it.
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
