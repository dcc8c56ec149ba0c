//! A proxy before the engine that counts what passes and does what no engine does: throttle,
//! conflict, lose answers, answer rubbish, be slow.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use bytes::Bytes;
use futures::Stream;
use http::{HeaderMap, Response};

/// What happens to one request.
#[derive(Clone, Debug)]
pub enum Fault {
    /// The engine never sees it; this error is answered.
    Error(u16, &'static str),
    /// The engine never sees it; this body is answered with status 200.
    Rubbish(&'static str),
    /// The engine does it; the answer is lost.
    AnswerLost,
    /// The engine never sees it, and nothing is answered for so long.
    Hang(Duration),
    /// It passes.
    Pass,
}

#[derive(Default)]
struct Inner {
    planned: Mutex<HashMap<String, VecDeque<Fault>>>,
    seen: Mutex<HashMap<String, u64>>,
}

/// The proxy.
pub struct Faults {
    /// Where it listens.
    pub url: String,
    inner: Arc<Inner>,
}

#[derive(Clone)]
struct Relay {
    inner: Arc<Inner>,
    engine: String,
    client: reqwest::Client,
}

impl Faults {
    /// Starts one before an engine.
    pub async fn before(engine: &str) -> Self {
        let inner = Arc::<Inner>::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let relay = Relay {
            inner: Arc::clone(&inner),
            engine: engine.to_owned(),
            client,
        };
        let router = Router::new().fallback(pass).with_state(relay);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, inner }
    }

    /// The next requests of this operation (`UpdateItem`) meet these faults, in order.
    pub fn plan(&self, operation: &str, faults: impl IntoIterator<Item = Fault>) {
        let mut planned = self.inner.planned.lock().unwrap();
        planned
            .entry(operation.to_owned())
            .or_default()
            .extend(faults);
    }

    /// Faults that have not been met.
    pub fn left(&self) -> usize {
        self.inner
            .planned
            .lock()
            .unwrap()
            .values()
            .map(VecDeque::len)
            .sum()
    }

    /// Requests of this operation so far.
    pub fn seen(&self, operation: &str) -> u64 {
        self.inner
            .seen
            .lock()
            .unwrap()
            .get(operation)
            .copied()
            .unwrap_or(0)
    }

    /// Requests of any kind so far.
    pub fn all_seen(&self) -> u64 {
        self.inner.seen.lock().unwrap().values().sum()
    }
}

async fn pass(State(relay): State<Relay>, headers: HeaderMap, body: Bytes) -> Response<Body> {
    let target = headers
        .get("x-amz-target")
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
    *relay
        .inner
        .seen
        .lock()
        .unwrap()
        .entry(operation.clone())
        .or_default() += 1;
    let fault = {
        let mut planned = relay.inner.planned.lock().unwrap();
        planned
            .get_mut(&operation)
            .and_then(VecDeque::pop_front)
            .unwrap_or(Fault::Pass)
    };
    match fault {
        Fault::Error(status, kind) => {
            let body = serde_json::json!({
                "__type": format!("com.amazonaws.dynamodb.v20120810#{kind}"),
                "message": "made up by the fault proxy",
            });
            json(status, body.to_string())
        }
        Fault::Rubbish(body) => json(200, body.to_owned()),
        Fault::Hang(time) => {
            tokio::time::sleep(time).await;
            json(500, String::new())
        }
        Fault::AnswerLost => {
            relay.send(headers, body).await;
            // A body that ends before its declared length is a connection that broke.
            Response::builder()
                .header("content-type", "application/x-amz-json-1.0")
                .body(Body::from_stream(broken()))
                .unwrap()
        }
        Fault::Pass => {
            let (status, body) = relay.send(headers, body).await;
            json(status, body)
        }
    }
}

fn broken() -> impl Stream<Item = std::io::Result<Bytes>> + use<> {
    let parts = [
        Ok(Bytes::from_static(b"{")),
        Err(std::io::Error::other("broken")),
    ];
    futures::stream::iter(parts)
}

impl Relay {
    async fn send(&self, mut headers: HeaderMap, body: Bytes) -> (u16, String) {
        headers.remove("host");
        let sent = self
            .client
            .post(&self.engine)
            .headers(headers)
            .body(body)
            .send()
            .await;
        let answer = sent.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    }
}

fn json(status: u16, body: String) -> Response<Body> {
    Response::builder()
        .status(status)
        .header("content-type", "application/x-amz-json-1.0")
        .body(Body::from(body))
        .unwrap()
}
