//! Version numbers and the step from one to the next.

use std::fmt;
use std::str::FromStr;

use common::words;
use serde::{Deserialize, Serialize};

words!(
    /// How far a version number moves, the least first.
    SemverStep {
        /// The last of its numbers.
        Patch = "patch";
        /// The middle one.
        Minor = "minor";
        /// The first one.
        Major = "major";
    }
);

/// A version's number: `major.minor.patch`, as [Semantic Versioning](https://semver.org) has it,
/// without pre-releases.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Semver {
    major: u32,
    minor: u32,
    patch: u32,
}

/// The text is no version number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be three numbers of at most six digits, such as 1.4.0")]
pub struct NotASemver;

impl Semver {
    /// What a package begins with.
    pub const FIRST: Self = Self {
        major: 1,
        minor: 0,
        patch: 0,
    };
    /// The greatest of each of the three numbers.
    const MOST: u32 = 999_999;

    /// The number that is this step ahead; none past the greatest.
    pub fn next(self, step: SemverStep) -> Option<Self> {
        let next = match step {
            SemverStep::Major => Self {
                major: self.major + 1,
                minor: 0,
                patch: 0,
            },
            SemverStep::Minor => Self {
                minor: self.minor + 1,
                patch: 0,
                ..self
            },
            SemverStep::Patch => Self {
                patch: self.patch + 1,
                ..self
            },
        };
        let most = next.major.max(next.minor).max(next.patch);
        (most <= Self::MOST).then_some(next)
    }

    /// Whether it is at least this step ahead of another.
    pub fn is_ahead_of(self, other: Self, step: SemverStep) -> bool {
        match step {
            SemverStep::Major => self.major > other.major,
            SemverStep::Minor => (self.major, self.minor) > (other.major, other.minor),
            SemverStep::Patch => self > other,
        }
    }
}

impl fmt::Display for Semver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl fmt::Debug for Semver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Semver {
    type Err = NotASemver;

    fn from_str(text: &str) -> Result<Self, NotASemver> {
        let number = |digits: &str| {
            let is_number = (1..=6).contains(&digits.len())
                && digits.bytes().all(|byte| byte.is_ascii_digit())
                && (digits == "0" || !digits.starts_with('0'));
            is_number.then(|| digits.parse().ok()).flatten()
        };
        let mut parts = text.split('.').map(number);
        let mut next = || parts.next().flatten().ok_or(NotASemver);
        let (major, minor, patch) = (next()?, next()?, next()?);
        match parts.next() {
            None => Ok(Self {
                major,
                minor,
                patch,
            }),
            Some(_) => Err(NotASemver),
        }
    }
}

impl TryFrom<String> for Semver {
    type Error = NotASemver;

    fn try_from(text: String) -> Result<Self, NotASemver> {
        text.parse()
    }
}

impl From<Semver> for String {
    fn from(number: Semver) -> Self {
        number.to_string()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Semver {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Semver".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "Three numbers of at most six digits.",
            "pattern": r"^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Semver {
        text.parse().unwrap()
    }

    #[test]
    fn a_number_has_one_spelling() {
        for good in ["0.0.0", "1.0.0", "10.20.30", "999999.999999.999999"] {
            assert_eq!(number(good).to_string(), good);
        }
        for bad in [
            "",
            "1",
            "1.0",
            "1.0.0.0",
            "01.0.0",
            "1.0.00",
            "1.0.0-rc.1",
            "v1.0.0",
            "1.0.x",
            "1000000.0.0",
            "-1.0.0",
            "+1.0.0",
            " 1.0.0",
            "1..0",
        ] {
            assert!(bad.parse::<Semver>().is_err(), "{bad}");
        }
    }

    #[test]
    fn numbers_are_ordered_by_their_values() {
        assert!(number("1.9.0") < number("1.10.0") && number("1.10.0") < number("2.0.0"));
    }

    #[test]
    fn past_the_greatest_number_there_is_none() {
        let last = number("1.999999.0");
        assert_eq!(last.next(SemverStep::Minor), None);
        assert_eq!(last.next(SemverStep::Major), Some(number("2.0.0")));
    }

    proptest! {
        #[test]
        fn a_step_is_as_far_as_it_says(
            major in 0_u32..1_000, minor in 0_u32..1_000, patch in 0_u32..1_000,
        ) {
            let from = Semver { major, minor, patch };
            for &step in SemverStep::ALL {
                let next = from.next(step).unwrap();
                for &asked in SemverStep::ALL {
                    prop_assert_eq!(next.is_ahead_of(from, asked), asked <= step);
                    prop_assert!(!from.is_ahead_of(next, asked));
                }
            }
        }
    }
}
