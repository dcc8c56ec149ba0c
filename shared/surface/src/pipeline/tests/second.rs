//! A second surface.

use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use common::config::Environment;
use common::{Cause, Clock, Fault};
use http::header::{CONTENT_TYPE, LOCATION, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, Method, StatusCode};
use serde::Serialize;
use serde_json::{Value, json};
use tracing::Level;

use super::super::*;
use super::{metric, written};
use crate::body::{Fields, Object, Reader, text};
use crate::{
    AuthDescription, Authorizer, Code, Envelope, Json, NoContent, OffsetPage, Query, Surface,
};

/// A surface of the twin's kind.
pub(crate) static BARE: Surface = Surface {
    name: "bare",
    title: "Bare",
    about: "",
    base: "/v1/bare",
    namespace: "TwinApi",
    envelope: Envelope::Bare,
    challenge: "Bearer realm=\"bare\"",
    vary: "X-Twin-Key, Authorization, Accept, Accept-Encoding",
    order: Order::ShapeFirst,
    not_found: "There is nothing here.",
    problems: None,
    codes: &[],
};

static NO_TICKET: Code = Code::new("NO_TICKET", 401, "no ticket was sent");
static LIMITED: Code = Code::new("RATE_LIMITED", 429, "too many calls");

static CONSOLE: Surface = Surface {
    name: "console",
    title: "Console",
    about: "",
    base: "/v1/things",
    namespace: "Provider",
    envelope: Envelope::DataMeta,
    challenge: "Bearer realm=\"console\"",
    vary: "Authorization",
    order: Order::CallerFirst,
    not_found: "Nothing.",
    problems: Some("https://docs.example.com/errors"),
    codes: &[&NO_TICKET, &LIMITED],
};

/// The second surface's own context: no table, no cache of keys.
struct Console {
    clock: Clock,
    admitted: AtomicU32,
}

impl Context for Console {
    fn read(environment: &Environment) -> Result<Self, Cause> {
        environment.required("CONSOLE", "the console")?;
        Ok(Self {
            clock: Clock::system(),
            admitted: AtomicU32::new(0),
        })
    }

    fn clock(&self) -> &Clock {
        &self.clock
    }
}

/// Its own callers, who have a ticket and a limit.
struct Ticket {
    left: u32,
}

#[derive(Debug)]
struct Terms {
    most: u32,
}

impl Auth for Ticket {
    type Context = Console;
    type Terms = Terms;

    const AUTHORIZER: Authorizer = Authorizer::Jwt("Console");

    async fn admit(
        console: &'static Console,
        endpoint: &'static Endpoint<Self>,
        request: &Request,
    ) -> Result<Self, Refused> {
        if request.header("ticket").is_none() {
            let refusal = NO_TICKET.refusal("Send a ticket.").no_credentials();
            return Err(Error::from(refusal).into());
        }
        let used = console.admitted.fetch_add(1, Ordering::SeqCst);
        match endpoint.terms.most.checked_sub(used + 1) {
            Some(left) => Ok(Self { left }),
            None => Err(Refused {
                error: LIMITED.refusal("Wait.").retry_after(7).into(),
                headers: Self { left: 0 }.headers(),
                principal: Principal::default(),
            }),
        }
    }

    fn headers(&self) -> HeaderMap {
        let left = HeaderValue::from(self.left);
        HeaderMap::from_iter([(HeaderName::from_static("x-ratelimit-remaining"), left)])
    }

    fn principal(&self) -> Principal {
        Principal {
            user: Some("dev_1".into()),
            key: None,
        }
    }

    fn describe(terms: &Terms) -> AuthDescription {
        AuthDescription {
            schemes: &["Ticket"],
            codes: vec![&NO_TICKET, &LIMITED],
            headers: &["X-RateLimit-Remaining"],
            terms: format!("At most {} calls.", terms.most),
        }
    }
}

/// What the console lists.
#[derive(Clone, Copy, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Thing {
    number: u32,
}

mod thing {
    use super::*;

    pub(super) struct ListThings(OffsetPage);

    impl<C> Input<C> for ListThings {
        fn parse(request: &Request, _: &C) -> Result<Self, Error> {
            let mut query = Query::of(request);
            let page = OffsetPage::take(&mut query);
            query.finish()?;
            Ok(Self(page))
        }
    }

    pub(super) async fn list(
        _: &'static Console,
        _: Ticket,
        ListThings(page): ListThings,
    ) -> Result<Reply<Json<Vec<Thing>>>, Error> {
        let all: Vec<_> = (0..45).map(|number| Thing { number }).collect();
        Ok(Reply::json(&page.of(&all).to_vec())?.meta(page.meta(45)))
    }

    pub(super) struct CreateThing(String);

    impl<C> Input<C> for CreateThing {
        fn parse(request: &Request, _: &C) -> Result<Self, Error> {
            let object = Object {
                name: "NewThing",
                about: "A thing to be made.",
            };
            let mut body = Fields::of(request, object)?;
            let name = body.required("name", text(1..=9).about("What it is called."));
            body.finish()?;
            Ok(Self(name.unwrap_or_default()))
        }
    }

