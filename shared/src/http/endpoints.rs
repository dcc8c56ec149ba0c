//! The endpoint table: the one truth about what there is to call, who may, and what it costs.
//!
//! Tests hold template.yaml, the `cargo lambda watch` router, `events/` and the README's table
//! against it.

use http::Method;

use crate::access::{Metering, Scope};

/// A family of endpoints that share a base path, callers and envelope.
#[derive(Debug)]
pub struct Surface {
    /// Its name in the log.
    pub name: &'static str,
    /// The path all its endpoints begin with.
    pub base: &'static str,
}

/// Who may call an endpoint, and what a call costs them.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// Anybody.
    Public,
    /// The holder of an API key.
    Key(Metering),
    /// The owner of an account, by an ID token that the gateway's authorizer has checked.
    Owner,
    /// The operator's own systems, by a signature that the gateway's authorizer has checked.
    Operator,
}

/// One endpoint: one Lambda function.
#[derive(Debug)]
pub struct Endpoint {
    /// The function's bin, and its name wherever it has one.
    pub function: &'static str,
    /// The surface it belongs to.
    pub surface: &'static Surface,
    /// The method it answers to; nothing: all of them.
    pub method: Option<Method>,
    /// Its path, with parameters as `{name}`; `$default` for what no other path matches.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// The largest body it takes, in bytes; [`BODY_LIMIT`] but for reasons.
    pub body_limit: usize,
}

/// The largest body that endpoints take, in bytes.
pub const BODY_LIMIT: usize = 256 * 1024;

/// A function that nobody calls over HTTP: a schedule or a queue drives it.
#[derive(Debug)]
pub struct Worker {
    /// The function's bin, and its name wherever it has one.
    pub function: &'static str,
}

/// The public twin API, for integrators.
pub static TWIN: Surface = Surface {
    name: "twin",
    base: "/v1/public/twin",
};

/// The owner's own API, for the dashboard.
pub static DASHBOARD: Surface = Surface {
    name: "dashboard",
    base: "/v1/dashboard",
};

/// The operator's own systems' API.
pub static BACK_OFFICE: Surface = Surface {
    name: "back-office",
    base: "/v1/internal",
};

const fn read(letter: char, per_minute: u64) -> Access {
    Access::Key(Metering {
        letter,
        scope: Some(Scope::TwinRead),
        per_minute,
        counted: true,
    })
}

/// Is the key alive? Costs no quota.
pub static TWIN_HEALTH: Endpoint = Endpoint {
    function: "twin-health",
    surface: &TWIN,
    method: Some(Method::GET),
    path: "/v1/public/twin/health",
    access: Access::Key(Metering {
        letter: 'h',
        scope: None,
        per_minute: 120,
        counted: false,
    }),
    body_limit: BODY_LIMIT,
};

/// The key, its account, quota and latest twin.
pub static TWIN_ME: Endpoint = Endpoint {
    function: "twin-me",
    surface: &TWIN,
    method: Some(Method::GET),
    path: "/v1/public/twin/me",
    access: read('m', 60),
    body_limit: BODY_LIMIT,
};

/// The account's snapshots.
pub static TWIN_HISTORIC: Endpoint = Endpoint {
    function: "twin-historic",
    surface: &TWIN,
    method: Some(Method::GET),
    path: "/v1/public/twin/historic",
    access: read('l', 60),
    body_limit: BODY_LIMIT,
};

/// One snapshot's metadata.
pub static TWIN_SNAPSHOT: Endpoint = Endpoint {
    function: "twin-snapshot",
    surface: &TWIN,
    method: Some(Method::GET),
    path: "/v1/public/twin/snapshots/{id}",
    access: read('s', 60),
    body_limit: BODY_LIMIT,
};

/// The twin as a system prompt.
pub static TWIN_PRESET: Endpoint = Endpoint {
    function: "twin-preset",
    surface: &TWIN,
    method: Some(Method::GET),
    path: "/v1/public/twin/preset/{slug}",
    access: read('p', 60),
    body_limit: BODY_LIMIT,
};

const fn write(letter: char) -> Access {
    Access::Key(Metering {
        letter,
        scope: Some(Scope::TwinWrite),
        per_minute: 30,
        counted: true,
    })
}

