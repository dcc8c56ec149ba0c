//! Whether a runtime app can be reached: asked now, and remembered.
//!
//! Only a proven origin is asked. Else anybody could have us look which ports of which hosts are
//! open.

use std::collections::BTreeMap;
use std::time::Duration;

use common::{Fault, Timestamp, words};
use dynamo::{Change, Table, Tries, n};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use webhooks::transport::{End, Failure, Response};

use super::app::{RuntimeApp, RuntimeError, Status, item};
use super::http::{Caller, get};

/// How long a health check may take.
const DEADLINE: Duration = Duration::from_secs(3);
/// Where the health is asked for, below the endpoint, where nothing else is said.
const PATH: &str = "/health";
/// Handlers that an answer may list, and characters of each.
const HANDLERS: usize = 100;
const HANDLER: usize = 64;
/// Days whose probes are remembered.
const DAYS: usize = 30;
/// Tries of a change that another change may come before.
const TRIES: u32 = 5;

words!(
    /// The step of a health check that failed.
    #[cfg_attr(feature = "schema", schemars(rename = "HealthStep"))]
    Step {
        /// The rules do not allow the URL, or its origin is not proven.
        Url = "url";
        /// The name does not resolve.
        Dns = "dns";
        /// The name has an address that is not public.
        Address = "address";
        /// No connection.
        Connect = "connect";
        /// No secure connection.
        Tls = "tls";
        /// No answer in time, or none that is HTTP.
        Answer = "answer";
        /// An answer that does not mean success.
        Status = "status";
    }
);

words!(
    /// Whether calls are let through to a runtime app.
    #[cfg_attr(feature = "schema", schemars(rename = "BreakerState"))]
    BreakerState {
        /// They are.
        Closed = "closed";
        /// Too many failed: none is.
        Open = "open";
        /// One is, to see whether it succeeds.
        HalfOpen = "half_open";
    }
);

/// A health check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "HealthCheck"))]
pub struct Check {
    /// Whether it answered with success.
    pub reachable: bool,
    /// The step that failed.
    #[serde(default)]
    pub failed_step: Option<Step>,
    /// Why, in a sentence.
    #[serde(default)]
    pub reason: Option<String>,
    /// The status of the answer.
    #[serde(default)]
    pub http_status: Option<u16>,
    /// How long it took, in milliseconds.
    pub latency_ms: u64,
    /// When.
    pub checked_at: Timestamp,
    /// The handlers that the answer lists.
    #[serde(default)]
    pub handlers: Vec<String>,
}

/// What is remembered of a runtime app's health.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Remembered {
    #[serde(default)]
    version: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    latest: Option<Check>,
    /// Probes and their failures, by day.
    #[serde(default)]
    days: BTreeMap<String, Day>,
}

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
struct Day {
    probes: u32,
    failed: u32,
}

/// How much of the time a runtime app answered our probes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Uptime {
    /// In percent, of the last 30 days.
    pub percent: f64,
    /// How many probes that is.
    pub probes: u32,
}

/// The state of a runtime app's breaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Breaker {
    /// Whether calls are let through.
    pub state: BreakerState,
    /// When the next one is, where none is now.
    pub next_try_at: Option<Timestamp>,
}

impl Breaker {
    /// Calls are let through.
    pub const CLOSED: Self = Self {
        state: BreakerState::Closed,
        next_try_at: None,
    };
}

/// A runtime app's health as its owner sees it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "RuntimeHealth"))]
pub struct Health {
    /// Whether it receives calls.
    pub status: Status,
    /// The check that was made now.
    #[serde(flatten)]
    pub check: Check,
    /// How much of the time it answered our daily probes; null before the first.
    pub uptime: Option<Uptime>,
    /// When it was last called for a user.
    pub last_invocation_at: Option<Timestamp>,
    /// Whether calls are let through.
    pub breaker: Breaker,
}

/// Asks a runtime app for its health, and remembers what came of it. What calls to it have shown
/// is the caller's to say.
///
/// # Errors
/// It has no secret; the table can't be reached; a fault of ours.
pub async fn check(
    caller: &Caller,
    runtime_app: &RuntimeApp,
    last_invocation_at: Option<Timestamp>,
    breaker: Breaker,
) -> Result<Health, RuntimeError> {
    let check = ask(caller, runtime_app).await?;
    let remembered = remember(&caller.table, runtime_app, &check, false).await?;
    Ok(Health {
        status: runtime_app.status(),
        check,
        uptime: remembered.uptime(),
        last_invocation_at,
        breaker,
    })
}

/// A scheduled probe: a check that counts for the uptime.
///
/// # Errors
/// As [`check`].
pub async fn probe(caller: &Caller, runtime_app: &RuntimeApp) -> Result<Check, RuntimeError> {
    let check = ask(caller, runtime_app).await?;
    remember(&caller.table, runtime_app, &check, true).await?;
    Ok(check)
}

async fn ask(caller: &Caller, runtime_app: &RuntimeApp) -> Result<Check, RuntimeError> {
    let now = caller.clock.now();
    let failed = |failed_step, reason: String| Check {
        reachable: false,
        failed_step: Some(failed_step),
        reason: Some(reason),
        http_status: None,
        latency_ms: 0,
        checked_at: now,
        handlers: Vec::new(),
    };
    let url = match &runtime_app.health_check_url {
        Some(url) => caller.below(url, ""),
        None => caller.below(&runtime_app.endpoint_url, PATH),
    };
    let url = match url {
        Ok(url) => url,
        Err(error) => return Ok(failed(Step::Url, format!("the URL {error}"))),
    };
    if !runtime_app.is_proven(url.as_str()) {
        let reason = "it is not proven that the URL is yours: nothing is sent there";
        return Ok(failed(Step::Url, reason.to_owned()));
    }
    let secrets = runtime_app.secrets(&caller.vault, now).await?;
    let id = format!("hlt_{}", common::id::fresh(now));
    let sent = caller
        .send_signed(get(url, DEADLINE), &id, &secrets)
        .await?;
    Ok(match sent {
        Err(unanswered) => {
            let step = step(&unanswered.failure);
            failed(step, unanswered.failure.to_string())
        }
        Ok(response) => read(&response, now),
    })
}

