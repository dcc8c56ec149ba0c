//! Lambda's runtime API (2018-06-01), for one process.
//!
//! A process asks for an event, answers it, and asks for the next. An answer comes whole, or
//! (`Lambda-Runtime-Function-Response-Mode: streaming`) as chunks that are passed on as they
//! arrive. A streamed answer that breaks off, because the process crashes or reports an error in
//! the trailers, ends with [`BrokenOff`].

use std::future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use futures::StreamExt as _;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::Error;

/// Lambda's limit on an event and on a whole answer.
pub(crate) const MAX_PAYLOAD: usize = 6 * 1024 * 1024;
/// Chunks of a streamed answer that are held before the function has to wait.
const CHUNKS: usize = 16;

/// An event for the process.
pub(super) struct Invocation {
    pub(super) id: String,
    pub(super) payload: Bytes,
    /// Reports that the process has taken the event: its time runs from here.
    pub(super) taken: oneshot::Sender<()>,
    pub(super) answer: oneshot::Sender<Answered>,
}

/// An answer, and when the function has written all of it.
pub(super) struct Answered {
    pub(super) answer: Answer,
    pub(super) finished: oneshot::Receiver<()>,
}

/// What a function answers.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A whole answer.
    Whole(Bytes),
    /// An error, as the function reports it.
    Error(Bytes),
    /// An answer in chunks.
    Stream(Chunks),
}

impl Answer {
    fn finished(self) -> Answered {
        let (done, finished) = oneshot::channel();
        let _waiting = done.send(());
        Answered {
            answer: self,
            finished,
        }
    }
}

/// A streamed answer.
#[derive(Debug)]
pub(crate) struct Chunks {
    /// Its media type: it says whether an HTTP head stands before the body.
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) receiver: mpsc::Receiver<Result<Bytes, BrokenOff>>,
}

/// A streamed answer ended before it was complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the function's answer broke off")]
pub(crate) struct BrokenOff;

/// The runtime API of one process.
#[derive(Debug)]
pub(super) struct RuntimeApi {
    /// `AWS_LAMBDA_RUNTIME_API`
    pub(super) address: String,
    pub(super) invocations: mpsc::Sender<Invocation>,
    server: JoinHandle<()>,
}

struct Serving {
    invocations: tokio::sync::Mutex<mpsc::Receiver<Invocation>>,
    current: Mutex<Current>,
    arn: String,
    timeout: Duration,
}

/// The event that the process works on, and the place for its answer.
type Current = Option<(String, oneshot::Sender<Answered>)>;

