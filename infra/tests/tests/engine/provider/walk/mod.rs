//! Walks over every route of the platform: a new endpoint is walked by being in a registry, with the
//! request of its file in `events/`.

mod crossing;
mod hostile;
mod policies;
mod record;
mod refusals;
mod secrecy;

use ::provider::account::Plan;
use serde_json::{Value, json};
use surface::Route;
use tests::ask::{Ask, ask};
use tests::provider::{Platform, Process, TestApp};

const NOW: &str = "2026-11-22T12:00:05Z";

/// A developer with one thing of each kind, and a user.
struct Party {
    developer: String,
    id_token: String,
    app: TestApp,
    access_token: String,
    runtime_app: String,
    package: String,
    version: String,
    user_token: String,
}

impl Party {
    /// Makes one; the slug of its package must be nobody's.
    async fn make(platform: &Platform, process: &'static Process, slug: &str) -> Self {
        let (developer, id_token) = platform.developer(Plan::Enterprise).await;
        let app = platform.app(process, &id_token).await;
        let access_token = app.token(process).await;
        let user = json!({
            "sub": format!("user {slug}"), "email": format!("{slug}@example.com"), "email_verified": true,
        });
        let mut party = Self {
            developer: developer.to_string(),
            id_token,
            app,
            access_token,
            runtime_app: String::new(),
            package: String::new(),
            version: String::new(),
            user_token: platform.id_token_of(user),
        };
        let mut body = party.body_of("provider-runtime-app-create");
        body["endpointUrl"] = json!("http://127.0.0.1:9/v1");
        let made = party.ask(route("provider-runtime-app-create")).body(body);
        let made = made.must(process, 201).await;
        party.runtime_app = text(&made["data"]["id"]);
        let mut body = party.body_of("provider-package-create");
        body["slug"] = json!(slug);
        let made = party.ask(route("provider-package-create")).body(body);
        let made = made.must(process, 201).await;
        party.package = text(&made["data"]["id"]);
        party.version = text(&made["data"]["versions"][0]["id"]);
        party
    }

    /// The request of the endpoint's file in `events/`, by this party about its own things.
    fn ask(&self, route: &'static Route) -> Ask {
        let mut request = ask(route);
        request = match route.surface.name {
            "provider-console" => request.bearer(&self.id_token),
            "provider-runtime" => request.bearer(&self.access_token),
            "provider-space" => request.bearer(&self.user_token),
            "provider-operator" => request.by_operator(),
            _ => request,
        };
        let event = event(route.function);
        request = request.query(event["rawQueryString"].as_str().unwrap_or_default());
        let raw: Vec<_> = event["rawPath"]
            .as_str()
            .unwrap_or_default()
            .split('/')
            .collect();
        for (n, own) in route.path.split('/').enumerate() {
            if let Some(name) = own.strip_prefix('{').and_then(|own| own.strip_suffix('}')) {
                let value = self.id_of(route, name).unwrap_or_else(|| raw[n].to_owned());
                request = request.param(name, value);
            }
        }
        if event["body"].is_string() {
            request = request.body(self.body_of(route.function));
            request = request.header("content-type", "application/json");
        }
        request
    }

    /// Which of this party's things a parameter of a path names, if it names one.
    fn id_of(&self, route: &Route, parameter: &str) -> Option<String> {
        let of = |prefix: &str| route.path.starts_with(prefix);
        let id = match parameter {
            "vid" | "versionId" => &self.version,
            "id" if of("/v1/providers/apps/") => &self.app.id,
            "id" if of("/v1/providers/runtime/apps/") => &self.runtime_app,
            "id" if of("/v1/providers/packages/") => &self.package,
            "id" if of("/v1/internal/providers/packages/") => &self.package,
            "id" if of("/v1/space/marketplace/") => &self.package,
            "id" if of("/v1/internal/providers/accounts/") => &self.developer,
            _ => return None,
        };
        Some(id.clone())
    }

    /// The body of the endpoint's file, about this party's app.
    fn body_of(&self, function: &str) -> Value {
        let body = event(function)["body"].as_str().unwrap_or("{}").to_owned();
        let mut body: Value = serde_json::from_str(&body).unwrap();
        for (name, own) in [
            ("appId", &self.app.id),
            ("client_id", &self.app.client_id),
            ("client_secret", &self.app.client_secret),
            ("token", &self.access_token),
        ] {
            if body.get(name).is_some() {
                body[name] = json!(own);
            }
        }
        body
    }

    /// All that must not be shown to anybody else.
    fn names(&self) -> [&str; 6] {
        [
            &self.developer,
            &self.app.id,
            &self.app.client_id,
            &self.runtime_app,
            &self.package,
            &self.version,
        ]
    }
}

/// Endpoints that need Firebase or the mails' queue, which these worlds don't have: the tests of
/// accounts walk them.
const ELSEWHERE: [&str; 4] = [
    "provider-account-create",
    "provider-account-log-in",
    "provider-account-update",
    "provider-account-verify",
];

/// Routes with a path of their own.
fn routes() -> impl Iterator<Item = &'static Route> {
    let all = tests::provider::routes().into_iter();
    all.filter(|route| route.method.is_some() && !ELSEWHERE.contains(&route.function))
}

fn route(function: &str) -> &'static Route {
    routes().find(|route| route.function == function).unwrap()
}

fn event(function: &str) -> Value {
    let file = tests::root().join(format!("events/{function}.json"));
    serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value}"))
        .to_owned()
}

/// Whether an endpoint ends what others need: it comes last.
fn ends(route: &Route) -> bool {
    route.method == Some(http::Method::DELETE)
        || route.function.ends_with("-suspend")
        || route.function.ends_with("-withdraw")
        || route.function.ends_with("-revoke")
}
