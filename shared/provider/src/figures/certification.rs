//! How good a published package is: by the report of its published version, and by the figures of
//! its calls where there are enough.

use common::{Timestamp, words};
use serde::{Deserialize, Serialize};

use super::Figures;
use crate::conformance::Dimension;
use crate::conformance::report::PASSING;

/// Calls in 30 days that are enough to score a package by them.
const ENOUGH: u64 = 50;
/// A score that is not enough any more.
const REVOKED: u8 = 60;
/// A failed check of security is mended in so long, or the certification is revoked. In
/// milliseconds: 7 days.
const INSECURE: i64 = 7 * 86_400_000;
/// The availability that scores 100, and the one that scores 0.
const AVAILABLE: (f64, f64) = (0.999, 0.90);

words!(
    /// What the scores amount to.
    stored Tier as "CertificationTier" {
        /// At least 80, and in each dimension.
        Certified = "certified";
        /// 60 to 79, or a dimension below 80.
        Warning = "warning";
        /// Below 60, or insecure for 7 days: the package is suspended.
        Revoked = "revoked";
    }
);
words!(
    /// What a score rests on.
    stored ScoreSource {
        /// The conformance suite's report.
        Report = "report";
        /// Calls of the last 30 days.
        Calls = "calls";
    }
);

/// The score of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DimensionScore {
    /// Which one.
    pub dimension: Dimension,
    /// 0 to 100.
    pub score: u8,
    /// What it rests on.
    pub source: ScoreSource,
}

/// A package's certification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Certification {
    /// 0 to 100: the dimensions by their weights.
    pub overall: u8,
    /// The dimensions that have a score.
    pub dimensions: Vec<DimensionScore>,
    /// What they amount to.
    pub tier: Tier,
}

/// What a certification rests on.
#[derive(Clone, Debug)]
pub struct Basis<'a> {
    /// The report's scores.
    pub reported: &'a [(Dimension, u8)],
    /// The figures of the last 30 days, of all capabilities together.
    pub figures: &'a Figures,
    /// The latency that 95 % of the calls should not be above, in milliseconds.
    pub budget_ms: u32,
    /// Since when a check of security fails.
    pub insecure_since: Option<Timestamp>,
}

impl Certification {
    /// By what is known now.
    pub fn of(basis: &Basis<'_>, now: Timestamp) -> Self {
        let has_figures = basis.figures.calls >= ENOUGH;
        let live = |dimension| match dimension {
            Dimension::Reliability if has_figures => basis.reliability(),
            Dimension::Performance if has_figures => basis.performance(),
            _ => None,
        };
        let dimensions: Vec<_> = Dimension::ALL
            .iter()
            .filter_map(|&dimension| {
                let reported = || {
                    let found = basis.reported.iter().find(|(of, _)| *of == dimension);
                    found.map(|(_, score)| (*score, ScoreSource::Report))
                };
                let live = live(dimension).map(|score| (score, ScoreSource::Calls));
                let (score, source) = live.or_else(reported)?;
                Some(DimensionScore {
                    dimension,
                    score,
                    source,
                })
            })
            .collect();
        let weights: u32 = dimensions.iter().map(|one| one.dimension.weight()).sum();
        let sum: u32 = dimensions
            .iter()
            .map(|one| u32::from(one.score) * one.dimension.weight())
            .sum();
        let overall = sum.checked_div(weights).unwrap_or(0);
        let overall = u8::try_from(overall).unwrap_or(100);
        let is_insecure = basis
            .insecure_since
            .is_some_and(|since| since.plus_millis(INSECURE) <= now);
        let tier = if overall < REVOKED || is_insecure {
            Tier::Revoked
        } else if overall < PASSING || dimensions.iter().any(|one| one.score < PASSING) {
            Tier::Warning
        } else {
            Tier::Certified
        };
        Self {
            overall,
            dimensions,
            tier,
        }
    }
}

