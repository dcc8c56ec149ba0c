//! The endpoints of the twin API.

use metering::Limits;
use twin::api_key::Scope;

use crate::key_holder::KeyHolder;

const fn read(code: char) -> Limits<Scope> {
    Limits {
        code,
        scope: Some(Scope::TwinRead),
        per_minute: 60,
        bytes_per_minute: None,
        counted: true,
    }
}

/// Bytes of bodies that a key may send in a minute, to all endpoints that keep them: a kilobyte of
/// a batch costs the table two write units, and a partition takes 1,000 a second.
const BYTES_A_MINUTE: u64 = 512 * 1_024;

const fn write(code: char) -> Limits<Scope> {
    Limits {
        code,
        scope: Some(Scope::TwinWrite),
        per_minute: 30,
        bytes_per_minute: Some(BYTES_A_MINUTE),
        counted: true,
    }
}

/// Any key may ask whether it works, more often than anything else, and at no cost.
const HEALTH_LIMITS: Limits<Scope> = Limits {
    code: 'h',
    scope: None,
    per_minute: 120,
    bytes_per_minute: None,
    counted: false,
};

::surface::registry! {
    KeyHolder, crate::surface::TWIN;

    /// Does the key work? Costs no quota.
    HEALTH = "twin-health", GET "/v1/public/twin/health", HEALTH_LIMITS => health::view::view;
    /// The key, its account, quota and latest twin.
    ME = "twin-me", GET "/v1/public/twin/me", read('m') => me::view::view;
    /// The account's snapshots.
    HISTORIC = "twin-historic", GET "/v1/public/twin/historic", read('l') => snapshot::list::list;
    /// One snapshot's metadata.
    SNAPSHOT = "twin-snapshot", GET "/v1/public/twin/snapshots/{id}", read('s') => snapshot::view::view;
    /// The twin as a system prompt.
    PRESET = "twin-preset", GET "/v1/public/twin/preset/{slug}", read('p') => preset::view::view;
    /// Facts about the owner's life, proposed with consent.
    LIFE_FACTS = "twin-life-facts", POST "/v1/public/twin/life-facts", write('f') => life_fact::create::create;
    /// Free-form notes about the owner, proposed with consent.
    ANNOTATIONS = "twin-annotations", POST "/v1/public/twin/annotations", write('a') => annotation::create::create;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_of_counters_are_unique() {
        let mut codes = HashSet::new();
        for endpoint in ENDPOINTS {
            let function = endpoint.route.function;
            assert!(codes.insert(endpoint.terms.code), "{function}");
            assert!(endpoint.terms.code.is_ascii_lowercase(), "{function}");
            assert!(endpoint.route.path.starts_with(crate::TWIN.base));
        }
    }

    #[test]
    fn each_refusal_that_is_counted_is_a_documented_one() {
        for (_, code) in metering::usage::REFUSALS {
            let listed = crate::TWIN.codes.iter().any(|listed| listed.name == code);
            assert!(listed, "{code}");
        }
    }
}
