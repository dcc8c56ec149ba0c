//! What a product implements to have its callers metered: the record of a credential, and an
//! account.

use std::fmt::Debug;
use std::hash::Hash;
use std::net::IpAddr;

use common::{Tenant, Timestamp};
use dynamo::{Item, Key};
use serde::de::DeserializeOwned;

use crate::counter::KeyIndex;
use crate::ledger::{Ledger, Unreadable};

/// The stored record of a credential, such as an API key.
///
/// A record changes only together with its revision, in one transaction with the account's item.
/// So a process may cache a record for as long as it runs: the gate's write compares the
/// revision.
pub trait Credential: Clone + Debug + DeserializeOwned + Send + Sync + 'static {
    /// What a record is found by.
    type Hash: Copy + Eq + Hash + Debug + Send + Sync + 'static;
    /// What a credential can be allowed to do.
    type Scope: Copy + Debug + Send + Sync + 'static;

    /// The place of the record with this hash.
    fn place(hash: Self::Hash) -> Key;
    /// The account that calls with it.
    fn tenant(&self) -> Tenant;
    /// The generation of that account (see [`Ledger::generation`]).
    fn generation(&self) -> u64;
    /// Its index within the account.
    fn index(&self) -> KeyIndex;
    /// How often the record was changed.
    fn revision(&self) -> u64;
    /// Requests a month for this credential alone. None: only the account's limit holds.
    fn monthly_limit(&self) -> Option<u64>;
    /// Why it is refused at this moment whatever it is used for, if it is.
    fn ended(&self, now: Timestamp) -> Option<Ended>;
    /// Whether it has this scope.
    fn has(&self, scope: Self::Scope) -> bool;
    /// Whether it may be used from this address, which may be unknown.
    fn allows(&self, from: Option<IpAddr>) -> bool;
}

/// Why a credential is refused whatever it is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Its owner revoked it.
    Revoked,
    /// It is past its expiry.
    Expired,
}

/// An account, read from its item (see [`crate::ledger::place`]).
pub trait Account: Debug + Send + Sync + Sized + 'static {
    /// Reads the item.
    ///
    /// # Errors
    /// An attribute is missing, or is something else.
    fn from_item(item: &Item) -> Result<Self, Unreadable>;
    /// The part of it that the gate reads.
    fn ledger(&self) -> &Ledger;
}
