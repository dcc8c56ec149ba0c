//! What a process logs, for tests that look.

use std::io::Write;
use std::sync::{Mutex, Once};

use serde_json::Value;

/// All that is logged in this process from the first call on.
pub fn logs() -> String {
    static LOGS: Mutex<Vec<u8>> = Mutex::new(Vec::new());
    static STARTED: Once = Once::new();
    struct Writer;
    impl Write for Writer {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            LOGS.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    STARTED.call_once(|| {
        let hook = std::panic::take_hook();
        shared::telemetry::start_to(|| Writer);
        // A test that fails says why.
        std::panic::set_hook(hook);
    });
    String::from_utf8(LOGS.lock().unwrap().clone()).unwrap()
}

/// The lines logged so far that are metrics, by their message; each has what its metrics name.
pub fn metrics(message: &str) -> Vec<Value> {
    let lines = logs();
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let metrics: Vec<_> = lines.filter(|line| line["message"] == message).collect();
    for line in &metrics {
        let directives = line["_aws"]["CloudWatchMetrics"].as_array().unwrap();
        for directive in directives {
            for names in directive["Dimensions"].as_array().unwrap() {
                for name in names.as_array().unwrap() {
                    assert!(line[name.as_str().unwrap()].is_string(), "{name}: {line}");
                }
            }
            for metric in directive["Metrics"].as_array().unwrap() {
                let name = metric["Name"].as_str().unwrap();
                assert!(line[name].is_number(), "{name}: {line}");
            }
        }
    }
    metrics
}
