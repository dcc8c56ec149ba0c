//! What a call or a run takes, as a test measures it (infra/tests/tests/engine/cost.rs): the table's own
//! count of units, the bytes of the line that is logged and of the answer.

/// What one of a kind takes.
#[derive(Debug, Clone, Copy)]
pub struct Quantities {
    /// Read units.
    pub reads: f64,
    /// Write units.
    pub writes: f64,
    /// Bytes of its own log lines.
    pub logged: f64,
    /// Bytes of what is sent out of AWS: an answer's body, a delivery's.
    pub sent: f64,
}

const fn takes(reads: f64, writes: f64, logged: f64, sent: f64) -> Quantities {
    Quantities {
        reads,
        writes,
        logged,
        sent,
    }
}

/// Calls of a warm function, by what is called.
pub const CALLS: [(&str, Quantities); 7] = [
    ("`health`", takes(0.0, 1.0, 1_013.0, 138.0)),
    ("`me`", takes(0.0, 1.0, 1_009.0, 1_656.0)),
    (
        "`preset/estandar`, as JSON",
        takes(0.0, 1.0, 1_013.0, 17_706.0),
    ),
    (
        "`historic`, a short list",
        takes(1.0, 1.0, 1_015.0, 1_528.0),
    ),
    ("`life-facts`, one fact", takes(1.0, 9.0, 1_018.0, 122.0)),
    ("refused: a malformed key", takes(0.0, 0.0, 955.0, 176.0)),
    (
        "refused: the minute's limit",
        takes(0.0, 0.0, 1_019.0, 147.0),
    ),
];

/// An event of webhooks whose cause is a call: what storing, sending and removing it adds.
pub const EVENT: Quantities = takes(0.0, 5.0, 0.0, 0.0);
/// A run of `webhook-dispatch` for one event and one webhook.
pub const DISPATCH: Quantities = takes(1.0, 5.0, 702.0, 0.0);
/// A run of `webhook-sender` for one delivery that succeeds.
pub const SENDER: Quantities = takes(2.0, 6.0, 1_384.0, 549.0);
/// A minute's runs of both sweeps that find nothing: five, since four runs share one of them.
pub const SWEEPS: Quantities = takes(12.0, 0.0, 3_868.0, 0.0);
