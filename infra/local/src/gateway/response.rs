//! From a function's answer to an HTTP response: payload format 2.0, whole or streamed.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::response::Response;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde::Deserialize;
use serde_json::Value;

/// The media type of a streamed answer that begins with an HTTP head.
pub(super) const WITH_HEAD: &str = "application/vnd.awslambda.http-integration-response";
/// What stands between the head and the body of a streamed answer.
const END_OF_HEAD: [u8; 8] = [0; 8];
/// More than any head has.
const MAX_HEAD: usize = 256 * 1024;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(flatten)]
    head: Head,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    status_code: u16,
    #[serde(default)]
    headers: BTreeMap<String, Value>,
    #[serde(default)]
    cookies: Vec<String>,
}

impl Head {
    /// The response with this head; `None` where it is malformed.
    fn response(self, body: Body) -> Option<Response> {
        let body_is_empty = axum::body::HttpBody::is_end_stream(&body);
        let mut response = Response::new(body);
        *response.status_mut() = StatusCode::from_u16(self.status_code).ok()?;
        let headers = response.headers_mut();
        for (name, value) in self.headers {
            let name: HeaderName = name.parse().ok()?;
            // The gateway writes these itself: the length too, but for a `HEAD`, which has no body.
            if (name == header::CONTENT_LENGTH && !body_is_empty)
                || name == header::CONNECTION
                || name == header::TRANSFER_ENCODING
            {
                continue;
            }
            let values = match value {
                Value::Array(values) => values,
                one => vec![one],
            };
            for value in values {
                let value = value
                    .as_str()
                    .map_or_else(|| value.to_string(), ToOwned::to_owned);
                headers.append(name.clone(), HeaderValue::from_str(&value).ok()?);
            }
        }
        for cookie in self.cookies {
            headers.append(header::SET_COOKIE, HeaderValue::from_str(&cookie).ok()?);
        }
        Some(response)
    }
}

/// A function's whole answer as HTTP; `None` where API Gateway would call it malformed.
///
/// `multiValueHeaders` belongs to format 1.0: API Gateway does not read it here, and the client
/// does not get it.
pub(super) fn whole(answer: &[u8]) -> Option<Response> {
    let answer: Value = serde_json::from_slice(answer).ok()?;
    if answer.get("statusCode").is_none() {
        // Format 2.0 infers the rest: any JSON without a status is the body of a 200.
        let body = answer
            .as_str()
            .map_or_else(|| answer.to_string(), ToOwned::to_owned);
        let mut response = Response::new(Body::from(body));
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        return Some(response);
    }
    let answer: Answer = serde_json::from_value(answer).ok()?;
    let body = match answer.body {
        Some(text) if answer.is_base64_encoded => BASE64_STANDARD.decode(text).ok()?,
        Some(text) => text.into_bytes(),
        None => Vec::new(),
    };
    let typed = !body.is_empty();
    let mut response = answer.head.response(Body::from(body))?;
    let headers = response.headers_mut();
    if typed && !headers.contains_key(header::CONTENT_TYPE) {
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/plain;charset=UTF-8"),
        );
    }
    Some(response)
}

/// The head of a streamed answer: JSON and eight NUL bytes, in chunks of any size.
#[derive(Debug, Default)]
pub(super) struct HeadReader(Vec<u8>);

/// A streamed answer has no readable head.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed;

