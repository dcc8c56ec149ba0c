//! Requests to providers: their limits, their URLs, and how one is signed and sent.

use std::sync::OnceLock;
use std::time::Duration;

use ::http::header::{ACCEPT, CONTENT_TYPE, HeaderValue, USER_AGENT};
use ::http::{HeaderMap, Method};
use bytes::Bytes;
use common::config::Environment;
use common::{Cause, Clock, Fault};
use dynamo::Table;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use webhooks::Vault;
use webhooks::resolver::Resolver;
use webhooks::signature::Secret;
use webhooks::transport::{Https, Limits, Request, Response, Unanswered};
use webhooks::url::{AllowedHosts, UrlError, WebhookUrl};

use super::auth::Tokens;
use super::keys::SignatureKeys;
use super::pseudonym::Pseudonyms;
use super::signature::Signing;

/// How long a state may take, with its second try.
pub const STATE: Duration = Duration::from_secs(5);
/// How long an action may take, with its second try.
pub const ACTION: Duration = Duration::from_secs(10);
/// How long a connection may take, once the name is resolved: TCP and TLS.
pub const CONNECT: Duration = Duration::from_secs(1);
/// How large an answer may be, in bytes, packed or not.
pub const ANSWER: usize = 256 * 1024;

/// What of a name stays as it is in a path (RFC 3986, unreserved).
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The limits of a request to a provider that may take so long.
pub fn limits(deadline: Duration) -> Limits {
    Limits {
        deadline,
        connect: CONNECT,
        read: ANSWER,
        kept: ANSWER,
    }
}

/// A text as one segment of a path.
pub fn segment(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// Scheme, host and port of a URL: what a proof of ownership is for.
pub fn origin(url: &WebhookUrl) -> String {
    let scheme = if url.is_tls() { "https" } else { "http" };
    format!("{scheme}://{}", url.authority())
}

/// Why an endpoint's URL is refused. The sentences go to clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// It breaks a rule that holds for every URL we send to.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// It has a query.
    #[error("must not contain a query (?…): paths are appended to it")]
    Query,
    /// It has another scheme, host or port than the endpoint.
    #[error("must have the same scheme, host and port as endpointUrl")]
    OtherOrigin,
}

/// Reads the URL to which paths are appended.
///
/// # Errors
/// The rule that it breaks.
pub fn endpoint(text: &str, allowed: &AllowedHosts) -> Result<WebhookUrl, EndpointError> {
    let url = WebhookUrl::parse(text, allowed)?;
    if url.target().contains('?') {
        return Err(EndpointError::Query);
    }
    Ok(url)
}

/// Reads the URL of a health check of this endpoint.
///
/// # Errors
/// The rule that it breaks.
pub fn health_check(
    text: &str,
    endpoint: &WebhookUrl,
    allowed: &AllowedHosts,
) -> Result<WebhookUrl, EndpointError> {
    let url = WebhookUrl::parse(text, allowed)?;
    if origin(&url) != origin(endpoint) {
        return Err(EndpointError::OtherOrigin);
    }
    Ok(url)
}

/// Sends requests to providers.
pub struct Caller {
    /// The table.
    pub table: Table,
    /// The keys under which providers' secrets are sealed.
    pub vault: Vault,
    /// Hosts that the operator allows although the rules refuse them.
    pub allowed: AllowedHosts,
    /// The time.
    pub clock: Clock,
    /// The keys of message signatures.
    pub keys: SignatureKeys,
    /// What providers see in place of users.
    pub pseudonyms: Pseudonyms,
    pub(super) tokens: Tokens,
    https: Https,
}

impl std::fmt::Debug for Caller {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Caller")
    }
}

impl Caller {
    /// A caller with the settings of the environment.
    ///
    /// # Errors
    /// A setting is wrong; TLS can't be set up.
    pub fn read(environment: &Environment, table: Table, clock: Clock) -> Result<Self, Cause> {
        let allowed = AllowedHosts::read(environment)?;
        Ok(Self {
            vault: Vault::read(environment, &table, clock.clone()),
            keys: SignatureKeys::read(environment, &table, clock.clone()),
            https: Https::new(Resolver::system(), allowed.clone())?,
            pseudonyms: Pseudonyms::default(),
            tokens: Tokens::default(),
            allowed,
            clock,
            table,
        })
    }

