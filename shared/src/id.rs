//! Identifiers: a prefix that says what is meant, then a ULID.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::clock::Timestamp;

/// What was given is no identifier of the kind that was expected.
#[derive(Debug, thiserror::Error)]
#[error("must be `{prefix}` followed by a ULID (26 characters of 0-9 and A-Z without I, L, O, U)")]
pub struct NotAnId {
    prefix: &'static str,
}

fn parse(text: &str, prefix: &'static str) -> Result<Ulid, NotAnId> {
    let rest = text.strip_prefix(prefix).ok_or(NotAnId { prefix })?;
    let ulid = Ulid::from_string(rest).map_err(|_| NotAnId { prefix })?;
    // The decoder forgives lower case and overflow; an identifier has one spelling.
    if ulid.to_string() == rest {
        Ok(ulid)
    } else {
        Err(NotAnId { prefix })
    }
}

fn fresh(now: Timestamp) -> Ulid {
    let mut random = [0_u8; 16];
    // Without randomness from the system the time alone remains: still unique enough to
    // trace a request by, and nothing secret hangs on an identifier.
    let _ = getrandom::fill(&mut random);
    Ulid::from_parts(
        u64::try_from(now.millis()).unwrap_or(0),
        u128::from_be_bytes(random),
    )
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Ulid);

        impl $name {
            /// A new one, whose order follows the time it was made at.
            pub fn new(now: Timestamp) -> Self {
                Self(fresh(now))
            }

            /// The one that these 128 bits make: the same bits, the same identifier.
            pub fn from_bits(bits: [u8; 16]) -> Self {
                Self(Ulid(u128::from_be_bytes(bits)))
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

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                parse(text, $prefix).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id!(
    /// An account: a person who owns twins.
    UserId, "usr_"
);
id!(
    /// A snapshot: one immutable compiled profile.
    SnapshotId, "snp_"
);
id!(
    /// A discovery: a life fact or annotation waiting for its owner's review.
    DiscoveryId, "dsc_"
);
id!(
    /// A webhook endpoint: a URL that is told of events.
    WebhookId, "whk_"
);
id!(
    /// A delivery: one event for one endpoint.
    DeliveryId, "dlv_"
);
impl DeliveryId {
    /// What no delivery of an event at this moment, or later, sorts before.
    pub fn first_of(at: Timestamp) -> Self {
        Self(Ulid::from_parts(u64::try_from(at.millis()).unwrap_or(0), 0))
    }
}
id!(
    /// One request, as it appears in `X-Request-Id`, in an error's body and in the log.
    RequestId, "req_"
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
        let first = DeliveryId::first_of(now);
        assert!(first <= DeliveryId::new(now) && DeliveryId::new(now.plus_millis(-1)) < first);
    }

    proptest! {
        #[test]
        fn parsing_never_panics(text in "\\PC{0,40}") {
            if let Ok(id) = text.parse::<SnapshotId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }
}
