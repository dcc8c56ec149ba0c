//! The endpoints of the console, by who may call.

/// Anybody: signing up and logging in.
pub mod account {
    use provider_functions::Open;

    use crate::account::{LOG_INS, SIGN_UPS, VERIFICATIONS};

    const SIGN_UP: Open = Open::limited(SIGN_UPS);
    const VERIFY: Open = Open::limited(VERIFICATIONS);
    const LOG_IN: Open = Open::limited(LOG_INS);

    ::surface::registry! {
        crate::Anyone, ::provider_functions::surfaces::CONSOLE;

        /// Makes a developer account.
        ACCOUNT_CREATE = "provider-account-create", POST "/v1/providers/account", SIGN_UP => account::create::create;
        /// Confirms an address by the token of a mail.
        ACCOUNT_VERIFY = "provider-account-verify", POST "/v1/providers/account/verify", VERIFY => account::verify::verify;
        /// Logs a developer in.
        ACCOUNT_LOG_IN = "provider-account-log-in", POST "/v1/providers/account/login", LOG_IN => account::log_in::log_in;
    }
}

/// Developers: their account and apps.
pub mod developer {
    use provider_functions::Needs::{Account, Verified};

    ::surface::registry! {
        crate::Developer, ::provider_functions::surfaces::CONSOLE;

        /// The developer's account.
        ACCOUNT_VIEW = "provider-account-view", GET "/v1/providers/account", Account => account::view::view;
        /// Changes the developer's account.
        ACCOUNT_UPDATE = "provider-account-update", PATCH "/v1/providers/account", Account => account::update::update;
        /// Makes an app with its first secret.
        APP_CREATE = "provider-app-create", POST "/v1/providers/apps", Verified => app::create::create;
        /// The developer's apps.
        APP_LIST = "provider-app-list", GET "/v1/providers/apps", Verified => app::list::list;
        /// An app.
        APP_VIEW = "provider-app-view", GET "/v1/providers/apps/{id}", Verified => app::view::view;
        /// Changes an app.
        APP_UPDATE = "provider-app-update", PATCH "/v1/providers/apps/{id}", Verified => app::update::update;
        /// Deletes an app: its tokens end at once.
        APP_DELETE = "provider-app-delete", DELETE "/v1/providers/apps/{id}", Verified => app::delete::delete;
        /// Gives an app a new secret.
        SECRET_ROTATE = "provider-secret-rotate", POST "/v1/providers/apps/{id}/rotate-secret", Verified => secret::rotate::rotate;
        /// Makes a package with its first version.
        PACKAGE_CREATE = "provider-package-create", POST "/v1/providers/packages/manage", Verified, body_limit: crate::package::BODY_LIMIT => package::create::create;
        /// The developer's packages.
        PACKAGE_LIST = "provider-package-list", GET "/v1/providers/packages/manage", Verified => package::list::list;
        /// A package with its versions.
        PACKAGE_VIEW = "provider-package-view", GET "/v1/providers/packages/manage/{id}", Verified => package::view::view;
        /// Changes a package.
        PACKAGE_UPDATE = "provider-package-update", PATCH "/v1/providers/packages/manage/{id}", Verified => package::update::update;
        /// Makes a version of a package.
        VERSION_CREATE = "provider-version-create", POST "/v1/providers/packages/manage/{id}/versions", Verified, body_limit: crate::package::BODY_LIMIT => version::create::create;
        /// A version with its descriptors.
        VERSION_VIEW = "provider-version-view", GET "/v1/providers/packages/manage/{id}/versions/{vid}", Verified => version::view::view;
        /// Runs the conformance suite for a version.
        VERSION_VALIDATE = "provider-version-validate", POST "/v1/providers/packages/manage/{id}/versions/{vid}/validate", Verified => version::validate::validate;
        /// Submits a version.
        VERSION_SUBMIT = "provider-version-submit", POST "/v1/providers/packages/manage/{id}/versions/{vid}/submit", Verified => version::submit::submit;
        /// Publishes a version.
        VERSION_PUBLISH = "provider-version-publish", POST "/v1/providers/packages/manage/{id}/versions/{vid}/publish", Verified => version::publish::publish;
        /// Withdraws a version.
        VERSION_WITHDRAW = "provider-version-withdraw", POST "/v1/providers/packages/manage/{id}/versions/{vid}/withdraw", Verified => version::withdraw::withdraw;
        /// The last report of a version.
        REPORT_VIEW = "provider-report-view", GET "/v1/providers/packages/manage/{id}/versions/{vid}/report", Verified => report::view::view;
    }
}

/// The operator: reviews and suspensions.
pub mod operator {
    ::surface::registry! {
        crate::Operator, ::provider_functions::surfaces::OPERATOR;

        /// Sets the plan of an account.
        ACCOUNT_PUT = "provider-account-put", PUT "/v1/internal/providers/accounts/{id}", () => account::put::put;
        /// The versions that wait for review.
        REVIEW_LIST = "provider-review-list", GET "/v1/internal/providers/reviews", () => review::list::list;
        /// Approves a version.
        REVIEW_APPROVE = "provider-review-approve", POST "/v1/internal/providers/reviews/{versionId}/approve", () => review::approve::approve;
        /// Rejects a version.
        REVIEW_REJECT = "provider-review-reject", POST "/v1/internal/providers/reviews/{versionId}/reject", () => review::reject::reject;
        /// Suspends a package.
        PACKAGE_SUSPEND = "provider-package-suspend", POST "/v1/internal/providers/packages/{id}/suspend", () => package::suspend::suspend;
        /// Ends a suspension.
        PACKAGE_RESTORE = "provider-package-restore", POST "/v1/internal/providers/packages/{id}/restore", () => package::restore::restore;
    }
}

/// OAuth 2.1: clients authenticate in the request itself.
pub mod oauth {
    use provider_functions::Open;

    const CLIENT: Open = Open::credentials(&["ClientBasic"]);

    ::surface::registry! {
        crate::Anyone, ::provider_functions::surfaces::OAUTH;

        /// Issues an access token (RFC 6749, section 4.4).
        TOKEN_ISSUE = "provider-token-issue", POST "/v1/providers/auth/token", CLIENT => token::issue::issue;
        /// Revokes an access token (RFC 7009).
        TOKEN_REVOKE = "provider-token-revoke", POST "/v1/providers/auth/revoke", CLIENT => token::revoke::revoke;
        /// Says whether an access token is live (RFC 7662).
        TOKEN_INTROSPECT = "provider-token-introspect", POST "/v1/providers/auth/introspect", CLIENT => token::introspect::introspect;
    }
}

/// Documents with well-known paths.
pub mod metadata {
    use provider_functions::Open;

    const NONE: Open = Open::NOTHING;

    ::surface::registry! {
        crate::Anyone, ::provider_functions::surfaces::METADATA;

        /// The authorization server's metadata (RFC 8414).
        SERVER_VIEW = "provider-metadata-server", GET "/.well-known/oauth-authorization-server", NONE => metadata::server::view;
        /// The public keys of access tokens (RFC 7517).
        KEYS_VIEW = "provider-metadata-keys", GET "/.well-known/jwks.json", NONE => metadata::keys::view;
        /// The public keys of the message signatures on calls to providers.
        SIGNATURE_KEYS_VIEW = "provider-metadata-signature-keys", GET "/.well-known/http-message-signatures-directory", NONE => metadata::signature_keys::view;
    }
}
