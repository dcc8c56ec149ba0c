//! How we authenticate with a runtime app: a token by OAuth's client credentials, a key in a
//! header, or headers of its owner's choice. The secrets are sealed and never shown again.
//!
//! A token is fetched once for all processes: whoever holds the lease in the token's item fetches,
//! the others wait for it. After a failure the next fetch waits, up to a minute.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use ::http::{Method, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use common::{Fault, Timestamp};
use dynamo::{Change, Changed, Key, attribute, read, s};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use webhooks::sealed::{Sealed, Vault};
use webhooks::transport::{End, Request};
use webhooks::url::WebhookUrl;

use super::app::RuntimeApp;
use super::http::{Caller, limits};
use super::signature::OWN;
use crate::id::RuntimeAppId;

/// Headers of a custom profile.
pub const HEADERS: usize = 5;
/// Bytes of a header's value, of a client id and of a client secret.
pub const VALUE: usize = 4_096;
/// Bytes of a token.
const TOKEN: usize = 8_192;
/// How long a token may be fetched for.
const FETCH: Duration = Duration::from_secs(4);
/// How long a fetch holds the lease, in milliseconds: longer than it may take.
const LEASE: i64 = 8_000;
/// A token that ends sooner is fetched anew, in milliseconds.
const EARLY: i64 = 30_000;
/// How long a token is good for where its issuer does not say, and at most, in seconds.
const LIFETIME: i64 = 300;
const LONGEST_LIFETIME: i64 = 86_400;
/// The longest wait between two fetches that fail, in milliseconds.
const LONGEST_WAIT: i64 = 60_000;
/// Failures are forgotten where none was seen for so long, in milliseconds.
const FORGIVEN: i64 = 10 * 60_000;
/// How often, and how long each time, the fetch of another is waited for.
const LOOKS: u32 = 25;
const LOOK: Duration = Duration::from_millis(100);
/// Tokens in the memory of a process.
const CACHED: usize = 1_000;

/// Headers that a profile must not set: those of the connection, those that describe the message,
/// and those that are signed or sign. Ours (`x-aiffinity-…`, `webhook-…`) neither.
const FORBIDDEN: [&str; 22] = [
    "accept",
    "accept-encoding",
    "connection",
    "content-digest",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "forwarded",
    "host",
    "idempotency-key",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "signature",
    "signature-input",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// The form encoding leaves these as they are.
const FORM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'*');

/// A profile as its owner gives it.
#[derive(Debug)]
pub enum NewAuthProfile {
    /// A token by client credentials.
    OAuth2 {
        /// Where tokens are.
        token_url: WebhookUrl,
        /// Our client id there.
        client_id: String,
        /// Our client secret there.
        client_secret: SecretString,
        /// What to ask for.
        scope: Option<String>,
    },
    /// A key in a header.
    ApiKey(ProfileHeader),
    /// Several headers.
    Custom(Vec<ProfileHeader>),
}

/// A header of a profile, with its secret value.
#[derive(Debug)]
pub struct ProfileHeader {
    name: HeaderName,
    value: SecretString,
}

impl ProfileHeader {
    /// The header.
    pub fn name(&self) -> &HeaderName {
        &self.name
    }

    /// Checks a name and a value.
    ///
    /// # Errors
    /// Why one of them is refused, and whether it is the value.
    pub fn parse(name: &str, value: SecretString) -> Result<Self, (bool, String)> {
        let fits = HeaderName::try_from(name)
            .ok()
            .filter(|_| name.len() <= 100);
        let name = fits.ok_or((false, "must be the name of a header".to_owned()))?;
        let is_ours = name.as_str().starts_with(OWN) || name.as_str().starts_with("webhook-");
        if is_ours || FORBIDDEN.contains(&name.as_str()) {
            let problem = format!("must not be {name}, which is set by us");
            return Err((false, problem));
        }
        let text = value.expose_secret();
        let is_visible = text.bytes().all(|b| (b' '..=b'~').contains(&b));
        if text.is_empty() || text.len() > VALUE || !is_visible || text.trim() != text {
            let problem = format!(
                "must be 1 to {VALUE} visible ASCII characters, without spaces around them"
            );
            return Err((true, problem));
        }
        Ok(Self { name, value })
    }
}

