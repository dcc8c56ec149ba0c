//! How a delivery is signed, and how a signature is checked.
//!
//! Two signatures go on every delivery. `X-AfiniTwin-Signature` is an HMAC of the body under the
//! whole `whsec_…` text: it proves who sent the body. `webhook-signature` is that of [Standard
//! Webhooks](https://www.standardwebhooks.com): an HMAC of `id.timestamp.body` under the secret's
//! 32 bytes, which also proves when, and so stops replays. While a secret is being rotated the
//! first keeps the former secret, as it has room for one; the second carries both.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use super::event::Kind;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::DeliveryId;

/// The signature of the body alone.
pub const LEGACY: HeaderName = HeaderName::from_static("x-afinitwin-signature");
/// The delivery's id, the same on every attempt.
pub const ID: HeaderName = HeaderName::from_static("webhook-id");
/// When this attempt was made, in seconds since 1970.
pub const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
/// The signatures of id, timestamp and body.
pub const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");
/// The event's name.
pub const EVENT: HeaderName = HeaderName::from_static("x-afinitwin-event");
/// The delivery's id again.
pub const DELIVERY: HeaderName = HeaderName::from_static("x-afinitwin-delivery");
/// The attempt's number, from 1.
pub const ATTEMPT: HeaderName = HeaderName::from_static("x-afinitwin-attempt");

/// How far a timestamp may be off the verifier's clock, in seconds: what the Standard Webhooks
/// libraries allow.
pub const TOLERANCE_SECONDS: i64 = 300;

const PREFIX: &str = "whsec_";
const BYTES: usize = 32;

/// What an endpoint's deliveries are signed with: `whsec_` and 32 random bytes in base64.
#[derive(Clone)]
pub struct Secret {
    text: SecretString,
    bytes: [u8; BYTES],
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Secret {
    /// A new one.
    ///
    /// # Errors
    /// The system has no randomness to give.
    pub fn generate() -> Result<Self, Error> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes)
            .map_err(|e| Error::internal("making a webhook's secret", e.to_string()))?;
        Ok(Self::of(bytes))
    }

    fn of(bytes: [u8; BYTES]) -> Self {
        let text = format!("{PREFIX}{}", STANDARD.encode(bytes)).into();
        Self { text, bytes }
    }

    /// The text, for the one answer that shows it.
    pub fn reveal(&self) -> &str {
        self.text.expose_secret()
    }

    /// Its bytes, to be sealed.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Some(Self::of(bytes.try_into().ok()?))
    }

    /// `sha256=` and the lower-case hex of the body's HMAC under the whole text.
    pub fn legacy(&self, body: &[u8]) -> String {
        let mac = mac(self.reveal().as_bytes(), &[body]);
        format!("sha256={}", hex::encode(mac))
    }

    /// `v1,` and the base64 of the HMAC of id, timestamp and body.
    pub fn standard(&self, id: &str, seconds: i64, body: &[u8]) -> String {
        let head = format!("{id}.{seconds}.");
        let mac = mac(&self.bytes, &[head.as_bytes(), body]);
        format!("v1,{}", STANDARD.encode(mac))
    }
}

impl FromStr for Secret {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.strip_prefix(PREFIX)
            .and_then(|rest| STANDARD.decode(rest).ok())
            .and_then(|bytes| Self::from_bytes(&bytes))
            .ok_or("must be whsec_ and 32 bytes in base64")
    }
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes keys of any length, so this arm is never taken.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return [0; 32];
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// The secrets of an endpoint at one moment.
#[derive(Clone, Debug)]
pub struct Signer {
    /// The newest.
    pub current: Secret,
    /// The one before, while both are live.
    pub former: Option<Secret>,
}

impl Signer {
    /// Whatever is live, the newest first.
    fn live(&self) -> impl Iterator<Item = (&'static str, &Secret)> {
        let former = self.former.iter().map(|secret| ("former", secret));
        std::iter::once(("current", &self.current)).chain(former)
    }

