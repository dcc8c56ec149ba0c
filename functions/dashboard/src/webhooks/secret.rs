//! `POST /twin/webhooks/:id/rotate-secret` and `…/complete`: a new secret, beside which the
//! former one lives for the overlap.

use lambda_http::http::StatusCode;
use serde_json::{Value, json};
use shared::access::Owner;
use shared::events::endpoint::{self, Endpoint};
use shared::http::body::Fields;
use shared::http::{Input, Once, Query, Reply, Request};
use shared::id::WebhookId;
use shared::{App, Error};

use super::{Order, named, with};
use crate::overlap;

/// Which webhook, and for how long its former secret lives on.
#[derive(Debug)]
pub struct Rotation {
    id: WebhookId,
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

fn told(endpoint: &Endpoint) -> Value {
    let ends_at = endpoint.former.as_ref().map(|former| former.ends_at);
    json!({ "overlapEndsAt": ends_at })
}

/// Gives the webhook a new secret, which this answer alone shows.
///
/// # Errors
/// The account has no such webhook, whoever else may.
pub async fn rotate(app: &'static App, owner: Owner, rotation: Rotation) -> Result<Reply, Error> {
    let (user, now, once) = (owner.user_id, app.clock.now(), &rotation.once);
    let Rotation {
        id, overlap_hours, ..
    } = rotation;
    let work = async {
        let keep =
            |endpoint: &Endpoint| once.keep(&app.table, user, now, StatusCode::OK, &told(endpoint));
        let vault = app.vault()?;
        let (endpoint, secret) =
            endpoint::rotate(&app.table, vault, user, id, overlap_hours, now, &keep).await?;
        Reply::json(&with(told(&endpoint), "secret", json!(secret.reveal())))
    };
    once.run(&app.table, user, now, work).await
}

/// Ends the former secret now.
///
/// # Errors
/// The account has no such webhook, whoever else may.
pub async fn complete(app: &'static App, owner: Owner, order: Order) -> Result<Reply, Error> {
    let (user, now, once) = (owner.user_id, app.clock.now(), &order.once);
    let work = async {
        let keep = |endpoint: &Endpoint| {
            let view = endpoint::view(endpoint, now);
            once.keep(&app.table, user, now, StatusCode::OK, &view)
        };
        let endpoint = endpoint::complete_rotation(&app.table, user, order.id, &keep).await?;
        Reply::json(&endpoint::view(&endpoint, now))
    };
    once.run(&app.table, user, now, work).await
}
