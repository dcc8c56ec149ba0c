//! The HTTP API of `template.yaml`, imitated: routing, authorizers, CORS, the
//! payload format 2.0 both ways, and the answers API Gateway gives by itself.
//!
//! A [`Route`] is what leads to a function and whom the gateway lets pass; that
//! is checked between matching and invoking, exactly where API Gateway does it.
//! What an authorizer found out is added to the event; nothing is taken away.

mod cors;
mod event;
mod iam;
mod jwt;
mod route;

pub use event::{Caller, Event, RequestError};
pub use iam::{Credentials, Forbidden, sign};
pub use jwt::{Authorizer, Refused};
pub use route::{Access, Matched, Route, RouteKey, Router};

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use http::{StatusCode, header};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use self::cors::Asked;
use crate::template::{Cors, Throttle};
use crate::{Error, loopback_client};

/// API Gateway's limit on a request's body.
const MAX_BODY: usize = 10 * 1024 * 1024;
/// Lambda's limit on an event and on an answer.
const MAX_PAYLOAD: usize = 6 * 1024 * 1024;
/// The longest that an HTTP API waits for a function.
const INTEGRATION_TIMEOUT: Duration = Duration::from_secs(30);

/// A running gateway.
#[derive(Debug)]
pub struct Gateway {
    /// Its base URL, without a trailing slash.
    pub url: String,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

/// What a gateway serves.
#[derive(Debug, Clone)]
pub struct Api {
    /// Routes, and the names of the functions they lead to.
    pub routes: Vec<(Route, String)>,
    /// Where functions are invoked: `{invoke}/2015-03-31/functions/{name}/invocations`.
    pub invoke: String,
    /// The stage throttle.
    pub throttle: Option<Throttle>,
    /// Which pages may call.
    pub cors: Option<Cors>,
    /// The JWT authorizers by name.
    pub authorizers: BTreeMap<String, Authorizer>,
    /// Whose signature opens IAM routes.
    pub internal: Credentials,
}

struct Target {
    access: Access,
    function: String,
}

struct Serving {
    router: Router<Target>,
    invoke: String,
    cors: Option<Cors>,
    authorizers: BTreeMap<String, Authorizer>,
    internal: Credentials,
    client: reqwest::Client,
    throttle: Option<Bucket>,
    port: u16,
}

/// A port taken for a gateway. Taken before anything else is started, so that a
/// clash shows at once; who connects meanwhile waits.
#[derive(Debug)]
pub struct Listener(tokio::net::TcpListener, SocketAddr);

impl Listener {
    /// Takes a port of loopback; any free one where none is asked for.
    ///
    /// # Errors
    /// Where it is taken.
    pub async fn bind(port: Option<u16>) -> Result<Self, Error> {
        let port = port.unwrap_or(0);
        let taken = |source| Error::Port { port, source };
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port))
            .await
            .map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        Ok(Self(listener, address))
    }
}

impl Gateway {
    /// Serves an API.
    ///
    /// # Errors
    /// Where a route names an authorizer that is not there, or no HTTP client can
    /// be made.
    pub fn start(Listener(listener, address): Listener, api: Api) -> Result<Self, Error> {
        for (route, function) in &api.routes {
            if let Access::Jwt { authorizer, .. } = &route.access
                && !api.authorizers.contains_key(authorizer)
            {
                let what = format!("{function}: there is no authorizer {authorizer}");
                return Err(Error::Template(what));
            }
        }
        let router = Router::new(api.routes.into_iter().map(|(route, function)| {
            let Route { key, access } = route;
            (key, Target { access, function })
        }));
        let api = Arc::new(Serving {
            router,
            invoke: api.invoke,
            cors: api.cors,
            authorizers: api.authorizers,
            internal: api.internal,
            client: loopback_client()?,
            throttle: api.throttle.map(Bucket::new),
            port: address.port(),
        });
        let app = axum::Router::new()
            .fallback(handle)
            .with_state(api)
            .into_make_service_with_connect_info::<SocketAddr>();
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(async move {
            let serving = axum::serve(listener, app);
            tokio::select! {
                _ = serving => {}
                _ = stopped => {}
            }
        });
        Ok(Self {
            url: format!("http://{address}"),
            stop: Some(stop),
            server,
        })
    }

    /// Stops accepting; what is running is dropped.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        let _ended = (&mut self.server).await;
    }
}

