//! What a handler answers with, and how it becomes a response: status, type, entity tag,
//! content coding.

use std::fmt;
use std::io::Write;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{self, Poll};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use common::Fault;
use futures::stream::{BoxStream, Stream, StreamExt};
use http::header::{
    CONTENT_ENCODING, CONTENT_LOCATION, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, LOCATION,
    VARY,
};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::RequestId;
use crate::error::Error;
use crate::negotiate::{Coding, coding};
use crate::surface::Surface;

/// Bodies shorter than this are sent as they are: coding them saves nothing worth a header.
const WORTH_CODING: usize = 1024;
/// Brotli's quality (0–11): past 5 the time rises steeply, the size hardly falls.
const BROTLI_QUALITY: i32 = 5;

/// A body that never changes: the same bytes for ever, so it has a strong entity tag, and its
/// codings are made once.
#[derive(Debug)]
pub struct Document {
    bytes: Bytes,
    content_type: &'static str,
    tag: String,
    gzip: OnceLock<Option<Bytes>>,
    brotli: OnceLock<Option<Bytes>>,
}

impl Document {
    /// A document of these bytes.
    pub fn new(content_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let digest = Sha256::digest(&bytes);
        let tag = URL_SAFE_NO_PAD.encode(digest.get(..18).unwrap_or(&digest));
        Self {
            bytes,
            content_type,
            tag,
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
        }
    }

    /// What it takes of memory, roughly, in bytes, all codings included.
    pub fn weight(&self) -> u64 {
        (self.bytes.len() * 2 + 256) as u64
    }

    /// The body in this coding, or as it is where coding it saves nothing.
    fn coded(&self, wanted: Coding) -> (Coding, &Bytes) {
        let coded = match wanted {
            _ if self.bytes.len() < WORTH_CODING => &None,
            Coding::Identity => &None,
            Coding::Gzip => self.gzip.get_or_init(|| as_gzip(&self.bytes)),
            Coding::Brotli => self.brotli.get_or_init(|| as_brotli(&self.bytes)),
        };
        match coded {
            Some(bytes) if bytes.len() < self.bytes.len() => (wanted, bytes),
            _ => (Coding::Identity, &self.bytes),
        }
    }

    /// One tag per coding: a strong tag promises the very bytes.
    fn tag(&self, coding: Coding) -> String {
        match coding.name() {
            Some(name) => format!("\"{}-{name}\"", self.tag),
            None => format!("\"{}\"", self.tag),
        }
    }
}

fn as_gzip(bytes: &[u8]) -> Option<Bytes> {
    let mut encoder = flate2::GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn as_brotli(bytes: &[u8]) -> Option<Bytes> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut coded = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut coded, &parameters).ok()?;
    Some(coded.into())
}

/// What a handler answers with. `D` says what that looks like, for the reference: [`Json`],
/// [`NoContent`], or a type of the handler's that implements [`Answers`].
#[derive(Debug)]
pub struct Reply<D = ()> {
    status: StatusCode,
    content: Content,
    meta: Option<Value>,
    headers: Vec<(HeaderName, String)>,
    described: PhantomData<fn() -> D>,
}

enum Content {
    Nothing,
    Json(Vec<u8>),
    Document(Arc<Document>),
    Stream(&'static str, BoxStream<'static, Result<Bytes, Fault>>),
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Json(_) => "Json",
            Self::Document(_) => "Document",
            Self::Stream(..) => "Stream",
        })
    }
}

