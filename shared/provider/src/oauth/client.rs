//! A client's request to the token, revocation or introspection endpoint: one parser for form,
//! JSON and Basic.
//!
//! OAuth 2.1 (section 2.4.1) has the credentials in the body, RFC 6749 (section 2.3.1) in Basic
//! with form encoding; common libraries send Basic without it. All are accepted; two different
//! ways of authentication at once, a repeated parameter and credentials in the query are not.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

/// Most parameters of a request.
const PARAMETERS: usize = 20;
/// Names whose values are secrets or lead to one.
const CREDENTIALS: [&str; 2] = ["client_id", "client_secret"];

/// An error of RFC 6749, section 5.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorCode {
    /// The request lacks a parameter, repeats one, or can't be read.
    InvalidRequest,
    /// The client is unknown, or its credentials are wrong or absent.
    InvalidClient,
    /// The endpoint gives tokens for other grants.
    UnsupportedGrantType,
    /// A scope is unknown.
    InvalidScope,
}

impl ErrorCode {
    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
        }
    }
}

/// Why a request is refused. The description is ASCII without quotes and backslashes, as RFC 6749
/// requires, and holds nothing of the request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{description}")]
pub struct Refused {
    /// The code.
    pub code: ErrorCode,
    /// What to change.
    pub description: &'static str,
    /// Whether the client used `Authorization`: the answer is 401 then, and names the scheme.
    pub used_basic: bool,
}

/// What a client sent: its credentials, and the other parameters.
#[derive(Debug)]
pub struct ClientRequest {
    /// Its client id, as sent.
    pub client_id: String,
    /// Its secret, as sent.
    pub client_secret: SecretString,
    /// Whether they came in `Authorization`.
    pub used_basic: bool,
    parameters: BTreeMap<String, String>,
}

impl ClientRequest {
    /// Reads a request.
    ///
    /// # Errors
    /// Why it can't be read, or that it has no credentials.
    pub fn read(query: &str, headers: &HeaderMap, body: &[u8]) -> Result<Self, Refused> {
        let basic = headers.get(AUTHORIZATION);
        let used_basic = basic.is_some();
        let refused = |code, description| Refused {
            code,
            description,
            used_basic,
        };
        let malformed = |description| refused(ErrorCode::InvalidRequest, description);
        if headers.get_all(AUTHORIZATION).iter().count() > 1 {
            return Err(malformed("Send one Authorization header."));
        }
        for name in form(query.as_bytes()).ok_or_else(|| malformed("The query can't be read."))? {
            if CREDENTIALS.contains(&name.0.as_str()) {
                return Err(malformed(
                    "Send credentials in the body or in Authorization, never in the query: \
                     addresses end up in logs.",
                ));
            }
        }
        let mut parameters = BTreeMap::new();
        for (name, value) in body_parameters(headers, body).map_err(malformed)? {
            // An empty value is no value (OAuth 2.1, section 3.2).
            let is_repeated = parameters.contains_key(&name);
            if is_repeated {
                return Err(malformed("A parameter is repeated."));
            }
            if parameters.len() == PARAMETERS {
                return Err(malformed("There are too many parameters."));
            }
            parameters.insert(name, value);
        }
        parameters.retain(|_, value| !value.is_empty());
        let in_body = (
            parameters.remove("client_id"),
            parameters.remove("client_secret"),
        );
        let in_basic = basic
            .map(|value| basic_credentials(value.as_bytes()))
            .transpose()
            .map_err(|description| refused(ErrorCode::InvalidClient, description))?;
        let (client_id, client_secret) = match (in_basic, in_body) {
            (Some(_), (_, Some(_))) => {
                return Err(malformed(
                    "Send the secret in Authorization or in the body, not in both.",
                ));
            }
            (Some((id, _)), (Some(other), None)) if id != other => {
                return Err(malformed(
                    "client_id differs from the one in Authorization.",
                ));
            }
            (Some(basic), _) => basic,
            (None, (Some(id), Some(secret))) => (id, secret.into()),
            (None, _) => {
                return Err(refused(
                    ErrorCode::InvalidClient,
                    "Send client_id and client_secret, in the body or as Basic credentials.",
                ));
            }
        };
        Ok(Self {
            client_id,
            client_secret,
            used_basic,
            parameters,
        })
    }

    /// A parameter that is no credential. An empty one is absent.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    /// Its secret, to be parsed.
    pub fn secret(&self) -> &str {
        self.client_secret.expose_secret()
    }

