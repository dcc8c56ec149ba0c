//! The events that webhooks deliver to providers: what kinds there are, how a delivery looks, and
//! each event as it is made.
//!
//! An event is its app's. One that can only happen once has a deterministic id, so that it is
//! delivered once however often it is stored.

use std::fmt;

use common::{Timestamp, id};
use http::HeaderName;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use webhooks::product::{EventDescription, Headers, OwnSignature};
use webhooks::signature::{Secret, hmac_hex, same};
use webhooks::{DeliveryId, Event, EventType, Product};

use crate::catalogue::Entry;
use crate::id::AppId;
use crate::install::Install;

/// A version was submitted for review, or listed itself.
pub const PACKAGE_SUBMITTED: EventType = EventType::of("package.submitted");
/// A version is in the catalogue.
pub const PACKAGE_PUBLISHED: EventType = EventType::of("package.published");
/// A package was taken out of the catalogue.
pub const PACKAGE_SUSPENDED: EventType = EventType::of("package.suspended");
/// A user installed a package.
pub const INSTALL_CREATED: EventType = EventType::of("install.created");
/// A user removed a package.
pub const INSTALL_REMOVED: EventType = EventType::of("install.removed");
/// A capability answered.
pub const CAPABILITY_INVOKED: EventType = EventType::of("capability.invoked");
/// A call of a capability failed.
pub const CAPABILITY_FAILED: EventType = EventType::of("capability.failed");
/// The provider asked for it, to see it arrive.
pub const TEST: EventType = EventType::of("webhook.test");

id!(
    /// An event as receivers see it.
    EventId, "evt_"
);
id!(
    /// What receivers recognise a repeated delivery by.
    IdempotencyId, "idem_"
);

/// The product whose events these are.
pub static PRODUCT: Product = Product {
    name: "Aiffinity",
    events: &[
        described(
            "package.submitted",
            "A version of a package was submitted for review.",
        ),
        described(
            "package.published",
            "A version of a package is in the catalogue.",
        ),
        described(
            "package.suspended",
            "The operator suspended a package: it is not in the catalogue any more.",
        ),
        described("install.created", "A user installed a package."),
        described("install.removed", "A user removed a package."),
        described(
            "capability.invoked",
            "A capability was called, and answered.",
        ),
        described("capability.failed", "A call of a capability failed."),
        EventDescription {
            name: "webhook.test",
            when: "The provider asked for it, to see it arrive.",
            subscribable: false,
        },
    ],
    test_event: TEST,
    headers: Headers {
        event: HeaderName::from_static("x-aiffinity-event"),
        delivery: HeaderName::from_static("x-aiffinity-delivery"),
        attempt: HeaderName::from_static("x-aiffinity-attempt"),
    },
    signature: OwnSignature {
        header: HeaderName::from_static("x-aiffinity-signature"),
        shown: "X-Aiffinity-Signature",
        sign: |secret, body, now| {
            let seconds = now.seconds();
            format!("t={seconds},v1={}", signed(secret, seconds, body))
        },
        is_well_formed: |header| signature(header).is_some(),
        verify: |secret, body, header| {
            signature(header).is_some_and(|(seconds, hex)| {
                same(&signed(secret, seconds, body), &hex.to_ascii_lowercase())
            })
        },
        form: "The header must be t= and whole seconds since 1970, a comma, v1= and 64 \
               hexadecimal digits.",
        mismatch: "It is no signature of this moment and body by a live secret. The key is the \
                   whole whsec_ text; what is signed is the seconds after t=, a dot, and the body \
                   as it arrived: parsing and printing it again changes it.",
    },
    agent: concat!("Aiffinity-Webhooks/", env!("CARGO_PKG_VERSION")),
    body,
    id_member: "idempotency_key",
    id_text: |delivery| idempotency(delivery).to_string(),
};

const fn described(name: &'static str, when: &'static str) -> EventDescription {
    EventDescription {
        name,
        when,
        subscribable: true,
    }
}

/// The hex of the HMAC-SHA256 of `seconds.body` under the whole secret.
fn signed(secret: &Secret, seconds: i64, body: &[u8]) -> String {
    hmac_hex(secret, &[format!("{seconds}.").as_bytes(), body])
}

