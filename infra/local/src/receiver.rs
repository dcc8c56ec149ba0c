//! A server on this machine that takes webhooks, keeps them, and answers them as well or as badly
//! as a test wants.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use axum::serve::{IncomingStream, Listener};
use bytes::Bytes;
use futures::stream;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde_json::Value;
use time::OffsetDateTime;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::Error;

/// More than any webhook has.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// Takes each request, where it is not kept.
type Announce = Box<dyn Fn(&Received) + Send + Sync>;

/// How a path answers.
type Answerer = Arc<dyn Fn(&Received) -> Answer + Send + Sync>;

/// A running receiver; dropped, it ends. By default it answers every request with 200.
pub struct Receiver {
    /// Its base URL, without a trailing slash.
    pub url: String,
    inner: Arc<Inner>,
    server: JoinHandle<()>,
}

/// A request that a receiver got.
#[derive(Debug, Clone)]
pub struct Received {
    /// Its method.
    pub method: Method,
    /// Its path, without a query.
    pub path: String,
    /// Its query.
    pub query: Option<String>,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body, byte by byte.
    pub body: Bytes,
    /// When its last byte came.
    pub at: OffsetDateTime,
}

impl Received {
    /// A header's value; empty where it is absent or no text.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The body as JSON; null where it is no JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// What a receiver answers.
#[derive(Debug, Clone)]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    delay: Duration,
    manner: Manner,
}

#[derive(Debug, Clone, Copy)]
enum Manner {
    Whole,
    Drip(Duration),
    Hang,
    Reset,
}

impl Answer {
    /// This status without a body; 500 for a number that is no status.
    pub fn status(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            delay: Duration::ZERO,
            manner: Manner::Whole,
        }
    }

    /// No answer; the connection stays open.
    pub fn hang() -> Self {
        Self::status(200).mannered(Manner::Hang)
    }

    /// A reset of the connection.
    pub fn reset() -> Self {
        Self::status(200).mannered(Manner::Reset)
    }

    /// With a header; an invalid one is left out.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        if let (Ok(name), Ok(value)) = (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            self.headers.append(name, value);
        }
        self
    }

    /// With a body.
    #[must_use]
    pub fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// With a delay before it.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// With its head at once, and then one byte of its body after each interval.
    #[must_use]
    pub fn dripping(self, every: Duration) -> Self {
        self.mannered(Manner::Drip(every))
    }

    fn mannered(mut self, manner: Manner) -> Self {
        self.manner = manner;
        self
    }
}

struct Inner {
    paths: Mutex<HashMap<String, Answerer>>,
    others: Mutex<Answerer>,
    list: Mutex<Vec<Received>>,
    count: watch::Sender<usize>,
    /// Takes each request instead of the list.
    announce: Option<Announce>,
}

impl Receiver {
    /// Starts one that keeps every request.
    ///
    /// # Errors
    /// Where no port can be opened.
    pub async fn start() -> Result<Self, Error> {
        Self::with(None).await
    }

    /// Starts one that keeps nothing, and calls this with each request.
    ///
    /// # Errors
    /// Where no port can be opened.
    pub async fn announcing(
        announce: impl Fn(&Received) + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        Self::with(Some(Box::new(announce))).await
    }

    async fn with(announce: Option<Announce>) -> Result<Self, Error> {
        let io = || Error::io("opening a port for the receiver");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(io())?;
        let url = format!("http://{}", listener.local_addr().map_err(io())?);
        let inner = Arc::new(Inner {
            paths: Mutex::default(),
            others: Mutex::new(Arc::new(|_| Answer::status(200))),
            list: Mutex::default(),
            count: watch::Sender::new(0),
            announce,
        });
        let app = axum::Router::new()
            .fallback(handle)
            .with_state(inner.clone())
            .into_make_service_with_connect_info::<Reset>();
        let server = tokio::spawn(async move {
            let _ended = axum::serve(ResettableListener(listener), app).await;
        });
        Ok(Self { url, inner, server })
    }

    /// Sets the answers of this path.
    pub fn answer(
        &self,
        path: impl Into<String>,
        answer: impl Fn(&Received) -> Answer + Send + Sync + 'static,
    ) {
        lock(&self.inner.paths).insert(path.into(), Arc::new(answer));
    }

    /// Sets the answers of all paths that have none by [`Receiver::answer`].
    pub fn answer_others(&self, answer: impl Fn(&Received) -> Answer + Send + Sync + 'static) {
        *lock(&self.inner.others) = Arc::new(answer);
    }

