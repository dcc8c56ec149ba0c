//! `provider-package-sweep`: orphans the packages of deleted apps where the deletion could not,
//! takes orphans whose time is over out of the catalogue, and wakes a worker up for each validation
//! that no function has.

use common::Fault;
use provider::package::PackageError;
use provider::package::validate::wake_up;

use crate::Workers;

/// Does what is due.
///
/// # Errors
/// The table can't be reached; the next run goes on.
pub async fn run(workers: &'static Workers, _: serde_json::Value) -> Result<(), Fault> {
    let left = workers.packages.left_runs().await?;
    for place in &left {
        wake_up(&workers.queues, *place).await;
    }
    if !left.is_empty() {
        let validations = left.len();
        tracing::info!(target: "provider::validation", validations, "validations are woken up");
    }
    match workers.packages.sweep().await {
        Ok(0) => Ok(()),
        Ok(packages) => {
            tracing::info!(target: "provider::packages", packages, "orphaned packages");
            Ok(())
        }
        Err(PackageError::Fault(fault)) => Err(fault),
        Err(other) => Err(Fault::unavailable("sweeping packages", other.to_string())),
    }
}
