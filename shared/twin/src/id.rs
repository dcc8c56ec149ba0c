//! Identifiers.

use common::{Tenant, id};

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

impl UserId {
    /// The account as the engines (metering, webhooks, idempotency, paging) know it.
    pub fn tenant(self) -> Tenant {
        Tenant::new(self)
    }
}

impl From<UserId> for Tenant {
    fn from(user: UserId) -> Self {
        user.tenant()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_spelling_only() {
        let id = "usr_01JD9ZK4T0000000000000000A";
        assert_eq!(id.parse::<UserId>().unwrap().to_string(), id);
        assert!("snp_01JD9ZK4T0000000000000000A".parse::<UserId>().is_err());
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
