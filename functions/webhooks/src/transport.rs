//! One POST to a receiver, and what came of it.
//!
//! The rule that must not break: a connection is made to an address that was checked a moment
//! before, and to nothing else. So a post resolves the name once, checks every answer, and dials
//! those very addresses. There is no client around it that could do more: nothing follows a
//! redirect, reads a proxy from the environment, keeps a cookie or a connection, or tries again.
//! (A kept connection would not survive the freezing of a Lambda sandbox anyway.)
//!
//! What a receiver sends back is taken in small measure and within the deadline: whoever receives
//! must not be able to hold a sender, or to fill it.

#[cfg(any(test, feature = "testing"))]
use std::collections::HashMap;
use std::error::Error as StdError;
use std::io::{self, Write};
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use flate2::write::MultiGzDecoder;
use futures::future::{Either, select};
use futures::stream::{FuturesUnordered, StreamExt};
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use shared::clock::Timestamp;
use shared::error::Cause;
use shared::net::address::Class;
use shared::net::receiver::{Exceptions, ReceiverUrl, UrlError};
use shared::net::resolver::{ResolveError, Resolver};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};
use url::Host;

/// How long a post may take in all, up to the last byte of the answer that is read.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// How long a connection may take, once the name is resolved: TCP and TLS.
pub const CONNECT_DEADLINE: Duration = Duration::from_secs(3);

/// How much of an answer is read, in bytes, packed or not.
pub const READ_LIMIT: usize = 64 * 1024;

/// How much of an answer is kept, in bytes.
pub const KEPT: usize = 4 * 1024;

/// How much an answer's status line and headers may take, in bytes, and how many headers there
/// may be.
const HEAD_LIMIT: usize = 64 * 1024;
const HEADERS_LIMIT: usize = 100;

/// How many of a name's addresses are tried, and how long one has before the next is tried beside
/// it. A name with thousands of addresses makes no scanner of us.
const ADDRESSES: usize = 4;
const HEAD_START: Duration = Duration::from_millis(250);

/// What is to be sent, and where.
#[derive(Clone, Debug)]
pub struct Post {
    /// Where.
    pub url: ReceiverUrl,
    /// The headers, but for those that belong to the connection.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// What a receiver answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status; a redirect's, too, since none is followed.
    pub status: StatusCode,
    /// When it wants to be asked again.
    pub retry_after: Option<RetryAfter>,
    /// What it tells the sender to do.
    pub instruction: Option<Instruction>,
    /// The beginning of the body as text, at most [`KEPT`] bytes.
    pub body: String,
    /// Whether the body had more than that, or broke off.
    pub truncated: bool,
}

/// The header `Retry-After`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// After so many seconds.
    Seconds(u64),
    /// At that moment.
    At(Timestamp),
}

/// The header `webhook-delivery`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instruction {
    /// `abort-message`: don't try this delivery again.
    AbortMessage,
    /// `disable`: send nothing more to this endpoint.
    Disable,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The URL was allowed when it was stored, and is not any longer.
    #[error("the URL {0}")]
    Url(UrlError),
    /// The name does not resolve.
    #[error("the name does not resolve to an address")]
    Dns,
    /// The name has an address that is not public.
    #[error("the name has an address that is not public ({0})")]
    AddressRefused(Class),
    /// Nobody takes the connection, or not within [`CONNECT_DEADLINE`].
    #[error("no connection could be made: {0}")]
    Connect(String),
    /// The certificate is not good, or there is no TLS to be had.
    #[error("no secure connection could be made: {0}")]
    Tls(String),
    /// No complete answer within [`DEADLINE`].
    #[error("there was no complete answer within {} seconds", DEADLINE.as_secs())]
    Timeout,
    /// Closed before there was an answer.
    #[error("the connection was closed before there was an answer")]
    Reset,
    /// What came is no HTTP/1.1, or has more headers than are taken.
    #[error("the answer could not be understood: {0}")]
    Protocol(String),
    /// No DNS server of ours answered.
    #[error("our DNS servers did not answer: {0}")]
    OursResolver(String),
    /// A fault of ours.
    #[error("a fault on our side: {0}")]
    Ours(String),
}

