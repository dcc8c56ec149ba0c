//! A capability is executed: the request, its answer, and what a failure means.
//!
//! A state is asked for twice at most, an action only where the first request never left us: no
//! provider gets an action twice from us. All tries together stay within the deadline.

use std::time::Duration;

use ::http::header::{HeaderMap, HeaderName, HeaderValue};
use ::http::{StatusCode, header};
use bytes::Bytes;
use common::{Fault, Timestamp, words};
use serde::Serialize;
use serde_json::Value;
use tokio::time::Instant;
use webhooks::signature::Secret;
use webhooks::transport::{End, Failure, Request, Response, Unanswered};
use webhooks::url::{UrlError, WebhookUrl};

use super::app::{RuntimeApp, RuntimeError, Status};
use super::http::{ACTION, Caller, STATE, post, segment};
use super::signature::IDEMPOTENCY_KEY;
use crate::id::InstallId;
use crate::schema::{Schema, Violation};

/// What a second try waits for, in milliseconds: at least, and at most so much more.
const PAUSE: (u64, u64) = (100, 200);
/// A second try is not made where less than this is left.
const WORTHWHILE: Duration = Duration::from_millis(250);
/// How long a provider may say that its data stay fresh, in seconds: as long as a state is kept
/// for when its provider fails.
pub const LONGEST_TTL: u32 = 86_400;
/// How far ahead of our clock a provider's may be, in milliseconds.
pub const CLOCK_SKEW_MILLIS: i64 = 60_000;
/// Characters of a provider's code and message that are kept.
const CODE: usize = 64;
const MESSAGE: usize = 500;
/// What stands in traces for a secret.
const MASK: &str = "(hidden)";

/// Who asks, where not ourselves for a user.
const ENVIRONMENT: HeaderName = HeaderName::from_static("x-aiffinity-environment");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-aiffinity-request-id");
const USER_ID: HeaderName = HeaderName::from_static("x-aiffinity-user-id");
/// How long we wait from now on, in milliseconds.
const DEADLINE: HeaderName = HeaderName::from_static("x-aiffinity-deadline");

words!(
    /// What a call asks for.
    CallMode {
        /// Data.
        State = "state";
        /// That something is done.
        Action = "action";
    }
);

words!(
    /// What a call is made for.
    CallEnvironment {
        /// A user.
        Production = "production";
        /// A developer's test.
        Sandbox = "sandbox";
        /// The conformance suite.
        Conformance = "conformance";
    }
);

words!(
    /// Why a call failed. The fault is the provider's: ours are no answers.
    ErrorClass {
        /// No connection to it can be made, or its address is not public.
        Unreachable = "unreachable";
        /// No whole answer in time.
        Timeout = "timeout";
        /// The connection was closed before an answer.
        Reset = "reset";
        /// It has no credentials for us: its token endpoint fails.
        Credentials = "credentials";
        /// It answered with a redirect, which is not followed.
        Redirect = "redirect";
        /// Its answer is larger than an answer may be.
        TooLarge = "too_large";
        /// Its answer is no JSON, or not of the form of an answer.
        Malformed = "malformed_answer";
        /// Its data do not keep its own schema.
        Schema = "schema_violation";
        /// It answered with a status that means failure, without saying more.
        Status = "http_status";
        /// It answered with an error of its own.
        Provider = "provider_error";
    }
);

impl CallMode {
    fn deadline(self) -> Duration {
        match self {
            Self::State => STATE,
            Self::Action => ACTION,
        }
    }
}

/// A call.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Its identifier, the same on every try.
    pub id: &'a str,
    /// The capability's name.
    pub capability: &'a str,
    /// What is asked for.
    pub mode: CallMode,
    /// The action's name, of an action.
    pub action: Option<&'a str>,
    /// The parameters, or the action's input.
    pub params: &'a Value,
    /// For whom.
    pub context: CallContext<'a>,
    /// The same for all requests for one action.
    pub idempotency_key: Option<&'a str>,
    /// What it is made for.
    pub environment: CallEnvironment,
    /// What its data must be.
    pub output: &'a Schema,
    /// Where it goes, if not to the runtime app's endpoint: to a proven origin.
    pub endpoint: Option<&'a WebhookUrl>,
}