/// Whether a text can be a client id, a client secret or a scope: visible ASCII, not too long.
pub fn is_credential(text: &str) -> bool {
    (1..=VALUE).contains(&text.len()) && text.bytes().all(|b| (b' '..=b'~').contains(&b))
}

/// A profile as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum AuthProfile {
    /// A token by client credentials.
    Oauth2 {
        /// Where tokens are.
        token_url: String,
        /// Our client id there.
        client_id: String,
        /// What to ask for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<String>,
        /// The client secret, sealed.
        secret: Sealed,
        /// When it was set: a token that was fetched before is another profile's.
        since: Timestamp,
    },
    /// A key in a header.
    ApiKey {
        /// The header.
        header: String,
        /// The key, sealed.
        secret: Sealed,
    },
    /// Several headers.
    Custom {
        /// Their names.
        headers: Vec<String>,
        /// An object with their values, sealed.
        secret: Sealed,
    },
}

/// A profile as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "AuthProfile"))]
pub enum AuthView {
    /// A token by OAuth 2.0 client credentials.
    Oauth2 {
        /// Where tokens are.
        token_url: String,
        /// Our client id there.
        client_id: String,
        /// What is asked for.
        scope: Option<String>,
        /// Always true: secrets are never shown again.
        has_secret: bool,
    },
    /// A key in a header.
    ApiKey {
        /// The header.
        header: String,
        /// Always true: secrets are never shown again.
        has_secret: bool,
    },
    /// Several headers.
    Custom {
        /// Their names.
        headers: Vec<String>,
        /// Always true: secrets are never shown again.
        has_secret: bool,
    },
}

impl AuthProfile {
    /// Seals the secrets of a profile for its runtime app.
    ///
    /// # Errors
    /// The vault's keys can't be had.
    pub async fn seal(
        new: &NewAuthProfile,
        id: RuntimeAppId,
        vault: &Vault,
        now: Timestamp,
    ) -> Result<Self, Fault> {
        let owner = id.to_string();
        let seal = async |secret: &str| vault.seal(&owner, secret.as_bytes()).await;
        Ok(match new {
            NewAuthProfile::OAuth2 {
                token_url,
                client_id,
                client_secret,
                scope,
            } => Self::Oauth2 {
                token_url: token_url.to_string(),
                client_id: client_id.clone(),
                scope: scope.clone(),
                secret: seal(client_secret.expose_secret()).await?,
                since: now,
            },
            NewAuthProfile::ApiKey(header) => Self::ApiKey {
                header: header.name.to_string(),
                secret: seal(header.value.expose_secret()).await?,
            },
            NewAuthProfile::Custom(headers) => {
                let values: BTreeMap<_, _> = headers
                    .iter()
                    .map(|header| (header.name.as_str(), header.value.expose_secret()))
                    .collect();
                let values = serde_json::to_string(&values)
                    .map_err(|e| Fault::internal("writing an auth profile", e))?;
                Self::Custom {
                    headers: headers
                        .iter()
                        .map(|header| header.name.to_string())
                        .collect(),
                    secret: seal(&values).await?,
                }
            }
        })
    }

    /// As its owner sees it.
    pub fn view(&self) -> AuthView {
        let has_secret = true;
        match self.clone() {
            Self::Oauth2 {
                token_url,
                client_id,
                scope,
                ..
            } => AuthView::Oauth2 {
                token_url,
                client_id,
                scope,
                has_secret,
            },
            Self::ApiKey { header, .. } => AuthView::ApiKey { header, has_secret },
            Self::Custom { headers, .. } => AuthView::Custom {
                headers,
                has_secret,
            },
        }
    }
}

