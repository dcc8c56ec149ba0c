//! Stand-in.
#![allow(missing_docs)]
use shared::clock::Timestamp;
use shared::error::Cause;
use shared::net::address::Class;
use shared::net::receiver::{Exceptions, ReceiverUrl, UrlError};
use shared::net::resolver::Resolver;
use std::future::Future;
#[derive(Debug)]
pub struct Post { pub url: ReceiverUrl, pub headers: http::HeaderMap, pub body: bytes::Bytes }
#[derive(Debug)]
pub struct Answer { pub status: http::StatusCode, pub retry_after: Option<RetryAfter>, pub instruction: Option<Instruction>, pub body: String, pub truncated: bool }
#[derive(Debug, Clone, Copy)]
pub enum RetryAfter { Seconds(u64), At(Timestamp) }
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instruction { AbortMessage, Disable }
#[derive(Debug)]
pub enum Failure { Url(UrlError), Dns, AddressRefused(Class), Timeout, Reset, OursResolver(String) }
impl Failure { pub fn word(&self) -> &'static str { "url" } pub fn is_ours(&self) -> bool { matches!(self, Self::OursResolver(_)) } }
pub trait Transport: Send + Sync { fn post(&self, post: Post) -> impl Future<Output = Result<Answer, Failure>> + Send; }
#[derive(Debug)]
pub struct Https;
impl Https { pub fn new(_: Resolver, _: Exceptions) -> Result<Self, Cause> { Ok(Self) } }
impl Transport for Https { async fn post(&self, _: Post) -> Result<Answer, Failure> { Err(Failure::Dns) } }