/// The seconds and the hexadecimal digits of a signature's header.
fn signature(header: &str) -> Option<(i64, &str)> {
    let (seconds, hex) = header.strip_prefix("t=")?.split_once(",v1=")?;
    let digits = seconds.bytes().all(|byte| byte.is_ascii_digit());
    let fits = digits && hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some((seconds.parse().ok()?, hex)).filter(|_| fits)
}

/// The same for all attempts of a delivery.
fn idempotency(delivery: DeliveryId) -> IdempotencyId {
    IdempotencyId::from_bits(ulid(delivery.to_string().as_bytes(), None))
}

/// The same for all deliveries of an event.
fn event_id(event: &Event) -> EventId {
    let name = format!("{}\n{}", event.tenant, event.id);
    EventId::from_bits(ulid(name.as_bytes(), Some(event.timestamp)))
}

/// The bits of a ULID that follows from a text, and sorts by a moment where there is one.
fn ulid(text: &[u8], at: Option<Timestamp>) -> [u8; 16] {
    let digest: [u8; 32] = Sha256::digest(text).into();
    let mut bits = [0; 16];
    for (bit, byte) in bits.iter_mut().zip(digest) {
        *bit = byte;
    }
    if let Some(at) = at {
        let millis = u64::try_from(at.millis()).unwrap_or(0).to_be_bytes();
        for (bit, byte) in bits.iter_mut().zip(millis.into_iter().skip(2)) {
            *bit = byte;
        }
    }
    bits
}

/// The body of a delivery, byte for byte the same on every attempt.
fn body(event: &Event, delivery: DeliveryId) -> String {
    #[derive(Serialize)]
    struct Body<'a> {
        id: EventId,
        r#type: &'a EventType,
        created_at: Timestamp,
        app_id: &'a str,
        idempotency_key: IdempotencyId,
        data: &'a Value,
    }
    let body = Body {
        id: event_id(event),
        r#type: &event.event,
        created_at: event.timestamp,
        app_id: event.tenant.as_str(),
        idempotency_key: idempotency(delivery),
        data: &event.data,
    };
    // Nothing in there can fail to be written.
    serde_json::to_string(&body).unwrap_or_default()
}

/// An event of an app; `id` is unique for the app, and the same whenever the same event is made.
pub fn of_app(
    app: AppId,
    event: EventType,
    id: impl fmt::Display,
    now: Timestamp,
    data: Value,
) -> Event {
    Event {
        id: format!("{event}.{id}"),
        tenant: app.tenant(),
        event,
        timestamp: now,
        data,
    }
}

/// That a user installed a package.
pub fn install_created(install: &Install, entry: &Entry) -> Event {
    let capabilities: Vec<_> = entry
        .capabilities
        .iter()
        .map(|capability| json!({ "id": capability.id, "name": capability.name }))
        .collect();
    let data = json!({
        "installId": install.id,
        "packageId": install.package_id,
        "versionId": install.version_id,
        "version": entry.version,
        "userId": install.provider_user,
        "generation": install.generation,
        "capabilities": capabilities,
        "locale": install.locale,
        "timezone": install.timezone,
    });
    let at = install.installed_at;
    of_app(install.app_id, INSTALL_CREATED, install.id, at, data)
}

/// That a user removed a package.
pub fn install_removed(install: &Install, now: Timestamp) -> Event {
    let data = json!({
        "installId": install.id,
        "packageId": install.package_id,
        "userId": install.provider_user,
        "generation": install.generation,
    });
    of_app(install.app_id, INSTALL_REMOVED, install.id, now, data)
}

/// A test of a webhook; `id` is one that no other test has.
pub fn test(app: AppId, id: impl fmt::Display, now: Timestamp) -> Event {
    let data = json!({ "message": "This is a test: your webhook is reached." });
    of_app(app, TEST, id, now, data)
}

#[cfg(test)]
mod tests {
    use webhooks::WebhookId;
    use webhooks::signature::Signer;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn app() -> AppId {
        "app_01JD9ZK4T0000000000000000A".parse().unwrap()
    }

    #[test]
    fn each_event_is_described_once_and_a_test_is_not_subscribed_to() {
        let all = [
            PACKAGE_SUBMITTED,
            PACKAGE_PUBLISHED,
            PACKAGE_SUSPENDED,
            INSTALL_CREATED,
            INSTALL_REMOVED,
            CAPABILITY_INVOKED,
            CAPABILITY_FAILED,
            TEST,
        ];
        let described: Vec<_> = PRODUCT.events.iter().map(|event| event.name).collect();
        assert_eq!(
            all.map(|event| event.as_str().to_owned()).to_vec(),
            described
        );
        assert!(PRODUCT.subscribable("install.created").is_ok());
        assert!(PRODUCT.subscribable("webhook.test").is_err());
    }

