//! A request as the pipeline reads it, and the parse into an input: at the edge, once.

use std::collections::HashMap;
use std::fmt::Display;
use std::net::IpAddr;
use std::str::FromStr;

use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, Method};
use lambda_http::request::RequestContext;
use lambda_http::{Body, RequestExt};
use percent_encoding::percent_decode_str;

use common::Timestamp;
use serde_json::Value;

use crate::body::{Described, Reader};
#[cfg(feature = "schema")]
pub use crate::describe::Recorder;
use crate::error::{Error, FieldError, FieldErrors};
use crate::origin::{Came, Origin};

/// Records what is read of a request, where schemas are made of that. Elsewhere it is nothing.
#[cfg(not(feature = "schema"))]
#[derive(Clone, Debug, Default)]
pub struct Recorder(());

/// A request, free of where it came in.
#[derive(Clone, Debug)]
pub struct Request {
    /// When it came, by the process's clock: what "in the future" is measured by.
    pub at: Timestamp,
    /// Its method.
    pub method: Method,
    /// Its path as it was sent.
    pub path: String,
    /// Its query as it was sent, without the question mark.
    pub query: String,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
    /// The caller's address: as the gateway saw it, or of a request that came through the
    /// operator's CDN, as that says (see [`crate::origin`]). No other header is believed.
    pub from: Option<IpAddr>,
    /// Whether it came around the CDN that requests have to come through.
    pub came_around: bool,
    /// What the owner's ID token claims, where an authorizer has checked one.
    pub claims: HashMap<String, String>,
    /// Whose signature an authorizer has checked, where one has.
    pub principal: Option<String>,
    /// Records what is read of it, for the reference.
    pub recorder: Recorder,
    params: Vec<(String, String)>,
}

impl Request {
    /// Reads what the gateway handed over.
    pub fn new(event: lambda_http::Request, origin: &Origin) -> Self {
        let path = event.raw_http_path().to_owned();
        let params = event
            .path_parameters_ref()
            .map(|all| {
                all.iter()
                    .map(|(k, v)| (k.to_owned(), v.to_owned()))
                    .collect()
            })
            .unwrap_or_default();
        let (mut from, mut claims, mut principal) = (None, HashMap::new(), None);
        if let Some(RequestContext::ApiGatewayV2(context)) = event.request_context_ref() {
            from = context
                .http
                .source_ip
                .as_deref()
                .and_then(|ip| ip.parse().ok());
            if let Some(authorizer) = &context.authorizer {
                claims = authorizer
                    .jwt
                    .as_ref()
                    .map(|jwt| jwt.claims.clone())
                    .unwrap_or_default();
                principal = authorizer.iam.as_ref().and_then(|iam| iam.user_arn.clone());
            }
        }
        let (parts, body) = event.into_parts();
        let came = origin.of(&parts.headers);
        if let Came::ThroughCdn(viewer) = came {
            from = viewer;
        }
        Self {
            at: Timestamp::from_millis(0),
            method: parts.method,
            path,
            query: parts.uri.query().unwrap_or_default().to_owned(),
            headers: parts.headers,
            body: match body {
                Body::Text(text) => text.into(),
                Body::Binary(bytes) => bytes.into(),
                _ => Bytes::new(),
            },
            from,
            came_around: came == Came::Around,
            claims,
            principal,
            recorder: Recorder::default(),
            params,
        }
    }

    /// A path parameter as it arrived: decoded by API Gateway, still encoded under
    /// `cargo lambda watch`. Parse it strictly; no id or slug holds a percent sign.
    pub fn param<T: FromStr + Described>(&self, name: &'static str) -> Option<T> {
        #[cfg(feature = "schema")]
        self.recorder.parameter("path", name, |generator| {
            generator.subschema_for::<T>().to_value()
        });
        let (_, value) = self.params.iter().find(|(own, _)| own == name)?;
        value.parse().ok()
    }

    /// A path parameter, or what is wrong with it, for an endpoint that makes what it names.
    ///
    /// # Errors
    /// It does not parse; the message says what is allowed.
    pub fn named<T: FromStr + Described>(&self, name: &'static str) -> Result<T, FieldError>
    where
        T::Err: Display,
    {
        #[cfg(feature = "schema")]
        self.recorder.parameter("path", name, |generator| {
            generator.subschema_for::<T>().to_value()
        });
        let given = self.params.iter().find(|(own, _)| own == name);
        let text = given.map_or("", |(_, value)| value.as_str());
        text.parse()
            .map_err(|e: T::Err| FieldError::new(name, "INVALID", e.to_string()))
    }

    /// Its body, as it is: one that is coded, or says so, is not decoded.
    ///
    /// # Errors
    /// There is a body, and `Content-Encoding` names a coding.
    pub fn content(&self) -> Result<&Bytes, Error> {
        let codings = self.headers.get_all(CONTENT_ENCODING).into_iter();
        let mut codings = codings.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
        let is_plain = |coding: &[u8]| {
            let coding = coding.trim_ascii();
            coding.is_empty() || coding.eq_ignore_ascii_case(b"identity")
        };
        if self.body.is_empty() || codings.all(is_plain) {
            Ok(&self.body)
        } else {
            Err(Error::unsupported_content_coding())
        }
    }

    /// A header's value, where there is exactly one and it is visible ASCII.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).into_iter();
        let value = values.next()?.to_str().ok()?;
        values.next().is_none().then_some(value)
    }
}

/// The longest query that is read, in bytes.
const QUERY_LENGTH: usize = 8 * 1024;
/// Parameters of a query that are read, at most.
const PARAMETERS: usize = 50;

