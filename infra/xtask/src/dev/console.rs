//! The console of `cargo xtask dev`: a short line for each request, made of what the gateway knows
//! and of the function's log line, which come separately and are joined by the request's id.

use std::collections::{BTreeMap, VecDeque};
use std::io::IsTerminal as _;
use std::sync::Arc;
use std::time::Duration;

use local::{LogLine, Logs, Observer, Served};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::line::{self, Log, Style};

/// How long a request waits for the function's log line.
const PATIENCE: Duration = Duration::from_millis(250);
/// Log lines of requests that no gateway has reported (yet).
const REMEMBERED: usize = 1_000;

enum Event {
    Request(Served),
    /// A function, and what it has logged.
    Log(String, Log),
    Plain(String, String),
}

/// Where the stack sends requests and log lines.
pub(super) struct Console {
    /// For the functions' output.
    pub(super) logs: Logs,
    /// For the requests.
    pub(super) observer: Option<Observer>,
}

impl Console {
    /// A console for a person. Warm-up events are not shown unless something is wrong.
    pub(super) fn short() -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        tokio::spawn(run(receiver, style()));
        let requests = sender.clone();
        Self {
            logs: Arc::new(move |line| {
                if let Some(event) = event(line) {
                    let _ended = sender.send(event);
                }
            }),
            observer: Some(Arc::new(move |served| {
                let _ended = requests.send(Event::Request(served.clone()));
            })),
        }
    }

    /// The functions' own lines, but for those of warm-up events.
    pub(super) fn json() -> Self {
        Self {
            logs: Arc::new(|line| {
                if event(line).is_some() {
                    println!("{}", line.text);
                }
            }),
            observer: None,
        }
    }
}

/// Colours on a terminal, unless somebody does not want them: <https://no-color.org>.
fn style() -> Style {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    Style {
        colours: std::io::stdout().is_terminal() && !unwanted && !dumb,
    }
}

/// A line of a function's; `None` for the usual lines about a warm-up event.
fn event(line: &LogLine<'_>) -> Option<Event> {
    let function = line.function.to_owned();
    match serde_json::from_str::<Log>(line.text) {
        Ok(log) => {
            let error = log.get("level").is_some_and(|level| level == "ERROR");
            (error || !line.warm_up).then_some(Event::Log(function, log))
        }
        Err(_) if line.text.is_empty() => None,
        Err(_) => Some(Event::Plain(function, line.text.to_owned())),
    }
}

async fn run(mut events: mpsc::UnboundedReceiver<Event>, style: Style) {
    let mut join = Join::default();
    loop {
        let due = join.due();
        let event = tokio::select! {
            event = events.recv() => match event {
                Some(event) => Some(event),
                None => return,
            },
            () = tokio::time::sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => None,
        };
        for line in join.lines(event, Instant::now(), style) {
            println!("{line}");
        }
    }
}

/// Requests that wait for their log lines, and log lines that wait for their requests.
#[derive(Default)]
struct Join {
    requests: VecDeque<(Instant, Served)>,
    logs: BTreeMap<String, Log>,
    order: VecDeque<String>,
}

impl Join {
    /// When the first request has waited long enough.
    fn due(&self) -> Option<Instant> {
        self.requests.front().map(|(since, _)| *since + PATIENCE)
    }

    /// The lines to print after this event, in the order of the requests' ends.
    fn lines(&mut self, event: Option<Event>, now: Instant, style: Style) -> Vec<String> {
        let mut lines = Vec::new();
        match event {
            Some(Event::Request(served)) => self.requests.push_back((now, served)),
            Some(Event::Plain(function, text)) => lines.push(line::plain(&function, &text, style)),
            Some(Event::Log(function, log)) => {
                let id = log.get("request.id").and_then(|id| id.as_str());
                match id.map(ToOwned::to_owned) {
                    Some(id) => self.remember(id, log),
                    None => lines.extend(line::log(&function, &log, style)),
                }
            }
            None => {}
        }
        while let Some((since, served)) = self.requests.front() {
            let log = served
                .request_id
                .as_ref()
                .and_then(|id| self.logs.remove(id));
            let complete = log.is_some() || served.request_id.is_none();
            if !complete && now < *since + PATIENCE {
                break;
            }
            lines.push(line::request(served, log.as_ref(), style));
            self.requests.pop_front();
        }
        lines
    }

    fn remember(&mut self, id: String, log: Log) {
        self.order.push_back(id.clone());
        self.logs.insert(id, log);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.logs.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PLAIN: Style = Style { colours: false };

    fn request(id: Option<&str>, path: &str) -> Option<Event> {
        Some(Event::Request(Served {
            method: "GET".parse().unwrap(),
            path: path.to_owned(),
            status: 200,
            duration: Duration::from_millis(5),
            function: Some("f".into()),
            request_id: id.map(ToOwned::to_owned),
            problem: None,
        }))
    }

    fn log(id: &str) -> Option<Event> {
        let log = json!({ "level": "INFO", "request.id": id, "user.id": format!("of {id}") });
        Some(Event::Log("f".into(), log.as_object().unwrap().clone()))
    }

    #[test]
    fn a_request_and_its_log_line_are_one_line_in_either_order() {
        let (mut join, now) = (Join::default(), Instant::now());
        let none: [String; 0] = [];
        assert_eq!(join.lines(log("a"), now, PLAIN), none);
        let line = ["GET    /a 200 5 ms f of a"];
        assert_eq!(join.lines(request(Some("a"), "/a"), now, PLAIN), line);
        assert_eq!(join.due(), None);

        assert_eq!(join.lines(request(Some("b"), "/b"), now, PLAIN), none);
        assert_eq!(join.lines(request(Some("c"), "/c"), now, PLAIN), none);
        assert_eq!(join.lines(log("c"), now, PLAIN), none, "b is first");
        let lines = ["GET    /b 200 5 ms f of b", "GET    /c 200 5 ms f of c"];
        assert_eq!(join.lines(log("b"), now, PLAIN), lines);
    }

    #[test]
    fn a_request_does_not_wait_for_ever() {
        let (mut join, now) = (Join::default(), Instant::now());
        let line = ["GET    /a 200 5 ms f"];
        assert_eq!(join.lines(request(None, "/a"), now, PLAIN), line);
        join.lines(request(Some("a"), "/a"), now, PLAIN);
        assert_eq!(join.due(), Some(now + PATIENCE));
        assert_eq!(join.lines(None, now + PATIENCE, PLAIN), line);
    }

    #[test]
    fn what_nobody_fetches_is_forgotten() {
        let (mut join, now) = (Join::default(), Instant::now());
        for n in 0..REMEMBERED + 5 {
            join.lines(log(&n.to_string()), now, PLAIN);
        }
        assert_eq!(
            (join.logs.len(), join.order.len()),
            (REMEMBERED, REMEMBERED)
        );
    }

    #[test]
    fn warm_up_events_are_silent_unless_something_is_wrong() {
        let shown = |text, warm_up| {
            let function = "f";
            event(&LogLine {
                function,
                text,
                warm_up,
            })
            .is_some()
        };
        for (text, usual, warm_up) in [
            (r#"{"level":"INFO","message":"request"}"#, true, false),
            (r#"{"level":"WARN","message":"concurrency"}"#, true, false),
            (r#"{"level":"ERROR","message":"request"}"#, true, true),
            ("thread 'main' panicked at src/main.rs:1", true, true),
            ("", false, false),
        ] {
            assert_eq!(
                (shown(text, false), shown(text, true)),
                (usual, warm_up),
                "{text}"
            );
        }
    }
}
