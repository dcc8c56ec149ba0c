//! The largest answer to a refused request, looked for at every endpoint and through every door:
//! path, query, headers and body. A refusal costs its caller nothing, so that it must not be large.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use surface::Route;
use tests::World;
use tests::ask::{Answer, Ask, Serve, ask, routes};
use twin::{PlainKey, UserId};

/// No answer to a refused request may be larger, in bytes.
const LARGEST: usize = 64 * 1024;
/// The longest request line and headers that API Gateway takes, in bytes.
const HEAD: usize = 10_240;
/// Changes that are tried at each endpoint, on top of each other where they make answers larger.
const TRIES: usize = 30;
/// The same where bodies may be large.
const TRIES_AT_LARGE_BODIES: usize = 6;

/// Numbers of no pattern, the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}

/// A part of a request that its sender fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Door {
    Path,
    Query,
    Headers,
    Body,
}

/// An endpoint with a request that it takes.
pub(crate) struct Base {
    ask: Ask,
    body: Value,
}

impl Base {
    /// As the endpoint's file in `events/` has it, by somebody who may call.
    fn new(route: &'static Route, user: UserId, key: &PlainKey) -> Self {
        let file = tests::root().join(format!("events/{}.json", route.function));
        let event: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let raw = event["rawPath"].as_str().unwrap().split('/');
        let mut request = match route.surface.name {
            "dashboard" => ask(route).by(user),
            "back-office" => ask(route).by_operator(),
            _ => ask(route).key(key),
        };
        for (own, given) in route.path.split('/').zip(raw) {
            if let Some(name) = own.strip_prefix('{') {
                request = request.param(name.trim_end_matches('}'), given);
            }
        }
        let body = event["body"].as_str().unwrap_or("{}");
        Self {
            ask: request,
            body: serde_json::from_str(body).unwrap(),
        }
    }

    /// A request that its endpoint takes.
    pub(crate) fn of(ask: Ask) -> Self {
        let body = ask.body.as_deref().unwrap_or("{}");
        let body = serde_json::from_str(body).unwrap();
        Self { ask, body }
    }

    fn room(&self) -> usize {
        self.ask.route.body_limit
    }
}

/// As many copies of `one` as fit.
fn flood(length: usize, one: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(length);
    for n in 0.. {
        let next = one(n);
        if text.len() + next.len() > length {
            return text;
        }
        text += &next;
    }
    text
}

/// Requests that are wrong in as many places as fit, or with as long a value.
fn floods(base: &Base) -> Vec<(Door, Ask)> {
    let mut all = Vec::new();
    let words = [
        "\"",
        "\\",
        "é",
        "\u{1F600}",
        "\u{2028}",
        "x",
        "%22",
        "%5C",
        "%F0%9F%98%80",
    ];
    for word in words {
        let long = flood(HEAD - 500, |_| word.to_owned());
        for name in base.ask.route.parameters() {
            all.push((Door::Path, base.ask.clone().param(name, &long)));
        }
        all.push((Door::Path, base.ask.clone().path(&format!("/{long}"))));
        for query in [
            long.clone(),
            format!("{long}={long}"),
            format!("limit={long}"),
            format!("cursor={long}"),
            flood(HEAD - 500, |n| format!("{n:x}{word}&")),
            flood(HEAD - 500, |n| format!("{}{n}=&", word.repeat(64))),
        ] {
            all.push((Door::Query, base.ask.clone().query(&query)));
        }
        for name in [
            "accept",
            "accept-encoding",
            "authorization",
            "content-encoding",
            "content-type",
            "cookie",
            "idempotency-key",
            "if-none-match",
            "x-twin-key",
        ] {
            all.push((Door::Headers, base.ask.clone().header(name, &long)));
        }
    }
    // As many parameters as are read, as long as they may be.
    for word in words {
        for value in ["", word] {
            let name = word.repeat(150 / word.len() / (1 + value.len().min(1)));
            let value = value.repeat(name.len() / word.len());
            let query: String = (0..50).map(|n| format!("{n}{name}={value}&")).collect();
            all.push((Door::Query, base.ask.clone().query(&query)));
        }
    }
    for one in [
        "a&", "=&", "&a", "a=1&", "limit=1&", "cursor=&", "%ff&", "%ff=%ff&", "%00&", "+&",
    ] {
        let query = flood(HEAD - 500, |_| one.to_owned());
        all.push((Door::Query, base.ask.clone().query(&query)));
    }
    for one in [
        "a,",
        "*/*,",
        "a;q=1,",
        "application/problem+json,",
        "W/\"a\",",
        "br,",
    ] {
        let value = flood(HEAD - 500, |_| one.to_owned());
        for name in ["accept", "accept-encoding", "if-none-match"] {
            let ask = base.ask.clone().header(name, &value).query("wrong");
            all.push((Door::Headers, ask));
        }
    }
    let room = base.room();
    for text in [
        flood(room, |_| "[".to_owned()),
        flood(room, |_| "{\"\":".to_owned()),
        format!("\"{}\"", flood(room - 2, |_| "x".to_owned())),
        format!("[{}0]", flood(room - 3, |_| "0,".to_owned())),
        format!(
            "{{{}\"z\":0}}",
            flood(room - 10, |n| format!("\"{n:x}\":0,"))
        ),
        format!(
            "{{{}\"z\":0}}",
            flood(room - 10, |n| format!(
                "\"{n:x}{}\":0,",
                "\u{1F600}".repeat(64)
            ))
        ),
        format!("{{{}\"z\":0}}", flood(room - 10, |_| "\"a\":0,".to_owned())),
        flood(room, |_| "\u{1F600}".to_owned()),
        flood(room + 1, |_| "x".to_owned()),
    ] {
        all.push((Door::Body, base.ask.clone().text(text)));
    }
    for place in places(&base.body) {
        for value in values(&base.body, &place, room) {
            let mut body = base.body.clone();
            *body.pointer_mut(&place).unwrap() = value;
            all.push((Door::Body, base.ask.clone().body(body)));
        }
    }
    all
}

