//! The functions' schedules, run as EventBridge would run them.

use std::time::Duration;

use tokio::task::JoinSet;

use crate::Progress;
use crate::invoker::Invoker;
use crate::template::Schedule;

/// Running schedules; dropped, they end.
#[derive(Debug, Default)]
pub(crate) struct Schedules {
    tasks: JoinSet<()>,
}

impl Schedules {
    /// Runs each function whenever it is due. The first time is one period from
    /// now; a run that takes longer than a period skips the next one.
    pub(crate) fn start(
        schedules: &[(String, Schedule)],
        invoker: &Invoker,
        progress: &Progress,
    ) -> Self {
        let mut running = Self::default();
        for (bin, schedule) in schedules.iter().filter(|(_, schedule)| schedule.enabled) {
            match schedule.every() {
                Some(period) => running.every(period, bin, schedule, invoker, progress),
                None => progress(&format!(
                    "{bin} does not run by itself: {} is not supported here",
                    schedule.expression
                )),
            }
        }
        running
    }

    fn every(
        &mut self,
        period: Duration,
        bin: &str,
        schedule: &Schedule,
        invoker: &Invoker,
        progress: &Progress,
    ) {
        let (bin, schedule) = (bin.to_owned(), schedule.clone());
        let (invoker, progress) = (invoker.clone(), progress.clone());
        self.tasks.spawn(async move {
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
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use serde_json::json;

    use super::*;
    use crate::template::Kind;

    fn schedule(expression: &str) -> Schedule {
        Schedule {
            name: "SweepEveryMinute".into(),
            kind: Kind::Scheduler,
            expression: expression.into(),
            input: None,
            enabled: true,
        }
    }

    /// Functions: `good` shows its event, all others fail.
    async fn functions() -> Invoker {
        let app = axum::Router::new()
            .route(
                "/2015-03-31/functions/good/invocations",
                axum::routing::post(async |event: String| event),
            )
            .fallback(async || (http::StatusCode::INTERNAL_SERVER_ERROR, "no\n"));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Invoker::new(url).unwrap()
    }

    #[tokio::test]
    async fn a_function_is_invoked_with_its_event() {
        let invoker = functions().await;
        let event = json!({ "a": [1] });
        assert_eq!(invoker.invoke("good", &event).await.unwrap(), event);
        let error = invoker.invoke("bad", &event).await.unwrap_err().to_string();
        assert_eq!(error, "bad failed: no");
    }

    #[tokio::test]
    async fn it_runs_again_and_again_until_it_is_dropped() {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let sink = lines.clone();
        let progress: Progress = Arc::new(move |line| sink.lock().unwrap().push(line.to_owned()));
        let invoker = functions().await;
        let mut running = Schedules::default();
        let often = Duration::from_millis(20);
        running.every(
            often,
            "bad",
            &schedule("rate(1 minute)"),
            &invoker,
            &progress,
        );
        running.every(
            often,
            "good",
            &schedule("rate(1 minute)"),
            &invoker,
            &progress,
        );
        while lines.lock().unwrap().len() < 3 {
            tokio::time::sleep(often).await;
        }
        drop(running);
        tokio::time::sleep(often).await;
        let seen = lines.lock().unwrap().clone();
        let line = "the schedule SweepEveryMinute: bad failed: no";
        assert!(seen.iter().all(|seen| seen == line), "{seen:?}");
        tokio::time::sleep(often * 5).await;
        assert_eq!(lines.lock().unwrap().len(), seen.len());
    }

    #[tokio::test]
    async fn a_schedule_that_is_off_or_unsupported_does_not_run() {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let sink = lines.clone();
        let progress: Progress = Arc::new(move |line| sink.lock().unwrap().push(line.to_owned()));
        let off = Schedule {
            enabled: false,
            ..schedule("rate(1 minute)")
        };
        let nightly = schedule("cron(0 1 * * ? *)");
        let all = [("a".to_owned(), off), ("b".to_owned(), nightly)];
        let running = Schedules::start(&all, &functions().await, &progress);
        assert!(running.tasks.is_empty());
        let line = "b does not run by itself: cron(0 1 * * ? *) is not supported here";
        assert_eq!(*lines.lock().unwrap(), [line]);
    }
}
