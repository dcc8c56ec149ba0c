//! What a token is good for.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A scope of an access token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Runtime apps and their deliveries.
    Runtime,
    /// Capabilities, certification, baselines, alerts.
    Capabilities,
    /// The sandbox.
    Sandbox,
}

impl Scope {
    /// All of them, in the order in which they are written.
    pub const ALL: [Self; 3] = [Self::Runtime, Self::Capabilities, Self::Sandbox];

    /// As it is written in tokens.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Runtime => "provider:runtime",
            Self::Capabilities => "provider:capabilities",
            Self::Sandbox => "provider:sandbox",
        }
    }
}

/// A set of scopes, written as a list parted by spaces (RFC 6749, section 3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scopes(u8);

impl Scopes {
    /// All scopes: what a request without `scope` gets.
    pub const ALL: Self = Self(0b111);

    /// The scopes of a list. Nothing where one is unknown or there is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut set = 0;
        for name in text.split(' ').filter(|name| !name.is_empty()) {
            let scope = Scope::ALL.iter().find(|scope| scope.as_str() == name)?;
            set |= 1 << *scope as u8;
        }
        (set != 0).then_some(Self(set))
    }

    /// Whether it has a scope.
    pub fn has(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u8) != 0
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = Scope::ALL
            .into_iter()
            .filter(|scope| self.has(*scope))
            .map(Scope::as_str)
            .collect();
        f.write_str(&names.join(" "))
    }
}

impl Serialize for Scopes {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Scopes {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("no list of scopes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sets() {
        assert_eq!(
            Scopes::parse("provider:sandbox  provider:runtime provider:sandbox")
                .unwrap()
                .to_string(),
            "provider:runtime provider:sandbox"
        );
        assert_eq!(Scopes::ALL.to_string().split(' ').count(), 3);
        for wrong in [
            "",
            " ",
            "provider",
            "provider:runtime,provider:sandbox",
            "provider:runtime\tprovider:sandbox",
        ] {
            assert_eq!(Scopes::parse(wrong), None, "{wrong}");
        }
        let one = Scopes::parse("provider:runtime").unwrap();
        assert!(one.has(Scope::Runtime) && !one.has(Scope::Sandbox));
    }
}
