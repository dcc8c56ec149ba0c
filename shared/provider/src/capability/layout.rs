//! Where states, actions and invocations stand in the table.
//!
//! | item | partition `pk` | sort key `sk` |
//! |---|---|---|
//! | the states that a binding has, and the number of the last one | `<ins>#state` | `<cap>#head` |
//! | a state | `<ins>#state` | `<cap>#s#<hash of the parameters>` |
//! | a state as it was when it was new | `<ins>#log` | `<cap>#<number>` |
//! | an action, by its idempotency key | `<ins>#act` | a hash |
//! | an invocation | `<cap>#inv#<shard>` | `<inv>` |

use dynamo::Key;

use super::ParamsHash;
use crate::id::{CapabilityId, InstallId};

/// Digits of a state's number in a sort key.
const DIGITS: usize = 12;

/// The partition of an install's states.
pub fn states(install: InstallId) -> String {
    format!("{install}#state")
}

/// The states that a binding has, and the number of the last one.
pub fn head(install: InstallId, capability: CapabilityId) -> Key {
    Key::new(states(install), format_args!("{capability}#head"))
}

/// A state.
pub fn state(install: InstallId, capability: CapabilityId, params: &ParamsHash) -> Key {
    Key::new(states(install), format_args!("{capability}#s#{params}"))
}

/// The partition of an install's new states.
pub fn log(install: InstallId) -> String {
    format!("{install}#log")
}

/// The sort key of the state of this number.
pub fn number(capability: CapabilityId, number: u64) -> String {
    format!("{capability}#{number:0DIGITS$}")
}

/// A state as it was when it was new.
pub fn logged(install: InstallId, capability: CapabilityId, sequence: u64) -> Key {
    Key::new(log(install), number(capability, sequence))
}

/// An action, by a hash of its idempotency key.
pub fn action(install: InstallId, hash: &str) -> Key {
    Key::new(format_args!("{install}#act"), hash)
}

/// The partition of a shard of a capability's invocations.
pub fn invocations(capability: CapabilityId, shard: u8) -> String {
    format!("{capability}#inv#{shard}")
}
