//! A function URL: one function at every path of a port.
//!
//! With `RESPONSE_STREAM`, the answer is passed on chunk by chunk as the function writes it, and
//! the connection breaks off where the function does. With `BUFFERED`, it is passed on whole.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use futures::stream;
use http::{HeaderValue, StatusCode, header};

use super::cors::Asked;
use super::response::{self, HeadReader, Malformed, WITH_HEAD};
use super::{
    Caller, Credentials, Event, Forbidden, Gateway, Listener, Observer, Report, RequestError,
};
use crate::functions::MAX_PAYLOAD;
use crate::invoker::{Failed, Invoker};
use crate::template::{FunctionUrl, InvokeMode, UrlAuth};

/// The longest that a function runs.
const LONGEST: Duration = Duration::from_secs(900);

/// What a function URL serves.
#[derive(Clone)]
pub struct Url {
    /// The function, by its binary.
    pub function: String,
    /// How it is configured.
    pub settings: FunctionUrl,
    /// How functions are invoked.
    pub invoker: Invoker,
    /// Whose signature opens it, where it is not open.
    pub internal: Credentials,
    /// Takes each request that was answered.
    pub observer: Option<Observer>,
}

struct Serving {
    url: Url,
    port: u16,
}

/// An answer that Lambda gives by itself.
enum Refusal {
    Preflight,
    BadRequest,
    Forbidden,
    TooLarge,
    BadGateway,
}

impl Gateway {
    /// Serves a function URL.
    pub fn start_url(listener: Listener, url: Url) -> Self {
        let serving = Serving {
            url: Url {
                internal: Credentials {
                    service: "lambda".to_owned(),
                    ..url.internal
                },
                ..url
            },
            port: listener.port(),
        };
        let app = axum::Router::new()
            .fallback(handle)
            .with_state(Arc::new(serving));
        Self::serve(listener, app)
    }
}

async fn handle(
    State(serving): State<Arc<Serving>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let id = ulid::Ulid::generate().to_string();
    let asked = Asked::new(request.method(), request.headers());
    let path = request.uri().path();
    let report = Report::new(request.method(), path, serving.url.observer.as_ref());
    let mut response = serving.answer(&id, peer, request, &asked, report).await;
    if let Some(cors) = &serving.url.settings.cors {
        cors.apply(&asked, response.headers_mut());
    }
    if let Ok(value) = id.parse() {
        response.headers_mut().insert("x-amzn-requestid", value);
    }
    response
}

impl Serving {
    async fn answer(
        &self,
        id: &str,
        peer: SocketAddr,
        request: Request,
        asked: &Asked,
        mut report: Report,
    ) -> Response {
        let answered = match self.event(id, peer, request, asked).await {
            Ok(payload) => {
                report.served.function = Some(self.url.function.clone());
                self.invoke(payload, &mut report).await
            }
            Err(refusal) => Err(refusal),
        };
        let (response, rest) = match answered {
            Ok(answer) => answer,
            Err(refusal) => (refusal.into_response(), None),
        };
        report.answered(&response);
        match rest {
            None => response,
            Some((start, rest)) => {
                let (parts, _) = response.into_parts();
                Response::from_parts(parts, pass_on(start, rest, report))
            }
        }
    }