/// What an answer looks like.
pub trait Answers {
    /// Adds each answer that is no error.
    #[cfg(feature = "schema")]
    fn describe(answers: &mut crate::describe::AnswersDescription<'_>);
}

/// A JSON body of this type, with this status.
#[derive(Debug)]
pub struct Json<T, const STATUS: u16 = 200>(PhantomData<fn() -> T>);

/// 201 with a JSON body of this type, and where that which was made can be read from now on.
#[derive(Debug)]
pub struct Created<T>(PhantomData<fn() -> T>);

/// 204, without a body.
#[derive(Debug)]
pub struct NoContent;

#[cfg(not(feature = "schema"))]
impl<T, const STATUS: u16> Answers for Json<T, STATUS> {}

#[cfg(not(feature = "schema"))]
impl<T> Answers for Created<T> {}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> Answers for Created<T> {
    fn describe(answers: &mut crate::describe::AnswersDescription<'_>) {
        answers.json::<T>(201);
    }
}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema, const STATUS: u16> Answers for Json<T, STATUS> {
    fn describe(answers: &mut crate::describe::AnswersDescription<'_>) {
        answers.json::<T>(STATUS);
    }
}

impl Answers for NoContent {
    #[cfg(feature = "schema")]
    fn describe(answers: &mut crate::describe::AnswersDescription<'_>) {
        answers.empty(204);
    }
}

impl<T: Serialize, const STATUS: u16> Reply<Json<T, STATUS>> {
    /// A JSON body, its fields in the order in which the type declares them.
    ///
    /// # Errors
    /// The value can't be written as JSON: a fault of ours.
    pub fn json(value: &T) -> Result<Self, Error> {
        let body =
            serde_json::to_vec(value).map_err(|e| Error::internal("writing the answer", e))?;
        Ok(Self::with_body(STATUS, body))
    }

    /// A JSON body, its fields in the order of their names: for answers that are also kept for an
    /// `Idempotency-Key`, so that the answer that is given again is the same bytes.
    ///
    /// # Errors
    /// The value can't be written as JSON: a fault of ours.
    pub fn sorted(value: &T) -> Result<Self, Error> {
        let sorted =
            serde_json::to_value(value).map_err(|e| Error::internal("writing the answer", e))?;
        Ok(Self::with_body(STATUS, sorted.to_string().into_bytes()))
    }
}

impl<T: Serialize> Reply<Created<T>> {
    /// 201 with a JSON body, its fields in the order in which the type declares them, and
    /// `Location` (RFC 9110, section 15.3.2): the path of what was made.
    ///
    /// # Errors
    /// The value can't be written as JSON: a fault of ours.
    pub fn created(location: String, value: &T) -> Result<Self, Error> {
        let reply = Reply::<Json<T, 201>>::json(value)?;
        Ok(reply.into_described().header(LOCATION, location))
    }

    /// The same, the body's fields in the order of their names: see [`Reply::sorted`].
    ///
    /// # Errors
    /// As [`Reply::created`].
    pub fn created_sorted(location: String, value: &T) -> Result<Self, Error> {
        let reply = Reply::<Json<T, 201>>::sorted(value)?;
        Ok(reply.into_described().header(LOCATION, location))
    }
}

impl Reply<NoContent> {
    /// 204, without a body.
    pub fn nothing() -> Self {
        Self::of(204, Content::Nothing)
    }
}

impl<D> Reply<D> {
    fn of(status: u16, content: Content) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            content,
            meta: None,
            headers: Vec::new(),
            described: PhantomData,
        }
    }

    /// JSON that was written before, as it was kept.
    pub(crate) fn with_body(status: u16, body: Vec<u8>) -> Self {
        Self::of(status, Content::Json(body))
    }

    /// 200 with a document, or 304 where the client has it.
    pub fn document(document: Arc<Document>) -> Self {
        Self::of(200, Content::Document(document))
    }

    /// 200 with a body that is sent as it comes. A function that is served buffered sends it
    /// whole, once it has ended.
    pub fn stream(
        content_type: &'static str,
        stream: impl Stream<Item = Result<Bytes, Fault>> + Send + 'static,
    ) -> Self {
        Self::of(200, Content::Stream(content_type, stream.boxed()))
    }

    /// The same answer, described otherwise: one handler's of another's.
    pub fn into_described<E>(self) -> Reply<E> {
        Reply {
            status: self.status,
            content: self.content,
            meta: self.meta,
            headers: self.headers,
            described: PhantomData,
        }
    }

    /// Says where the canonical form of this answer is.
    #[must_use]
    pub fn at(self, location: String) -> Self {
        self.header(CONTENT_LOCATION, location)
    }

    /// A header of its own.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Members of the envelope's `meta`, beside the request's id.
    #[must_use]
    pub fn meta(self, members: Value) -> Self {
        let meta = Some(members);
        Self { meta, ..self }
    }

    /// The response, but for the headers that every answer has.
    pub(crate) fn into_response(
        self,
        surface: &Surface,
        id: RequestId,
        request: &HeaderMap,
    ) -> Response<Body> {
        let mut response = Response::new(Body::Empty);
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            set(response.headers_mut(), name, &value);
        }
        match self.content {
            Content::Nothing => {}
            Content::Json(body) => {
                set(response.headers_mut(), CONTENT_TYPE, "application/json");
                let body = surface.envelope.wrap(id, body, self.meta);
                *response.body_mut() = Body::from(body);
            }
            Content::Document(document) => {
                document_into(&mut response, &document, surface, request);
            }
            Content::Stream(content_type, stream) => {
                set(response.headers_mut(), CONTENT_TYPE, content_type);
                *response.body_mut() = Body::Stream(stream);
            }
        }
        response
    }
}