    /// The headers of one attempt.
    pub fn headers(
        &self,
        event: Kind,
        id: DeliveryId,
        attempt: u32,
        now: Timestamp,
        body: &[u8],
    ) -> HeaderMap {
        let (id, seconds) = (id.to_string(), now.seconds());
        let signatures: Vec<_> = self
            .live()
            .map(|(_, secret)| secret.standard(&id, seconds, body))
            .collect();
        let legacy = self.former.as_ref().unwrap_or(&self.current).legacy(body);
        let all = [
            (LEGACY, legacy),
            (TIMESTAMP, seconds.to_string()),
            (SIGNATURE, signatures.join(" ")),
            (EVENT, event.to_string()),
            (DELIVERY, id.clone()),
            (ID, id),
            (ATTEMPT, attempt.to_string()),
        ];
        all.into_iter()
            // All of it is ASCII.
            .filter_map(|(name, value)| Some((name, HeaderValue::try_from(value).ok()?)))
            .collect()
    }

    /// Checks a delivery as it arrived, one thing after the other, so that a receiver whose own
    /// check fails sees which one it is.
    pub fn check(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Vec<Check> {
        let get = |name: &HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
        vec![
            self.check_legacy(get(&LEGACY), body),
            check_id(get(&ID), body),
            check_timestamp(get(&TIMESTAMP), now),
            self.check_standard(get(&ID), get(&TIMESTAMP), get(&SIGNATURE), body),
        ]
    }

    fn check_legacy(&self, header: Option<&str>, body: &[u8]) -> Check {
        let check = Check::of("x-afinitwin-signature");
        let Some(header) = header else {
            return check.fails("The header X-AfiniTwin-Signature is missing.");
        };
        let hex = header.strip_prefix("sha256=");
        if hex.is_none_or(|hex| hex.len() != 64 || hex.bytes().any(|b| !b.is_ascii_hexdigit())) {
            return check.fails("The header must be sha256= and 64 hexadecimal digits.");
        }
        let header = header.to_ascii_lowercase();
        let matching = self
            .live()
            .find(|(_, secret)| same(&secret.legacy(body), &header));
        match matching {
            Some((which, _)) => check.passes(format!("It was made with the {which} secret.")),
            None => check.fails(
                "It is no signature of this body by a live secret. The key is the whole whsec_ \
                 text, and the body must be the bytes as they arrived: parsing and printing \
                 them again changes them.",
            ),
        }
    }

    fn check_standard(
        &self,
        id: Option<&str>,
        timestamp: Option<&str>,
        header: Option<&str>,
        body: &[u8],
    ) -> Check {
        let check = Check::of("webhook-signature");
        let (Some(id), Some(timestamp), Some(header)) = (id, timestamp, header) else {
            return check.fails("webhook-id, webhook-timestamp and webhook-signature are needed.");
        };
        let Ok(seconds) = timestamp.parse() else {
            return check.fails("webhook-timestamp must be whole seconds since 1970.");
        };
        let given: Vec<_> = header.split(' ').filter(|one| !one.is_empty()).collect();
        if !given.iter().any(|one| one.starts_with("v1,")) {
            return check.fails("The header must hold a signature that begins with v1,");
        }
        let matching = self.live().find(|(_, secret)| {
            let own = secret.standard(id, seconds, body);
            given.iter().any(|one| same(&own, one))
        });
        match matching {
            Some((which, _)) => check.passes(format!("One was made with the {which} secret.")),
            None => check.fails(
                "None is a signature of this id, timestamp and body by a live secret. What is \
                 signed is id.timestamp.body, and the key is what follows whsec_, decoded from \
                 base64.",
            ),
        }
    }
}

fn check_id(header: Option<&str>, body: &[u8]) -> Check {
    let check = Check::of("webhook-id");
    let Some(header) = header else {
        return check.fails("The header webhook-id is missing.");
    };
    let body: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let own = body
        .as_ref()
        .and_then(|body| body.get("deliveryId")?.as_str());
    match own {
        Some(own) if own == header => check.passes("It is the body's deliveryId."),
        Some(_) => check.fails("It is not the body's deliveryId."),
        None => check.fails("The body is not the JSON of a delivery: it has no deliveryId."),
    }
}

fn check_timestamp(header: Option<&str>, now: Timestamp) -> Check {
    let check = Check::of("webhook-timestamp");
    let Some(seconds) = header.and_then(|text| text.parse::<i64>().ok()) else {
        return check.fails("The header must be there, and be whole seconds since 1970.");
    };
    let off = now.seconds().saturating_sub(seconds);
    if off.saturating_abs() <= TOLERANCE_SECONDS {
        check.passes(format!("It is {off} s old."))
    } else {
        check.fails(format!(
            "It is {off} s old; receivers should refuse what is off by more than \
             {TOLERANCE_SECONDS} s."
        ))
    }
}

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "SignatureCheck"))]
pub struct Check {
    /// What: a header's name.
    pub check: &'static str,
    /// Whether it is as it should be.
    pub passed: bool,
    /// Why, in a sentence.
    pub message: String,
}