    /// The URL of a path below an endpoint.
    ///
    /// # Errors
    /// The operator does not allow the host any more, or the URL is too long.
    pub fn below(&self, endpoint: &str, path: &str) -> Result<WebhookUrl, UrlError> {
        let base = endpoint.trim_end_matches('/');
        WebhookUrl::parse(&format!("{base}{path}"), &self.allowed)
    }

    /// Signs a request as every request is signed, and sends it once.
    ///
    /// # Errors
    /// A fault of ours: it says nothing about the provider.
    pub async fn send_signed(
        &self,
        mut request: Request,
        id: &str,
        secrets: &[Secret],
    ) -> Result<Result<Response, Unanswered>, Fault> {
        let key = self.keys.signing().await?;
        Signing::fresh(&key, secrets, id, self.clock.now())?.sign(&mut request);
        self.send(request).await
    }

    /// Sends a request once, as it is.
    ///
    /// # Errors
    /// A fault of ours: it says nothing about the provider.
    pub async fn send(&self, request: Request) -> Result<Result<Response, Unanswered>, Fault> {
        match self.https.send(request).await {
            Err(unanswered) if unanswered.failure.is_ours() => {
                Err(Fault::unavailable("calling a provider", unanswered))
            }
            sent => Ok(sent),
        }
    }
}

/// A [`Caller`] that is built at its first use: a function that calls no provider does not even
/// link one.
#[derive(Debug)]
pub struct LateCaller {
    environment: Environment,
    table: Table,
    clock: Clock,
    built: OnceLock<Caller>,
}

impl LateCaller {
    /// One with the settings of the environment.
    pub fn new(environment: &Environment, table: &Table, clock: &Clock) -> Self {
        Self {
            environment: environment.clone(),
            table: table.clone(),
            clock: clock.clone(),
            built: OnceLock::new(),
        }
    }

    /// It.
    ///
    /// # Errors
    /// A setting is wrong; TLS can't be set up.
    pub fn get(&self) -> Result<&Caller, Fault> {
        if let Some(built) = self.built.get() {
            return Ok(built);
        }
        let built = Caller::read(&self.environment, self.table.clone(), self.clock.clone());
        let built = built.map_err(|e| Fault::internal("preparing calls to providers", e))?;
        Ok(self.built.get_or_init(|| built))
    }
}

/// A request with a JSON body.
pub(super) fn post(url: WebhookUrl, body: Vec<u8>, deadline: Duration) -> Request {
    let json = HeaderValue::from_static("application/json");
    let mut headers = headers();
    headers.insert(CONTENT_TYPE, json);
    Request {
        method: Method::POST,
        url,
        headers,
        body: Bytes::from(body),
        limits: limits(deadline),
    }
}

/// A request without a body.
pub(super) fn get(url: WebhookUrl, deadline: Duration) -> Request {
    Request {
        method: Method::GET,
        url,
        headers: headers(),
        body: Bytes::new(),
        limits: limits(deadline),
    }
}

fn headers() -> HeaderMap {
    let headers = [
        (ACCEPT, HeaderValue::from_static("application/json")),
        (USER_AGENT, HeaderValue::from_static("Aiffinity-Provider/1")),
    ];
    headers.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_appended_to_an_endpoint() {
        let none = AllowedHosts::default();
        let url = endpoint("https://Runtime.example.com:443/base/", &none).unwrap();
        assert_eq!(origin(&url), "https://runtime.example.com");
        assert_eq!(
            endpoint("https://runtime.example.com/?a=b", &none),
            Err(EndpointError::Query)
        );
        assert_eq!(
            endpoint("http://runtime.example.com/", &none),
            Err(EndpointError::Url(UrlError::Scheme))
        );
        assert!(health_check("https://runtime.example.com/up?deep=1", &url, &none).is_ok());
        for other in [
            "https://runtime.example.com:8443/up",
            "https://example.com/up",
        ] {
            let refused = health_check(other, &url, &none);
            assert_eq!(refused, Err(EndpointError::OtherOrigin), "{other}");
        }
    }

    #[test]
    fn a_name_is_one_segment() {
        assert_eq!(segment("weather.now_2-a~b"), "weather.now_2-a~b");
        assert_eq!(segment("../a?b#c é"), "..%2Fa%3Fb%23c%20%C3%A9");
    }
}
