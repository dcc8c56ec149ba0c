//! `PUT /v1/providers/runtime/apps/:id/webhook-profile`: where the app's events go, which of them,
//! and how they are tried again.

use ::surface::body::{Fields, Object, Reader, Wrong, custom, integer, parsed};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use provider::events::PRODUCT;
use provider::id::RuntimeAppId;
use provider::runtime::RuntimeApp;
use provider::runtime::webhook::{self, SetUp};
use serde::Serialize;
use serde_json::{Map, Value, json};
use webhooks::schedule::{MOST_ATTEMPTS, MOST_SECONDS, Retry, Schedule};
use webhooks::signature::Secret;
use webhooks::url::{MAX_LENGTH, WebhookUrl};
use webhooks::webhook::{NewWebhook, Subscription, WebhookError};

use super::wake_up;
use crate::app::{RuntimeAppDetails, details, id, own};
use crate::{App, Runtime};

/// Means all events, those of later releases included.
const ALL: &str = "*";
const SECRET: &str = "must be whsec_ and 32 bytes in base64";

/// Which runtime app, and where its app's events go.
#[derive(Debug)]
pub struct PutWebhookProfile {
    id: RuntimeAppId,
    /// None: where the app says.
    url: Option<WebhookUrl>,
    events: Subscription,
    secret: Option<Secret>,
    retry: Retry,
}

impl Input<Runtime> for PutWebhookProfile {
    fn parse(request: &Request, context: &Runtime) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let object = Object {
            name: "PutWebhookProfile",
            about: "Where an app's events go.",
        };
        let mut body = Fields::of(request, object)?;
        let url = body.optional("url", url(context));
        let events = events(&mut body);
        let secret = body.optional("signingSecret", secret());
        let retry = retry(&mut body);
        body.finish()?;
        let gone = || Error::internal("reading a webhook profile", "a field is gone");
        Ok(Self {
            id,
            url,
            events: events.ok_or_else(gone)?,
            secret,
            retry: retry.ok_or_else(gone)?,
        })
    }
}

fn url(context: &Runtime) -> impl Reader<Value = WebhookUrl> {
    let allowed = context.caller.allowed.clone();
    let read = move |value: &Value| -> Result<WebhookUrl, Wrong> {
        let text = value
            .as_str()
            .ok_or_else(|| ("TYPE", "must be text".to_owned()))?;
        WebhookUrl::parse(text, &allowed).map_err(|error| ("INVALID", error.to_string()))
    };
    custom(
        read,
        || json!({ "type": "string", "format": "uri", "maxLength": MAX_LENGTH }),
    )
    .about(
        "Where deliveries go: `https`, a name and no address. Where it is left out, the app's \
         `webhookUrl` as it stands now.",
    )
}

fn events(body: &mut Fields) -> Option<Subscription> {
    let subscribable = || PRODUCT.events.iter().filter(|event| event.subscribable);
    let read = |value: &Value| -> Result<String, Wrong> {
        let name = value
            .as_str()
            .ok_or_else(|| ("TYPE", "must be text".to_owned()))?;
        if name != ALL {
            PRODUCT
                .subscribable(name)
                .map_err(|message| ("INVALID", format!("{message}, or {ALL} alone for all")))?;
        }
        Ok(name.to_owned())
    };
    let names = move || {
        let names = subscribable().map(|event| event.name);
        let names: Vec<_> = names.chain([ALL]).collect();
        json!({ "type": "string", "enum": names })
    };
    let event = custom(read, names)
        .about("An event; `*` alone means all, those of later releases included.");
    let most = subscribable().count();
    body.constrained(|| json!({ "required": ["events"] }));
    let names = body.list("events", 1..=most, event);
    if !body.has("events") {
        body.refuse("events", "REQUIRED", "is required");
    }
    match Subscription::parse(&PRODUCT, &names?) {
        Ok(events) => Some(events),
        Err((_, message)) => {
            body.refuse("events", "INVALID", &message);
            None
        }
    }
}

fn secret() -> impl Reader<Value = Secret> {
    let read = |value: &Value| -> Result<Secret, Wrong> {
        let secret = value.as_str().and_then(|text| text.parse().ok());
        secret.ok_or_else(|| ("INVALID", SECRET.to_owned()))
    };
    custom(
        read,
        || json!({ "type": "string", "pattern": "^whsec_[A-Za-z0-9+/]{43}=$" }),
    )
    .about(
        "What signs deliveries, if you choose it yourself. Where it is left out, that is the \
         credential secret, or a new secret where there is none.",
    )
}