impl Failure {
    /// Its kind, in a word: for logs and metrics.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Url(_) => "url-refused",
            Self::Dns => "dns",
            Self::AddressRefused(_) => "address-refused",
            Self::Connect(_) => "connect",
            Self::Tls(_) => "tls",
            Self::Timeout => "timeout",
            Self::Reset => "reset",
            Self::Protocol(_) => "protocol",
            Self::OursResolver(_) => "our-resolver",
            Self::Ours(_) => "ours",
        }
    }

    /// Whether it says nothing about the receiver, so that it must not count as an attempt.
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::OursResolver(_) | Self::Ours(_))
    }
}

impl From<ResolveError> for Failure {
    fn from(error: ResolveError) -> Self {
        match error {
            ResolveError::NotPublic { class } => Self::AddressRefused(class),
            ResolveError::NotFound => Self::Dns,
            ResolveError::NoAnswer(cause) => Self::OursResolver(cause.to_string()),
        }
    }
}

/// What takes posts to receivers.
pub trait Transport: Send + Sync {
    /// Sends one post, once.
    ///
    /// # Errors
    /// There was no answer; a status that means failure is an answer.
    fn post(&self, post: Post) -> impl Future<Output = Result<Answer, Failure>> + Send;
}

/// The transport over the network.
pub struct Https {
    resolver: Resolver,
    exceptions: Exceptions,
    tls: TlsConnector,
    #[cfg(any(test, feature = "testing"))]
    instead: HashMap<IpAddr, SocketAddr>,
}

impl Https {
    /// Builds it. It trusts Mozilla's root certificates as they were when it was compiled: a
    /// Lambda sandbox need not have any, and none are read at a cold start.
    ///
    /// # Errors
    /// TLS can't be set up.
    pub fn new(resolver: Resolver, exceptions: Exceptions) -> Result<Self, Cause> {
        let roots = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        Ok(Self {
            resolver,
            exceptions,
            tls: trusting(roots)?,
            #[cfg(any(test, feature = "testing"))]
            instead: HashMap::new(),
        })
    }

    /// Trusts these root certificates alone.
    ///
    /// # Errors
    /// They are none.
    #[cfg(any(test, feature = "testing"))]
    pub fn trusting(mut self, pem: &str) -> Result<Self, Cause> {
        use rustls::pki_types::CertificateDer;
        use rustls::pki_types::pem::PemObject;

        let mut roots = RootCertStore::empty();
        for root in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            roots.add(root?)?;
        }
        self.tls = trusting(roots)?;
        Ok(self)
    }

    /// Dials another address where that one was resolved, checked and let pass.
    #[cfg(any(test, feature = "testing"))]
    pub fn dialling(mut self, instead_of: IpAddr, address: SocketAddr) -> Self {
        self.instead.insert(instead_of, address);
        self
    }

    fn socket(&self, address: IpAddr, port: u16) -> SocketAddr {
        #[cfg(any(test, feature = "testing"))]
        if let Some(instead) = self.instead.get(&address) {
            return *instead;
        }
        SocketAddr::new(address, port)
    }

    async fn attempt(&self, post: Post) -> Result<Answer, Failure> {
        // A stored URL may be older than the present exceptions.
        let url = ReceiverUrl::parse(post.url.as_str(), &self.exceptions).map_err(Failure::Url)?;
        let addresses = self.addresses(&url).await?;
        let sockets: Vec<SocketAddr> = addresses
            .into_iter()
            .take(ADDRESSES)
            .map(|address| self.socket(address, url.port()))
            .collect();
        let stream = timeout(CONNECT_DEADLINE, self.connect(&url, &sockets))
            .await
            .map_err(|_| {
                let seconds = CONNECT_DEADLINE.as_secs();
                Failure::Connect(format!("none within {seconds} seconds"))
            })??;
        let request = request(&url, post)?;
        exchange(stream, request).await
    }

    /// The addresses that may be dialled for a URL.
    async fn addresses(&self, url: &ReceiverUrl) -> Result<Vec<IpAddr>, Failure> {
        match (url.host(), url.is_excepted()) {
            (Some(Host::Domain(name)), false) => Ok(self.resolver.public(name).await?),
            (Some(Host::Domain(name)), true) => Ok(self.resolver.excepted(name).await?),
            (Some(Host::Ipv4(address)), true) => Ok(vec![address.into()]),
            (Some(Host::Ipv6(address)), true) => Ok(vec![address.into()]),
            _ => Err(Failure::Url(UrlError::Literal)),
        }
    }

    async fn connect(
        &self,
        url: &ReceiverUrl,
        sockets: &[SocketAddr],
    ) -> Result<Box<dyn Stream>, Failure> {
        let tcp = dial(sockets).await.map_err(|e| refused(&e))?;
        if !url.is_tls() {
            return Ok(Box::new(tcp));
        }
        let name = match url.host() {
            Some(Host::Domain(name)) => {
                ServerName::try_from(name.to_owned()).map_err(|e| Failure::Tls(e.to_string()))?
            }
            Some(Host::Ipv4(address)) => ServerName::from(IpAddr::from(address)),
            Some(Host::Ipv6(address)) => ServerName::from(IpAddr::from(address)),
            None => return Err(Failure::Url(UrlError::NotAUrl)),
        };
        let tls = self.tls.connect(name, tcp).await;
        Ok(Box::new(tls.map_err(|e| broken(&e))?))
    }
}

