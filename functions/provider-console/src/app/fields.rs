//! Fields of an app.

use ::surface::body::{Fields, Reader, Wrong, custom, text};
use provider::app::{self, redirect};
use serde_json::{Value, json};
use webhooks::url::{AllowedHosts, WebhookUrl};

/// Redirect URIs of one app, at most.
const URIS: usize = 10;

/// Takes the fields of an app that may be changed.
pub(super) fn take(body: &mut Fields, hosts: &AllowedHosts) -> app::Fields {
    app::Fields {
        name: body.optional("name", text(1..=80).about("Its name.")),
        description: body.optional("description", text(0..=500).about("What it is for.")),
        redirect_uris: body.list("redirectUris", 0..=URIS, redirect_uri()),
        webhook_url: body.nullable("webhookUrl", webhook_url(hosts)),
    }
}

fn redirect_uri() -> impl Reader<Value = String> {
    let read = |value: &Value| -> Result<String, Wrong> {
        let text = value
            .as_str()
            .ok_or_else(|| ("TYPE", "must be a text".to_owned()))?;
        redirect::check(text).map_err(|e| ("INVALID", e.to_string()))?;
        Ok(text.to_owned())
    };
    custom(
        read,
        || json!({ "type": "string", "format": "uri", "maxLength": redirect::LONGEST }),
    )
    .about("Where a user may be sent back to: `https`, without a fragment; compared exactly.")
}

fn webhook_url(hosts: &AllowedHosts) -> impl Reader<Value = String> {
    let hosts = hosts.clone();
    let read = move |value: &Value| -> Result<String, Wrong> {
        let text = value
            .as_str()
            .ok_or_else(|| ("TYPE", "must be a text".to_owned()))?;
        match WebhookUrl::parse(text, &hosts) {
            Ok(url) => Ok(url.to_string()),
            Err(error) => Err(("INVALID", error.to_string())),
        }
    };
    custom(
        read,
        || json!({ "type": "string", "format": "uri", "maxLength": 2048 }),
    )
    .about("Where the app's events go, where its runtime app does not say.")
}
