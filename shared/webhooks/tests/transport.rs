//! The transport over real sockets: a DNS server, receivers and a certificate authority of the
//! tests' own.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod dns;

use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use dns::{Dns, NX_DOMAIN, Reply, SERVER_FAILURE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use webhooks::address::Class;
use webhooks::resolver::Resolver;
use webhooks::transport::{
    Answer, CONNECT_DEADLINE, DEADLINE, End, Failure, Https, Instruction, KEPT, Limits, Post,
    Request, RetryAfter, Transport,
};
use webhooks::url::{AllowedHosts, UrlError, WebhookUrl};

const NAME: &str = "hooks.example.com";
const URL: &str = "https://hooks.example.com/twin?a=b";

/// How much later than its deadline a busy machine may notice.
const SLACK: Duration = Duration::from_millis(1500);

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A receiver, or what must never become one: it counts who connects.
#[derive(Clone)]
struct Receiver {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    requests: Arc<std::sync::Mutex<Vec<String>>>,
}

impl Receiver {
    async fn start<F, R>(tls: Option<TlsAcceptor>, answer: F) -> Self
    where
        F: Fn(Box<dyn Stream>) -> R + Send + Sync + 'static,
        R: Future<Output = ()> + Send,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self {
            address: listener.local_addr().unwrap(),
            connections: Arc::default(),
            requests: Arc::default(),
        };
        let (this, answer) = (receiver.clone(), Arc::new(answer));
        tokio::spawn(async move {
            loop {
                let (tcp, _) = listener.accept().await.unwrap();
                this.connections.fetch_add(1, Ordering::SeqCst);
                let (this, tls, answer) = (this.clone(), tls.clone(), answer.clone());
                tokio::spawn(async move {
                    let mut stream: Box<dyn Stream> = match tls {
                        None => Box::new(tcp),
                        Some(tls) => match tls.accept(tcp).await {
                            Ok(stream) => Box::new(stream),
                            Err(_) => return,
                        },
                    };
                    if let Some(request) = read_request(&mut stream).await {
                        this.requests.lock().unwrap().push(request);
                        answer(stream).await;
                    }
                });
            }
        });
        receiver
    }

    /// Plain HTTP that answers every request with these bytes.
    async fn says(bytes: impl Into<Vec<u8>> + 'static) -> Self {
        Self::start(None, says(bytes)).await
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    fn url(&self) -> String {
        format!("http://{}/", self.address)
    }
}

type Answering = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

fn says(
    bytes: impl Into<Vec<u8>> + 'static,
) -> impl Fn(Box<dyn Stream>) -> Answering + Send + Sync {
    let bytes: Arc<[u8]> = bytes.into().into();
    move |mut stream| {
        let bytes = bytes.clone();
        Box::pin(async move {
            stream.write_all(&bytes).await.ok();
            stream.shutdown().await.ok();
        })
    }
}

async fn read_request(stream: &mut Box<dyn Stream>) -> Option<String> {
    let mut all = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).await.ok().filter(|n| *n > 0)?;
        all.extend(&buffer[..read]);
        let text = String::from_utf8_lossy(&all).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length: usize = head
                .lines()
                .find_map(|line| {
                    line.to_lowercase()
                        .strip_prefix("content-length: ")?
                        .parse()
                        .ok()
                })
                .unwrap_or(0);
            if body.len() >= length {
                return Some(text);
            }
        }
    }
}

/// A certificate authority.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    /// What a server for this name needs.
    fn acceptor(&self, name: &str) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![name.to_owned()])
            .unwrap()
            .signed_by(&key, &self.0)
            .unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        Arc::new(config).into()
    }
}

