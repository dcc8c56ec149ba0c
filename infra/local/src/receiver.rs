//! An integrator on this machine: takes webhooks, remembers what came, and answers as badly
//! as it is told to.

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

use crate::{Error, Progress};

/// More than any webhook has.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// Checks the signatures of a request: its headers and its body as they came.
pub type Verify = Arc<dyn Fn(&HeaderMap, &[u8]) -> Result<(), String> + Send + Sync>;

/// How a path answers.
type Answerer = Arc<dyn Fn(&Received) -> Answer + Send + Sync>;

/// A running receiver; dropped, it ends. Until it is told otherwise it answers everything
/// with 200.
pub struct Receiver {
    /// Its base URL, without a trailing slash.
    pub url: String,
    inner: Arc<Inner>,
    server: JoinHandle<()>,
}

/// A request that came.
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
    /// When all of it was there.
    pub at: OffsetDateTime,
}

impl Received {
    /// A header's value; empty where it has none that is text.
    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The body as JSON; null where it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// One line for a person.
    fn describe(&self, verify: Option<&Verify>) -> String {
        let [event, delivery, attempt] = ["event", "delivery", "attempt"]
            .map(|name| self.header(&format!("x-afinitwin-{name}")).to_owned());
        let what = if event.is_empty() {
            format!("{} {} is no webhook", self.method, self.path)
        } else {
            format!("{event} {delivery}, attempt {attempt}")
        };
        match verify.map(|verify| verify(&self.headers, &self.body)) {
            None => format!("received: {what}"),
            Some(Ok(())) => format!("received: {what}; its signatures verify"),
            Some(Err(why)) => format!("received: {what}; its signatures don't verify: {why}"),
        }
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
    /// This status without a body. What is no status is 500.
    pub fn status(status: u16) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            delay: Duration::ZERO,
            manner: Manner::Whole,
        }
    }

    /// Nothing, ever; the connection stays open.
    pub fn hang() -> Self {
        Self::status(200).mannered(Manner::Hang)
    }

    /// A reset of the connection.
    pub fn reset() -> Self {
        Self::status(200).mannered(Manner::Reset)
    }

    /// With a header; what can't be one is left out.
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

    /// So much later.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Its head at once, and then a byte of its body every so often.
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
    /// Says each arrival instead of keeping it.
    announce: Option<(Progress, Option<Verify>)>,
}

impl Receiver {
    /// Starts one that keeps everything that comes.
    ///
    /// # Errors
    /// Where no port can be had.
    pub async fn start() -> Result<Self, Error> {
        Self::with(None).await
    }

    /// Starts one that keeps nothing and tells, in a line each, what comes and whether its
    /// signatures verify; without `verify` nothing is said of them.
    ///
    /// # Errors
    /// Where no port can be had.
    pub async fn announcing(progress: Progress, verify: Option<Verify>) -> Result<Self, Error> {
        Self::with(Some((progress, verify))).await
    }

    async fn with(announce: Option<(Progress, Option<Verify>)>) -> Result<Self, Error> {
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
            .into_make_service_with_connect_info::<Slam>();
        let server = tokio::spawn(async move {
            let _ended = axum::serve(Doors(listener), app).await;
        });
        Ok(Self { url, inner, server })
    }

    /// From now on, this path answers so.
    pub fn answer(
        &self,
        path: impl Into<String>,
        answer: impl Fn(&Received) -> Answer + Send + Sync + 'static,
    ) {
        lock(&self.inner.paths).insert(path.into(), Arc::new(answer));
    }

    /// From now on, every path answers so that [`Receiver::answer`] does not name.
    pub fn answer_others(&self, answer: impl Fn(&Received) -> Answer + Send + Sync + 'static) {
        *lock(&self.inner.others) = Arc::new(answer);
    }

    /// What has come so far.
    pub fn received(&self) -> Vec<Received> {
        lock(&self.inner.list).clone()
    }

    /// How many have come, also of those that were taken.
    pub fn count(&self) -> usize {
        *self.inner.count.borrow()
    }

    /// Takes what has come so far out of the list.
    pub fn take(&self) -> Vec<Received> {
        std::mem::take(&mut *lock(&self.inner.list))
    }

    /// Waits until there are so many requests in the list, and returns them.
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
        if let Some((progress, verify)) = &self.announce {
            progress(&received.describe(verify.as_ref()));
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
    ConnectInfo(slam): ConnectInfo<Slam>,
    request: Request,
) -> Response {
    let (head, body) = request.into_parts();
    // Of one that never came whole nothing is known.
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
            slam.0.store(true, Ordering::Relaxed);
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

/// A listener whose connections can be slammed shut.
struct Doors(TcpListener);

struct Door {
    stream: TcpStream,
    slam: Slam,
}

/// Whether a connection is to be reset at its next answer.
#[derive(Debug, Clone, Default)]
struct Slam(Arc<AtomicBool>);

impl Listener for Doors {
    type Io = Door;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Door, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        let _slower = stream.set_nodelay(true);
        let slam = Slam::default();
        (Door { stream, slam }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Doors>> for Slam {
    fn connect_info(stream: IncomingStream<'_, Doors>) -> Self {
        stream.io().slam.clone()
    }
}

impl Door {
    /// An error in place of whatever was to be written; closed after it, the connection is reset.
    fn shut(&self) -> io::Result<()> {
        if !self.slam.0.load(Ordering::Relaxed) {
            return Ok(());
        }
        let _orderly = self.stream.set_zero_linger();
        Err(io::ErrorKind::ConnectionReset.into())
    }
}

impl AsyncRead for Door {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Door {
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

/// A panic of an answerer is its own test's business.
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
    async fn what_comes_is_kept_and_waited_for() {
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
    async fn it_answers_as_it_is_told() {
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
    async fn it_can_hang_and_slam_the_door() {
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
    async fn it_tells_what_comes_and_whether_it_is_signed() {
        let told = Arc::new(Mutex::new(Vec::new()));
        let tell = told.clone();
        let progress: Progress = Arc::new(move |line| tell.lock().unwrap().push(line.to_owned()));
        let verify: Verify = Arc::new(|headers, body| {
            assert_eq!(headers["x-afinitwin-attempt"], "2");
            assert_eq!(body, br#"{"a": 1}"#);
            Ok(())
        });
        let receiver = Receiver::announcing(progress.clone(), Some(verify))
            .await
            .unwrap();
        post(&receiver, "/").await.unwrap();
        assert!(receiver.received().is_empty());
        let refusing: Verify = Arc::new(|_, _| Err("too old".into()));
        let receiver = Receiver::announcing(progress.clone(), Some(refusing))
            .await
            .unwrap();
        post(&receiver, "/").await.unwrap();
        let receiver = Receiver::announcing(progress, None).await.unwrap();
        post(&receiver, "/").await.unwrap();
        let other = format!("{}/favicon.ico", receiver.url);
        loopback_client().unwrap().get(other).send().await.unwrap();
        assert_eq!(
            *told.lock().unwrap(),
            [
                "received: twin.test dlv_1, attempt 2; its signatures verify",
                "received: twin.test dlv_1, attempt 2; its signatures don't verify: too old",
                "received: twin.test dlv_1, attempt 2",
                "received: GET /favicon.ico is no webhook",
            ]
        );
    }
}
