//! The holder of an API key, as the pipeline lets them in.

use std::sync::Arc;

use ::surface::{
    Auth, AuthDescription, Authorizer, Endpoint, Error, Idempotency, IdempotentCall, Principal,
    Refused, Request,
};
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName};
use metering::{Admission, Call, Denial, LimitStatus, Limits, Refusal};
use twin::account::Account;
use twin::api_key::{KeyRecord, PlainKey, Scope};
use twin::quota_notice;

use crate::context::Twin;
use crate::surface::{
    AMBIGUOUS_KEY, INSUFFICIENT_SCOPE, INVALID_KEY, IP_NOT_ALLOWED, KEY_EXPIRED,
    KEY_QUOTA_EXCEEDED, KEY_REVOKED, MISSING_KEY, PLAN_REQUIRED, RATE_LIMITED, TIER_QUOTA_EXCEEDED,
};

/// The header that carries a key.
const KEY_HEADER: &str = "x-twin-key";

/// A caller with a key whose call has been admitted and counted.
#[derive(Clone, Debug)]
pub struct KeyHolder {
    /// The key's record.
    pub key: Arc<KeyRecord>,
    /// The account, as the call's own count left it.
    pub account: Arc<Account>,
    /// The limits, and what is left of them.
    pub limits: LimitStatus,
}

impl KeyHolder {
    /// A request of theirs that may be sent again. Each integration has `Idempotency-Key`s of its
    /// own; a key that took over from another is the same integration's.
    pub(crate) fn idempotent(&self, request: Idempotency) -> IdempotentCall {
        let tenant = self.account.user_id.tenant();
        request.by(&tenant, format_args!("key {}", self.key.first_id()))
    }
}

impl Auth for KeyHolder {
    type Context = Twin;
    type Terms = Limits<Scope>;

    const AUTHORIZER: Authorizer = Authorizer::None;

    async fn admit(
        context: &'static Twin,
        endpoint: &'static Endpoint<Self>,
        request: &Request,
    ) -> Result<Self, Refused> {
        let key = match sent_key(&request.headers)? {
            Sent::Key(key) => key,
            Sent::Malformed => return Err(refused(context.gate.refuse_malformed(request.from))),
        };
        let call = Call {
            from: request.from,
            bytes: request.body.len() as u64,
            limits: &endpoint.terms,
        };
        let admitted = context.gate.admit(key.hash(), &call).await;
        let (record, crossed) = match &admitted {
            Ok(Admission {
                record, crossed, ..
            }) => (Some(record), crossed),
            Err(Refusal {
                record, crossed, ..
            }) => (record.as_ref(), crossed),
        };
        if let Some(record) = record.filter(|_| !crossed.is_empty()) {
            // On the heap, as such calls are rare and these futures large.
            Box::pin(quota_notice::emit(
                &context.table,
                &context.queues,
                record,
                crossed,
                context.clock.now(),
            ))
            .await;
        }
        let Admission {
            record,
            account,
            status,
            ..
        } = admitted.map_err(refused)?;
        Ok(Self {
            key: record,
            account,
            limits: status,
        })
    }

    fn headers(&self) -> HeaderMap {
        quota_headers(&self.limits)
    }

    fn principal(&self) -> Principal {
        principal(&self.key)
    }

    fn describe(limits: &Limits<Scope>) -> AuthDescription {
        let mut codes = vec![
            &AMBIGUOUS_KEY,
            &MISSING_KEY,
            &INVALID_KEY,
            &KEY_REVOKED,
            &KEY_EXPIRED,
            &PLAN_REQUIRED,
            &IP_NOT_ALLOWED,
            &RATE_LIMITED,
        ];
        if limits.scope.is_some() {
            codes.push(&INSUFFICIENT_SCOPE);
        }
        if limits.counted {
            codes.extend([&KEY_QUOTA_EXCEEDED, &TIER_QUOTA_EXCEEDED]);
        }
        let scope = match limits.scope {
            Some(scope) => format!("Scope `{scope}`"),
            None => "Any scope".to_owned(),
        };
        let costs = match limits.counted {
            true => "a call that was let in costs 1 unit of the monthly quota, whatever it answers",
            false => "costs no quota, and answers when the quota is spent",
        };
        let bytes = limits.bytes_per_minute.map_or_else(String::new, |limit| {
            format!(" and {} KiB of bodies", limit / 1_024)
        });
        AuthDescription {
            schemes: &["TwinKey", "BearerKey"],
            codes,
            headers: &[
                "X-Twin-Quota-Limit",
                "X-Twin-Quota-Used",
                "X-Twin-Quota-Remaining",
                "RateLimit",
                "RateLimit-Policy",
            ],
            terms: format!(
                "{scope}; at most {} calls{bytes} a minute with one key; {costs}.",
                limits.per_minute
            ),
        }
    }
}