fn local() -> AllowedHosts {
    "http://127.0.0.1".parse().unwrap()
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

/// A transport with the exception of the local stack, and no DNS.
fn plain() -> Https {
    Https::new(Resolver::at("127.0.0.1:1".parse().unwrap()), local()).unwrap()
}

/// A transport without allowed hosts.
fn strict(dns: &Dns) -> Https {
    Https::new(Resolver::at(dns.address), AllowedHosts::default()).unwrap()
}

fn post_to(url: &str) -> Post {
    let mut headers = HeaderMap::new();
    headers.insert("webhook-id", HeaderValue::from_static("msg_1"));
    Post {
        url: WebhookUrl::parse(url, &local()).unwrap(),
        headers,
        body: Bytes::from_static(b"{\"event\":\"twin.test\"}"),
        deadline: DEADLINE,
    }
}

/// Posts to a plain receiver that says this.
async fn answered(bytes: impl Into<Vec<u8>> + 'static) -> Result<Answer, Failure> {
    let receiver = Receiver::says(bytes).await;
    plain().post(post_to(&receiver.url())).await
}

fn gzip(data: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

fn with_body(headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

// What is sent, and what comes back.

#[tokio::test]
async fn a_post_is_what_was_given_and_nothing_more() {
    let receiver = Receiver::says("HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok").await;
    let mut post = post_to(&format!("{}hook/a?b=c%20d", receiver.url()));
    for (name, value) in [
        ("host", "internal"),
        ("content-length", "3"),
        ("transfer-encoding", "chunked"),
        ("connection", "keep-alive"),
        ("accept-encoding", "br"),
    ] {
        post.headers.insert(name, HeaderValue::from_static(value));
    }
    let answer = plain().post(post).await.unwrap();
    assert_eq!(
        answer,
        Answer {
            status: StatusCode::ACCEPTED,
            retry_after: None,
            instruction: None,
            body: "ok".into(),
            truncated: false,
        }
    );
    let request = receiver.requests.lock().unwrap().remove(0);
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, "{\"event\":\"twin.test\"}");
    let mut lines: Vec<String> = head.lines().map(str::to_lowercase).collect();
    assert_eq!(lines.remove(0), "post /hook/a?b=c%20d http/1.1");
    lines.sort();
    assert_eq!(
        lines,
        [
            "accept-encoding: gzip".to_owned(),
            "connection: close".to_owned(),
            "content-length: 21".to_owned(),
            format!("host: {}", receiver.address),
            "webhook-id: msg_1".to_owned(),
        ]
    );
}

#[tokio::test]
async fn a_path_that_looks_like_a_host_is_a_path() {
    let receiver = Receiver::says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    for path in [
        "//evil.example/a",
        "/http://evil.example/",
        "/a|b",
        "/?",
        "/%0d%0aa:%20b",
    ] {
        let url = format!("http://{}{path}", receiver.address);
        plain().post(post_to(&url)).await.unwrap();
        let request = receiver.requests.lock().unwrap().pop().unwrap();
        assert!(
            request.starts_with(&format!("POST {path} HTTP/1.1\r\n")),
            "{request}"
        );
    }
}

#[tokio::test]
async fn each_post_has_a_connection_of_its_own_and_no_cookies() {
    let receiver = Receiver::says(
        "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
    )
    .await;
    let https = plain();
    for _ in 0..3 {
        https.post(post_to(&receiver.url())).await.unwrap();
    }
    assert_eq!(receiver.connections(), 3);
    assert!(
        !receiver
            .requests
            .lock()
            .unwrap()
            .concat()
            .to_lowercase()
            .contains("cookie")
    );
}

#[tokio::test]
async fn a_status_that_means_failure_is_an_answer() {
    for status in [204, 301, 400, 404, 410, 429, 500, 503, 599] {
        let answer = answered(format!("HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n")).await;
        assert_eq!(answer.unwrap().status, status);
    }
}

#[tokio::test]
async fn the_receivers_wishes_are_read() {
    let wishes = async |headers: &str| {
        let answer = answered(format!(
            "HTTP/1.1 503 X\r\n{headers}Content-Length: 0\r\n\r\n"
        ));
        let answer = answer.await.unwrap();
        (answer.retry_after, answer.instruction)
    };
    assert_eq!(
        wishes("Retry-After: 120\r\nWebhook-Delivery: abort-message\r\n").await,
        (
            Some(RetryAfter::Seconds(120)),
            Some(Instruction::AbortMessage)
        )
    );
    assert_eq!(
        wishes("Retry-After: Sun, 06 Nov 2033 08:49:37 GMT\r\nwebhook-delivery:  Disable \r\n")
            .await,
        (
            Some(RetryAfter::At("2033-11-06T08:49:37Z".parse().unwrap())),
            Some(Instruction::Disable)
        )
    );
    assert_eq!(
        wishes("Retry-After: 99999999999999999999999\r\n").await.0,
        Some(RetryAfter::Seconds(u64::MAX))
    );
    for nonsense in ["", "-1", "1.5", "soon", "\u{fc}", "\u{7f}", "99 99", "0x10"] {
        let headers = format!("Retry-After: {nonsense}\r\nwebhook-delivery: {nonsense}\r\n");
        if let Ok(answer) = answered(format!("HTTP/1.1 200 OK\r\n{headers}\r\n")).await {
            assert_eq!(
                (answer.retry_after, answer.instruction),
                (None, None),
                "{nonsense}"
            );
        }
    }
}

// How much is read.

#[tokio::test]
async fn the_beginning_of_the_body_is_kept() {
    let answer = answered(with_body("", &b"x".repeat(KEPT))).await.unwrap();
    assert_eq!((answer.body.len(), answer.truncated), (KEPT, false));
    let answer = answered(with_body("", &b"x".repeat(KEPT + 1)))
        .await
        .unwrap();
    assert_eq!((answer.body.len(), answer.truncated), (KEPT, true));
    // Cut between characters.
    let answer = answered(with_body("", "ü€".repeat(2000).as_bytes()))
        .await
        .unwrap();
    assert!(answer.truncated && (KEPT - 3..=KEPT).contains(&answer.body.len()));
    assert!("ü€".repeat(2000).starts_with(&answer.body));
}

#[tokio::test]
async fn a_body_that_is_no_text_is_read_as_far_as_it_goes() {
    let answer = answered(with_body("", b"a\xff\xfeb\xc3")).await.unwrap();
    assert_eq!(answer.body, "a\u{fffd}\u{fffd}b\u{fffd}");
    let answer = answered(with_body("", &b"\xff".repeat(KEPT)))
        .await
        .unwrap();
    assert!(answer.body.len() <= KEPT && answer.body.chars().all(|c| c == '\u{fffd}'));
}

#[tokio::test]
async fn gzip_is_unpacked_and_nothing_else() {
    let packed = gzip("grüße".as_bytes());
    let answer = answered(with_body("Content-Encoding: gzip\r\n", &packed))
        .await
        .unwrap();
    assert_eq!((answer.body.as_str(), answer.truncated), ("grüße", false));
    // In many pieces, and as two members.
    let both = [gzip(b"one "), gzip(b"two")].concat();
    let mut chunked =
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for byte in both {
        chunked.extend([b'1', b'\r', b'\n', byte, b'\r', b'\n']);
    }
    chunked.extend(b"0\r\n\r\n");
    assert_eq!(answered(chunked).await.unwrap().body, "one two");
    // What breaks off, or is none, costs the text and not the status.
    for broken in [&packed[..packed.len() - 9], b"no gzip at all", b""] {
        let answer = answered(with_body("Content-Encoding: gzip\r\n", broken))
            .await
            .unwrap();
        assert_eq!(answer.status, StatusCode::OK);
    }
    let answer = answered(with_body("Content-Encoding: br\r\n", b"abc"))
        .await
        .unwrap();
    assert_eq!(answer.body, "abc");
}

#[tokio::test]
async fn a_decompression_bomb_ends_at_the_cap() {
    // 256 MiB in as many KiB.
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let megabyte = vec![b'0'; 1 << 20];
    for _ in 0..256 {
        encoder.write_all(&megabyte).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let receiver = Receiver::says(with_body("Content-Encoding: gzip\r\n", &bomb)).await;
    let started = Instant::now();
    let answer = plain().post(post_to(&receiver.url())).await.unwrap();
    assert_eq!((answer.body.len(), answer.truncated), (KEPT, true));
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn a_gzip_that_unpacks_to_nothing_ends_at_the_cap() {
    let mut endless = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
    for _ in 0..100_000 {
        endless.extend(gzip(b""));
    }
    let answer = answered(endless).await.unwrap();
    assert_eq!((answer.body.as_str(), answer.truncated), ("", true));
}

#[tokio::test]
async fn of_a_hundred_megabytes_little_is_read() {
    let written = Arc::new(AtomicUsize::new(0));
    let count = written.clone();
    let receiver = Receiver::start(None, move |mut stream| {
        let count = count.clone();
        async move {
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n";
            stream.write_all(head.as_bytes()).await.unwrap();
            let megabyte = vec![b'x'; 1 << 20];
            for _ in 0..100 {
                if stream.write_all(&megabyte).await.is_err() {
                    break;
                }
                count.fetch_add(1, Ordering::SeqCst);
            }
        }
    })
    .await;
    let started = Instant::now();
    let answer = plain().post(post_to(&receiver.url())).await.unwrap();
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!((answer.body.len(), answer.truncated), (KEPT, true));
    assert!(started.elapsed() < Duration::from_secs(2));
    sleep(Duration::from_millis(300)).await;
    assert!(
        written.load(Ordering::SeqCst) < 20,
        "megabytes: {written:?}"
    ); // sockets' buffers
}

#[tokio::test]
async fn a_body_that_breaks_off_costs_no_status() {
    for bytes in [
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nnonsense\r\n",
    ] {
        let answer = answered(bytes).await.unwrap();
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (StatusCode::OK, "abc"),
            "{bytes}"
        );
        assert!(answer.truncated);
    }
    // An end without a length is an end.
    let answer = answered("HTTP/1.0 200 OK\r\n\r\nabc").await.unwrap();
    assert_eq!((answer.body.as_str(), answer.truncated), ("abc", false));
}

/// A request with limits of its own.
const SMALL: Limits = Limits {
    deadline: Duration::from_millis(600),
    connect: Duration::from_millis(300),
    read: 1000,
    kept: 1000,
};

fn get(url: &str) -> Request {
    Request {
        method: Method::GET,
        limits: SMALL,
        body: Bytes::new(),
        ..post_to(url).into()
    }
}

#[tokio::test]
async fn a_request_has_its_own_method_and_limits() {
    for (length, end) in [
        (0, End::Whole),
        (1000, End::Whole),
        (1001, End::TooLong),
        (90_000, End::TooLong),
    ] {
        let body = b"x".repeat(length);
        for (headers, body) in [
            ("", body.clone()),
            ("Content-Encoding: gzip\r\n", gzip(&body)),
        ] {
            let receiver = Receiver::says(with_body(headers, &body)).await;
            let response = plain().send(get(&receiver.url())).await.unwrap();
            assert_eq!(response.end, end, "{length}");
            assert_eq!(response.body, b"x".repeat(length.min(1000)));
            let request = receiver.requests.lock().unwrap().remove(0);
            assert!(request.starts_with("GET / HTTP/1.1\r\n"), "{request}");
            assert!(!request.contains("content-length"), "{request}");
            let timing = response.timing;
            assert!(timing.connected <= timing.head && timing.head <= timing.first_byte);
            assert!(timing.first_byte <= timing.whole && timing.whole <= SMALL.deadline);
        }
    }
    // A length that is a lie, and a packed body that breaks off.
    let packed = gzip(b"abc");
    for lie in [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".to_vec(),
        with_body("Content-Encoding: gzip\r\n", &packed[..packed.len() - 9]),
    ] {
        let receiver = Receiver::says(lie).await;
        let response = plain().send(get(&receiver.url())).await.unwrap();
        assert_eq!(response.end, End::BrokenOff);
    }
}

#[tokio::test]
async fn the_first_byte_has_a_time_of_its_own() {
    let receiver = Receiver::start(None, |mut stream| async move {
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        sleep(Duration::from_millis(150)).await;
        stream.write_all(b"a").await.unwrap();
        sleep(Duration::from_millis(150)).await;
    })
    .await;
    let timing = plain().send(get(&receiver.url())).await.unwrap().timing;
    let pause = Duration::from_millis(140);
    assert!(timing.first_byte - timing.head >= pause, "{timing:?}");
    assert!(timing.whole - timing.first_byte >= pause, "{timing:?}");
}

#[tokio::test]
async fn it_is_known_whether_anything_left() {
    let (hole, _held, _listener) = black_hole().await;
    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    for (address, deadline, has_left) in [
        (hole, SMALL.deadline, false),
        // Before the connection's own deadline.
        (hole, SMALL.connect / 2, false),
        (closed, SMALL.deadline, false),
        (silent.local_addr().unwrap(), SMALL.deadline, true),
    ] {
        let mut request = get(&format!("http://{address}/"));
        request.limits.deadline = deadline;
        let began = Instant::now();
        let unanswered = plain().send(request).await.unwrap_err();
        assert_eq!(unanswered.has_left, has_left, "{unanswered:?}");
        assert!(began.elapsed() < deadline + SLACK);
    }
}

// How long is waited.

/// Posts to a receiver that sends this, and then one thing again and again.
async fn drips(
    at_once: &'static str,
    again: &'static str,
    every: Duration,
) -> (Result<Answer, Failure>, Duration) {
    let receiver = Receiver::start(None, move |mut stream| async move {
        stream.write_all(at_once.as_bytes()).await.ok();
        loop {
            sleep(every).await;
            if stream.write_all(again.as_bytes()).await.is_err() {
                break;
            }
        }
    })
    .await;
    let started = Instant::now();
    let result = plain().post(post_to(&receiver.url())).await;
    (result, started.elapsed())
}

#[tokio::test]
async fn what_drips_or_is_silent_ends_at_the_deadline() {
    let second = Duration::from_secs(1);
    let known = drips("HTTP/1.1 200 OK\r\nContent-Length: 60\r\n\r\n", "x", second);
    let open = drips("HTTP/1.1 200 OK\r\n\r\n", "x", second);
    let headers = drips("HTTP/1.1 200 OK\r\nA: ", "x", second);
    let interim = drips("", "HTTP/1.1 100 Continue\r\n\r\n", second / 20);
    let silent = drips("", "", second);
    let (known, open, headers, interim, silent) =
        tokio::join!(known, open, headers, interim, silent);
    for (what, (result, took)) in [
        ("a body of a known length", known),
        ("a body without end", open),
        ("headers", headers),
        ("interim answers", interim),
        ("silence", silent),
    ] {
        assert_eq!(result, Err(Failure::Timeout), "{what}");
        assert!(
            (DEADLINE..DEADLINE + SLACK).contains(&took),
            "{what}: {took:?}"
        );
    }
}

/// An address that answers nothing: its queue of connections is full.
async fn black_hole() -> (SocketAddr, Vec<TcpStream>, tokio::net::TcpListener) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut held = Vec::new();
    while let Ok(Ok(stream)) =
        tokio::time::timeout(Duration::from_millis(300), TcpStream::connect(address)).await
    {
        held.push(stream);
        assert!(held.len() < 64, "the queue has no end");
    }
    (address, held, listener)
}

#[tokio::test]
async fn a_connection_has_three_seconds() {
    let (address, _held, _listener) = black_hole().await;
    let started = Instant::now();
    let result = plain().post(post_to(&format!("http://{address}/"))).await;
    assert!(matches!(result, Err(Failure::Connect(_))), "{result:?}");
    let took = started.elapsed();
    assert!(
        (CONNECT_DEADLINE..CONNECT_DEADLINE + SLACK).contains(&took),
        "{took:?}"
    );
}

#[tokio::test]
async fn a_handshake_has_the_same_three_seconds() {
    let dns = Dns::of(&[(NAME, Reply::addresses(&["8.8.8.8"]))]);
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let https = strict(&dns).dialling(ip("8.8.8.8"), silent.local_addr().unwrap());
    let started = Instant::now();
    let result = https.post(post_to(URL)).await;
    assert!(matches!(result, Err(Failure::Connect(_))), "{result:?}");
    let took = started.elapsed();
    assert!(
        (CONNECT_DEADLINE..CONNECT_DEADLINE + SLACK).contains(&took),
        "{took:?}"
    );
}

#[tokio::test]
async fn an_address_that_does_not_answer_holds_up_no_other() {
    let authority = Authority::new();
    let (hole, _held, _listener) = black_hole().await;
    let receiver = Receiver::start(
        Some(authority.acceptor(NAME)),
        says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
    )
    .await;
    let dns = Dns::of(&[(NAME, Reply::addresses(&["8.8.8.8", "2606:4700::1"]))]);
    let https = strict(&dns)
        .trusting(&authority.pem())
        .unwrap()
        .dialling(ip("8.8.8.8"), hole)
        .dialling(ip("2606:4700::1"), receiver.address);
    let started = Instant::now();
    https.post(post_to(URL)).await.unwrap();
    assert!(started.elapsed() < Duration::from_secs(2));
}

// What breaks.

#[tokio::test]
async fn a_closed_port_is_no_connection() {
    let closed = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let result = plain().post(post_to(&format!("http://{closed}/"))).await;
    assert!(matches!(result, Err(Failure::Connect(_))), "{result:?}");
}

#[tokio::test]
async fn a_connection_that_is_closed_or_reset_before_the_answer() {
    for head in ["", "HTTP/1.1 200 OK\r\nContent-Le"] {
        assert_eq!(answered(head).await, Err(Failure::Reset), "{head}");
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        // What was not read turns the close into a reset.
        stream.readable().await.unwrap();
        drop(stream);
    });
    assert_eq!(plain().post(post_to(&url)).await, Err(Failure::Reset));
}

#[tokio::test]
async fn what_is_no_http_is_not_understood() {
    for nonsense in [
        "SSH-2.0-OpenSSH_9.6\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 999999 X\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "\u{15}\u{3}\u{1}\0\u{2}\u{2}\u{46}",
    ] {
        let result = answered(nonsense).await;
        assert!(
            matches!(result, Err(Failure::Protocol(_))),
            "{nonsense:?}: {result:?}"
        );
    }
}

#[tokio::test]
async fn more_headers_than_are_taken_are_not_understood() {
    let long = format!("HTTP/1.1 200 OK\r\nA: {}\r\n\r\n", "x".repeat(1 << 20));
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "A: b\r\n".repeat(101));
    for head in [long, many] {
        let result = answered(head).await;
        assert!(matches!(result, Err(Failure::Protocol(_))), "{result:?}");
    }
    let fine = format!("HTTP/1.1 200 OK\r\nA: {}\r\n\r\n", "x".repeat(30_000));
    assert!(answered(fine).await.is_ok());
}

