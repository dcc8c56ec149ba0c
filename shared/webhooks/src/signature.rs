//! How a delivery is signed, and how a signature is checked.
//!
//! Two signatures go on every delivery. `webhook-signature` is that of [Standard
//! Webhooks](https://www.standardwebhooks.com): an HMAC of `id.timestamp.body` under the secret's
//! 32 bytes, which proves who sent the body and when, and so stops replays. The other is the
//! product's own (see [`OwnSignature`]). While a secret is being
//! rotated the standard one carries both signatures; the product's has room for one, and keeps
//! the previous secret's.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{Fault, Timestamp};
use hmac::{Hmac, KeyInit, Mac};
use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use sha2::Sha256;
use subtle::ConstantTimeEq;

use crate::DeliveryId;
use crate::event::EventType;
use crate::product::{OwnSignature, Product};

/// The delivery's id, the same on every attempt.
pub const ID: HeaderName = HeaderName::from_static("webhook-id");
/// When this attempt was made, in seconds since 1970.
pub const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
/// The signatures of id, timestamp and body.
pub const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");
/// How far a timestamp may be off the verifier's clock, in seconds: what the Standard Webhooks
/// libraries allow.
pub const TOLERANCE_SECONDS: i64 = 300;

const PREFIX: &str = "whsec_";
const BYTES: usize = 32;

/// The secret that signs a webhook's deliveries: `whsec_` and 32 random bytes in base64.
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
    pub fn generate() -> Result<Self, Fault> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes)
            .map_err(|e| Fault::internal("making a webhook's secret", e.to_string()))?;
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

/// The lower-case hex of the HMAC-SHA256 of these parts, one after the other, under the whole
/// `whsec_…` text: for products' own signatures.
pub fn hmac_hex(secret: &Secret, parts: &[&[u8]]) -> String {
    hex::encode(mac(secret.reveal().as_bytes(), parts))
}

/// Whether two texts are the same, in a time that does not depend on where they differ.
pub fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// The secrets of a webhook at one moment.
#[derive(Clone, Debug)]
pub struct Signer {
    /// The newest.
    pub current: Secret,
    /// The one before, while both sign.
    pub previous: Option<Secret>,
}

impl Signer {
    /// The secrets that sign, the newest first, each with its name in answers.
    fn live(&self) -> impl Iterator<Item = (&'static str, &Secret)> {
        let previous = self.previous.iter().map(|secret| ("former", secret));
        std::iter::once(("current", &self.current)).chain(previous)
    }

    /// The headers of one attempt.
    pub fn headers(
        &self,
        product: &Product,
        event: &EventType,
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
        let (own, names) = (&product.signature, &product.headers);
        let secret = self.previous.as_ref().unwrap_or(&self.current);
        let all = [
            (own.header.clone(), (own.sign)(secret, body, now)),
            (TIMESTAMP, seconds.to_string()),
            (SIGNATURE, signatures.join(" ")),
            (names.event.clone(), event.to_string()),
            (names.delivery.clone(), id.clone()),
            (ID, id),
            (names.attempt.clone(), attempt.to_string()),
        ];
        all.into_iter()
            // All of it is ASCII.
            .filter_map(|(name, value)| Some((name, HeaderValue::try_from(value).ok()?)))
            .collect()
    }

    /// Checks a delivery as it arrived, one thing after the other, so that a receiver whose own
    /// check fails sees which one it is.
    pub fn check(
        &self,
        product: &'static Product,
        headers: &HeaderMap,
        body: &[u8],
        now: Timestamp,
    ) -> Vec<Check> {
        let get = |name: &HeaderName| headers.get(name).and_then(|v| v.to_str().ok());
        vec![
            self.check_own(&product.signature, get(&product.signature.header), body),
            check_id(product, get(&ID), body),
            check_timestamp(get(&TIMESTAMP), now),
            self.check_standard(get(&ID), get(&TIMESTAMP), get(&SIGNATURE), body),
        ]
    }

    fn check_own(&self, own: &'static OwnSignature, header: Option<&str>, body: &[u8]) -> Check {
        let check = Check::of(own.header.as_str());
        let Some(header) = header else {
            return check.fails(format!("The header {} is missing.", own.shown));
        };
        if !(own.is_well_formed)(header) {
            return check.fails(own.form);
        }
        let matching = self
            .live()
            .find(|(_, secret)| (own.verify)(secret, body, header));
        match matching {
            Some((which, _)) => check.passes(format!("It was made with the {which} secret.")),
            None => check.fails(own.mismatch),
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

fn check_id(product: &Product, header: Option<&str>, body: &[u8]) -> Check {
    let check = Check::of("webhook-id");
    let member = product.id_member;
    let Some(header) = header else {
        return check.fails("The header webhook-id is missing.");
    };
    let body: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let own = body.as_ref().and_then(|body| body.get(member)?.as_str());
    let header = header.parse().ok().map(product.id_text);
    match own {
        Some(own) if header.as_deref() == Some(own) => {
            check.passes(format!("It is the body's {member}."))
        }
        Some(_) => check.fails(format!("It is not the body's {member}.")),
        None => check.fails(format!(
            "The body is not the JSON of a delivery: it has no {member}."
        )),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::tests::PRODUCT;

    const TEST: EventType = EventType::of("twin.test");

    fn signer() -> Signer {
        Signer {
            current: Secret::generate().unwrap(),
            previous: None,
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
        let headers = signer.headers(&PRODUCT, &TEST, id, 3, at(1_000), body.as_bytes());
        assert_eq!(headers["x-afinitwin-attempt"], "3");
        assert_eq!(headers["x-afinitwin-event"], "twin.test");
        let check = |headers: &HeaderMap, body: &str, now| {
            passed(&signer.check(&PRODUCT, headers, body.as_bytes(), at(now)))
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
            passed(&other.check(&PRODUCT, &headers, body.as_bytes(), at(1_000))),
            [false, true, true, false]
        );
    }

    #[test]
    fn in_an_overlap_the_own_one_keeps_the_previous_and_the_standard_one_has_both() {
        let (old, new) = (signer(), signer());
        let both = Signer {
            current: new.current.clone(),
            previous: Some(old.current.clone()),
        };
        let id = DeliveryId::new(at(0));
        let body = format!("{{\"deliveryId\":\"{id}\"}}");
        let headers = both.headers(&PRODUCT, &TEST, id, 1, at(10), body.as_bytes());
        let check =
            |signer: &Signer| passed(&signer.check(&PRODUCT, &headers, body.as_bytes(), at(10)));
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
