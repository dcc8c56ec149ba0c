//! From an HTTP request to a Lambda event: payload format 2.0.
//!
//! An HTTP API passes the path decoded, `rawPath` included; a function URL passes it as sent.
//! The query string stays as sent in both.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::request::Parts;
use http::{HeaderMap, header};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};
use time::format_description::StaticFormatDescription;
use time::macros::format_description;

use super::Matched;
use crate::emulator::ACCOUNT;
use crate::now;

/// What the gateway itself knows about a call.
#[derive(Debug, Clone, Copy)]
pub struct Caller<'a> {
    /// The gateway's id of the request.
    pub request_id: &'a str,
    /// The other end of the connection.
    pub source: SocketAddr,
    /// Our own port.
    pub port: u16,
}

/// A request that API Gateway would not pass on.
#[derive(Debug, PartialEq, Eq)]
pub struct RequestError;

/// The event of a request, in payload format 2.0.
#[derive(Debug, Clone, PartialEq)]
pub struct Event(Value);

impl Event {
    /// The event of an HTTP API.
    ///
    /// # Errors
    /// Where the `Host` header is no host: an event can't express that.
    pub fn new<T>(
        parts: &Parts,
        body: &[u8],
        matched: &Matched<'_, T>,
        caller: &Caller<'_>,
    ) -> Result<Self, RequestError> {
        let mut parameters = BTreeMap::new();
        for (name, value) in &matched.parameters {
            parameters.insert(*name, decode(value));
        }
        let path = decode(parts.uri.path());
        let route_key = matched.route.to_string();
        Self::build(parts, body, &path, &route_key, &parameters, caller)
    }

    /// The event of a function URL.
    ///
    /// # Errors
    /// As [`Event::new`].
    pub fn of_url(parts: &Parts, body: &[u8], caller: &Caller<'_>) -> Result<Self, RequestError> {
        let path = parts.uri.path();
        let mut event = Self::build(parts, body, path, "$default", &BTreeMap::new(), caller)?;
        if let Some(context) = event.context() {
            context.insert("accountId".to_owned(), "anonymous".into());
        }
        Ok(event)
    }

    fn build(
        parts: &Parts,
        body: &[u8],
        path: &str,
        route_key: &str,
        parameters: &BTreeMap<&str, String>,
        caller: &Caller<'_>,
    ) -> Result<Self, RequestError> {
        let raw_query = parts.uri.query().unwrap_or_default();
        let host = host(parts)?;
        let (headers, cookies) = headers(&parts.headers, host.as_str(), caller, body.len());
        let domain = host.host();
        let now = now();
        let method = parts.method.as_str();
        let mut event = json!({
            "version": "2.0",
            "routeKey": route_key,
            "rawPath": path,
            "rawQueryString": raw_query,
            "headers": headers,
            "requestContext": {
                "accountId": ACCOUNT,
                "apiId": "local",
                "domainName": domain,
                "domainPrefix": domain.split('.').next().unwrap_or_default(),
                "http": {
                    "method": method,
                    "path": path,
                    "protocol": format!("{:?}", parts.version),
                    // The connection's, never a header's: a caller can't choose it.
                    "sourceIp": caller.source.ip().to_string(),
                    "userAgent": headers.get("user-agent").cloned().unwrap_or_default(),
                },
                "requestId": caller.request_id,
                "routeKey": route_key,
                "stage": "$default",
                "time": now.format(COMMON_LOG_TIME).unwrap_or_default(),
                "timeEpoch": i64::try_from(now.unix_timestamp_nanos() / 1_000_000).unwrap_or_default(),
            },
            "isBase64Encoded": false,
        });
        if let Some(fields) = event.as_object_mut() {
            // Absent, not empty, where there is nothing: as API Gateway does.
            let query = query(raw_query);
            for (name, value, there) in [
                ("cookies", json!(cookies), !cookies.is_empty()),
                ("queryStringParameters", json!(query), !query.is_empty()),
                ("pathParameters", json!(parameters), !parameters.is_empty()),
            ] {
                if there {
                    fields.insert(name.to_owned(), value);
                }
            }
            if !body.is_empty() {
                let (text, encoded) = match std::str::from_utf8(body) {
                    Ok(text) if is_text(&parts.headers) => (text.to_owned(), false),
                    _ => (BASE64_STANDARD.encode(body), true),
                };
                fields.insert("body".to_owned(), text.into());
                fields.insert("isBase64Encoded".to_owned(), encoded.into());
            }
        }
        Ok(Self(event))
    }