#[tokio::test]
async fn names_that_do_not_resolve_are_the_receivers_and_silence_is_ours() {
    for reply in [NX_DOMAIN, SERVER_FAILURE, Reply::Addresses(vec![])] {
        let failure = strict(&Dns::of(&[(NAME, reply)]))
            .post(post_to(URL))
            .await
            .unwrap_err();
        assert_eq!((failure.word(), failure.is_ours()), ("dns", false));
    }
    let started = Instant::now();
    let failure = strict(&Dns::of(&[(NAME, Reply::Silence)]))
        .post(post_to(URL))
        .await
        .unwrap_err();
    assert_eq!((failure.word(), failure.is_ours()), ("our-resolver", true));
    assert!(started.elapsed() < Duration::from_secs(3) + SLACK);
}

// TLS.

#[tokio::test]
async fn https_by_a_trusted_root() {
    let authority = Authority::new();
    let ok = says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    let receiver = Receiver::start(Some(authority.acceptor(NAME)), ok).await;
    let dns = Dns::of(&[(NAME, Reply::addresses(&["8.8.8.8"]))]);
    let https = strict(&dns)
        .trusting(&authority.pem())
        .unwrap()
        .dialling(ip("8.8.8.8"), receiver.address);
    for port in ["", ":8443"] {
        let url = format!("https://{NAME}{port}/twin?a=b");
        let answer = https.post(post_to(&url)).await.unwrap();
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (StatusCode::OK, "ok")
        );
        let request = receiver.requests.lock().unwrap().pop().unwrap();
        assert!(
            request.starts_with("POST /twin?a=b HTTP/1.1\r\n"),
            "{request}"
        );
        assert!(
            request.contains(&format!("host: {NAME}{port}\r\n")),
            "{request}"
        );
    }
}

