//! The one way of a request: shape, caller, work, answer, one log line.
//!
//! The order is the contract's: what is wrong with the shape of a request costs nothing and
//! needs no key; then the caller; then the work.

use std::future::Future;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName, Response, StatusCode};
use lambda_http::Body;

use super::endpoints::Endpoint;
use super::error;
use super::negotiate::wants_problem;
use super::reply::{Reply, json, set};
use super::request::{Input, Request};
use crate::App;
use crate::error::{Error, chain, panic_message};
use crate::id::RequestId;
use crate::telemetry;

/// Somebody who may call: the type of a handler's second argument, so that a handler can't run
/// without one.
pub trait Caller: Sized + Send {
    /// Lets the caller in, or says why not.
    fn admit(
        app: &'static App,
        endpoint: &'static Endpoint,
        request: &Request,
    ) -> impl Future<Output = Result<Self, Refused>> + Send;

    /// Headers that go on every answer to this caller.
    fn headers(&self) -> HeaderMap;

    /// Who it is, for the log.
    fn who(&self) -> Who;
}

/// A caller as the log names them: public identifiers only.
#[derive(Clone, Debug, Default)]
pub struct Who {
    /// The account.
    pub user: Option<String>,
    /// The public part of the key.
    pub key: Option<String>,
}

/// A caller who is not let in.
#[derive(Debug)]
pub struct Refused {
    /// Why.
    pub error: Error,
    /// Headers that go on the answer all the same.
    pub headers: HeaderMap,
    /// Who it is, as far as known.
    pub who: Who,
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self {
            error,
            headers: HeaderMap::new(),
            who: Who::default(),
        }
    }
}

/// Anybody.
impl Caller for () {
    async fn admit(_: &'static App, _: &'static Endpoint, _: &Request) -> Result<(), Refused> {
        Ok(())
    }

    fn headers(&self) -> HeaderMap {
        HeaderMap::new()
    }

    fn who(&self) -> Who {
        Who::default()
    }
}

/// What came of a request, before it is written down.
struct Outcome {
    result: Result<Reply, Error>,
    headers: HeaderMap,
    who: Who,
}

impl From<Error> for Outcome {
    fn from(error: Error) -> Self {
        Refused::from(error).into()
    }
}

impl From<Refused> for Outcome {
    fn from(refused: Refused) -> Self {
        Self {
            result: Err(refused.error),
            headers: refused.headers,
            who: refused.who,
        }
    }
}

/// Answers a request to an endpoint.
pub async fn respond<C, I, H, F>(
    app: &'static App,
    endpoint: &'static Endpoint,
    handler: &H,
    mut request: Request,
) -> Response<Body>
where
    C: Caller,
    I: Input,
    H: Fn(&'static App, C, I) -> F,
    F: Future<Output = Result<Reply, Error>>,
{
    let began = app.clock.now();
    request.at = began;
    request.settings = &app.settings;
    let spent_before = app.table.tally.so_far();
    let id = RequestId::new(began);
    // A panic is a bug; it must not take the answer and the log line with it.
    let outcome = AssertUnwindSafe(work(app, endpoint, handler, &request))
        .catch_unwind()
        .await
        .unwrap_or_else(|panic| Error::internal("working", panic_message(&*panic)).into());
    let code = outcome.result.as_ref().err().map_or("OK", error::code);
    let cause = outcome
        .result
        .as_ref()
        .err()
        .and_then(std::error::Error::source)
        .map(chain);
    let response = write(id, &request, outcome.result, outcome.headers);

    let spent = app.table.tally.so_far() - spent_before;
    let duration_ms = app.clock.now().millis() - began.millis();
    let level_is_error = response.status().is_server_error();
    macro_rules! line {
        ($level:ident) => {
            tracing::$level!(
                target: telemetry::REQUEST,
                surface = endpoint.surface.name,
                request.id = %id,
                endpoint = endpoint.function,
                http.method = %request.method,
                http.status = response.status().as_u16(),
                outcome = code,
                requests = 1_u8,
                faults = u8::from(level_is_error),
                duration_ms,
                user.id = outcome.who.user,
                key.id = outcome.who.key,
                dynamodb.round_trips = spent.round_trips,
                dynamodb.read_units = spent.read_units,
                dynamodb.write_units = spent.write_units,
                cause,
                "request"
            )
        };
    }
    if level_is_error {
        line!(error)
    } else {
        line!(info)
    }
    response
}

async fn work<C, I, H, F>(
    app: &'static App,
    endpoint: &'static Endpoint,
    handler: &H,
    request: &Request,
) -> Outcome
where
    C: Caller,
    I: Input,
    H: Fn(&'static App, C, I) -> F,
    F: Future<Output = Result<Reply, Error>>,
{
    let input = match shape(endpoint, request).and_then(|()| I::parse(request)) {
        Ok(input) => input,
        Err(error) => return error.into(),
    };
    // On the heap: the futures of the SDK's calls are large, and a request takes several.
    let caller = match Box::pin(C::admit(app, endpoint, request)).await {
        Ok(caller) => caller,
        Err(refused) => return refused.into(),
    };
    let (headers, who) = (caller.headers(), caller.who());
    Outcome {
        result: Box::pin(handler(app, caller, input)).await,
        headers,
        who,
    }
}

fn shape(endpoint: &Endpoint, request: &Request) -> Result<(), Error> {
    if let Some(method) = &endpoint.method
        && *method != request.method
    {
        return Err(Error::MethodNotAllowed(method.to_string()));
    }
    let limit = endpoint.body_limit;
    if request.body.len() > limit {
        return Err(Error::PayloadTooLarge { limit });
    }
    Ok(())
}

fn write(
    id: RequestId,
    request: &Request,
    result: Result<Reply, Error>,
    headers: HeaderMap,
) -> Response<Body> {
    let mut response = match result {
        Ok(reply) => reply.into_response(&request.headers),
        Err(error) => failure(id, &request.headers, &error),
    };
    let all = response.headers_mut();
    all.extend(headers);
    set(
        all,
        HeaderName::from_static("x-request-id"),
        &id.to_string(),
    );
    // What has a tag may be kept and asked about; the rest is nobody's to keep.
    let cache = if all.contains_key(ETAG) {
        "private, no-cache"
    } else {
        "private, no-store"
    };
    set(all, CACHE_CONTROL, cache);
    set(
        all,
        HeaderName::from_static("x-content-type-options"),
        "nosniff",
    );
    response
}

fn failure(id: RequestId, request: &HeaderMap, error: &Error) -> Response<Body> {
    let mut response = Response::new(Body::Empty);
    let status = error::status(error);
    *response.status_mut() = status;
    let problem = wants_problem(request);
    let body = if problem {
        error::problem(error, id)
    } else {
        error::envelope(error, id)
    };
    json(&mut response, body.to_string().into_bytes());
    let headers = response.headers_mut();
    if problem {
        set(headers, CONTENT_TYPE, "application/problem+json");
    }
    if let Some(seconds) = error::retry_after(error) {
        set(headers, RETRY_AFTER, &seconds.to_string());
    }
    if status == StatusCode::UNAUTHORIZED {
        // RFC 6750, section 3: no error code where no key was sent.
        let challenge = match error {
            Error::MissingKey => "Bearer realm=\"twin\"",
            _ => "Bearer realm=\"twin\", error=\"invalid_token\"",
        };
        set(headers, WWW_AUTHENTICATE, challenge);
    }
    if let Error::MethodNotAllowed(methods) = error {
        set(headers, ALLOW, methods);
    }
    response
}
