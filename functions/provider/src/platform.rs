//! What every handler's context has.

use std::sync::Arc;

use ::surface::TableContext;
use common::config::Environment;
use common::{Cause, Clock};
use dynamo::Table;
use provider::account::AddressHasher;
use provider::app::AppGate;
use provider::id::DeveloperId;
use provider::identity::Issuer;
use provider::keys::KeySet;
use provider::layout::{PublicKeys, SubjectHash};
use quick_cache::sync::Cache;

/// Developers that a process remembers by their subject.
const DEVELOPERS: usize = 4_096;

/// What every handler's context has.
#[derive(Debug)]
pub struct Platform {
    /// The time.
    pub clock: Clock,
    /// The table.
    pub table: Table,
    /// `PROVIDER_ISSUER`: the API's public URL, which is the issuer and the audience of access
    /// tokens.
    pub issuer: String,
    /// `ID_TOKEN_ISSUER`, `ID_TOKEN_AUDIENCE`: whose ID tokens developers and users send.
    pub id_tokens: Issuer,
    /// The public keys of ID tokens.
    pub id_keys: KeySet,
    /// The public keys of access tokens.
    pub access_keys: KeySet,
    /// Hashes the addresses of callers and of mail.
    pub addresses: Arc<AddressHasher>,
    /// Decides apps' calls.
    pub apps: AppGate,
    pub(crate) developers: Cache<SubjectHash, DeveloperId>,
}

impl Platform {
    /// Over a table and a clock, by the process's settings. Nothing is sent.
    ///
    /// # Errors
    /// A setting is missing.
    pub fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        let required = |name, purpose| environment.required(name, purpose);
        let keys = |of| KeySet::new(table.clone(), clock.clone(), of);
        Ok(Self {
            issuer: required("PROVIDER_ISSUER", "the API's public URL")?,
            id_tokens: Issuer {
                issuer: required("ID_TOKEN_ISSUER", "the issuer of ID tokens")?,
                audience: required("ID_TOKEN_AUDIENCE", "the audience of ID tokens")?,
            },
            addresses: Arc::new(AddressHasher::read(environment, &table, clock.clone())),
            id_keys: keys(PublicKeys::IdTokens),
            access_keys: keys(PublicKeys::AccessTokens),
            apps: AppGate::new(table.clone(), clock.clone()),
            developers: Cache::new(DEVELOPERS),
            clock,
            table,
        })
    }
}

/// A context that has a [`Platform`].
pub trait HasPlatform: TableContext {
    /// It.
    fn platform(&self) -> &Platform;
}

impl TableContext for Platform {
    fn over(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        Self::over(environment, table, clock)
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }

    fn table(&self) -> &Table {
        &self.table
    }
}

impl HasPlatform for Platform {
    fn platform(&self) -> &Platform {
        self
    }
}