    /// The requests so far.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.inner.list).clone()
    }

    /// The number of requests so far, those that were taken from the list included.
    pub fn count(&self) -> usize {
        *self.inner.count.borrow()
    }

    /// Takes the requests so far out of the list.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut *lock(&self.inner.list))
    }

    /// Waits until the list has this many requests, and returns them.
    ///
    /// # Errors
    /// Where that takes longer than `patience`.
    pub async fn wait_for(&self, count: usize, patience: Duration) -> Result<Vec<Received>, Error> {
        let mut arrivals = self.inner.count.subscribe();
        let enough = async {
            // Counted and listed under one lock, so the list is as long as the count says.
            while lock(&self.inner.list).len() < count {
                let _open = arrivals.changed().await;
            }
        };
        let came = tokio::time::timeout(patience, enough).await;
        let list = self.received();
        match came {
            Ok(()) => Ok(list),
            Err(_) => Err(Error::Process {
                name: "the receiver".into(),
                problem: format!("has {} of {count} requests after {patience:?}", list.len()),
                log: None,
            }),
        }
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Inner {
    fn arrived(&self, received: &Received) {
        if let Some(announce) = &self.announce {
            announce(received);
            self.count.send_modify(|count| *count += 1);
            return;
        }
        let mut list = lock(&self.list);
        list.push(received.clone());
        self.count.send_modify(|count| *count += 1);
    }

    fn answer(&self, received: &Received) -> Answer {
        let named = lock(&self.paths).get(&received.path).cloned();
        let answerer = named.unwrap_or_else(|| lock(&self.others).clone());
        answerer(received)
    }
}

async fn handle(
    State(inner): State<Arc<Inner>>,
    ConnectInfo(reset): ConnectInfo<Reset>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    // A request that broke off is not kept.
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
        return Response::default();
    };
    let received = Received {
        method: head.method,
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(ToOwned::to_owned),
        headers: head.headers,
        body,
        at: crate::now(),
    };
    inner.arrived(&received);
    let answer = inner.answer(&received);
    tokio::time::sleep(answer.delay).await;
    let body = match answer.manner {
        Manner::Whole => Body::from(answer.body),
        Manner::Drip(every) => drip(answer.body, every),
        Manner::Hang => std::future::pending().await,
        Manner::Reset => {
            reset.0.store(true, Ordering::Relaxed);
            Body::empty()
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = answer.status;
    *response.headers_mut() = answer.headers;
    response
}

fn drip(body: Bytes, every: Duration) -> Body {
    Body::from_stream(stream::unfold(body, move |mut left| async move {
        if left.is_empty() {
            return None;
        }
        tokio::time::sleep(every).await;
        let drop = left.split_to(1);
        Some((Ok::<_, io::Error>(drop), left))
    }))
}

/// A listener whose connections can be reset.
struct ResettableListener(TcpListener);

struct Connection {
    stream: TcpStream,
    reset: Reset,
}

/// Whether to reset a connection at its next answer.
#[derive(Debug, Clone, Default)]
struct Reset(Arc<AtomicBool>);

impl Listener for ResettableListener {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        let _slower = stream.set_nodelay(true);
        let reset = Reset::default();
        (Connection { stream, reset }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, ResettableListener>> for Reset {
    fn connect_info(stream: IncomingStream<'_, ResettableListener>) -> Self {
        stream.io().reset.clone()
    }
}

impl Connection {
    /// An error in place of the next write. The connection is closed after it, with a reset.
    fn shut(&self) -> io::Result<()> {
        if !self.reset.0.load(Ordering::Relaxed) {
            return Ok(());
        }
        let _orderly = self.stream.set_zero_linger();
        Err(io::ErrorKind::ConnectionReset.into())
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.shut()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.shut()?;
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.shut()?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// The lock, also after a panic in a test's closure.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;
    use crate::loopback_client;

    const PATIENCE: Duration = Duration::from_secs(10);

    async fn post(receiver: &Receiver, path: &str) -> Result<reqwest::Response, reqwest::Error> {
        let request = loopback_client()
            .unwrap()
            .post(format!("{}{path}", receiver.url));
        request
            .header("X-AfiniTwin-Event", "twin.test")
            .header("x-afinitwin-delivery", "dlv_1")
            .header("x-afinitwin-attempt", "2")
            .body(r#"{"a": 1}"#)
            .send()
            .await
    }

    #[tokio::test]
    async fn requests_are_kept_and_waited_for() {
        let receiver = Receiver::start().await.unwrap();
        let before = crate::now();
        let (came, answer) = tokio::join!(
            receiver.wait_for(1, PATIENCE),
            post(&receiver, "/hook?a=b%20c")
        );
        assert_eq!(answer.unwrap().status(), 200);
        let [received] = came.unwrap().try_into().unwrap();
        assert_eq!(received.method, Method::POST);
        assert_eq!(received.path, "/hook");
        assert_eq!(received.query.as_deref(), Some("a=b%20c"));
        assert_eq!(received.header("X-AfiniTwin-Event"), "twin.test");
        assert_eq!(received.header("nothing"), "");
        assert_eq!(received.body, r#"{"a": 1}"#);
        assert_eq!(received.json()["a"], 1);
        assert!(received.at >= before && received.at <= crate::now());

        let short = Duration::from_millis(50);
        let error = receiver.wait_for(2, short).await.unwrap_err().to_string();
        assert_eq!(error, "the receiver has 1 of 2 requests after 50ms");
        assert_eq!(receiver.take().len(), 1);
        assert_eq!((receiver.received().len(), receiver.count()), (0, 1));
    }

    #[tokio::test]
    async fn it_answers_as_a_test_wants() {
        let receiver = Receiver::start().await.unwrap();
        receiver.answer("/down", |received| {
            let body = received.header("x-afinitwin-attempt").to_owned();
            Answer::status(503)
                .with_header("Retry-After", "7")
                .with_header("not a name", "x")
                .with_body(body)
        });
        receiver.answer("/slow", |_| {
            Answer::status(204).after(Duration::from_millis(200))
        });
        receiver.answer("/drip", |_| {
            Answer::status(200)
                .with_body("drops")
                .dripping(Duration::from_millis(40))
        });
        receiver.answer_others(|_| Answer::status(410));

        let down = post(&receiver, "/down").await.unwrap();
        assert_eq!(
            (down.status().as_u16(), &down.headers()["retry-after"]),
            (503, &"7".parse().unwrap())
        );
        assert_eq!(down.text().await.unwrap(), "2");
        let start = Instant::now();
        assert_eq!(post(&receiver, "/slow").await.unwrap().status(), 204);
        assert!(start.elapsed() >= Duration::from_millis(200));
        let start = Instant::now();
        let drip = post(&receiver, "/drip").await.unwrap();
        assert!(
            start.elapsed() < Duration::from_millis(200),
            "the head comes at once"
        );
        assert_eq!(drip.text().await.unwrap(), "drops");
        assert!(start.elapsed() >= Duration::from_millis(200));
        assert_eq!(post(&receiver, "/else").await.unwrap().status(), 410);
        receiver.answer("/else", |_| Answer::status(1));
        assert_eq!(post(&receiver, "/else").await.unwrap().status(), 500);
    }

    #[tokio::test]
    async fn it_can_hang_and_reset_a_connection() {
        let receiver = Receiver::start().await.unwrap();
        receiver.answer("/hang", |_| Answer::hang());
        receiver.answer("/reset", |_| Answer::reset());
        let hanging = tokio::time::timeout(Duration::from_millis(200), post(&receiver, "/hang"));
        assert!(hanging.await.is_err());

        // The connection works until then, and is reset, not closed.
        let address = receiver.url.strip_prefix("http://").unwrap();
        let mut connection = TcpStream::connect(address).await.unwrap();
        let request = |path: &str| format!("GET {path} HTTP/1.1\r\nHost: a\r\n\r\n");
        connection.write_all(request("/").as_bytes()).await.unwrap();
        let mut start = [0; 15];
        connection.read_exact(&mut start).await.unwrap();
        assert_eq!(&start, b"HTTP/1.1 200 OK");
        connection
            .write_all(request("/reset").as_bytes())
            .await
            .unwrap();
        let error = connection.read_to_end(&mut Vec::new()).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
        assert_eq!(receiver.count(), 3);
    }

    #[tokio::test]
    async fn one_that_announces_keeps_nothing() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let announced = seen.clone();
        let receiver = Receiver::announcing(move |received: &Received| {
            announced.lock().unwrap().push(received.path.clone());
        });
        let receiver = receiver.await.unwrap();
        post(&receiver, "/a").await.unwrap();
        assert_eq!((receiver.received().len(), receiver.count()), (0, 1));
        assert_eq!(*seen.lock().unwrap(), ["/a"]);
    }
}
