//! The delivery engine: events are stored with their cause, dispatched to the webhooks that
//! subscribe to them, signed and sent until they are settled. It serves every product: a
//! [`Tenant`] owns webhooks and events, and a [`Product`] says which events there
//! are and how a delivery looks.
//!
//! * [`product`]: what differs between products, as a value.
//! * [`event`]: what happened.
//! * [`outbox`], [`queues`]: messages that are stored with their cause, and where they are sent.
//! * [`webhook`], [`delivery`]: who subscribes, and the state of each delivery.
//! * [`jobs`]: changes of many deliveries of a webhook, page by page.
//! * [`schedule`], [`signature`], [`sealed`]: retries, signatures, secrets at rest.
//! * [`url`], [`address`], `resolver`, `transport`: where deliveries may go, and the post itself
//!   (the last two are features).
//!
//! # Items in the table
//!
//! | item | partition | sort key |
//! |---|---|---|
//! | a message to be sent | `<tenant>#out` | its id |
//! | a webhook | `<tenant>#hook` | `<whk>` |
//! | a webhook that was deleted, while it may have deliveries | `<tenant>#hook` | `deleted#<whk>` |
//! | how many webhooks the tenant has | `<tenant>#hook` | `count` |
//! | a webhook's latest probe | `<tenant>#hook` | `probe#<whk>` |
//! | when probes and owners' requests were made, to limit their rate | `<tenant>#rate` | what is counted |
//! | a delivery | `<whk>#dlv` | `<dlv>` |
//! | an attempt of a delivery | `<whk>#try` | `<dlv>#<number>` |
//! | an entry for a delivery that is failed, dead or missed, or pending and waits | `<whk>#<state>` | `<dlv>` |
//!
//! Entries are written and deleted in the transaction that changes the delivery's state; a
//! delivery that succeeds at once has none.
//! Messages, deliveries and webhooks stand in the index of what is due while there is work to be
//! done about them.

pub mod address;
pub mod delivery;
pub mod event;
pub mod jobs;
pub mod outbox;
pub mod product;
pub mod queues;
#[cfg(feature = "resolver")]
pub mod resolver;
pub mod schedule;
pub mod sealed;
pub mod signature;
#[cfg(feature = "transport")]
pub mod transport;
pub mod url;
pub mod webhook;

use common::telemetry::Metric;
use common::{Tenant, id};

pub use event::{Event, EventType};
pub use outbox::{Message, Outbox};
pub use product::Product;
pub use queues::{Queue, Queues};
pub use sealed::Vault;

id!(
    /// A webhook.
    WebhookId, "whk_"
);
id!(
    /// A delivery of one event to one webhook.
    DeliveryId, "dlv_"
);

/// The name of the transaction part, given by a caller, that stores the answer for an
/// `Idempotency-Key`. Where it is refused, another request with the same key came first.
pub const KEPT: &str = "kept";

/// The log line of an attempt. Its target keeps its name, which alarms and queries know.
pub const DELIVERY: Metric = Metric {
    target: "twin::delivery",
    directives: concat!(
        r#"[{"Namespace":"{namespace}","Dimensions":[["stage"],["stage","outcome"]],"Metrics":["#,
        r#"{"Name":"deliveries","Unit":"Count"},{"Name":"failures","Unit":"Count"},{"Name":"attempt","Unit":"None"},"#,
        r#"{"Name":"duration_ms","Unit":"Milliseconds"},{"Name":"age_ms","Unit":"Milliseconds"}]}]"#
    ),
};

/// The log line of a probe: whether a webhook's receiver tells right from wrong signatures.
pub const PROBE: Metric = Metric {
    target: "twin::probe",
    directives: concat!(
        r#"[{"Namespace":"{namespace}","Dimensions":[["stage"],["stage","verdict"]],"Metrics":["#,
        r#"{"Name":"probes","Unit":"Count"}]}]"#
    ),
};

/// Events, deliveries and attempts are kept for 30 days, in seconds.
const KEPT_SECONDS: i64 = 30 * 86_400;

/// The kind of a tenant's partition that holds messages to be sent.
const OUTBOX: &str = "out";
/// The kind of a tenant's partition that holds webhooks.
const WEBHOOKS: &str = "hook";

/// The kind of a tenant's partition that counts how often something was asked for.
const RATES: &str = "rate";

/// The partitions of a tenant's items, but for those of its webhooks: see
/// [`webhook::ids`] and [`partitions_of_webhook`].
pub fn partitions(tenant: &Tenant) -> Vec<String> {
    [OUTBOX, WEBHOOKS, RATES]
        .map(|kind| tenant.partition(kind))
        .into()
}

/// The partitions of a webhook's deliveries, their attempts and lists.
pub fn partitions_of_webhook(webhook: WebhookId) -> Vec<String> {
    let own = [
        delivery::partition(webhook),
        delivery::attempts_partition(webhook),
    ];
    own.into_iter()
        .chain(delivery::list_partitions(webhook))
        .collect()
}
