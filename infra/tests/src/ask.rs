//! Requests to endpoints in this process, as API Gateway hands them over.

use std::sync::LazyLock;

use backoffice_functions::BackOffice;
use bytes::Bytes;
use common::Clock;
use dashboard_functions::Dashboard;
use http::{HeaderMap, Response};
use serde_json::{Map, Value, json};
use surface::{Auth, Body, Endpoint, Entry, Origin, Registry, Request, Route};
use twin::{PlainKey, UserId};
use twin_functions::Twin;

use crate::Process;

static TWIN: LazyLock<Registry<Twin>> = LazyLock::new(twin_functions::registry);
static DASHBOARD: LazyLock<Registry<Dashboard>> = LazyLock::new(dashboard_functions::registry);
static BACK_OFFICE: LazyLock<Registry<BackOffice>> = LazyLock::new(backoffice_functions::registry);
static FALLBACK: LazyLock<Registry<Clock>> = LazyLock::new(fallback_functions::registry);

/// Routes of all endpoints, in the order of the contract; what matches no other route is last.
pub fn routes() -> Vec<&'static Route> {
    fn of<C>(registry: &Registry<C>) -> impl Iterator<Item = &'static Route> {
        registry.entries.iter().map(|entry| entry.route)
    }
    of(&TWIN)
        .chain(of(&DASHBOARD))
        .chain(of(&BACK_OFFICE))
        .chain(of(&FALLBACK))
        .collect()
}

/// What answers requests as functions do.
pub trait Serve: Sync {
    /// Answers a request as the function of this name does.
    fn serve(
        &'static self,
        function: &str,
        request: Request,
    ) -> impl Future<Output = Answer> + Send;
}

impl Serve for Process {
    fn serve(
        &'static self,
        function: &str,
        request: Request,
    ) -> impl Future<Output = Answer> + Send {
        serve(self, function, request)
    }
}

pub(crate) fn entry<'a, C>(registry: &'a Registry<C>, function: &str) -> Option<&'a Entry<C>> {
    let mut entries = registry.entries.iter();
    entries.find(|entry| entry.route.function == function)
}

/// Answers a request as the function of this name does.
pub async fn serve(process: &'static Process, function: &str, request: Request) -> Answer {
    let response = if let Some(entry) = entry(&TWIN, function) {
        entry.respond(process.twin, request).await
    } else if let Some(entry) = entry(&DASHBOARD, function) {
        entry.respond(process.dashboard, request).await
    } else if let Some(entry) = entry(&BACK_OFFICE, function) {
        entry.respond(process.backoffice, request).await
    } else if let Some(entry) = entry(&FALLBACK, function) {
        entry.respond(&process.clock, request).await
    } else {
        panic!("{function} is in no registry")
    };
    Answer::of(response).await
}

/// What names an endpoint: its constant, its route, or its function.
pub trait Named {
    /// Its route.
    fn route(self) -> &'static Route;
}

impl<A: Auth> Named for &'static Endpoint<A> {
    fn route(self) -> &'static Route {
        &self.route
    }
}

impl Named for &'static Route {
    fn route(self) -> &'static Route {
        self
    }
}

impl Named for &str {
    fn route(self) -> &'static Route {
        let mut routes = routes().into_iter();
        let found = routes
            .find(|route| route.function == self)
            .or_else(|| crate::provider::route(self));
        found.unwrap_or_else(|| panic!("{self} is in no registry"))
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, coded as it is.
    pub body: Bytes,
}

impl Answer {
    pub(crate) async fn of(response: Response<Body>) -> Self {
        let (head, body) = response.into_parts();
        Self {
            status: head.status.as_u16(),
            headers: head.headers,
            body: body.collect().await.unwrap(),
        }
    }

    /// The body; null where it is no JSON. No object of it has a key twice.
    pub fn json(&self) -> Value {
        let value: Value = serde_json::from_slice(&self.body).unwrap_or(Value::Null);
        if !value.is_null() {
            surface::body::strict(&self.body).unwrap();
        }
        value
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The error's code; nothing where it is none.
    pub fn code(&self) -> String {
        let body = self.json();
        body["error"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }
}

/// A request to an endpoint.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Where it goes.
    pub route: &'static Route,
    /// Its method: the endpoint's, where nothing else is said.
    pub method: String,
    /// Its path, where it is not the endpoint's with its parameters filled in.
    pub path: Option<String>,
    /// What the gateway's authorizer found, if one looked.
    pub authorizer: Value,
    /// The parameters of its path.
    pub params: Map<String, Value>,
    /// Its query.
    pub query: String,
    /// Its headers.
    pub headers: Value,
    /// Its body.
    pub body: Option<String>,
    /// The address that it comes from.
    pub from: String,
}

/// A request with nothing in it yet.
pub fn ask(endpoint: impl Named) -> Ask {
    let route = endpoint.route();
    let method = route.method.as_ref().map_or("GET", http::Method::as_str);
    Ask {
        route,
        method: method.to_owned(),
        path: None,
        authorizer: Value::Null,
        params: Map::new(),
        query: String::new(),
        headers: json!({}),
        body: None,
        from: "203.0.113.7".to_owned(),
    }
}

impl Ask {
    /// From this address.
    pub fn from(mut self, address: impl ToString) -> Self {
        self.from = address.to_string();
        self
    }