#[tokio::test]
async fn a_server_that_closes_without_a_word_has_answered_all_the_same() {
    let authority = Authority::new();
    let receiver = Receiver::start(Some(authority.acceptor(NAME)), |mut stream| async move {
        stream
            .write_all(b"HTTP/1.0 200 OK\r\n\r\nabc")
            .await
            .unwrap();
        stream.flush().await.unwrap(); // and no close_notify
    })
    .await;
    let dns = Dns::of(&[(NAME, Reply::addresses(&["8.8.8.8"]))]);
    let https = strict(&dns)
        .trusting(&authority.pem())
        .unwrap()
        .dialling(ip("8.8.8.8"), receiver.address);
    let answer = https.post(post_to(URL)).await.unwrap();
    assert_eq!((answer.body.as_str(), answer.truncated), ("abc", true));
}

#[tokio::test]
async fn a_certificate_of_nobody_of_another_name_or_none_at_all() {
    let authority = Authority::new();
    let dns = Dns::of(&[(NAME, Reply::addresses(&["8.8.8.8"]))]);
    let ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    let trusted = |receiver: &Receiver| {
        strict(&dns)
            .trusting(&authority.pem())
            .unwrap()
            .dialling(ip("8.8.8.8"), receiver.address)
    };
    // Of nobody, by the roots of the world and by the tests' own.
    let right = Receiver::start(Some(authority.acceptor(NAME)), says(ok)).await;
    let world = strict(&dns).dialling(ip("8.8.8.8"), right.address);
    let wrong = Receiver::start(Some(Authority::new().acceptor(NAME)), says(ok)).await;
    let other = Receiver::start(Some(authority.acceptor("other.example.com")), says(ok)).await;
    let none = Receiver::start(None, says("HTTP/1.1 400 Bad Request\r\n\r\n")).await;
    for https in [world, trusted(&wrong), trusted(&other)] {
        let failure = https.post(post_to(URL)).await.unwrap_err();
        assert!(matches!(failure, Failure::Tls(_)), "{failure:?}");
        assert!(!failure.is_ours());
    }
    let plaintext = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = plaintext.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = plaintext.accept().await.unwrap();
        stream
            .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .unwrap();
        sleep(Duration::from_secs(1)).await;
    });
    let https = trusted(&none).dialling(ip("8.8.8.8"), address);
    let failure = https.post(post_to(URL)).await.unwrap_err();
    assert!(matches!(failure, Failure::Tls(_)), "{failure:?}");
    for receiver in [&right, &wrong, &other] {
        assert_eq!(receiver.requests.lock().unwrap().len(), 0);
        assert_eq!(receiver.connections(), 1);
    }
}

