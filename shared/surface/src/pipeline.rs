//! The one way of a request: shape, caller, work, answer, one log line.
//!
//! The order is the surface's: most look at the shape of a request first, which costs nothing and
//! needs no key; then at the caller; then comes the work.

use std::future::Future;
use std::panic::AssertUnwindSafe;

use common::Timestamp;
use common::error::{chain, panic_message};
use common::telemetry::Metric;
use dynamo::Capacity;
use futures::{FutureExt, StreamExt};
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, ETAG};
use http::{HeaderMap, HeaderName, Method, Response};

use crate::RequestId;
use crate::auth::{Auth, Authorizer, Context, Principal, Refused};
use crate::endpoint::{Endpoint, Route};
use crate::envelope::failure;
use crate::error::Error;
use crate::reply::{Answers, Body, Reply, set};
use crate::request::{Input, Request};
use crate::surface::Order;

/// The line that a request ends with.
pub const REQUEST: Metric = Metric {
    target: "twin::request",
    directives: concat!(
        r#"[{"Namespace":"{namespace}","Dimensions":[["stage","surface"],["stage","surface","endpoint"]],"Metrics":["#,
        r#"{"Name":"requests","Unit":"Count"},{"Name":"faults","Unit":"Count"},"#,
        r#"{"Name":"duration_ms","Unit":"Milliseconds"},{"Name":"dynamodb.write_units","Unit":"Count"}]},"#,
        r#"{"Namespace":"{namespace}","Dimensions":[["stage","surface"]],"Metrics":["#,
        r#"{"Name":"dynamodb.round_trips","Unit":"Count"},{"Name":"dynamodb.read_units","Unit":"Count"}]},"#,
        r#"{"Namespace":"{namespace}","Dimensions":[["stage","surface","outcome"]],"Metrics":["#,
        r#"{"Name":"requests","Unit":"Count"}]}]"#
    ),
};

/// The line that a worker's run ends with.
pub const WORK: Metric = Metric {
    target: "twin::work",
    directives: concat!(
        r#"[{"Namespace":"{namespace}","Dimensions":[["stage","worker"]],"Metrics":["#,
        r#"{"Name":"runs","Unit":"Count"},{"Name":"faults","Unit":"Count"},{"Name":"found","Unit":"Count"},"#,
        r#"{"Name":"duration_ms","Unit":"Milliseconds"},{"Name":"dynamodb.round_trips","Unit":"Count"},"#,
        r#"{"Name":"dynamodb.read_units","Unit":"Count"},{"Name":"dynamodb.write_units","Unit":"Count"}]}]"#
    ),
};

/// What came of a request, before it is written down.
struct Outcome<D> {
    result: Result<Reply<D>, Error>,
    headers: HeaderMap,
    principal: Principal,
}

impl<D> Outcome<D> {
    fn refused(refused: impl Into<Refused>) -> Self {
        let Refused {
            error,
            headers,
            principal,
        } = refused.into();
        Self {
            result: Err(error),
            headers,
            principal,
        }
    }
}

