//! The fields of a webhook, as [`super::create`] and [`super::update`] take them.

use serde_json::Value;
use shared::events::Kind;
use shared::events::endpoint::Subscription;
use shared::http::body::{Fields, Wrong, text};
use shared::net::receiver::{Exceptions, MAX_LENGTH, ReceiverUrl};
use shared::{Error, FieldError};

/// Means all events, those of later releases included.
const ALL: &str = "*";

/// Where deliveries go, as it was given: [`super::receiver`] tells whether they may.
pub fn url(value: &Value) -> Result<String, Wrong> {
    text(1..=MAX_LENGTH)(value)
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

/// Ends the reading of a body with a URL. Whether the operator made an exception for that is not
/// known here, so it is refused by itself later; where something else is wrong it is told along.
pub fn finish(body: Fields, url: Option<&str>) -> Result<(), Error> {
    body.finish().map_err(|error| match (error, url) {
        (Error::Invalid(mut fields), Some(url)) => {
            let checked = ReceiverUrl::parse(url, &Exceptions::default());
            let wrong = checked.err().map(|wrong| wrong.to_string());
            fields.extend(wrong.map(|wrong| FieldError::new("url", "INVALID", wrong)));
            Error::Invalid(fields)
        }
        (error, _) => error,
    })
}