    #[test]
    fn the_body_is_in_the_order_of_the_contract() {
        let event = of_app(app(), TEST, 1, at(1_000), json!({ "message": "é" }));
        let webhook = WebhookId::from_bits([1; 16]);
        let body = body(&event, event.delivery_id(webhook));
        let read: Value = serde_json::from_str(&body).unwrap();
        let (id, key) = (
            read["id"].as_str().unwrap(),
            read["idempotency_key"].as_str().unwrap(),
        );
        assert_eq!(
            body,
            format!(
                r#"{{"id":"{id}","type":"webhook.test","created_at":"1970-01-01T00:16:40.000Z","app_id":"{}","idempotency_key":"{key}","data":{{"message":"é"}}}}"#,
                app()
            )
        );
        assert!(id.parse::<EventId>().is_ok() && key.parse::<IdempotencyId>().is_ok());
    }

    #[test]
    fn an_event_has_one_id_and_each_of_its_deliveries_one_key() {
        let event = |id| of_app(app(), TEST, id, at(1), json!({}));
        let delivery = |event: &Event, hook| event.delivery_id(WebhookId::from_bits([hook; 16]));
        let member = |event: &Event, hook, name: &str| {
            let read: Value = serde_json::from_str(&body(event, delivery(event, hook))).unwrap();
            read[name].as_str().unwrap().to_owned()
        };
        let (one, other) = (event(1), event(2));
        assert_eq!(member(&one, 1, "id"), member(&one, 2, "id"));
        assert_ne!(member(&one, 1, "id"), member(&other, 1, "id"));
        let key = "idempotency_key";
        assert_eq!(member(&one, 1, key), member(&one, 1, key));
        assert_ne!(member(&one, 1, key), member(&one, 2, key));
        assert_ne!(member(&one, 1, key), member(&other, 1, key));
    }

    /// The signature as a receiver makes it, by another library.
    #[test]
    fn the_signature_is_an_hmac_of_the_moment_and_the_body() {
        let secret: Secret = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
            .parse()
            .unwrap();
        let header = (PRODUCT.signature.sign)(&secret, b"{\"a\":1}", at(1_700_000_000));
        let key = aws_lc_rs::hmac::Key::new(
            aws_lc_rs::hmac::HMAC_SHA256,
            b"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        );
        let tag = aws_lc_rs::hmac::sign(&key, b"1700000000.{\"a\":1}");
        assert_eq!(header, format!("t=1700000000,v1={}", hex::encode(tag)));
    }

    #[test]
    fn a_delivery_passes_every_check_and_each_change_fails_one() {
        let signer = Signer {
            current: Secret::generate().unwrap(),
            previous: None,
        };
        let event = of_app(app(), TEST, 1, at(1_000), json!({}));
        let id = event.delivery_id(WebhookId::from_bits([1; 16]));
        let body = body(&event, id);
        let headers = signer.headers(&PRODUCT, &TEST, id, 1, at(1_000), body.as_bytes());
        assert_eq!(headers["x-aiffinity-event"], "webhook.test");
        let check = |headers: &http::HeaderMap, body: &str| {
            let checks = signer.check(&PRODUCT, headers, body.as_bytes(), at(1_001));
            checks.iter().map(|check| check.passed).collect::<Vec<_>>()
        };
        assert_eq!(check(&headers, &body), [true; 4]);
        let changed = body.replace("webhook.test", "webhook.tests");
        assert_eq!(check(&headers, &changed), [false, true, true, false]);
        let other = body.replace("idem_", "idem-");
        assert_eq!(check(&headers, &other), [false, false, true, false]);
        let own = headers["x-aiffinity-signature"].to_str().unwrap();
        for wrong in [
            own.replace("t=1000", "t=1001"),
            own.replace("t=", "t=+"),
            own.replace(",v1=", ", v1="),
            own.replace("v1=", "v0="),
            own[..own.len() - 1].to_owned(),
            format!("{own}0"),
            String::new(),
        ] {
            let mut headers = headers.clone();
            headers.insert("x-aiffinity-signature", wrong.parse().unwrap());
            assert_eq!(check(&headers, &body), [false, true, true, true], "{wrong}");
        }
    }
}
