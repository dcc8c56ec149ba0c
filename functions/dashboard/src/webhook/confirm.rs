//! `POST /twin/webhooks/:id/confirm`: proves a webhook whose receiver can't verify signatures, by
//! the code in its latest probe.

use ::surface::body::{Fields, Object, Reader, Wrong, custom};
use ::surface::{Error, Idempotency, Input, Json, Query, Reply, Request};
use serde_json::{Value, json};
use webhooks::WebhookId;
use webhooks::webhook::{self, Probe, Webhook, WebhookView};

use super::id;
use crate::{Dashboard, Owner, refusals};

/// Digits of a code.
const DIGITS: usize = 32;

/// Which webhook, and the code that its receiver was sent.
#[derive(Debug)]
pub struct ConfirmWebhook {
    id: WebhookId,
    code: String,
    idempotency: Idempotency,
}

impl<C> Input<C> for ConfirmWebhook {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let object = Object {
            name: "Confirmation",
            about: "The code that proves a webhook.",
        };
        let mut body = Fields::of(request, object)?;
        let code = body.required("code", code()).unwrap_or_default();
        body.finish()?;
        Ok(Self {
            id,
            code,
            idempotency,
        })
    }
}

fn code() -> impl Reader<Value = String> {
    let read = |value: &Value| -> Result<String, Wrong> {
        let text = value.as_str().unwrap_or_default();
        if text.len() == DIGITS && text.bytes().all(|b| b.is_ascii_hexdigit()) {
            Ok(text.to_ascii_lowercase())
        } else {
            let message = format!("must be the {DIGITS} hexadecimal digits of data.code");
            Err(("INVALID", message))
        }
    };
    let schema = || json!({ "type": "string", "pattern": "^[0-9A-Fa-f]{32}$" });
    custom(read, schema).about("`data.code` of the latest probe: 32 hexadecimal digits.")
}

/// Proves the webhook. One that is proven already stays as it is.
///
/// # Errors
/// The account has no such webhook, whether or not another account does; there is no code that
/// could prove it; it is another code, which counts as a try.
pub async fn confirm(
    context: &'static Dashboard,
    owner: Owner,
    ConfirmWebhook {
        id,
        code,
        idempotency,
    }: ConfirmWebhook,
) -> Result<Reply<Json<WebhookView>>, Error> {
    let (table, now) = (&context.table, context.clock.now());
    let tenant = owner.tenant();
    let idempotency = owner.idempotent(idempotency);
    let work = async {
        let store = |webhook: &Webhook, probe: Option<&Probe>| {
            let view = WebhookView::new(webhook, probe, now);
            idempotency.store(now, 200, &json!(view))
        };
        let (webhook, probe) = webhook::confirm(table, &tenant, id, &code, now, &store)
            .await
            .map_err(refusals::webhook)?;
        Reply::sorted(&WebhookView::new(&webhook, probe.as_ref(), now))
    };
    idempotency.run(table, now, work).await
}
