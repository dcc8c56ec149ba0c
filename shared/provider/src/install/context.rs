//! Where a user is, as far as the user says so: the language and region, and the time zone.

use std::fmt;
use std::str::FromStr;

use icu_locale_core::Locale as Tag;
use serde::{Deserialize, Serialize};

macro_rules! text {
    ($(#[$doc:meta])* $name:ident, $error:ident, $problem:literal, $pattern:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        #[doc = concat!("The text is no ", stringify!($name), ".")]
        #[derive(Clone, Copy, Debug, thiserror::Error)]
        #[error($problem)]
        pub struct $error;

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(own: $name) -> Self {
                own.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "description": $problem,
                    "pattern": $pattern,
                })
            }
        }
    };
}

text!(
    /// A language, with a script and region where they matter: `pt-BR`, in its canonical spelling.
    Locale, NotALocale,
    "must be a language tag (BCP 47) of at most 35 characters, such as pt-BR",
    "^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$"
);
text!(
    /// A time zone by its name in the IANA database: `Europe/Madrid`.
    TimeZone, NotATimeZone,
    "must be the name of a time zone (IANA) of at most 64 characters, such as Europe/Madrid",
    "^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$"
);

/// The longest tag of a language.
const LONGEST_LOCALE: usize = 35;
/// The longest name of a time zone.
const LONGEST_ZONE: usize = 64;

impl FromStr for Locale {
    type Err = NotALocale;

    fn from_str(text: &str) -> Result<Self, NotALocale> {
        if text.len() > LONGEST_LOCALE {
            return Err(NotALocale);
        }
        let tag = Tag::try_from_str(text).map_err(|_| NotALocale)?;
        Ok(Self(tag.to_string()))
    }
}

impl FromStr for TimeZone {
    type Err = NotATimeZone;

    fn from_str(text: &str) -> Result<Self, NotATimeZone> {
        let mut parts = text.split('/');
        let begins = text.starts_with(|first: char| first.is_ascii_alphabetic());
        let part = |part: &str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte))
        };
        let fits = begins && text.len() <= LONGEST_ZONE && text.split('/').count() <= 3;
        (fits && parts.all(part))
            .then(|| Self(text.to_owned()))
            .ok_or(NotATimeZone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_is_a_language_tag() {
        for (text, canonical) in [
            ("pt-BR", "pt-BR"),
            ("EN", "en"),
            ("zh-hant-tw", "zh-Hant-TW"),
        ] {
            assert_eq!(text.parse::<Locale>().unwrap().as_str(), canonical);
        }
        for bad in [
            "",
            "e",
            "english!",
            "pt-",
            "../etc",
            &format!("en-{}", "a-".repeat(30)),
        ] {
            assert!(bad.parse::<Locale>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_time_zone_is_a_name() {
        for good in [
            "Europe/Madrid",
            "UTC",
            "America/Argentina/Buenos_Aires",
            "Etc/GMT+5",
        ] {
            assert_eq!(good.parse::<TimeZone>().unwrap().as_str(), good);
        }
        for bad in [
            "",
            "/",
            "Europe/",
            "../../etc",
            "+05:00",
            "a/b/c/d",
            &"a".repeat(65),
        ] {
            assert!(bad.parse::<TimeZone>().is_err(), "{bad}");
        }
    }
}
