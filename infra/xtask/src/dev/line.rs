//! The lines that `cargo xtask dev` prints of requests and of the functions' logs.
//!
//! Paths, causes and log lines can hold anything that a client has sent: no control character,
//! and no character that changes the direction or the look of text, reaches the terminal.

use std::fmt::Write as _;

use local::Served;
use serde_json::{Map, Value};

/// Members of a log line that the short line has, or that are for CloudWatch.
const KNOWN: [&str; 14] = [
    "_aws",
    "duration_ms",
    "endpoint",
    "faults",
    "http.method",
    "http.status",
    "key.id",
    "level",
    "message",
    "requests",
    "stage",
    "surface",
    "timestamp",
    "user.id",
];

/// Colours, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) colours: bool,
}

#[derive(Debug, Clone, Copy)]
enum Colour {
    Dim,
    Green,
    Yellow,
    Red,
}

impl Style {
    fn paint(self, colour: Colour, text: &str) -> String {
        if !self.colours || text.is_empty() {
            return text.to_owned();
        }
        let code = match colour {
            Colour::Dim => "2",
            Colour::Green => "32",
            Colour::Yellow => "33",
            Colour::Red => "31",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// A log line that is a JSON object.
pub(super) type Log = Map<String, Value>;

/// The line of a request: method, path, status, milliseconds, function, caller. An error has
/// further lines with all that the function logged of it.
pub(super) fn request(served: &Served, log: Option<&Log>, style: Style) -> String {
    let colour = match served.status {
        500.. => Colour::Red,
        400.. => Colour::Yellow,
        _ => Colour::Green,
    };
    let status = match served.status {
        0 => "---".to_owned(), // the client left before the answer
        status => status.to_string(),
    };
    let function = served.function.as_deref().unwrap_or("(gateway)");
    let mut line = format!(
        "{:<6} {} {} {} {}",
        safe(served.method.as_str()),
        safe(&served.path),
        style.paint(colour, &status),
        style.paint(Colour::Dim, &format!("{} ms", served.duration.as_millis())),
        safe(function),
    );
    if let Some(who) = log.and_then(who) {
        let _written = write!(line, " {}", style.paint(Colour::Dim, &who));
    }
    if served.status >= 500 || served.problem.is_some() {
        if let Some(problem) = &served.problem {
            detail(&mut line, "problem", problem, style);
        }
        for (name, value) in log.into_iter().flatten() {
            if !KNOWN.contains(&name.as_str()) && !value.is_null() {
                detail(&mut line, name, &text(value), style);
            }
        }
    }
    line
}

/// The line of anything else that a function has logged; `None` where it is not worth one: a
/// worker's run that found nothing.
pub(super) fn log(function: &str, log: &Log, style: Style) -> Option<String> {
    let member = |name: &str| log.get(name).map(text).unwrap_or_default();
    let level = member("level");
    let colour = match level.as_str() {
        "ERROR" => Colour::Red,
        "WARN" => Colour::Yellow,
        _ => Colour::Dim,
    };
    let quiet = !matches!(level.as_str(), "ERROR" | "WARN");
    if quiet && log.get("found").is_some_and(|found| found == 0) {
        return None;
    }
    let mut line = format!(
        "{} {}: {}",
        style.paint(colour, &safe(&level)),
        safe(function),
        safe(&member("message")),
    );
    for (name, value) in log {
        let known = KNOWN.contains(&name.as_str()) || name.starts_with("dynamodb.");
        if (known && (quiet || name.starts_with("dynamodb."))) || value.is_null() {
            continue;
        }
        if quiet {
            let _written = write!(line, " {}={}", safe(name), safe(&text(value)));
        } else if !matches!(
            name.as_str(),
            "_aws" | "level" | "message" | "timestamp" | "stage"
        ) {
            detail(&mut line, name, &text(value), style);
        }
    }
    Some(line)
}

/// The line of something that a function has written and that is no log line: a panic's message.
pub(super) fn plain(function: &str, text: &str, style: Style) -> String {
    format!(
        "{} {}",
        style.paint(Colour::Red, &format!("{}:", safe(function))),
        safe(text)
    )
}

/// The caller: the account, and the public part of its key.
fn who(log: &Log) -> Option<String> {
    let member = |name: &str| log.get(name).filter(|value| !value.is_null()).map(text);
    match (member("user.id"), member("key.id")) {
        (Some(user), Some(key)) => Some(format!("{} key {}", safe(&user), safe(&key))),
        (Some(user), None) => Some(safe(&user)),
        (None, Some(key)) => Some(format!("key {}", safe(&key))),
        (None, None) => None,
    }
}

fn detail(line: &mut String, name: &str, value: &str, style: Style) {
    let name = style.paint(Colour::Dim, &format!("{}:", safe(name)));
    let _written = write!(line, "\n       {name} {}", safe(value));
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), ToOwned::to_owned)
}

/// The text with its control and format characters escaped.
fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() || is_format(character) {
            safe.extend(character.escape_unicode());
        } else {
            safe.push(character);
        }
    }
    safe
}

