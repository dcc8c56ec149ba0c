//! `POST /twin/keys/:id/rotate`: a new key in place of one, which lives on for the overlap.

use lambda_http::http::StatusCode;
use shared::access::keys::{self, Made};
use shared::access::{ApiKeyId, Owner};
use shared::http::body::Fields;
use shared::http::{Input, Once, Query, Reply, Request};
use shared::{App, Error};

use super::{entitled, kept, named, shown};
use crate::overlap;

/// Which key, and for how long it lives on.
#[derive(Debug)]
pub struct Rotation {
    id: ApiKeyId,
    overlap_hours: u64,
    once: Once,
}

impl Input for Rotation {
    fn parse(request: &Request) -> Result<Self, Error> {
        let id = named(request)?;
        Query::of(request).finish()?;
        let once = Once::of(request)?;
        let mut body = Fields::of_optional(request)?;
        let overlap_hours = overlap::hours(&mut body);
        body.finish()?;
        Ok(Self {
            id,
            overlap_hours,
            once,
        })
    }
}

/// Makes the new key, whose plaintext this answer alone shows.
///
/// # Errors
/// The account has no such key, whoever else may; it opens nothing any more; with the overlap
/// there would be too many.
pub async fn rotate(app: &'static App, owner: Owner, wanted: Rotation) -> Result<Reply, Error> {
    let (user, now, once) = (owner.user_id, app.clock.now(), &wanted.once);
    let Rotation {
        id, overlap_hours, ..
    } = wanted;
    let work = async {
        entitled(app, user).await?;
        let keep =
            |made: &Made| once.keep(&app.table, user, now, StatusCode::CREATED, &kept(made, now));
        let (key, made) = keys::rotate(&app.table, user, id, overlap_hours, now, &keep).await?;
        if let Some(old) = made.replaced.as_ref()
            && let Some(message) = keys::ended(old, keys::Ending::Replaced)
        {
            app.tell(&message).await;
        }
        shown(&key, &made, now)
    };
    once.run(&app.table, user, now, work).await
}
