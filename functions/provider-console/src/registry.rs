//! The endpoints of the console, by who may call.

/// Developers: their account and apps.
pub mod developer {
    use provider_functions::Needs::{Account, Verified};

    ::surface::registry! {
        crate::Developer, ::provider_functions::surfaces::CONSOLE;

        /// The developer's account.
        ACCOUNT_VIEW = "provider-account-view", GET "/v1/providers/account", Account => account::view::view;
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
    }
}

/// OAuth 2.1: clients authenticate in the request itself.
pub mod oauth {
    const CLIENT: &[&str] = &["ClientBasic"];

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
    const NONE: &[&str] = &[];

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