    /// Adds what an authorizer has found out about the caller.
    #[must_use]
    pub fn with_authorizer(mut self, authorizer: Value) -> Self {
        if let Some(context) = self.context() {
            // Only signed calls of a function URL belong to an account.
            if authorizer.get("iam").is_some() {
                context.insert("accountId".to_owned(), ACCOUNT.into());
            }
            context.insert("authorizer".to_owned(), authorizer);
        }
        self
    }

    fn context(&mut self) -> Option<&mut Map<String, Value>> {
        self.0.get_mut("requestContext")?.as_object_mut()
    }

    /// The event as a function gets it.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.to_string().into_bytes()
    }
}

const COMMON_LOG_TIME: StaticFormatDescription =
    format_description!("[day]/[month repr:short]/[year]:[hour]:[minute]:[second] +0000");

/// The decoded text, or the text as sent where its bytes are not UTF-8: the function sees what was
/// sent and refuses it itself.
fn decode(text: &str) -> String {
    percent_decode_str(text)
        .decode_utf8()
        .map_or_else(|_| text.to_owned(), String::from)
}

fn host(parts: &Parts) -> Result<http::uri::Authority, RequestError> {
    let text = match parts.headers.get(header::HOST) {
        Some(value) => value.to_str().map_err(|_| RequestError)?,
        None => parts.uri.host().unwrap_or("localhost"),
    };
    text.parse().map_err(|_| RequestError)
}

/// Names in lower case, values of one name joined by a comma; cookies apart.
fn headers(
    sent: &HeaderMap,
    host: &str,
    caller: &Caller<'_>,
    length: usize,
) -> (BTreeMap<String, String>, Vec<String>) {
    /// Headers of the connection, not of the request.
    const HOP_BY_HOP: [&str; 7] = [
        "connection",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    ];
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    let mut cookies = Vec::new();
    for (name, value) in sent {
        let value = String::from_utf8_lossy(value.as_bytes());
        match name.as_str() {
            name if HOP_BY_HOP.contains(&name) => {}
            "cookie" => cookies.extend(value.split(';').map(|cookie| cookie.trim().to_owned())),
            name => {
                headers
                    .entry(name.to_owned())
                    .and_modify(|all| *all = format!("{all},{value}"))
                    .or_insert_with(|| value.into_owned());
            }
        }
    }
    let source = caller.source.ip();
    headers
        .entry("x-forwarded-for".to_owned())
        .and_modify(|all| *all = format!("{all}, {source}"))
        .or_insert_with(|| source.to_string());
    for (name, value) in [
        ("host", host.to_owned()),
        ("content-length", length.to_string()),
        ("x-forwarded-port", caller.port.to_string()),
        ("x-forwarded-proto", "http".to_owned()),
        (
            "x-amzn-trace-id",
            format!(
                "Root=1-{:08x}-{}",
                now().unix_timestamp(),
                trace(caller.request_id)
            ),
        ),
    ] {
        headers.insert(name.to_owned(), value);
    }
    (headers, cookies)
}

/// The 96 bits of a trace id, from the request's own 128.
fn trace(request_id: &str) -> String {
    let id = ulid::Ulid::from_string(request_id).map_or(0, u128::from);
    format!("{:024x}", id & ((1 << 96) - 1))
}

