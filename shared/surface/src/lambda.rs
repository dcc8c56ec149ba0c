//! Serving: what a function's `main` calls.

use std::future::Future;
use std::panic::AssertUnwindSafe;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures::FutureExt;
pub use lambda_http::Error;
use lambda_http::aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use lambda_http::lambda_runtime::{self, LambdaEvent};
use lambda_http::request::LambdaRequest;
use lambda_http::{Adapter, StreamAdapter, tower};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use common::config::Environment;
use common::error::{chain, panic_message};
use common::telemetry::{self, Metric, Metrics};
use common::{Cause, Fault};

use crate::auth::{Auth, Context};
use crate::endpoint::{Endpoint, Worker};
use crate::error::Error as Refusal;
use crate::origin::Origin;
use crate::pipeline::{REQUEST, WORK, respond};
use crate::reply::{Answers, Reply};
use crate::request::{Input, Request};

/// Starts logging, and builds what handlers work with.
fn start<C: Context>(
    namespace: &'static str,
    kinds: &'static [Metric],
) -> Result<&'static C, Cause> {
    let environment = Environment::of_process();
    let kinds = [kinds, &[crate::UNREADABLE]].concat();
    let kinds = Box::leak(kinds.into_boxed_slice());
    telemetry::start(&environment, Metrics { namespace, kinds });
    Ok(Box::leak(Box::new(C::read(&environment)?)))
}