/// For whom a call is made, as the provider sees it.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CallContext<'a> {
    /// The user's [pseudonym](super::pseudonym).
    pub user_id: &'a str,
    /// The install.
    pub install_id: Option<InstallId>,
    /// The language, as given at installation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<&'a str>,
    /// The time zone, as given at installation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<&'a str>,
}

/// The body of a call.
#[derive(Serialize)]
struct CallBody<'a> {
    capability: &'a str,
    mode: CallMode,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<&'a str>,
    params: &'a Value,
    context: CallContext<'a>,
}

/// What came of a call.
#[derive(Clone, Debug)]
pub struct Executed {
    /// The answer, or why there is none.
    pub outcome: Result<CallAnswer, CallError>,
    /// Requests that were sent.
    pub tries: u32,
    /// How long it took, with all tries.
    pub took: Duration,
    /// The last request and its answer.
    pub trace: Trace,
}

/// What a provider answered.
#[derive(Clone, Debug, PartialEq)]
pub struct CallAnswer {
    /// The data: they keep the schema.
    pub data: Value,
    /// How long they stay fresh, in seconds.
    pub ttl: Option<u64>,
    /// Where they are from, as the provider has it.
    pub source: Option<String>,
    /// When they were true: not ahead of our clock.
    pub fetched_at: Timestamp,
}

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallError {
    /// The kind.
    pub class: ErrorClass,
    /// The provider's own code.
    pub code: Option<String>,
    /// In a sentence, for the provider's developer; of its own where it gave one.
    pub message: String,
    /// The status, where there is one.
    pub status: Option<u16>,
    /// What of the data breaks the schema.
    pub violations: Vec<Violation>,
    /// How long the provider wants to be left alone, in seconds.
    pub retry_after: Option<u64>,
    /// Whether the provider may have done what it was asked for: no answer came that says so.
    pub may_be_done: bool,
}

impl CallError {
    fn new(class: ErrorClass, message: impl Into<String>) -> Self {
        Self {
            class,
            code: None,
            message: message.into(),
            status: None,
            violations: Vec::new(),
            retry_after: None,
            may_be_done: false,
        }
    }

    /// Whether the provider does not work, rather than refuses what it was asked for.
    pub fn is_outage(&self) -> bool {
        self.class != ErrorClass::Provider || self.status.is_some_and(|status| status >= 500)
    }

    fn undecided(self, may_be_done: bool) -> Self {
        Self {
            may_be_done,
            ..self
        }
    }
}

/// A request and its answer as they were on the wire, without secrets.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Trace {
    /// Where the request went.
    pub url: String,
    /// Its headers; credentials are masked.
    pub request_headers: Vec<(String, String)>,
    /// Its body.
    pub request_body: String,
    /// The status, where there was an answer.
    pub status: Option<u16>,
    /// Its headers.
    pub response_headers: Vec<(String, String)>,
    /// Its body, or its beginning.
    pub response_body: Option<String>,
}

impl Caller {
    /// Executes a capability at a runtime app.
    ///
    /// # Errors
    /// It is not active, or has no secret; a fault of ours. Nothing of it is the provider's
    /// failure: that is in [`Executed`].
    pub async fn execute(
        &self,
        runtime_app: &RuntimeApp,
        call: &Call<'_>,
    ) -> Result<Executed, RuntimeError> {
        let began = Instant::now();
        let endpoint = call
            .endpoint
            .map_or(runtime_app.endpoint_url.as_str(), WebhookUrl::as_str);
        if runtime_app.status() == Status::Paused || !runtime_app.is_proven(endpoint) {
            return Err(RuntimeError::NotProven(endpoint.to_owned()));
        }
        let secrets = runtime_app.secrets(&self.vault, self.clock.now()).await?;
        let body = serde_json::to_vec(&CallBody {
            capability: call.capability,
            mode: call.mode,
            action: call.action,
            params: call.params,
            context: call.context,
        });
        let body = Bytes::from(body.map_err(|e| Fault::internal("writing a call", e))?);
        let mut executed = Executed {
            outcome: Err(CallError::new(ErrorClass::Unreachable, "")),
            tries: 0,
            took: Duration::ZERO,
            trace: Trace::default(),
        };
        let path = format!("/capabilities/{}/execute", segment(call.capability));
        let outcome = match self.below(endpoint, &path) {
            Err(error) => Err(unanswered_url(error)),
            Ok(url) => match self.credentials(runtime_app).await? {
                Err(none) => Err(CallError::new(ErrorClass::Credentials, none.to_string())),
                Ok(credentials) => {
                    let requests = Requests {
                        caller: self,
                        url: &url,
                        call,
                        body,
                        credentials: &credentials,
                        secrets: &secrets,
                        ends: began + call.mode.deadline(),
                    };
                    requests.run(&mut executed).await?
                }
            },
        };
        let is_unauthorized = outcome.as_ref().is_err_and(|e| e.status == Some(401));
        if is_unauthorized {
            self.rejected(runtime_app).await?;
        }
        executed.outcome = outcome;
        executed.took = began.elapsed();
        Ok(executed)
    }
}

