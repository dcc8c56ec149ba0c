//! Identifiers of the provider platform.

use common::{Tenant, id};

id!(
    /// A developer account: a company that provides.
    DeveloperId, "dev_"
);
id!(
    /// A mail that is to be sent.
    MailId, "mail_"
);
id!(
    /// An app: credentials and limits.
    AppId, "app_"
);
id!(
    /// A package: a listing in the marketplace.
    PackageId, "pkg_"
);
id!(
    /// A version of a package.
    VersionId, "ver_"
);
id!(
    /// A capability, the same in all versions of its package.
    CapabilityId, "cap_"
);
id!(
    /// A runtime app: where an app's capabilities run.
    RuntimeAppId, "rta_"
);
id!(
    /// A user's package.
    InstallId, "ins_"
);

id!(
    /// An alert: a capability is worse than it was.
    AlertId, "alr_"
);

impl AppId {
    /// The app as the owner of webhooks and events.
    pub fn tenant(self) -> Tenant {
        Tenant::new(self)
    }
}
