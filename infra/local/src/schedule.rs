//! What runs by itself: the functions' schedules, as EventBridge would run them.

use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinSet;

use crate::template::Schedule;
use crate::{Error, Progress, loopback_client};

/// A function of this machine that can be called directly.
#[derive(Debug, Clone)]
pub(crate) struct Invoker {
    url: String,
    client: reqwest::Client,
}

impl Invoker {
    /// Functions answer below `url`.
    pub(crate) fn new(url: String) -> Result<Self, Error> {
        Ok(Self {
            url,
            client: loopback_client()?,
        })
    }

    /// Where a function is invoked, with an event as the body.
    pub(crate) fn url(&self, bin: &str) -> String {
        format!("{}/2015-03-31/functions/{bin}/invocations", self.url)
    }

    /// What a function makes of an event.
    pub(crate) async fn invoke(&self, bin: &str, event: &Value) -> Result<Value, Error> {
        let http = |source| Error::Http {
            to: bin.to_owned(),
            source,
        };
        let answer = self
            .client
            .post(self.url(bin))
            .timeout(Duration::from_secs(900))
            .body(event.to_string())
            .send()
            .await
            .map_err(http)?;
        let good = answer.status().is_success();
        let text = answer.text().await.map_err(http)?;
        if good {
            return Ok(serde_json::from_str(&text).unwrap_or(Value::String(text)));
        }
        Err(Error::Process {
            name: bin.to_owned(),
            problem: format!("failed: {}", text.trim()),
            log: None,
        })
    }
}

/// Running schedules; dropped, they end.
#[derive(Debug)]
pub(crate) struct Schedules {
    _tasks: JoinSet<()>,
}

impl Schedules {
    /// Runs each function whenever it is due. The first time is one period from
    /// now, and what takes longer than a period leaves out the next.
    pub(crate) fn start(
        schedules: &[(String, Schedule)],
        invoker: &Invoker,
        progress: &Progress,
    ) -> Self {
        let mut tasks = JoinSet::new();
        for (bin, schedule) in schedules.iter().filter(|(_, schedule)| schedule.enabled) {
            let Some(period) = schedule.every() else {
                progress(&format!(
                    "{bin} does not run by itself: {} is not known here",
                    schedule.expression
                ));
                continue;
            };
            let (bin, schedule) = (bin.clone(), schedule.clone());
            let (invoker, progress) = (invoker.clone(), progress.clone());
            tasks.spawn(async move {
                let mut due = tokio::time::interval(period);
                due.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
                due.tick().await;
                loop {
                    due.tick().await;
                    let event = schedule.event(crate::now());
                    if let Err(error) = invoker.invoke(&bin, &event).await {
                        progress(&format!("the schedule {}: {error}", schedule.name));
                    }
                }
            });
        }
        Self { _tasks: tasks }
    }
}
