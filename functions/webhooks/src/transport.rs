//! Stand-in.
#![allow(missing_docs)]
use shared::clock::Timestamp;
use shared::net::receiver::ReceiverUrl;
use std::future::Future;
#[derive(Debug)]
pub struct Post {
    pub url: ReceiverUrl,
    pub headers: http::HeaderMap,
    pub body: bytes::Bytes,
}
#[derive(Debug)]
pub struct Answer {
    pub status: http::StatusCode,
    pub retry_after: Option<RetryAfter>,
    pub instruction: Option<Instruction>,
    pub body: String,
    pub truncated: bool,
}
#[derive(Debug, Clone, Copy)]
pub enum RetryAfter {
    Seconds(u64),
    At(Timestamp),
}
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instruction {
    AbortMessage,
    Disable,
}
#[derive(Debug)]
pub enum Failure {
    UrlRefused,
}
impl Failure {
    pub fn word(&self) -> &'static str {
        "url"
    }
    pub fn is_ours(&self) -> bool {
        false
    }
}
pub trait Transport: Send + Sync {
    fn post(&self, post: Post) -> impl Future<Output = Result<Answer, Failure>> + Send;
}

#[derive(Debug)]
pub struct Https;
impl Https {
    pub fn new(_: shared::net::resolver::Resolver) -> Self {
        Self
    }
}
impl Transport for Https {
    async fn post(&self, _: Post) -> Result<Answer, Failure> {
        Err(Failure::UrlRefused)
    }
}