async fn handle(
    State(api): State<Arc<Serving>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let id = ulid::Ulid::generate().to_string();
    let asked = Asked::new(request.method(), request.headers());
    let mut response = match api.answer(&id, peer, request, &asked).await {
        Ok(response) => response,
        Err(own) => own.into_response(),
    };
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
    ) -> Result<Response, Own> {
        if self.throttle.as_ref().is_some_and(|bucket| !bucket.take()) {
            return Err(Own::TooManyRequests);
        }
        let found = self.router.find(request.method(), request.uri().path());
        let Some(matched) = found else {
            return Err(if asked.preflight && self.cors.is_some() {
                Own::Preflight
            } else {
                Own::NotFound
            });
        };
        let (parts, body) = request.into_parts();
        let token = match &matched.target.access {
            Access::Jwt { authorizer, scopes } => {
                let authorizer = self
                    .authorizers
                    .get(authorizer)
                    .ok_or(Own::InternalServerError)?;
                let now = crate::now().unix_timestamp();
                Some(
                    authorizer
                        .check(&parts, scopes, now)
                        .map_err(Own::Refused)?,
                )
            }
            Access::Open | Access::Iam => None,
        };
        let body = axum::body::to_bytes(body, MAX_BODY)
            .await
            .map_err(|_| Own::RequestEntityTooLarge)?;
        let authorizer = match matched.target.access {
            Access::Iam => {
                let found = self.internal.verify(&parts, &body, crate::now());
                Some(found.map_err(|Forbidden| Own::Forbidden)?)
            }
            Access::Open | Access::Jwt { .. } => token,
        };
        let caller = Caller {
            request_id: id,
            source: peer,
            port: self.port,
        };
        let mut event =
            Event::new(&parts, &body, &matched, &caller).map_err(|RequestError| Own::BadRequest)?;
        if let Some(authorizer) = authorizer {
            event = event.with_authorizer(authorizer);
        }
        let payload = event.into_bytes();
        if payload.len() > MAX_PAYLOAD {
            return Err(Own::RequestEntityTooLarge);
        }
        let answer = self.invoke(&matched.target.function, payload).await?;
        event::response(&answer).ok_or(Own::InternalServerError)
    }

    async fn invoke(&self, function: &str, payload: Vec<u8>) -> Result<bytes::Bytes, Own> {
        let url = format!(
            "{}/2015-03-31/functions/{function}/invocations",
            self.invoke
        );
        let failed = |error: reqwest::Error| {
            if error.is_timeout() {
                Own::ServiceUnavailable
            } else {
                Own::InternalServerError
            }
        };
        let answer = self
            .client
            .post(url)
            .timeout(INTEGRATION_TIMEOUT)
            .header(header::CONTENT_TYPE, "application/json")
            .body(payload)
            .send()
            .await
            .map_err(failed)?;
        if !answer.status().is_success() {
            return Err(Own::InternalServerError);
        }
        let bytes = answer.bytes().await.map_err(failed)?;
        if bytes.len() > MAX_PAYLOAD {
            Err(Own::InternalServerError)
        } else {
            Ok(bytes)
        }
    }
}

/// What API Gateway answers by itself, in its own envelope.
#[derive(Debug, Clone)]
enum Own {
    /// Nothing but the headers that [`Cors`] adds.
    Preflight,
    /// By a JWT authorizer.
    Refused(Refused),
    Forbidden,
    BadRequest,
    NotFound,
    RequestEntityTooLarge,
    TooManyRequests,
    InternalServerError,
    ServiceUnavailable,
}

