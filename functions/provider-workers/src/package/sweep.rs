//! `provider-package-sweep`: orphans the packages of deleted apps where the deletion could not, and
//! takes orphans whose time is over out of the catalogue.

use common::Fault;
use provider::package::PackageError;

use crate::Workers;

/// Does what is due.
///
/// # Errors
/// The table can't be reached; the next run goes on.
pub async fn run(workers: &'static Workers, _: serde_json::Value) -> Result<(), Fault> {
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
