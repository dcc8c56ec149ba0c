//! The HTTP APIs and function URLs of `template.yaml`, imitated: routing, authorizers, CORS, the
//! payload format 2.0 both ways, and the answers that API Gateway gives by itself.
//!
//! A [`Route`] leads to a function and says whom the gateway lets pass, which is checked
//! between matching and invoking, exactly where API Gateway does it. What an authorizer has
//! found out is added to the event; nothing is taken away.

mod cors;
mod event;
mod function_url;
mod http_api;
mod iam;
mod jwt;
mod refusal;
mod response;
mod route;
#[cfg(test)]
mod tests;
mod throttle;

pub use event::{Caller, Event, RequestError};
pub use function_url::Url;
pub use http_api::Api;
pub use iam::{Credentials, Forbidden, sign};
pub use jwt::{Authorizer, Refused};
pub use route::{Access, Matched, Route, RouteKey, Router};

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::response::Response;
use http::Method;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::Error;

/// A running HTTP API or function URL.
#[derive(Debug)]
pub struct Gateway {
    /// Its base URL, without a trailing slash.
    pub url: String,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

/// A port taken for a gateway. Taken before anything else is started, so that a
/// clash shows at once; a connection that comes earlier waits.
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

    /// The URL of the gateway that will serve this port, without a trailing slash.
    pub fn url(&self) -> String {
        format!("http://{}", self.1)
    }

    fn port(&self) -> u16 {
        self.1.port()
    }
}

impl Gateway {
    fn serve(listener: Listener, app: axum::Router) -> Self {
        let url = listener.url();
        let app = app.into_make_service_with_connect_info::<SocketAddr>();
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(async move {
            let serving = axum::serve(listener.0, app);
            tokio::select! {
                _ = serving => {}
                _ = stopped => {}
            }
        });
        Self {
            url,
            stop: Some(stop),
            server,
        }
    }

    /// Stops accepting connections.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        let _ended = (&mut self.server).await;
    }
}

/// A request that a gateway has answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// Its method.
    pub method: Method,
    /// Its path as sent, without the query.
    pub path: String,
    /// The answer's status.
    pub status: u16,
    /// How long it took, to the end of a streamed answer.
    pub duration: Duration,
    /// The function that answered, by its binary; `None` where the gateway answered by itself.
    pub function: Option<String>,
    /// The answer's `x-request-id`, which the function's log line has too.
    pub request_id: Option<String>,
    /// What went wrong: the function's error, or that its answer broke off.
    pub problem: Option<String>,
}

/// Takes each request that was answered.
pub type Observer = Arc<dyn Fn(&Served) + Send + Sync>;

/// A request on its way; reports itself when it is dropped.
struct Report {
    served: Served,
    start: Instant,
    observer: Option<Observer>,
}

impl Report {
    fn new(method: &Method, path: &str, observer: Option<&Observer>) -> Self {
        Self {
            served: Served {
                method: method.clone(),
                path: path.to_owned(),
                status: 0,
                duration: Duration::ZERO,
                function: None,
                request_id: None,
                problem: None,
            },
            start: Instant::now(),
            observer: observer.cloned(),
        }
    }

    fn answered(&mut self, response: &Response) {
        self.served.status = response.status().as_u16();
        let id = response.headers().get("x-request-id");
        self.served.request_id = id.and_then(|id| id.to_str().ok()).map(ToOwned::to_owned);
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            self.served.duration = self.start.elapsed();
            observer(&self.served);
        }
    }
}
