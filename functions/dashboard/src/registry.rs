//! The endpoints of the dashboard's API.

use crate::owner::Owner;

::surface::registry! {
    Owner, crate::surface::DASHBOARD;

    /// A new API key.
    KEY_CREATE = "dashboard-key-create", POST "/v1/dashboard/twin/keys", () => api_key::create::create;
    /// All keys of the account.
    KEY_LIST = "dashboard-key-list", GET "/v1/dashboard/twin/keys", () => api_key::list::list;
    /// One key.
    KEY_VIEW = "dashboard-key-view", GET "/v1/dashboard/twin/keys/{id}", () => api_key::view::view;
    /// Changes a key.
    KEY_UPDATE = "dashboard-key-update", PATCH "/v1/dashboard/twin/keys/{id}", () => api_key::update::update;
    /// Revokes a key.
    KEY_REVOKE = "dashboard-key-revoke", DELETE "/v1/dashboard/twin/keys/{id}", () => api_key::revoke::revoke;
    /// A new key in place of one.
    KEY_ROTATE = "dashboard-key-rotate", POST "/v1/dashboard/twin/keys/{id}/rotate", () => api_key::rotate::rotate;
    /// Requests by day and key, and refusals by code.
    USAGE = "dashboard-usage", GET "/v1/dashboard/twin/usage", () => usage::view::view;
    /// A new webhook.
    WEBHOOK_CREATE = "dashboard-webhook-create", POST "/v1/dashboard/twin/webhooks", () => webhook::create::create;
    /// All webhooks of the account.
    WEBHOOK_LIST = "dashboard-webhook-list", GET "/v1/dashboard/twin/webhooks", () => webhook::list::list;
    /// One webhook.
    WEBHOOK_VIEW = "dashboard-webhook-view", GET "/v1/dashboard/twin/webhooks/{id}", () => webhook::view::view;
    /// Changes a webhook, pauses it or turns it on.
    WEBHOOK_UPDATE = "dashboard-webhook-update", PATCH "/v1/dashboard/twin/webhooks/{id}", () => webhook::update::update;
    /// Deletes a webhook.
    WEBHOOK_DELETE = "dashboard-webhook-delete", DELETE "/v1/dashboard/twin/webhooks/{id}", () => webhook::delete::delete;
    /// Sends a webhook an event to see it arrive.
    WEBHOOK_TEST = "dashboard-webhook-test", POST "/v1/dashboard/twin/webhooks/{id}/test", () => webhook::test::test;
    /// Proves a webhook by the code in its latest probe.
    WEBHOOK_CONFIRM = "dashboard-webhook-confirm", POST "/v1/dashboard/twin/webhooks/{id}/confirm", () => webhook::confirm::confirm;
    /// A new secret for a webhook.
    WEBHOOK_SECRET_ROTATE = "dashboard-webhook-secret-rotate", POST "/v1/dashboard/twin/webhooks/{id}/rotate-secret", () => webhook::rotate_secret::rotate_secret;
    /// Ends a webhook's previous secret now.
    WEBHOOK_SECRET_COMPLETE = "dashboard-webhook-secret-complete", POST "/v1/dashboard/twin/webhooks/{id}/rotate-secret/complete", () => webhook::complete_rotation::complete_rotation;
    /// Says which check of a delivery fails.
    WEBHOOK_VERIFY = "dashboard-webhook-verify", POST "/v1/dashboard/twin/webhooks/{id}/verify-signature", () => webhook::verify_signature::verify_signature;
    /// A webhook's deliveries, each with its attempts.
    WEBHOOK_DELIVERY_LIST = "dashboard-webhook-delivery-list", GET "/v1/dashboard/twin/webhooks/{id}/deliveries", () => delivery::list::list;
    /// Sends a delivery again.
    WEBHOOK_DELIVERY_RETRY = "dashboard-webhook-delivery-retry", POST "/v1/dashboard/twin/webhooks/{id}/deliveries/{deliveryId}/retry", () => delivery::retry::retry;
    /// Sends again what a webhook has lost.
    WEBHOOK_RECOVER = "dashboard-webhook-recover", POST "/v1/dashboard/twin/webhooks/{id}/recover", () => webhook::recover::recover;
    /// Discoveries under review, or decided.
    DISCOVERY_LIST = "dashboard-discovery-list", GET "/v1/dashboard/discoveries", () => discovery::list::list;
    /// Takes a discovery: it is queued for the profile compiler.
    DISCOVERY_APPROVE = "dashboard-discovery-approve", POST "/v1/dashboard/discoveries/{id}/approve", () => discovery::approve::approve;
    /// Leaves a discovery.
    DISCOVERY_REJECT = "dashboard-discovery-reject", POST "/v1/dashboard/discoveries/{id}/reject", () => discovery::reject::reject;
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use ::surface::{Context, Endpoint, Error, FieldError, Input, Request};
    use common::config::Environment;
    use serde_json::{Value, json};

    use super::*;
    use crate::{DASHBOARD, Dashboard};

    fn dashboard(settings: &[(&str, &str)]) -> Result<Dashboard, common::Cause> {
        let table = [("TABLE_NAME", "twin"), ("AWS_REGION", "eu-west-1")];
        Dashboard::read(&Environment::of(
            table.into_iter().chain(settings.iter().copied()),
        ))
    }

    /// A request at noon to the path of this endpoint, with this body.
    fn request(endpoint: &Endpoint<Owner>, id: &str, body: &Value) -> Request {
        let event = json!({
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": endpoint.route.path.replace("{id}", id),
            "rawQueryString": "",
            "headers": { "content-type": "application/json" },
            "pathParameters": { "id": id },
            "requestContext": {
                "http": { "method": "POST", "sourceIp": "203.0.113.7" }, "stage": "$default",
            },
            "body": body.to_string(),
            "isBase64Encoded": false,
        });
        let mut request = ::surface::lambda::request(serde_json::from_value(event).unwrap());
        request.at = "2026-11-22T12:00:00Z".parse().unwrap();
        request
    }

    fn problems<I: Input<Dashboard>>(request: &Request) -> Vec<String> {
        let context = dashboard(&[]).unwrap();
        let Err(error) = I::parse(request, &context) else {
            return Vec::new();
        };
        let problem = |field: &FieldError| format!("{} {}", field.path, field.code);
        error.details().iter().map(problem).collect()
    }

    #[test]
    fn functions_and_routes_are_unique() {
        let (mut functions, mut routes) = (HashSet::new(), HashSet::new());
        for endpoint in ENDPOINTS {
            let route = &endpoint.route;
            assert!(functions.insert(route.function), "{}", route.function);
            assert!(routes.insert((&route.method, route.path)), "{}", route.path);
            assert!(route.path.starts_with(DASHBOARD.base), "{}", route.path);
        }
    }

    #[test]
    fn a_wrong_setting_is_an_error_at_the_start() {
        assert_eq!(dashboard(&[]).unwrap().owner_claim, "sub");
        let claim = [
            ("OWNER_CLAIM", "custom:id"),
            ("ALLOWED_HOSTS", "http://127.0.0.1"),
        ];
        assert_eq!(dashboard(&claim).unwrap().owner_claim, "custom:id");
        let wrong = dashboard(&[("ALLOWED_HOSTS", "127.0.0.1:9000")]);
        assert!(wrong.unwrap_err().to_string().contains("ALLOWED_HOSTS"));
    }

    #[test]
    fn each_wrong_field_of_a_key_is_named_by_its_place() {
        use crate::api_key::create::CreateKey;
        use crate::api_key::update::UpdateKey;

        let create = |body| problems::<CreateKey>(&request(&KEY_CREATE, "", &body));
        assert!(create(json!({ "name": "a", "scopes": ["twin:read"] })).is_empty());
        assert_eq!(create(json!({})), ["name REQUIRED", "scopes REQUIRED"]);
        assert_eq!(
            create(json!({
                "name": null, "scopes": null, "monthlyLimit": 0, "expiresAt": "2026-11-22T12:00:00Z",
                "allowedIps": ["203.0.113.7", 7, "host"], "more": 1,
            })),
            [
                "name REQUIRED",
                "scopes REQUIRED",
                "monthlyLimit RANGE",
                "expiresAt RANGE",
                "allowedIps[1] INVALID",
                "allowedIps[2] INVALID",
                "more UNKNOWN",
            ]
        );
        for (scopes, wrong) in [
            (json!(7), "scopes TYPE"),
            (json!([]), "scopes LENGTH"),
            (
                json!(["twin:read", "twin:read", "twin:write"]),
                "scopes LENGTH",
            ),
            (json!(["twin:read", 7]), "scopes[1] TYPE"),
            (json!(["twin", "twin:read"]), "scopes[0] INVALID"),
            (json!(["twin:read", "twin:read"]), "scopes REPEATED"),
        ] {
            assert_eq!(create(json!({ "name": "a", "scopes": scopes })), [wrong]);
        }
        let update = |body| problems::<UpdateKey>(&request(&KEY_UPDATE, "0badc0de", &body));
        assert!(update(json!({ "monthlyLimit": null, "expiresAt": null })).is_empty());
        assert_eq!(
            update(json!({ "allowedIps": null, "scopes": null, "name": null })),
            ["name TYPE", "scopes TYPE"]
        );
    }

    #[test]
    fn each_wrong_field_of_a_webhook_is_named_by_its_place() {
        use crate::webhook::create::CreateWebhook;
        use crate::webhook::update::UpdateWebhook;

        let url = "https://hooks.example.com/";
        let create = |body| problems::<CreateWebhook>(&request(&WEBHOOK_CREATE, "", &body));
        assert!(create(json!({ "url": url, "events": ["*"] })).is_empty());
        assert_eq!(create(json!({})), ["url REQUIRED", "events REQUIRED"]);
        for (events, wrong) in [
            (json!("*"), "events TYPE"),
            (json!([]), "events LENGTH"),
            (json!(["twin.test", 7]), "events[1] TYPE"),
            (json!(["twin", "twin.test"]), "events[0] INVALID"),
            (json!(["twin.test", "twin.test"]), "events REPEATED"),
            (json!(["twin.test", "*"]), "events INVALID"),
        ] {
            assert_eq!(create(json!({ "url": url, "events": events })), [wrong]);
        }
        let id = "whk_01JD9ZK4T0000000000000000A";
        let update = |body| problems::<UpdateWebhook>(&request(&WEBHOOK_UPDATE, id, &body));
        assert!(update(json!({ "description": null, "status": "paused" })).is_empty());
        assert_eq!(
            update(json!({ "status": "failing", "events": null, "url": "http://example.com" })),
            ["url INVALID", "status INVALID", "events TYPE"]
        );
    }

    #[test]
    fn what_can_not_be_an_id_is_the_id_of_nothing() {
        let code = |parsed: Result<(), Error>| parsed.unwrap_err().code().name;
        let context = dashboard(&[]).unwrap();
        let key = request(&KEY_VIEW, "nonsense", &Value::Null);
        let key = crate::api_key::KeyPath::parse(&key, &context).map(|_| ());
        assert_eq!(code(key), "KEY_NOT_FOUND");
        let webhook = request(&WEBHOOK_VIEW, "nonsense", &Value::Null);
        let webhook = crate::webhook::WebhookPath::parse(&webhook, &context).map(|_| ());
        assert_eq!(code(webhook), "WEBHOOK_NOT_FOUND");
        let discovery = request(&DISCOVERY_REJECT, "nonsense", &Value::Null);
        let discovery = crate::discovery::DecideDiscovery::parse(&discovery, &context).map(|_| ());
        assert_eq!(code(discovery), "DISCOVERY_NOT_FOUND");
    }

    /// What each endpoint takes and answers, by its file in `events/`.
    #[cfg(feature = "schema")]
    #[test]
    fn each_endpoint_describes_itself() {
        use ::surface::describe::Schemas;
        use schemars::generate::SchemaSettings;

        let generator = || {
            let settings = SchemaSettings::draft2020_12();
            let path = |settings: &mut SchemaSettings| {
                settings.definitions_path = "/components/schemas".into();
            };
            settings.with(path).into_generator()
        };
        let mut schemas = Schemas {
            requests: generator(),
            answers: generator(),
            objects: Vec::new(),
        };
        let context = Box::leak(Box::new(dashboard(&[]).unwrap()));
        let events = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events");
        let mut bodies = Vec::new();
        for entry in registry().entries {
            let function = entry.route.function;
            let event = std::fs::read_to_string(format!("{events}/{function}.json")).unwrap();
            let event = serde_json::from_str(&event).unwrap();
            let mut request = ::surface::lambda::request(event);
            request.at = "2026-11-22T12:00:00Z".parse().unwrap();
            let described = entry.describe(context, request, &mut schemas).unwrap();
            assert_eq!(described.answers.len(), 1, "{function}");
            if let Some(body) = described.request.body {
                bodies.push(format!("{function} {}", body.object.name));
                let schema = body.schema();
                // The schema that a `$ref` names has the description.
                let described = |(_, field): (_, &Value)| {
                    field["description"].is_string() || field["$ref"].is_string()
                };
                let fields = schema["properties"].as_object().unwrap();
                assert!(fields.iter().all(described), "{function}: {schema}");
            }
        }
        assert_eq!(
            bodies,
            [
                "dashboard-key-create CreateKey",
                "dashboard-key-update KeyChange",
                "dashboard-key-rotate Overlap",
                "dashboard-webhook-create CreateWebhook",
                "dashboard-webhook-update WebhookChange",
                "dashboard-webhook-test Nothing",
                "dashboard-webhook-confirm Confirmation",
                "dashboard-webhook-secret-rotate Overlap",
                "dashboard-webhook-secret-complete Nothing",
                "dashboard-webhook-verify Arrived",
                "dashboard-webhook-delivery-retry Nothing",
                "dashboard-webhook-recover Recovery",
                "dashboard-discovery-approve Nothing",
                "dashboard-discovery-reject Nothing",
            ]
        );
    }
}
