//! The public keys of the issuer of ID tokens: fetched from the issuer by one worker and kept in
//! the table, so that no request waits for the issuer.

use std::time::Duration;

use ::http::header::{ACCEPT, CACHE_CONTROL, HeaderValue};
use ::http::{HeaderMap, Method, StatusCode};
use bytes::Bytes;
use common::{Fault, Timestamp};
use dynamo::Table;
use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use serde_json::Value;
use webhooks::transport::{End, Https, Limits, Request};
use webhooks::url::WebhookUrl;

use crate::keys::Published;
use crate::layout::{self, PublicKeys};

/// How long a fetch may take, and how much of the answer is read.
const LIMITS: Limits = Limits {
    deadline: Duration::from_secs(10),
    connect: Duration::from_secs(3),
    read: 64 * 1024,
    kept: 64 * 1024,
};
/// Keys of an issuer, at most. Issuers have two or three.
const MOST: usize = 20;
/// How long fetched keys stand, in milliseconds: as long as the issuer says, within these bounds.
const SHORTEST: i64 = 5 * 60_000;
const LONGEST: i64 = 6 * 3_600_000;

const FETCHING: &str = "fetching the keys of ID tokens";

/// Fetches the keys where those in the table have been there long enough, or where a verifier has
/// met a key that is not among them. Whether it fetched them.
///
/// # Errors
/// The table or the issuer can't be reached, or the issuer publishes no key that is of use. The keys
/// in the table stay.
pub async fn refresh(
    table: &Table,
    https: &Https,
    url: &WebhookUrl,
    now: Timestamp,
) -> Result<bool, Fault> {
    let place = layout::keys(PublicKeys::IdTokens);
    let before: Option<Published> = table.get(place).await?;
    let stands = before.is_some_and(|published| {
        published.wanted.is_none() && published.until.is_some_and(|until| now < until)
    });
    if stands {
        return Ok(false);
    }
    let request = Request {
        method: Method::GET,
        url: url.clone(),
        headers: HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]),
        body: Bytes::new(),
        limits: LIMITS,
    };
    let answer = https.send(request).await;
    let answer = answer.map_err(|e| Fault::unavailable(FETCHING, e.to_string()))?;
    if answer.status != StatusCode::OK || answer.end != End::Whole {
        let problem = format!("the issuer answered {}", answer.status);
        return Err(Fault::unavailable(FETCHING, problem));
    }
    let keys = usable(&answer.body)
        .ok_or_else(|| Fault::unavailable(FETCHING, "the issuer publishes no usable key"))?;
    let jwks = serde_json::to_string(&keys).map_err(|e| Fault::internal(FETCHING, e))?;
    let published = Published {
        jwks,
        at: now,
        until: Some(now.plus_millis(lifetime(&answer.headers))),
        wanted: None,
    };
    published.write(table, PublicKeys::IdTokens).await?;
    Ok(true)
}

/// The RSA keys of a JSON Web Key Set. What can't be read is left out: an issuer may publish keys
/// of any kind.
fn usable(body: &[u8]) -> Option<JwkSet> {
    let document: Value = serde_json::from_slice(body).ok()?;
    let keys: Vec<Jwk> = document
        .get("keys")?
        .as_array()?
        .iter()
        .filter(|key| key.get("kty").and_then(Value::as_str) == Some("RSA"))
        .filter(|key| key.get("kid").is_some_and(Value::is_string))
        .filter_map(|key| serde_json::from_value(key.clone()).ok())
        .filter(|key| DecodingKey::from_jwk(key).is_ok())
        .take(MOST)
        .collect();
    (!keys.is_empty()).then_some(JwkSet { keys })
}

/// How long the keys stand, in milliseconds: `max-age` of `Cache-Control`, within bounds.
fn lifetime(headers: &HeaderMap) -> i64 {
    let directives = headers.get_all(CACHE_CONTROL).into_iter();
    let directives = directives.filter_map(|value| value.to_str().ok());
    let max_age = directives
        .flat_map(|value| value.split(','))
        .find_map(|directive| {
            let (name, seconds) = directive.trim().split_once('=')?;
            let seconds: i64 = seconds.trim_matches('"').parse().ok()?;
            name.eq_ignore_ascii_case("max-age").then_some(seconds)
        });
    max_age
        .unwrap_or(0)
        .saturating_mul(1_000)
        .clamp(SHORTEST, LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rsa_keys_are_taken_and_the_rest_is_left() {
        let rsa = json!({ "kty": "RSA", "kid": "a", "alg": "RS256", "use": "sig", "n": "AQAB", "e": "AQAB" });
        let set = json!({ "keys": [
            { "kty": "EC", "kid": "b", "crv": "P-256", "x": "AA", "y": "AA" },
            { "kty": "RSA", "n": "AQAB", "e": "AQAB" },
            { "kty": "RSA", "kid": "c", "alg": "UNKNOWN", "n": "AQAB" },
            7, rsa,
        ] });
        let keys = usable(set.to_string().as_bytes()).unwrap();
        assert_eq!(keys.keys.len(), 1);
        assert!(keys.find("a").is_some());
        for nothing in ["", "[]", "{}", r#"{"keys":7}"#, r#"{"keys":[]}"#, "<html>"] {
            assert!(usable(nothing.as_bytes()).is_none(), "{nothing}");
        }
    }

    #[test]
    fn a_lifetime_has_bounds() {
        let of = |text: &'static str| {
            lifetime(&HeaderMap::from_iter([(
                CACHE_CONTROL,
                HeaderValue::from_static(text),
            )]))
        };
        assert_eq!(of("public, max-age=19830, must-revalidate"), 19_830_000);
        assert_eq!(of("Max-Age=\"600\""), 600_000);
        for short in [
            "",
            "no-store",
            "max-age=0",
            "max-age=-1",
            "max-age=x",
            "s-maxage=99999",
        ] {
            assert_eq!(of(short), SHORTEST, "{short}");
        }
        assert_eq!(of("max-age=9223372036854775807"), LONGEST);
        assert_eq!(lifetime(&HeaderMap::new()), SHORTEST);
    }
}
