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
use lambda_http::{Adapter, tower};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::config::Config;
use crate::error::{Error as Fault, chain, panic_message};
use crate::http::{Caller, Endpoint, Input, Reply, Request, Worker, respond};
use crate::{App, telemetry};

/// Serves an endpoint until Lambda ends the process. What the handler needs is built once,
/// before the first event.
///
/// # Errors
/// A setting is missing, or the runtime's API is gone.
pub async fn serve<C, I, H, F>(endpoint: &'static Endpoint, handler: H) -> Result<(), Error>
where
    C: Caller,
    I: Input,
    H: Fn(&'static App, C, I) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Reply, Fault>> + Send,
{
    telemetry::start();
    let app: &'static App = Box::leak(Box::new(App::new(&Config::from_env()?)?));
    let handler: &'static H = Box::leak(Box::new(handler));
    let mut http = Adapter::from(lambda_http::service_fn(move |event| async move {
        let request = Request::new(event);
        Ok::<_, std::convert::Infallible>(respond(app, endpoint, handler, request).await)
    }));
    lambda_runtime::run(lambda_http::service_fn(
        move |event: LambdaEvent<LambdaRequest>| {
            tower::Service::call(
                &mut http,
                LambdaEvent {
                    payload: tame(event.payload),
                    ..event
                },
            )
        },
    ))
    .await
}

/// Serves a function that a schedule or a queue drives, until Lambda ends the process. What the
/// handler needs is built once, before the first event. An error fails the invocation, so that
/// Lambda counts it and whoever sent the event knows.
///
/// # Errors
/// A setting is missing, or the runtime's API is gone.
pub async fn serve_worker<E, O, H, F>(worker: &'static Worker, handler: H) -> Result<(), Error>
where
    E: DeserializeOwned + Send + 'static,
    O: Serialize,
    H: Fn(&'static App, E) -> F + Send + Sync + 'static,
    F: Future<Output = Result<O, Fault>> + Send,
{
    telemetry::start();
    let app: &'static App = Box::leak(Box::new(App::new(&Config::from_env()?)?));
    let handler: &'static H = Box::leak(Box::new(handler));
    lambda_runtime::run(lambda_http::service_fn(
        move |event: LambdaEvent<E>| async move {
            work(app, worker, handler, event.payload)
                .await
                .map_err(Error::from)
        },
    ))
    .await
}

/// One event: the work, and its line in the log. What [`serve_worker`] does with each, for those
/// who have an event and no Lambda.
///
/// # Errors
/// The work fails, or panics.
pub async fn work<E, O, H, F>(
    app: &'static App,
    worker: &'static Worker,
    handler: &H,
    event: E,
) -> Result<O, Fault>
where
    O: Serialize,
    H: Fn(&'static App, E) -> F,
    F: Future<Output = Result<O, Fault>>,
{
    let began = app.clock.now();
    let spent_before = app.table.tally.so_far();
    // A panic is a bug; it must not take the log line with it.
    // On the heap: the futures of the SDK's calls are large.
    let result = AssertUnwindSafe(async { Box::pin(handler(app, event)).await })
        .catch_unwind()
        .await
        .unwrap_or_else(|panic| Err(Fault::internal("working", panic_message(&*panic))));
    let spent = app.table.tally.so_far() - spent_before;
    let duration_ms = app.clock.now().millis() - began.millis();
    macro_rules! line {
        ($level:ident, $($own:tt)*) => {
            tracing::$level!(
                target: telemetry::WORK,
                worker = worker.function,
                runs = 1_u8,
                faults = u8::from(result.is_err()),
                duration_ms,
                dynamodb.round_trips = spent.round_trips,
                dynamodb.read_units = spent.read_units,
                dynamodb.write_units = spent.write_units,
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
        Err(error) => {
            let cause = std::error::Error::source(error).map(chain);
            line!(error, outcome = %error, found = 0_u64, cause,);
        }
    }
    result
}

/// How much a result tells of: all its numbers together, and what is in its lists. Of a sweep
/// that is what it found, of a queue's worker the messages it failed at.
fn count(result: &Value) -> u64 {
    match result {
        Value::Number(number) => number.as_u64().unwrap_or(0),
        Value::Array(items) => items.len() as u64,
        Value::Object(fields) => fields.values().map(count).sum(),
        _ => 0,
    }
}

/// A request out of an event: what [`serve`] does with each, for those who have an event and no
/// Lambda.
pub fn request(event: LambdaRequest) -> Request {
    Request::new(tame(event).into())
}

/// The conversion that follows builds a URL out of what the client sent and does not expect to
/// fail. Whatever would make it fail leaves first; the path, the query and the body themselves
/// reach the pipeline.
fn tame(event: LambdaRequest) -> LambdaRequest {
    match event {
        LambdaRequest::ApiGatewayV2(event) => LambdaRequest::ApiGatewayV2(tame_http(event)),
        other => other,
    }
}

fn tame_http(mut event: ApiGatewayV2httpRequest) -> ApiGatewayV2httpRequest {
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
    use crate::telemetry::tests::{metric, written};
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

    /// Whatever goes wrong fails the invocation: Lambda counts it, and its sender knows.
    #[test]
    fn a_worker_that_fails_says_so() {
        static WORKER: Worker = Worker { function: "test" };
        let config = Config {
            table_name: "t".into(),
            region: "eu-west-1".into(),
            dynamodb_endpoint: None,
            trust_store: crate::config::TrustStore::Amazon,
            settings: crate::config::Settings::default(),
        };
        let app: &'static App = Box::leak(Box::new(App::new(&config).unwrap()));
        let good = async |_, n: u8| Ok::<_, Fault>(n + 1);
        let bad = async |_, (): ()| Err::<u8, _>(Fault::unavailable("testing", "it failed"));
        let buggy = async |_, (): ()| -> Result<u8, Fault> { panic!("a bug") };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let line = written(Level::INFO, "dev", || {
            let done = runtime.block_on(work(app, &WORKER, &good, 1));
            assert_eq!(done.unwrap(), 2);
        });
        let line = metric(&line);
        assert_eq!((&line["found"], &line["faults"]), (&json!(2), &json!(0)));
        let line = written(Level::INFO, "dev", || {
            assert!(runtime.block_on(work(app, &WORKER, &bad, ())).is_err());
        });
        let line = metric(&line);
        assert_eq!((&line["found"], &line["faults"]), (&json!(0), &json!(1)));
        assert!(matches!(
            runtime.block_on(work(app, &WORKER, &buggy, ())),
            Err(Fault::Internal { .. })
        ));
    }

    #[test]
    fn a_result_counts_what_it_tells_of() {
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
