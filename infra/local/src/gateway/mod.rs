//! The HTTP API of `template.yaml`, imitated: routing, the payload format 2.0
//! both ways, and the answers API Gateway gives by itself.
//!
//! A route is a [`RouteKey`] and a function's name, and nothing else: how a
//! caller is authorised (JWT, IAM) will be a property of the route, checked
//! between matching and invoking, exactly where API Gateway does it.

mod event;
mod route;

pub use event::{Caller, Event, RequestError};
pub use route::{Matched, RouteKey, Router};

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use http::{StatusCode, header};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::template::Throttle;
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

struct Api {
    router: Router<String>,
    /// Where functions are invoked: `{invoke}/2015-03-31/functions/{name}/invocations`.
    invoke: String,
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
    /// Serves `router`, whose targets are names of functions that answer below
    /// `invoke`.
    ///
    /// # Errors
    /// Where no HTTP client can be made.
    pub fn start(
        Listener(listener, address): Listener,
        router: Router<String>,
        invoke: String,
        throttle: Option<Throttle>,
    ) -> Result<Self, Error> {
        let api = Arc::new(Api {
            router,
            invoke,
            client: loopback_client()?,
            throttle: throttle.map(Bucket::new),
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
    State(api): State<Arc<Api>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let id = ulid::Ulid::generate().to_string();
    let mut response = match api.answer(&id, peer, request).await {
        Ok(response) => response,
        Err(own) => own.into_response(),
    };
    // Every answer of an HTTP API carries it, API Gateway's own included.
    if let Ok(value) = id.parse() {
        response.headers_mut().insert("apigw-requestid", value);
    }
    response
}

impl Api {
    async fn answer(&self, id: &str, peer: SocketAddr, request: Request) -> Result<Response, Own> {
        if self.throttle.as_ref().is_some_and(|bucket| !bucket.take()) {
            return Err(Own::TooManyRequests);
        }
        let matched = self
            .router
            .find(request.method(), request.uri().path())
            .ok_or(Own::NotFound)?;
        // Authorizers stand here.
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, MAX_BODY)
            .await
            .map_err(|_| Own::RequestEntityTooLarge)?;
        let caller = Caller {
            request_id: id,
            source: peer,
            port: self.port,
        };
        let event =
            Event::new(&parts, &body, &matched, &caller).map_err(|RequestError| Own::BadRequest)?;
        let payload = event.into_bytes();
        if payload.len() > MAX_PAYLOAD {
            return Err(Own::RequestEntityTooLarge);
        }
        let answer = self.invoke(matched.target, payload).await?;
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
#[derive(Debug, Clone, Copy)]
enum Own {
    BadRequest,
    NotFound,
    RequestEntityTooLarge,
    TooManyRequests,
    InternalServerError,
    ServiceUnavailable,
}

impl Own {
    fn into_response(self) -> Response {
        let (status, message) = match self {
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
    use super::*;

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
