//! Identifiers: a prefix that says what is meant, then a ULID.

use ulid::Ulid;

use crate::clock::Timestamp;

/// What was given is no identifier of the kind that was expected.
#[derive(Debug, thiserror::Error)]
#[error("must be `{prefix}` followed by a ULID (26 characters of 0-9 and A-Z without I, L, O, U)")]
pub struct NotAnId {
    prefix: &'static str,
}

/// The ULID of an identifier's text.
///
/// # Errors
/// Another prefix, or another spelling of a ULID than the canonical one.
pub fn parse(text: &str, prefix: &'static str) -> Result<Ulid, NotAnId> {
    let rest = text.strip_prefix(prefix).ok_or(NotAnId { prefix })?;
    let ulid = Ulid::from_string(rest).map_err(|_| NotAnId { prefix })?;
    // The decoder forgives lower case and overflow; an identifier has one spelling.
    if ulid.to_string() == rest {
        Ok(ulid)
    } else {
        Err(NotAnId { prefix })
    }
}

/// A new ULID of this moment.
pub fn fresh(now: Timestamp) -> Ulid {
    let mut random = [0_u8; 16];
    // Without randomness from the system the time alone remains: still unique enough to
    // trace a request by, and nothing secret hangs on an identifier.
    let _ = getrandom::fill(&mut random);
    Ulid::from_parts(
        u64::try_from(now.millis()).unwrap_or(0),
        u128::from_be_bytes(random),
    )
}

/// Makes a type of identifiers: a prefix that says what is meant, then a ULID.
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name($crate::macros::Ulid);

        impl $name {
            /// A new one, whose order follows the time it was made at.
            pub fn new(now: $crate::clock::Timestamp) -> Self {
                Self($crate::id::fresh(now))
            }

            /// The least identifier of this moment: what a range of identifiers begins with.
            pub fn first_of(moment: $crate::clock::Timestamp) -> Self {
                let millis = u64::try_from(moment.millis()).unwrap_or(0);
                Self($crate::macros::Ulid::from_parts(millis, 0))
            }

            /// The one that these 128 bits make: the same bits, the same identifier.
            pub fn from_bits(bits: [u8; 16]) -> Self {
                Self($crate::macros::Ulid(u128::from_be_bytes(bits)))
            }

            /// The 128 bits that make it.
            pub fn bits(self) -> [u8; 16] {
                self.0.0.to_be_bytes()
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
                    "description": concat!("`", $prefix, "` and a ULID."),
                    "pattern": concat!("^", $prefix, "[0-7][0-9A-HJKMNP-TV-Z]{25}$"),
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::id::NotAnId;
            fn from_str(text: &str) -> Result<Self, $crate::id::NotAnId> {
                $crate::id::parse(text, $prefix).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow::<str> as serde::Deserialize>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    id!(
        /// A tenant.
        UserId, "usr_"
    );

    #[test]
    fn the_same_bits_are_the_same_identifier() {
        assert_eq!(UserId::from_bits([7; 16]), UserId::from_bits([7; 16]));
        assert_eq!(UserId::from_bits([7; 16]).bits(), [7; 16]);
    }

    #[test]
    fn one_spelling_only() {
        let id = "usr_01JD9ZK4T0000000000000000A";
        assert_eq!(id.parse::<UserId>().unwrap().to_string(), id);
        for bad in [
            "usr_01jd9zk4t0000000000000000a",
            "snp_01JD9ZK4T0000000000000000A",
            "usr_81JD9ZK4T0000000000000000A",
            "usr_01JD9ZK4T0000000000000000",
            "usr_01JD9ZK4T000000000000000OI",
            "usr_",
            "",
        ] {
            assert!(bad.parse::<UserId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn the_first_of_a_moment_is_before_all_of_it() {
        let now: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let first = UserId::first_of(now);
        assert!(first <= UserId::new(now) && UserId::new(now.plus_millis(-1)) < first);
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "\\PC{0,40}") {
            if let Ok(id) = text.parse::<UserId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
