//! `cargo xtask cost`: what the system costs, with the arithmetic.

use ::cost::{Assumptions, Cost, Counts, LEFT_OUT, prices};

use crate::{Error, root};

/// Two tables: what a million calls of each kind and a million deliveries cost, and what a month
/// costs in which nobody calls. Then how each figure comes about, and AWS's pages of prices.
///
/// What a call takes of the table, and the bytes it logs and answers with, is measured by a test;
/// metrics, alarms and queues are counted; the rest is assumed, as the options say.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Billed milliseconds of a call, a dispatch or a sweep.
    #[arg(long, default_value_t = Assumptions::default().milliseconds)]
    milliseconds: f64,
    /// Billed milliseconds of sending a webhook, the receiver's included.
    #[arg(long, default_value_t = Assumptions::default().sender_milliseconds)]
    sender_milliseconds: f64,
    /// Bytes that Lambda itself logs of an invocation.
    #[arg(long, default_value_t = Assumptions::default().platform_log_bytes)]
    platform_log_bytes: f64,
    /// Bytes that API Gateway logs of a request.
    #[arg(long, default_value_t = Assumptions::default().access_log_bytes)]
    access_log_bytes: f64,
    /// The share of calls that is traced.
    #[arg(long, default_value_t = Assumptions::default().traced)]
    traced: f64,
    /// Connections with which Lambda looks at a quiet queue.
    #[arg(long, default_value_t = Assumptions::default().pollers)]
    pollers: f64,
    /// Outcomes that a surface has in a month; each is a metric.
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