impl Transport for Https {
    async fn post(&self, post: Post) -> Result<Answer, Failure> {
        timeout(DEADLINE, self.attempt(post))
            .await
            .unwrap_or(Err(Failure::Timeout))
    }
}

/// TLS 1.2 and 1.3 by the library that the rest of the process uses.
fn trusting(roots: RootCertStore) -> Result<TlsConnector, Cause> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config).into())
}

/// A connection, with TLS or without.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// Connects to whichever takes it first. Each has a head start before the next.
async fn dial(sockets: &[SocketAddr]) -> io::Result<TcpStream> {
    let mut attempts: FuturesUnordered<_> = (0..)
        .zip(sockets)
        .map(|(n, socket)| async move {
            sleep(HEAD_START * n).await;
            TcpStream::connect(socket).await
        })
        .collect();
    let mut failed = None;
    while let Some(attempt) = attempts.next().await {
        match attempt {
            Ok(stream) => return Ok(stream),
            Err(e) => failed = failed.or(Some(e)),
        }
    }
    Err(failed.unwrap_or_else(|| io::Error::from(io::ErrorKind::AddrNotAvailable)))
}

fn request(url: &ReceiverUrl, post: Post) -> Result<Request<Full<Bytes>>, Failure> {
    let ours = |e: http::Error| Failure::Ours(e.to_string());
    let mut request = Request::builder()
        .method(Method::POST)
        .uri(url.target())
        .body(Full::new(post.body))
        .map_err(ours)?;
    let host = HeaderValue::try_from(url.authority()).map_err(|e| ours(e.into()))?;
    let headers = request.headers_mut();
    *headers = post.headers;
    for name in [header::CONTENT_LENGTH, header::TRANSFER_ENCODING] {
        headers.remove(name); // the connection says it itself
    }
    headers.insert(header::HOST, host);
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    Ok(request)
}

/// Sends the request and reads the answer. The connection lives and ends with this future.
async fn exchange(
    stream: Box<dyn Stream>,
    request: Request<Full<Bytes>>,
) -> Result<Answer, Failure> {
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEAD_LIMIT)
        .max_headers(HEADERS_LIMIT)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|e| broken(&e))?;
    let answer = pin!(async move {
        let response = sender.send_request(request).await.map_err(|e| broken(&e))?;
        Ok(read(response).await)
    });
    match select(answer, pin!(connection)).await {
        Either::Left((answer, _)) => answer,
        // Closed, with what came before still to be read.
        Either::Right((_, answer)) => answer.await,
    }
}

