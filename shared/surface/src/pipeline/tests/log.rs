//! The log lines, and that CloudWatch can read metrics out of them.

use std::io;
use std::sync::{Arc, Mutex};

use common::telemetry::{Metrics, subscriber};
use common::{Clock, lock};

use serde_json::Value;

use tracing::Level;

use super::super::*;

#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl io::Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lock(&self.0).extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is written while this is done.
pub(crate) fn written(level: Level, stage: &str, work: impl FnOnce()) -> String {
    let page = Page::default();
    let (to, clock) = (page.clone(), "2026-11-22T12:00:05.250Z".parse().unwrap());
    let clock = Clock::standing_at(clock);
    let metrics = Metrics {
        namespace: "TwinApi",
        kinds: &[REQUEST, WORK],
    };
    let subscriber = subscriber(move || to.clone(), level, stage.to_owned(), clock, metrics);
    tracing::subscriber::with_default(subscriber, work);
    let page = page.0.lock().unwrap();
    String::from_utf8(page.clone()).unwrap()
}

/// A line that is a metric, held against what CloudWatch asks of the format: it drops
/// silently what does not hold to it.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html>
pub(crate) fn metric(text: &str) -> Value {
    assert_eq!(text.matches('\n').count(), 1, "{text}");
    let line: Value = serde_json::from_str(text).unwrap();
    let directives = line["_aws"]["CloudWatchMetrics"].as_array().unwrap();
    assert!(line["_aws"]["Timestamp"].as_u64().unwrap() > 1_000_000_000_000);
    assert!(!directives.is_empty());
    for directive in directives {
        assert_eq!(directive["Namespace"], "TwinApi");
        for dimensions in directive["Dimensions"].as_array().unwrap() {
            let dimensions = dimensions.as_array().unwrap();
            assert!((1..=30).contains(&dimensions.len()));
            for name in dimensions {
                let value = line[name.as_str().unwrap()].as_str();
                let value = value.unwrap_or_else(|| panic!("{name} in {text}"));
                assert!((1..=1024).contains(&value.len()), "{name}");
            }
        }
        let metrics = directive["Metrics"].as_array().unwrap();
        assert!((1..=100).contains(&metrics.len()));
        for metric in metrics {
            let name = metric["Name"].as_str().unwrap();
            assert!(line[name].is_number(), "{name} in {text}");
            let unit = metric["Unit"].as_str().unwrap();
            assert!(["Count", "Milliseconds", "None"].contains(&unit), "{unit}");
        }
    }
    line
}

fn request() {
    tracing::info!(
        target: REQUEST.target,
        surface = "twin",
        request.id = "req_1",
        endpoint = "twin-me",
        http.status = 200_u16,
        outcome = "OK",
        requests = 1_u8,
        faults = 0_u8,
        duration_ms = 7_i64,
        key.id = None::<String>,
        dynamodb.round_trips = 1_u64,
        dynamodb.read_units = 0.5,
        dynamodb.write_units = 1.0,
        "request"
    );
}

fn work_line() {
    tracing::error!(
        target: WORK.target,
        worker = "outbox-sweep",
        outcome = "it \"broke\"\n",
        runs = 1_u8,
        faults = 1_u8,
        found = 0_u64,
        duration_ms = 7_i64,
        dynamodb.round_trips = 16_u64,
        dynamodb.read_units = 8.0,
        dynamodb.write_units = 0.0,
        "work"
    );
}

#[test]
fn the_line_of_a_request() {
    insta::assert_snapshot!(written(Level::INFO, "dev", request), @r#"{"timestamp":"2026-11-22T12:00:05.250Z","level":"INFO","message":"request","surface":"twin","request.id":"req_1","endpoint":"twin-me","http.status":200,"outcome":"OK","requests":1,"faults":0,"duration_ms":7,"dynamodb.round_trips":1,"dynamodb.read_units":0.5,"dynamodb.write_units":1.0,"stage":"dev","_aws":{"Timestamp":1795348805250,"CloudWatchMetrics":[{"Namespace":"TwinApi","Dimensions":[["stage","surface"],["stage","surface","endpoint"]],"Metrics":[{"Name":"requests","Unit":"Count"},{"Name":"faults","Unit":"Count"},{"Name":"duration_ms","Unit":"Milliseconds"},{"Name":"dynamodb.write_units","Unit":"Count"}]},{"Namespace":"TwinApi","Dimensions":[["stage","surface"]],"Metrics":[{"Name":"dynamodb.round_trips","Unit":"Count"},{"Name":"dynamodb.read_units","Unit":"Count"}]},{"Namespace":"TwinApi","Dimensions":[["stage","surface","outcome"]],"Metrics":[{"Name":"requests","Unit":"Count"}]}]}}"#);
}

#[test]
fn every_kind_is_as_cloudwatch_wants_it() {
    for (log, members) in [(request as fn(), 16), (work_line, 14)] {
        let text = written(Level::INFO, "de\"v", log);
        let line = metric(&text);
        // Nothing is there twice: the parser would have kept one of them.
        assert_eq!(line.as_object().unwrap().len(), members, "{text}");
        assert_eq!(line["timestamp"], "2026-11-22T12:00:05.250Z");
        assert_eq!(line["_aws"]["Timestamp"], 1_795_348_805_250_i64);
    }
}