fn step(failure: &Failure) -> Step {
    match failure {
        Failure::Url(_) => Step::Url,
        Failure::Dns | Failure::OursResolver(_) => Step::Dns,
        Failure::AddressRefused(_) => Step::Address,
        Failure::Connect(_) => Step::Connect,
        Failure::Tls(_) => Step::Tls,
        Failure::Timeout | Failure::Reset | Failure::Protocol(_) | Failure::Ours(_) => Step::Answer,
    }
}

fn read(response: &Response, now: Timestamp) -> Check {
    let status = response.status;
    let reachable = status.is_success();
    let body: Value = match response.end {
        End::Whole => serde_json::from_slice(&response.body).unwrap_or_default(),
        End::TooLong | End::BrokenOff => Value::Null,
    };
    let handlers = body.get("handlers").and_then(Value::as_array);
    let handlers = handlers.into_iter().flatten().filter_map(Value::as_str);
    let latency = response.timing.whole.as_millis();
    Check {
        reachable,
        failed_step: (!reachable).then_some(Step::Status),
        reason: (!reachable).then(|| format!("it answered with the status {}", status.as_u16())),
        http_status: Some(status.as_u16()),
        latency_ms: u64::try_from(latency).unwrap_or(u64::MAX),
        checked_at: now,
        handlers: handlers
            .filter(|name| !name.chars().any(char::is_control))
            .filter(|name| (1..=HANDLER).contains(&name.chars().count()))
            .take(HANDLERS)
            .map(str::to_owned)
            .collect(),
    }
}

impl Remembered {
    fn add(&mut self, check: &Check, is_probe: bool) {
        self.latest = Some(check.clone());
        if !is_probe {
            return;
        }
        let day: String = check.checked_at.to_string().chars().take(10).collect();
        let day = self.days.entry(day).or_default();
        day.probes += 1;
        day.failed += u32::from(!check.reachable);
        while self.days.len() > DAYS {
            self.days.pop_first();
        }
    }

    fn uptime(&self) -> Option<Uptime> {
        let probes: u32 = self.days.values().map(|day| day.probes).sum();
        let failed: u32 = self.days.values().map(|day| day.failed).sum();
        let share = f64::from(probes.saturating_sub(failed)) / f64::from(probes.max(1));
        (probes > 0).then(|| Uptime {
            percent: (share * 10_000.0).round() / 100.0,
            probes,
        })
    }
}

async fn remember(
    table: &Table,
    runtime_app: &RuntimeApp,
    check: &Check,
    is_probe: bool,
) -> Result<Remembered, Fault> {
    let key = item(
        runtime_app.app_id,
        format_args!("health#{}", runtime_app.id),
    );
    let doing = "remembering a runtime app's health";
    let mut tries = Tries::new(TRIES);
    while tries.next().await {
        let before: Option<Remembered> = table.get(key.clone()).await?;
        let mut after = before.clone().unwrap_or_default();
        after.add(check, is_probe);
        after.version += 1;
        let put = Change::put(key.clone(), &after)?;
        let put = match before {
            None => put.if_absent("version"),
            Some(before) => put.if_is("version", n(before.version)),
        };
        if put.apply(table, doing).await?.done().is_some() {
            return Ok(after);
        }
    }
    Err(Fault::unavailable(
        doing,
        "other checks came first, each time",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::http::{HeaderMap, StatusCode};
    use serde_json::json;
    use webhooks::transport::Timing;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_millis(day * 86_400_000)
    }

    fn answered(status: u16, body: &Value) -> Check {
        let response = Response {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: body.to_string().into(),
            end: End::Whole,
            timing: Timing::default(),
        };
        read(&response, at(0))
    }

    #[test]
    fn no_member_of_a_health_is_there_twice() {
        let health = Health {
            status: Status::Active,
            check: answered(200, &json!({})),
            uptime: None,
            last_invocation_at: None,
            breaker: Breaker::CLOSED,
        };
        let text = serde_json::to_string(&health).unwrap();
        assert_eq!(text.matches(r#""status":"#).count(), 1, "{text}");
        assert!(text.contains(r#""httpStatus":200"#), "{text}");
    }

    #[test]
    fn success_is_reachable_and_handlers_are_bounded() {
        let check = answered(200, &json!({ "handlers": ["a", 7, "", "b\nc", "d"] }));
        assert!(check.reachable);
        assert_eq!(check.handlers, ["a", "d"]);
        let many = answered(204, &json!({ "handlers": vec!["a"; 1000] }));
        assert_eq!(many.handlers.len(), HANDLERS);
        for status in [301, 404, 500] {
            let check = answered(status, &json!({}));
            assert_eq!(check.failed_step, Some(Step::Status), "{status}");
        }
    }

    #[test]
    fn uptime_is_of_the_probes_of_thirty_days() {
        let mut remembered = Remembered::default();
        assert_eq!(remembered.uptime(), None);
        for day in 0..40 {
            let mut check = answered(if day % 10 == 9 { 500 } else { 200 }, &json!({}));
            check.checked_at = at(day);
            remembered.add(&check, true);
            remembered.add(&check, false);
        }
        let uptime = remembered.uptime().unwrap();
        assert_eq!((uptime.probes, uptime.percent), (30, 90.0));
    }
}