impl HeadReader {
    /// Takes a chunk: the response without its body, and what the chunk has of the body, as soon
    /// as the head is complete.
    pub(super) fn take(&mut self, chunk: &[u8]) -> Result<Option<(Response, Vec<u8>)>, Malformed> {
        self.0.extend(chunk);
        // No JSON text has a NUL byte.
        let Some(end) = self.0.iter().position(|byte| *byte == 0) else {
            return if self.0.len() > MAX_HEAD {
                Err(Malformed)
            } else {
                Ok(None)
            };
        };
        let (head, rest) = self.0.split_at(end);
        let Some(mark) = rest.get(..END_OF_HEAD.len()) else {
            let so_far = rest.iter().all(|byte| *byte == 0);
            return if so_far { Ok(None) } else { Err(Malformed) };
        };
        if mark != END_OF_HEAD {
            return Err(Malformed);
        }
        let body = rest.get(END_OF_HEAD.len()..).unwrap_or_default().to_vec();
        let head: Head = serde_json::from_slice(head).map_err(|_| Malformed)?;
        let response = head.response(Body::empty()).ok_or(Malformed)?;
        Ok(Some((response, body)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    async fn shown(answer: Value) -> Option<(u16, Vec<String>, Vec<u8>)> {
        let (parts, body) = whole(answer.to_string().as_bytes())?.into_parts();
        let headers = parts
            .headers
            .iter()
            .map(|(k, v)| format!("{k}: {}", v.to_str().unwrap()))
            .collect();
        Some((
            parts.status.as_u16(),
            headers,
            axum::body::to_bytes(body, 1000).await.unwrap().to_vec(),
        ))
    }

    #[tokio::test]
    async fn answers_become_responses() {
        let full = json!({
            "statusCode": 404, "headers": { "Content-Type": "a/b", "X-N": 1, "Content-Length": "99" },
            "multiValueHeaders": { "x-n": ["2"] }, "cookies": ["a=1", "b=2"], "body": "AP8=", "isBase64Encoded": true,
        });
        let (status, headers, body) = shown(full).await.unwrap();
        assert_eq!((status, body), (404, vec![0, 255]));
        assert_eq!(
            headers,
            [
                "content-type: a/b",
                "x-n: 1",
                "set-cookie: a=1",
                "set-cookie: b=2"
            ]
        );

        let inferred = shown(json!({ "ok": true })).await.unwrap();
        assert_eq!(
            inferred,
            (
                200,
                vec!["content-type: application/json".into()],
                br#"{"ok":true}"#.to_vec()
            )
        );

        let empty = shown(json!({ "statusCode": 304 })).await.unwrap();
        assert_eq!(empty, (304, vec![], vec![]));

        // The answer to a `HEAD` has no body, and says how long it would be.
        let head = json!({ "statusCode": 200, "headers": { "content-length": "99" } });
        let head = shown(head).await.unwrap();
        assert_eq!(head, (200, vec!["content-length: 99".into()], vec![]));
    }

    #[tokio::test]
    async fn malformed_answers_are_refused() {
        for answer in [
            json!({ "statusCode": "no" }),
            json!({ "statusCode": 42 }),
            json!({ "statusCode": 200, "headers": { "a b": "c" } }),
            json!({ "statusCode": 200, "headers": { "a": "b\nc" } }),
            json!({ "statusCode": 200, "body": "=", "isBase64Encoded": true }),
        ] {
            assert_eq!(shown(answer.clone()).await, None, "{answer}");
        }
    }

    #[test]
    fn a_head_is_read_from_chunks_of_any_size() {
        let sent = [
            &br#"{"statusCode":201,"headers":{"X-A":"1","x-b":["2","3"]},"cookies":["c=1"]}"#[..],
            &[0; 8],
            b"body\0",
        ]
        .concat();
        for size in [1, 2, 7, 8, 30, 1000] {
            let mut reader = HeadReader::default();
            let mut body = Vec::new();
            let mut response = None;
            for chunk in sent.chunks(size) {
                match &response {
                    Some(_) => body.extend(chunk),
                    None => {
                        if let Some((head, start)) = reader.take(chunk).unwrap() {
                            body.extend(start);
                            response = Some(head);
                        }
                    }
                }
            }
            let response = response.unwrap();
            let headers = response.headers();
            assert_eq!(
                (response.status().as_u16(), body),
                (201, b"body\0".to_vec())
            );
            let values = headers.get_all("x-b").iter();
            let values: Vec<_> = values.map(|value| value.to_str().unwrap()).collect();
            assert_eq!(
                (&headers["x-a"], values),
                (&"1".parse().unwrap(), vec!["2", "3"])
            );
            assert_eq!(headers["set-cookie"], "c=1");
        }
    }

    #[test]
    fn heads_that_are_none_are_refused() {
        for head in [
            &b"{}\0\0\0\0\0\0\0\0"[..],
            b"\0\0\0\0\0\0\0\0",
            b"{\"statusCode\":200}\0\0\0\0x",
            b"{\"statusCode\":200}\0\0\0\0\0\0\0x",
            b"{\"statusCode\":42}\0\0\0\0\0\0\0\0",
            b"{\"statusCode\":200,\"headers\":{\"a\":\"b\\nc\"}}\0\0\0\0\0\0\0\0",
        ] {
            let refused = HeadReader::default().take(head).err();
            assert_eq!(
                refused,
                Some(Malformed),
                "{:?}",
                String::from_utf8_lossy(head)
            );
        }
        let endless = vec![b' '; MAX_HEAD + 1];
        assert_eq!(HeadReader::default().take(&endless).err(), Some(Malformed));
    }
}