/// The places of a value, as JSON pointers.
pub(crate) fn places(value: &Value) -> Vec<String> {
    let mut all = vec![String::new()];
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(k, v)| (k.clone(), v)).collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(n, v)| (n.to_string(), v))
            .collect(),
        _ => Vec::new(),
    };
    for (name, value) in inner {
        let name = name.replace('~', "~0").replace('/', "~1");
        all.extend(
            places(value)
                .into_iter()
                .map(|place| format!("/{name}{place}")),
        );
    }
    all
}

/// Values to stand at a place of a body: wrong ones, long ones, and as many as fit.
fn values(body: &Value, place: &str, room: usize) -> Vec<Value> {
    let now = body.pointer(place).unwrap();
    let room = room.saturating_sub(body.to_string().len() + 100);
    let many = |n: usize, one: Value| Value::Array(vec![one; n]);
    let named = |n: usize, long: &str, one: Value| {
        let fields = (0..n).map(|n| (format!("{n:x}{long}"), one.clone()));
        let mut object = now.as_object().cloned().unwrap_or_default();
        object.extend(fields);
        Value::Object(object)
    };
    let mut all = vec![
        Value::Null,
        json!(-1),
        json!("\"".repeat(room / 2)),
        json!("\u{1F600}".repeat(room / 4)),
        many(room / 2, json!(0)),
        many(room / 3, json!({})),
        many(room / 3, json!("")),
        many(50, json!("\"".repeat(room / 120))),
        named(room / 9, "", json!(0)),
        named(room / 300, &"\u{1F600}".repeat(64), json!(0)),
        json!({ "a": many(room / 2, json!(0)) }),
    ];
    if let Some(one) = now.as_array().and_then(|items| items.first()) {
        // As many items as are allowed, wrong in every field and with as many fields more.
        let wrong: Map<String, Value> = match one.as_object() {
            Some(fields) => fields
                .keys()
                .map(|name| (name.clone(), json!([])))
                .collect(),
            None => Map::new(),
        };
        for more in [0, 10, room / 50 / 12] {
            let more = (0..more).map(|n| (format!("x{n:x}"), json!(0)));
            let item: Map<_, _> = wrong.clone().into_iter().chain(more).collect();
            all.push(many(50, Value::Object(item)));
        }
    }
    all
}

