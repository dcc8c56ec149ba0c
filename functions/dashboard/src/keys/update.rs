//! `PATCH /twin/keys/:id`: changes what a key is called, may do, and until when.

use shared::access::keys::{self, KeyChange};
use shared::access::{ApiKeyId, Owner};
use shared::http::body::Fields;
use shared::http::{Input, Query, Reply, Request};
use shared::{App, Error};

use super::{fields, named, one};

/// Which key, and what is to be different.
#[derive(Debug)]
pub struct Change(ApiKeyId, KeyChange);

impl Input for Change {
    fn parse(request: &Request) -> Result<Self, Error> {
        let id = named(request)?;
        Query::of(request).finish()?;
        let mut body = Fields::of(request)?;
        let change = KeyChange {
            name: body.optional("name", fields::name),
            scopes: fields::scopes(&mut body),
            monthly_limit: body.nullable("monthlyLimit", fields::monthly_limit),
            expires_at: body.nullable("expiresAt", fields::later_than(request.at)),
            allowed_ips: fields::allowed_ips(&mut body),
        };
        for name in ["name", "scopes", "allowedIps"] {
            body.keep(name);
        }
        body.finish()?;
        Ok(Self(id, change))
    }
}

/// Changes the key, from the very next call on.
///
/// # Errors
/// The account has no such key, whoever else may; it is revoked.
pub async fn update(
    app: &'static App,
    owner: Owner,
    Change(id, change): Change,
) -> Result<Reply, Error> {
    let record = keys::change(&app.table, owner.user_id, id, &change).await?;
    one(app, owner.user_id, record).await
}
