//! Where functions are invoked: paths as Lambda's own API has them.
//!
//! - `POST /2015-03-31/functions/{name}/invocations` answers whole: with a function's error, 500.
//! - `POST /2021-11-15/functions/{name}/response-streaming-invocations` answers a stream chunk by
//!   chunk, with the media type that the function says. The bytes are the function's own, not
//!   wrapped in Lambda's event stream.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::response::Response;
use axum::routing::post;
use futures::stream;
use http::{HeaderValue, StatusCode, header};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::failure;
use super::pool::{Failure, Pool};
use super::runtime_api::{Answer, Chunks, MAX_PAYLOAD};
use crate::Error;

/// The functions by their names.
pub(super) type Pools = Arc<BTreeMap<String, Arc<Pool>>>;

/// The running API.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) url: String,
    server: JoinHandle<()>,
}

impl Service {
    pub(super) async fn start(pools: Pools) -> Result<Self, Error> {
        let io = || Error::io("opening a port for the functions");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(io())?;
        let url = format!("http://{}", listener.local_addr().map_err(io())?);
        let app = axum::Router::new()
            .route("/2015-03-31/functions/{name}/invocations", post(whole))
            .route(
                "/2021-11-15/functions/{name}/response-streaming-invocations",
                post(streamed),
            )
            .layer(DefaultBodyLimit::disable())
            .with_state(pools);
        let server = tokio::spawn(async move {
            let _ended = axum::serve(listener, app).await;
        });
        Ok(Self { url, server })
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn whole(State(pools): State<Pools>, Path(name): Path<String>, event: Bytes) -> Response {
    match invoke(&pools, &name, event).await {
        Ok(Answer::Whole(bytes)) => answer(StatusCode::OK, bytes.into()),
        Ok(Answer::Stream(mut chunks)) => {
            let mut all = Vec::new();
            while let Some(chunk) = chunks.receiver.recv().await {
                match chunk {
                    Ok(chunk) if all.len() + chunk.len() <= MAX_PAYLOAD => all.extend(&chunk),
                    Ok(_) => return failed(failure("Function.ResponseSizeTooLarge", "over 6 MB")),
                    Err(broken) => {
                        return failed(failure("Runtime.ExitError", &broken.to_string()));
                    }
                }
            }
            answer(StatusCode::OK, all.into())
        }
        Ok(Answer::Error(problem)) | Err(Some(Failure(problem))) => failed(problem),
        Err(None) => unknown(&name),
    }
}

async fn streamed(State(pools): State<Pools>, Path(name): Path<String>, event: Bytes) -> Response {
    match invoke(&pools, &name, event).await {
        Ok(Answer::Whole(bytes)) => answer(StatusCode::OK, bytes.into()),
        Ok(Answer::Stream(chunks)) => {
            let octets = HeaderValue::from_static("application/octet-stream");
            let content_type = chunks.content_type.clone().unwrap_or(octets);
            let mut response = Response::new(body(chunks));
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_TYPE, content_type);
            response
        }
        Ok(Answer::Error(problem)) | Err(Some(Failure(problem))) => failed(problem),
        Err(None) => unknown(&name),
    }
}

/// A function's answer; `Err(None)` where there is no such function.
async fn invoke(pools: &Pools, name: &str, event: Bytes) -> Result<Answer, Option<Failure>> {
    let pool = pools.get(name).ok_or(None)?;
    pool.invoke(event, false).await.map_err(Some)
}

/// The chunks as they come; where they break off, so does the connection.
fn body(chunks: Chunks) -> Body {
    Body::from_stream(stream::unfold(chunks.receiver, |mut receiver| async move {
        let chunk = receiver.recv().await?;
        Some((chunk, receiver))
    }))
}

fn answer(status: StatusCode, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

fn failed(problem: Bytes) -> Response {
    let mut response = answer(StatusCode::INTERNAL_SERVER_ERROR, problem.into());
    let kind = HeaderValue::from_static("Unhandled");
    response.headers_mut().insert("x-amz-function-error", kind);
    response
}

fn unknown(name: &str) -> Response {
    let problem = failure(
        "ResourceNotFoundException",
        &format!("Function not found: {name}"),
    );
    answer(StatusCode::NOT_FOUND, problem.into())
}