/// The decoded parameters, with replacement characters for bytes that are not UTF-8: a function
/// that wants to refuse those reads `rawQueryString`.
fn query(raw: &str) -> BTreeMap<String, String> {
    let mut query: BTreeMap<String, String> = BTreeMap::new();
    for pair in raw.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let [name, value] = [name, value].map(|text| {
            percent_decode_str(&text.replace('+', " "))
                .decode_utf8_lossy()
                .into_owned()
        });
        query
            .entry(name)
            .and_modify(|all| *all = format!("{all},{value}"))
            .or_insert(value);
    }
    query
}

fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("text/plain");
    let kind = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    kind.starts_with("text/")
        || kind.ends_with("+json")
        || kind.ends_with("+xml")
        || [
            "application/json",
            "application/xml",
            "application/javascript",
        ]
        .contains(&kind.as_str())
}

#[cfg(test)]
mod tests {
    use super::super::{RouteKey, Router};
    use super::*;

    fn translate(request: http::Request<&[u8]>) -> Result<Value, RequestError> {
        let router = Router::new([
            (RouteKey::new("GET", "/a/{id}").unwrap(), "f".to_owned()),
            (RouteKey::Default, "other".to_owned()),
        ]);
        let (parts, body) = request.into_parts();
        let caller = Caller {
            request_id: "01KAMZ0000000000000000000A",
            source: "192.0.2.7:5000".parse().unwrap(),
            port: 9000,
        };
        let matched = router.find(&parts.method, parts.uri.path()).unwrap();
        Event::new(&parts, body, &matched, &caller).map(|event| event.0)
    }

    fn get(uri: &str) -> http::request::Builder {
        http::Request::get(uri).header("host", "api.example:9000")
    }

    #[test]
    fn a_request_becomes_a_2_0_event() {
        let request = get("/a/x%20y?b=2&a=1&b=%C3%A9+&c")
            .header("X-Twin-Key", "one")
            .header("x-twin-key", "two")
            .header("cookie", "s=1; t=2")
            .header("connection", "keep-alive")
            .header("x-forwarded-for", "203.0.113.1")
            .header("user-agent", "test")
            .body(&b""[..])
            .unwrap();
        let mut event = translate(request).unwrap();
        let context = event["requestContext"].take();
        assert_eq!(context["http"]["sourceIp"], "192.0.2.7");
        assert_eq!(context["http"]["path"], "/a/x y");
        assert_eq!(context["requestId"], "01KAMZ0000000000000000000A");
        assert_eq!(
            (&context["stage"], &context["domainPrefix"]),
            (&json!("$default"), &json!("api"))
        );
        let when = context["time"].as_str().unwrap();
        assert!(
            when.ends_with(" +0000") && when.as_bytes()[2] == b'/' && when.len() == 26,
            "{when}"
        );
        assert!(context["timeEpoch"].as_i64().unwrap() > 1_700_000_000_000);
        assert!(
            event["headers"]["x-amzn-trace-id"]
                .take()
                .as_str()
                .unwrap()
                .starts_with("Root=1-")
        );
        assert_eq!(
            event,
            json!({
                "version": "2.0",
                "routeKey": "GET /a/{id}",
                "rawPath": "/a/x y",
                "rawQueryString": "b=2&a=1&b=%C3%A9+&c",
                "cookies": ["s=1", "t=2"],
                "headers": {
                    "content-length": "0", "host": "api.example:9000", "user-agent": "test", "x-twin-key": "one,two",
                    "x-amzn-trace-id": null, "x-forwarded-for": "203.0.113.1, 192.0.2.7",
                    "x-forwarded-port": "9000", "x-forwarded-proto": "http",
                },
                "queryStringParameters": { "a": "1", "b": "2,é ", "c": "" },
                "pathParameters": { "id": "x y" },
                "requestContext": null,
                "isBase64Encoded": false,
            })
        );
    }

