//! An app's secrets: at most two live ones, so that they can be rotated without a gap.

use common::{Fault, Timestamp};
use dynamo::{Change, Part, Table, Transaction, Tries, n};
use metering::attempts::Attempts;
use serde::{Deserialize, Serialize};

use super::credential::{ClientSecret, HashedSecret};
use super::{AppError, ClientId, gate};
use crate::id::{AppId, DeveloperId};
use crate::layout;

/// Secrets that may be live at once.
pub const LIVE_SECRETS: usize = 2;
/// The use of a secret is noted at most so often, in milliseconds.
const NOTED: i64 = 3_600_000;
/// Wrong secrets of one client, after which wrong ones are answered with a 429.
pub const FAILURES: Attempts = Attempts {
    name: "secret",
    most: 30,
    window: 60,
};

/// A secret, as its developer sees it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Secret {
    /// Its number, which tokens name.
    pub number: u32,
    pub(crate) hash: HashedSecret,
    /// Its first characters, by which it is recognised.
    pub beginning: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends; nothing: not by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_at: Option<Timestamp>,
    /// When it was last used for a token, to the hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Timestamp>,
}

impl Secret {
    pub(super) fn new(number: u32, secret: &ClientSecret, now: Timestamp) -> Self {
        Self {
            number,
            hash: secret.hash(),
            beginning: secret.beginning().to_owned(),
            created_at: now,
            ends_at: None,
            last_used_at: None,
        }
    }

    /// Whether it can be used.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.ends_at.is_none_or(|end| now < end)
    }
}

/// An app's credentials.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Credentials {
    /// The app.
    pub app: AppId,
    /// Whose it is.
    pub developer: DeveloperId,
    /// The secrets, the newest last.
    pub secrets: Vec<Secret>,
    /// The number of the next one.
    pub next: u32,
    /// Counts the changes.
    pub revision: u64,
}

impl Credentials {
    /// The live secrets.
    pub fn live(&self, now: Timestamp) -> impl Iterator<Item = &Secret> {
        self.secrets
            .iter()
            .filter(move |secret| secret.is_live(now))
    }

    pub(super) fn replace(&self, read: u64) -> Result<Change, Fault> {
        let put = Change::put(layout::credentials(self.app), self)?;
        Ok(put.if_is("revision", n(read)))
    }
}

/// A client whose secret is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authenticated {
    /// The app.
    pub app: AppId,
    /// The number of the secret.
    pub secret: u32,
    /// The app's revision.
    pub revision: u64,
}

/// Why a client is not authenticated.
#[derive(Debug)]
pub enum NotAuthenticated {
    /// The client is unknown, or the secret is not one of its live ones.
    Wrong,
    /// Too many wrong secrets came for this client in this minute; so many seconds are left of it.
    TooMany(u64),
    /// The table can't be asked.
    Fault(Fault),
}

impl From<Fault> for NotAuthenticated {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Authenticates a client by its secret. A right secret is never refused for the wrong ones that
/// others send.
///
/// # Errors
/// Why not.
pub async fn authenticate(
    table: &Table,
    client: ClientId,
    secret: &ClientSecret,
    now: Timestamp,
) -> Result<Authenticated, NotAuthenticated> {
    let app = client.app();
    let places = vec![layout::credentials(app), layout::app(app)];
    let credentials = layout::credentials(app);
    let items = table.get_items(places).await?;
    let (own, gate): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| credentials.is_of(item));
    let read: Option<Credentials> = own.into_iter().next().map(dynamo::read).transpose()?;
    let revision = gate
        .into_iter()
        .next()
        .and_then(|item| gate::revision_of(&item));
    let known = read.zip(revision).and_then(|(read, revision)| {
        let found = read.live(now).find(|own| own.hash.is_of(secret)).cloned();
        found.map(|found| (read, found, revision))
    });
    let Some((read, found, revision)) = known else {
        return Err(failure(table, client, now).await?);
    };
    if found
        .last_used_at
        .is_none_or(|at| now.millis() - at.millis() >= NOTED)
    {
        let mut noted = read.clone();
        noted.revision += 1;
        for own in &mut noted.secrets {
            if own.number == found.number {
                own.last_used_at = Some(now);
            }
        }
        // A note is not worth a refusal.
        let change = noted.replace(read.revision)?;
        if let Err(fault) = change.apply(table, "noting a secret's use").await {
            tracing::info!(cause = fault.cause(), "a secret's use is not noted");
        }
    }
    Ok(Authenticated {
        app,
        secret: found.number,
        revision,
    })
}

/// Counts a wrong secret of a client.
async fn failure(
    table: &Table,
    client: ClientId,
    now: Timestamp,
) -> Result<NotAuthenticated, Fault> {
    let taken = FAILURES.take(table, &client.app().to_string(), now).await?;
    Ok(match taken {
        Ok(_) => NotAuthenticated::Wrong,
        Err(spent) => NotAuthenticated::TooMany(spent.seconds_left()),
    })
}

/// Gives an app a new secret; the one before ends after so many hours, or at once where that is
/// 0. Where two are live, the older ends at once, if that is forced.
///
/// # Errors
/// Two secrets are live; there is no such app.
pub async fn rotate(
    table: &Table,
    developer: DeveloperId,
    app: AppId,
    overlap_hours: u32,
    force: bool,
    now: Timestamp,
    reply: &(dyn Fn(&Credentials) -> Result<Option<Part>, Fault> + Sync),
) -> Result<(ClientSecret, Credentials), AppError> {
    let doing = "rotating an app's secret";
    let mut tries = Tries::new(6);
    while tries.next().await {
        let read: Option<Credentials> = table.get(layout::credentials(app)).await?;
        let read = read.filter(|read| read.developer == developer);
        let read = read.ok_or(AppError::NotFound)?;
        let live: Vec<u32> = read.live(now).map(|secret| secret.number).collect();
        if live.len() >= LIVE_SECRETS && !force {
            return Err(AppError::TwoSecretsLive);
        }
        let plain = ClientSecret::generate().map_err(|e| Fault::internal(doing, e.to_string()))?;
        let end = now.plus_millis(i64::from(overlap_hours) * 3_600_000);
        let mut after = read.clone();
        after.revision += 1;
        after.next += 1;
        let mut item = Change::update(layout::app(app));
        // The newest of those before goes on for the overlap; any older one ends.
        let newest = live.last().copied();
        after.secrets.retain_mut(|own| {
            let goes_on = Some(own.number) == newest && overlap_hours > 0;
            if goes_on {
                let ends = own.ends_at.map_or(end, |ends| ends.min(end));
                own.ends_at = Some(ends);
            }
            goes_on
        });
        for own in &read.secrets {
            let name = gate::secret(own.number);
            let kept = after.secrets.iter().find(|kept| kept.number == own.number);
            item = match kept.and_then(|kept| kept.ends_at) {
                Some(ends) => item.set(&name, n(u64::try_from(ends.seconds()).unwrap_or(0))),
                None => item.remove(&name),
            };
        }
        after.secrets.push(Secret::new(read.next, &plain, now));
        item = item.set(&gate::secret(read.next), n(gate::NEVER));
        let committed = Transaction::new(doing)
            .with("credentials", after.replace(read.revision)?)
            .with("app", item)
            .and(reply(&after)?)
            .commit(table)
            .await?;
        match committed {
            dynamo::Committed::Done => return Ok((plain, after)),
            dynamo::Committed::Refused(refused) if refused.by("kept") => {
                return Err(AppError::Repeated);
            }
            dynamo::Committed::Refused(_) => {}
        }
    }
    Err(AppError::Busy)
}
