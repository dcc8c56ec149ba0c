//! `POST /twin/webhooks`: a new webhook, whose secret this answer alone shows.

use lambda_http::http::StatusCode;
use serde_json::json;
use shared::access::Owner;
use shared::events::endpoint::{self, Endpoint, NewEndpoint, Subscription};
use shared::http::body::Fields;
use shared::http::{Input, Once, Query, Reply, Request};
use shared::{App, Error};

use super::{fields, receiver, with};

/// A webhook that is wanted.
#[derive(Debug)]
pub struct Wanted {
    new: NewEndpoint,
    once: Once,
}

impl Input for Wanted {
    fn parse(request: &Request) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let once = Once::of(request)?;
        let mut body = Fields::of(request)?;
        let url = body.required("url", fields::url);
        let events = fields::events(&mut body);
        if !body.has("events") {
            body.refuse("events", "REQUIRED", "is required");
        }
        let description = body.optional("description", fields::description);
        fields::finish(body, url.as_deref())?;
        let new = NewEndpoint {
            url: url.unwrap_or_default(),
            events: events.unwrap_or(Subscription::All),
            description,
        };
        Ok(Self { new, once })
    }
}

/// Makes a webhook.
///
/// # Errors
/// Deliveries may not go there; the plan does not include webhooks; the account has as many as
/// it may.
pub async fn create(app: &'static App, owner: Owner, wanted: Wanted) -> Result<Reply, Error> {
    let (user, now) = (owner.user_id, app.clock.now());
    let Wanted { mut new, once } = wanted;
    let work = async {
        new.url = receiver::check(app, &new.url).await?.to_string();
        let keep = |endpoint: &Endpoint| {
            let view = endpoint::view(endpoint, now);
            once.keep(&app.table, user, now, StatusCode::CREATED, &view)
        };
        let (endpoint, secret) =
            endpoint::create(&app.table, app.vault()?, user, &new, now, &keep).await?;
        let view = endpoint::view(&endpoint, now);
        Reply::with_status(
            StatusCode::CREATED,
            &with(view, "secret", json!(secret.reveal())),
        )
    };
    once.run(&app.table, user, now, work).await
}
