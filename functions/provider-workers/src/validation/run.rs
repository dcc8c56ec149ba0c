//! `provider-validation-run`: goes on with validations that were handed over, or whose function
//! ended. A message is a wake-up: the run's item decides, and one that another function has, or
//! that is done, needs nothing.

use aws_lambda_events::event::sqs::{SqsBatchResponse, SqsEvent};
use common::Fault;
use provider::package::PackageError;
use provider::package::store::RunPlace;
use provider::package::validate::{Progress, work};
use surface::batch;

use crate::Workers;

/// How long probes are sent in one go, in milliseconds: the function has 60 seconds, and the
/// run's lease 90.
const TURN_MILLIS: i64 = 40_000;

/// Goes on with the runs of a batch; answers with those that failed.
///
/// # Errors
/// Never: each fails by itself.
pub async fn run(workers: &'static Workers, event: SqsEvent) -> Result<SqsBatchResponse, Fault> {
    let group = |place: &RunPlace| place.package_id;
    Ok(batch::each(event, group, |place| turn(workers, place)).await)
}

async fn turn(workers: &Workers, place: RunPlace) -> Result<(), Fault> {
    let packages = &workers.packages;
    let Some(run) = packages.take_run(place).await? else {
        return Ok(());
    };
    let (id, version) = (run.id.clone(), run.version);
    let (caller, queues) = (workers.caller.get()?, &workers.queues);
    let until = workers.clock.now().plus_millis(TURN_MILLIS);
    match work(packages, caller, queues, run, until).await {
        Ok(progress) => {
            let is_done = matches!(progress, Progress::Done(_));
            tracing::info!(target: "provider::validation", run = id, %version, is_done, "a turn");
            Ok(())
        }
        Err(PackageError::Fault(fault)) => Err(fault),
        Err(other) => Err(Fault::internal("validating a version", other.to_string())),
    }
}
