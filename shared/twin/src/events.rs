//! The events that webhooks deliver: what kinds there are, how a delivery looks, and each event
//! as it is made.
//!
//! An event that can only happen once has a deterministic id, so that it is delivered once
//! however often it is stored.

use std::fmt;

use common::{Tenant, Timestamp};
use http::HeaderName;
use metering::{Crossed, QuotaThreshold};
use serde::Serialize;
use serde_json::{Value, json};
use webhooks::product::{EventDescription, Headers, OwnSignature};
use webhooks::{DeliveryId, Event, EventType, Product};

use crate::api_key::{KeyEnding, KeyRecord};
use crate::id::UserId;
use crate::snapshot::{Snapshot, Status};

/// A snapshot can be served.
pub const SNAPSHOT_READY: EventType = EventType::of("twin.snapshot.ready");
/// The compiler gave a snapshot up.
pub const SNAPSHOT_FAILED: EventType = EventType::of("twin.snapshot.failed");
/// A key opens nothing any more: revoked, expired or replaced.
pub const API_KEY_REVOKED: EventType = EventType::of("twin.api_key.revoked");
/// 80 % of a monthly quota are used.
pub const QUOTA_WARNING_80: EventType = EventType::of("twin.quota.warning_80");
/// A monthly quota is used up: the first call was refused.
pub const QUOTA_EXCEEDED: EventType = EventType::of("twin.quota.exceeded");
/// The owner asked for it, to see it arrive.
pub const TEST: EventType = EventType::of("twin.test");

/// The product whose events these are.
pub static PRODUCT: Product = Product {
    name: "AfiniTwin",
    events: &[
        described("twin.snapshot.ready", "A snapshot can be served."),
        described("twin.snapshot.failed", "The compiler gave a snapshot up."),
        described(
            "twin.api_key.revoked",
            "A key opens nothing any more: revoked, expired or replaced.",
        ),
        described(
            "twin.quota.warning_80",
            "80 % of a monthly quota are spent.",
        ),
        described(
            "twin.quota.exceeded",
            "A monthly quota is spent: the first call was refused.",
        ),
        described("twin.test", "The owner asked for it, to see it arrive."),
    ],
    test_event: TEST,
    headers: Headers {
        event: HeaderName::from_static("x-afinitwin-event"),
        delivery: HeaderName::from_static("x-afinitwin-delivery"),
        attempt: HeaderName::from_static("x-afinitwin-attempt"),
    },
    signature: OwnSignature::sha256_of_body("x-afinitwin-signature", "X-AfiniTwin-Signature"),
    agent: concat!("AfiniTwin-Webhooks/", env!("CARGO_PKG_VERSION")),
    body,
    id_member: "deliveryId",
    id_text: |id| id.to_string(),
};

const fn described(name: &'static str, when: &'static str) -> EventDescription {
    EventDescription {
        name,
        when,
        subscribable: true,
    }
}

/// The body of a delivery, byte for byte the same on every attempt.
fn body(event: &Event, delivery: DeliveryId) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Body<'a> {
        event: &'a EventType,
        delivery_id: DeliveryId,
        timestamp: Timestamp,
        data: &'a Value,
    }
    let body = Body {
        event: &event.event,
        delivery_id: delivery,
        timestamp: event.timestamp,
        data: &event.data,
    };
    // Nothing in there can fail to be written.
    serde_json::to_string(&body).unwrap_or_default()
}

/// That a snapshot is ready or failed. None where it is neither.
pub fn snapshot(user: UserId, snapshot: &Snapshot, now: Timestamp) -> Option<Event> {
    let event = match snapshot.status {
        Status::Compiling | Status::Other(_) => return None,
        Status::Ready => SNAPSHOT_READY,
        Status::Failed => SNAPSHOT_FAILED,
    };
    Some(Event {
        id: format!("snapshot.{}.{}", snapshot.status, snapshot.id),
        tenant: user.tenant(),
        event,
        timestamp: now,
        data: json!(snapshot),
    })
}

/// That a key ended, or will at its expiry. None for a key without an end.
pub fn key_ended(record: &KeyRecord, ending: KeyEnding) -> Option<Event> {
    let id = record.id;
    let (event_id, at) = match (record.revoked_at, record.expires_at) {
        (Some(at), _) => (format!("key.revoked.{id}"), at),
        // An expiry that was moved ends the key anew.
        (None, Some(at)) => (format!("key.expired.{id}.{}", at.millis()), at),
        (None, None) => return None,
    };
    Some(Event {
        id: event_id,
        tenant: record.user_id.tenant(),
        event: API_KEY_REVOKED,
        timestamp: at,
        data: json!({ "apiKeyId": id, "name": record.name, "reason": ending }),
    })
}

/// That a quota runs low or is used up: the account's, or this key's own.
pub fn quota(record: &KeyRecord, crossed: &Crossed) -> Event {
    let (word, event) = match crossed.threshold {
        QuotaThreshold::Warning80 => ("warning_80", QUOTA_WARNING_80),
        QuotaThreshold::Exceeded => ("exceeded", QUOTA_EXCEEDED),
    };
    let scope = if crossed.key.is_some() {
        "key"
    } else {
        "account"
    };
    let mut data = json!({
        "scope": scope,
        "limit": crossed.quota.limit,
        "used": crossed.quota.used,
        "resetsAt": crossed.month.end(),
    });
    let mut owner = scope.to_owned();
    if crossed.key.is_some()
        && let Some(data) = data.as_object_mut()
    {
        data.insert("apiKeyId".into(), json!(record.id));
        owner = format!("key.{}", record.id);
    }
    let began = crossed.month.start().millis();
    Event {
        id: format!("quota.{word}.{owner}.{began}"),
        tenant: record.user_id.tenant(),
        event,
        timestamp: crossed.at,
        data,
    }
}

/// A test of a webhook; `id` is one that no other test has.
pub fn test(tenant: Tenant, id: impl fmt::Display, now: Timestamp) -> Event {
    Event {
        id: format!("test.{id}"),
        tenant,
        event: TEST,
        timestamp: now,
        data: json!({ "message": "This is a test: your webhook is reached." }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_is_described_once() {
        let all = [
            SNAPSHOT_READY,
            SNAPSHOT_FAILED,
            API_KEY_REVOKED,
            QUOTA_WARNING_80,
            QUOTA_EXCEEDED,
            TEST,
        ];
        let described: Vec<_> = PRODUCT.events.iter().map(|event| event.name).collect();
        assert_eq!(
            all.map(|event| event.as_str().to_owned()).to_vec(),
            described
        );
    }

    #[test]
    fn the_body_is_in_the_order_of_the_contract() {
        let event = Event {
            id: "e".into(),
            tenant: Tenant::new("usr_01JD9ZK4T0000000000000000A"),
            event: TEST,
            timestamp: "2026-11-22T12:00:00Z".parse().unwrap(),
            data: json!({ "message": "é" }),
        };
        let id: DeliveryId = "dlv_01JD9ZK4T0000000000000000A".parse().unwrap();
        assert_eq!(
            body(&event, id),
            r#"{"event":"twin.test","deliveryId":"dlv_01JD9ZK4T0000000000000000A","timestamp":"2026-11-22T12:00:00.000Z","data":{"message":"é"}}"#
        );
    }
}