/// Why there are no credentials: the fault is the provider's. The sentence goes to clients.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no access token could be fetched from tokenUrl: {0}")]
pub struct NoCredentials(pub String);

/// The token of a runtime app, and the fetch of the next.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored {
    /// The profile that it is of.
    #[serde(default)]
    since: Option<Timestamp>,
    /// Which fetch is the latest.
    #[serde(default)]
    lease: Option<String>,
    /// Until when nobody else fetches.
    #[serde(default)]
    leased_until: Option<Timestamp>,
    #[serde(default)]
    token: Option<Sealed>,
    #[serde(default)]
    ends_at: Option<Timestamp>,
    /// Fetches and tokens that failed in a row.
    #[serde(default)]
    failures: u32,
    #[serde(default)]
    next_try_at: Option<Timestamp>,
    #[serde(default)]
    error: Option<String>,
}

mod name {
    pub const SINCE: &str = "since";
    pub const LEASE: &str = "lease";
    pub const LEASED_UNTIL: &str = "leasedUntil";
    pub const TOKEN: &str = "token";
    pub const ENDS_AT: &str = "endsAt";
    pub const FAILURES: &str = "failures";
    pub const NEXT_TRY_AT: &str = "nextTryAt";
    pub const ERROR: &str = "error";
}

/// Where a runtime app's token stands.
pub(super) fn token(id: RuntimeAppId) -> Key {
    Key::new(format_args!("{id}#token"), "token")
}

/// Tokens in the memory of a process.
#[derive(Default)]
pub(super) struct Tokens(Mutex<HashMap<RuntimeAppId, Token>>);

#[derive(Clone)]
struct Token {
    since: Timestamp,
    text: SecretString,
    ends_at: Timestamp,
}

impl Tokens {
    fn get(&self, id: RuntimeAppId, since: Timestamp, now: Timestamp) -> Option<SecretString> {
        let tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let token = tokens.get(&id)?;
        (token.since == since && token.ends_at.plus_millis(-EARLY) > now)
            .then(|| token.text.clone())
    }

    fn put(&self, id: RuntimeAppId, token: Token) {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tokens.len() >= CACHED {
            tokens.clear();
        }
        tokens.insert(id, token);
    }

    fn remove(&self, id: RuntimeAppId) {
        let mut tokens = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.remove(&id);
    }
}

/// What a look at the stored token leads to.
enum Look {
    Ready(SecretString),
    Fetch,
    Wait,
}

impl Caller {
    /// The headers by which we authenticate with a runtime app.
    ///
    /// # Errors
    /// The table or the vault can't be reached; or, within, no token can be had.
    pub async fn credentials(
        &self,
        runtime_app: &RuntimeApp,
    ) -> Result<Result<HeaderMap, NoCredentials>, Fault> {
        let mut headers = HeaderMap::new();
        let mut add = |name: &str, value: &str| {
            let name = HeaderName::try_from(name).ok();
            let value = HeaderValue::from_str(value).ok();
            if let (Some(name), Some(mut value)) = (name, value) {
                value.set_sensitive(true);
                headers.insert(name, value);
            }
        };
        let open = async |sealed: &Sealed| {
            let bytes = self.vault.open(&runtime_app.owner(), sealed).await?;
            String::from_utf8(bytes).map_err(|e| Fault::internal("opening an auth profile", e))
        };
        match &runtime_app.auth_profile {
            None => {}
            Some(AuthProfile::ApiKey { header, secret }) => add(header, &open(secret).await?),
            Some(AuthProfile::Custom { secret, .. }) => {
                let values: BTreeMap<String, String> =
                    serde_json::from_str(&open(secret).await?)
                        .map_err(|_| Fault::internal("opening an auth profile", "no headers"))?;
                for (name, value) in &values {
                    add(name, value);
                }
            }
            Some(AuthProfile::Oauth2 { since, .. }) => {
                match self.token(runtime_app, *since).await? {
                    Ok(token) => {
                        let value = format!("Bearer {}", token.expose_secret());
                        add(header::AUTHORIZATION.as_str(), &value);
                    }
                    Err(none) => return Ok(Err(none)),
                }
            }
        }
        Ok(Ok(headers))
    }