/// How deliveries are tried again: an object whose members all have defaults.
fn retry(body: &mut Fields) -> Option<Retry> {
    let default = Retry::default();
    let schema = || {
        json!({
            "description": "How deliveries are tried, and tried again.",
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "attempts": {
                    "description": "Attempts, at most.",
                    "type": "integer", "minimum": 1, "maximum": MOST_ATTEMPTS,
                    "default": default.attempts,
                },
                "timeoutSeconds": {
                    "description": "Seconds that an attempt has.",
                    "type": "integer", "minimum": 1, "maximum": MOST_SECONDS,
                    "default": default.timeout_seconds,
                },
                "schedule": {
                    "description": "The waits between attempts.",
                    "type": "string", "enum": Schedule::ALL.iter().map(|one| one.as_str()).collect::<Vec<_>>(),
                    "default": default.schedule.as_str(),
                },
            },
        })
    };
    let members = match body.take("retry", schema) {
        None => Map::new(),
        Some(Value::Object(members)) => members,
        Some(_) => {
            body.refuse("retry", "TYPE", "must be an object");
            return None;
        }
    };
    let mut retry = Some(default);
    let mut wrong = |name: &'static str, (code, message): Wrong| {
        body.refuse(name, code, &message);
        retry = None;
    };
    let mut read = default;
    for (name, value) in &members {
        let number = |most: u32| {
            let number = integer(1..=u64::from(most)).read(value)?;
            Ok(u32::try_from(number).unwrap_or(most))
        };
        match name.as_str() {
            "attempts" => match number(MOST_ATTEMPTS) {
                Ok(attempts) => read.attempts = attempts,
                Err(error) => wrong("retry.attempts", error),
            },
            "timeoutSeconds" => match number(MOST_SECONDS) {
                Ok(seconds) => read.timeout_seconds = seconds,
                Err(error) => wrong("retry.timeoutSeconds", error),
            },
            "schedule" => match parsed::<Schedule>().read(value) {
                Ok(schedule) => read.schedule = schedule,
                Err(error) => wrong("retry.schedule", error),
            },
            _ => {
                let message = "must have no other members than attempts, timeoutSeconds, schedule";
                wrong("retry", ("UNKNOWN", message.to_owned()));
            }
        }
    }
    retry.map(|_| read)
}

/// A runtime app whose webhook was set up.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetUpWebhook {
    #[serde(flatten)]
    runtime_app: RuntimeAppDetails,
    /// What signs deliveries, where it was made now. It is shown here and never again.
    #[serde(skip_serializing_if = "Option::is_none")]
    signing_secret: Option<String>,
}

/// Sets the webhook up, or changes it. A new one, and one at another URL, gets a probe before any
/// event.
///
/// # Errors
/// The app has no such runtime app; there is no URL.
pub async fn put(
    context: &'static Runtime,
    caller: App,
    wanted: PutWebhookProfile,
) -> Result<Reply<Json<SetUpWebhook>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let runtime_app = own(context, &caller, wanted.id).await?;
    let url = match wanted.url {
        Some(url) => url.to_string(),
        None => default_url(context, &runtime_app).await?,
    };
    let profile = webhook::WebhookProfile {
        settings: NewWebhook {
            url,
            events: wanted.events,
            description: None,
            retry: wanted.retry,
        },
        secret: wanted.secret,
    };
    let vault = &context.caller.vault;
    let set_up = webhook::set_up(table, vault, &runtime_app, &profile, now).await;
    let SetUp { secret, probe, .. } = set_up.map_err(refused)?;
    wake_up(context, probe.as_ref()).await;
    Reply::json(&SetUpWebhook {
        runtime_app: details(context, &runtime_app).await?,
        signing_secret: secret.map(|secret| secret.reveal().to_owned()),
    })
}

/// Where the app's events go, as its developer said with the app.
async fn default_url(context: &Runtime, runtime_app: &RuntimeApp) -> Result<String, Error> {
    let (developer, app) = (runtime_app.developer_id, runtime_app.app_id);
    let found = provider::app::find(&context.platform.table, developer, app).await?;
    let url = found.and_then(|(app, _)| app.webhook_url);
    url.ok_or_else(|| Error::field("url", "REQUIRED", "is required: the app has no webhookUrl"))
}

fn refused(error: WebhookError) -> Error {
    match error {
        WebhookError::Failed(fault) => fault.into(),
        other => Error::unavailable("setting a webhook up", other.to_string()),
    }
}
