//! Quotas that run out: told once a month, for the account and for each key that has a limit of
//! its own.
//!
//! The event is stored together with a mark on the account's item, so there is one however many
//! calls of however many processes see the quota run low; the next write's answer shows the mark
//! to all of them.

use serde_json::json;

use super::account::{Account, Alarm, Cell, fixed};
use super::gate::{Quota, Standing};
use super::record::KeyRecord;
use super::window::Month;
use crate::App;
use crate::error::{Error, chain};
use crate::events::{Event, Kind};
use crate::table::{Change, Key, Transacted, n};

/// A quota that has just run low or out, and of which the account's item says nothing yet.
#[derive(Clone, Debug)]
pub struct Alert {
    mark: Cell,
    generation: u64,
    event: Event,
}

/// What is to be told after a call: of its account and key as its write left or found them, and
/// why it was refused, if it was.
pub(super) fn due(
    account: &Account,
    record: &KeyRecord,
    standing: &Standing,
    refused: Option<&Error>,
) -> Vec<Alert> {
    let key = standing.key_limit.map(|limit| Quota {
        limit,
        used: standing.key_used,
    });
    let scopes = [(false, Some(standing.account)), (true, key)];
    let mut alerts = Vec::new();
    for (of_key, quota) in scopes {
        let Some(quota) = quota else { continue };
        let alarm = match refused {
            None if u128::from(quota.used) * 5 >= u128::from(quota.limit) * 4 => Alarm::Warning80,
            Some(Error::TierQuotaExceeded { .. }) if !of_key => Alarm::Exceeded,
            Some(Error::KeyQuotaExceeded { .. }) if of_key => Alarm::Exceeded,
            _ => continue,
        };
        let month = Month::of(standing.at);
        let mark = Cell::Told(alarm, month, of_key.then_some(record.slot));
        if account.count(mark) == 0 {
            alerts.push(Alert {
                mark,
                generation: account.generation,
                event: event(alarm, record, standing, quota, of_key),
            });
        }
    }
    alerts
}

fn event(
    alarm: Alarm,
    record: &KeyRecord,
    standing: &Standing,
    quota: Quota,
    of_key: bool,
) -> Event {
    let (word, kind) = match alarm {
        Alarm::Warning80 => ("warning_80", Kind::QuotaWarning80),
        Alarm::Exceeded => ("exceeded", Kind::QuotaExceeded),
    };
    let scope = if of_key { "key" } else { "account" };
    let mut data = json!({
        "scope": scope,
        "limit": quota.limit,
        "used": quota.used,
        "resetsAt": standing.month_ends,
    });
    let mut whose = scope.to_owned();
    if of_key && let Some(data) = data.as_object_mut() {
        data.insert("apiKeyId".into(), json!(record.id));
        whose = format!("key.{}", record.id);
    }
    Event {
        id: format!("quota.{word}.{whose}.{}", standing.month_began.millis()),
        user_id: record.user_id,
        event: kind,
        timestamp: standing.at,
        data,
    }
}

/// Tells of quotas. Nothing of it ever fails a call.
pub(super) async fn tell(app: &App, alerts: &[Alert]) {
    for alert in alerts {
        if let Err(error) = alert.tell(app).await {
            tracing::warn!(
                event.id = alert.event.id,
                cause = std::error::Error::source(&error).map(chain),
                "a quota's event is left for another call to tell"
            );
        }
    }
}

impl Alert {
    /// The cell that says it was told.
    pub(super) fn mark(&self) -> Cell {
        self.mark
    }

    async fn tell(&self, app: &App) -> Result<(), Error> {
        let doing = "storing a quota's event";
        let message = self.event.message();
        let mark = Change::of(Key::account(self.event.user_id))
            .if_is(fixed::GENERATION, n(self.generation))
            .if_absent(&self.mark.name())
            .set(&self.mark.name(), n(1_u64))
            .part(&app.table, doing)?;
        let stored = message.store(&app.table, app.clock.now())?;
        if app.table.transact(doing, vec![mark, stored]).await? == Transacted::Done {
            app.tell(&message).await;
        }
        Ok(())
    }
}
