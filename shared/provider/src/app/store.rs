//! Apps in the table.

use common::{Fault, Timestamp};
use dynamo::{Change, Committed, List, Part, Table, Transaction, Tries, n, s};

use super::secrets::Secret;
use super::{APPS, App, AppError, ClientSecret, Credentials, Fields, gate};
use crate::account::{self, Plan, State, Status};
use crate::id::{AppId, DeveloperId};
use crate::layout;

/// Makes the part of a transaction that stores the answer for an `Idempotency-Key`, if there is one.
pub type Keep<'a> = &'a (dyn Fn(&App, &Credentials) -> Result<Option<Part>, Fault> + Sync);

/// Makes an app with its first secret.
///
/// # Errors
/// The account has as many as it may.
pub async fn create(
    table: &Table,
    developer: DeveloperId,
    plan_limit: u32,
    fields: Fields,
    now: Timestamp,
    reply: Keep<'_>,
) -> Result<(App, ClientSecret, Credentials), AppError> {
    let doing = "making an app";
    let plain = ClientSecret::generate().map_err(|e| Fault::internal(doing, e.to_string()))?;
    let id = AppId::new(now);
    let app = App {
        id,
        developer,
        name: fields.name.unwrap_or_default(),
        description: fields.description.unwrap_or_default(),
        redirect_uris: fields.redirect_uris.unwrap_or_default(),
        webhook_url: fields.webhook_url.flatten(),
        created_at: now,
        revision: 1,
    };
    let credentials = Credentials {
        app: id,
        developer,
        secrets: vec![Secret::new(1, &plain, now)],
        next: 2,
        revision: 1,
    };
    let item = Change::upsert(layout::app(id))
        .if_absent(dynamo::PK)
        .set(gate::attributes::STATUS, s(gate::ACTIVE))
        .set(gate::attributes::REVISION, n(1_u32))
        .set(gate::attributes::LIMIT, n(plan_limit))
        .set(&gate::secret(1), n(gate::NEVER));
    let committed = Transaction::new(doing)
        .with("account", room(developer, plan_limit))
        .with(
            "app",
            Change::insert(layout::owned_app(developer, id), &app)?,
        )
        .with(
            "credentials",
            Change::insert(layout::credentials(id), &credentials)?,
        )
        .with("gate", item)
        .and(reply(&app, &credentials)?)
        .commit(table)
        .await?;
    match committed {
        Committed::Done => Ok((app, plain, credentials)),
        Committed::Refused(refused) if refused.by("kept") => Err(AppError::Repeated),
        Committed::Refused(refused) if refused.by("account") => {
            // Or the plan has just changed.
            let full = list(table, developer).await?.len() >= APPS as usize;
            Err(if full {
                AppError::TooMany
            } else {
                AppError::Busy
            })
        }
        Committed::Refused(_) => Err(AppError::Busy),
    }
}

/// The account is verified, has this plan and room for one more.
fn room(developer: DeveloperId, plan_limit: u32) -> Change {
    Change::update(layout::developer(developer))
        .if_is(account::attributes::LIMIT, n(plan_limit))
        .if_is(account::attributes::STATUS, s(Status::Verified))
        .if_absent_or_below(account::attributes::APPS, n(APPS))
        .add(account::attributes::APPS, 1)
}

/// The apps of a developer, the oldest first.
///
/// # Errors
/// The table can't be reached.
pub async fn list(table: &Table, developer: DeveloperId) -> Result<Vec<App>, Fault> {
    List::of("listing apps", layout::apps_of(developer))
        .read(table)
        .await
}

/// The credentials of these apps, in any order.
///
/// # Errors
/// The table can't be reached.
pub async fn credentials_of(table: &Table, apps: &[App]) -> Result<Vec<Credentials>, Fault> {
    if apps.is_empty() {
        return Ok(Vec::new());
    }
    let places = apps.iter().map(|app| layout::credentials(app.id)).collect();
    let items = table.get_items(places).await?;
    items.into_iter().map(dynamo::read).collect()
}

/// An app of a developer with its credentials.
///
/// # Errors
/// The table can't be reached.
pub async fn find(
    table: &Table,
    developer: DeveloperId,
    id: AppId,
) -> Result<Option<(App, Credentials)>, Fault> {
    let place = layout::owned_app(developer, id);
    let places = vec![place.clone(), layout::credentials(id)];
    let items = table.get_items(places).await?;
    let (apps, credentials): (Vec<_>, Vec<_>) =
        items.into_iter().partition(|item| place.is_of(item));
    match (apps.into_iter().next(), credentials.into_iter().next()) {
        (Some(app), Some(credentials)) => {
            Ok(Some((dynamo::read(app)?, dynamo::read(credentials)?)))
        }
        _ => Ok(None),
    }
}

