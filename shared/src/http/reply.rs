//! What a handler answers with, and how it becomes a response: status, type, entity tag,
//! content coding.

use std::io::Write;
use std::sync::{Arc, OnceLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::header::{
    CONTENT_ENCODING, CONTENT_LOCATION, CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use lambda_http::Body;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::negotiate::{Coding, coding};
use crate::error::Error;

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

/// An answer of a handler.
#[derive(Debug)]
pub struct Reply {
    status: StatusCode,
    body: Content,
    headers: Vec<(HeaderName, String)>,
}

#[derive(Debug)]
enum Content {
    Nothing,
    Json(Vec<u8>),
    Document(Arc<Document>),
}

impl Reply {
    /// 200 with a JSON body.
    ///
    /// # Errors
    /// The value can't be written as JSON: a fault of ours.
    pub fn json<T: Serialize>(value: &T) -> Result<Self, Error> {
        let body =
            serde_json::to_vec(value).map_err(|e| Error::internal("writing the answer", e))?;
        Ok(Self {
            status: StatusCode::OK,
            body: Content::Json(body),
            headers: Vec::new(),
        })
    }

    /// A JSON body with another status.
    ///
    /// # Errors
    /// The value can't be written as JSON: a fault of ours.
    pub fn with_status<T: Serialize>(status: StatusCode, value: &T) -> Result<Self, Error> {
        Ok(Self {
            status,
            ..Self::json(value)?
        })
    }

    /// A JSON body that is written already.
    pub(super) fn raw(status: StatusCode, body: Vec<u8>) -> Self {
        Self {
            status,
            body: Content::Json(body),
            headers: Vec::new(),
        }
    }

    /// 204: done, and nothing to say.
    pub fn nothing() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            body: Content::Nothing,
            headers: Vec::new(),
        }
    }

    /// 200 with a document, or 304 where the client has it.
    pub fn document(document: Arc<Document>) -> Self {
        Self {
            status: StatusCode::OK,
            body: Content::Document(document),
            headers: Vec::new(),
        }
    }

    /// Says where the canonical form of this answer is.
    pub fn at(mut self, location: String) -> Self {
        self.headers.push((CONTENT_LOCATION, location));
        self
    }

    /// The response, but for the headers every answer has.
    pub(super) fn into_response(self, request: &HeaderMap) -> Response<Body> {
        let mut response = Response::new(Body::Empty);
        *response.status_mut() = self.status;
        for (name, value) in self.headers {
            set(response.headers_mut(), name, &value);
        }
        match self.body {
            Content::Nothing => {}
            Content::Json(body) => json(&mut response, body),
            Content::Document(document) => document_into(&mut response, &document, request),
        }
        response
    }
}

/// Puts a JSON body into a response.
pub(super) fn json(response: &mut Response<Body>, body: Vec<u8>) {
    set(response.headers_mut(), CONTENT_TYPE, "application/json");
    *response.body_mut() = text(body);
}

fn document_into(response: &mut Response<Body>, document: &Document, request: &HeaderMap) {
    let (coding, bytes) = document.coded(coding(request));
    let tag = document.tag(coding);
    let headers = response.headers_mut();
    set(headers, ETAG, &tag);
    set(
        headers,
        VARY,
        "X-Twin-Key, Authorization, Accept, Accept-Encoding",
    );
    if has_it(request, &tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return;
    }
    set(headers, CONTENT_TYPE, document.content_type);
    match coding.name() {
        Some(name) => {
            set(headers, CONTENT_ENCODING, name);
            *response.body_mut() = Body::Binary(bytes.to_vec());
        }
        None => *response.body_mut() = text(bytes.to_vec()),
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

fn text(bytes: Vec<u8>) -> Body {
    match String::from_utf8(bytes) {
        Ok(text) => Body::Text(text),
        Err(not) => Body::Binary(not.into_bytes()),
    }
}

/// Sets a header whose value is ours, and so can be one.
pub(super) fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
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
        Reply::document(Arc::clone(document)).into_response(request)
    }

    #[test]
    fn each_coding_has_its_tag_and_decodes_to_the_same_bytes() {
        let body = "be brief; lead with the conclusion. ".repeat(100);
        let document = Arc::new(Document::new("text/plain", body.clone()));
        let plain = serve(&document, &HeaderMap::new());
        let gzip = serve(&document, &headers(&[(ACCEPT_ENCODING, "gzip")]));
        let brotli = serve(&document, &headers(&[(ACCEPT_ENCODING, "br")]));
        assert_eq!(plain.body().as_ref(), body.as_bytes());
        let mut decoded = String::new();
        flate2::read::GzDecoder::new(gzip.body().as_ref())
            .read_to_string(&mut decoded)
            .unwrap();
        assert_eq!(decoded, body);
        let mut decoded = String::new();
        brotli::Decompressor::new(brotli.body().as_ref(), 4096)
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
            assert!(response.body().is_empty());
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
