//! What this process logs, for tests that look.

use std::cell::Cell;
use std::io::Write;
use std::sync::{Arc, Mutex, Once};

use common::Clock;
use common::config::Environment;
use common::telemetry::{self, Metrics};
use serde_json::Value;
use tracing::Level;

/// The metrics of all functions.
const METRICS: Metrics = Metrics {
    namespace: "TwinApi",
    kinds: &[
        surface::REQUEST,
        surface::WORK,
        webhooks::DELIVERY,
        surface::UNREADABLE,
        webhooks::outbox::DEAD_LETTERS,
    ],
};

static LOGS: Mutex<Vec<u8>> = Mutex::new(Vec::new());

thread_local! {
    static LOGGED_HERE: Cell<usize> = const { Cell::new(0) };
}

struct Writer;

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOGGED_HERE.set(LOGGED_HERE.get() + bytes.len());
        LOGS.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Starts logging, if nobody has.
fn start() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        let hook = std::panic::take_hook();
        telemetry::start_to(|| Writer, &Environment::of::<&str, &str>([]), METRICS);
        // A test that fails says why.
        std::panic::set_hook(hook);
    });
}

/// All that is logged in this process from the first call on, by every test.
pub fn logs() -> String {
    start();
    String::from_utf8(LOGS.lock().unwrap().clone()).unwrap()
}

/// How much this thread logs from a moment on: all of what a test's handlers log, where the test's
/// runtime has no other thread.
#[derive(Clone, Copy, Debug)]
pub struct Logged(usize);

impl Logged {
    /// From now on.
    pub fn now() -> Self {
        start();
        Self(LOGGED_HERE.get())
    }

    /// Bytes since then.
    pub fn bytes(self) -> usize {
        LOGGED_HERE.get() - self.0
    }
}

/// What is logged at a level while this runs: by this thread, and by the runtimes that it drives
/// without other threads.
pub fn written(level: Level, run: impl FnOnce()) -> String {
    let page = Arc::new(Mutex::new(Vec::new()));
    let to = Page(Arc::clone(&page));
    let (stage, clock) = ("test".to_owned(), Clock::system());
    let subscriber = telemetry::subscriber(move || to.clone(), level, stage, clock, METRICS);
    tracing::subscriber::with_default(subscriber, run);
    let written = page.lock().unwrap().clone();
    String::from_utf8(written).unwrap()
}

/// Where [`written`] writes.
#[derive(Clone)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
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