/// Changes an app.
///
/// # Errors
/// There is no such app.
pub async fn update(
    table: &Table,
    developer: DeveloperId,
    id: AppId,
    fields: Fields,
) -> Result<(App, Credentials), AppError> {
    let mut tries = Tries::new(6);
    while tries.next().await {
        let found = find(table, developer, id).await?;
        let (mut app, credentials) = found.ok_or(AppError::NotFound)?;
        let read = app.revision;
        app.revision += 1;
        if let Some(name) = &fields.name {
            app.name.clone_from(name);
        }
        if let Some(description) = &fields.description {
            app.description.clone_from(description);
        }
        if let Some(uris) = &fields.redirect_uris {
            app.redirect_uris.clone_from(uris);
        }
        if let Some(url) = &fields.webhook_url {
            app.webhook_url.clone_from(url);
        }
        let put = Change::put(layout::owned_app(developer, id), &app)?.if_is("revision", n(read));
        if put.apply(table, "changing an app").await?.done().is_some() {
            return Ok((app, credentials));
        }
    }
    Err(AppError::Busy)
}

/// Deletes an app: its tokens end with it. `more` are parts that go along.
///
/// # Errors
/// There is no such app.
pub async fn delete(
    table: &Table,
    developer: DeveloperId,
    id: AppId,
    more: Vec<Part>,
) -> Result<(), AppError> {
    let committed = Transaction::new("deleting an app")
        .with(
            "app",
            Change::delete(layout::owned_app(developer, id)).if_exists(),
        )
        .with("credentials", Change::delete(layout::credentials(id)))
        .with("gate", Change::delete(layout::app(id)))
        .with(
            "account",
            Change::update(layout::developer(developer)).add(account::attributes::APPS, -1),
        )
        .and(more)
        .commit(table)
        .await?;
    match committed {
        Committed::Done => Ok(()),
        Committed::Refused(refused) if refused.by("app") => Err(AppError::NotFound),
        Committed::Refused(_) => Err(AppError::Busy),
    }
}

/// A change of an account's plan by the operator.
#[derive(Clone, Copy, Debug)]
pub struct PlanChange {
    /// The plan.
    pub plan: Plan,
    /// Calls a minute, of the console and of each app.
    pub per_minute: u32,
    /// When the operator's systems made the change: an older one changes nothing.
    pub at: Timestamp,
}

/// Gives an account another plan: its own item and those of its apps change together, so that the
/// new limit holds from the next call. The account as it then stands, which is as it stood where
/// the change is older than the one before.
///
/// # Errors
/// The account is unknown, or other changes came first each time.
pub async fn set_plan(
    table: &Table,
    developer: DeveloperId,
    change: PlanChange,
) -> Result<State, AppError> {
    let place = || layout::developer(developer);
    let mut tries = Tries::new(6);
    while tries.next().await {
        let item = table.get_item(place()).await?;
        let state = State::of(&item.ok_or(AppError::NotFound)?);
        if state.plan_at.is_some_and(|before| change.at < before) {
            return Ok(state);
        }
        let apps = list(table, developer).await?;
        let count = n(u32::try_from(apps.len()).unwrap_or(u32::MAX));
        // No app is made or deleted meanwhile.
        let account = Change::update(place())
            .if_absent_or_is_attribute(account::attributes::APPS, count)
            .set(account::attributes::PLAN, s(change.plan))
            .set(account::attributes::LIMIT, n(change.per_minute))
            .set(account::attributes::PLAN_AT, s(change.at));
        // Nor does another change of the plan come in between.
        let account = match state.plan_at {
            None => account.if_absent(account::attributes::PLAN_AT),
            Some(before) => account.if_is(account::attributes::PLAN_AT, s(before)),
        };
        let transaction = apps.iter().fold(
            Transaction::new("changing a plan").with("account", account),
            |transaction, app| {
                let limit = Change::update(layout::app(app.id))
                    .set(gate::attributes::LIMIT, n(change.per_minute));
                transaction.with("app", limit)
            },
        );
        if transaction.commit(table).await?.is_done() {
            return Ok(State {
                plan: change.plan,
                per_minute: change.per_minute,
                plan_at: Some(change.at),
                ..state
            });
        }
    }
    Err(AppError::Busy)
}
