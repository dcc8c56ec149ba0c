//! AWS's prices on demand in us-east-1, in dollars, without free tiers and discounts.
//!
//! For that region, from pages dated November 2024 to June 2026 that agree with
//! each other; the authority is AWS's own page, which each names. They change: look there.

/// A price, and the page that has it.
#[derive(Debug, Clone, Copy)]
pub struct Price {
    /// What it is for.
    pub what: &'static str,
    /// Dollars for one.
    pub dollars: f64,
    /// AWS's page.
    pub page: &'static str,
}

macro_rules! prices {
    ($($name:ident: $what:literal, $dollars:expr, $page:literal;)+) => {
        $(
            #[doc = $what]
            pub const $name: Price = Price {
                what: $what,
                dollars: $dollars,
                page: concat!("https://aws.amazon.com/", $page, "/pricing/"),
            };
        )+
        /// All of them.
        pub const ALL: &[Price] = &[$($name),+];
    };
}

const MILLION: f64 = 1e6;

prices! {
    API_REQUEST: "a request to an HTTP API, by 512 KB", 1.00 / MILLION, "api-gateway";
    INVOCATION: "an invocation", 0.20 / MILLION, "lambda";
    GB_SECOND: "a GB-second on arm64", 0.000_013_333_4, "lambda";
    READ_UNIT: "a read unit", 0.125 / MILLION, "dynamodb";
    WRITE_UNIT: "a write unit", 0.625 / MILLION, "dynamodb";
    QUEUE_REQUEST: "a request to a queue", 0.40 / MILLION, "sqs";
    FAIR_REQUEST: "the same with a message group, besides", 0.10 / MILLION, "sqs";
    LOG_GB: "a GB of logs, taken in", 0.50, "cloudwatch";
    METRIC: "a custom metric, a month", 0.30, "cloudwatch";
    ALARM_METRIC: "a metric that an alarm looks at, a month", 0.10, "cloudwatch";
    DASHBOARD: "a dashboard, a month", 3.00, "cloudwatch";
    TRACE: "a trace, recorded", 5.00 / MILLION, "xray";
    SECRET: "a secret, a month", 0.40, "secrets-manager";
    GB_OUT: "a GB sent to the internet", 0.09, "ec2";
}