/// Facts about the owner's life, proposed with consent.
pub static TWIN_LIFE_FACTS: Endpoint = Endpoint {
    function: "twin-life-facts",
    surface: &TWIN,
    method: Some(Method::POST),
    path: "/v1/public/twin/life-facts",
    access: write('f'),
    body_limit: BODY_LIMIT,
};

/// Free-form notes about the owner, proposed with consent.
pub static TWIN_ANNOTATIONS: Endpoint = Endpoint {
    function: "twin-annotations",
    surface: &TWIN,
    method: Some(Method::POST),
    path: "/v1/public/twin/annotations",
    access: write('a'),
    body_limit: BODY_LIMIT,
};

/// An account's plan, tier and owner, as the operator's systems know them.
pub static BACKOFFICE_ACCOUNT_PUT: Endpoint = Endpoint {
    function: "backoffice-account-put",
    surface: &BACK_OFFICE,
    method: Some(Method::PUT),
    path: "/v1/internal/accounts/{userId}",
    access: Access::Operator,
    body_limit: BODY_LIMIT,
};

/// An account's end.
pub static BACKOFFICE_ACCOUNT_ERASE: Endpoint = Endpoint {
    function: "backoffice-account-erase",
    surface: &BACK_OFFICE,
    method: Some(Method::DELETE),
    path: "/v1/internal/accounts/{userId}",
    access: Access::Operator,
    body_limit: BODY_LIMIT,
};

/// What the profile compiler says of a snapshot.
pub static BACKOFFICE_SNAPSHOT_PUT: Endpoint = Endpoint {
    function: "backoffice-snapshot-put",
    surface: &BACK_OFFICE,
    method: Some(Method::PUT),
    path: "/v1/internal/snapshots/{id}",
    access: Access::Operator,
    // A whole profile. Lambda itself takes 6 MB an event.
    body_limit: 4 * 1024 * 1024,
};

/// Sends what is stored to be sent and was not.
pub static OUTBOX_SWEEP: Worker = Worker {
    function: "outbox-sweep",
};

/// Makes an event's deliveries.
pub static WEBHOOK_DISPATCH: Worker = Worker {
    function: "webhook-dispatch",
};

/// Sends deliveries.
pub static WEBHOOK_SENDER: Worker = Worker {
    function: "webhook-sender",
};

/// Sends, lets go or gives up what waits for too long.
pub static WEBHOOK_SWEEP: Worker = Worker {
    function: "webhook-sweep",
};

/// Gives webhooks' secrets a new master key.
pub static WEBHOOK_KEY_ROTATION: Worker = Worker {
    function: "webhook-key-rotation",
};

const fn owners(function: &'static str, method: Method, path: &'static str) -> Endpoint {
    Endpoint {
        function,
        surface: &DASHBOARD,
        method: Some(method),
        path,
        access: Access::Owner,
        body_limit: BODY_LIMIT,
    }
}

/// A new API key.
pub static DASHBOARD_KEY_CREATE: Endpoint = owners(
    "dashboard-key-create",
    Method::POST,
    "/v1/dashboard/twin/keys",
);

/// All keys of the account.
pub static DASHBOARD_KEY_LIST: Endpoint =
    owners("dashboard-key-list", Method::GET, "/v1/dashboard/twin/keys");

/// One key.
pub static DASHBOARD_KEY_VIEW: Endpoint = owners(
    "dashboard-key-view",
    Method::GET,
    "/v1/dashboard/twin/keys/{id}",
);

/// Changes a key.
pub static DASHBOARD_KEY_UPDATE: Endpoint = owners(
    "dashboard-key-update",
    Method::PATCH,
    "/v1/dashboard/twin/keys/{id}",
);

/// Revokes a key.
pub static DASHBOARD_KEY_REVOKE: Endpoint = owners(
    "dashboard-key-revoke",
    Method::DELETE,
    "/v1/dashboard/twin/keys/{id}",
);

/// A new key in place of one.
pub static DASHBOARD_KEY_ROTATE: Endpoint = owners(
    "dashboard-key-rotate",
    Method::POST,
    "/v1/dashboard/twin/keys/{id}/rotate",
);

/// Requests by day and key, and refusals by code.
pub static DASHBOARD_USAGE: Endpoint =
    owners("dashboard-usage", Method::GET, "/v1/dashboard/twin/usage");