/// The tries of one call.
struct Requests<'a> {
    caller: &'a Caller,
    url: &'a WebhookUrl,
    call: &'a Call<'a>,
    body: Bytes,
    credentials: &'a HeaderMap,
    secrets: &'a [Secret],
    ends: Instant,
}

impl Requests<'_> {
    async fn run(&self, executed: &mut Executed) -> Result<Result<CallAnswer, CallError>, Fault> {
        loop {
            let left = self.ends.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let message = "the time was over before a request could be sent";
                return Ok(Err(CallError::new(ErrorClass::Timeout, message)));
            }
            let request = self.request(left);
            executed.trace = Trace::of(&request, self.credentials);
            executed.tries += 1;
            let sent = self
                .caller
                .send_signed(request, self.call.id, self.secrets)
                .await?;
            let left = self.ends.saturating_duration_since(Instant::now());
            let once_more = executed.tries == 1 && is_worth_repeating(self.call.mode, &sent);
            if once_more && let Some(pause) = pause(left) {
                tokio::time::sleep(pause).await;
                continue;
            }
            return Ok(match sent {
                Err(unanswered) => Err(self.unanswered(&unanswered)),
                Ok(response) => {
                    executed.trace.answered(&response);
                    read(&response, self.call.output, self.caller.clock.now())
                }
            });
        }
    }

    fn request(&self, left: Duration) -> Request {
        let mut request = post(self.url.clone(), Vec::new(), left);
        request.body = self.body.clone();
        let headers = &mut request.headers;
        headers.extend(self.credentials.clone());
        let call = self.call;
        let deadline = left.as_millis().to_string();
        let mut add = |name, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        add(REQUEST_ID, call.id);
        add(USER_ID, call.context.user_id);
        add(DEADLINE, &deadline);
        add(ENVIRONMENT, call.environment.as_str());
        if let Some(key) = call.idempotency_key {
            add(IDEMPOTENCY_KEY, key);
        }
        request
    }

    fn unanswered(&self, unanswered: &Unanswered) -> CallError {
        let failure = &unanswered.failure;
        let class = match failure {
            Failure::Timeout if unanswered.has_left => ErrorClass::Timeout,
            Failure::Reset if unanswered.has_left => ErrorClass::Reset,
            Failure::Protocol(_) => ErrorClass::Malformed,
            _ => ErrorClass::Unreachable,
        };
        CallError::new(class, failure.to_string()).undecided(unanswered.has_left)
    }
}

/// The operator does not allow the host any more.
fn unanswered_url(error: UrlError) -> CallError {
    CallError::new(ErrorClass::Unreachable, format!("the URL {error}"))
}

/// Whether the same request may be sent again, and may have better luck.
fn is_worth_repeating(mode: CallMode, sent: &Result<Response, Unanswered>) -> bool {
    match (mode, sent) {
        (CallMode::State, Ok(response)) => matches!(
            response.status,
            StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT
        ),
        (CallMode::State, Err(unanswered)) => {
            matches!(unanswered.failure, Failure::Connect(_) | Failure::Reset)
        }
        (CallMode::Action, Ok(_)) => false,
        (CallMode::Action, Err(unanswered)) => {
            !unanswered.has_left
                && matches!(unanswered.failure, Failure::Connect(_) | Failure::Reset)
        }
    }
}

