//! `provider-webhook-sweep`: every minute, sends events that were stored and not sent, and wake-ups
//! for deliveries that are due and have no message.

use common::Fault;
use webhook_functions::sweep::{self, Report, Share};

use super::Deliveries;

/// Does a share of all there is to do.
///
/// # Errors
/// Something could not be looked at or sent: the next minute is the next try.
pub async fn run(deliveries: &'static Deliveries, share: Share) -> Result<Report, Fault> {
    sweep::run_share(&deliveries.0, share).await
}