/// What a request must look like. Parsing needs no key and costs nothing; the context is there for
/// what is allowed by the operator's settings.
pub trait Input<C>: Sized + Send {
    /// Reads the request.
    ///
    /// # Errors
    /// Every field that is wrong, or the 404 of a path parameter that names nothing.
    fn parse(request: &Request, context: &C) -> Result<Self, Error>;
}

/// No parameters at all.
impl<C> Input<C> for () {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        Query::of(request).finish()
    }
}

/// A query, read parameter by parameter; wrong, repeated and unknown ones are collected.
#[derive(Debug)]
pub struct Query {
    pairs: Vec<(String, String)>,
    known: Vec<&'static str>,
    errors: FieldErrors,
    #[cfg_attr(not(feature = "schema"), allow(dead_code))] // for the reference alone
    recorder: Recorder,
}

impl Query {
    /// Decodes the query (form encoding: `+` is a space).
    pub fn of(request: &Request) -> Self {
        Self {
            recorder: request.recorder.clone(),
            ..Self::parse(&request.query)
        }
    }

    /// One that is longer than any caller needs is not read at all.
    fn parse(query: &str) -> Self {
        let mut errors = FieldErrors::new();
        let given = || query.split('&').filter(|pair| !pair.is_empty());
        let too_much = if query.len() > QUERY_LENGTH {
            Some(format!("must be at most {QUERY_LENGTH} bytes"))
        } else if given().nth(PARAMETERS).is_some() {
            Some(format!("must have at most {PARAMETERS} parameters"))
        } else {
            None
        };
        if let Some(message) = too_much {
            errors.add(|| FieldError::new("query", "LENGTH", message));
            return Self::with(Vec::new(), errors);
        }
        let mut decode = |text: &str| {
            let spaced = text.replace('+', " ");
            let decoded = percent_decode_str(&spaced).decode_utf8();
            if decoded.is_err() {
                errors.add(|| FieldError::new(text, "INVALID", "is not percent-encoded UTF-8"));
            }
            decoded.map(std::borrow::Cow::into_owned).ok()
        };
        let pairs = given()
            .filter_map(|pair| {
                let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                Some((decode(name)?, decode(value)?))
            })
            .collect();
        Self::with(pairs, errors)
    }

    fn with(pairs: Vec<(String, String)>, errors: FieldErrors) -> Self {
        Self {
            pairs,
            known: Vec::new(),
            errors,
            recorder: Recorder::default(),
        }
    }

    /// A parameter's value; nothing where it is absent or wrong.
    pub fn take<R: Reader>(&mut self, name: &'static str, reader: R) -> Option<R::Value> {
        #[cfg(feature = "schema")]
        self.recorder
            .parameter("query", name, |generator| reader.schema(generator));
        self.known.push(name);
        let mut values = self
            .pairs
            .iter()
            .filter(|(own, _)| own == name)
            .map(|(_, v)| v);
        let value = values.next()?;
        if values.next().is_some() {
            self.errors
                .add(|| FieldError::new(name, "REPEATED", "is given more than once"));
            return None;
        }
        match reader.read(&Value::String(value.clone())) {
            Ok(value) => Some(value),
            Err((_, message)) => {
                self.errors
                    .add(|| FieldError::new(name, "INVALID", message));
                None
            }
        }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// All that was wrong, unknown parameters included: a typo must not silently serve the
    /// default.
    pub fn finish(mut self) -> Result<(), Error> {
        for (name, _) in &self.pairs {
            let listed = self.errors.listed().iter().any(|e| e.path == *name);
            if !self.known.contains(&name.as_str()) && !listed {
                let message = match self.known.as_slice() {
                    [] => "is not a parameter here: there are none".to_owned(),
                    known => format!("is not a parameter here: there are {}", known.join(", ")),
                };
                self.errors
                    .add(|| FieldError::new(name, "UNKNOWN", message));
            }
        }
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Error::invalid(self.errors))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::{digits, text};
    use proptest::prelude::*;

    fn errors(query: &str) -> Vec<(String, String)> {
        let mut query = Query::parse(query);
        let _ = query.take("limit", digits(0..=99, 7));
        let _ = query.take("cursor", text(0..=99));
        match query.finish() {
            Err(error) => error
                .details()
                .iter()
                .map(|field| (field.path.clone(), field.code.clone()))
                .collect(),
            Ok(()) => Vec::new(),
        }
    }

    #[test]
    fn every_wrong_parameter_is_listed() {
        assert!(errors("").is_empty());
        assert!(errors("limit=7&cursor=a+b%20c").is_empty());
        let pair = |path: &str, code: &str| (path.to_owned(), code.to_owned());
        assert_eq!(
            errors("limit=x&limt=1&cursor=a&cursor=b&=1"),
            [
                pair("limit", "INVALID"),
                pair("cursor", "REPEATED"),
                pair("limt", "UNKNOWN"),
                pair("", "UNKNOWN")
            ]
        );
        assert_eq!(errors("cursor=%ff"), [pair("%ff", "INVALID")]);
    }

    #[test]
    fn a_query_has_its_sizes() {
        let too_much = [("query".to_owned(), "LENGTH".to_owned())];
        assert_eq!(errors(&"a&".repeat(PARAMETERS)).len(), 1);
        assert_eq!(errors(&"a&".repeat(PARAMETERS + 1)), too_much);
        assert_eq!(errors(&"&".repeat(QUERY_LENGTH)).len(), 0);
        assert_eq!(errors(&"&".repeat(QUERY_LENGTH + 1)), too_much);
        assert_eq!(errors("cursor=").len(), 0);
        let long = "a".repeat(QUERY_LENGTH);
        assert_eq!(errors(&format!("cursor={long}")), too_much);
    }

    proptest! {
        #[test]
        fn nothing_panics(query in "\\PC{0,80}") {
            let _ = errors(&query);
        }
    }
}