/// Characters that have no shape of their own but change the text around them: joiners and marks
/// of direction, line and paragraph separators, tags, variation selectors.
fn is_format(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::json;

    use super::*;

    const PLAIN: Style = Style { colours: false };

    fn served(path: &str, status: u16) -> Served {
        Served {
            method: "GET".parse().unwrap(),
            path: path.to_owned(),
            status,
            duration: Duration::from_micros(12_700),
            function: Some("twin-me".into()),
            request_id: Some("req_1".into()),
            problem: None,
        }
    }

    fn object(value: Value) -> Log {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn a_request_is_one_short_line() {
        let logged = object(json!({
            "level": "INFO", "message": "request", "user.id": "usr_1", "key.id": "0d3f7a1c",
            "cause": null, "dynamodb.round_trips": 1, "_aws": {},
        }));
        assert_eq!(
            request(&served("/v1/me", 200), Some(&logged), PLAIN),
            "GET    /v1/me 200 12 ms twin-me usr_1 key 0d3f7a1c"
        );
        let mut other = served("/nowhere", 404);
        other.function = None;
        assert_eq!(
            request(&other, None, PLAIN),
            "GET    /nowhere 404 12 ms (gateway)"
        );
        let owner = object(json!({ "user.id": "usr_1", "key.id": null }));
        let line = request(&served("/v1/me", 401), Some(&owner), PLAIN);
        assert!(line.ends_with("twin-me usr_1"), "{line}");
    }

    #[test]
    fn an_error_is_shown_in_full() {
        let logged = object(json!({
            "level": "ERROR", "outcome": "INTERNAL_ERROR", "user.id": "usr_1",
            "cause": "reading the table: dispatch failure: connection refused", "_aws": { "a": 1 },
        }));
        assert_eq!(
            request(&served("/v1/me", 500), Some(&logged), PLAIN),
            "GET    /v1/me 500 12 ms twin-me usr_1\n       \
             cause: reading the table: dispatch failure: connection refused\n       \
             outcome: INTERNAL_ERROR"
        );
        let mut broken = served("/stream", 200);
        broken.problem = Some("its answer broke off".into());
        assert_eq!(
            request(&broken, None, PLAIN),
            "GET    /stream 200 12 ms twin-me\n       problem: its answer broke off"
        );
        assert_eq!(
            plain("twin-me", "thread 'main' panicked", PLAIN),
            "twin-me: thread 'main' panicked"
        );
    }

    #[test]
    fn a_worker_is_shown_when_it_found_something_or_failed() {
        let run = |level: &str, found: u64| {
            object(json!({
                "level": level, "message": "work", "found": found, "worker": "outbox-sweep",
                "duration_ms": 3, "dynamodb.read_units": 1.5, "_aws": {},
            }))
        };
        assert_eq!(log("outbox-sweep", &run("INFO", 0), PLAIN), None);
        assert_eq!(
            log("outbox-sweep", &run("INFO", 2), PLAIN).unwrap(),
            "INFO outbox-sweep: work found=2 worker=outbox-sweep"
        );
        assert_eq!(
            log("outbox-sweep", &run("ERROR", 0), PLAIN).unwrap(),
            "ERROR outbox-sweep: work\n       duration_ms: 3\n       found: 0\n       \
             worker: outbox-sweep"
        );
    }

    #[test]
    fn no_control_character_reaches_the_terminal() {
        let hostile = "/a\u{1b}[2J\r\n\u{7}\0\u{7f}\u{9b}31m\u{202e}\u{200b}\u{2028}\u{e0041}é漢";
        let logged = object(json!({
            "level": "ERROR", "message": hostile, "user.id": hostile, "key.id": hostile,
            "cause": hostile, hostile: hostile,
        }));
        let mut request_500 = served(hostile, 500);
        request_500.function = Some(hostile.into());
        request_500.problem = Some(hostile.into());
        let lines = [
            request(&request_500, Some(&logged), PLAIN),
            log(hostile, &logged, PLAIN).unwrap(),
            plain(hostile, hostile, PLAIN),
        ];
        for line in &lines {
            assert!(line.contains("é漢"), "{line}");
            assert!(
                line.contains(r"\u{1b}[2J\u{d}\u{a}\u{7}\u{0}\u{7f}\u{9b}31m"),
                "{line}"
            );
            // The only line ends are those between the details.
            let rest = line.replace("\n       ", "");
            assert!(
                !rest.chars().any(|c| c.is_control() || is_format(c)),
                "{line:?}"
            );
        }
    }

    #[test]
    fn colours_are_for_those_who_want_them() {
        let colours = Style { colours: true };
        for (status, code) in [(200, "32"), (302, "32"), (404, "33"), (503, "31")] {
            let line = request(&served("/a", status), None, colours);
            assert!(
                line.contains(&format!("\u{1b}[{code}m{status}\u{1b}[0m")),
                "{line:?}"
            );
        }
        assert!(!request(&served("/a", 503), None, PLAIN).contains('\u{1b}'));
    }
}
