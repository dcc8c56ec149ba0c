//! Enums whose values are fixed words: one macro for all of them.
//!
//! Each word is written once, beside its variant. JSON, the templates, query
//! parameters and the JSON Schema use the same word.

use serde::de::{Deserializer, Error, Visitor};
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

/// A string that is not one of an enum's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownSlug;

impl fmt::Display for UnknownSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not one of the known names")
    }
}

impl std::error::Error for UnknownSlug {}

/// Defines an enum with one slug per variant and, optionally, an alias that
/// is accepted when parsing and never written.
///
/// It provides `ALL`, `SLUGS`, `slug`, `alias`, `Display`, `FromStr` and
/// serde; with the feature `schema`, the JSON Schema.
macro_rules! words {
    (
        $(#[$doc:meta])* $name:ident;
        $($(#[$about:meta])* $variant:ident = $slug:literal $(| $alias:literal)?),+ $(,)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum $name {
            $($(#[$about])* #[serde(rename = $slug)] $variant),+
        }

        impl $name {
            /// All values, in declaration order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The slugs of [`Self::ALL`], for messages that list what is allowed.
            pub const SLUGS: &'static [&'static str] = &[$($slug),+];

            /// The canonical name, in JSON and in the templates.
            pub const fn slug(self) -> &'static str {
                match self {
                    $(Self::$variant => $slug),+
                }
            }

            /// The alternative name that parsing accepts, if there is one.
            pub const fn alias(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => { let alias: &[&'static str] = &[$($alias)?]; alias.first().copied() }),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.slug())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::words::UnknownSlug;

            fn from_str(slug: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|one| one.slug() == slug || one.alias() == Some(slug))
                    .ok_or($crate::words::UnknownSlug)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::words::deserialize(deserializer, Self::SLUGS)
            }
        }
    };
}

pub(crate) use words;

/// Reads a word without allocating: a profile can hold 20,000 of them.
pub(crate) fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(
    deserializer: D,
    slugs: &'static [&'static str],
) -> Result<T, D::Error> {
    struct Word<T> {
        slugs: &'static [&'static str],
        value: PhantomData<T>,
    }

    impl<T: FromStr> Visitor<'_> for Word<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: Error>(self, slug: &str) -> Result<T, E> {
            slug.parse()
                .map_err(|_| E::unknown_variant(slug, self.slugs))
        }
    }

    deserializer.deserialize_str(Word {
        slugs,
        value: PhantomData,
    })
}