    async fn token(
        &self,
        runtime_app: &RuntimeApp,
        since: Timestamp,
    ) -> Result<Result<SecretString, NoCredentials>, Fault> {
        let id = runtime_app.id;
        if let Some(token) = self.tokens.get(id, since, self.clock.now()) {
            return Ok(Ok(token));
        }
        for _ in 0..LOOKS {
            let now = self.clock.now();
            let stored: Option<Stored> = self.table.get(token(id)).await?;
            let stored = stored.unwrap_or_default();
            match self.look(runtime_app, since, &stored, now).await? {
                Err(none) => return Ok(Err(none)),
                Ok(Look::Ready(token)) => return Ok(Ok(token)),
                Ok(Look::Wait) => tokio::time::sleep(LOOK).await,
                Ok(Look::Fetch) => {
                    let Some(lease) = self.lease(id, since, &stored, now).await? else {
                        continue;
                    };
                    let fetched = self.fetch(runtime_app).await?;
                    return self.keep(runtime_app, since, &lease, fetched, now).await;
                }
            }
        }
        let problem = "another request for it is under way and takes too long";
        Ok(Err(NoCredentials(problem.to_owned())))
    }

    async fn look(
        &self,
        runtime_app: &RuntimeApp,
        since: Timestamp,
        stored: &Stored,
        now: Timestamp,
    ) -> Result<Result<Look, NoCredentials>, Fault> {
        let is_own = stored.since == Some(since);
        let is_leased = is_own && stored.leased_until.is_some_and(|until| until > now);
        if is_own
            && let (Some(sealed), Some(ends_at)) = (&stored.token, stored.ends_at)
            && ends_at > now
            && (is_leased || ends_at.plus_millis(-EARLY) > now)
        {
            let bytes = self.vault.open(&runtime_app.owner(), sealed).await?;
            let text: SecretString = String::from_utf8(bytes).unwrap_or_default().into();
            let token = Token {
                since,
                text: text.clone(),
                ends_at,
            };
            self.tokens.put(runtime_app.id, token);
            return Ok(Ok(Look::Ready(text)));
        }
        if is_leased {
            return Ok(Ok(Look::Wait));
        }
        if is_own && stored.next_try_at.is_some_and(|next| next > now) {
            let problem = stored.error.clone().unwrap_or_default();
            return Ok(Err(NoCredentials(problem)));
        }
        Ok(Ok(Look::Fetch))
    }

    /// Takes the lease, unless somebody else was first.
    async fn lease(
        &self,
        id: RuntimeAppId,
        since: Timestamp,
        stored: &Stored,
        now: Timestamp,
    ) -> Result<Option<String>, Fault> {
        let lease = common::id::fresh(now).to_string();
        let change = Change::upsert(token(id));
        let change = match &stored.lease {
            None => change.if_absent(name::LEASE),
            Some(before) => change.if_is(name::LEASE, s(before)),
        };
        let mut change = change
            .set(name::LEASE, s(&lease))
            .set(name::LEASED_UNTIL, s(now.plus_millis(LEASE)))
            .set(name::SINCE, s(since));
        let is_other = stored.since != Some(since);
        if is_other {
            change = change.remove(name::TOKEN).remove(name::ENDS_AT);
        }
        let quiet = |last: Timestamp| last.plus_millis(FORGIVEN) < now;
        if is_other || stored.next_try_at.is_none_or(quiet) {
            change = change
                .remove(name::FAILURES)
                .remove(name::NEXT_TRY_AT)
                .remove(name::ERROR);
        }
        let taken = change.apply(&self.table, "leasing a token's fetch").await?;
        Ok(taken.done().map(|_| lease))
    }

