//! `POST /v1/providers/packages/manage/:id/versions/:vid/validate`: runs the conformance suite. What
//! is unfinished after 25 seconds goes on in a worker, and the answer says where its report will be.

use ::surface::{Answers, Error, Json, Reply};
use common::{Fault, Timestamp};
use http::header::{LOCATION, RETRY_AFTER};
use provider::package::store::Run;
use provider::package::validate::{Progress, callable, work};
use provider_functions::surfaces::CONSOLE;
use serde::Serialize;

use super::{VersionStep, location};
use crate::package::refused;
use crate::report::ReportView;
use crate::{Console, Developer};

/// How long the suite runs while the developer waits, in milliseconds: API Gateway waits 30
/// seconds.
const PATIENCE_MILLIS: i64 = 25_000;
/// When to look for the report of a run that goes on, in seconds.
const LOOK_AGAIN: u64 = 5;

/// A run of the conformance suite that goes on.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValidationRun {
    /// When it began: its report's `at`.
    started_at: Timestamp,
    /// When its report is there at the latest.
    ends_at: Timestamp,
}

impl ValidationRun {
    fn of(run: &Run) -> Self {
        Self {
            started_at: run.setup.at,
            ends_at: run.ends_at(),
        }
    }
}

/// A report, or that its run goes on.
#[derive(Debug)]
pub struct Validated;

impl Answers for Validated {
    #[cfg(feature = "schema")]
    fn describe(answers: &mut ::surface::describe::AnswersDescription<'_>) {
        answers.json::<ReportView>(200);
        answers.json::<ValidationRun>(202);
    }
}

/// Validates a version.
///
/// # Errors
/// A validation of the version is running; the package had as many this hour as it may; the
/// version is withdrawn.
pub async fn validate(
    context: &'static Console,
    caller: Developer,
    VersionStep { path, idempotency }: VersionStep,
) -> Result<Reply<Validated>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let idempotency = idempotency.by(&caller.tenant(), CONSOLE.name);
    let report_at = format!("{}/report", location(path.package, path.version));
    let validation = async {
        let (packages, calls) = (&context.packages, context.caller.get()?);
        let package = packages.owned(caller.id, path.package).await;
        let callable = callable(calls, package.map_err(refused)?.app_id).await?;
        // A repeated request begins no other run: it is answered with where the report is.
        let keep = |run: &Run| {
            let body = serde_json::to_value(ValidationRun::of(run));
            let body = body.map_err(|e| Fault::internal("keeping an answer", e))?;
            idempotency.store_accepted(now, report_at.clone(), &body)
        };
        let begun = packages.begin(caller.id, path.package, path.version, callable, &keep);
        let run = begun.await.map_err(refused)?;
        let goes_on = ValidationRun::of(&run);
        let until = now.plus_millis(PATIENCE_MILLIS);
        let done = work(packages, calls, &context.queues, run, until).await;
        Ok(match done.map_err(refused)? {
            Progress::Done(done) => {
                Reply::<Json<ReportView>>::json(&ReportView::new(done.0, None))?.into_described()
            }
            Progress::GoesOn => Reply::<Json<ValidationRun, 202>>::sorted(&goes_on)?
                .header(LOCATION, report_at.clone())
                .header(RETRY_AFTER, LOOK_AGAIN.to_string())
                .into_described(),
        })
    };
    idempotency.run(table, now, validation).await
}