/// Answers a request to an endpoint.
pub async fn respond<A, I, D, H, F>(
    context: &'static A::Context,
    endpoint: &'static Endpoint<A>,
    handler: &H,
    mut request: Request,
) -> Response<Body>
where
    A: Auth,
    I: Input<A::Context>,
    D: Answers,
    H: Fn(&'static A::Context, A, I) -> F,
    F: Future<Output = Result<Reply<D>, Error>>,
{
    let began = context.clock().now();
    request.at = began;
    let id = RequestId::new(began);
    let mut line = Line {
        context,
        route: &endpoint.route,
        id,
        method: request.method.to_string(),
        began,
        consumed_before: context.capacity(),
        status: 0,
        code: "OK",
        cause: None,
        principal: Principal::default(),
    };
    // A panic is a bug; it must not take the answer and the log line with it.
    let outcome = AssertUnwindSafe(work(context, endpoint, handler, &request))
        .catch_unwind()
        .await
        .unwrap_or_else(|panic| {
            Outcome::refused(Error::internal("working", panic_message(&*panic)))
        });
    if let Err(error) = &outcome.result {
        line.code = error.code().name;
        line.cause = std::error::Error::source(error).map(chain);
    }
    line.principal = outcome.principal;
    let mut response = write(
        id,
        &endpoint.route,
        &request,
        outcome.result,
        outcome.headers,
    );
    line.status = response.status().as_u16();
    // A stream's line is written at its end, however it comes to that.
    if let Body::Stream(stream) = response.body_mut() {
        let stream = std::mem::replace(stream, futures::stream::empty().boxed());
        let logged = futures::stream::unfold((stream, LineAtEnd(Some(line))), |state| async {
            let (mut stream, mut line) = state;
            let next = stream.next().await?;
            if let (Err(fault), Some(line)) = (&next, &mut line.0) {
                line.code = crate::code::INTERNAL_ERROR.name;
                line.cause = Some(fault.cause());
            }
            Some((next, (stream, line)))
        });
        *response.body_mut() = Body::Stream(logged.boxed());
    } else {
        line.write();
    }
    response
}

/// Writes a line when it is dropped: at a stream's end, or where its reader goes away before.
struct LineAtEnd<C: Context>(Option<Line<C>>);

impl<C: Context> Drop for LineAtEnd<C> {
    fn drop(&mut self) {
        if let Some(line) = self.0.take() {
            line.write();
        }
    }
}

/// The log line of a request.
struct Line<C: Context> {
    context: &'static C,
    route: &'static Route,
    id: RequestId,
    method: String,
    began: Timestamp,
    consumed_before: Capacity,
    status: u16,
    code: &'static str,
    cause: Option<String>,
    principal: Principal,
}

impl<C: Context> Line<C> {
    fn write(self) {
        let consumed = self.context.capacity() - self.consumed_before;
        let duration_ms = self.context.clock().now().millis() - self.began.millis();
        let is_fault = self.status >= 500 || self.cause.is_some();
        macro_rules! line {
            ($level:ident) => {
                tracing::$level!(
                    target: REQUEST.target,
                    surface = self.route.surface.name,
                    request.id = %self.id,
                    endpoint = self.route.function,
                    http.method = self.method,
                    http.status = self.status,
                    outcome = self.code,
                    requests = 1_u8,
                    faults = u8::from(is_fault),
                    duration_ms,
                    user.id = self.principal.user,
                    key.id = self.principal.key,
                    dynamodb.round_trips = consumed.round_trips,
                    dynamodb.read_units = consumed.read_units,
                    dynamodb.write_units = consumed.write_units,
                    cause = self.cause,
                    "request"
                )
            };
        }
        if is_fault { line!(error) } else { line!(info) }
    }
}

async fn work<A, I, D, H, F>(
    context: &'static A::Context,
    endpoint: &'static Endpoint<A>,
    handler: &H,
    request: &Request,
) -> Outcome<D>
where
    A: Auth,
    I: Input<A::Context>,
    H: Fn(&'static A::Context, A, I) -> F,
    F: Future<Output = Result<Reply<D>, Error>>,
{
    let route = &endpoint.route;
    // A signature (IAM) proves more than the CDN's secret, and is made for the API's own name.
    if request.came_around && A::AUTHORIZER != Authorizer::Iam {
        return Outcome::refused(Error::direct_call_refused());
    }
    if route.method.is_some() && !route.methods().any(|method| *method == request.method) {
        let methods: Vec<_> = route.methods().map(Method::as_str).collect();
        return Outcome::refused(Error::method_not_allowed(&methods.join(", ")));
    }
    let read = || shape(route, request).and_then(|()| I::parse(request, context));
    let early = match route.surface.order {
        Order::ShapeFirst => match read() {
            Ok(input) => Some(input),
            Err(error) => return Outcome::refused(error),
        },
        Order::CallerFirst => None,
    };
    // On the heap: the futures of the SDK's calls are large, and a request takes several.
    let caller = match Box::pin(A::admit(context, endpoint, request)).await {
        Ok(caller) => caller,
        Err(refused) => return Outcome::refused(refused),
    };
    let (headers, principal) = (caller.headers(), caller.principal());
    let result = match early.map_or_else(read, Ok) {
        Ok(input) => Box::pin(handler(context, caller, input)).await,
        Err(error) => Err(error),
    };
    Outcome {
        result,
        headers,
        principal,
    }
}

fn shape(route: &Route, request: &Request) -> Result<(), Error> {
    if request.body.len() > route.body_limit {
        return Err(Error::payload_too_large(route.body_limit));
    }
    Ok(())
}

fn write<D>(
    id: RequestId,
    route: &Route,
    request: &Request,
    result: Result<Reply<D>, Error>,
    headers: HeaderMap,
) -> Response<Body> {
    let surface = route.surface;
    let mut response = match result {
        Ok(reply) => reply.into_response(surface, id, &request.headers),
        Err(error) => failure(surface, id, &request.headers, &error),
    };
    let all = response.headers_mut();
    all.extend(headers);
    set(
        all,
        HeaderName::from_static("x-request-id"),
        &id.to_string(),
    );
    // What has a tag may be kept and asked about; the rest may be kept by nobody.
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
    surface.envelope.headers(all);
    if request.method == Method::HEAD {
        without_body(&mut response);
    }
    response
}

/// Leaves the headers of an answer to a GET alone, with the length that its body would have.
fn without_body(response: &mut Response<Body>) {
    let length = match std::mem::replace(response.body_mut(), Body::Empty) {
        Body::Text(text) => text.len(),
        Body::Binary(bytes) => bytes.len(),
        // Of these a GET does not say the length either.
        Body::Empty | Body::Stream(_) => return,
    };
    set(response.headers_mut(), CONTENT_LENGTH, &length.to_string());
}

#[cfg(test)]
pub(crate) mod tests;
