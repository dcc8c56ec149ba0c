//! `PATCH /twin/keys/:id`: changes a key's name, what it may do, and until when.

use ::surface::body::{Fields, Object, Reader};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use twin::api_key::{self, ApiKeyId, KeyChange};

use super::{KeyView, fields, id, one};
use crate::{Dashboard, Owner, refusals};

/// Which key, and what is to be different.
#[derive(Debug)]
pub struct UpdateKey {
    id: ApiKeyId,
    change: KeyChange,
}

impl<C> Input<C> for UpdateKey {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let object = Object {
            name: "KeyChange",
            about: "A change of a key: what is left out stays, null takes a limit, an expiry or the \
                    addresses away.",
        };
        let mut body = Fields::of(request, object)?;
        let name = body.optional("name", fields::name());
        let scopes = body.optional(fields::SCOPES, fields::scopes());
        let change = KeyChange {
            name,
            scopes: fields::read_scopes(&mut body, scopes),
            monthly_limit: body.nullable(
                "monthlyLimit",
                fields::monthly_limit()
                    .about("Requests a month; null: only the account's limit holds."),
            ),
            expires_at: body.nullable(
                "expiresAt",
                fields::expires_at(request.at)
                    .about("When it expires, which must be in the future; null: never."),
            ),
            allowed_ips: fields::allowed_ips(
                &mut body,
                "Addresses it may be used from; an empty list or null: from all.",
            ),
        };
        for name in ["name", fields::SCOPES] {
            body.keep(name);
        }
        body.finish()?;
        Ok(Self { id, change })
    }
}

/// Changes the key, from the very next call on.
///
/// # Errors
/// The account has no such key, whether or not another account does; it is revoked.
pub async fn update(
    context: &'static Dashboard,
    owner: Owner,
    UpdateKey { id, change }: UpdateKey,
) -> Result<Reply<Json<KeyView>>, Error> {
    let record = api_key::change(&context.table, owner.user_id, id, &change)
        .await
        .map_err(refusals::key)?;
    Reply::json(&one(context, owner.user_id, record).await?)
}