impl RuntimeApi {
    /// Serves the API of a process of this function on a port of its own.
    pub(super) async fn start(arn: String, timeout: Duration) -> Result<Self, Error> {
        let io = || Error::io("opening a port for the runtime API");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(io())?;
        let address = listener.local_addr().map_err(io())?.to_string();
        let (invocations, receiver) = mpsc::channel(1);
        let serving = Arc::new(Serving {
            invocations: tokio::sync::Mutex::new(receiver),
            current: Mutex::default(),
            arn,
            timeout,
        });
        let path = |rest: &str| format!("/2018-06-01/runtime/{rest}");
        let app = axum::Router::new()
            .route(&path("invocation/next"), get(next))
            .route(&path("invocation/{id}/response"), post(response))
            .route(&path("invocation/{id}/error"), post(error))
            .route(&path("init/error"), post(async || StatusCode::ACCEPTED))
            .layer(DefaultBodyLimit::disable())
            .with_state(serving);
        let server = tokio::spawn(async move {
            let _ended = axum::serve(listener, app).await;
        });
        Ok(Self {
            address,
            invocations,
            server,
        })
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn next(State(serving): State<Arc<Serving>>) -> Result<Response, StatusCode> {
    let Some(invocation) = serving.invocations.lock().await.recv().await else {
        return future::pending().await; // nothing comes any more: the process is about to end
    };
    let deadline = crate::now() + serving.timeout;
    let deadline = deadline.unix_timestamp_nanos() / 1_000_000;
    let trace = format!(
        "Root=1-{:08x}-{:024x};Sampled=0",
        crate::now().unix_timestamp(),
        u128::from(ulid::Ulid::generate()) & ((1 << 96) - 1)
    );
    let response = Response::builder()
        .header(header::CONTENT_TYPE, "application/json")
        .header("lambda-runtime-aws-request-id", &invocation.id)
        .header("lambda-runtime-deadline-ms", deadline.to_string())
        .header("lambda-runtime-invoked-function-arn", &serving.arn)
        .header("lambda-runtime-trace-id", trace)
        .body(Body::from(invocation.payload))
        .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    *serving.current() = Some((invocation.id, invocation.answer));
    let _nobody_waits = invocation.taken.send(());
    Ok(response)
}

async fn response(
    State(serving): State<Arc<Serving>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> StatusCode {
    let Some(answer) = serving.take(&id) else {
        return StatusCode::BAD_REQUEST;
    };
    let mode = headers.get("lambda-runtime-function-response-mode");
    if mode.is_none_or(|mode| mode != "streaming") {
        let (whole, status) = match axum::body::to_bytes(body, MAX_PAYLOAD).await {
            Ok(bytes) => (Answer::Whole(bytes), StatusCode::ACCEPTED),
            Err(_) => {
                let problem = super::failure(
                    "Function.ResponseSizeTooLarge",
                    "the answer has more than 6 MB, or broke off",
                );
                (Answer::Error(problem), StatusCode::PAYLOAD_TOO_LARGE)
            }
        };
        let _nobody_waits = answer.send(whole.finished());
        return status;
    }
    let (sender, receiver) = mpsc::channel(CHUNKS);
    let (done, finished) = oneshot::channel();
    let content_type = headers.get(header::CONTENT_TYPE).cloned();
    let stream = Answer::Stream(Chunks {
        content_type,
        receiver,
    });
    let _nobody_waits = answer.send(Answered {
        answer: stream,
        finished,
    });
    // Without a reader the function still writes to its end, as in Lambda.
    if pump(body, &sender).await.is_err() {
        let _nobody_reads = sender.send(Err(BrokenOff)).await;
    }
    let _nobody_waits = done.send(());
    StatusCode::ACCEPTED
}

/// Passes on each chunk as it comes.
async fn pump(body: Body, to: &mpsc::Sender<Result<Bytes, BrokenOff>>) -> Result<(), BrokenOff> {
    let mut frames = std::pin::pin!(http_body_util::BodyStream::new(body));
    while let Some(frame) = frames.next().await {
        let frame = frame.map_err(|_| BrokenOff)?;
        match frame.into_data() {
            Ok(chunk) => {
                let _nobody_reads = to.send(Ok(chunk)).await;
            }
            Err(frame) => {
                let failed = |trailers: &HeaderMap| {
                    trailers.contains_key("lambda-runtime-function-error-type")
                };
                if frame.trailers_ref().is_some_and(failed) {
                    return Err(BrokenOff);
                }
            }
        }
    }
    Ok(())
}

async fn error(
    State(serving): State<Arc<Serving>>,
    Path(id): Path<String>,
    problem: Bytes,
) -> StatusCode {
    let Some(answer) = serving.take(&id) else {
        return StatusCode::BAD_REQUEST;
    };
    let _nobody_waits = answer.send(Answer::Error(problem).finished());
    StatusCode::ACCEPTED
}

impl Serving {
    fn current(&self) -> std::sync::MutexGuard<'_, Current> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The place for the answer to an event; `None` where another event is being handled.
    fn take(&self, id: &str) -> Option<oneshot::Sender<Answered>> {
        let found = self.current().take_if(|(current, _)| current == id);
        found.map(|(_, answer)| answer)
    }
}
