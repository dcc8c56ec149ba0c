//! `POST /twin/keys/:id/rotate`: a new key in place of one, which stays valid for the overlap.

use ::surface::body::Fields;
use ::surface::{Created, Error, Idempotency, Input, Query, Reply, Request};
use twin::api_key::{self, ApiKeyId, CreatedKey, KeyEnding};

use super::{MadeKey, entitled, id, kept, location};
use crate::fields::{OVERLAP, overlap_hours};
use crate::{Dashboard, Owner, refusals};

/// Which key, and how long it stays valid.
#[derive(Debug)]
pub struct RotateKey {
    id: ApiKeyId,
    overlap_hours: u64,
    idempotency: Idempotency,
}

impl<C> Input<C> for RotateKey {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let mut body = Fields::of_optional(request, OVERLAP)?;
        let overlap_hours = overlap_hours(&mut body);
        body.finish()?;
        Ok(Self {
            id,
            overlap_hours,
            idempotency,
        })
    }
}

/// Makes the new key, whose plaintext this answer alone shows.
///
/// # Errors
/// The account has no such key, whether or not another account does; it is revoked or has expired; with the overlap
/// there would be too many.
pub async fn rotate(
    context: &'static Dashboard,
    owner: Owner,
    RotateKey {
        id,
        overlap_hours,
        idempotency,
    }: RotateKey,
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
        let (key, created) = api_key::rotate(table, user, id, overlap_hours, now, &store)
            .await
            .map_err(refusals::key)?;
        if let Some(old) = &created.replaced
            && let Some(message) = api_key::ended(old, KeyEnding::Replaced)
        {
            context.queues.send(&message).await;
        }
        let made = MadeKey::new(&created, now).with_key(&key);
        Reply::created(location(created.record.id), &made)
    };
    idempotency.run(table, now, work).await
}