    /// By the owner of a test's account.
    pub fn by(self, user: UserId) -> Self {
        self.claiming(json!({ "sub": format!("owner of {user}") }))
    }

    /// With an ID token of these claims.
    pub fn claiming(mut self, claims: Value) -> Self {
        self.authorizer = json!({ "jwt": { "claims": claims, "scopes": null } });
        self
    }

    /// Signed by the operator.
    pub fn by_operator(mut self) -> Self {
        let arn = "arn:aws:iam::123456789012:user/operator";
        self.authorizer = json!({ "iam": { "userArn": arn } });
        self
    }

    /// With this parameter in its path.
    pub fn param(mut self, name: &str, value: impl ToString) -> Self {
        self.params
            .insert(name.to_owned(), json!(value.to_string()));
        self
    }

    /// Of what its path names first.
    pub fn id(self, id: impl ToString) -> Self {
        let name = self.route.parameters().next().unwrap_or("id");
        self.param(name, id)
    }

    /// Of the delivery that its path names.
    pub fn delivery(self, id: impl ToString) -> Self {
        self.param("deliveryId", id)
    }

    /// With this method.
    pub fn method(mut self, method: &str) -> Self {
        self.method = method.to_owned();
        self
    }

    /// To this path.
    pub fn path(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// With a query.
    pub fn query(mut self, query: &str) -> Self {
        self.query = query.to_owned();
        self
    }

    /// With a token, as `Authorization: Bearer`.
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// With a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers[name] = json!(value);
        self
    }

    /// With these headers alone.
    pub fn headers(mut self, headers: Value) -> Self {
        self.headers = headers;
        self
    }

    /// With an `Idempotency-Key`.
    pub fn once(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// With an API key.
    pub fn key(self, key: &PlainKey) -> Self {
        self.header("x-twin-key", key.reveal())
    }

    /// With a body.
    pub fn body(self, body: Value) -> Self {
        self.text(body.to_string())
    }

    /// With this text for a body.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.body = Some(text.into());
        self
    }

    /// The request as the pipeline gets it.
    pub fn request(&self) -> Request {
        self.request_through(&Origin::default())
    }

    /// The same, where requests have to come through a CDN.
    pub fn request_through(&self, origin: &Origin) -> Request {
        let path = self.path.clone().unwrap_or_else(|| {
            let path = self.route.path.to_owned();
            self.route.parameters().fold(path, |path, name| {
                let value = self.params.get(name).and_then(Value::as_str);
                path.replace(&format!("{{{name}}}"), value.unwrap_or_default())
            })
        });
        let event = json!({
            "version": "2.0",
            "rawPath": path,
            "rawQueryString": self.query,
            "headers": self.headers,
            "pathParameters": self.params,
            "requestContext": {
                "http": { "method": self.method, "sourceIp": self.from },
                "authorizer": self.authorizer,
            },
            "body": self.body,
            "isBase64Encoded": false,
        });
        surface::lambda::request_through(serde_json::from_value(event).unwrap(), origin)
    }

    /// The answer of a process.
    pub async fn answer(&self, process: &'static impl Serve) -> Answer {
        process.serve(self.route.function, self.request()).await
    }

    /// The answer of a process: its status and body.
    pub async fn of(&self, process: &'static impl Serve) -> (u16, Value) {
        let answer = self.answer(process).await;
        (answer.status, answer.json())
    }

    /// The status and, where it is an error, its code.
    pub async fn code(&self, process: &'static impl Serve) -> (u16, String) {
        let (status, body) = self.of(process).await;
        (
            status,
            body["error"]["code"].as_str().unwrap_or("ok").to_owned(),
        )
    }

    /// The answer, which must have this status.
    pub async fn must(&self, process: &'static impl Serve, status: u16) -> Value {
        let (found, body) = self.of(process).await;
        assert_eq!(found, status, "{}: {body}", self.route.function);
        body
    }
}
