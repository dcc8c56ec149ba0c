//! Whose something is.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Whose something is, by the identifier of an account (`usr_…`), a developer (`dev_…`) or an
/// app (`app_…`). The engines (idempotency, paging, the outbox, webhooks) know tenants only, so
/// that they serve every product.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tenant(String);

impl Tenant {
    /// The tenant of this identifier.
    pub fn new(id: impl fmt::Display) -> Self {
        Self(id.to_string())
    }

    /// The identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The partition of the table that holds the tenant's items of one kind, `<id>#<kind>`. The
    /// kinds stand apart from each other and from the tenant's own item, so that no amount of
    /// one can throttle another.
    pub fn partition(&self, kind: &str) -> String {
        format!("{}#{kind}", self.0)
    }
}

impl fmt::Display for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