    pub(super) async fn create(
        _: &'static Console,
        _: Ticket,
        CreateThing(name): CreateThing,
    ) -> Result<Reply<Json<Thing, 201>>, Error> {
        if name == "panic" {
            panic!("a bug that holds {name}");
        }
        let reply = Reply::json(&Thing { number: 46 })?;
        Ok(reply.header(LOCATION, format!("/v1/things/{name}")))
    }

    pub(super) async fn delete(
        _: &'static Console,
        _: Ticket,
        (): (),
    ) -> Result<Reply<NoContent>, Error> {
        Ok(Reply::nothing())
    }

    pub(super) struct Updates;

    impl crate::Answers for Updates {
        #[cfg(feature = "schema")]
        fn describe(answers: &mut crate::describe::AnswersDescription<'_>) {
            answers.content(
                200,
                vec![("text/event-stream", json!({ "type": "string" }))],
            );
        }
    }

    pub(super) async fn updates(
        _: &'static Console,
        _: Ticket,
        (): (),
    ) -> Result<Reply<Updates>, Error> {
        let chunks = [
            Ok(Bytes::from("data: 1\n\n")),
            Ok(Bytes::from("data: 2\n\n")),
            Err(Fault::unavailable("reading updates", "the table is gone")),
        ];
        Ok(Reply::stream(
            "text/event-stream",
            futures::stream::iter(chunks),
        ))
    }
}

mod console {
    use super::*;

    // What `registry!` expects of a package: handlers below the crate's root.
    pub(super) fn entries() -> Vec<crate::Entry<Console>> {
        registry().entries
    }

    crate::registry! {
        Ticket, CONSOLE;
        /// Lists things.
        THING_LIST = "console-thing-list", GET "/v1/things", Terms { most: 1_000 } => pipeline::tests::second::thing::list;
        /// Makes a thing.
        THING_CREATE = "console-thing-create", POST "/v1/things", Terms { most: 1_000 }, body_limit: 64 => pipeline::tests::second::thing::create;
        /// Deletes a thing.
        THING_DELETE = "console-thing-delete", DELETE "/v1/things/{id}", Terms { most: 0 } => pipeline::tests::second::thing::delete;
        /// What is new.
        THING_UPDATES = "console-thing-updates", GET "/v1/things/updates", Terms { most: 1_000 } => pipeline::tests::second::thing::updates;
    }
}

fn context() -> &'static Console {
    let clock = Clock::standing_at("2026-11-22T12:00:00Z".parse().unwrap());
    Box::leak(Box::new(Console {
        clock,
        admitted: AtomicU32::new(0),
    }))
}

fn request(method: &str, query: &str, headers: Value, body: &str) -> Request {
    let event = json!({
        "version": "2.0", "routeKey": "$default", "rawPath": "/v1/things", "rawQueryString": query,
        "headers": headers,
        "requestContext": {"http": {"method": method, "sourceIp": "203.0.113.7"}, "stage": "$default"},
        "body": body, "isBase64Encoded": false
    });
    crate::lambda::request(serde_json::from_value(event).unwrap())
}

async fn answer(function: &str, request: Request) -> (StatusCode, HeaderMap, Value) {
    let entry = console::entries()
        .into_iter()
        .find(|entry| entry.route.function == function)
        .unwrap();
    let response = entry.respond(context(), request).await;
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap();
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    (parts.status, parts.headers, body)
}

#[tokio::test]
async fn answers_are_wrapped_and_lists_have_pages() {
    let ticket = json!({ "ticket": "1" });
    let list = request("GET", "limit=2&offset=43", ticket.clone(), "");
    let (status, headers, body) = answer("console-thing-list", list).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["x-ratelimit-remaining"], "999");
    let id = headers["x-request-id"].to_str().unwrap();
    let expected = json!({
        "data": [{ "number": 43 }, { "number": 44 }],
        "meta": {
            "requestId": id,
            "pagination": { "total": 45, "limit": 2, "offset": 43, "hasMore": false },
        },
    });
    assert_eq!(body, expected);
    let create = request("POST", "", ticket, r#"{"name":"a"}"#);
    let (status, headers, body) = answer("console-thing-create", create).await;
    assert_eq!(
        (status, &body["data"]),
        (StatusCode::CREATED, &json!({ "number": 46 }))
    );
    assert_eq!(headers[LOCATION], "/v1/things/a");
}

