//! `PATCH /twin/webhooks/:id`: changes where a webhook is and what it is told of, pauses it or
//! turns it on.

use serde_json::{Value, json};
use shared::access::Owner;
use shared::events::endpoint::{self, EndpointChange};
use shared::http::body::{Fields, Wrong};
use shared::http::{Input, Query, Reply, Request};
use shared::id::WebhookId;
use shared::net::receiver::ReceiverUrl;
use shared::net::resolver::Resolver;
use shared::{App, Error};

use super::receiver::resolves;
use super::{fields, named, with};

/// Which webhook, and what is to be different.
#[derive(Debug)]
pub struct Change {
    id: WebhookId,
    url: Option<ReceiverUrl>,
    change: EndpointChange,
}

impl Input for Change {
    fn parse(request: &Request) -> Result<Self, Error> {
        let id = named(request)?;
        Query::of(request).finish()?;
        let exceptions = fields::exceptions(request)?;
        let mut body = Fields::of(request)?;
        let url = body.optional("url", fields::url(&exceptions));
        let change = EndpointChange {
            url: url.as_ref().map(ReceiverUrl::to_string),
            events: fields::events(&mut body),
            description: body.nullable("description", fields::description),
            enabled: body.optional("status", enabled),
        };
        for name in ["url", "events", "status"] {
            body.keep(name);
        }
        body.finish()?;
        Ok(Self { id, url, change })
    }
}

fn enabled(value: &Value) -> Result<bool, Wrong> {
    match value.as_str() {
        Some("enabled") => Ok(true),
        Some("paused") => Ok(false),
        _ => Err(("INVALID", "must be enabled or paused".to_owned())),
    }
}

/// Changes the webhook. Where it was off and is on now, the answer's `missed` is what it missed.
///
/// # Errors
/// The account has no such webhook, whoever else may; the host has an address that is not public.
pub async fn update(app: &'static App, owner: Owner, wanted: Change) -> Result<Reply, Error> {
    let (user, now) = (owner.user_id, app.clock.now());
    let Change { id, url, change } = wanted;
    if let Some(url) = &url {
        // Whose webhook it is comes first: nobody looks a host up for another's.
        endpoint::find(&app.table, user, id).await?;
        resolves(url, &Resolver::system()).await?;
    }
    let (endpoint, missed) = endpoint::change(&app.table, user, id, &change, now).await?;
    let view = endpoint::view(&endpoint, now);
    match missed {
        Some(missed) => Reply::json(&with(view, "missed", json!(missed))),
        None => Reply::json(&view),
    }
}
