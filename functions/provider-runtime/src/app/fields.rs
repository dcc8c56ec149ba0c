//! Fields of a runtime app.

use std::str::FromStr;

use ::surface::body::{Reader, Wrong, custom};
use provider::id::AppId;
use provider::runtime::app::{DisplayName, NAME};
use provider::runtime::http;
use serde_json::{Value, json};
use webhooks::url::{AllowedHosts, MAX_LENGTH, WebhookUrl};

fn text(value: &Value) -> Result<&str, Wrong> {
    value
        .as_str()
        .ok_or_else(|| ("TYPE", "must be a text".to_owned()))
}

fn uri() -> Value {
    json!({ "type": "string", "format": "uri", "maxLength": MAX_LENGTH })
}

pub(super) fn display_name() -> impl Reader<Value = DisplayName> {
    let read = |value: &Value| DisplayName::from_str(text(value)?).map_err(|m| ("INVALID", m));
    let schema = || json!({ "type": "string", "minLength": 1, "maxLength": NAME });
    custom(read, schema).about("Its name, for people.")
}

/// Where capabilities are executed.
pub(crate) fn endpoint_url(hosts: &AllowedHosts) -> impl Reader<Value = WebhookUrl> + use<> {
    let hosts = hosts.clone();
    let read = move |value: &Value| {
        http::endpoint(text(value)?, &hosts).map_err(|e| ("INVALID", e.to_string()))
    };
    custom(read, uri).about(
        "Where its capabilities are executed; paths are appended. `https`, a public name, port \
         443 or 8443, no query.",
    )
}

/// Where the health is asked for. Whether it fits the endpoint is for the whole to say.
pub(super) fn health_check_url(hosts: &AllowedHosts) -> impl Reader<Value = WebhookUrl> + use<> {
    let hosts = hosts.clone();
    let read = move |value: &Value| {
        WebhookUrl::parse(text(value)?, &hosts).map_err(|e| ("INVALID", e.to_string()))
    };
    custom(read, uri).about(
        "Where its health is asked for, of the endpoint's scheme, host and port; without it, \
         `/health` below the endpoint.",
    )
}

pub(super) fn app_id() -> impl Reader<Value = AppId> {
    ::surface::body::parsed::<AppId>().about("The app of the access token.")
}
