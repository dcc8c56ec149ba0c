//! Reports of the conformance suite.

pub mod view;

use common::Timestamp;
use provider::conformance::Report;
use serde::Serialize;

/// The last report of a version.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportView {
    #[serde(flatten)]
    report: Report,
    /// When the run began that is at work now, and whose report will take this one's place; null
    /// where none is.
    running_since: Option<Timestamp>,
}

impl ReportView {
    pub(crate) fn new(report: Report, running_since: Option<Timestamp>) -> Self {
        Self {
            report,
            running_since,
        }
    }
}
