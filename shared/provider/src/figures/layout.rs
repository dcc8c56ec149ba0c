//! Where figures stand in the table.
//!
//! | item | partition `pk` | sort key `sk` |
//! |---|---|---|
//! | figures of a capability in five minutes, an hour or a day | `<cap>#fig` | a [`Span`] |
//! | whether a capability is worse than it was, by metric | `<cap>#fig` | `a#<metric>` |
//! | that a call was counted | `call#<its identifier>` | `counted` |
//! | an alert, as its app sees it | `<app>#alert` | `<alr>` |

use common::Tenant;
use dynamo::Key;

use super::alert::Metric;
use super::span::Span;
use crate::id::{AlertId, AppId, CapabilityId};

/// The shards of the index of what is due that hold figures.
pub const SHARDS: u8 = 8;

/// The shard of this number.
pub fn shard(number: u8) -> String {
    format!("figures#{number}")
}

/// The partition of a capability's figures.
pub fn figures(capability: CapabilityId) -> String {
    format!("{capability}#fig")
}

/// The capability of a partition of figures.
pub fn capability(pk: &str) -> Option<CapabilityId> {
    pk.strip_suffix("#fig")?.parse().ok()
}

/// Figures of a capability in a span.
pub fn span(capability: CapabilityId, span: Span) -> Key {
    Key::new(figures(capability), span)
}

/// What the sort keys of [`watch`] begin with: less than any span's.
pub const WATCHES: &str = "a#";

/// Whether a capability is worse than it was.
pub fn watch(capability: CapabilityId, metric: Metric) -> Key {
    Key::new(figures(capability), format_args!("{WATCHES}{metric}"))
}

/// That a call was counted.
pub fn mark(call: &str) -> Key {
    Key::new(format_args!("call#{call}"), "counted")
}

/// The partition of an app's alerts.
pub fn alerts(app: AppId) -> String {
    Tenant::new(app).partition("alert")
}

/// An alert.
pub fn alert(app: AppId, alert: AlertId) -> Key {
    Key::new(alerts(app), alert)
}