// Where it must not connect.

/// A receiver that must not be reached, behind an address.
async fn trap() -> Receiver {
    Receiver::says("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret").await
}

#[tokio::test]
async fn no_refused_address_is_dialled() {
    let trap = trap().await;
    for (address, class) in [
        ("0.0.0.0", Class::Unspecified),
        ("10.1.2.3", Class::Private),
        ("100.64.0.1", Class::CarrierGradeNat),
        ("127.0.0.1", Class::Loopback),
        ("169.254.79.129", Class::LinkLocal),
        ("169.254.169.254", Class::Metadata),
        ("169.254.170.2", Class::Metadata),
        ("192.0.0.1", Class::Reserved),
        ("192.0.2.1", Class::Documentation),
        ("192.88.99.1", Class::Reserved),
        ("198.18.0.1", Class::Benchmarking),
        ("224.0.0.1", Class::Multicast),
        ("255.255.255.255", Class::Broadcast),
        ("::1", Class::Loopback),
        ("::ffff:127.0.0.1", Class::EmbeddedIpv4),
        ("::127.0.0.1", Class::EmbeddedIpv4),
        ("64:ff9b::127.0.0.1", Class::EmbeddedIpv4),
        ("64:ff9b:1::127.0.0.1", Class::EmbeddedIpv4),
        ("2002:7f00:1::1", Class::EmbeddedIpv4),
        ("2001:0:7f00:1::1", Class::EmbeddedIpv4),
        ("2001:db8::1", Class::Documentation),
        ("5f00::1", Class::Reserved),
        ("fd00:ec2::254", Class::Metadata),
        ("fc00::1", Class::Private),
        ("fe80::1", Class::LinkLocal),
        ("fec0::1", Class::Private),
        ("ff02::1", Class::Multicast),
    ] {
        // Alone, and hidden among public ones.
        for list in [&[address][..], &["8.8.8.8", address, "2606:4700::1"]] {
            let dns = Dns::of(&[(NAME, Reply::addresses(list))]);
            let https = list
                .iter()
                .fold(strict(&dns), |https, a| https.dialling(ip(a), trap.address));
            let result = https.post(post_to(URL)).await;
            assert_eq!(result, Err(Failure::AddressRefused(class)), "{list:?}");
        }
    }
    assert_eq!(trap.connections(), 0);
}

