//! An HTTP API.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;

use super::cors::Asked;
use super::refusal::Refusal;
use super::throttle::Bucket;
use super::{
    Access, Authorizer, Caller, Credentials, Event, Forbidden, Gateway, Listener, Observer, Report,
    RequestError, Route, Router, response,
};
use crate::Error;
use crate::functions::MAX_PAYLOAD;
use crate::invoker::Invoker;
use crate::template::{Cors, Throttles};

/// API Gateway's limit on a request's body.
const MAX_BODY: usize = 10 * 1024 * 1024;
/// The longest that an HTTP API waits for a function.
const INTEGRATION_TIMEOUT: Duration = Duration::from_secs(30);

/// What an HTTP API serves.
#[derive(Clone)]
pub struct Api {
    /// Routes, and the names of the functions they lead to.
    pub routes: Vec<(Route, String)>,
    /// How functions are invoked.
    pub invoker: Invoker,
    /// The throttles of the stage and of single routes.
    pub throttles: Throttles,
    /// Which pages may call.
    pub cors: Option<Cors>,
    /// The JWT authorizers by name.
    pub authorizers: BTreeMap<String, Authorizer>,
    /// Whose signature opens IAM routes.
    pub internal: Credentials,
    /// Takes each request that was answered.
    pub observer: Option<Observer>,
}

struct Target {
    access: Access,
    function: String,
    /// The route's own throttle, in place of the stage's.
    throttle: Option<Bucket>,
}

struct Serving {
    router: Router<Target>,
    invoker: Invoker,
    cors: Option<Cors>,
    authorizers: BTreeMap<String, Authorizer>,
    internal: Credentials,
    /// Of all routes without their own, together.
    throttle: Option<Bucket>,
    observer: Option<Observer>,
    port: u16,
}

impl Gateway {
    /// Serves an HTTP API.
    ///
    /// # Errors
    /// Where a route names an authorizer, or a throttle a route, that the API has not.
    pub fn start(listener: Listener, api: Api) -> Result<Self, Error> {
        for (route, function) in &api.routes {
            if let Access::Jwt { authorizer, .. } = &route.access
                && !api.authorizers.contains_key(authorizer)
            {
                let what = format!("{function}: there is no authorizer {authorizer}");
                return Err(Error::Template(what));
            }
        }
        let mut throttles = api.throttles.routes;
        let routes: Vec<_> = api
            .routes
            .into_iter()
            .map(|(route, function)| {
                let throttle = throttles.remove(&route.to_string());
                let Route { key, access, .. } = route;
                let target = Target {
                    access,
                    function,
                    throttle: throttle.map(Bucket::new),
                };
                (key, target)
            })
            .collect();
        // As the deployment fails.
        if let Some((key, _)) = throttles.first_key_value() {
            return Err(Error::Template(format!("there is no route {key}")));
        }
        let router = Router::new(routes);
        let serving = Arc::new(Serving {
            router,
            invoker: api.invoker,
            cors: api.cors,
            authorizers: api.authorizers,
            internal: api.internal,
            throttle: api.throttles.default.map(Bucket::new),
            observer: api.observer,
            port: listener.port(),
        });
        let app = axum::Router::new().fallback(handle).with_state(serving);
        Ok(Self::serve(listener, app))
    }
}

async fn handle(
    State(api): State<Arc<Serving>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let id = ulid::Ulid::generate().to_string();
    let asked = Asked::new(request.method(), request.headers());
    let path = request.uri().path();
    let mut report = Report::new(request.method(), path, api.observer.as_ref());
    let mut response = match api.answer(&id, peer, request, &asked, &mut report).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    };
    report.answered(&response);
    if let Some(cors) = &api.cors {
        cors.apply(&asked, response.headers_mut());
    }
    // Every answer of an HTTP API carries it, API Gateway's own included.
    if let Ok(value) = id.parse() {
        response.headers_mut().insert("apigw-requestid", value);
    }
    response
}

impl Serving {
    async fn answer(
        &self,
        id: &str,
        peer: SocketAddr,
        request: Request,
        asked: &Asked,
        report: &mut Report,
    ) -> Result<Response, Refusal> {
        let found = self.router.find(request.method(), request.uri().path());
        let own = found
            .as_ref()
            .and_then(|matched| matched.target.throttle.as_ref());
        if own.or(self.throttle.as_ref()).is_some_and(|b| !b.take()) {
            return Err(Refusal::TooManyRequests);
        }
        let Some(matched) = found else {
            return Err(if asked.preflight && self.cors.is_some() {
                Refusal::Preflight
            } else {
                Refusal::NotFound
            });
        };
        let (parts, body) = request.into_parts();
        let token = match &matched.target.access {
            Access::Jwt { authorizer, scopes } => {
                let authorizer = self
                    .authorizers
                    .get(authorizer)
                    .ok_or(Refusal::InternalServerError)?;
                let now = crate::now().unix_timestamp();
                Some(
                    authorizer
                        .check(&parts, scopes, now)
                        .map_err(Refusal::Refused)?,
                )
            }
            Access::Open | Access::Iam => None,
        };
        let body = axum::body::to_bytes(body, MAX_BODY)
            .await
            .map_err(|_| Refusal::RequestEntityTooLarge)?;
        let authorizer = match matched.target.access {
            Access::Iam => {
                let found = self.internal.verify(&parts, &body, crate::now());
                Some(found.map_err(|Forbidden| Refusal::Forbidden)?)
            }
            Access::Open | Access::Jwt { .. } => token,
        };
        let caller = Caller {
            request_id: id,
            source: peer,
            port: self.port,
        };
        let mut event = Event::new(&parts, &body, &matched, &caller)
            .map_err(|RequestError| Refusal::BadRequest)?;
        if let Some(authorizer) = authorizer {
            event = event.with_authorizer(authorizer);
        }
        let payload = event.into_bytes();
        if payload.len() > MAX_PAYLOAD {
            return Err(Refusal::RequestEntityTooLarge);
        }
        let function = &matched.target.function;
        report.served.function = Some(function.clone());
        let answer = self
            .invoker
            .payload(function, payload, INTEGRATION_TIMEOUT)
            .await
            .map_err(|failed| {
                report.served.problem = Some(failed.problem);
                if failed.too_late {
                    Refusal::ServiceUnavailable
                } else {
                    Refusal::InternalServerError
                }
            })?;
        let too_large = answer.len() > MAX_PAYLOAD;
        let response = response::whole(&answer).filter(|_| !too_large);
        response.ok_or_else(|| {
            report.served.problem = Some("its answer is malformed or too large".into());
            Refusal::InternalServerError
        })
    }
}
