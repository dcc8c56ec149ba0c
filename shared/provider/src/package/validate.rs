//! Validations: the conformance suite against the runtime of a package's app.

use common::{Fault, Timestamp};
use webhooks::url::WebhookUrl;

use super::drift::{PATIENCE, Side, between};
use super::store::{Callable, Pair, Run};
use super::{PackageError, Packages};
use crate::conformance::{Calls, Report, advance, assess};
use crate::id::AppId;
use crate::runtime::Caller;
use crate::runtime::app::{RuntimeApp, Status, current};

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

/// Goes on with a run until it is done, or this moment: then it is handed over to the worker. A
/// fault of ours is no answer of the provider's, and the worker tries again.
///
/// # Errors
/// The table can't be reached; the version is gone.
pub async fn work(
    packages: &Packages,
    caller: &Caller,
    mut run: Run,
    until: Timestamp,
) -> Result<Progress, PackageError> {
    let capabilities = packages.capabilities(run.package, run.version).await?;
    let package = packages.find(run.package).await?;
    let package = package.ok_or(PackageError::NoPackage)?;
    if let (Some(against), None) = (&run.setup.against, &run.samples.drift) {
        let live = packages.version(run.package, against.version_id).await?;
        let live = live.ok_or(PackageError::NoVersion)?;
        let before = packages.capabilities(run.package, live.id).await?;
        let before = Side {
            capabilities: &before,
            tier: live.risk_tier,
        };
        let after = Side {
            capabilities: &capabilities,
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
    let advanced = advance(&run.setup, &capabilities, &mut run.samples, &calls, stop).await;
    let is_done = match advanced {
        Ok(is_done) => is_done,
        Err(fault) => {
            tracing::warn!(
                target: "provider::validation", version = %run.version, cause = fault.cause(),
                "a validation is interrupted"
            );
            false
        }
    };
    if is_done || caller.clock.now() >= run.ends_at() {
        let report = assess(&run.setup, &capabilities, &run.samples);
        let pair = packages.finish(&run, &report).await?;
        return Ok(Progress::Done(Box::new((report, pair))));
    }
    packages.hand_over(&run).await?;
    Ok(Progress::GoesOn)
}