    /// Stores what came of a fetch, for all processes.
    async fn keep(
        &self,
        runtime_app: &RuntimeApp,
        since: Timestamp,
        lease: &str,
        fetched: Result<(SecretString, i64), String>,
        began: Timestamp,
    ) -> Result<Result<SecretString, NoCredentials>, Fault> {
        let change = Change::update(token(runtime_app.id))
            .if_is(name::LEASE, s(lease))
            .remove(name::LEASED_UNTIL);
        let doing = "storing a token";
        match fetched {
            Ok((text, seconds)) => {
                let ends_at = began.plus_millis(seconds * 1_000);
                let bytes = text.expose_secret().as_bytes();
                let sealed = self.vault.seal(&runtime_app.owner(), bytes).await?;
                change
                    .set(name::TOKEN, attribute(&sealed)?)
                    .set(name::ENDS_AT, s(ends_at))
                    .remove(name::ERROR)
                    .apply(&self.table, doing)
                    .await?;
                let token = Token {
                    since,
                    text: text.clone(),
                    ends_at,
                };
                self.tokens.put(runtime_app.id, token);
                Ok(Ok(text))
            }
            Err(problem) => {
                let failed = change
                    .add(name::FAILURES, 1)
                    .set(name::ERROR, s(&problem))
                    .apply(&self.table, doing)
                    .await?;
                self.back_off(runtime_app.id, lease, failed).await?;
                Ok(Err(NoCredentials(problem)))
            }
        }
    }

    /// After one more failure the next fetch waits longer.
    async fn back_off(&self, id: RuntimeAppId, lease: &str, failed: Changed) -> Result<(), Fault> {
        let Some(item) = failed.done() else {
            return Ok(()); // somebody else has taken it over
        };
        let stored: Stored = read(item)?;
        let wait = 1_000_i64 << stored.failures.saturating_sub(1).min(10);
        let next = self.clock.now().plus_millis(wait.min(LONGEST_WAIT));
        Change::update(token(id))
            .if_is(name::LEASE, s(lease))
            .set(name::NEXT_TRY_AT, s(next))
            .apply(&self.table, "backing off from a token endpoint")
            .await
            .map(|_| ())
    }

    /// A provider refused our token before its end: it is fetched anew, and if that goes on, ever
    /// less often.
    ///
    /// # Errors
    /// The table can't be reached.
    pub(super) async fn rejected(&self, runtime_app: &RuntimeApp) -> Result<(), Fault> {
        let id = runtime_app.id;
        if !matches!(runtime_app.auth_profile, Some(AuthProfile::Oauth2 { .. })) {
            return Ok(());
        }
        self.tokens.remove(id);
        let stored: Option<Stored> = self.table.get(token(id)).await?;
        let Some(Stored {
            lease: Some(lease),
            token: Some(_),
            ..
        }) = stored
        else {
            return Ok(());
        };
        let failed = Change::update(token(id))
            .if_is(name::LEASE, s(&lease))
            .remove(name::TOKEN)
            .remove(name::ENDS_AT)
            .set(
                name::ERROR,
                s("the runtime app answered 401 to the latest token"),
            )
            .add(name::FAILURES, 1)
            .apply(&self.table, "dropping a refused token")
            .await?;
        self.back_off(id, &lease, failed).await
    }

    /// Asks for a token. Within, why there is none, for its owner.
    async fn fetch(
        &self,
        runtime_app: &RuntimeApp,
    ) -> Result<Result<(SecretString, i64), String>, Fault> {
        let Some(AuthProfile::Oauth2 {
            token_url,
            client_id,
            scope,
            secret,
            ..
        }) = &runtime_app.auth_profile
        else {
            return Ok(Err("the profile is no OAuth profile".to_owned()));
        };
        let url = match WebhookUrl::parse(token_url, &self.allowed) {
            Ok(url) => url,
            Err(error) => return Ok(Err(format!("the URL {error}"))),
        };
        let secret = self.vault.open(&runtime_app.owner(), secret).await?;
        let secret = String::from_utf8(secret).unwrap_or_default();
        let sent = self.send(token_request(url, client_id, &secret, scope.as_deref()));
        let response = match sent.await? {
            Ok(response) => response,
            Err(unanswered) => return Ok(Err(unanswered.to_string())),
        };
        if response.end != End::Whole {
            return Ok(Err("its answer broke off, or is too long".to_owned()));
        }
        Ok(read_token(response.status, &response.body))
    }
}

