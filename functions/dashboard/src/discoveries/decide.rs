//! `POST /discoveries/:id/approve` and `…/reject`: the owner's word, once.

use lambda_http::http::StatusCode;
use serde_json::json;
use shared::access::Owner;
use shared::discoveries::{self, DecideError, Discovery};
use shared::http::body::Fields;
use shared::http::{Input, Once, Query, Reply, Request};
use shared::id::DiscoveryId;
use shared::{App, Error};

/// Which discovery.
#[derive(Debug)]
pub struct Which {
    id: DiscoveryId,
    once: Once,
}

impl Input for Which {
    fn parse(request: &Request) -> Result<Self, Error> {
        // What can't be an id is the id of no discovery.
        let id = request.param("id").ok_or(DecideError::Unknown)?;
        Query::of(request).finish()?;
        let once = Once::of(request)?;
        Fields::of_optional(request)?.finish()?;
        Ok(Self { id, once })
    }
}

/// Takes it: it is queued for the profile compiler, once.
///
/// # Errors
/// The account has no such discovery, whoever else may; it was rejected.
pub async fn approve(app: &'static App, owner: Owner, which: Which) -> Result<Reply, Error> {
    decide(app, owner, which, true).await
}

/// Leaves it.
///
/// # Errors
/// The account has no such discovery, whoever else may; it was approved.
pub async fn reject(app: &'static App, owner: Owner, which: Which) -> Result<Reply, Error> {
    decide(app, owner, which, false).await
}

async fn decide(app: &'static App, owner: Owner, which: Which, yes: bool) -> Result<Reply, Error> {
    let (user, now, once) = (owner.user_id, app.clock.now(), &which.once);
    let work = async {
        let keep = |discovery: &Discovery| {
            once.keep(&app.table, user, now, StatusCode::OK, &json!(discovery))
        };
        let (discovery, message) =
            discoveries::decide(&app.table, user, which.id, yes, now, keep).await?;
        if let Some(message) = &message
            && let Some(outbox) = app.approved_discoveries()
        {
            outbox.send(message).await;
        }
        Reply::json(&discovery)
    };
    once.run(&app.table, user, now, work).await
}