impl Check {
    fn of(check: &'static str) -> Self {
        Self {
            check,
            passed: false,
            message: String::new(),
        }
    }

    fn passes(self, message: impl Into<String>) -> Self {
        Self {
            passed: true,
            message: message.into(),
            ..self
        }
    }

    fn fails(self, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            ..self
        }
    }
}

fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> Signer {
        Signer {
            current: Secret::generate().unwrap(),
            former: None,
        }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn passed(checks: &[Check]) -> Vec<bool> {
        checks.iter().map(|check| check.passed).collect()
    }

    /// The example of the Standard Webhooks libraries' own tests.
    #[test]
    fn the_standard_signature_is_the_standard_s() {
        let secret = format!("whsec_{}", STANDARD.encode([b'k'; 32]));
        let secret: Secret = secret.parse().unwrap();
        let mac = mac(&[b'k'; 32], &[b"msg_1.1614265330.{\"test\": 2432232314}"]);
        assert_eq!(
            secret.standard("msg_1", 1_614_265_330, b"{\"test\": 2432232314}"),
            format!("v1,{}", STANDARD.encode(mac))
        );
    }

    #[test]
    fn a_delivery_passes_and_each_change_fails_its_check() {
        let id = DeliveryId::new(at(0));
        let body = format!("{{\"deliveryId\":\"{id}\"}}");
        let signer = signer();
        let headers = signer.headers(Kind::Test, id, 3, at(1_000), body.as_bytes());
        assert_eq!(headers[ATTEMPT], "3");
        assert_eq!(headers[EVENT], "twin.test");
        let check = |headers: &HeaderMap, body: &str, now| {
            passed(&signer.check(headers, body.as_bytes(), at(now)))
        };
        assert_eq!(check(&headers, &body, 1_299), [true; 4]);
        assert_eq!(check(&headers, &body, 1_301), [true, true, false, true]);
        let changed = body.replace('}', " }");
        assert_eq!(check(&headers, &changed, 1_000), [false, true, true, false]);
        let mut late = headers.clone();
        late.insert(TIMESTAMP, HeaderValue::from_static("1001"));
        assert_eq!(check(&late, &body, 1_000), [true, true, true, false]);
        assert_eq!(
            check(&HeaderMap::new(), "", 0),
            [false; 4],
            "nothing is right about nothing"
        );
        let other = self::signer();
        assert_eq!(
            passed(&other.check(&headers, body.as_bytes(), at(1_000))),
            [false, true, true, false]
        );
    }

    #[test]
    fn in_an_overlap_the_one_keeps_the_former_and_the_other_has_both() {
        let (old, new) = (signer(), signer());
        let both = Signer {
            current: new.current.clone(),
            former: Some(old.current.clone()),
        };
        let id = DeliveryId::new(at(0));
        let body = format!("{{\"deliveryId\":\"{id}\"}}");
        let headers = both.headers(Kind::Test, id, 1, at(10), body.as_bytes());
        let check = |signer: &Signer| passed(&signer.check(&headers, body.as_bytes(), at(10)));
        assert_eq!(check(&old), [true; 4]);
        assert_eq!(check(&new), [false, true, true, true]);
        assert_eq!(check(&both), [true; 4]);
    }

    #[test]
    fn a_secret_has_one_shape_and_shows_itself_nowhere() {
        let secret = Secret::generate().unwrap();
        let text = secret.reveal().to_owned();
        assert_eq!(text.len(), PREFIX.len() + 44);
        assert_eq!(text.parse::<Secret>().unwrap().reveal(), text);
        assert!(!format!("{secret:?} {:?}", signer()).contains(&text[8..]));
        for bad in ["", "whsec_", "whsec_AAAA", "whsec_!", &text[6..]] {
            assert!(bad.parse::<Secret>().is_err(), "{bad}");
        }
    }
}