    /// A refusal of this request.
    pub fn refuse(&self, code: ErrorCode, description: &'static str) -> Refused {
        Refused {
            code,
            description,
            used_basic: self.used_basic,
        }
    }
}

/// The parameters of a body: form encoded, or a JSON object of texts.
fn body_parameters(
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Vec<(String, String)>, &'static str> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok());
    let media_type = content_type.unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        return json(body);
    }
    let is_form = media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded");
    // Without a body a type says nothing, and a type that is missing is guessed for nobody.
    if !is_form && !body.is_empty() {
        return Err("Send application/x-www-form-urlencoded, or application/json.");
    }
    form(body).ok_or("The body is not form encoded UTF-8.")
}

fn json(body: &[u8]) -> Result<Vec<(String, String)>, &'static str> {
    struct Pairs;
    impl<'de> serde::de::Visitor<'de> for Pairs {
        type Value = Vec<(String, Value)>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }

        // Not a map: that would take the last of a repeated key.
        fn visit_map<A: serde::de::MapAccess<'de>>(
            self,
            mut map: A,
        ) -> Result<Self::Value, A::Error> {
            let mut pairs = Vec::new();
            while let Some(pair) = map.next_entry()? {
                if pairs.len() <= PARAMETERS {
                    pairs.push(pair);
                }
            }
            Ok(pairs)
        }
    }
    let unreadable = "The body is not a JSON object of strings.";
    let mut reader = serde_json::Deserializer::from_slice(body);
    let pairs = serde::Deserializer::deserialize_map(&mut reader, Pairs)
        .and_then(|pairs| reader.end().map(|()| pairs))
        .map_err(|_| unreadable)?;
    pairs
        .into_iter()
        .map(|(name, value)| match value {
            Value::String(text) => Ok((name, text)),
            Value::Null => Ok((name, String::new())),
            _ => Err(unreadable),
        })
        .collect()
}

/// Form encoded pairs. Nothing where they are no UTF-8.
fn form(encoded: &[u8]) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(encoded).ok()?;
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .take(PARAMETERS + 2)
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Some((decoded(name)?, decoded(value)?))
        })
        .collect()
}

