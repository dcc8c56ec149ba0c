//! `PATCH /twin/webhooks/:id`: changes where a webhook is and what it is told of, pauses it or
//! turns it on.

use serde_json::{Value, json};
use shared::access::Owner;
use shared::events::endpoint::{self, EndpointChange};
use shared::http::body::{Fields, Wrong};
use shared::http::{Input, Query, Reply, Request};
use shared::id::WebhookId;
use shared::{App, Error};

use super::{fields, named, receiver, with};

/// Which webhook, and what is to be different.
#[derive(Debug)]
pub struct Change(WebhookId, EndpointChange);

impl Input for Change {
    fn parse(request: &Request) -> Result<Self, Error> {
        let id = named(request)?;
        Query::of(request).finish()?;
        let mut body = Fields::of(request)?;
        let change = EndpointChange {
            url: body.optional("url", fields::url),
            events: fields::events(&mut body),
            description: body.nullable("description", fields::description),
            enabled: body.optional("status", enabled),
        };
        for name in ["url", "events", "status"] {
            body.keep(name);
        }
        fields::finish(body, change.url.as_deref())?;
        Ok(Self(id, change))
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
/// The account has no such webhook, whoever else may; deliveries may not go there.
pub async fn update(
    app: &'static App,
    owner: Owner,
    Change(id, mut change): Change,
) -> Result<Reply, Error> {
    let (user, now) = (owner.user_id, app.clock.now());
    if let Some(url) = &change.url {
        // Whose webhook it is comes first: nobody else's may be asked about.
        endpoint::find(&app.table, user, id).await?;
        change.url = Some(receiver::check(app, url).await?.to_string());
    }
    let (endpoint, missed) = endpoint::change(&app.table, user, id, &change, now).await?;
    let view = endpoint::view(&endpoint, now);
    match missed {
        Some(missed) => Reply::json(&with(view, "missed", json!(missed))),
        None => Reply::json(&view),
    }
}