/// A new webhook.
pub static DASHBOARD_WEBHOOK_CREATE: Endpoint = owners(
    "dashboard-webhook-create",
    Method::POST,
    "/v1/dashboard/twin/webhooks",
);

/// All webhooks of the account.
pub static DASHBOARD_WEBHOOK_LIST: Endpoint = owners(
    "dashboard-webhook-list",
    Method::GET,
    "/v1/dashboard/twin/webhooks",
);

/// One webhook.
pub static DASHBOARD_WEBHOOK_VIEW: Endpoint = owners(
    "dashboard-webhook-view",
    Method::GET,
    "/v1/dashboard/twin/webhooks/{id}",
);

/// Changes a webhook, pauses it or turns it on.
pub static DASHBOARD_WEBHOOK_UPDATE: Endpoint = owners(
    "dashboard-webhook-update",
    Method::PATCH,
    "/v1/dashboard/twin/webhooks/{id}",
);

/// Deletes a webhook.
pub static DASHBOARD_WEBHOOK_DELETE: Endpoint = owners(
    "dashboard-webhook-delete",
    Method::DELETE,
    "/v1/dashboard/twin/webhooks/{id}",
);

/// Sends a webhook an event to see it arrive.
pub static DASHBOARD_WEBHOOK_TEST: Endpoint = owners(
    "dashboard-webhook-test",
    Method::POST,
    "/v1/dashboard/twin/webhooks/{id}/test",
);

/// A new secret for a webhook.
pub static DASHBOARD_WEBHOOK_SECRET_ROTATE: Endpoint = owners(
    "dashboard-webhook-secret-rotate",
    Method::POST,
    "/v1/dashboard/twin/webhooks/{id}/rotate-secret",
);

/// Ends a webhook's former secret now.
pub static DASHBOARD_WEBHOOK_SECRET_COMPLETE: Endpoint = owners(
    "dashboard-webhook-secret-complete",
    Method::POST,
    "/v1/dashboard/twin/webhooks/{id}/rotate-secret/complete",
);

/// Tells which check of a delivery fails.
pub static DASHBOARD_WEBHOOK_VERIFY: Endpoint = owners(
    "dashboard-webhook-verify",
    Method::POST,
    "/v1/dashboard/twin/webhooks/{id}/verify-signature",
);

/// A webhook's deliveries, each with its attempts.
pub static DASHBOARD_WEBHOOK_DELIVERY_LIST: Endpoint = owners(
    "dashboard-webhook-delivery-list",
    Method::GET,
    "/v1/dashboard/twin/webhooks/{id}/deliveries",
);

/// Sends a delivery again.
pub static DASHBOARD_WEBHOOK_DELIVERY_RETRY: Endpoint = owners(
    "dashboard-webhook-delivery-retry",
    Method::POST,
    "/v1/dashboard/twin/webhooks/{id}/deliveries/{deliveryId}/retry",
);

/// Sends again what a webhook has lost.
pub static DASHBOARD_WEBHOOK_RECOVER: Endpoint = owners(
    "dashboard-webhook-recover",
    Method::POST,
    "/v1/dashboard/twin/webhooks/{id}/recover",
);

/// Discoveries under review, or decided.
pub static DASHBOARD_DISCOVERY_LIST: Endpoint = owners(
    "dashboard-discovery-list",
    Method::GET,
    "/v1/dashboard/discoveries",
);

/// Takes a discovery: it is queued for the profile compiler.
pub static DASHBOARD_DISCOVERY_APPROVE: Endpoint = owners(
    "dashboard-discovery-approve",
    Method::POST,
    "/v1/dashboard/discoveries/{id}/approve",
);

/// Leaves a discovery.
pub static DASHBOARD_DISCOVERY_REJECT: Endpoint = owners(
    "dashboard-discovery-reject",
    Method::POST,
    "/v1/dashboard/discoveries/{id}/reject",
);

/// All that matches nothing else: 404, or 405 where another method would have matched.
pub static TWIN_NOT_FOUND: Endpoint = Endpoint {
    function: "twin-not-found",
    surface: &TWIN,
    method: None,
    path: "$default",
    access: Access::Public,
    body_limit: BODY_LIMIT,
};

