//! Scores: from samples to a report.

use std::collections::BTreeMap;

use common::Timestamp;
use serde::{Deserialize, Serialize};

use super::check::{Check, Dimension, Verdict};
use super::plan::{Against, Setup};
use super::sample::{Content, Sample, Samples};
use super::{content, live};
use crate::package::descriptor::{Capability, ContentHash};
use crate::package::drift::{Drift, DriftVerdict};
use crate::package::listing::SCREENSHOTS;
use crate::package::semver::Semver;
use crate::package::version::Pictures;

/// The overall score that passes, and the one of a dimension that does not warn.
pub const PASSING: u8 = 80;

/// A dimension with its checks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DimensionReport {
    /// Which one.
    pub dimension: Dimension,
    /// Its weight in the score.
    pub weight: u32,
    /// Its score, 0 to 100; null where no check of it was made.
    pub score: Option<u8>,
    /// Whether the score is below 80.
    pub warning: bool,
    /// Its checks.
    pub checks: Vec<Check>,
}

/// What the suite found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ConformanceReport"))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The version of the suite.
    pub suite: u32,
    /// The version's number.
    pub version: Semver,
    /// The hash of the descriptors that it is about.
    pub content_hash: ContentHash,
    /// What chance was made of, as 16 hexadecimal digits.
    pub seed: String,
    /// When the run began.
    pub at: Timestamp,
    /// The overall score, 0 to 100: of the checks that were made, each dimension by its weight.
    pub score: u8,
    /// Whether the version may be submitted: a score of at least 80, no failed check of security,
    /// and no check left out for want of a runtime.
    pub passing: bool,
    /// Whether every check was made or does not apply.
    pub complete: bool,
    /// Whether a `data_only` version may be listed without a review: each dimension has at least
    /// 80, and all changes could be compared.
    pub lists_itself: bool,
    /// The dimensions.
    pub dimensions: Vec<DimensionReport>,
    /// The published version that it was compared with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<Against>,
    /// What it changes against that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drift: Option<Drift>,
    /// What all of this is made of.
    pub samples: BTreeMap<String, Sample>,
}

impl Report {
    /// The pictures that the run fetched, where they are such.
    pub fn pictures(&self) -> Pictures {
        let picture = |id: &str| match &self.samples.get(id)?.answer.as_ref()?.content {
            Content::Picture { picture, .. } => Some(*picture),
            _ => None,
        };
        let screenshots = (0..SCREENSHOTS).map(|i| format!("picture/screenshot/{i}"));
        Pictures {
            icon: picture("picture/icon"),
            screenshots: screenshots.filter_map(|id| picture(&id)).collect(),
        }
    }
}

/// Makes the report of a run. The same setup, descriptors and samples give the same report.
pub fn assess(setup: &Setup, capabilities: &[Capability], samples: &Samples) -> Report {
    let mut checks = content::checks(setup, capabilities, samples);
    checks.extend(live::checks(setup, capabilities, samples));
    checks.sort_by(|one, other| (one.id, &one.capability).cmp(&(other.id, &other.capability)));
    let mut dimensions: Vec<_> = Dimension::ALL
        .iter()
        .map(|&dimension| DimensionReport {
            dimension,
            weight: dimension.weight(),
            score: None,
            warning: false,
            checks: Vec::new(),
        })
        .collect();
    for check in checks {
        let of = check.id.dimension();
        if let Some(dimension) = dimensions.iter_mut().find(|d| d.dimension == of) {
            dimension.checks.push(check);
        }
    }
    let mut overall = Fraction::ZERO;
    let mut weights = 0;
    for dimension in &mut dimensions {
        let Some(share) = share(&dimension.checks) else {
            continue;
        };
        dimension.score = Some(share.percent());
        dimension.warning = share.percent() < PASSING;
        overall = overall.plus(share.times(dimension.weight));
        weights += dimension.weight;
    }
    let score = overall.over(weights).percent();
    let all = || dimensions.iter().flat_map(|dimension| &dimension.checks);
    let complete = all().all(|check| check.verdict != Verdict::NotRun);
    let insecure = all()
        .any(|check| check.verdict == Verdict::Fail && check.id.dimension() == Dimension::Security);
    let passing = complete && score >= PASSING && !insecure;
    let compared = samples
        .drift
        .as_ref()
        .is_none_or(|drift| drift.verdict != DriftVerdict::Unknown);
    Report {
        suite: setup.suite,
        version: setup.version,
        content_hash: setup.content_hash.clone(),
        seed: format!("{:016x}", setup.seed),
        at: setup.at,
        score,
        passing,
        complete,
        lists_itself: passing && compared && !dimensions.iter().any(|d| d.warning),
        dimensions,
        against: setup.against.clone(),
        drift: samples.drift.clone(),
        samples: samples.samples.clone(),
    }
}

/// The share of the weight that passes; none where no check was made. The weight of those that
/// were not made goes to the others in proportion.
fn share(checks: &[Check]) -> Option<Fraction> {
    let weight = |verdict: Verdict| -> u128 {
        let those = checks.iter().filter(|check| check.verdict == verdict);
        those.map(|check| u128::from(check.weight)).sum()
    };
    let (passed, failed) = (weight(Verdict::Pass), weight(Verdict::Fail));
    (passed + failed > 0).then_some(Fraction {
        of: passed,
        out_of: passed + failed,
    })
}

/// An exact fraction: a score of 80 is 80 on every machine.
#[derive(Clone, Copy, Debug)]
struct Fraction {
    of: u128,
    out_of: u128,
}

impl Fraction {
    const ZERO: Self = Self { of: 0, out_of: 1 };

    // The six denominators are weights of a few hundred checks: below 2^14 each, so that their
    // product fits.
    fn plus(self, other: Self) -> Self {
        Self {
            of: self.of * other.out_of + other.of * self.out_of,
            out_of: self.out_of * other.out_of,
        }
    }

    fn times(self, factor: u32) -> Self {
        Self {
            of: self.of * u128::from(factor),
            ..self
        }
    }

    fn over(self, divisor: u32) -> Self {
        Self {
            out_of: self.out_of * u128::from(divisor.max(1)),
            ..self
        }
    }

    /// As whole percent, rounded down: 79.9 does not pass.
    fn percent(self) -> u8 {
        let percent = (self.of * 100).checked_div(self.out_of).unwrap_or(0);
        u8::try_from(percent).unwrap_or(100)
    }
}
