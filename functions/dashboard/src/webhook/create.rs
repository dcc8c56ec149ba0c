//! `POST /twin/webhooks`: a new webhook, whose secret this answer alone shows.

use ::surface::body::{Fields, Object};
use ::surface::{Created, Error, Idempotency, Input, Query, Reply, Request};
use dynamo::{AttributeValue, Change, Tries, n};
use metering::ledger::attributes;
use serde::Serialize;
use serde_json::json;
use twin::{Account, account, layout};
use webhooks::resolver::Resolver;
use webhooks::schedule::Retry;
use webhooks::url::WebhookUrl;
use webhooks::webhook::{
    self, Made, NewWebhook, Probe, Subscription, Webhook, WebhookError, WebhookView,
};

use super::{fields, host, location, wake_up_probe};
use crate::refusals::{self, no_account, plan_required};
use crate::{Dashboard, Owner};

/// Tries when the account was changed meanwhile.
const TRIES: u32 = 8;

/// A webhook to be made.
#[derive(Debug)]
pub struct CreateWebhook {
    url: WebhookUrl,
    events: Subscription,
    description: Option<String>,
    idempotency: Idempotency,
}

impl Input<Dashboard> for CreateWebhook {
    fn parse(request: &Request, context: &Dashboard) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let object = Object {
            name: "CreateWebhook",
            about: "A webhook to be made.",
        };
        let mut body = Fields::of(request, object)?;
        let url = body.required("url", fields::url(&context.allowed_hosts));
        let events = body.required(fields::EVENTS, fields::events(context.product));
        let events = fields::read_events(&mut body, events, context.product);
        let description = body.optional("description", fields::description());
        body.finish()?;
        let (Some(url), Some(events)) = (url, events) else {
            return Err(Error::internal("reading a webhook", "a field is not there"));
        };
        Ok(Self {
            url,
            events,
            description,
            idempotency,
        })
    }
}

/// A webhook that was made.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MadeWebhook {
    #[serde(flatten)]
    made: WebhookView,
    /// What signs its deliveries: this answer alone shows it, and its repetition for an
    /// `Idempotency-Key` does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(regex(pattern = "^whsec_[A-Za-z0-9+/]{43}=$"))
    )]
    secret: Option<String>,
}

/// Makes a webhook.
///
/// # Errors
/// Its host has an address that is not public; the plan does not include webhooks; the account
/// has as many as it may.
pub async fn create(
    context: &'static Dashboard,
    owner: Owner,
    CreateWebhook {
        url,
        events,
        description,
        idempotency,
    }: CreateWebhook,
) -> Result<Reply<Created<MadeWebhook>>, Error> {
    let Dashboard { table, vault, .. } = context;
    let (tenant, now) = (owner.tenant(), context.clock.now());
    let idempotency = owner.idempotent(idempotency);
    let work = async {
        host::check(&url, &Resolver::system()).await?;
        let new = NewWebhook {
            url: url.to_string(),
            events,
            description,
            retry: Retry::default(),
        };
        let store = |webhook: &Webhook, probe: Option<&Probe>| {
            let view = WebhookView::new(webhook, probe, now);
            idempotency.store_created(now, location(webhook.id), &json!(view))
        };
        let mut tries = Tries::new(TRIES);
        while tries.next().await {
            let account = account::find(table, owner.user_id).await?;
            let account = account.ok_or_else(no_account)?;
            if !account.entitled() {
                return Err(plan_required());
            }
            let permit = Some(still_entitled(&account));
            match webhook::create(table, vault, &tenant, &new, now, permit, &store).await {
                Ok(Made {
                    webhook,
                    secret,
                    probe,
                }) => {
                    wake_up_probe(context, probe.as_ref()).await;
                    let made = MadeWebhook {
                        made: WebhookView::new(&webhook, probe.as_ref(), now),
                        secret: Some(secret.reveal().to_owned()),
                    };
                    return Reply::created_sorted(location(webhook.id), &made);
                }
                Err(WebhookError::NotPermitted | WebhookError::Busy) => {}
                Err(error) => return Err(refusals::webhook(error)),
            }
        }
        Err(refusals::webhook(WebhookError::Busy))
    };
    idempotency.run(table, now, work).await
}

/// The condition that the account is as it was read: entitled, and not being erased.
fn still_entitled(account: &Account) -> Change {
    Change::check(layout::account(account.user_id))
        .if_is(attributes::GENERATION, n(account.ledger.generation))
        .if_is(attributes::ENTITLED, AttributeValue::Bool(true))
}