/// A refusal of the gate's, as this surface words it.
fn refused(refusal: Refusal<KeyRecord>) -> Refused {
    let status = refusal.status.as_ref();
    Refused {
        headers: status.map(quota_headers).unwrap_or_default(),
        principal: refusal.record.as_deref().map(principal).unwrap_or_default(),
        error: error(refusal.denial),
    }
}

fn error(denial: Denial<Scope>) -> Error {
    match denial {
        Denial::InvalidKey => invalid_key(),
        Denial::Revoked => KEY_REVOKED
            .refuse("This API key has been revoked. Create a new one in the dashboard."),
        Denial::Expired => {
            KEY_EXPIRED.refuse("This API key has expired. Create a new one in the dashboard.")
        }
        Denial::PlanRequired => PLAN_REQUIRED.refuse(
            "The API needs an active Professional plan. The key works again after an upgrade.",
        ),
        Denial::InsufficientScope(scope) => INSUFFICIENT_SCOPE.refuse(format!(
            "This API key lacks the scope {scope}. Create a key that has it in the dashboard."
        )),
        Denial::AddressNotAllowed => IP_NOT_ALLOWED.refuse(
            "This API key may not be used from this address. Add it to the key's allowed addresses.",
        ),
        Denial::RateLimited { retry_after } => RATE_LIMITED
            .refusal(format!(
                "Too many requests in this minute. Wait {retry_after} s, then go on."
            ))
            .retry_after(retry_after)
            .into(),
        Denial::BytesLimited { limit, retry_after } => RATE_LIMITED
            .refusal(format!(
                "This API key may send {} KiB of bodies a minute. Wait {retry_after} s, then go on.",
                limit / 1_024
            ))
            .retry_after(retry_after)
            .into(),
        Denial::KeyQuotaExceeded { limit, retry_after } => KEY_QUOTA_EXCEEDED
            .refusal(format!(
                "This API key has spent its monthly quota of {limit} requests. Raise its limit in \
                 the dashboard, or wait for the 1st (UTC)."
            ))
            .retry_after(retry_after)
            .into(),
        Denial::AccountQuotaExceeded { limit, retry_after } => TIER_QUOTA_EXCEEDED
            .refusal(format!(
                "This account has spent its monthly quota of {limit} requests. Upgrade its tier, \
                 or wait for the 1st (UTC)."
            ))
            .retry_after(retry_after)
            .into(),
        Denial::Fault(fault) => fault.into(),
    }
}

/// The key is malformed or unknown, or its account was erased.
pub(crate) fn invalid_key() -> Error {
    INVALID_KEY.refuse(
        "This API key is not valid. Check it for typing errors, or create one in the dashboard.",
    )
}

fn principal(record: &KeyRecord) -> Principal {
    Principal {
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
    let first = keys.next().ok_or_else(|| {
        let message = "Send your API key in the X-Twin-Key header, or as Authorization: Bearer.";
        Error::from(MISSING_KEY.refusal(message).no_credentials())
    })?;
    if keys.any(|other| other != first) {
        let message = "X-Twin-Key and Authorization carry different keys. Send one of them.";
        return Err(AMBIGUOUS_KEY.refuse(message));
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

/// `X-Twin-Quota-*`, and the same in the IETF's fields (draft-ietf-httpapi-ratelimit-headers):
/// the policy, and what is left of it, for the minute and for the month.
fn quota_headers(status: &LimitStatus) -> HeaderMap {
    let quota = status.quota();
    let month = (status.month_ends.millis() - status.month_began.millis()) / 1000;
    let pairs = [
        ("x-twin-quota-limit", quota.limit.to_string()),
        ("x-twin-quota-used", quota.used.to_string()),
        ("x-twin-quota-remaining", quota.remaining().to_string()),
        (
            "ratelimit-policy",
            format!(
                "\"burst\";q={};w=60, \"month\";q={};w={month}",
                status.burst.limit, quota.limit
            ),
        ),
        (
            "ratelimit",
            format!(
                "\"burst\";r={};t={}, \"month\";r={};t={}",
                status.burst.remaining(),
                status.seconds_to(status.minute_ends),
                quota.remaining(),
                status.seconds_to(status.month_ends)
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
            Err(error) if *error.code() == MISSING_KEY => "missing",
            Err(error) if *error.code() == AMBIGUOUS_KEY => "ambiguous",
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