/// Here the caller comes before the shape: no 400 without a ticket, and each 400 has its limits.
#[tokio::test]
async fn the_caller_comes_before_the_shape() {
    let wrong = |headers| request("POST", "", headers, r#"{"name":7}"#);
    let (status, headers, body) = answer("console-thing-create", wrong(json!({}))).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(body["error"]["code"], "NO_TICKET");
    assert_eq!(headers[WWW_AUTHENTICATE], "Bearer realm=\"console\"");
    let (status, headers, body) =
        answer("console-thing-create", wrong(json!({ "ticket": "1" }))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(headers["x-ratelimit-remaining"], "999");
    assert_eq!(body["error"]["details"][0]["path"], "name");
    let large = request("POST", "", json!({ "ticket": "1" }), &"x".repeat(65));
    let (status, headers, _) = answer("console-thing-create", large).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(headers["x-ratelimit-remaining"], "999");
}

#[tokio::test]
async fn a_refusal_has_its_headers_and_a_problem_its_form() {
    let headers = json!({ "ticket": "1", "accept": "application/problem+json" });
    let (status, headers, body) =
        answer("console-thing-delete", request("DELETE", "", headers, "")).await;
    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(headers[RETRY_AFTER], "7");
    assert_eq!(headers["x-ratelimit-remaining"], "0");
    assert_eq!(headers[CONTENT_TYPE], "application/problem+json");
    assert_eq!(
        (&body["code"], &body["status"]),
        (&json!("RATE_LIMITED"), &json!(429))
    );
}

#[test]
fn a_panic_is_a_500_with_its_line() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let line = written(Level::INFO, "dev", || {
        let create = request("POST", "", json!({ "ticket": "1" }), r#"{"name":"panic"}"#);
        let (status, _, body) = runtime.block_on(answer("console-thing-create", create));
        assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(body["error"]["code"], "INTERNAL_ERROR");
        assert!(!body.to_string().contains("a bug"));
    });
    let line = metric(&line);
    assert_eq!(
        (&line["faults"], &line["outcome"]),
        (&json!(1), &json!("INTERNAL_ERROR"))
    );
    assert_eq!(line["surface"], "console");
}

/// A stream's line is written at its end, with what ended it.
#[test]
fn a_stream_has_its_line_at_its_end() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let line = written(Level::INFO, "dev", || {
        runtime.block_on(async {
            let entry = console::entries().pop().unwrap();
            let updates = request("GET", "", json!({ "ticket": "1" }), "");
            let response = entry.respond(context(), updates).await;
            assert_eq!(response.headers()[CONTENT_TYPE], "text/event-stream");
            tracing::info!("the answer has begun");
            let Body::Stream(mut stream) = response.into_body() else {
                panic!("no stream");
            };
            assert_eq!(stream.next().await.unwrap().unwrap(), "data: 1\n\n");
            assert_eq!(stream.next().await.unwrap().unwrap(), "data: 2\n\n");
            assert!(stream.next().await.unwrap().is_err());
        });
    });
    let (first, last) = line.trim_end().split_once('\n').unwrap();
    assert!(first.contains("the answer has begun"), "{first}");
    let last: Value = serde_json::from_str(last).unwrap();
    assert_eq!(
        (&last["faults"], &last["http.status"]),
        (&json!(1), &json!(200))
    );
    assert!(
        last["cause"]
            .as_str()
            .unwrap()
            .contains("the table is gone")
    );
    // A reader that goes away ends it as well.
    let line = written(Level::INFO, "dev", || {
        runtime.block_on(async {
            let entry = console::entries().pop().unwrap();
            let updates = request("GET", "", json!({ "ticket": "1" }), "");
            drop(entry.respond(context(), updates).await);
        });
    });
    assert_eq!(metric(&line)["faults"], 0);
}

#[test]
fn a_registry_says_where_its_endpoints_are() {
    let entries = console::entries();
    let first = &entries[0];
    assert_eq!(first.authorizer, Authorizer::Jwt("Console"));
    assert_eq!(first.route.method, Some(Method::GET));
    assert!(
        first.constant.ends_with("::THING_LIST"),
        "{}",
        first.constant
    );
    assert_eq!(first.handler, "::pipeline::tests::second::thing::list");
    assert_eq!(first.auth.terms, "At most 1000 calls.");
    let missing = Console::read(&Environment::of([("A", "b")])).err().unwrap();
    assert!(missing.to_string().contains("CONSOLE"));
}

/// What is read is what is described.
#[cfg(feature = "schema")]
#[test]
fn a_request_describes_itself_by_being_read() {
    use crate::describe::Schemas;

    let generator = || schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let mut schemas = Schemas {
        requests: generator(),
        answers: generator(),
        objects: Vec::new(),
    };
    let entries = console::entries();
    let create = request("POST", "", json!({}), r#"{"name":"a"}"#);
    let described = entries[1]
        .describe(context(), create, &mut schemas)
        .unwrap();
    let body = described.request.body.unwrap();
    assert_eq!(body.object.name, "NewThing");
    let expected = json!({
        "type": "object",
        "description": "A thing to be made.",
        "properties": { "name": {
            "type": "string", "minLength": 1, "maxLength": 9, "description": "What it is called.",
        } },
        "required": ["name"],
        "additionalProperties": false,
    });
    assert_eq!(body.schema(), expected);
    assert_eq!(described.answers[0].0, 201);
    let list = entries[0].describe(context(), request("GET", "", json!({}), ""), &mut schemas);
    let names: Vec<_> = list
        .unwrap()
        .request
        .parameters
        .iter()
        .map(|p| p.name)
        .collect();
    assert_eq!(names, ["limit", "offset"]);
}
