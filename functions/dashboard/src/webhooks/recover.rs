//! `POST /twin/webhooks/:id/recover`: sends again what a webhook has lost since some time, in the
//! order of the events. The first of it at once, the rest by the sweep, page by page.

use lambda_http::http::StatusCode;
use serde_json::json;
use shared::access::Owner;
use shared::clock::Timestamp;
use shared::error::chain;
use shared::events::endpoint::{self, Endpoint, EndpointError, Job};
use shared::events::{delivery, jobs};
use shared::http::body::{Fields, parsed};
use shared::http::{Input, Once, Query, Reply, Request};
use shared::id::{DeliveryId, WebhookId};
use shared::{App, Error};

use super::{hint, named};

/// How far back it goes, in milliseconds.
const LONGEST: i64 = 14 * 86_400_000;

/// Which webhook, and since when.
#[derive(Debug)]
pub struct Wanted {
    id: WebhookId,
    since: Timestamp,
    once: Once,
}

impl Input for Wanted {
    fn parse(request: &Request) -> Result<Self, Error> {
        let id = named(request)?;
        Query::of(request).finish()?;
        let once = Once::of(request)?;
        let mut body = Fields::of(request)?;
        let (first, last) = (request.at.plus_millis(-LONGEST), request.at);
        let since = body.required("since", |value| match parsed::<Timestamp>(value)? {
            at if (first..=last).contains(&at) => Ok(at),
            _ => Err(("RANGE", "must be within the last 14 days".to_owned())),
        });
        body.finish()?;
        Ok(Self {
            id,
            since: since.unwrap_or(last),
            once,
        })
    }
}

/// Begins to send all that is dead or was missed since then.
///
/// # Errors
/// The account has no such webhook, whoever else may; it is off; another recovery is running.
pub async fn recover(app: &'static App, owner: Owner, wanted: Wanted) -> Result<Reply, Error> {
    let (user, now, once) = (owner.user_id, app.clock.now(), &wanted.once);
    let (table, from) = (&app.table, DeliveryId::first_of(wanted.since));
    let work = async {
        let queued = delivery::count_lost(table, user, wanted.id, from).await?;
        let answer = json!({ "queued": queued });
        let keep = |_: &Endpoint| once.keep(table, user, now, StatusCode::ACCEPTED, &answer);
        let endpoint = endpoint::begin_recovery(table, user, wanted.id, from, now, &keep).await?;
        // From here on it is done, if not by us.
        if let Err(error) = begin(app, &endpoint, from).await {
            tracing::warn!(
                webhook.id = %endpoint.id,
                cause = std::error::Error::source(&error).map(chain),
                "a recovery is left for the sweep"
            );
        }
        Reply::with_status(StatusCode::ACCEPTED, &answer)
    };
    once.run(table, user, now, work).await
}

async fn begin(app: &App, endpoint: &Endpoint, from: DeliveryId) -> Result<(), Error> {
    let App { table, clock, .. } = app;
    let page = jobs::do_page(table, clock, endpoint, Job::Recover, Some(from), 0).await?;
    hint(app, &page.hints).await;
    if page.is_last {
        endpoint::note_job(table, endpoint, Job::Recover, None).await?;
        return Ok(());
    }
    match endpoint::ask(table, endpoint, Job::Recover, page.last, clock.now()).await {
        // It was turned off or deleted meanwhile, and what it lost with it.
        Err(EndpointError::Unknown | EndpointError::Busy) => Ok(()),
        asked => asked.map_err(Error::from),
    }
}