impl Own {
    fn into_response(self) -> Response {
        let mut challenge = None;
        let (status, message) = match self {
            Self::Preflight => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::NO_CONTENT;
                return response;
            }
            Self::Refused(refused) => {
                challenge = Some(refused.challenge());
                if refused.forbidden {
                    (StatusCode::FORBIDDEN, "Forbidden")
                } else {
                    (StatusCode::UNAUTHORIZED, "Unauthorized")
                }
            }
            Self::Forbidden => (StatusCode::FORBIDDEN, "Forbidden"),
            Self::BadRequest => (StatusCode::BAD_REQUEST, "Bad Request"),
            Self::NotFound => (StatusCode::NOT_FOUND, "Not Found"),
            Self::RequestEntityTooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large")
            }
            Self::TooManyRequests => (StatusCode::TOO_MANY_REQUESTS, "Too Many Requests"),
            Self::InternalServerError => {
                (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            }
            Self::ServiceUnavailable => (StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"),
        };
        let mut response = Response::new(Body::from(format!(r#"{{"message":"{message}"}}"#)));
        *response.status_mut() = status;
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            http::HeaderValue::from_static("application/json"),
        );
        if let Some(challenge) = challenge {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

/// The stage throttle: a token bucket, one for all routes.
struct Bucket {
    limit: Throttle,
    state: Mutex<(f64, Instant)>,
}

impl Bucket {
    fn new(limit: Throttle) -> Self {
        Self {
            limit,
            state: Mutex::new((limit.burst, Instant::now())),
        }
    }

    fn take(&self) -> bool {
        self.take_at(Instant::now())
    }

    fn take_at(&self, now: Instant) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (tokens, since) = *state;
        let tokens = (tokens
            + now.saturating_duration_since(since).as_secs_f64() * self.limit.rate)
            .min(self.limit.burst);
        let admitted = tokens >= 1.0;
        *state = (if admitted { tokens - 1.0 } else { tokens }, now);
        admitted
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::issuer::{AUDIENCE, Issuer};
    use crate::template::Template;

    const TEMPLATE: &str = r#"
Parameters:
  Issuer: { Type: String }
  Origins: { Type: CommaDelimitedList, Default: "https://a.example,https://b.example" }
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        EnableIamAuthorizer: true
        Authorizers:
          Owner:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: !Ref Issuer, audience: [twin-local] }
      CorsConfiguration:
        AllowOrigins: !Ref Origins
        AllowMethods: [GET, POST]
        AllowHeaders: [Authorization, Idempotency-Key]
        ExposeHeaders: [X-Request-Id]
        MaxAge: 600
  F:
    Type: AWS::Serverless::Function
    Metadata: { BuildProperties: { Binary: f } }
    Properties:
      Events:
        Open: { Type: HttpApi, Properties: { Method: GET, Path: /open } }
        Any: { Type: HttpApi, Properties: { Path: /any } }
        Own: { Type: HttpApi, Properties: { Method: POST, Path: /own, Auth: { Authorizer: Owner } } }
        OwnAny: { Type: HttpApi, Properties: { Path: /own/any, Auth: { Authorizer: Owner } } }
        Ours: { Type: HttpApi, Properties: { Method: PUT, Path: "/ours/{id}", Auth: { Authorizer: AWS_IAM } } }
"#;

    struct World {
        gateway: Gateway,
        issuer: Issuer,
        client: reqwest::Client,
    }

    /// A gateway before a function that shows its event.
    async fn world() -> World {
        let functions = axum::Router::new().fallback(async |event: bytes::Bytes| {
            let answer = json!({
                "statusCode": 202, "body": std::str::from_utf8(&event).unwrap(),
                "headers": { "Access-Control-Allow-Origin": "https://evil.example", "access-control-max-age": "9" },
            });
            answer.to_string()
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let invoke = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, functions).await });
        let issuer = Issuer::start().await.unwrap();
        let mut template = Template::parse(TEMPLATE).unwrap();
        template.bind_issuer(&issuer.url, AUDIENCE);
        let function = template.functions().unwrap().remove(0);
        let authorizers = template.jwt_authorizers().unwrap().into_iter();
        let api = Api {
            routes: function
                .routes
                .into_iter()
                .map(|route| (route, function.bin.clone()))
                .collect(),
            invoke,
            throttle: None,
            cors: template.cors().unwrap(),
            authorizers: authorizers
                .map(|(name, settings)| (name, Authorizer::new(settings, issuer.keys.clone())))
                .collect(),
            internal: Credentials::local(),
        };
        let gateway = Gateway::start(Listener::bind(None).await.unwrap(), api).unwrap();
        World {
            gateway,
            issuer,
            client: loopback_client().unwrap(),
        }
    }

    struct Answer {
        status: u16,
        headers: http::HeaderMap,
        body: Value,
    }

    impl Answer {
        fn header(&self, name: &str) -> Option<&str> {
            self.headers.get(name).map(|value| value.to_str().unwrap())
        }

        fn cors(&self) -> Vec<String> {
            let mut found: Vec<_> = self
                .headers
                .iter()
                .filter_map(|(name, value)| {
                    let name = name.as_str().strip_prefix("access-control-")?;
                    Some(format!("{name}: {}", value.to_str().unwrap()))
                })
                .collect();
            found.sort();
            found
        }
    }

    impl World {
        async fn send(
            &self,
            method: &str,
            path: &str,
            headers: &[(&str, &str)],
            body: &'static str,
        ) -> Answer {
            let url = format!("{}{path}", self.gateway.url);
            let mut request = self.client.request(method.parse().unwrap(), url).body(body);
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            let answer = request.send().await.unwrap();
            Answer {
                status: answer.status().as_u16(),
                headers: answer.headers().clone(),
                body: serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default(),
            }
        }
    }

    #[tokio::test]
    async fn a_token_opens_the_owner_s_routes_and_no_other() {
        let world = world().await;
        let token = format!(
            "Bearer {}",
            world.issuer.token(&json!({ "sub": "me", "n": 1 })).unwrap()
        );
        let owner = [("authorization", token.as_str())];

        let answer = world.send("POST", "/own", &owner, "hi").await;
        let jwt = &answer.body["requestContext"]["authorizer"]["jwt"];
        assert_eq!(
            (answer.status, &jwt["claims"]["sub"], &jwt["claims"]["n"]),
            (202, &json!("me"), &json!("1"))
        );
        assert_eq!(jwt["scopes"], Value::Null);
        assert_eq!(
            (
                &answer.body["headers"]["authorization"],
                &answer.body["body"]
            ),
            (&json!(token), &json!("hi"))
        );

        let answer = world.send("POST", "/own", &[], "").await;
        assert_eq!(
            (answer.status, answer.header("www-authenticate")),
            (401, Some("Bearer"))
        );
        assert_eq!(answer.body, json!({ "message": "Unauthorized" }));
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let expired = format!(
            "Bearer {}",
            world.issuer.token(&json!({ "exp": 1 })).unwrap()
        );
        let answer = world
            .send("POST", "/own", &[("authorization", &expired)], "")
            .await;
        let challenge =
            r#"Bearer scope="" error="invalid_token" error_description="the token has expired""#;
        assert_eq!(
            (answer.status, answer.header("www-authenticate")),
            (401, Some(challenge))
        );

        // An open route does not look at it, and an IAM route does not take it.
        let answer = world.send("GET", "/open", &owner, "").await;
        assert_eq!(
            (
                answer.status,
                answer.body["requestContext"].get("authorizer")
            ),
            (202, None)
        );
        assert_eq!(world.send("PUT", "/ours/1", &owner, "").await.status, 403);
        // No method but the route's.
        assert_eq!(world.send("GET", "/own", &owner, "").await.status, 404);
    }

    #[tokio::test]
    async fn a_signature_opens_the_operator_s_routes_and_no_other() {
        let world = world().await;
        let signed = |method, path: &str, body: &str| {
            let url = format!("{}{path}", world.gateway.url);
            sign(
                &Credentials::local(),
                method,
                &url,
                &[("x-a", "1")],
                body.as_bytes(),
            )
            .unwrap()
        };
        let send = async |headers: &[(String, String)], method, path: &str, body| {
            let mut all = vec![("x-a", "1")];
            all.extend(
                headers
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str())),
            );
            world.send(method, path, &all, body).await
        };
        let path = "/ours/a%20b?x=%2F&a";
        let headers = signed("PUT", path, "{}");
        let answer = send(&headers, "PUT", path, "{}").await;
        let iam = &answer.body["requestContext"]["authorizer"]["iam"];
        assert_eq!(
            (answer.status, &iam["accessKey"]),
            (202, &json!("AKIALOCALTWININTERNAL"))
        );
        assert_eq!(answer.body["pathParameters"], json!({ "id": "a b" }));

        for (path, body) in [
            ("/ours/a%20b?x=%2F&a", "{ }"),
            ("/ours/a%20c?x=%2F&a", "{}"),
            ("/ours/a%20b", "{}"),
        ] {
            let answer = send(&headers, "PUT", path, body).await;
            assert_eq!(
                (answer.status, answer.header("www-authenticate")),
                (403, None),
                "{path}"
            );
            assert_eq!(answer.body, json!({ "message": "Forbidden" }));
        }
        assert_eq!(send(&[], "PUT", path, "{}").await.status, 403);
        assert_eq!(
            send(&signed("POST", "/own", ""), "POST", "/own", "")
                .await
                .status,
            401
        );
    }

    const PREFLIGHT: [(&str, &str); 2] = [
        ("origin", "https://b.example"),
        ("access-control-request-method", "POST"),
    ];

    #[tokio::test]
    async fn a_preflight_that_no_route_takes_is_answered_here() {
        let world = world().await;
        let full = [
            "allow-headers: Authorization,Idempotency-Key",
            "allow-methods: GET,POST",
            "allow-origin: https://b.example",
            "expose-headers: X-Request-Id",
            "max-age: 600",
        ];
        for path in ["/own", "/open", "/nowhere"] {
            let answer = world.send("OPTIONS", path, &PREFLIGHT, "").await;
            assert_eq!(
                (answer.status, answer.cors(), answer.body),
                (204, full.map(String::from).to_vec(), Value::Null)
            );
        }
        // ANY takes it, authorizer and all: there, API Gateway is of no help.
        let answer = world.send("OPTIONS", "/any", &PREFLIGHT, "").await;
        assert_eq!(
            (answer.status, answer.cors()),
            (202, full.map(String::from).to_vec())
        );
        assert_eq!(
            world
                .send("OPTIONS", "/own/any", &PREFLIGHT, "")
                .await
                .status,
            401
        );

        let other = [("origin", "https://evil.example"), PREFLIGHT[1]];
        let answer = world.send("OPTIONS", "/own", &other, "").await;
        assert_eq!((answer.status, answer.cors()), (204, vec![]));
        // No preflight, so a request like any other.
        for headers in [&PREFLIGHT[..1], &PREFLIGHT[1..], &[]] {
            assert_eq!(world.send("OPTIONS", "/own", headers, "").await.status, 404);
        }
    }

    #[tokio::test]
    async fn every_answer_says_who_may_read_it() {
        let world = world().await;
        let ours = [
            "allow-origin: https://b.example",
            "expose-headers: X-Request-Id",
        ];
        for (method, path, status) in [
            ("GET", "/open", 202),
            ("POST", "/own", 401),
            ("PUT", "/ours/1", 403),
            ("GET", "/", 404),
        ] {
            let answer = world.send(method, path, &PREFLIGHT[..1], "").await;
            assert_eq!(
                (answer.status, answer.cors()),
                (status, ours.map(String::from).to_vec()),
                "{path}"
            );
        }
        // What the function says itself is dropped, whoever asks.
        for origin in [
            "https://evil.example",
            "https://b.example.evil",
            "null",
            "https://B.example",
            "",
        ] {
            let answer = world.send("GET", "/open", &[("origin", origin)], "").await;
            assert_eq!((answer.status, answer.cors()), (202, vec![]), "{origin}");
        }
        assert_eq!(
            world.send("GET", "/open", &[], "").await.cors(),
            Vec::<String>::new()
        );
    }

    #[test]
    fn origins_can_be_wild() {
        let shown = |origins: &[&str], credentials, origin: &str| {
            let cors = Cors {
                origins: origins.iter().map(|origin| (*origin).to_owned()).collect(),
                credentials,
                ..Cors::default()
            };
            let mut sent = http::HeaderMap::new();
            sent.insert(header::ORIGIN, origin.parse().unwrap());
            let mut headers = http::HeaderMap::new();
            cors.apply(&Asked::new(&http::Method::GET, &sent), &mut headers);
            let origin = headers.get("access-control-allow-origin")?;
            Some(origin.to_str().unwrap().to_owned())
        };
        assert_eq!(shown(&["*"], false, "https://a").as_deref(), Some("*"));
        assert_eq!(
            shown(&["*"], true, "https://a").as_deref(),
            Some("https://a")
        );
        assert_eq!(
            shown(&["https://*"], false, "https://a").as_deref(),
            Some("https://a")
        );
        assert_eq!(shown(&["https://*"], false, "http://a"), None);
    }

    #[test]
    fn the_throttle_admits_a_burst_and_then_the_rate() {
        let bucket = Bucket::new(Throttle {
            rate: 2.0,
            burst: 3.0,
        });
        let start = Instant::now();
        let admitted = |millis: u64| bucket.take_at(start + Duration::from_millis(millis));
        assert_eq!([0, 0, 0, 0].map(admitted), [true, true, true, false]);
        assert_eq!([400, 500, 600].map(admitted), [false, true, false]);
    }
}