/// All endpoints, in the order of the contract.
pub static ENDPOINTS: &[&Endpoint] = &[
    &TWIN_HEALTH,
    &TWIN_ME,
    &TWIN_HISTORIC,
    &TWIN_SNAPSHOT,
    &TWIN_PRESET,
    &TWIN_LIFE_FACTS,
    &TWIN_ANNOTATIONS,
    &DASHBOARD_KEY_CREATE,
    &DASHBOARD_KEY_LIST,
    &DASHBOARD_KEY_VIEW,
    &DASHBOARD_KEY_UPDATE,
    &DASHBOARD_KEY_REVOKE,
    &DASHBOARD_KEY_ROTATE,
    &DASHBOARD_USAGE,
    &DASHBOARD_WEBHOOK_CREATE,
    &DASHBOARD_WEBHOOK_LIST,
    &DASHBOARD_WEBHOOK_VIEW,
    &DASHBOARD_WEBHOOK_UPDATE,
    &DASHBOARD_WEBHOOK_DELETE,
    &DASHBOARD_WEBHOOK_TEST,
    &DASHBOARD_WEBHOOK_SECRET_ROTATE,
    &DASHBOARD_WEBHOOK_SECRET_COMPLETE,
    &DASHBOARD_WEBHOOK_VERIFY,
    &DASHBOARD_WEBHOOK_DELIVERY_LIST,
    &DASHBOARD_WEBHOOK_DELIVERY_RETRY,
    &DASHBOARD_WEBHOOK_RECOVER,
    &DASHBOARD_DISCOVERY_LIST,
    &DASHBOARD_DISCOVERY_APPROVE,
    &DASHBOARD_DISCOVERY_REJECT,
    &BACKOFFICE_ACCOUNT_PUT,
    &BACKOFFICE_ACCOUNT_ERASE,
    &BACKOFFICE_SNAPSHOT_PUT,
    &TWIN_NOT_FOUND,
];

/// All functions that are no endpoint's.
pub static WORKERS: &[&Worker] = &[
    &OUTBOX_SWEEP,
    &WEBHOOK_DISPATCH,
    &WEBHOOK_SENDER,
    &WEBHOOK_SWEEP,
    &WEBHOOK_KEY_ROTATION,
];

impl Endpoint {
    /// Whether a path (its segments not decoded) is one of this endpoint's.
    pub fn matches(&self, path: &str) -> bool {
        let mut given = path.split('/');
        let mut own = self.path.split('/');
        loop {
            match (given.next(), own.next()) {
                (None, None) => return true,
                (Some(segment), Some(own)) if own.starts_with('{') => {
                    if segment.is_empty() {
                        return false;
                    }
                }
                (Some(segment), Some(own)) if segment == own => {}
                _ => return false,
            }
        }
    }
}

/// The methods that a path takes, in the table's order; empty where there is no such path.
pub fn methods_of(path: &str) -> Vec<&'static Method> {
    ENDPOINTS
        .iter()
        .filter(|e| e.matches(path))
        .filter_map(|e| e.method.as_ref())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn functions_letters_and_routes_are_unique() {
        let mut functions = HashSet::new();
        let mut letters = HashSet::new();
        let mut routes = HashSet::new();
        for endpoint in ENDPOINTS {
            assert!(functions.insert(endpoint.function), "{}", endpoint.function);
            assert!(
                routes.insert((endpoint.method.as_ref(), endpoint.path)),
                "{}",
                endpoint.path
            );
            if let Access::Key(metering) = endpoint.access {
                assert!(letters.insert(metering.letter), "{}", endpoint.function);
                assert!(metering.letter.is_ascii_lowercase());
            }
            if endpoint.method.is_some() {
                assert!(endpoint.path.starts_with(endpoint.surface.base));
            }
        }
    }

    #[test]
    fn paths_match_segment_by_segment() {
        assert!(TWIN_PRESET.matches("/v1/public/twin/preset/estandar"));
        for not in [
            "/v1/public/twin/preset/",
            "/v1/public/twin/preset",
            "/v1/public/twin/preset/a/b",
            "/v1/public/twin/preset/a/",
            "//v1/public/twin/preset/a",
            "v1/public/twin/preset/a",
            "",
        ] {
            assert!(!TWIN_PRESET.matches(not), "{not}");
        }
        assert_eq!(methods_of("/v1/public/twin/me"), [&Method::GET]);
        assert!(methods_of("/nothing").is_empty());
    }
}
