//! The counters of an account's item, and the names of their attributes. No other module knows
//! these names.
//!
//! | attribute | holds |
//! |---|---|
//! | `e<key>` | the revision of a key; absent once the key is revoked |
//! | `n<key>` | the minute in which a key was last used |
//! | `k<DDD>` | keys created in a day |
//! | `m<MM>`, `m<MM><key>` | requests in a month: of the account, of a key |
//! | `d<DDD><key>` | requests of a key in a day, until the day is closed |
//! | `f<DDD><code>` | refusals in a day by their code, until the day is closed |
//! | `8<MM>`, `8<MM><key>` | that the account's or a key's owner was notified that 80 % of a month's quota are used |
//! | `x<MM>`, `x<MM><key>` | the same, that a month's quota is exceeded |
//! | `r<endpoint><NNNN><key>` | requests of a key in a minute to one endpoint |
//! | `y<NNNN><key>` | bytes of the bodies that a key sent in a minute, to endpoints that limit them |
//!
//! `<key>` is a [`KeyIndex`]; windows are written as [`crate::window`] says. Names are short
//! because DynamoDB bills them with every write.

use serde::{Deserialize, Serialize};

use crate::window::{self, Day, Minute, Month};

/// A key's ordinal within its account: one base-64 digit for the first 64 keys, two for the
/// next 4,096, three for the next 262,144. An index is never used again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct KeyIndex(u32);

const ONE: u32 = 64;
const TWO: u32 = ONE + 64 * 64;
const THREE: u32 = TWO + 64 * 64 * 64;

impl KeyIndex {
    /// The key's ordinal, if there is room for it.
    pub fn new(ordinal: u32) -> Option<Self> {
        (ordinal < THREE).then_some(Self(ordinal))
    }

    /// The key's ordinal.
    pub fn ordinal(self) -> u32 {
        self.0
    }

    /// Its digits, as in attribute names.
    pub fn encode(self) -> String {
        let mut digits = String::with_capacity(3);
        match self.0 {
            n if n < ONE => window::encode(n, 1, &mut digits),
            n if n < TWO => window::encode(n - ONE, 2, &mut digits),
            n => window::encode(n - TWO, 3, &mut digits),
        }
        digits
    }

    /// From its digits.
    pub fn decode(digits: &str) -> Option<Self> {
        let n = window::decode(digits)?;
        match digits.len() {
            1 => Some(Self(n)),
            2 => Some(Self(n + ONE)),
            3 => Some(Self(n + TWO)),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for KeyIndex {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::new(u32::deserialize(d)?)
            .ok_or_else(|| serde::de::Error::custom("key index too large"))
    }
}

/// How much of a monthly quota is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuotaThreshold {
    /// 80 %.
    Warning80,
    /// All of it: a call was refused for it.
    Exceeded,
}

impl QuotaThreshold {
    fn code(self) -> char {
        match self {
            Self::Warning80 => '8',
            Self::Exceeded => 'x',
        }
    }

    fn from_code(code: char) -> Option<Self> {
        match code {
            '8' => Some(Self::Warning80),
            'x' => Some(Self::Exceeded),
            _ => None,
        }
    }
}

/// A counter or mark on the item: every attribute of it whose name holds a window or a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counter {
    /// The revision of a key.
    Revision(KeyIndex),
    /// The minute in which a key was last used.
    LastUsed(KeyIndex),
    /// Keys created in a day.
    Created(Day),
    /// The account's requests in a month.
    Month(Month),
    /// A key's requests in a month.
    KeyMonth(Month, KeyIndex),
    /// A key's requests in a day.
    KeyDay(Day, KeyIndex),
    /// The account's refusals in a day, by their code.
    Refused(Day, char),
    /// That a notice was emitted of a month's quota: the account's, or a key's.
    Notified(QuotaThreshold, Month, Option<KeyIndex>),
    /// A key's requests in a minute to the endpoint with this code.
    Burst(char, Minute, KeyIndex),
    /// Bytes of the bodies that a key sent in a minute, to endpoints that limit them.
    Bytes(Minute, KeyIndex),
}

impl Counter {
    /// The attribute's name.
    pub fn name(self) -> String {
        let mut name = String::with_capacity(9);
        let index = match self {
            Self::Revision(index) => {
                name.push('e');
                Some(index)
            }
            Self::LastUsed(index) => {
                name.push('n');
                Some(index)
            }
            Self::Created(day) => {
                name.push('k');
                day.encode(&mut name);
                None
            }
            Self::Month(month) => {
                name.push('m');
                month.encode(&mut name);
                None
            }
            Self::KeyMonth(month, index) => {
                name.push('m');
                month.encode(&mut name);
                Some(index)
            }
            Self::KeyDay(day, index) => {
                name.push('d');
                day.encode(&mut name);
                Some(index)
            }
            Self::Refused(day, code) => {
                name.push('f');
                day.encode(&mut name);
                name.push(code);
                None
            }
            Self::Notified(threshold, month, index) => {
                name.push(threshold.code());
                month.encode(&mut name);
                index
            }
            Self::Burst(endpoint, minute, index) => {
                name.push('r');
                name.push(endpoint);
                minute.encode(&mut name);
                Some(index)
            }
            Self::Bytes(minute, index) => {
                name.push('y');
                minute.encode(&mut name);
                Some(index)
            }
        };
        if let Some(index) = index {
            name.push_str(&index.encode());
        }
        name
    }

