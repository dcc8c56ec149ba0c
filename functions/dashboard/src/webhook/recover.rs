//! `POST /twin/webhooks/:id/recover`: sends again what a webhook has lost since some time, in the
//! order of the events. The first page of it at once, the rest by the sweep, page by page.

use ::surface::body::{Fields, Object, Reader};
use ::surface::{Error, Idempotency, Input, Json, Query, Reply, Request};
use common::{Fault, Timestamp};
use serde::Serialize;
use serde_json::json;
use webhooks::webhook::{self, Job, Probe, Webhook};
use webhooks::{DeliveryId, WebhookId, delivery, jobs};

use super::{id, wake_up};
use crate::fields::moment;
use crate::{Dashboard, Owner, refusals};

/// How far back it goes, in milliseconds.
const LONGEST: i64 = 14 * 86_400_000;
/// Deliveries that are counted for the answer: to count more would take longer than a call.
const COUNTED: usize = 10_000;

/// Which webhook, and since when.
#[derive(Debug)]
pub struct RecoverDeliveries {
    id: WebhookId,
    since: Timestamp,
    idempotency: Idempotency,
}

impl<C> Input<C> for RecoverDeliveries {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let object = Object {
            name: "Recovery",
            about: "Since when what was lost is sent again.",
        };
        let mut body = Fields::of_optional(request, object)?;
        let (first, last) = (request.at.plus_millis(-LONGEST), request.at);
        let is_recent = move |at: Timestamp| (first..=last).contains(&at);
        let since = moment(is_recent, "must be within the last 14 days");
        let since = body.optional(
            "since",
            since.about("Within the last 14 days. Without it, all that can be sent again."),
        );
        body.finish()?;
        Ok(Self {
            id,
            since: since.unwrap_or(first),
            idempotency,
        })
    }
}

/// What is sent again.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recovering {
    /// How many deliveries, counted as far as 10,000: that number means as many or more.
    queued: u64,
}

/// Begins to send all that is dead or was missed since then.
///
/// # Errors
/// The account has no such webhook, whether or not another account does; it is off; another
/// recovery is running; there were too many requests.
pub async fn recover(
    context: &'static Dashboard,
    owner: Owner,
    RecoverDeliveries {
        id,
        since,
        idempotency,
    }: RecoverDeliveries,
) -> Result<Reply<Json<Recovering, 202>>, Error> {
    let (table, now) = (&context.table, context.clock.now());
    let (tenant, from) = (owner.tenant(), DeliveryId::first_of(since));
    let idempotency = owner.idempotent(idempotency);
    let work = async {
        let queued = delivery::count_lost(table, id, from, COUNTED).await?;
        let answer = Recovering { queued };
        let store = |_: &Webhook, _: Option<&Probe>| idempotency.store(now, 202, &json!(answer));
        let webhook = webhook::begin_recovery(table, &tenant, id, from, now, &store)
            .await
            .map_err(refusals::webhook)?;
        // From here on it is done, by the sweep where not by us.
        if webhook.pace().is_none()
            && let Err(fault) = begin(context, &webhook, from).await
        {
            tracing::warn!(
                webhook.id = %webhook.id,
                cause = fault.cause(),
                "a recovery is left for the sweep"
            );
        }
        Reply::sorted(&answer)
    };
    idempotency.run(table, now, work).await
}

/// Does the first page; the sweep does the rest.
async fn begin(context: &Dashboard, webhook: &Webhook, from: DeliveryId) -> Result<(), Fault> {
    let Dashboard { table, clock, .. } = context;
    let page = jobs::run_page(
        table,
        clock,
        webhook,
        Job::Recover,
        Some(from),
        webhook.job_due,
    )
    .await?;
    wake_up(context, &page.wake_ups).await;
    // Where it was turned off or deleted meanwhile, what it lost stays so.
    let progress = page.progress(clock.now());
    webhook::record_progress(table, webhook, Job::Recover, progress).await?;
    Ok(())
}