/// How long to wait before a second try, if there is time for one.
fn pause(left: Duration) -> Option<Duration> {
    let mut random = [0; 8];
    // Without randomness there is no jitter, no more.
    let _ = getrandom::fill(&mut random);
    let (least, more) = PAUSE;
    let pause = Duration::from_millis(least + u64::from_le_bytes(random) % (more + 1));
    (left > pause + WORTHWHILE).then_some(pause)
}

/// Reads an answer.
fn read(response: &Response, output: &Schema, now: Timestamp) -> Result<CallAnswer, CallError> {
    let status = response.status;
    let fail = |class, message: String| CallError {
        status: Some(status.as_u16()),
        retry_after: retry_after(&response.headers),
        // A gateway that gives up does not say whether the request got through; and where an
        // answer that means success can't be read, something was done.
        may_be_done: status.is_success()
            || matches!(
                status,
                StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT
            ),
        ..CallError::new(class, message)
    };
    if status.is_redirection() {
        let message = "it answered with a redirect, which is not followed";
        return Err(fail(ErrorClass::Redirect, message.to_owned()));
    }
    match response.end {
        End::Whole => {}
        End::TooLong => {
            let message = format!("its answer is larger than {} bytes", super::http::ANSWER);
            return Err(fail(ErrorClass::TooLarge, message));
        }
        End::BrokenOff => {
            let message = "its answer broke off, or its gzip can't be unpacked";
            return Err(fail(ErrorClass::Malformed, message.to_owned()));
        }
    }
    let body: Option<Value> = serde_json::from_slice(&response.body).ok();
    let word = body.as_ref().and_then(|body| body.get("status")?.as_str());
    match (word, &body) {
        (Some("error"), Some(body)) => Err(own_error(body, fail)),
        (Some("ok"), Some(body)) if status.is_success() => {
            let malformed = |message: &str| fail(ErrorClass::Malformed, message.to_owned());
            answer(body, now).map_err(malformed).and_then(|answer| {
                output.check(&answer.data).map_err(|violations| CallError {
                    violations,
                    ..fail(
                        ErrorClass::Schema,
                        "its data do not keep the capability's outputSchema".to_owned(),
                    )
                })?;
                Ok(answer)
            })
        }
        _ if status.is_success() => {
            let message = r#"its answer is no JSON object with "status": "ok" or "error""#;
            Err(fail(ErrorClass::Malformed, message.to_owned()))
        }
        _ => {
            let message = format!("it answered with the status {}", status.as_u16());
            Err(fail(ErrorClass::Status, message))
        }
    }
}

/// The answer of a provider that succeeded, or what its form lacks.
fn answer(body: &Value, now: Timestamp) -> Result<CallAnswer, &'static str> {
    let data = body.get("data").ok_or("its answer has no data")?.clone();
    let ttl = match body.get("ttl") {
        None | Some(Value::Null) => None,
        Some(ttl) => Some(
            ttl.as_u64()
                .filter(|ttl| *ttl <= u64::from(LONGEST_TTL))
                .ok_or("its ttl is no whole number of seconds between 0 and 86400")?,
        ),
    };
    let metadata = match body.get("metadata") {
        None | Some(Value::Null) => None,
        Some(Value::Object(metadata)) => Some(metadata),
        Some(_) => return Err("its metadata are no object"),
    };
    let member = |name| metadata.and_then(|metadata| metadata.get(name));
    let fetched_at = match member("fetchedAt") {
        None | Some(Value::Null) => now,
        Some(at) => {
            let at: Timestamp = at
                .as_str()
                .and_then(|at| at.parse().ok())
                .ok_or("its fetchedAt is no RFC 3339 date and time")?;
            if at > now.plus_millis(CLOCK_SKEW_MILLIS) {
                return Err("its fetchedAt is ahead of the time");
            }
            at.min(now)
        }
    };
    let source = member("source").and_then(Value::as_str);
    Ok(CallAnswer {
        data,
        ttl,
        source: source.map(|source| shortened(source, CODE)),
        fetched_at,
    })
}