/// One change of a request, at random.
fn changed(base: &Base, ask: &Ask, random: &mut Random) -> Ask {
    let mut ask = ask.clone();
    match random.below(5) {
        0 => {
            let words = [
                "\"",
                "\\",
                "%22",
                "&",
                "=",
                "limit",
                "%ff",
                "\u{1F600}",
                "x",
            ];
            let times = 1 << random.below(12);
            let mut query = format!("{}{}", ask.query, random.of(&words).repeat(times));
            query.truncate(query.floor_char_boundary(HEAD - 500));
            ask.query(&query)
        }
        1 => {
            let names = [
                "accept",
                "content-type",
                "idempotency-key",
                "content-encoding",
            ];
            let values = [
                "application/problem+json",
                "application/json",
                "gzip",
                "\"\\",
                "",
            ];
            ask.header(random.of(&names), random.of(&values))
        }
        2 => ask.method(random.of(&["GET", "POST", "PUT", "TRACE"])),
        _ => {
            let body = ask.body.as_deref();
            let body = body.and_then(|text| serde_json::from_str(text).ok());
            let mut body: Value = body.unwrap_or_else(|| base.body.clone());
            let places = places(&base.body);
            let place = random.of(&places);
            if body.pointer(&place).is_some() {
                let all = values(&body, &place, base.room() / (1 + random.below(4)));
                *body.pointer_mut(&place).unwrap() = random.of(&all);
            }
            ask.body = Some(body.to_string());
            ask
        }
    }
}

/// What an answer takes: its headers and its body.
fn size(answer: &Answer) -> usize {
    let headers = answer.headers.iter();
    let headers: usize = headers
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    headers + answer.body.len()
}

async fn refused(ask: &Ask, process: &'static impl Serve) -> usize {
    let answer = ask.answer(process).await;
    let name = ask.route.function;
    assert!(
        answer.status < 500,
        "{name}: {} {}",
        answer.status,
        answer.text()
    );
    if answer.status < 400 {
        0
    } else {
        size(&answer)
    }
}

/// A search for the largest answer.
pub(crate) struct Search {
    random: Random,
    largest: BTreeMap<Door, (usize, &'static str)>,
    overall: (usize, &'static str),
    tried: usize,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            random: Random(1),
            largest: BTreeMap::new(),
            overall: (0, ""),
            tried: 0,
        }
    }
}

impl Search {
    /// Searches at one endpoint; `pause` is called before each request with how many came before it.
    pub(crate) async fn at(
        &mut self,
        base: &Base,
        process: &'static impl Serve,
        pause: impl Fn(usize),
    ) {
        let function = base.ask.route.function;
        let mut best = (0, base.ask.clone().body(base.body.clone()));
        for (door, ask) in floods(base) {
            pause(self.tried);
            self.tried += 1;
            let found = refused(&ask, process).await;
            let known = self.largest.entry(door).or_default();
            *known = (*known).max((found, function));
            if found > best.0 {
                best = (found, ask);
            }
        }
        let problem = best.1.clone().header("accept", "application/problem+json");
        let found = refused(&problem, process).await;
        if found > best.0 {
            best = (found, problem);
        }
        let is_large = base.room() > surface::BODY_LIMIT;
        for _ in 0..if is_large {
            TRIES_AT_LARGE_BODIES
        } else {
            TRIES
        } {
            let ask = changed(base, &best.1, &mut self.random);
            pause(self.tried);
            self.tried += 1;
            let found = refused(&ask, process).await;
            if found > best.0 {
                best = (found, ask);
            }
        }
        self.overall = self.overall.max((best.0, function));
    }

    /// Prints what was found, which must be small.
    pub(crate) fn ends(self) {
        for (door, (bytes, function)) in &self.largest {
            println!("{door:?}: {bytes} bytes at most, of {function}");
        }
        let (bytes, function) = self.overall;
        let tried = self.tried;
        println!("all of {tried} requests: {bytes} bytes at most, of {function}");
        assert!(bytes > 1_000, "the search finds nothing");
        assert!(bytes < LARGEST, "{bytes} bytes, of {function}");
    }
}

#[tokio::test]
async fn no_refusal_is_large() {
    let world = World::at("2026-11-22T12:00:05Z").await;
    let user = world.account(1_000_000).await;
    let (key, _) = world.key(user).await;
    let process = world.process_wired();
    let mut search = Search::default();
    for route in routes() {
        let base = Base::new(route, user, &key);
        search.at(&base, process, |_| ()).await;
    }
    search.ends();
}