    async fn event(
        &self,
        id: &str,
        peer: SocketAddr,
        request: Request,
        asked: &Asked,
    ) -> Result<Vec<u8>, Refusal> {
        let Url {
            settings, internal, ..
        } = &self.url;
        if asked.preflight && settings.cors.is_some() {
            return Err(Refusal::Preflight);
        }
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, MAX_PAYLOAD)
            .await
            .map_err(|_| Refusal::TooLarge)?;
        let caller = Caller {
            request_id: id,
            source: peer,
            port: self.port,
        };
        let mut event =
            Event::of_url(&parts, &body, &caller).map_err(|RequestError| Refusal::BadRequest)?;
        if settings.auth == UrlAuth::Iam {
            let authorizer = internal.verify(&parts, &body, crate::now());
            event = event.with_authorizer(authorizer.map_err(|Forbidden| Refusal::Forbidden)?);
        }
        let payload = event.into_bytes();
        if payload.len() > MAX_PAYLOAD {
            return Err(Refusal::TooLarge);
        }
        Ok(payload)
    }

    /// The function's answer, and what is still to come of a streamed one.
    async fn invoke(&self, payload: Vec<u8>, report: &mut Report) -> Result<Answer, Refusal> {
        let Url {
            function, invoker, ..
        } = &self.url;
        let mut failed = |problem: String| {
            report.served.problem = Some(problem);
            Refusal::BadGateway
        };
        let malformed = || "its answer is malformed".to_owned();
        if self.url.settings.mode == InvokeMode::Buffered {
            let answer = invoker.payload(function, payload, LONGEST).await;
            let answer = answer.map_err(|Failed { problem, .. }| failed(problem))?;
            let response = response::whole(&answer).ok_or_else(|| failed(malformed()))?;
            return Ok((response, None));
        }
        let answer = invoker.stream(function, payload).await;
        let mut answer = answer.map_err(|Failed { problem, .. }| failed(problem))?;
        let content_type = answer.headers().get(header::CONTENT_TYPE).cloned();
        if content_type.as_ref().is_none_or(|kind| kind != WITH_HEAD) {
            let mut response = Response::new(Body::empty());
            if let Some(kind) = content_type {
                response.headers_mut().insert(header::CONTENT_TYPE, kind);
            }
            return Ok((response, Some((Vec::new(), answer))));
        }
        let mut head = HeadReader::default();
        loop {
            let chunk = answer.chunk().await;
            let chunk = chunk.map_err(|error| failed(error.to_string()))?;
            let chunk = chunk.ok_or_else(|| failed(malformed()))?;
            match head.take(&chunk) {
                Ok(None) => {}
                Ok(Some((response, start))) => return Ok((response, Some((start, answer)))),
                Err(Malformed) => return Err(failed(malformed())),
            }
        }
    }
}

/// A response, and where it is streamed, the start of its body and what follows.
type Answer = (Response, Option<(Vec<u8>, reqwest::Response)>);

/// A body of chunks as they come. The request is reported at its end.
fn pass_on(start: Vec<u8>, rest: reqwest::Response, report: Report) -> Body {
    let start = Some(start).filter(|start| !start.is_empty());
    let state = (start.map(Bytes::from), rest, report);
    Body::from_stream(stream::unfold(Some(state), |state| async move {
        let (start, mut rest, mut report) = state?;
        if let Some(start) = start {
            return Some((Ok(start), Some((None, rest, report))));
        }
        match rest.chunk().await {
            Ok(chunk) => Some((Ok(chunk?), Some((None, rest, report)))),
            Err(error) => {
                report.served.problem = Some("its answer broke off".into());
                Some((Err(error), None))
            }
        }
    }))
}

impl Refusal {
    fn into_response(self) -> Response {
        let (status, kind, message) = match self {
            Self::Preflight => return Response::new(Body::empty()),
            Self::BadRequest => (
                StatusCode::BAD_REQUEST,
                None,
                r#"{"Message":"Bad Request"}"#,
            ),
            Self::Forbidden => (
                StatusCode::FORBIDDEN,
                Some("AccessDeniedException"),
                r#"{"Message":"Forbidden"}"#,
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                Some("RequestEntityTooLargeException"),
                r#"{"Message":"Request must be smaller than 6291456 bytes for the InvokeFunction operation"}"#,
            ),
            Self::BadGateway => (StatusCode::BAD_GATEWAY, None, "Internal Server Error"),
        };
        let mut response = Response::new(Body::from(message));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        let json = HeaderValue::from_static("application/json");
        headers.insert(header::CONTENT_TYPE, json);
        if let Some(kind) = kind {
            headers.insert("x-amzn-errortype", HeaderValue::from_static(kind));
        }
        response
    }
}
