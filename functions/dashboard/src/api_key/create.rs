//! `POST /twin/keys`: a new key, whose plaintext this answer alone shows.

use ::surface::body::{Fields, Object, Reader};
use ::surface::{Created, Error, Idempotency, Input, Query, Reply, Request};
use twin::api_key::{self, CreatedKey, NewKey};

use super::{MadeKey, entitled, fields, kept, location};
use crate::{Dashboard, Owner, refusals};

/// A key to be made.
#[derive(Debug)]
pub struct CreateKey {
    new: NewKey,
    idempotency: Idempotency,
}

impl<C> Input<C> for CreateKey {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let object = Object {
            name: "CreateKey",
            about: "A key to be made.",
        };
        let mut body = Fields::of(request, object)?;
        let name = body.required("name", fields::name());
        let scopes = body.required(fields::SCOPES, fields::scopes());
        let scopes = fields::read_scopes(&mut body, scopes);
        let new = NewKey {
            name: name.unwrap_or_default(),
            scopes: scopes.unwrap_or_default(),
            monthly_limit: body.optional(
                "monthlyLimit",
                fields::monthly_limit()
                    .about("Requests a month; without it only the account's limit holds."),
            ),
            expires_at: body.optional(
                "expiresAt",
                fields::expires_at(request.at)
                    .about("When it expires, which must be in the future; without it, never."),
            ),
            allowed_ips: fields::allowed_ips(
                &mut body,
                "Addresses it may be used from; without any, from all.",
            )
            .unwrap_or_default(),
        };
        body.finish()?;
        Ok(Self { new, idempotency })
    }
}

/// Makes a key.
///
/// # Errors
/// The plan does not include keys; the account has as many as it may.
pub async fn create(
    context: &'static Dashboard,
    owner: Owner,
    CreateKey { new, idempotency }: CreateKey,
) -> Result<Reply<Created<MadeKey>>, Error> {
    let (table, now) = (&context.table, context.clock.now());
    let user = owner.user_id;
    let idempotency = owner.idempotent(idempotency);
    let work = async {
        entitled(context, user).await?;
        let store = |created: &CreatedKey| {
            let location = location(created.record.id);
            idempotency.store_created(now, location, &kept(created, now))
        };
        let (key, record) = api_key::create(table, user, &new, now, &store)
            .await
            .map_err(refusals::key)?;
        let created = CreatedKey {
            record,
            replaced: None,
        };
        let made = MadeKey::new(&created, now).with_key(&key);
        Reply::created(location(created.record.id), &made)
    };
    idempotency.run(table, now, work).await
}
