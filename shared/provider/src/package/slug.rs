//! Slugs: the readable identifiers of packages, unique in the catalogue.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A package's readable identifier: 3 to 50 of `a-z0-9-`, with a letter or digit at both ends and
/// no two hyphens in a row.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// The text is no slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be 3 to 50 characters of a-z, 0-9 and -, with a letter or digit at both ends and no two \
     hyphens in a row"
)]
pub struct NotASlug;

impl Slug {
    /// The fewest and the most characters of one.
    pub const LENGTH: std::ops::RangeInclusive<usize> = 3..=50;

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether one could be mistaken for the other: a single character is added, left out or
    /// another (Levenshtein distance 1).
    pub fn is_near(&self, other: &Self) -> bool {
        let (short, long) = if self.0.len() <= other.0.len() {
            (self.0.as_bytes(), other.0.as_bytes())
        } else {
            (other.0.as_bytes(), self.0.as_bytes())
        };
        let same = short
            .iter()
            .zip(long)
            .take_while(|(one, other)| one == other)
            .count();
        let rest = |bytes: &[u8], from: usize| bytes.get(from..).map(<[u8]>::to_vec);
        match long.len() - short.len() {
            0 => same < short.len() && rest(short, same + 1) == rest(long, same + 1),
            1 => rest(short, same) == rest(long, same + 1),
            _ => false,
        }
    }

    /// The lengths of the slugs that are near this one.
    pub fn lengths_nearby(&self) -> std::ops::RangeInclusive<usize> {
        let length = self.0.len();
        (length - 1).max(*Self::LENGTH.start())..=(length + 1).min(*Self::LENGTH.end())
    }
}

impl FromStr for Slug {
    type Err = NotASlug;

    fn from_str(text: &str) -> Result<Self, NotASlug> {
        let allowed = text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        let hyphens = text.starts_with('-') || text.ends_with('-') || text.contains("--");
        if allowed && !hyphens && Self::LENGTH.contains(&text.len()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotASlug)
        }
    }
}

impl TryFrom<String> for Slug {
    type Error = NotASlug;

    fn try_from(text: String) -> Result<Self, NotASlug> {
        text.parse()
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Slug {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Slug".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "The readable identifier of a package, unique in the catalogue.",
            "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
            "minLength": 3,
            "maxLength": 50,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slug(text: &str) -> Slug {
        text.parse().unwrap()
    }

    /// Levenshtein's distance, by the book.
    fn distance(a: &str, b: &str) -> usize {
        let (a, b) = (a.as_bytes(), b.as_bytes());
        let mut row: Vec<usize> = (0..=b.len()).collect();
        for (i, x) in a.iter().enumerate() {
            let mut next = vec![i + 1];
            for (j, y) in b.iter().enumerate() {
                let changed = row[j] + usize::from(x != y);
                next.push(changed.min(row[j + 1] + 1).min(next[j] + 1));
            }
            row = next;
        }
        row[b.len()]
    }

    #[test]
    fn a_slug_has_one_spelling() {
        for good in ["abc", "a-b", "my-package-2", "0ad", &"a".repeat(50)] {
            assert_eq!(slug(good).as_str(), good);
        }
        for bad in [
            "",
            "ab",
            "-ab",
            "ab-",
            "a--b",
            "Abc",
            "a_b",
            "a b",
            "äbc",
            &"a".repeat(51),
        ] {
            assert!(bad.parse::<Slug>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn near_is_a_distance_of_one(a in "[ab-]{3,6}", b in "[ab-]{3,6}") {
            if let (Ok(one), Ok(other)) = (a.parse::<Slug>(), b.parse::<Slug>()) {
                prop_assert_eq!(one.is_near(&other), distance(&a, &b) == 1);
                if one.is_near(&other) {
                    prop_assert!(one.lengths_nearby().contains(&b.len()));
                }
            }
        }
    }
}
