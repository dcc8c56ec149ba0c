//! `PATCH /twin/webhooks/:id`: changes a webhook's URL and events, pauses it or turns it on.

use ::surface::body::{Fields, Object, Reader, Wrong, custom};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use serde_json::{Value, json};
use webhooks::WebhookId;
use webhooks::resolver::Resolver;
use webhooks::url::WebhookUrl;
use webhooks::webhook::{self, Updated, WebhookChange, WebhookView};

use super::{fields, host, id, wake_up_probe};
use crate::{Dashboard, Owner, refusals};

/// Which webhook, and what is to be different.
#[derive(Debug)]
pub struct UpdateWebhook {
    id: WebhookId,
    url: Option<WebhookUrl>,
    change: WebhookChange,
}

impl Input<Dashboard> for UpdateWebhook {
    fn parse(request: &Request, context: &Dashboard) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let object = Object {
            name: "WebhookChange",
            about: "A change of a webhook: what is left out stays, null takes the description \
                    away.",
        };
        let mut body = Fields::of(request, object)?;
        let url = body.optional("url", fields::url(&context.allowed_hosts));
        let events = body.optional(fields::EVENTS, fields::events(context.product));
        let change = WebhookChange {
            url: url.as_ref().map(WebhookUrl::to_string),
            events: fields::read_events(&mut body, events, context.product),
            description: body.nullable("description", fields::description()),
            retry: None,
            enabled: body.optional("status", status()),
        };
        for name in ["url", fields::EVENTS, "status"] {
            body.keep(name);
        }
        body.finish()?;
        Ok(Self { id, url, change })
    }
}

/// Whether it is to receive events.
fn status() -> impl Reader<Value = bool> {
    let read = |value: &Value| -> Result<bool, Wrong> {
        match value.as_str() {
            Some("enabled") => Ok(true),
            Some("paused") => Ok(false),
            _ => Err(("INVALID", "must be enabled or paused".to_owned())),
        }
    };
    custom(
        read,
        || json!({ "type": "string", "enum": ["enabled", "paused"] }),
    )
    .about(
        "Whether events are delivered to it.\n\n\
         - `enabled`: They are, whatever the status was; an unproven webhook can't be enabled.\n\
         - `paused`: They are not; events meanwhile are missed.",
    )
    .called("WantedStatus")
}

/// Changes the webhook. Where it is enabled, the answer's `missed` is what it missed. A changed URL
/// makes it unproven.
///
/// # Errors
/// The account has no such webhook, whether or not another account does; the host has an address
/// that is not public; it is unproven and can't be enabled.
pub async fn update(
    context: &'static Dashboard,
    owner: Owner,
    UpdateWebhook { id, url, change }: UpdateWebhook,
) -> Result<Reply<Json<WebhookView>>, Error> {
    let (table, now) = (&context.table, context.clock.now());
    let tenant = owner.tenant();
    if let Some(url) = &url {
        // Whose webhook it is comes first: no host is looked up for another's.
        webhook::find(table, &tenant, id)
            .await
            .map_err(refusals::webhook)?;
        host::check(url, &Resolver::system()).await?;
    }
    let Updated {
        webhook,
        missed,
        probe,
    } = webhook::update(table, &tenant, id, &change, now)
        .await
        .map_err(refusals::webhook)?;
    wake_up_probe(context, probe.as_ref()).await;
    let probe = match probe {
        Some(probe) => Some(probe),
        None => webhook::find_probe(table, &tenant, id).await?,
    };
    let mut view = WebhookView::new(&webhook, probe.as_ref(), now);
    view.missed = missed.unwrap_or(view.missed);
    Reply::sorted(&view)
}