impl Basis<'_> {
    /// 100 at 99.9 % of answered calls, 0 at 90 %.
    fn reliability(&self) -> Option<u8> {
        let (best, worst) = AVAILABLE;
        let availability = self.figures.availability()?;
        Some(percent((availability - worst) / (best - worst)))
    }

    /// 100 within the budget, 0 at twice of it.
    fn performance(&self) -> Option<u8> {
        let p95 = self.figures.latencies.percentile(95)?.as_secs_f64() * 1_000.0;
        let budget = f64::from(self.budget_ms.max(1));
        Some(percent(2.0 - p95 / budget))
    }
}

/// A share as whole percent between 0 and 100, rounded down.
fn percent(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 100.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{Call, sketch::Sketch};
    use crate::id::CapabilityId;
    use crate::runtime::call::ErrorClass;

    fn figures(calls: u64, failed: u64, millis: u64) -> Figures {
        let now = now();
        let mut figures = Figures::default();
        for n in 0..calls {
            figures.add(&Call {
                id: format!("inv_{n}"),
                capability: CapabilityId::new(now),
                at: now,
                micros: millis * 1_000,
                failed: (n < failed).then_some(ErrorClass::Timeout),
            });
        }
        figures
    }

    fn now() -> Timestamp {
        "2026-11-25T12:00:00Z".parse().unwrap()
    }

    fn all(score: u8) -> Vec<(Dimension, u8)> {
        Dimension::ALL.iter().map(|of| (*of, score)).collect()
    }

    fn certify(
        reported: &[(Dimension, u8)],
        figures: &Figures,
        days: Option<i64>,
    ) -> Certification {
        let basis = Basis {
            reported,
            figures,
            budget_ms: 1_000,
            insecure_since: days.map(|days| now().plus_millis(-days * 86_400_000)),
        };
        Certification::of(&basis, now())
    }

    #[test]
    fn tiers_follow_scores_and_security() {
        let none = Figures::default();
        let tier = |reported: &[_], figures: &_, days| certify(reported, figures, days).tier;
        assert_eq!(tier(&all(80), &none, None), Tier::Certified);
        assert_eq!(tier(&all(79), &none, None), Tier::Warning);
        assert_eq!(tier(&all(60), &none, None), Tier::Warning);
        assert_eq!(tier(&all(59), &none, None), Tier::Revoked);
        let mut one = all(100);
        one[0].1 = 79;
        assert_eq!(tier(&one, &none, None), Tier::Warning);
        assert_eq!(tier(&all(100), &none, Some(6)), Tier::Certified);
        assert_eq!(tier(&all(100), &none, Some(7)), Tier::Revoked);
        assert_eq!(tier(&[], &none, None), Tier::Revoked);
        assert_eq!(none.latencies, Sketch::default());
    }

    #[test]
    fn calls_score_reliability_and_performance_once_there_are_enough() {
        let of = |figures: &Figures, dimension| {
            let certification = certify(&all(100), figures, None);
            let found = certification.dimensions.into_iter();
            let found = found.into_iter().find(|one| one.dimension == dimension);
            let one = found.unwrap();
            (one.score, one.source)
        };
        let few = figures(49, 49, 5_000);
        for dimension in [Dimension::Reliability, Dimension::Performance] {
            assert_eq!(of(&few, dimension), (100, ScoreSource::Report));
        }
        let good = figures(1_000, 1, 500);
        for dimension in [Dimension::Reliability, Dimension::Performance] {
            assert_eq!(of(&good, dimension), (100, ScoreSource::Calls));
        }
        let bad = figures(100, 10, 2_100);
        for dimension in [Dimension::Reliability, Dimension::Performance] {
            assert_eq!(of(&bad, dimension), (0, ScoreSource::Calls));
        }
        assert_eq!(of(&bad, Dimension::Security), (100, ScoreSource::Report));
        let between = of(&figures(100, 2, 1_200), Dimension::Performance).0;
        assert!((77..=83).contains(&between), "{between}");
    }
}