/// A response's body.
pub enum Body {
    /// None.
    Empty,
    /// Text, which API Gateway takes as it is.
    Text(String),
    /// Other bytes, which it takes in base64.
    Binary(Bytes),
    /// What is sent as it comes.
    Stream(BoxStream<'static, Result<Bytes, Fault>>),
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Binary(bytes) => write!(f, "Binary({} bytes)", bytes.len()),
            Self::Stream(_) => f.write_str("Stream"),
        }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::Text(text),
            Err(not) => Self::Binary(not.into_bytes().into()),
        }
    }
}

impl Body {
    /// All of it, once it has ended.
    ///
    /// # Errors
    /// A stream broke off.
    pub async fn collect(self) -> Result<Bytes, Fault> {
        match self {
            Self::Empty => Ok(Bytes::new()),
            Self::Text(text) => Ok(text.into()),
            Self::Binary(bytes) => Ok(bytes),
            Self::Stream(mut stream) => {
                let mut all = Vec::new();
                while let Some(chunk) = stream.next().await {
                    all.extend_from_slice(&chunk?);
                }
                Ok(all.into())
            }
        }
    }

    /// The body as the runtime takes it where answers are buffered.
    ///
    /// # Errors
    /// A stream broke off.
    pub(crate) async fn into_buffered(self) -> Result<lambda_http::Body, Fault> {
        Ok(match self {
            Self::Empty => lambda_http::Body::Empty,
            Self::Text(text) => lambda_http::Body::Text(text),
            Self::Binary(bytes) => lambda_http::Body::Binary(bytes.to_vec()),
            stream @ Self::Stream(_) => match Self::from(stream.collect().await?.to_vec()) {
                Self::Text(text) => lambda_http::Body::Text(text),
                Self::Binary(bytes) => lambda_http::Body::Binary(bytes.to_vec()),
                Self::Empty | Self::Stream(_) => lambda_http::Body::Empty,
            },
        })
    }
}

/// For the runtime that sends chunks as they come.
impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Fault;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut task::Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Fault>>> {
        let whole = match &mut *self {
            Self::Stream(stream) => {
                return stream
                    .poll_next_unpin(context)
                    .map(|next| next.map(|chunk| chunk.map(http_body::Frame::data)));
            }
            Self::Empty => return Poll::Ready(None),
            Self::Text(text) => Bytes::from(std::mem::take(text)),
            Self::Binary(bytes) => std::mem::take(bytes),
        };
        *self = Self::Empty;
        Poll::Ready(Some(Ok(http_body::Frame::data(whole))))
    }
}

