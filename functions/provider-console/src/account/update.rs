//! `PATCH /v1/providers/account`: what is left out stays.

use ::surface::body::{Fields, Object, Reader, Wrong, custom, line, parsed};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use metering::attempts::Attempts;
use provider::account::{Email, ProfileChange, Status};
use provider_functions::surfaces::{EMAIL_NOT_VERIFIED, RATE_LIMITED};
use serde_json::{Value, json};

use super::{DeveloperAccount, being_deleted};
use crate::{Console, Developer};

/// Changes of the contact address: each sends a mail to somebody who may not expect it.
const CONTACTS: Attempts = Attempts {
    name: "contact",
    most: 5,
    window: 3_600,
};
const NOTIFICATIONS: [&str; 3] = ["review", "alerts", "security"];

/// What is to be different.
#[derive(Debug)]
pub struct UpdateAccount(ProfileChange);

impl<C> Input<C> for UpdateAccount {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let object = Object {
            name: "ProfileChange",
            about: "A change of an account: what is left out stays, null takes the contact address \
                    away.",
        };
        let mut body = Fields::of(request, object)?;
        let company_name =
            body.optional("company_name", line(1..=100).about("The company's name."));
        let contact_email = body.nullable(
            "contactEmail",
            parsed::<Email>().about(
                "Where mails go. It is used once its owner has confirmed it, by the mail that it \
                 gets; at most five changes an hour.",
            ),
        );
        let words = custom(notifications, notifications_schema)
            .called("NotificationsChange")
            .about("Which mails are sent.");
        let notifications = body.optional("notifications", words).unwrap_or_default();
        body.keep("company_name");
        body.keep("notifications");
        body.finish()?;
        let [review, alerts, security] = notifications;
        Ok(Self(ProfileChange {
            company_name,
            contact_email,
            review,
            alerts,
            security,
        }))
    }
}

fn notifications(value: &Value) -> Result<[Option<bool>; 3], Wrong> {
    let wrong = || {
        let names = NOTIFICATIONS.join(", ");
        (
            "TYPE",
            format!("must be an object of true and false by {names}"),
        )
    };
    let map = value.as_object().ok_or_else(wrong)?;
    let is_known = |name: &String| NOTIFICATIONS.contains(&name.as_str());
    if !map.keys().all(is_known) || !map.values().all(Value::is_boolean) {
        return Err(wrong());
    }
    Ok(NOTIFICATIONS.map(|name| map.get(name).and_then(Value::as_bool)))
}

fn notifications_schema() -> Value {
    let boolean = |about: &str| json!({ "type": "boolean", "description": about });
    json!({
        "type": "object",
        "description": "What is left out stays.",
        "additionalProperties": false,
        "properties": {
            "review": boolean("What came of a review."),
            "alerts": boolean("Quality alerts."),
            "security": boolean("Changes of what opens the account, or of where its mails go."),
        },
    })
}

/// Changes the account.
///
/// # Errors
/// The contact address was changed too often, or the account's own is not verified.
pub async fn update(
    context: &'static Console,
    caller: Developer,
    UpdateAccount(change): UpdateAccount,
) -> Result<Reply<Json<DeveloperAccount>>, Error> {
    if let Some(Some(_)) = change.contact_email {
        if caller.status != Status::Verified {
            let message = "Verify the account's own address first, by the link in the mail.";
            return Err(EMAIL_NOT_VERIFIED.refuse(message));
        }
        let (table, now) = (&context.platform.table, context.platform.clock.now());
        let taken = CONTACTS.take(table, &caller.id.to_string(), now).await?;
        taken.map_err(|spent| {
            let message = "contactEmail can be changed five times an hour.";
            let refusal = RATE_LIMITED.refusal(message);
            refusal.retry_after(spent.seconds_left())
        })?;
    }
    let changed = context.accounts.change(caller.id, &change).await?;
    let (profile, messages) = changed.ok_or_else(being_deleted)?;
    context.send(&messages).await;
    Reply::json(&DeveloperAccount::new(profile, &caller))
}