    /// The counter that an attribute of this name is; None for any other attribute.
    pub fn parse(name: &str) -> Option<Self> {
        let kind = name.chars().next()?;
        let rest = name.get(kind.len_utf8()..)?;
        let index = |from: usize| rest.get(from..).and_then(KeyIndex::decode);
        match kind {
            'e' => index(0).map(Self::Revision),
            'n' => index(0).map(Self::LastUsed),
            'k' => Day::decode(rest).map(Self::Created),
            'm' => {
                let month = Month::decode(rest.get(..Month::WIDTH)?)?;
                if rest.len() == Month::WIDTH {
                    Some(Self::Month(month))
                } else {
                    Some(Self::KeyMonth(month, index(Month::WIDTH)?))
                }
            }
            'd' => Some(Self::KeyDay(
                Day::decode(rest.get(..Day::WIDTH)?)?,
                index(Day::WIDTH)?,
            )),
            'f' => Some(Self::Refused(
                Day::decode(rest.get(..Day::WIDTH)?)?,
                rest.get(Day::WIDTH..)?.parse().ok()?,
            )),
            '8' | 'x' => {
                let threshold = QuotaThreshold::from_code(kind)?;
                let month = Month::decode(rest.get(..Month::WIDTH)?)?;
                let of_key = rest.len() > Month::WIDTH;
                let index = of_key.then(|| index(Month::WIDTH).ok_or(()));
                Some(Self::Notified(threshold, month, index.transpose().ok()?))
            }
            'r' => {
                let endpoint = rest.chars().next()?;
                let from = endpoint.len_utf8();
                let to = from + Minute::WIDTH;
                Some(Self::Burst(
                    endpoint,
                    Minute::decode(rest.get(from..to)?)?,
                    index(to)?,
                ))
            }
            'y' => Some(Self::Bytes(
                Minute::decode(rest.get(..Minute::WIDTH)?)?,
                index(Minute::WIDTH)?,
            )),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn indexes() -> impl Strategy<Value = KeyIndex> {
        (0..THREE).prop_map(KeyIndex)
    }

    fn counters() -> impl Strategy<Value = Counter> {
        prop_oneof![
            indexes().prop_map(Counter::Revision),
            indexes().prop_map(Counter::LastUsed),
            (0_u32..4096).prop_map(|m| Counter::Month(Month(m))),
            (0_u32..1 << 18).prop_map(|d| Counter::Created(Day(d))),
            (0_u32..4096, indexes()).prop_map(|(m, i)| Counter::KeyMonth(Month(m), i)),
            (0_u32..1 << 18, indexes()).prop_map(|(d, i)| Counter::KeyDay(Day(d), i)),
            (any::<bool>(), 0_u32..4096, proptest::option::of(indexes())).prop_map(
                |(low, m, i)| {
                    let threshold = if low {
                        QuotaThreshold::Warning80
                    } else {
                        QuotaThreshold::Exceeded
                    };
                    Counter::Notified(threshold, Month(m), i)
                }
            ),
            (0_u32..1 << 18, prop::char::range('a', 'z'))
                .prop_map(|(d, code)| Counter::Refused(Day(d), code)),
            (prop::char::range('a', 'z'), 0_u32..1 << 24, indexes())
                .prop_map(|(e, n, i)| Counter::Burst(e, Minute(n), i)),
            (0_u32..1 << 24, indexes()).prop_map(|(n, i)| Counter::Bytes(Minute(n), i)),
        ]
    }

    proptest! {
        #[test]
        fn a_name_says_which_counter_it_is(counter in counters()) {
            prop_assert_eq!(Counter::parse(&counter.name()), Some(counter));
            prop_assert!(counter.name().len() <= 9);
        }

        #[test]
        fn different_counters_have_different_names(a in counters(), b in counters()) {
            prop_assert_eq!(a == b, a.name() == b.name());
        }

        #[test]
        fn parsing_never_panics(name in "\\PC{0,12}") {
            if let Some(counter) = Counter::parse(&name) {
                prop_assert_eq!(counter.name(), name);
            }
        }
    }

    #[test]
    fn no_other_attribute_is_a_counter() {
        for name in [
            "pk", "sk", "t", "g", "c", "b", "L", "u", "s", "w", "v", "ttl",
        ] {
            assert_eq!(Counter::parse(name), None, "{name}");
        }
    }

    #[test]
    fn indexes_are_short_and_never_collide() {
        assert_eq!(KeyIndex(0).encode(), "-");
        assert_eq!(KeyIndex(63).encode(), "z");
        assert_eq!(KeyIndex(64).encode(), "--");
        assert_eq!(KeyIndex(THREE - 1).encode(), "zzz");
        assert!(KeyIndex::new(THREE).is_none());
    }
}
