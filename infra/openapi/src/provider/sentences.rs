//! What the reference says of each endpoint.

use crate::Sentences;

const ACCOUNT: &[(&str, &str)] = &[("id", "The account.")];
const APP: &[(&str, &str)] = &[("id", "The app.")];
const RUNTIME_APP: &[(&str, &str)] = &[("id", "The runtime app.")];
const PACKAGE: &[(&str, &str)] = &[("id", "The package.")];
const VERSION: &[(&str, &str)] = &[("id", "The package."), ("vid", "The version.")];
const LISTED: &[(&str, &str)] = &[("id", "The package.")];
const PICTURE: &[(&str, &str)] = &[("hash", "The SHA-256 of the picture.")];
const REVIEW: &[(&str, &str)] = &[("versionId", "The version.")];

/// All endpoints, in the order of the contract.
pub(super) const SENTENCES: &[Sentences] = &[
    Sentences::of(
        "provider-account-create",
        "Sign up",
        "A mail says how to confirm the address; an address gets at most three mails an hour and ten \
         a day. The answer is the same, and comes at the same time, whether or not the address has an \
         account: then its owner gets another mail, which sets a new password, or says that somebody \
         tried. Sign up again for another mail; a repeated sign-up with the same password makes no \
         second account. A password has at least 10 characters, and is not the address.",
    )
    .answers(&[(201, "The mail is under way, if one is due.")]),
    Sentences::of(
        "provider-account-verify",
        "Confirm an address",
        "By the token of a mail: of the address that signs in, or of a contact address. A token can be \
         used for 24 hours, and three of them are live at a time. Used twice it has the same answer.",
    )
    .codes(&["TOKEN_INVALID", "TOKEN_EXPIRED"])
    .answers(&[(200, "The address is confirmed.")]),
    Sentences::of(
        "provider-account-log-in",
        "Log in",
        "The tokens are Firebase's: send the ID token as `Authorization: Bearer`, and get a new one by \
         the refresh token at Firebase's `securetoken.googleapis.com/v1/token`. After 5 failures a \
         minute for one address of mail from one network address, or 50 an hour for the address of \
         mail, the answer is a 429 with `Retry-After`.",
    )
    .codes(&["INVALID_CREDENTIALS"])
    .answers(&[(200, "The tokens.")]),
    Sentences::of(
        "provider-account-view",
        "Your account",
        "Company, address, plan and status.",
    )
    .answers(&[(200, "The account.")]),
    Sentences::of(
        "provider-account-update",
        "Change your account",
        "Fields that are left out stay as they are. A contact address gets a mail, and is used once \
         the token of that mail was sent to `POST /v1/providers/account/verify`; the address that signs \
         in is notified then. The plan is the operator's to set.",
    )
    .codes(&["EMAIL_NOT_VERIFIED"])
    .answers(&[(200, "The account as it is now.")]),
    Sentences::of(
        "provider-app-create",
        "Make an app",
        "An app has credentials and limits of its own. An account has at most 10. Only this answer \
         has the secret.",
    )
    .codes(&["APP_LIMIT_REACHED"])
    .answers(&[(201, "The app, with its secret.")]),
    Sentences::of("provider-app-list", "Your apps", "The oldest first.")
        .answers(&[(200, "A page of the list.")]),
    Sentences::of(
        "provider-app-view",
        "An app",
        "With its live secrets: the first characters of each, when it was last used, and when it \
         ends.",
    )
    .path(APP)
    .codes(&["APP_NOT_FOUND"])
    .answers(&[(200, "The app.")]),
    Sentences::of(
        "provider-app-update",
        "Change an app",
        "Fields that are left out stay as they are.",
    )
    .path(APP)
    .codes(&["APP_NOT_FOUND"])
    .answers(&[(200, "The app as it is now.")]),
    Sentences::of(
        "provider-app-delete",
        "Delete an app",
        "Its access tokens end at once.",
    )
    .path(APP)
    .codes(&["APP_NOT_FOUND"])
    .answers(&[(200, "The app is deleted.")]),
    Sentences::of(
        "provider-secret-rotate",
        "A new secret for an app",
        "The former secret goes on for the overlap, and so do its access tokens. Two secrets can be \
         live at a time.",
    )
    .path(APP)
    .codes(&["APP_NOT_FOUND", "TWO_SECRETS_LIVE"])
    .answers(&[(200, "The new secret.")]),
    Sentences::of(
        "provider-runtime-app-create",
        "Register a runtime app",
        "Where the app's capabilities run. It receives nothing until its URL is proven: set its \
         credential secret, give the secret to your runtime, and prove it. An app has one runtime \
         app that is not paused.",
    )
    .codes(&["RUNTIME_APP_EXISTS", "RUNTIME_APP_LIMIT_REACHED"])
    .answers(&[(201, "The runtime app.")]),
    Sentences::of(
        "provider-runtime-app-list",
        "Your runtime apps",
        "Those of all the account's apps, the oldest first.",
    )
    .answers(&[(200, "A page of the list.")]),
    Sentences::of(
        "provider-runtime-app-view",
        "A runtime app",
        "With its profiles, its template and the latest proof. Secrets are never shown again.",
    )
    .path(RUNTIME_APP)
    .codes(&["RUNTIME_APP_NOT_FOUND"])
    .answers(&[(200, "The runtime app.")]),
    Sentences::of(
        "provider-runtime-app-update",
        "Change a runtime app",
        "Fields that are left out stay as they are. A URL of another origin (scheme, host, port) is \
         challenged at once; until it is proven, nothing else is sent there.",
    )
    .path(RUNTIME_APP)
    .codes(&["RUNTIME_APP_NOT_FOUND", "RUNTIME_APP_EXISTS"])
    .answers(&[(200, "The runtime app as it is now.")]),
    Sentences::of(
        "provider-runtime-app-prove",
        "Prove that a URL is yours",
        "We post `{\"challenge\", \"runtimeAppId\", \"url\"}` to \
         `/.well-known/provider-challenge` below the URL. Your runtime answers `{\"proof\"}`: the \
         hex HMAC-SHA256 of the three, one after the other, under the whole credential secret. Six \
         times an hour.",
    )
    .path(RUNTIME_APP)
    .codes(&["RUNTIME_APP_NOT_FOUND", "NO_CREDENTIAL_SECRET", "PROOF_LIMIT_REACHED"])
    .answers(&[(200, "The runtime app, with what came of the proof.")]),
    Sentences::of(
        "provider-auth-profile-put",
        "Set how we authenticate with a runtime app",
        "Replaces the profile. Calls carry the credentials only where the URL is proven.",
    )
    .path(RUNTIME_APP)
    .codes(&["RUNTIME_APP_NOT_FOUND"])
    .answers(&[(200, "The runtime app as it is now.")]),
    Sentences::of(
        "provider-capability-template-put",
        "Set a capability template",
        "A capability of a version that leaves one of these out has the template's.",
    )
    .path(RUNTIME_APP)
    .codes(&["RUNTIME_APP_NOT_FOUND"])
    .answers(&[(200, "The runtime app as it is now.")]),
    Sentences::of(
        "provider-webhook-profile-put",
        "Set where an app's events go",
        "The app has one webhook for each runtime app. A new one, or one at another URL, is \
         `unproven` and gets probes alone: four posts of `webhook.test`, two signed right and two \
         wrong. Answer 2xx to the right ones and 400, 401 or 403 to the others: then events are \
         delivered. Put the profile again for another probe, or to turn a disabled webhook on. \
         Deliveries carry the headers of Standard Webhooks, and `X-Aiffinity-Signature`: \
         `t=<seconds>,v1=<hex>`, the HMAC-SHA256 of the seconds, a dot and the body under the whole \
         secret. Another `signingSecret` than the present one takes its place; the former one signs, \
         too, for 24 hours.",
    )
    .path(RUNTIME_APP)
    .codes(&["RUNTIME_APP_NOT_FOUND"])
    .answers(&[(200, "The runtime app as it is now, with the signing secret where it was made now.")]),
    Sentences::of(
        "provider-credential-secret-put",
        "Set or rotate the credential secret",
        "The secret that signs calls and the app's webhook. Only this answer has it. The former secret signs, too, for the \
         overlap; without an overlap it ends at once, and the URL is to be proven anew.",
    )
    .path(RUNTIME_APP)
    .codes(&["RUNTIME_APP_NOT_FOUND", "TWO_SECRETS_LIVE"])
    .answers(&[(200, "The new secret.")]),
    Sentences::of(
        "provider-runtime-health",
        "Is a runtime app healthy?",
        "It is asked now and has 3 seconds. Nothing is sent to a URL that is not proven.",
    )
    .path(RUNTIME_APP)
    .codes(&["RUNTIME_APP_NOT_FOUND", "NO_CREDENTIAL_SECRET"])
    .answers(&[(200, "Whether it can be reached, and which step failed.")]),
    Sentences::of(
        "provider-package-create",
        "Make a package",
        "A package is a listing in the marketplace; its first version is 1.0.0. An account has at most 50. A slug is unique in the catalogue, and can't differ in one character from one that another company has published.",
    )
    .codes(&["APP_NOT_FOUND", "PACKAGE_LIMIT_REACHED", "SLUG_TAKEN", "SLUG_TOO_SIMILAR"])
    .answers(&[(201, "The package with its first version.")]),
    Sentences::of(
        "provider-package-list",
        "Your packages",
        "The newest first, with `status` only those of one status.",
    )
    .answers(&[(200, "A page of the list.")]),
    Sentences::of(
        "provider-package-view",
        "A package",
        "With its versions, without their descriptors, and how often it is installed.",
    )
    .path(PACKAGE)
    .codes(&["PACKAGE_NOT_FOUND"])
    .answers(&[(200, "The package.")]),
    Sentences::of(
        "provider-package-update",
        "Change a package",
        "Fields that are left out stay as they are. What is published shows a change when another version is submitted. Another `appId` saves a package whose app was deleted; `status: deprecated` gives the package up.",
    )
    .path(PACKAGE)
    .codes(&["APP_NOT_FOUND", "PACKAGE_NOT_FOUND", "PACKAGE_STOPPED"])
    .answers(&[(200, "The package as it is now.")]),
    Sentences::of(
        "provider-version-create",
        "Make a version",
        "A version's descriptors never change. Without a number it gets the next one that is free, as far ahead of the published version as its changes demand. A package has at most 200.",
    )
    .path(PACKAGE)
    .codes(&["PACKAGE_NOT_FOUND", "VERSION_EXISTS", "VERSION_LIMIT_REACHED"])
    .answers(&[(201, "The version.")]),
    Sentences::of(
        "provider-version-view",
        "A version",
        "With its descriptors.",
    )
    .path(VERSION)
    .codes(&["PACKAGE_NOT_FOUND", "VERSION_NOT_FOUND"])
    .answers(&[(200, "The version.")]),
    Sentences::of(
        "provider-version-validate",
        "Validate a version",
        "Runs the conformance suite: static checks of the descriptors, and calls of the app's active runtime with the environment `conformance`, some of them spoilt on purpose. The answer is the report, or, for what is unfinished after 25 seconds, 202 with the report's path in `Location`: the report is there within 15 minutes. One validation of a version at a time, six an hour a package. A repeated request (the same `Idempotency-Key`) begins no other run, and is answered with 202.",
    )
    .path(VERSION)
    .codes(&["PACKAGE_NOT_FOUND", "VERSION_NOT_FOUND", "VERSION_STATUS_CONFLICT", "VALIDATION_RUNNING", "VALIDATION_LIMIT_REACHED"])
    .answers(&[(200, "The report."), (202, "The validation goes on.")])
    .answer_headers(&[(202, &["Location", "Retry-After"])]),
    Sentences::of(
        "provider-version-submit",
        "Submit a version",
        "Freezes what the version shows of its package. It needs a report of this very version and listing, at most 7 days old, that passes. A `data_only` version is published at once, unless its report asks for a review; any other waits for one.",
    )
    .path(VERSION)
    .codes(&["PACKAGE_NOT_FOUND", "VERSION_NOT_FOUND", "VERSION_STATUS_CONFLICT", "VERSION_NOT_VALIDATED", "PACKAGE_STOPPED", "SLUG_TOO_SIMILAR"])
    .answers(&[(200, "The version as it is now.")]),
    Sentences::of(
        "provider-version-publish",
        "Publish a version",
        "An approved version takes the place of the published one, and can be installed from the very next call. The former one stays approved: publishing it again is a rollback.",
    )
    .path(VERSION)
    .codes(&["PACKAGE_NOT_FOUND", "VERSION_NOT_FOUND", "VERSION_STATUS_CONFLICT", "PACKAGE_STOPPED", "SLUG_TOO_SIMILAR"])
    .answers(&[(200, "The version as it is now.")]),
    Sentences::of(
        "provider-version-withdraw",
        "Withdraw a version",
        "It leaves the review. Its number stays used. A published version can't be withdrawn: publish another one, or deprecate the package.",
    )
    .path(VERSION)
    .codes(&["PACKAGE_NOT_FOUND", "VERSION_NOT_FOUND", "VERSION_STATUS_CONFLICT"])
    .answers(&[(200, "The version as it is now.")]),
    Sentences::of(
        "provider-report-view",
        "The report of a version",
        "The last report of the conformance suite, with its samples: the same samples always give the same report. While a validation is running, `runningSince` says since when; before the first report the answer is 404 with `Retry-After`.",
    )
    .path(VERSION)
    .codes(&["PACKAGE_NOT_FOUND", "VERSION_NOT_FOUND", "REPORT_NOT_FOUND"])
    .answers(&[(200, "The report.")]),
    Sentences::of(
        "provider-marketplace-list",
        "Search the marketplace",
        "The packages that can be found, with their counts and ratings: those in which all words of \
         `q` are, or all. Typing errors are forgiven. A package that was published is found by the \
         very next call. `popular` counts the installs of 30 days, `rating` weighs a mean by how \
         many ratings it has. Send `meta.catalogVersion` of the first page with the next ones: then \
         they neither repeat nor skip a package. It is kept for an hour at least.",
    )
    .codes(&["CATALOG_VERSION_GONE"])
    .answers(&[(200, "A page of the list.")]),
    Sentences::of(
        "provider-marketplace-view",
        "A package of the marketplace",
        "With its counts of this moment.",
    )
    .path(LISTED)
    .codes(&["PACKAGE_NOT_FOUND"])
    .answers(&[(200, "The package.")]),
    Sentences::of(
        "provider-install-create",
        "Install a package",
        "`consents` must name every kind of data that the package's capabilities receive. Again, it \
         is the same install, with the consents that it lacked. A user has at most 50 installs, and \
         makes at most 20 a day (UTC).",
    )
    .path(LISTED)
    .codes(&[
        "PACKAGE_NOT_FOUND",
        "PACKAGE_STOPPED",
        "CONSENT_REQUIRED",
        "INSTALL_LIMIT_REACHED",
        "DAILY_INSTALL_LIMIT_REACHED",
    ])
    .answers(&[
        (200, "The user had installed it. The install as it is now."),
        (201, "The install."),
    ]),
    Sentences::of(
        "provider-install-delete",
        "Remove an install",
        "Nothing is called for it any more, and its provider is notified. Data that the provider \
         holds is subject to the provider's policy.",
    )
    .path(LISTED)
    .codes(&["INSTALL_NOT_FOUND", "PACKAGE_NOT_FOUND"])
    .answers(&[(200, "The install is removed.")]),
    Sentences::of(
        "provider-rating-put",
        "Rate a package",
        "By users with a verified address who have had the package for a day. A rating can be \
         changed once in 30 days; it stays when the install is removed.",
    )
    .path(LISTED)
    .codes(&[
        "EMAIL_NOT_VERIFIED",
        "INSTALL_NOT_FOUND",
        "PACKAGE_NOT_FOUND",
        "RATING_TOO_EARLY",
        "RATING_LIMIT_REACHED",
    ])
    .answers(&[(200, "The rating.")]),
    Sentences::of(
        "provider-install-list",
        "Your installs",
        "The newest first, each with whether it can be used: `needs_consent` where the published \
         version receives a kind of data that the user has not consented to, `frozen` where the \
         package is suspended, orphaned or gone.",
    )
    .answers(&[(200, "A page of the list.")]),
    Sentences::of(
        "provider-picture-view",
        "A picture of a package",
        "An icon or a screenshot, by its content, for anybody.",
    )
    .path(PICTURE)
    .codes(&["PICTURE_NOT_FOUND"])
    .answers(&[(200, "The picture."), (304, "The client has it.")]),
    Sentences::of(
        "provider-account-put",
        "Set the plan of an account",
        "It holds for the account and all its apps from their next calls. A change that is older than \
         the one before changes nothing, and is answered with the account as it stands.",
    )
    .path(ACCOUNT)
    .codes(&["ACCOUNT_NOT_FOUND"])
    .answers(&[(200, "The account as it is now.")]),
    Sentences::of(
        "provider-review-list",
        "Versions that wait for review",
        "The longest first.",
    )
    .answers(&[(200, "A page of the list.")]),
    Sentences::of(
        "provider-review-approve",
        "Approve a version",
        "Its developer may publish it.",
    )
    .path(REVIEW)
    .codes(&["REVIEW_NOT_FOUND", "VERSION_STATUS_CONFLICT"])
    .answers(&[(200, "The version as it is now.")]),
    Sentences::of(
        "provider-review-reject",
        "Reject a version",
        "The developer reads the reason, the rule, and the place that it is about.",
    )
    .path(REVIEW)
    .codes(&["REVIEW_NOT_FOUND", "VERSION_STATUS_CONFLICT"])
    .answers(&[(200, "The version as it is now.")]),
    Sentences::of(
        "provider-package-suspend",
        "Suspend a package",
        "It can't be found or installed any more, and its installs are frozen.",
    )
    .path(PACKAGE)
    .codes(&["PACKAGE_NOT_FOUND", "PACKAGE_STOPPED"])
    .answers(&[(200, "The package as it is now.")]),
    Sentences::of(
        "provider-package-restore",
        "End a suspension",
        "The package is published again.",
    )
    .path(PACKAGE)
    .codes(&["PACKAGE_NOT_FOUND"])
    .answers(&[(200, "The package as it is now.")]),
    Sentences::of(
        "provider-token-issue",
        "An access token",
        "The client credentials grant of OAuth 2.1. The parameters can be form encoded or JSON, and \
         the credentials can stand in the body or in `Authorization: Basic`. A token is valid for an \
         hour; there are no refresh tokens.",
    )
    .codes(OAUTH)
    .answers(&[(200, "The access token.")]),
    Sentences::of(
        "provider-token-revoke",
        "Revoke an access token",
        "RFC 7009. A token that is not one of the client's own is answered alike.",
    )
    .codes(CLIENT)
    .answers(&[(200, "The token is not live.")]),
    Sentences::of(
        "provider-token-introspect",
        "Is an access token live?",
        "RFC 7662. Another client's token is answered as one that is not live.",
    )
    .codes(CLIENT)
    .answers(&[(200, "Whether it is live, and its claims where it is.")]),
    Sentences::of(
        "provider-metadata-server",
        "The authorization server's metadata",
        "RFC 8414: OAuth libraries find the endpoints by it.",
    )
    .answers(&[(200, "The metadata.")]),
    Sentences::of(
        "provider-metadata-keys",
        "The public keys of access tokens",
        "A JSON Web Key Set (RFC 7517). A new key is published a day before it is used.",
    )
    .answers(&[(200, "The keys.")]),
    Sentences::of(
        "provider-metadata-signature-keys",
        "The public keys of our signatures",
        "A JSON Web Key Set of the Ed25519 keys that sign calls to providers (RFC 9421). A new key is \
         published a day before it is used.",
    )
    .answers(&[(200, "The keys.")]),
];

const CLIENT: &[&str] = &[
    "invalid_request",
    "invalid_client",
    "temporarily_unavailable",
];
const OAUTH: &[&str] = &[
    "invalid_request",
    "invalid_client",
    "unsupported_grant_type",
    "invalid_scope",
    "temporarily_unavailable",
];