fn decoded(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

/// The two halves of Basic credentials (RFC 7617), form decoded: an alphabet without `%` and `+`
/// makes them the same where they were not encoded.
fn basic_credentials(value: &[u8]) -> Result<(String, SecretString), &'static str> {
    let wrong = "Authorization holds no Basic credentials.";
    let text = std::str::from_utf8(value).map_err(|_| wrong)?;
    let (scheme, encoded) = text.trim().split_once(' ').ok_or(wrong)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(wrong);
    }
    let bytes = STANDARD.decode(encoded.trim()).map_err(|_| wrong)?;
    let pair = String::from_utf8(bytes).map_err(|_| wrong)?;
    let (id, secret) = pair.split_once(':').ok_or(wrong)?;
    Ok((
        decoded(id).ok_or(wrong)?,
        decoded(secret).ok_or(wrong)?.into(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use proptest::prelude::*;

    const ID: &str = "prov_01JD9ZK4T0000000000000000A";
    const SECRET: &str = "secret_abc";

    fn headers(pairs: &[(http::HeaderName, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap()))
            .collect()
    }

    fn basic(id: &str, secret: &str) -> String {
        format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
    }

    const FORM: &str = "application/x-www-form-urlencoded";

    #[test]
    fn every_way_of_sending_credentials_is_read_alike() {
        let grant = "grant_type=client_credentials";
        let in_form = format!("{grant}&client_id={ID}&client_secret={SECRET}");
        let in_json = format!(
            r#"{{"grant_type":"client_credentials","client_id":"{ID}","client_secret":"{SECRET}"}}"#
        );
        let encoded = ID.replace('_', "%5F");
        let with_charset = format!("{FORM};charset=UTF-8");
        let raw = basic(ID, SECRET);
        let escaped = basic(&encoded, &SECRET.replace('_', "%5f"));
        let own_id = format!("{grant}&client_id={ID}");
        for (headers, body) in [
            (headers(&[(CONTENT_TYPE, FORM)]), in_form.as_str()),
            (headers(&[(CONTENT_TYPE, &with_charset)]), &in_form),
            (headers(&[(CONTENT_TYPE, "application/json")]), &in_json),
            (
                headers(&[(CONTENT_TYPE, "application/JSON; charset=utf-8")]),
                &in_json,
            ),
            (
                headers(&[(CONTENT_TYPE, FORM), (AUTHORIZATION, &raw)]),
                grant,
            ),
            (
                headers(&[(CONTENT_TYPE, FORM), (AUTHORIZATION, &escaped)]),
                grant,
            ),
            (
                headers(&[
                    (CONTENT_TYPE, FORM),
                    (AUTHORIZATION, &raw.replace("Basic", "bASIC")),
                ]),
                &own_id,
            ),
        ] {
            let request = ClientRequest::read("", &headers, body.as_bytes()).unwrap();
            assert_eq!((request.client_id.as_str(), request.secret()), (ID, SECRET));
            assert_eq!(request.parameter("grant_type"), Some("client_credentials"));
            assert_eq!(request.used_basic, headers.contains_key(AUTHORIZATION));
            assert!(!format!("{request:?}").contains(SECRET));
        }
    }

    #[test]
    fn what_is_ambiguous_is_refused() {
        use ErrorCode::{InvalidClient, InvalidRequest};
        let both = basic(ID, SECRET);
        let json = "application/json";
        let twice = format!(r#"{{"client_id":"{ID}","client_id":"{ID}"}}"#);
        let many = "a=1&".repeat(30);
        for (query, sent, body, code) in [
            (
                "",
                vec![(CONTENT_TYPE, FORM), (AUTHORIZATION, both.as_str())],
                "client_secret=x",
                InvalidRequest,
            ),
            (
                "",
                vec![(CONTENT_TYPE, FORM), (AUTHORIZATION, &both)],
                "client_id=other",
                InvalidRequest,
            ),
            (
                "",
                vec![(CONTENT_TYPE, FORM)],
                "client_id=a&client_id=a&client_secret=b",
                InvalidRequest,
            ),
            (
                "",
                vec![(CONTENT_TYPE, FORM)],
                "client_id=a&client%5Fid=a&client_secret=b",
                InvalidRequest,
            ),
            ("", vec![(CONTENT_TYPE, json)], &twice, InvalidRequest),
            (
                "",
                vec![(CONTENT_TYPE, json)],
                r#"{"client_id":["a"]}"#,
                InvalidRequest,
            ),
            (
                "",
                vec![(CONTENT_TYPE, json)],
                r#"{"client_id":"a"} {}"#,
                InvalidRequest,
            ),
            ("", vec![(CONTENT_TYPE, json)], "[]", InvalidRequest),
            (
                "client_secret=b",
                vec![(CONTENT_TYPE, FORM)],
                "client_id=a",
                InvalidRequest,
            ),
            (
                "client%5Fid=b",
                vec![(CONTENT_TYPE, FORM)],
                "client_id=a&client_secret=b",
                InvalidRequest,
            ),
            (
                "",
                vec![(CONTENT_TYPE, "text/plain")],
                "client_id=a&client_secret=b",
                InvalidRequest,
            ),
            ("", vec![], "client_id=a&client_secret=b", InvalidRequest),
            ("", vec![(CONTENT_TYPE, FORM)], &many, InvalidRequest),
            (
                "",
                vec![(CONTENT_TYPE, FORM)],
                "client_id=%ff",
                InvalidRequest,
            ),
            (
                "",
                vec![(CONTENT_TYPE, FORM)],
                "client_id=a&client_secret=",
                InvalidClient,
            ),
            ("", vec![(CONTENT_TYPE, FORM)], "", InvalidClient),
            (
                "",
                vec![(CONTENT_TYPE, FORM), (AUTHORIZATION, "Bearer abc")],
                "",
                InvalidClient,
            ),
            (
                "",
                vec![(CONTENT_TYPE, FORM), (AUTHORIZATION, "Basic abc!")],
                "",
                InvalidClient,
            ),
            (
                "",
                vec![(CONTENT_TYPE, FORM), (AUTHORIZATION, "Basic YQ==")],
                "",
                InvalidClient,
            ),
        ] {
            let refused = ClientRequest::read(query, &headers(&sent), body.as_bytes()).unwrap_err();
            assert_eq!(refused.code, code, "{query} {body}: {refused:?}");
            let allowed = |b: u8| matches!(b, 0x20..=0x7e) && b != b'"' && b != b'\\';
            assert!(refused.description.bytes().all(allowed));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(body in proptest::collection::vec(any::<u8>(), 0..200), json in any::<bool>()) {
            let kind = if json { "application/json" } else { FORM };
            let _ = ClientRequest::read("", &headers(&[(CONTENT_TYPE, kind)]), &body);
        }
    }
}