/// An error that a provider describes. Its own words say that it was not done.
fn own_error(body: &Value, fail: impl Fn(ErrorClass, String) -> CallError) -> CallError {
    let member = |name| {
        body.get("error")
            .and_then(|error| error.get(name)?.as_str())
    };
    let (Some(code), Some(message)) = (member("code"), member("message")) else {
        let message = "its error has no code and message";
        return fail(ErrorClass::Malformed, message.to_owned());
    };
    CallError {
        code: Some(shortened(code, CODE)),
        ..fail(ErrorClass::Provider, shortened(message, MESSAGE)).undecided(false)
    }
}

/// The beginning of a text, without control characters.
fn shortened(text: &str, most: usize) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(most)
        .collect()
}

fn retry_after(headers: &HeaderMap) -> Option<u64> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    text.parse().ok()
}

impl Trace {
    fn of(request: &Request, credentials: &HeaderMap) -> Self {
        let headers = request.headers.iter().map(|(name, value)| {
            let is_hidden = credentials.contains_key(name);
            let value = value.to_str().unwrap_or_default();
            let value = if is_hidden { MASK } else { value };
            (name.to_string(), value.to_owned())
        });
        Self {
            url: request.url.to_string(),
            request_headers: headers.collect(),
            request_body: String::from_utf8_lossy(&request.body).into_owned(),
            ..Self::default()
        }
    }

