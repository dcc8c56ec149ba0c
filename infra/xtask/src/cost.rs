//! `cargo xtask cost`: the costs of the system, with the arithmetic.

use ::cost::{Assumptions, Cost, Counts, LEFT_OUT, prices};

use crate::{Error, root};

/// Print what a million calls and deliveries cost, and a month, with the arithmetic.
///
/// The first two tables are those of infra/docs/operating.md: the cost of a million calls of each
/// kind and of a million deliveries, and the cost of a month without calls. The arithmetic of each
/// figure and AWS's price pages follow.
///
/// A test measures how many table units a call uses and how many bytes it logs and returns.
/// Metrics, alarms and queues are counted in the templates. The rest are assumptions, which the
/// options change.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Billed milliseconds of a call, a dispatch or a sweep.
    #[arg(long, default_value_t = Assumptions::default().milliseconds)]
    milliseconds: f64,
    /// Billed milliseconds of sending a webhook, including the time the receiver takes.
    #[arg(long, default_value_t = Assumptions::default().sender_milliseconds)]
    sender_milliseconds: f64,
    /// Bytes that Lambda itself logs for an invocation.
    #[arg(long, default_value_t = Assumptions::default().platform_log_bytes)]
    platform_log_bytes: f64,
    /// Bytes that API Gateway logs for a request.
    #[arg(long, default_value_t = Assumptions::default().access_log_bytes)]
    access_log_bytes: f64,
    /// The share of calls that X-Ray traces, from 0 to 1.
    #[arg(long, default_value_t = Assumptions::default().traced)]
    traced: f64,
    /// Connections with which Lambda polls a quiet queue.
    #[arg(long, default_value_t = Assumptions::default().pollers)]
    pollers: f64,
    /// Different outcomes that a surface has in a month. Each is a metric.
    #[arg(long, default_value_t = Assumptions::default().outcomes)]
    outcomes: f64,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let assumed = Assumptions {
        milliseconds: arguments.milliseconds,
        sender_milliseconds: arguments.sender_milliseconds,
        platform_log_bytes: arguments.platform_log_bytes,
        access_log_bytes: arguments.access_log_bytes,
        traced: arguments.traced,
        pollers: arguments.pollers,
        outcomes: arguments.outcomes,
    };
    let cost = Cost::of(&assumed, &Counts::of(&root(), &assumed)?);
    println!("US dollars, us-east-1, on demand.\n\n{}", cost.tables());
    println!("{LEFT_OUT}\n{}", cost.arithmetic());
    let mut pages: Vec<_> = prices::ALL.iter().map(|price| price.page).collect();
    pages.dedup();
    println!("Prices: {}", pages.join(" "));
    Ok(())
}
