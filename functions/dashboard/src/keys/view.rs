//! `GET /twin/keys/:id`: one key.

use shared::access::{ApiKeyId, Owner, keys};
use shared::http::{Input, Query, Reply, Request};
use shared::{App, Error};

use super::{named, one};

/// Which key.
#[derive(Debug)]
pub struct Which(pub(super) ApiKeyId);

impl Input for Which {
    fn parse(request: &Request) -> Result<Self, Error> {
        let id = named(request)?;
        Query::of(request).finish()?;
        Ok(Self(id))
    }
}

/// Answers with the key.
///
/// # Errors
/// The account has no such key, whoever else may.
pub async fn view(app: &'static App, owner: Owner, Which(id): Which) -> Result<Reply, Error> {
    let (_, record) = keys::find(&app.table, owner.user_id, id).await?;
    one(app, owner.user_id, record).await
}
