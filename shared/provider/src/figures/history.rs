//! The figures of a capability.

use common::{Fault, Timestamp};
use dynamo::{Key, List, Table};

use super::alert::Watch;
use super::{Figures, Span, layout};
use crate::id::CapabilityId;

/// Figures are known for so long, in milliseconds: 30 days.
pub const KNOWN: i64 = 30 * 86_400_000;

/// The figures of a capability, and what is known of its alerts, as of a moment.
#[derive(Clone, Debug, Default)]
pub struct History {
    spans: Vec<(Span, Figures)>,
    /// Whether it is worse than it was.
    pub watches: Vec<Watch>,
}

impl History {
    /// Of a capability: one query, some 80 items at most.
    ///
    /// # Errors
    /// The table can't be reached.
    pub async fn load(table: &Table, capability: CapabilityId) -> Result<Self, Fault> {
        let items = List::of("reading figures", layout::figures(capability))
            .items(table)
            .await?;
        let mut history = Self::default();
        for item in items {
            let sk = Key::of_item(&item).map(|key| key.sk().to_owned());
            let sk = sk.unwrap_or_default();
            if let Ok(span) = sk.parse() {
                history.spans.push((span, Figures::of_item(&item)));
            } else if sk.starts_with(layout::WATCHES) {
                history.watches.extend(dynamo::read_one(item));
            }
        }
        Ok(history)
    }

    /// Of spans that are given.
    pub fn of(spans: impl IntoIterator<Item = (Span, Figures)>) -> Self {
        Self {
            spans: spans.into_iter().collect(),
            watches: Vec::new(),
        }
    }

    #[cfg(test)]
    pub(super) fn spans_of(&self, length: super::span::Length) -> Vec<(Span, Figures)> {
        let spans = self.spans.iter().cloned();
        spans.filter(|(span, _)| span.length() == length).collect()
    }

    /// The figures of all spans that have a part between two moments.
    pub fn touching(&self, from: Timestamp, to: Timestamp) -> Figures {
        self.sum(|span| span.end() > from && span.start() < to)
    }

    /// The figures of all spans that are between two moments.
    pub fn within(&self, from: Timestamp, to: Timestamp) -> Figures {
        self.sum(|span| span.start() >= from && span.end() <= to)
    }

    /// The figures of the last 30 days.
    pub fn baseline(&self, now: Timestamp) -> Figures {
        self.touching(now.plus_millis(-KNOWN), now.plus_millis(1))
    }

    fn sum(&self, which: impl Fn(&Span) -> bool) -> Figures {
        let mut sum = Figures::default();
        for (_, figures) in self.spans.iter().filter(|(span, _)| which(span)) {
            sum += figures;
        }
        sum
    }
}