/// Reads an answer. Once there is a status it counts, even where the body breaks off: the body is
/// for people, and many a small server closes without saying that it has ended.
async fn read(response: Response<Incoming>) -> Answer {
    let (head, mut body) = response.into_parts();
    let mut text = Text::packed(&head.headers);
    let mut read = 0;
    let mut whole = true;
    while whole && let Some(frame) = body.frame().await {
        whole = match frame.map(|frame| frame.into_data()) {
            Ok(Ok(data)) => {
                read += data.len();
                text.take(&data) && read <= READ_LIMIT
            }
            Ok(Err(_trailers)) => true,
            Err(_) => false,
        };
    }
    let (body, truncated) = text.finish(whole);
    Answer {
        status: head.status,
        retry_after: retry_after(&head.headers),
        instruction: instruction(&head.headers),
        body,
        truncated,
    }
}

/// The beginning of a body, unpacked as it comes.
enum Text {
    Plain(Beginning),
    Gzip(Box<MultiGzDecoder<Beginning>>),
}

/// Keeps [`KEPT`] bytes, and fails at [`READ_LIMIT`].
#[derive(Default)]
struct Beginning {
    kept: Vec<u8>,
    seen: usize,
}

impl Write for Beginning {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        if self.seen >= READ_LIMIT {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let room = KEPT.saturating_sub(self.kept.len());
        self.kept.extend(data.iter().take(room));
        self.seen += data.len();
        Ok(data.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Text {
    fn packed(headers: &HeaderMap) -> Self {
        let encoding = headers
            .get(header::CONTENT_ENCODING)
            .map(HeaderValue::as_bytes);
        match encoding.map(<[u8]>::trim_ascii) {
            Some(e) if e.eq_ignore_ascii_case(b"gzip") || e.eq_ignore_ascii_case(b"x-gzip") => {
                Self::Gzip(Box::new(MultiGzDecoder::new(Beginning::default())))
            }
            _ => Self::Plain(Beginning::default()),
        }
    }

    /// Whether more may come.
    fn take(&mut self, data: &[u8]) -> bool {
        match self {
            Self::Plain(beginning) => beginning.write_all(data).is_ok(),
            Self::Gzip(decoder) => decoder.write_all(data).is_ok(),
        }
    }

    /// The text, and whether there was more; `whole` where the body came to its end.
    fn finish(self, whole: bool) -> (String, bool) {
        let (beginning, whole) = match self {
            Self::Plain(beginning) => (beginning, whole),
            Self::Gzip(mut decoder) => {
                let ended = decoder.try_finish().is_ok();
                (std::mem::take(decoder.get_mut()), whole && ended)
            }
        };
        let truncated = !whole || beginning.seen > beginning.kept.len();
        let mut text = String::from_utf8_lossy(&beginning.kept).into_owned();
        if truncated && text.ends_with(char::REPLACEMENT_CHARACTER) {
            text.pop(); // half a character, most likely
        }
        // A replacement is longer than what it replaces.
        text.truncate(text.floor_char_boundary(KEPT));
        (text, truncated)
    }
}

fn retry_after(headers: &HeaderMap) -> Option<RetryAfter> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some(RetryAfter::Seconds(text.parse().unwrap_or(u64::MAX)));
    }
    let at = httpdate::parse_http_date(text).ok()?;
    let millis = at.duration_since(UNIX_EPOCH).ok()?.as_millis();
    let millis = i64::try_from(millis).unwrap_or(i64::MAX);
    Some(RetryAfter::At(Timestamp::from_millis(millis)))
}

fn instruction(headers: &HeaderMap) -> Option<Instruction> {
    const NAME: HeaderName = HeaderName::from_static("webhook-delivery");
    let word = headers.get(NAME)?.as_bytes().trim_ascii();
    if word.eq_ignore_ascii_case(b"abort-message") {
        Some(Instruction::AbortMessage)
    } else if word.eq_ignore_ascii_case(b"disable") {
        Some(Instruction::Disable)
    } else {
        None
    }
}

/// Why no address took the connection.
fn refused(error: &io::Error) -> Failure {
    // Out of files in the system (ENFILE) and in the process (EMFILE), and of buffers (ENOBUFS).
    const OURS: [i32; 3] = [23, 24, 105];
    // Out of memory, and of ports.
    let ours = matches!(
        error.kind(),
        io::ErrorKind::OutOfMemory | io::ErrorKind::AddrNotAvailable
    );
    if ours || error.raw_os_error().is_some_and(|e| OURS.contains(&e)) {
        Failure::Ours(error.to_string())
    } else {
        Failure::Connect(error.to_string())
    }
}

/// Why a connection gave no answer: the first error in the chain that tells.
fn broken(error: &(dyn StdError + 'static)) -> Failure {
    let mut next = Some(error);
    while let Some(error) = next {
        next = error.source();
        if let Some(tls) = error.downcast_ref::<rustls::Error>() {
            return Failure::Tls(tls.to_string());
        }
        if let Some(io) = error.downcast_ref::<io::Error>() {
            // An I/O error shows what it wraps as itself, never as its source.
            return match io.get_ref().and_then(|e| e.downcast_ref::<rustls::Error>()) {
                Some(tls) => Failure::Tls(tls.to_string()),
                None => Failure::Reset,
            };
        }
        if let Some(hyper) = error.downcast_ref::<hyper::Error>() {
            if hyper.is_parse() {
                return Failure::Protocol(hyper.to_string());
            }
            if hyper.is_incomplete_message() || hyper.is_closed() || hyper.is_canceled() {
                return Failure::Reset;
            }
        }
    }
    Failure::Protocol(error.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_roots_of_the_world_are_built_in() {
        assert!(webpki_roots::TLS_SERVER_ROOTS.len() > 100);
        assert!(Https::new(Resolver::system(), Exceptions::default()).is_ok());
    }

    #[test]
    fn running_out_of_something_is_ours() {
        for code in [12, 23, 24, 99, 105] {
            assert!(
                refused(&io::Error::from_raw_os_error(code)).is_ours(),
                "{code}"
            );
        }
        // Refused, timed out, unreachable (host, network).
        for code in [111, 110, 113, 101] {
            assert_eq!(
                refused(&io::Error::from_raw_os_error(code)).word(),
                "connect",
                "{code}"
            );
        }
    }

    #[test]
    fn only_what_says_nothing_of_the_receiver_is_ours() {
        let theirs = [
            Failure::Url(UrlError::Scheme),
            Failure::Dns,
            Failure::AddressRefused(Class::Private),
            Failure::Connect(String::new()),
            Failure::Tls(String::new()),
            Failure::Timeout,
            Failure::Reset,
            Failure::Protocol(String::new()),
        ];
        assert!(!theirs.iter().any(Failure::is_ours));
        assert_eq!(
            Failure::Url(UrlError::Scheme).to_string(),
            "the URL must start with https://"
        );
    }

    proptest! {
        #[test]
        fn any_body_makes_a_short_text(
            mut data in proptest::collection::vec(any::<u8>(), 0..3 * KEPT),
            packed: bool,
            encoded: bool,
            whole: bool,
            piece in 1..5000_usize,
        ) {
            if packed {
                let mut encoder =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                encoder.write_all(&data).unwrap();
                data = encoder.finish().unwrap();
            }
            let mut headers = HeaderMap::new();
            if encoded {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
            let mut text = Text::packed(&headers);
            for piece in data.chunks(piece) {
                if !text.take(piece) {
                    break;
                }
            }
            let (text, truncated) = text.finish(whole);
            prop_assert!(text.len() <= KEPT);
            prop_assert!(whole || truncated);
        }

        #[test]
        fn any_header_is_read_without_a_panic(value in proptest::collection::vec(32..=255_u8, 0..40)) {
            let Ok(value) = HeaderValue::from_bytes(&value) else { return Ok(()); };
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, value.clone());
            headers.insert("webhook-delivery", value);
            retry_after(&headers);
            prop_assert_eq!(instruction(&headers), None);
        }
    }
}
