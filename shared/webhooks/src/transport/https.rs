//! The transport over the network.

#[cfg(any(test, feature = "testing"))]
use std::collections::HashMap;
use std::error::Error as StdError;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ::url::Host;
use bytes::Bytes;
use common::Cause;
use futures::future::{Either, select};
use futures::stream::{FuturesUnordered, StreamExt};
use http::header::{self, HeaderValue};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

use super::answer::read;
use super::{Answer, Failure, Limits, Post, Request, Response, Timing, Transport, Unanswered};
use crate::resolver::Resolver;
use crate::url::{AllowedHosts, UrlError, WebhookUrl};

/// How much an answer's status line and headers may take, in bytes, and how many headers there
/// may be.
const HEAD_LIMIT: usize = 64 * 1024;
const HEADERS_LIMIT: usize = 100;

/// How many of a name's addresses are tried, and how long one has before the next is tried beside
/// it. A name with thousands of addresses makes no scanner of us.
const ADDRESSES: usize = 4;
const HEAD_START: Duration = Duration::from_millis(250);

/// The transport over the network.
pub struct Https {
    resolver: Resolver,
    allowed: AllowedHosts,
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
    pub fn new(resolver: Resolver, allowed: AllowedHosts) -> Result<Self, Cause> {
        let roots = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        Ok(Self {
            resolver,
            allowed,
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

    /// Dials another address where that one was resolved and passed the check.
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

    /// Sends a request, once.
    ///
    /// # Errors
    /// There was no answer; a status that means failure is an answer.
    pub async fn send(&self, request: Request) -> Result<Response, Unanswered> {
        let has_left = AtomicBool::new(false);
        let deadline = request.limits.deadline;
        timeout(deadline, self.attempt(request, &has_left))
            .await
            .unwrap_or(Err(Failure::Timeout))
            .map_err(|failure| Unanswered {
                failure,
                has_left: has_left.load(Ordering::Relaxed),
            })
    }

    async fn attempt(&self, request: Request, has_left: &AtomicBool) -> Result<Response, Failure> {
        let began = Instant::now();
        // A stored URL may be older than the present list of allowed hosts.
        let url = WebhookUrl::parse(request.url.as_str(), &self.allowed).map_err(Failure::Url)?;
        let addresses = self.addresses(&url).await?;
        let sockets: Vec<SocketAddr> = addresses
            .into_iter()
            .take(ADDRESSES)
            .map(|address| self.socket(address, url.port()))
            .collect();
        let limits = request.limits;
        let stream = timeout(limits.connect, self.connect(&url, &sockets))
            .await
            .map_err(|_| {
                let seconds = limits.connect.as_secs_f32();
                Failure::Connect(format!("none within {seconds} seconds"))
            })??;
        let timing = Timing {
            connected: began.elapsed(),
            ..Timing::default()
        };
        let request = on_the_wire(&url, request)?;
        exchange(stream, request, limits, (began, timing), has_left).await
    }

    /// The addresses that may be dialled for a URL.
    async fn addresses(&self, url: &WebhookUrl) -> Result<Vec<IpAddr>, Failure> {
        match (url.host(), url.is_exempt()) {
            (Some(Host::Domain(name)), false) => Ok(self.resolver.public(name).await?),
            (Some(Host::Domain(name)), true) => Ok(self.resolver.unchecked(name).await?),
            (Some(Host::Ipv4(address)), true) => Ok(vec![address.into()]),
            (Some(Host::Ipv6(address)), true) => Ok(vec![address.into()]),
            _ => Err(Failure::Url(UrlError::Literal)),
        }
    }

    async fn connect(
        &self,
        url: &WebhookUrl,
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
        match self.send(post.into()).await {
            Ok(response) => Ok(response.into()),
            Err(unanswered) => Err(unanswered.failure),
        }
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

/// The request as the connection takes it.
fn on_the_wire(url: &WebhookUrl, request: Request) -> Result<http::Request<Full<Bytes>>, Failure> {
    let ours = |e: http::Error| Failure::Ours(e.to_string());
    let mut wire = http::Request::builder()
        .method(request.method)
        .uri(url.target())
        .body(Full::new(request.body))
        .map_err(ours)?;
    let host = HeaderValue::try_from(url.authority()).map_err(|e| ours(e.into()))?;
    let headers = wire.headers_mut();
    *headers = request.headers;
    for name in [header::CONTENT_LENGTH, header::TRANSFER_ENCODING] {
        headers.remove(name); // the connection says it itself
    }
    headers.insert(header::HOST, host);
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    Ok(wire)
}

/// Sends the request and reads the answer. The connection ends with this future.
async fn exchange(
    stream: Box<dyn Stream>,
    request: http::Request<Full<Bytes>>,
    limits: Limits,
    (began, mut timing): (Instant, Timing),
    has_left: &AtomicBool,
) -> Result<Response, Failure> {
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEAD_LIMIT)
        .max_headers(HEADERS_LIMIT)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(|e| broken(&e))?;
    has_left.store(true, Ordering::Relaxed);
    let answer = pin!(async move {
        let response = sender.send_request(request).await.map_err(|e| broken(&e))?;
        timing.head = began.elapsed();
        Ok(read(response, limits, (began, timing)).await)
    });
    match select(answer, pin!(connection)).await {
        Either::Left((answer, _)) => answer,
        // Closed, with what came before still to be read.
        Either::Right((_, answer)) => answer.await,
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

/// Why a connection gave no answer: the first error in the chain that has a known meaning.
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
    use super::*;

    #[test]
    fn the_roots_of_the_world_are_built_in() {
        assert!(webpki_roots::TLS_SERVER_ROOTS.len() > 100);
        assert!(Https::new(Resolver::system(), AllowedHosts::default()).is_ok());
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
}
