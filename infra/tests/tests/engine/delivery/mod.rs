//! The delivery of events, in this process against the real engines: what arrives, when, and how
//! it is signed; what happens to webhooks that fail; and that nothing is lost or doubled, whichever
//! process ends at whichever request. The clock is the tests', so 28 hours take a moment.

mod arrival;
mod crashes;
mod events;
mod fairness;
mod health;
mod policies;
mod schedule;
mod secrets;
mod storm;

use tests::hooks::answer;
use webhooks::transport::{Answer, Failure};

const NOW: &str = "2026-11-22T12:00:00Z";
const HOUR: i64 = 3_600_000;
const URL: &str = "https://hooks.example.com/in";

fn failing() -> Result<Answer, Failure> {
    Ok(answer(500))
}
