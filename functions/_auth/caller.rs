//! The holder of an API key, as the pipeline lets them in.

use std::sync::Arc;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName};

use super::account::Account;
use super::gate::{Admission, Refusal, Standing};
use super::key::PlainKey;
use super::record::KeyRecord;
use crate::App;
use crate::error::Error;
use crate::http::{Access, Caller, Endpoint, Refused, Request, Who};

/// The header that carries a key.
const KEY_HEADER: &str = "x-twin-key";

/// A caller with a key whose call has been admitted and counted.
#[derive(Clone, Debug)]
pub struct KeyHolder {
    /// The key's record.
    pub key: Arc<KeyRecord>,
    /// The account, as the call's own count left it.
    pub account: Arc<Account>,
    /// What is left.
    pub standing: Standing,
}

impl Caller for KeyHolder {
    async fn admit(
        app: &'static App,
        endpoint: &'static Endpoint,
        request: &Request,
    ) -> Result<Self, Refused> {
        let Access::Key(metering) = &endpoint.access else {
            let cause = "the endpoint table does not let key holders in here";
            return Err(Error::internal("admitting a caller", cause).into());
        };
        let key = match sent_key(&request.headers)? {
            Sent::Key(key) => key,
            Sent::Malformed => return Err(app.gate.refuse_malformed(request.from).into()),
        };
        let entered = app.gate.enter(&key, request.from, metering).await;
        let (Ok(Admission { alerts, .. }) | Err(Refusal { alerts, .. })) = &entered;
        if !alerts.is_empty() {
            // On the heap, as calls that tell are rare and these futures large.
            Box::pin(super::alerts::tell(app, alerts)).await;
        }
        let Admission {
            record,
            account,
            standing,
            ..
        } = entered?;
        Ok(Self {
            key: record,
            account,
            standing,
        })
    }

    fn headers(&self) -> HeaderMap {
        quota_headers(&self.standing)
    }

    fn who(&self) -> Who {
        who(&self.key)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self {
            error: refusal.error,
            headers: refusal
                .standing
                .as_ref()
                .map(quota_headers)
                .unwrap_or_default(),
            who: refusal.record.as_deref().map(who).unwrap_or_default(),
        }
    }
}

fn who(record: &KeyRecord) -> Who {
    Who {
        user: Some(record.user_id.to_string()),
        key: Some(record.id.to_string()),
    }
}

enum Sent {
    Key(PlainKey),
    Malformed,
}

/// The key that was sent: `X-Twin-Key`, or `Authorization: Bearer`.
///
/// # Errors
/// None was sent, or two that differ.
fn sent_key(headers: &HeaderMap) -> Result<Sent, Error> {
    let own = all(headers, &HeaderName::from_static(KEY_HEADER));
    let bearer: Vec<_> = all(headers, &AUTHORIZATION)
        .into_iter()
        .filter_map(|value| {
            let (scheme, token) = value.split_at_checked(value.iter().position(|b| *b == b' ')?)?;
            scheme
                .eq_ignore_ascii_case(b"bearer")
                .then(|| token.trim_ascii())
        })
        .filter(|token| !token.is_empty())
        .collect();
    let mut keys = own.into_iter().chain(bearer);
    let first = keys.next().ok_or(Error::MissingKey)?;
    if keys.any(|other| other != first) {
        return Err(Error::AmbiguousKey);
    }
    Ok(std::str::from_utf8(first)
        .ok()
        .and_then(|text| text.parse().ok())
        .map_or(Sent::Malformed, Sent::Key))
}

fn all<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<&'a [u8]> {
    headers
        .get_all(name)
        .into_iter()
        .map(|value| value.as_bytes().trim_ascii())
        .filter(|value| !value.is_empty())
        .collect()
}

/// `X-Twin-Quota-*`, and the same in the IETF's words (draft-ietf-httpapi-ratelimit-headers):
/// the policy, and what is left of it, for the minute and for the month.
fn quota_headers(standing: &Standing) -> HeaderMap {
    let quota = standing.quota();
    let month = (standing.month_ends.millis() - standing.month_began.millis()) / 1000;
    let pairs = [
        ("x-twin-quota-limit", quota.limit.to_string()),
        ("x-twin-quota-used", quota.used.to_string()),
        ("x-twin-quota-remaining", quota.remaining().to_string()),
        (
            "ratelimit-policy",
            format!(
                "\"burst\";q={};w=60, \"month\";q={};w={month}",
                standing.burst.limit, quota.limit
            ),
        ),
        (
            "ratelimit",
            format!(
                "\"burst\";r={};t={}, \"month\";r={};t={}",
                standing.burst.remaining(),
                standing.seconds_to(standing.minute_ends),
                quota.remaining(),
                standing.seconds_to(standing.month_ends)
            ),
        ),
    ];
    pairs
        .into_iter()
        .filter_map(|(name, value)| Some((HeaderName::from_static(name), value.parse().ok()?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    const KEY: &str = "atk_live_0badc0de_00112233445566778899aabbccddeeff";
    const OTHER: &str = "atk_live_0badc0df_00112233445566778899aabbccddeeff";

    fn sent(pairs: &[(&'static str, &str)]) -> &'static str {
        let headers = pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_bytes(value.as_bytes()).unwrap(),
                )
            })
            .collect();
        match sent_key(&headers) {
            Ok(Sent::Key(_)) => "key",
            Ok(Sent::Malformed) => "malformed",
            Err(Error::MissingKey) => "missing",
            Err(Error::AmbiguousKey) => "ambiguous",
            Err(_) => "other",
        }
    }

    #[test]
    fn where_a_key_is_looked_for() {
        let bearer = format!("Bearer {KEY}");
        let lower = format!("bearer  {KEY}");
        let other = format!("Bearer {OTHER}");
        for (headers, expected) in [
            (&[][..], "missing"),
            (&[("x-twin-key", "")], "missing"),
            (&[("authorization", "Basic dXNlcjpwYXNz")], "missing"),
            (&[("authorization", "Bearer ")], "missing"),
            (&[("x-twin-key", KEY)], "key"),
            (&[("authorization", &bearer)], "key"),
            (&[("authorization", &lower)], "key"),
            (&[("x-twin-key", KEY), ("authorization", &bearer)], "key"),
            (&[("x-twin-key", KEY), ("authorization", "Basic x")], "key"),
            (
                &[("x-twin-key", KEY), ("authorization", &other)],
                "ambiguous",
            ),
            (
                &[("x-twin-key", KEY), ("authorization", "Bearer nonsense")],
                "ambiguous",
            ),
            (&[("x-twin-key", "nonsense")], "malformed"),
            (&[("x-twin-key", "clé")], "malformed"),
            (&[("authorization", "Bearer nonsense")], "malformed"),
        ] {
            assert_eq!(sent(headers), expected, "{headers:?}");
        }
        assert_eq!(
            sent(&[("x-twin-key", &format!("{KEY},{OTHER}"))]),
            "malformed"
        );
    }
}