#[tokio::test]
async fn an_alias_to_a_private_name_is_not_dialled() {
    let trap = trap().await;
    let dns = Dns::of(&[
        (NAME, Reply::Alias("a.example.net".into())),
        ("a.example.net", Reply::Alias("db.internal".into())),
        ("db.internal", Reply::addresses(&["10.0.0.5"])),
    ]);
    let https = strict(&dns).dialling(ip("10.0.0.5"), trap.address);
    let result = https.post(post_to(URL)).await;
    assert_eq!(result, Err(Failure::AddressRefused(Class::Private)));
    assert_eq!(trap.connections(), 0);
}

#[tokio::test]
async fn a_name_that_changes_between_check_and_dial_gains_nothing() {
    let trap = trap().await;
    let authority = Authority::new();
    let ok = says("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let receiver = Receiver::start(Some(authority.acceptor(NAME)), ok).await;
    // Public when it is registered, and private from then on.
    let dns = Dns::start(|_, before| match before {
        0 => Reply::addresses(&["8.8.8.8"]),
        _ => Reply::addresses(&["127.0.0.1", "::1"]),
    });
    let https = strict(&dns)
        .trusting(&authority.pem())
        .unwrap()
        .dialling(ip("8.8.8.8"), receiver.address)
        .dialling(ip("127.0.0.1"), trap.address)
        .dialling(ip("::1"), trap.address);
    Resolver::at(dns.address).public(NAME).await.unwrap();
    let result = https.post(post_to(URL)).await;
    assert_eq!(result, Err(Failure::AddressRefused(Class::Loopback)));
    assert_eq!((trap.connections(), receiver.connections()), (0, 0));

    // Back and forth with every question: each post asks once, and dials the answer to that.
    let dns = Dns::start(|_, before| match before % 2 {
        0 => Reply::addresses(&["8.8.8.8"]),
        _ => Reply::addresses(&["127.0.0.1", "::1"]),
    });
    let https = Https::new(Resolver::at(dns.address), AllowedHosts::default())
        .unwrap()
        .trusting(&authority.pem())
        .unwrap()
        .dialling(ip("8.8.8.8"), receiver.address)
        .dialling(ip("127.0.0.1"), trap.address)
        .dialling(ip("::1"), trap.address);
    for n in 0..20 {
        let result = https.post(post_to(URL)).await;
        assert_eq!(result.is_ok(), n % 2 == 0, "{n}: {result:?}");
        assert_eq!(
            (dns.asked(NAME, false), dns.asked(NAME, true)),
            (n + 1, n + 1)
        );
    }
    assert_eq!((trap.connections(), receiver.connections()), (0, 10));
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let trap = trap().await;
    for status in [301, 302, 303, 307, 308] {
        for location in [
            trap.url(),
            "http://169.254.169.254/latest/meta-data/".to_owned(),
            "//127.0.0.1/".to_owned(),
            "/elsewhere".to_owned(),
        ] {
            let receiver = Receiver::says(format!(
                "HTTP/1.1 {status} X\r\nLocation: {location}\r\nRefresh: 0; {location}\r\nContent-Length: 0\r\n\r\n"
            ))
            .await;
            let answer = plain().post(post_to(&receiver.url())).await.unwrap();
            assert_eq!(answer.status, status);
            assert_eq!(receiver.connections(), 1);
        }
    }
    assert_eq!(trap.connections(), 0);
}

#[tokio::test]
async fn an_exception_that_was_withdrawn_refuses_what_was_stored_under_it() {
    let trap = trap().await;
    let stored = post_to(&trap.url());
    let dns = Dns::of(&[]);
    let result = strict(&dns).post(stored).await;
    assert_eq!(result, Err(Failure::Url(UrlError::Scheme)));
    assert_eq!(trap.connections(), 0);
}

#[tokio::test]
async fn an_exception_opens_its_scheme_and_host_and_nothing_else() {
    let trap = trap().await;
    let dns = Dns::of(&[
        (NAME, Reply::addresses(&["127.0.0.1"])),
        ("receiver", Reply::addresses(&["127.0.0.1"])),
    ]);
    let allowed: AllowedHosts = format!("http://receiver, http://{NAME}").parse().unwrap();
    let https = Https::new(Resolver::at(dns.address), allowed.clone())
        .unwrap()
        .dialling(ip("127.0.0.1"), trap.address);
    let post = |url: &str| Post {
        url: WebhookUrl::parse(url, &allowed).unwrap(),
        ..post_to(URL)
    };
    // The same name with TLS is not exempt, and so its address is refused.
    let result = https.post(post(URL)).await;
    assert_eq!(result, Err(Failure::AddressRefused(Class::Loopback)));
    assert_eq!(trap.connections(), 0);
    for url in [format!("http://{NAME}:1234/"), "http://receiver/".into()] {
        assert_eq!(https.post(post(&url)).await.unwrap().body, "secret");
    }
    assert_eq!(trap.connections(), 2);
}

/// Runs in a process of its own, with the environment of the test below.
#[tokio::test]
#[ignore = "started by proxies_in_the_environment_are_not_used"]
#[allow(clippy::disallowed_methods)]
async fn child_that_posts_under_proxies() {
    let receiver = std::env::var("RECEIVER").unwrap();
    assert!(std::env::var("HTTP_PROXY").is_ok());
    let answer = plain().post(post_to(&receiver)).await.unwrap();
    assert_eq!(answer.body, "direct");
    // By name, too: it is refused, where a proxy would have resolved it.
    let dns = Dns::of(&[(NAME, Reply::addresses(&["127.0.0.1"]))]);
    let result = strict(&dns).post(post_to(URL)).await;
    assert_eq!(result, Err(Failure::AddressRefused(Class::Loopback)));
}

#[tokio::test]
async fn proxies_in_the_environment_are_not_used() {
    let proxy = trap().await;
    let receiver = Receiver::says("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\ndirect").await;
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "child_that_posts_under_proxies", "--ignored"]);
    child.env("RECEIVER", receiver.url());
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        child
            .env(name, proxy.url())
            .env(name.to_lowercase(), proxy.url());
    }
    child.env_remove("NO_PROXY").env_remove("no_proxy");
    let output = tokio::task::spawn_blocking(move || child.output().unwrap())
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}"
    );
    assert_eq!((receiver.connections(), proxy.connections()), (1, 0));
}
