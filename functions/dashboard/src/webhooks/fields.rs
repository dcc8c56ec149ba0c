//! The fields of a webhook, as [`super::create`] and [`super::update`] take them.

use serde_json::Value;
use shared::Error;
use shared::events::Kind;
use shared::events::endpoint::Subscription;
use shared::http::Request;
use shared::http::body::{Fields, Wrong, text};
use shared::net::receiver::{Exceptions, MAX_LENGTH, ReceiverUrl};

/// Means all events, those of later releases included.
const ALL: &str = "*";

/// Where deliveries go, as far as the text tells: [`super::receiver`] looks its host up.
pub fn url(exceptions: &Exceptions) -> impl Fn(&Value) -> Result<ReceiverUrl, Wrong> {
    move |value| {
        let text = text(1..=MAX_LENGTH)(value)?;
        ReceiverUrl::parse(&text, exceptions).map_err(|wrong| ("INVALID", wrong.to_string()))
    }
}

/// What the operator allows although the rules refuse it.
///
/// # Errors
/// `WEBHOOK_RECEIVERS` lists what is no receiver.
pub fn exceptions(request: &Request) -> Result<Exceptions, Error> {
    let list = &request.settings.webhook_receivers;
    list.parse()
        .map_err(|e| Error::internal("reading WEBHOOK_RECEIVERS", e))
}

/// What its owner says of it.
pub fn description(value: &Value) -> Result<String, Wrong> {
    text(1..=200)(value)
}

/// Which events it is told of: each at most once, or all.
pub fn events(body: &mut Fields) -> Option<Subscription> {
    let names = body.list("events", 1..=Kind::ALL.len(), event)?;
    let twice = (1..names.len()).any(|n| names.iter().skip(n).zip(&names).any(|(a, b)| a == b));
    if twice {
        body.refuse("events", "REPEATED", "must name each event once");
        return None;
    }
    match Subscription::parse(&names) {
        Ok(events) => Some(events),
        Err((_, message)) => {
            body.refuse("events", "INVALID", message);
            None
        }
    }
}

fn event(value: &Value) -> Result<String, Wrong> {
    match value.as_str() {
        None => Err(("TYPE", "must be text".to_owned())),
        Some(ALL) => Ok(ALL.to_owned()),
        Some(name) => match name.parse::<Kind>() {
            Ok(kind) => Ok(kind.to_string()),
            Err(message) => Err(("INVALID", format!("{message}, or {ALL} alone for all"))),
        },
    }
}
