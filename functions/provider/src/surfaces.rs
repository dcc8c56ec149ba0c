//! The surfaces of the provider platform. All but OAuth's have one envelope, and look at the
//! caller before the request's shape, so that every answer to a caller has their limits.

use ::surface::{Code, Envelope, FORBIDDEN, Order, Surface};

const NAMESPACE: &str = "ProviderApi";
const VARY: &str = "Authorization, Accept, Accept-Encoding, Origin";
/// The page of errors in the documentation: its headings are the types of problems (RFC 9457).
pub const ERRORS_PAGE: &str = "https://docs.aiffinity.me/errors";
const NOTHING: &str =
    "There is nothing here. The API's paths start with /v1/providers and /v1/space.";

macro_rules! surface {
    ($(#[$doc:meta])* $constant:ident, $name:literal, $title:literal, $base:literal, $about:literal, [$($code:path),* $(,)?]) => {
        $(#[$doc])*
        pub static $constant: Surface = Surface {
            name: $name,
            title: $title,
            about: $about,
            base: $base,
            namespace: NAMESPACE,
            envelope: Envelope::DataMeta,
            challenge: "Bearer realm=\"provider\"",
            vary: VARY,
            order: Order::CallerFirst,
            not_found: NOTHING,
            problems: Some(ERRORS_PAGE),
            codes: &[$(&$code),*],
        };
    };
}

surface!(
    /// Developers: their account, apps and packages.
    CONSOLE, "provider-console", "Developer console", "/v1/providers",
    "For developers: account, apps, packages and their review.",
    [
        TOKEN_INVALID, TOKEN_EXPIRED, INVALID_CREDENTIALS, UNAUTHENTICATED, INVALID_TOKEN, NO_ACCOUNT, EMAIL_NOT_VERIFIED, ACCOUNT_SUSPENDED,
        RATE_LIMITED, APP_NOT_FOUND, APP_LIMIT_REACHED, TWO_SECRETS_LIVE, PACKAGE_NOT_FOUND,
        VERSION_NOT_FOUND, REPORT_NOT_FOUND, PACKAGE_LIMIT_REACHED, VERSION_LIMIT_REACHED, SLUG_TAKEN,
        SLUG_TOO_SIMILAR, VERSION_EXISTS, VERSION_STATUS_CONFLICT, VERSION_NOT_VALIDATED,
        PACKAGE_STOPPED, VALIDATION_RUNNING, VALIDATION_LIMIT_REACHED,
    ]
);
surface!(
    /// Apps: where their capabilities run.
    RUNTIME, "provider-runtime", "Runtime apps", "/v1/providers/runtime",
    "For apps: where their capabilities run, and the deliveries of their events.",
    [
        UNAUTHENTICATED, INVALID_TOKEN, INSUFFICIENT_SCOPE, RATE_LIMITED, RUNTIME_APP_NOT_FOUND,
        RUNTIME_APP_EXISTS, RUNTIME_APP_LIMIT_REACHED, NO_CREDENTIAL_SECRET, TWO_SECRETS_LIVE,
        NOT_PROVEN, PROOF_LIMIT_REACHED,
    ]
);
surface!(
    /// Users: the marketplace and their installs.
    SPACE, "provider-space", "Users' space", "/v1/space",
    "For users: the marketplace, and the packages that they have installed.",
    [
        UNAUTHENTICATED, INVALID_TOKEN, RATE_LIMITED, EMAIL_NOT_VERIFIED, PACKAGE_NOT_FOUND,
        INSTALL_NOT_FOUND, PICTURE_NOT_FOUND, CATALOG_VERSION_GONE, CONSENT_REQUIRED,
        INSTALL_LIMIT_REACHED, PACKAGE_STOPPED, RATING_TOO_EARLY, DAILY_INSTALL_LIMIT_REACHED,
        RATING_LIMIT_REACHED,
    ]
);
surface!(
    /// The operator's own systems.
    OPERATOR, "provider-operator", "Operator", "/v1/internal/providers",
    "For the operator's own systems: plans, reviews, suspensions.",
    [
        FORBIDDEN, ACCOUNT_NOT_FOUND, PACKAGE_NOT_FOUND, REVIEW_NOT_FOUND, VERSION_STATUS_CONFLICT,
        PACKAGE_STOPPED,
    ]
);

/// OAuth 2.1's endpoints, whose answers and errors are OAuth's own.
pub static OAUTH: Surface = Surface {
    name: "provider-oauth",
    title: "Access tokens",
    about: "OAuth 2.1: an app's access tokens by the client credentials grant.",
    base: "/v1/providers/auth",
    namespace: NAMESPACE,
    envelope: Envelope::OAuth,
    challenge: "Basic realm=\"provider\"",
    vary: VARY,
    order: Order::ShapeFirst,
    not_found: NOTHING,
    problems: None,
    codes: &[
        &INVALID_REQUEST,
        &INVALID_CLIENT,
        &UNSUPPORTED_GRANT_TYPE,
        &INVALID_SCOPE,
        &TEMPORARILY_UNAVAILABLE,
    ],
};

/// Documents that clients find by their well-known paths (RFC 8615).
pub static METADATA: Surface = Surface {
    name: "provider-metadata",
    title: "Metadata",
    about: "Public keys, and where the endpoints are.",
    base: "/.well-known",
    namespace: NAMESPACE,
    envelope: Envelope::Bare,
    challenge: "Bearer realm=\"provider\"",
    vary: "Accept-Encoding",
    order: Order::ShapeFirst,
    not_found: NOTHING,
    problems: Some(ERRORS_PAGE),
    codes: &[],
};

::surface::codes! {
    TOKEN_INVALID, 400, "the token is none that a mail had";
    INVALID_CREDENTIALS, 401, "the address is unknown or not verified, or the password is wrong";
    TOKEN_EXPIRED, 410, "the mail's token is older than 24 hours, or three newer ones were sent";
    UNAUTHENTICATED, 401, "no token was sent";
    INVALID_TOKEN, 401, "the token is not valid, has expired or was revoked";
    NO_ACCOUNT, 403, "the ID token's holder has no developer account";
    EMAIL_NOT_VERIFIED, 403, "the caller's address has not been verified";
    ACCOUNT_SUSPENDED, 403, "the operator has suspended the account";
    INSUFFICIENT_SCOPE, 403, "the access token lacks the scope that the endpoint needs";
    ACCOUNT_NOT_FOUND, 404, "no such developer account (operator)";
    APP_NOT_FOUND, 404, "no such app of this developer";
    RUNTIME_APP_NOT_FOUND, 404, "no such runtime app of this app";
    APP_LIMIT_REACHED, 409, "the account has as many apps as it may";
    TWO_SECRETS_LIVE, 409, "two secrets of the app, or of the runtime app, are live already";
    RUNTIME_APP_EXISTS, 409, "the app has a runtime app that is not paused";
    RUNTIME_APP_LIMIT_REACHED, 409, "the app has as many runtime apps as it may";
    NO_CREDENTIAL_SECRET, 409, "the runtime app has no credential secret yet";
    NOT_PROVEN, 409, "it is not proven that the runtime app's URL is its owner's";
    PROOF_LIMIT_REACHED, 429, "as many proofs of ownership were tried in an hour as may be";
    PACKAGE_NOT_FOUND, 404, "no such package, or it is another developer's";
    INSTALL_NOT_FOUND, 404, "the user has not installed the package";
    PICTURE_NOT_FOUND, 404, "no such picture";
    CATALOG_VERSION_GONE, 409, "this version of the catalogue is not kept any more; begin again without `catalogVersion`";
    CONSENT_REQUIRED, 409, "the package receives a kind of data that `consents` does not name";
    INSTALL_LIMIT_REACHED, 409, "the user has as many installs as they may";
    RATING_TOO_EARLY, 409, "the user has had the package for less than a day";
    DAILY_INSTALL_LIMIT_REACHED, 429, "the user made as many installs today as they may; try again after `Retry-After`";
    RATING_LIMIT_REACHED, 429, "a rating can be changed once in 30 days; try again after `Retry-After`";
    VERSION_NOT_FOUND, 404, "the package has no such version";
    REPORT_NOT_FOUND, 404, "the version was not validated yet";
    REVIEW_NOT_FOUND, 404, "no such version waits for review (operator)";
    PACKAGE_LIMIT_REACHED, 409, "the account has as many packages as it may";
    VERSION_LIMIT_REACHED, 409, "the package has as many versions as it may";
    SLUG_TAKEN, 409, "another package has the slug";
    SLUG_TOO_SIMILAR, 409, "another company has published a slug that differs in one character";
    VERSION_EXISTS, 409, "the package has a version of this number";
    VERSION_STATUS_CONFLICT, 409, "the version's status does not allow it";
    VERSION_NOT_VALIDATED, 409, "no report of this very version and listing allows a submission";
    PACKAGE_STOPPED, 409, "the package is suspended or orphaned, or nothing of it is published";
    VALIDATION_RUNNING, 409, "a validation of the version is running";
    VALIDATION_LIMIT_REACHED, 429, "the package had as many validations this hour as it may; try again after `Retry-After`";
    RATE_LIMITED, 429, "the calls of this minute are used up; try again after `Retry-After`";
}

/// OAuth: the request lacks a parameter, repeats one, or can't be read.
pub static INVALID_REQUEST: Code = Code::new(
    "invalid_request",
    400,
    "the request lacks a parameter, repeats one, or can't be read",
);
/// OAuth: the client is unknown, or its credentials are wrong or absent.
pub static INVALID_CLIENT: Code = Code::new(
    "invalid_client",
    401,
    "the client is unknown, or its credentials are wrong or absent",
);
/// OAuth: another grant.
pub static UNSUPPORTED_GRANT_TYPE: Code = Code::new(
    "unsupported_grant_type",
    400,
    "the grant is another than `client_credentials`",
);
/// OAuth: an unknown scope.
pub static INVALID_SCOPE: Code = Code::new("invalid_scope", 400, "a scope is unknown");
/// OAuth: too many wrong secrets.
pub static TEMPORARILY_UNAVAILABLE: Code = Code::new(
    "temporarily_unavailable",
    429,
    "too many wrong secrets came for this client in this minute",
);