fn document_into(
    response: &mut Response<Body>,
    document: &Document,
    surface: &Surface,
    request: &HeaderMap,
) {
    let (coding, bytes) = document.coded(coding(request));
    let tag = document.tag(coding);
    let headers = response.headers_mut();
    set(headers, ETAG, &tag);
    set(headers, VARY, surface.vary);
    if has_it(request, &tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return;
    }
    set(headers, CONTENT_TYPE, document.content_type);
    match coding.name() {
        Some(name) => {
            set(headers, CONTENT_ENCODING, name);
            *response.body_mut() = Body::Binary(bytes.clone());
        }
        None => *response.body_mut() = Body::from(bytes.to_vec()),
    }
}

/// Whether `If-None-Match` names this tag (RFC 9110, section 13.1.2: weak comparison).
fn has_it(request: &HeaderMap, tag: &str) -> bool {
    request
        .get_all(IF_NONE_MATCH)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|given| given == "*" || given.strip_prefix("W/").unwrap_or(given) == tag)
}

/// Sets a header whose value is ours, and so can be one.
pub(crate) fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::header::ACCEPT_ENCODING;
    use std::io::Read;

    fn headers(pairs: &[(HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(n, v)| (n.clone(), HeaderValue::from_str(v).unwrap()))
            .collect()
    }

    fn serve(document: &Arc<Document>, request: &HeaderMap) -> Response<Body> {
        let id = RequestId::new(common::Timestamp::from_millis(0));
        let reply: Reply = Reply::document(Arc::clone(document));
        reply.into_response(&crate::pipeline::tests::BARE, id, request)
    }

    fn bytes(response: &Response<Body>) -> &[u8] {
        match response.body() {
            Body::Text(text) => text.as_bytes(),
            Body::Binary(bytes) => bytes,
            Body::Empty | Body::Stream(_) => &[],
        }
    }

    #[test]
    fn each_coding_has_its_tag_and_decodes_to_the_same_bytes() {
        let body = "be brief; lead with the conclusion. ".repeat(100);
        let document = Arc::new(Document::new("text/plain", body.clone()));
        let plain = serve(&document, &HeaderMap::new());
        let gzip = serve(&document, &headers(&[(ACCEPT_ENCODING, "gzip")]));
        let brotli = serve(&document, &headers(&[(ACCEPT_ENCODING, "br")]));
        assert_eq!(bytes(&plain), body.as_bytes());
        let mut decoded = String::new();
        flate2::read::GzDecoder::new(bytes(&gzip))
            .read_to_string(&mut decoded)
            .unwrap();
        assert_eq!(decoded, body);
        let mut decoded = String::new();
        brotli::Decompressor::new(bytes(&brotli), 4096)
            .read_to_string(&mut decoded)
            .unwrap();
        assert_eq!(decoded, body);
        let tags: std::collections::HashSet<_> = [&plain, &gzip, &brotli]
            .map(|r| r.headers()[ETAG].clone())
            .into_iter()
            .collect();
        assert_eq!(tags.len(), 3);
    }

    #[test]
    fn a_known_tag_is_answered_without_a_body() {
        let document = Arc::new(Document::new("text/plain", "short"));
        let tag = serve(&document, &HeaderMap::new()).headers()[ETAG]
            .to_str()
            .unwrap()
            .to_owned();
        for known in [tag.as_str(), "*", &format!("\"other\", W/{tag}")] {
            let response = serve(&document, &headers(&[(IF_NONE_MATCH, known)]));
            assert_eq!(response.status(), StatusCode::NOT_MODIFIED, "{known}");
            assert!(bytes(&response).is_empty());
            assert_eq!(response.headers()[ETAG], tag);
        }
        let response = serve(&document, &headers(&[(IF_NONE_MATCH, "\"other\"")]));
        assert_eq!(response.status(), StatusCode::OK);
    }

    #[test]
    fn short_bodies_are_not_coded() {
        let document = Arc::new(Document::new("text/plain", "short"));
        let response = serve(&document, &headers(&[(ACCEPT_ENCODING, "br")]));
        assert!(!response.headers().contains_key(CONTENT_ENCODING));
    }
}
