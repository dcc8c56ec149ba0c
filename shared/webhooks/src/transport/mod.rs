//! One request to a server that is not ours, and its answer: [`Https::send`]. A webhook's sender
//! has a narrower way to it, [`Transport`], which posts within the sender's limits.
//!
//! The rule that must not break: a connection is made to an address that was checked a moment
//! before, and to nothing else. So a request resolves the name once, checks every answer, and dials
//! those very addresses. There is no client around it that could do more: nothing follows a
//! redirect, reads a proxy from the environment, keeps a cookie or a connection, or tries again.
//! (A kept connection would not survive the freezing of a Lambda sandbox anyway.)
//!
//! Of an answer a bounded amount is read, and within the deadline: a receiver must not be able to
//! hold a sender, or to fill it.

mod answer;
mod https;

use std::time::Duration;

use bytes::Bytes;
use common::Timestamp;
use http::{HeaderMap, Method, StatusCode};

use crate::address::Class;
use crate::resolver::ResolveError;
use crate::url::{UrlError, WebhookUrl};

pub use https::Https;

/// How long a delivery's post may take in all, up to the last byte of the answer that is read.
pub const DEADLINE: Duration = Duration::from_secs(10);

/// How long its connection may take, once the name is resolved: TCP and TLS.
pub const CONNECT_DEADLINE: Duration = Duration::from_secs(3);

/// How much of its answer is read, in bytes, packed or not.
pub const READ_LIMIT: usize = 64 * 1024;

/// How much of its answer is kept, in bytes.
pub const KEPT: usize = 4 * 1024;

/// How long a request may take, and how much of its answer is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In all: the name, the connection, and up to the last byte of the answer that is read.
    pub deadline: Duration,
    /// For the connection, once the name is resolved: TCP and TLS.
    pub connect: Duration,
    /// How much of the body is read, in bytes, packed or not.
    pub read: usize,
    /// How much of the body is kept, in bytes.
    pub kept: usize,
}

impl Limits {
    /// A delivery's.
    pub const DELIVERY: Self = Self {
        deadline: DEADLINE,
        connect: CONNECT_DEADLINE,
        read: READ_LIMIT,
        kept: KEPT,
    };
}

/// What is to be sent, where, and within which limits.
#[derive(Clone, Debug)]
pub struct Request {
    /// How.
    pub method: Method,
    /// Where.
    pub url: WebhookUrl,
    /// The headers, but for those that belong to the connection.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// How long it may take, and how much is read.
    pub limits: Limits,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status; a redirect's, too, since none is followed.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, unpacked where it came in gzip: all of it, or its beginning.
    pub body: Bytes,
    /// Whether that is all of it.
    pub end: End,
    /// How long it took.
    pub timing: Timing,
}

/// How a body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// With its last byte.
    Whole,
    /// At the limit: there was more.
    TooLong,
    /// Too early, or its gzip can't be unpacked.
    BrokenOff,
}

/// How long an answer took, each from the moment at which the request was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// Until there was a connection.
    pub connected: Duration,
    /// Until the status and the headers were there.
    pub head: Duration,
    /// Until the first byte of the body was there, or its end where it has none.
    pub first_byte: Duration,
    /// Until all was read that is read.
    pub whole: Duration,
}

/// A request that got no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{failure}")]
pub struct Unanswered {
    /// Why.
    pub failure: Failure,
    /// Whether any of the request may have reached the server. Where it has not, sending it again
    /// can't do anything twice.
    pub has_left: bool,
}

/// A delivery to be posted, and where.
#[derive(Clone, Debug)]
pub struct Post {
    /// Where.
    pub url: WebhookUrl,
    /// The headers, but for those that belong to the connection.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
    /// How long it may take in all: at most [`DEADLINE`].
    pub deadline: Duration,
}

impl From<Post> for Request {
    fn from(post: Post) -> Self {
        let deadline = post.deadline.min(DEADLINE);
        Self {
            method: Method::POST,
            url: post.url,
            headers: post.headers,
            body: post.body,
            limits: Limits {
                deadline,
                connect: CONNECT_DEADLINE.min(deadline),
                ..Limits::DELIVERY
            },
        }
    }
}

/// What a receiver answered to a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status; a redirect's, too, since none is followed.
    pub status: StatusCode,
    /// When the next attempt may be made.
    pub retry_after: Option<RetryAfter>,
    /// An instruction for the sender.
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
    /// `disable`: send nothing more to this webhook.
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
    /// The connection is not accepted, or not within its deadline.
    #[error("no connection could be made: {0}")]
    Connect(String),
    /// The certificate is not good, or there is no TLS to be had.
    #[error("no secure connection could be made: {0}")]
    Tls(String),
    /// No complete answer within the deadline.
    #[error("there was no complete answer in time")]
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

/// Posts deliveries to receivers.
pub trait Transport: Send + Sync {
    /// Sends one post, once.
    ///
    /// # Errors
    /// There was no answer; a status that means failure is an answer.
    fn post(&self, post: Post) -> impl Future<Output = Result<Answer, Failure>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
