//! `POST /twin/webhooks`: a new webhook, whose secret this answer alone shows.

use lambda_http::http::StatusCode;
use serde_json::json;
use shared::access::Owner;
use shared::events::endpoint::{self, Endpoint, NewEndpoint, Subscription};
use shared::http::body::Fields;
use shared::http::{Input, Once, Query, Reply, Request};
use shared::net::receiver::ReceiverUrl;
use shared::net::resolver::Resolver;
use shared::{App, Error};

use super::receiver::resolves;
use super::{fields, with};

/// A webhook that is wanted.
#[derive(Debug)]
pub struct Wanted {
    url: ReceiverUrl,
    events: Subscription,
    description: Option<String>,
    once: Once,
}

impl Input for Wanted {
    fn parse(request: &Request) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let (once, exceptions) = (Once::of(request)?, fields::exceptions(request)?);
        let mut body = Fields::of(request)?;
        let url = body.required("url", fields::url(&exceptions));
        let events = fields::events(&mut body);
        if !body.has("events") {
            body.refuse("events", "REQUIRED", "is required");
        }
        let description = body.optional("description", fields::description);
        body.finish()?;
        let (Some(url), Some(events)) = (url, events) else {
            return Err(Error::internal("reading a webhook", "a field is not there"));
        };
        Ok(Self {
            url,
            events,
            description,
            once,
        })
    }
}

/// Makes a webhook.
///
/// # Errors
/// Its host has an address that is not public; the plan does not include webhooks; the account
/// has as many as it may.
pub async fn create(app: &'static App, owner: Owner, wanted: Wanted) -> Result<Reply, Error> {
    let (user, now) = (owner.user_id, app.clock.now());
    let once = &wanted.once;
    let work = async {
        resolves(&wanted.url, &Resolver::system()).await?;
        let new = NewEndpoint {
            url: wanted.url.to_string(),
            events: wanted.events,
            description: wanted.description,
        };
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
