//! The conformance suite: does a version do what its descriptors say?
//!
//! A [`Setup`] and a version's descriptors make a plan of [`Probe`]s, always the same one. A
//! [`Prober`] sends them, and each answer is reduced to a [`Sample`]. [`assess`] makes the report
//! of the samples. The rule that must not break: **a report is a function of setup, descriptors
//! and samples**; no clock, chance or order of arrival enters, so that the same samples give the
//! same report on any machine.
//!
//! What can't be judged here is left out of the score, with the reason: a check that does not
//! apply is `skipped`, and its weight goes to the others of its dimension; one whose probe was not
//! sent is `not_run`, and then the version can't be submitted.
//!
//! * [`check`]: dimensions, checks and their weights.
//! * [`plan`]: the probes.
//! * [`sample`]: answers, reduced to what the checks need.
//! * [`content`], [`live`]: the checks, of descriptors and of samples.
//! * [`report`](mod@report): scores.
//! * [`run`]: sending the probes; [`calls`]: as requests to a runtime.

pub mod calls;
pub mod check;
pub mod content;
pub mod live;
mod params;
pub mod plan;
mod png;
pub mod report;
pub mod run;
pub mod sample;
#[cfg(test)]
mod tests;

pub use calls::Calls;
pub use check::{Check, CheckId, Dimension, Verdict};
pub use plan::{Probe, Setup, Tampering};
pub use report::{Report, assess};
pub use run::{Prober, advance};
pub use sample::{Answer, Failure, Reply, Sample, Samples};

/// The version of the suite: its checks, weights and probes.
pub const SUITE: u32 = 1;