/// RFC 6749, section 4.4.2, with Basic credentials as its section 2.3.1 encodes them.
fn token_request(url: WebhookUrl, id: &str, secret: &str, scope: Option<&str>) -> Request {
    let encoded = |text: &str| utf8_percent_encode(text, FORM).to_string();
    let mut body = "grant_type=client_credentials".to_owned();
    if let Some(scope) = scope {
        body.push_str("&scope=");
        body.push_str(&encoded(scope));
    }
    let basic = STANDARD.encode(format!("{}:{}", encoded(id), encoded(secret)));
    let mut headers = HeaderMap::new();
    let form = HeaderValue::from_static("application/x-www-form-urlencoded");
    headers.insert(header::CONTENT_TYPE, form);
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    if let Ok(mut value) = HeaderValue::try_from(format!("Basic {basic}")) {
        value.set_sensitive(true);
        headers.insert(header::AUTHORIZATION, value);
    }
    Request {
        method: Method::POST,
        url,
        headers,
        body: Bytes::from(body),
        limits: limits(FETCH),
    }
}

/// The token of an answer and its life in seconds, or what is wrong with it. The sentence holds
/// nothing of the answer but an error code of RFC 6749.
fn read_token(status: StatusCode, body: &[u8]) -> Result<(SecretString, i64), String> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    if status != StatusCode::OK {
        let code = body
            .get("error")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let is_code = code.len() <= 40 && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        let code = if is_code { code } else { "" };
        return Err(format!("it answered {} {code}", status.as_u16())
            .trim_end()
            .to_owned());
    }
    let kind = body.get("token_type").and_then(Value::as_str);
    if kind.is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err("its token_type is not Bearer".to_owned());
    }
    let token = body.get("access_token").and_then(Value::as_str);
    let token = token.filter(|token| {
        (1..=TOKEN).contains(&token.len()) && token.bytes().all(|b| (b'!'..=b'~').contains(&b))
    });
    let token = token.ok_or("its answer has no access_token of visible ASCII characters")?;
    let seconds = match body.get("expires_in") {
        Some(Value::String(text)) => text.parse().ok(),
        Some(number) => number.as_i64(),
        None => Some(LIFETIME),
    };
    let seconds = seconds.ok_or("its expires_in is no number of seconds")?;
    Ok((token.to_owned().into(), seconds.clamp(1, LONGEST_LIFETIME)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;
    use webhooks::url::AllowedHosts;

    #[test]
    fn a_profile_sets_no_header_of_ours() {
        let header = |name: &str, value: &str| {
            ProfileHeader::parse(name, value.to_owned().into()).map(|h| h.name.to_string())
        };
        assert_eq!(header("X-Api-Key", "k").unwrap(), "x-api-key");
        assert_eq!(
            header("Authorization", "Token a b").unwrap(),
            "authorization"
        );
        for name in [
            "Host",
            "Content-Length",
            "Connection",
            "TE",
            "Transfer-Encoding",
            "Webhook-Id",
            "X-Aiffinity-User-Id",
            "Signature",
            "Content-Digest",
            "",
            "a b",
            "a\nb",
            "é",
        ] {
            assert!(!header(name, "k").unwrap_err().0, "{name}");
        }
        for value in ["", " k", "k ", "a\r\nb: c", "é", &"a".repeat(VALUE + 1)] {
            let (is_value, message) = header("x-api-key", value).unwrap_err();
            assert!(is_value && (value.is_empty() || !message.contains(value)));
        }
    }

    #[test]
    fn a_token_is_read_from_answers_as_servers_give_them() {
        let ok = |body: Value| read_token(StatusCode::OK, body.to_string().as_bytes());
        let (token, seconds) =
            ok(json!({"access_token": "a", "token_type": "bearer", "expires_in": 3600})).unwrap();
        assert_eq!((token.expose_secret(), seconds), ("a", 3600));
        assert_eq!(ok(json!({"access_token": "a"})).unwrap().1, LIFETIME);
        assert_eq!(
            ok(json!({"access_token": "a", "expires_in": "60"}))
                .unwrap()
                .1,
            60
        );
        assert_eq!(
            ok(json!({"access_token": "a", "expires_in": -5}))
                .unwrap()
                .1,
            1
        );
        for bad in [
            json!({}),
            json!([]),
            json!({"access_token": ""}),
            json!({"access_token": "a b"}),
            json!({"access_token": 7}),
            json!({"access_token": "a", "token_type": "mac"}),
            json!({"access_token": "a", "expires_in": "soon"}),
            json!({"access_token": "a".repeat(TOKEN + 1)}),
        ] {
            assert!(ok(bad).is_err());
        }
        let refused = |body: &[u8]| read_token(StatusCode::UNAUTHORIZED, body).unwrap_err();
        assert_eq!(
            refused(b"{\"error\":\"invalid_client\"}"),
            "it answered 401 invalid_client"
        );
        assert_eq!(
            refused(b"{\"error\":\"Your secret s3\"}"),
            "it answered 401"
        );
        assert_eq!(refused(b"<html>"), "it answered 401");
    }

    #[test]
    fn credentials_are_form_encoded_within_basic() {
        let url = WebhookUrl::parse("https://a.example.com/t", &AllowedHosts::default()).unwrap();
        let request = token_request(url, "a:b", "p%q r", Some("x y"));
        let value = request.headers["authorization"].to_str().unwrap();
        let basic = STANDARD
            .decode(value.strip_prefix("Basic ").unwrap())
            .unwrap();
        assert_eq!(basic, b"a%3Ab:p%25q%20r");
        assert_eq!(
            &request.body[..],
            b"grant_type=client_credentials&scope=x%20y"
        );
        assert!(!format!("{request:?}").contains("Basic"));
    }

    #[test]
    fn a_view_has_the_wire_s_names_and_no_secret() {
        let sealed = Sealed {
            kid: "1".into(),
            text: "hidden".into(),
        };
        let profile = AuthProfile::Oauth2 {
            token_url: "https://a.example.com/t".into(),
            client_id: "id".into(),
            scope: None,
            secret: sealed.clone(),
            since: Timestamp::from_millis(0),
        };
        assert_eq!(
            serde_json::to_value(profile.view()).unwrap(),
            json!({
                "type": "oauth2", "tokenUrl": "https://a.example.com/t", "clientId": "id",
                "scope": null, "hasSecret": true,
            })
        );
        let profile = AuthProfile::ApiKey {
            header: "x-api-key".into(),
            secret: sealed.clone(),
        };
        let view = serde_json::to_value(profile.view()).unwrap();
        assert_eq!(
            view,
            json!({"type": "apiKey", "header": "x-api-key", "hasSecret": true})
        );
        let profile = AuthProfile::Custom {
            headers: vec!["x-a".into()],
            secret: sealed,
        };
        let stored = serde_json::to_string(&profile).unwrap();
        assert_eq!(
            serde_json::from_str::<AuthProfile>(&stored).unwrap(),
            profile
        );
        let view = serde_json::to_value(profile.view()).unwrap();
        assert_eq!(
            view,
            json!({"type": "custom", "headers": ["x-a"], "hasSecret": true})
        );
    }

    proptest! {
        #[test]
        fn any_answer_is_read_without_a_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = read_token(StatusCode::OK, &body);
            let _ = read_token(StatusCode::BAD_GATEWAY, &body);
        }
    }
}