    fn answered(&mut self, response: &Response) {
        let headers = response.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.to_string(), value.into_owned())
        });
        self.status = Some(response.status.as_u16());
        self.response_headers = headers.collect();
        self.response_body = Some(String::from_utf8_lossy(&response.body).into_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;
    use webhooks::transport::Timing;

    const NOW: &str = "2026-11-25T12:00:00.000Z";

    fn schema() -> Schema {
        Schema::read(json!({
            "type": "object", "properties": { "c": { "type": "number" } }, "required": ["c"],
        }))
        .unwrap()
    }

    fn response(status: u16, body: &str) -> Response {
        Response {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: body.to_owned().into(),
            end: End::Whole,
            timing: Timing::default(),
        }
    }

    fn read_body(status: u16, body: &Value) -> Result<CallAnswer, CallError> {
        read(
            &response(status, &body.to_string()),
            &schema(),
            NOW.parse().unwrap(),
        )
    }

    #[test]
    fn an_answer_is_data_a_life_and_where_it_is_from() {
        let body = json!({
            "status": "ok", "data": { "c": 7 }, "ttl": 300,
            "metadata": { "source": "station\n7", "fetchedAt": "2026-11-25T11:59:00Z" },
        });
        let answer = read_body(200, &body).unwrap();
        assert_eq!(answer.data, json!({ "c": 7 }));
        assert_eq!(
            (answer.ttl, answer.source.as_deref()),
            (Some(300), Some("station7"))
        );
        assert_eq!(answer.fetched_at.to_string(), "2026-11-25T11:59:00.000Z");
        let bare = read_body(200, &json!({ "status": "ok", "data": { "c": 7 } })).unwrap();
        assert_eq!(
            (bare.ttl, bare.fetched_at.to_string().as_str()),
            (None, NOW)
        );
        // A clock that is a little ahead.
        let ahead = json!({
            "status": "ok", "data": { "c": 7 }, "metadata": { "fetchedAt": "2026-11-25T12:00:30Z" },
        });
        assert_eq!(read_body(200, &ahead).unwrap().fetched_at.to_string(), NOW);
    }

    #[test]
    fn what_is_not_of_the_form_is_malformed() {
        let data = json!({ "c": 7 });
        for body in [
            json!({}),
            json!([]),
            json!("ok"),
            json!({ "status": "fine", "data": data }),
            json!({ "status": "ok" }),
            json!({ "status": "ok", "data": data, "ttl": -1 }),
            json!({ "status": "ok", "data": data, "ttl": 1.5 }),
            json!({ "status": "ok", "data": data, "ttl": "300" }),
            json!({ "status": "ok", "data": data, "ttl": LONGEST_TTL + 1 }),
            json!({ "status": "ok", "data": data, "metadata": 7 }),
            json!({ "status": "ok", "data": data, "metadata": { "fetchedAt": "now" } }),
            json!({ "status": "ok", "data": data, "metadata": { "fetchedAt": "2026-11-25T12:02:00Z" } }),
            json!({ "status": "error" }),
            json!({ "status": "error", "error": { "code": "A" } }),
        ] {
            let error = read_body(200, &body).unwrap_err();
            assert_eq!(error.class, ErrorClass::Malformed, "{body}");
            assert!(error.may_be_done, "{body}");
        }
        let html = read(&response(200, "<html>"), &schema(), NOW.parse().unwrap());
        assert_eq!(html.unwrap_err().class, ErrorClass::Malformed);
    }

    #[test]
    fn data_that_break_the_schema_are_the_providers_error() {
        let body = json!({ "status": "ok", "data": { "c": "secret word" } });
        let error = read_body(200, &body).unwrap_err();
        assert_eq!(
            (error.class, error.violations.len()),
            (ErrorClass::Schema, 1)
        );
        assert_eq!(error.violations[0].pointer, "/c");
        assert!(!format!("{error:?}").contains("secret word"));
    }

    #[test]
    fn errors_have_classes() {
        let own = json!({ "status": "error", "error": { "code": "NO_CITY", "message": "Which?" } });
        for status in [200, 404, 500, 503] {
            let error = read_body(status, &own).unwrap_err();
            assert_eq!(error.class, ErrorClass::Provider);
            assert_eq!(error.code.as_deref(), Some("NO_CITY"));
            assert!(!error.may_be_done);
        }
        let class = |status| {
            let error = read_body(status, &json!({ "status": "ok", "data": { "c": 1 } }));
            let error = error.unwrap_err();
            (error.class, error.may_be_done)
        };
        assert_eq!(class(302), (ErrorClass::Redirect, false));
        assert_eq!(class(500), (ErrorClass::Status, false));
        assert_eq!(class(502), (ErrorClass::Status, true));
        let mut cut = response(200, "{");
        cut.end = End::TooLong;
        let read = |response: &Response| read(response, &schema(), NOW.parse().unwrap());
        assert_eq!(read(&cut).unwrap_err().class, ErrorClass::TooLarge);
        cut.end = End::BrokenOff;
        assert_eq!(read(&cut).unwrap_err().class, ErrorClass::Malformed);
        let mut busy = response(429, "");
        busy.headers
            .insert("retry-after", HeaderValue::from_static("7"));
        assert_eq!(read(&busy).unwrap_err().retry_after, Some(7));
    }

    #[test]
    fn an_action_is_repeated_only_where_it_never_left_us() {
        let unanswered = |failure, has_left| Err(Unanswered { failure, has_left });
        let connect = || Failure::Connect(String::new());
        for (sent, state, action) in [
            (unanswered(connect(), false), true, true),
            (unanswered(Failure::Reset, false), true, true),
            (unanswered(Failure::Reset, true), true, false),
            (unanswered(Failure::Timeout, true), false, false),
            (unanswered(Failure::Timeout, false), false, false),
            (unanswered(Failure::Dns, false), false, false),
            (unanswered(Failure::Tls(String::new()), false), false, false),
            (Ok(response(502, "")), true, false),
            (Ok(response(503, "")), true, false),
            (Ok(response(504, "")), true, false),
            (Ok(response(500, "")), false, false),
            (Ok(response(429, "")), false, false),
            (Ok(response(200, "")), false, false),
        ] {
            assert_eq!(
                is_worth_repeating(CallMode::State, &sent),
                state,
                "{sent:?}"
            );
            assert_eq!(
                is_worth_repeating(CallMode::Action, &sent),
                action,
                "{sent:?}"
            );
        }
        for _ in 0..100 {
            let pause = pause(Duration::from_secs(1)).unwrap().as_millis();
            assert!((100..=300).contains(&pause), "{pause}");
        }
        assert_eq!(pause(Duration::from_millis(300)), None);
    }

    proptest! {
        #[test]
        fn any_answer_is_read_without_a_panic(status in 200..600_u16, body in "\\PC{0,200}") {
            let _ = read(&response(status, &body), &schema(), NOW.parse().unwrap());
        }

        #[test]
        fn any_json_answer_is_read_without_a_panic(
            word in "ok|error|", ttl in any::<i64>(), text in "\\PC{0,30}",
        ) {
            let body = json!({
                "status": word, "data": { "c": ttl }, "ttl": ttl,
                "metadata": { "source": text, "fetchedAt": text },
                "error": { "code": text, "message": text },
            });
            let _ = read_body(200, &body);
        }
    }
}
