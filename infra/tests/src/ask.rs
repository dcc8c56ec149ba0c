//! Requests to endpoints in this process, as API Gateway would hand them over.

use serde_json::{Value, json};
use shared::App;
use shared::access::PlainKey;
use shared::http::{Endpoint, Request, respond};
use shared::id::UserId;

/// A request to an endpoint.
#[derive(Clone)]
pub struct Ask {
    /// The endpoint.
    pub endpoint: &'static Endpoint,
    /// Who signed in, if anybody did.
    pub subject: Option<String>,
    /// The `{id}` or `{slug}` of its path.
    pub id: String,
    /// The `{deliveryId}` of its path.
    pub delivery: String,
    /// Its query.
    pub query: String,
    /// Its headers.
    pub headers: Value,
    /// Its body.
    pub body: Option<String>,
}

/// A request with nothing in it yet.
pub fn ask(endpoint: &'static Endpoint) -> Ask {
    Ask {
        endpoint,
        subject: None,
        id: String::new(),
        delivery: String::new(),
        query: String::new(),
        headers: json!({}),
        body: None,
    }
}

impl Ask {
    /// By the owner of a test's account.
    pub fn by(mut self, user: UserId) -> Self {
        self.subject = Some(format!("owner of {user}"));
        self
    }

    /// Of what its path names.
    pub fn id(mut self, id: impl ToString) -> Self {
        self.id = id.to_string();
        self
    }

    /// Of the delivery that its path names.
    pub fn delivery(mut self, id: impl ToString) -> Self {
        self.delivery = id.to_string();
        self
    }

    /// With a query.
    pub fn query(mut self, query: &str) -> Self {
        self.query = query.to_owned();
        self
    }

    /// With an `Idempotency-Key`.
    pub fn once(mut self, key: &str) -> Self {
        self.headers["idempotency-key"] = json!(key);
        self
    }

    /// With an API key.
    pub fn key(mut self, key: &PlainKey) -> Self {
        self.headers["x-twin-key"] = json!(key.reveal());
        self
    }

    /// With a body.
    pub fn body(mut self, body: Value) -> Self {
        self.body = Some(body.to_string());
        self
    }

    fn request(&self) -> Request {
        let names = [
            ("{id}", &self.id),
            ("{slug}", &self.id),
            ("{deliveryId}", &self.delivery),
        ];
        let path = names
            .into_iter()
            .fold(self.endpoint.path.to_owned(), |path, (name, value)| {
                path.replace(name, value)
            });
        let authorizer = match &self.subject {
            Some(subject) => json!({ "jwt": { "claims": { "sub": subject }, "scopes": null } }),
            None => Value::Null,
        };
        let method = self.endpoint.method.as_ref().unwrap().as_str();
        let event = json!({
            "version": "2.0",
            "rawPath": path,
            "rawQueryString": self.query,
            "headers": self.headers,
            "pathParameters": { "id": self.id, "slug": self.id, "deliveryId": self.delivery },
            "requestContext": {
                "http": { "method": method, "sourceIp": "203.0.113.7" },
                "authorizer": authorizer,
            },
            "body": self.body,
            "isBase64Encoded": false,
        });
        shared::lambda::request(serde_json::from_value(event).unwrap())
    }

    /// The answer of a process: its status and body.
    pub async fn of(&self, app: &'static App) -> (u16, Value) {
        let (endpoint, request) = (self.endpoint, self.request());
        macro_rules! serve {
            ($($function:literal => $handler:expr,)+) => {
                match endpoint.function {
                    $($function => respond(app, endpoint, &$handler, request).await,)+
                    other => panic!("{other}: say here which handler serves it"),
                }
            };
        }
        let response = serve! {
            "twin-health" => twin::health::view,
            "twin-me" => twin::me::view,
            "twin-historic" => twin::historic::view,
            "twin-snapshot" => twin::snapshot::view,
            "twin-preset" => twin::preset::view,
            "twin-life-facts" => twin::life_facts::create,
            "twin-annotations" => twin::annotations::create,
            "dashboard-key-create" => dashboard::keys::create::create,
            "dashboard-key-list" => dashboard::keys::list::list,
            "dashboard-key-view" => dashboard::keys::view::view,
            "dashboard-key-update" => dashboard::keys::update::update,
            "dashboard-key-revoke" => dashboard::keys::revoke::revoke,
            "dashboard-key-rotate" => dashboard::keys::rotate::rotate,
            "dashboard-usage" => dashboard::usage::view,
            "dashboard-webhook-create" => dashboard::webhooks::create::create,
            "dashboard-webhook-list" => dashboard::webhooks::list::list,
            "dashboard-webhook-view" => dashboard::webhooks::view::view,
            "dashboard-webhook-update" => dashboard::webhooks::update::update,
            "dashboard-webhook-delete" => dashboard::webhooks::delete::delete,
            "dashboard-webhook-test" => dashboard::webhooks::test::test,
            "dashboard-webhook-secret-rotate" => dashboard::webhooks::secret::rotate,
            "dashboard-webhook-secret-complete" => dashboard::webhooks::secret::complete,
            "dashboard-webhook-verify" => dashboard::webhooks::verify::verify,
            "dashboard-webhook-delivery-list" => dashboard::webhooks::deliveries::list,
            "dashboard-webhook-delivery-retry" => dashboard::webhooks::deliveries::retry,
            "dashboard-webhook-recover" => dashboard::webhooks::recover::recover,
            "dashboard-discovery-list" => dashboard::discoveries::list::list,
            "dashboard-discovery-approve" => dashboard::discoveries::decide::approve,
            "dashboard-discovery-reject" => dashboard::discoveries::decide::reject,
        };
        let body = serde_json::from_slice(response.body().as_ref()).unwrap_or(Value::Null);
        (response.status().as_u16(), body)
    }

    /// The status and, where it is an error, its code.
    pub async fn code(&self, app: &'static App) -> (u16, String) {
        let (status, body) = self.of(app).await;
        (
            status,
            body["error"]["code"].as_str().unwrap_or("ok").to_owned(),
        )
    }

    /// The answer, which must have this status.
    pub async fn must(&self, app: &'static App, status: u16) -> Value {
        let (found, body) = self.of(app).await;
        assert_eq!(found, status, "{}: {body}", self.endpoint.function);
        body
    }
}