/// Serves an endpoint until Lambda ends the process. What the handler needs is built once,
/// before the first event. A stream is collected and answered whole.
///
/// # Errors
/// A setting is missing or wrong, or the runtime's API is gone.
pub async fn serve<A, I, D, H, F>(endpoint: &'static Endpoint<A>, handler: H) -> Result<(), Error>
where
    A: Auth,
    I: Input<A::Context>,
    D: Answers,
    H: Fn(&'static A::Context, A, I) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Reply<D>, Refusal>> + Send,
{
    let context = start::<A::Context>(endpoint.route.surface.namespace, &[REQUEST])?;
    let origin: &'static Origin = Box::leak(Box::new(Origin::read(&Environment::of_process())?));
    let handler: &'static H = Box::leak(Box::new(handler));
    let mut http = Adapter::from(lambda_http::service_fn(move |event| async move {
        let request = Request::new(event, origin);
        let (parts, body) = respond(context, endpoint, handler, request)
            .await
            .into_parts();
        let body = body.into_buffered().await?;
        Ok::<_, Error>(http::Response::from_parts(parts, body))
    }));
    lambda_runtime::run(lambda_http::service_fn(
        move |event: LambdaEvent<LambdaRequest>| {
            tower::Service::call(
                &mut http,
                LambdaEvent {
                    payload: sanitize_event(event.payload),
                    ..event
                },
            )
        },
    ))
    .await
}

/// Serves an endpoint whose answers are sent as they come, behind a function URL with the invoke
/// mode `RESPONSE_STREAM`. Otherwise as [`serve`].
///
/// # Errors
/// As [`serve`].
pub async fn serve_streaming<A, I, D, H, F>(
    endpoint: &'static Endpoint<A>,
    handler: H,
) -> Result<(), Error>
where
    A: Auth,
    I: Input<A::Context>,
    D: Answers,
    H: Fn(&'static A::Context, A, I) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Reply<D>, Refusal>> + Send,
{
    let context = start::<A::Context>(endpoint.route.surface.namespace, &[REQUEST])?;
    let origin: &'static Origin = Box::leak(Box::new(Origin::read(&Environment::of_process())?));
    let handler: &'static H = Box::leak(Box::new(handler));
    let mut http = StreamAdapter::from(lambda_http::service_fn(move |event| async move {
        let request = Request::new(event, origin);
        Ok::<_, Error>(respond(context, endpoint, handler, request).await)
    }));
    lambda_runtime::run(lambda_http::service_fn(
        move |event: LambdaEvent<LambdaRequest>| {
            tower::Service::call(
                &mut http,
                LambdaEvent {
                    payload: sanitize_event(event.payload),
                    ..event
                },
            )
        },
    ))
    .await
}

/// Serves a function that a schedule or a queue drives, until Lambda ends the process. What the
/// handler needs is built once, before the first event. An error fails the invocation, so that
/// Lambda counts it and delivers the event again where that is its rule.
///
/// # Errors
/// A setting is missing or wrong, or the runtime's API is gone.
pub async fn serve_worker<C, E, O, H, F>(worker: &'static Worker, handler: H) -> Result<(), Error>
where
    C: Context,
    E: DeserializeOwned + Send + 'static,
    O: Serialize,
    H: Fn(&'static C, E) -> F + Send + Sync + 'static,
    F: Future<Output = Result<O, Fault>> + Send,
{
    let context = start::<C>(worker.namespace, worker.metrics)?;
    let handler: &'static H = Box::leak(Box::new(handler));
    lambda_runtime::run(lambda_http::service_fn(
        move |event: LambdaEvent<E>| async move {
            run_worker(context, worker, handler, event.payload)
                .await
                .map_err(Error::from)
        },
    ))
    .await
}

/// One event: the work, and its line in the log. What [`serve_worker`] does with each; for tests,
/// which have an event and no Lambda.
///
/// # Errors
/// The work fails, or panics.
pub async fn run_worker<C, E, O, H, F>(
    context: &'static C,
    worker: &'static Worker,
    handler: &H,
    event: E,
) -> Result<O, Fault>
where
    C: Context,
    O: Serialize,
    H: Fn(&'static C, E) -> F,
    F: Future<Output = Result<O, Fault>>,
{
    let began = context.clock().now();
    let consumed_before = context.capacity();
    // A panic is a bug; it must not take the log line with it.
    // On the heap: the futures of the SDK's calls are large.
    let result = AssertUnwindSafe(async { Box::pin(handler(context, event)).await })
        .catch_unwind()
        .await
        .unwrap_or_else(|panic| Err(Fault::internal("working", panic_message(&*panic))));
    let consumed = context.capacity() - consumed_before;
    let duration_ms = context.clock().now().millis() - began.millis();
    macro_rules! line {
        ($level:ident, $($own:tt)*) => {
            tracing::$level!(
                target: WORK.target,
                worker = worker.function,
                runs = 1_u8,
                faults = u8::from(result.is_err()),
                duration_ms,
                dynamodb.round_trips = consumed.round_trips,
                dynamodb.read_units = consumed.read_units,
                dynamodb.write_units = consumed.write_units,
                $($own)*
                "work"
            )
        };
    }
    match &result {
        Ok(done) => {
            let done = serde_json::to_value(done).unwrap_or_default();
            let (found, result) = (count(&done), done.to_string());
            line!(info, outcome = "OK", found, result,);
        }
        Err(fault) => {
            let cause = std::error::Error::source(fault).map(chain);
            line!(error, outcome = %Refusal::message_of(fault), found = 0_u64, cause,);
        }
    }
    result
}

/// How much a result counts: all its numbers together, and what is in its lists. Of a sweep
/// that is what it found, of a queue's worker the messages it failed at.
fn count(result: &Value) -> u64 {
    match result {
        Value::Number(number) => number.as_u64().unwrap_or(0),
        Value::Array(items) => items.len() as u64,
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

/// A request out of an event: what [`serve`] makes of each; for tests, which have an event and no
/// Lambda. It may come from anywhere.
pub fn request(event: LambdaRequest) -> Request {
    request_through(event, &Origin::default())
}

/// The same, where requests have to come through a CDN.
pub fn request_through(event: LambdaRequest, origin: &Origin) -> Request {
    Request::new(sanitize_event(event).into(), origin)
}

/// The conversion that follows builds a URL out of what the client sent and does not expect to
/// fail. Whatever would make it fail leaves first; the path, the query and the body themselves
/// reach the pipeline.
fn sanitize_event(event: LambdaRequest) -> LambdaRequest {
    match event {
        LambdaRequest::ApiGatewayV2(event) => LambdaRequest::ApiGatewayV2(sanitize_http(event)),
        other => other,
    }
}

fn sanitize_http(mut event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpRequest {
    event.headers.remove(http::header::HOST);
    event.headers.remove("x-forwarded-proto");
    event.request_context.domain_name = None;
    if !event
        .raw_path
        .as_deref()
        .is_some_and(|path| path.starts_with('/'))
    {
        event.raw_path = Some(format!("/{}", event.raw_path.unwrap_or_default()));
    }
    if let Some(query) = &mut event.raw_query_string {
        let safe = |b: u8| b.is_ascii_graphic() && !matches!(b, b'#' | b'<' | b'>' | b'"' | b'`');
        if !query.bytes().all(safe) {
            *query = query
                .bytes()
                .map(|b| {
                    if safe(b) {
                        char::from(b).to_string()
                    } else {
                        format!("%{b:02X}")
                    }
                })
                .collect();
        }
    }
    if event.is_base64_encoded
        && event
            .body
            .as_deref()
            .is_some_and(|body| STANDARD.decode(body).is_err())
    {
        event.is_base64_encoded = false;
    }
    event
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::tests::{metric, written};
    use common::Clock;
    use proptest::prelude::*;
    use serde_json::json;
    use tracing::Level;

    fn through(path: &str, query: &str, host: &str, body: &str) -> Request {
        let event = json!({
            "version": "2.0", "routeKey": "$default", "rawPath": path, "rawQueryString": query,
            "headers": {"host": host, "x-forwarded-proto": host, "x-twin-key": "k"},
            "requestContext": {"http": {"method": "GET", "sourceIp": "203.0.113.7"},
                "domainName": host, "stage": "$default"},
            "body": body, "isBase64Encoded": true
        });
        let event: LambdaRequest = serde_json::from_value(event).unwrap();
        super::request(event)
    }

    #[test]
    fn what_arrives_is_what_was_sent() {
        let request = through("/v1/x", "a=b%20c&d", "api.example", "aGk=");
        assert_eq!(request.path, "/v1/x");
        assert_eq!(request.query, "a=b%20c&d");
        assert_eq!(&request.body[..], b"hi");
        assert_eq!(request.header("x-twin-key"), Some("k"));
        assert_eq!(request.from, Some("203.0.113.7".parse().unwrap()));
    }

    /// Whatever goes wrong fails the invocation: Lambda counts it.
    #[test]
    fn a_worker_that_fails_says_so() {
        static WORKER: Worker = Worker {
            function: "test",
            namespace: "TwinApi",
            metrics: &[WORK],
        };
        let clock: &'static Clock = Box::leak(Box::new(Clock::system()));
        let good = async |_: &'static Clock, n: u8| Ok::<_, Fault>(n + 1);
        let bad = async |_: &'static Clock, (): ()| {
            Err::<u8, _>(Fault::unavailable("testing", "it failed"))
        };
        let buggy = async |_: &'static Clock, (): ()| -> Result<u8, Fault> { panic!("a bug") };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let line = written(Level::INFO, "dev", || {
            let done = runtime.block_on(run_worker(clock, &WORKER, &good, 1));
            assert_eq!(done.unwrap(), 2);
        });
        let line = metric(&line);
        assert_eq!((&line["found"], &line["faults"]), (&json!(2), &json!(0)));
        let line = written(Level::INFO, "dev", || {
            assert!(
                runtime
                    .block_on(run_worker(clock, &WORKER, &bad, ()))
                    .is_err()
            );
        });
        let line = metric(&line);
        assert_eq!((&line["found"], &line["faults"]), (&json!(0), &json!(1)));
        assert!(matches!(
            runtime.block_on(run_worker(clock, &WORKER, &buggy, ())),
            Err(Fault::Internal { .. })
        ));
    }

    #[test]
    fn a_result_counts_its_numbers_and_lists() {
        let sweep = json!({ "events": { "sent": 2, "failed": 0 }, "hinted": 3, "note": "9" });
        assert_eq!(count(&sweep), 5);
        let batch = json!({ "batchItemFailures": [{ "itemIdentifier": "a" }, {}] });
        assert_eq!(count(&batch), 2);
        assert_eq!(count(&Value::Null), 0);
    }

    proptest! {
        #[test]
        fn no_event_makes_it_panic(
            path in "\\PC{0,40}", query in "[\\PC\r\n]{0,40}", host in "[ -~]{0,20}", body in "\\PC{0,20}"
        ) {
            let _ = through(&path, &query, &host, &body);
        }
    }
}
