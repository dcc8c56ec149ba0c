//! Validations: the conformance suite against the runtime of a package's app.

use std::time::Duration;

use common::{Fault, Tenant, Timestamp};
use serde_json::json;
use tokio::time::timeout;
use webhooks::url::WebhookUrl;
use webhooks::{Queue, Queues};

use super::drift::{PATIENCE, Side, between};
use super::store::{Callable, Pair, Run, RunPlace};
use super::{Capability, PackageError, Packages};
use crate::conformance::{Calls, Report, advance, assess};
use crate::id::AppId;
use crate::runtime::Caller;
use crate::runtime::app::{RuntimeApp, Status, current};

/// The queue whose worker goes on with runs: a message is a [`RunPlace`].
pub const VALIDATIONS: Queue = Queue {
    name: "validations",
    code: 'v',
    variable: "VALIDATIONS_URL",
};

/// How far a validation came.
#[derive(Debug)]
pub enum Progress {
    /// It is done: its report, and what follows for the version.
    Done(Box<(Report, Pair)>),
    /// A worker goes on with it.
    GoesOn,
}

/// The runtime that a validation of an app's package calls.
///
/// # Errors
/// The table can't be reached.
pub async fn callable(caller: &Caller, app: AppId) -> Result<Callable, Fault> {
    let runtime = active(caller, app).await?;
    let url = runtime
        .as_ref()
        .and_then(|runtime| WebhookUrl::parse(&runtime.endpoint_url, &caller.allowed).ok());
    Ok(Callable {
        runtime: runtime.is_some(),
        https: url.as_ref().is_some_and(WebhookUrl::is_tls),
        local: url.map_or(!caller.allowed.is_empty(), |url| url.is_exempt()),
    })
}

async fn active(caller: &Caller, app: AppId) -> Result<Option<RuntimeApp>, Fault> {
    let current = current(&caller.table, app).await?;
    Ok(current.filter(|runtime| runtime.status() == Status::Active))
}

/// Goes on with a run until it is done, or this moment: then it is handed over, and a worker is
/// woken up. A fault of ours is no answer of the provider's: then the sweep wakes a worker later.
///
/// # Errors
/// The table can't be reached; the version is gone.
pub async fn work(
    packages: &Packages,
    caller: &Caller,
    queues: &Queues,
    mut run: Run,
    until: Timestamp,
) -> Result<Progress, PackageError> {
    let capabilities = packages.capabilities(run.package, run.version).await?;
    let is_over = caller.clock.now() >= run.ends_at();
    let advanced = if is_over {
        Ok(true)
    } else {
        go_on(packages, caller, &mut run, &capabilities, until).await
    };
    if let Err(fault) = &advanced {
        tracing::warn!(
            target: "provider::validation", version = %run.version, cause = fault.cause(),
            "a validation is interrupted"
        );
    }
    if matches!(advanced, Ok(true)) {
        let report = assess(&run.setup, &capabilities, &run.samples);
        let pair = packages.finish(&run, &report).await?;
        return Ok(Progress::Done(Box::new((report, pair))));
    }
    if packages.hand_over(&run).await? && advanced.is_ok() {
        wake_up(queues, run.place()).await;
    }
    Ok(Progress::GoesOn)
}

/// Sends probes until then: whether all are sent. Those that are under way then are sent again
/// later, with the same idempotency keys.
async fn go_on(
    packages: &Packages,
    caller: &Caller,
    run: &mut Run,
    capabilities: &[Capability],
    until: Timestamp,
) -> Result<bool, Fault> {
    let missing = |what: &str| Fault::internal("validating a version", format!("no {what}"));
    let package = packages.find(run.package).await?;
    let package = package.ok_or_else(|| missing("package"))?;
    if let (Some(against), None) = (&run.setup.against, &run.samples.drift) {
        let live = packages.version(run.package, against.version_id).await?;
        let live = live.ok_or_else(|| missing("published version"))?;
        let before = packages.capabilities(run.package, live.id).await?;
        let before = Side {
            capabilities: &before,
            tier: live.risk_tier,
        };
        let after = Side {
            capabilities,
            tier: run.setup.risk_tier,
        };
        run.samples.drift = Some(between(before, after, PATIENCE));
    }
    let app = if run.setup.runtime {
        active(caller, package.app_id).await?
    } else {
        None
    };
    if run.setup.runtime && app.is_none() {
        let why = "the runtime is not active any more";
        run.samples.given_up.get_or_insert(why.to_owned());
    }
    let calls = Calls::prepare(caller, app.as_ref(), &run.setup).await?;
    let stop = || caller.clock.now() >= until;
    let left = until.millis() - caller.clock.now().millis();
    let left = Duration::from_millis(u64::try_from(left).unwrap_or(0));
    let advance = advance(&run.setup, capabilities, &mut run.samples, &calls, stop);
    timeout(left, advance).await.unwrap_or(Ok(false))
}

/// Wakes a worker up for a run. Where the message is lost, the sweep sends another.
pub async fn wake_up(queues: &Queues, place: RunPlace) {
    let tenant = Tenant::new(place.package_id);
    queues.wake_up(VALIDATIONS, &tenant, &json!(place)).await;
}