    #[test]
    fn bodies_are_text_or_base64() {
        let body = |kind: Option<&str>, body: &'static [u8]| {
            let mut request = get("/b");
            if let Some(kind) = kind {
                request = request.header("content-type", kind);
            }
            let event = translate(request.body(body).unwrap()).unwrap();
            (
                event["body"].as_str().map(ToOwned::to_owned),
                event["isBase64Encoded"] == true,
            )
        };
        let plain = |text: &str| (Some(text.to_owned()), false);
        let encoded = |bytes: &[u8]| (Some(BASE64_STANDARD.encode(bytes)), true);
        assert_eq!(
            body(Some("application/json; charset=utf-8"), b"{}"),
            plain("{}")
        );
        assert_eq!(body(Some("application/problem+json"), b"{}"), plain("{}"));
        assert_eq!(body(None, b"x"), plain("x"));
        assert_eq!(body(Some("application/octet-stream"), b"x"), encoded(b"x"));
        assert_eq!(body(Some("application/json"), b"\xff"), encoded(b"\xff"));
        assert_eq!(body(Some("application/json"), b""), (None, false));
    }

    #[test]
    fn the_event_of_a_function_url_has_the_path_as_sent() {
        let (parts, body) = get("/a/%2e%2e%2f/x%20y?b=%20")
            .header("authorization", "Bearer t")
            .body(&b""[..])
            .unwrap()
            .into_parts();
        let caller = Caller {
            request_id: "01KAMZ0000000000000000000A",
            source: "192.0.2.7:5000".parse().unwrap(),
            port: 9000,
        };
        let event = Event::of_url(&parts, body, &caller).unwrap();
        let shown = &event.0;
        assert_eq!(shown["rawPath"], "/a/%2e%2e%2f/x%20y");
        assert_eq!(shown["routeKey"], "$default");
        assert_eq!(shown["rawQueryString"], "b=%20");
        assert_eq!(shown["queryStringParameters"], json!({ "b": " " }));
        assert_eq!(shown["headers"]["authorization"], "Bearer t");
        assert_eq!(shown.get("pathParameters"), None);
        let context = &shown["requestContext"];
        assert_eq!(context["routeKey"], "$default");
        assert_eq!(context["stage"], "$default");
        assert_eq!(context["accountId"], "anonymous");
        assert_eq!(context["http"]["path"], "/a/%2e%2e%2f/x%20y");

        let iam = json!({ "iam": { "accessKey": "A" } });
        let shown = event.with_authorizer(iam.clone()).0;
        assert_eq!(shown["requestContext"]["authorizer"], iam);
        assert_eq!(shown["requestContext"]["accountId"], "000000000000");
    }

    #[test]
    fn a_host_that_is_none_is_refused() {
        let request = http::Request::get("/b")
            .header("host", "a b")
            .body(&b""[..])
            .unwrap();
        assert_eq!(translate(request), Err(RequestError));
    }

    #[test]
    fn odd_paths_arrive_decoded() {
        for (uri, id) in [
            ("/a/%2e%2e%2f", "../"),
            ("/a/%00", "\0"),
            ("/a/%25zz", "%zz"),
            ("/a/a%2Fb", "a/b"),
            // Not UTF-8: as sent.
            ("/a/%ff", "%ff"),
            ("/a/%c3%28", "%c3%28"),
            ("/a/%zz", "%zz"),
            ("/a/%", "%"),
        ] {
            let event = translate(get(uri).body(&b""[..]).unwrap()).unwrap();
            assert_eq!(event["pathParameters"]["id"], id, "{uri}");
        }
    }

    #[test]
    fn a_wrong_query_reaches_the_function_as_sent() {
        let event = translate(get("/b?x=%ff&%=1").body(&b""[..]).unwrap()).unwrap();
        assert_eq!(event["rawQueryString"], "x=%ff&%=1");
        assert_eq!(
            event["queryStringParameters"],
            json!({ "x": "\u{fffd}", "%": "1" })
        );
    }
}
