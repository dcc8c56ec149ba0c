//! The bodies of deliveries.
#![allow(dead_code)] // described, never made

use common::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;
use twin::{ApiKeyId, Snapshot};
use webhooks::DeliveryId;

use crate::Event;

/// All events, in the contract's order.
pub(super) const EVENTS: &[Event] = &[
    Event {
        name: "twin.snapshot.ready",
        operation: "event-snapshot-ready",
        summary: "A snapshot can be served",
        body: |schemas| schemas.answer::<SnapshotReadyEvent>(),
    },
    Event {
        name: "twin.snapshot.failed",
        operation: "event-snapshot-failed",
        summary: "The compiler gave a snapshot up",
        body: |schemas| schemas.answer::<SnapshotFailedEvent>(),
    },
    Event {
        name: "twin.api_key.revoked",
        operation: "event-api-key-revoked",
        summary: "A key no longer works",
        body: |schemas| schemas.answer::<ApiKeyRevokedEvent>(),
    },
    Event {
        name: "twin.quota.warning_80",
        operation: "event-quota-warning-80",
        summary: "80 % of a monthly quota are spent",
        body: |schemas| schemas.answer::<QuotaWarningEvent>(),
    },
    Event {
        name: "twin.quota.exceeded",
        operation: "event-quota-exceeded",
        summary: "A monthly quota is spent",
        body: |schemas| schemas.answer::<QuotaExceededEvent>(),
    },
    Event {
        name: "twin.test",
        operation: "event-test",
        summary: "A test",
        body: |schemas| schemas.answer::<TestEvent>(),
    },
];

macro_rules! event {
    ($(#[$doc:meta])* $name:ident, $event:literal, $data:ty) => {
        $(#[$doc])*
        #[derive(Serialize, JsonSchema)]
        #[serde(rename_all = "camelCase")]
        struct $name {
            #[schemars(extend("const" = $event))]
            event: String,
            /// The same on every attempt: ignore one that you have seen.
            delivery_id: DeliveryId,
            /// When it happened.
            timestamp: Timestamp,
            data: $data,
        }
    };
}

event!(
    /// A snapshot can be served.
    SnapshotReadyEvent, "twin.snapshot.ready", Snapshot
);
event!(
    /// The compiler gave a snapshot up; its `reason` says why.
    SnapshotFailedEvent, "twin.snapshot.failed", Snapshot
);
event!(
    /// A key no longer works.
    ApiKeyRevokedEvent, "twin.api_key.revoked", EndedKey
);
event!(
    /// 80 % of a monthly quota are spent.
    QuotaWarningEvent, "twin.quota.warning_80", SpentQuota
);
event!(
    /// A monthly quota is spent: the first call was refused.
    QuotaExceededEvent, "twin.quota.exceeded", SpentQuota
);
event!(
    /// The owner asked for it, to see it arrive.
    TestEvent, "twin.test", TestMessage
);

/// A key that ended.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct EndedKey {
    api_key_id: ApiKeyId,
    /// What its owner calls it.
    name: String,
    reason: twin::api_key::KeyEnding,
}

/// A quota that runs low or out.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct SpentQuota {
    /// Whose quota it is.
    #[schemars(extend("enum" = ["account", "key"]))]
    scope: String,
    /// The key, where it is a key's.
    #[serde(skip_serializing_if = "Option::is_none")]
    api_key_id: Option<ApiKeyId>,
    /// Requests a month.
    limit: u64,
    used: u64,
    /// 00:00 UTC on the 1st.
    resets_at: Timestamp,
}

/// What a test says.
#[derive(Serialize, JsonSchema)]
struct TestMessage {
    message: String,
}
