//! Answers, reduced to what the checks need: small enough to be stored, and without anything that
//! a check would have to ask for again.

use std::collections::BTreeMap;

use common::{Timestamp, words};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::plan::{Probe, ProbeCall, ProbeKind};
use super::png;
use crate::catalogue::entry::PictureHash;
use crate::package::descriptor::{Capability, Fixture, Tolerance, pointer};
use crate::package::drift::Drift;
use crate::schema::Schema;

/// Violations and differences that a sample lists, at most.
const LISTED: usize = 5;
/// Characters of a text that a sample quotes, at most.
const QUOTED: usize = 80;

words!(
    /// Why there is no answer.
    #[cfg_attr(feature = "schema", schemars(rename = "ProbeFailure"))]
    Failure {
        /// It did not come in time.
        TimedOut = "timed_out";
        /// The address could not be reached.
        Unreachable = "unreachable";
        /// The certificate is not valid.
        Certificate = "certificate";
        /// The address is not public.
        Address = "address";
        /// What came was no HTTP.
        Malformed = "malformed";
    }
);

/// An answer as it came.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Whether it says when to try again.
    pub retry_after: bool,
    /// Milliseconds until its first byte of body.
    pub first_byte_ms: u32,
    /// The body, decompressed, as far as it was read.
    pub body: Vec<u8>,
    /// Whether there was more than is read of an answer.
    pub too_large: bool,
    /// Whether it holds one of the secrets that the call carried.
    pub echoes: bool,
}

/// What became of a probe.
#[derive(Clone, Debug)]
pub struct Reply {
    /// When its answer came, or failed to.
    pub at: Timestamp,
    /// Milliseconds from sending to the end of the answer.
    pub latency_ms: u32,
    /// The request's identifier, as its receiver got it.
    pub request_id: Option<String>,
    /// The answer, or why there is none.
    pub answer: Result<Answer, Failure>,
}

/// What is kept of a reply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Sample {
    /// When its answer came, or failed to.
    pub at: Timestamp,
    /// Milliseconds from sending to the end of the answer.
    pub latency_ms: u32,
    /// The request's identifier, as its receiver got it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Why there is no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<Failure>,
    /// The answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Observed>,
}

/// What is kept of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ObservedAnswer"))]
#[serde(rename_all = "camelCase")]
pub struct Observed {
    /// The HTTP status.
    pub status: u16,
    /// Bytes of its body, as far as it was read.
    pub bytes: u32,
    /// The first 16 hexadecimal digits of the body's SHA-256.
    pub hash: String,
    /// Milliseconds until its first byte.
    pub first_byte_ms: u32,
    /// Whether it says when to try again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retry_after: bool,
    /// Whether it is larger than an answer may be.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub too_large: bool,
    /// Whether it holds a secret of the call.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub echoes: bool,
    /// What its body is.
    pub content: Content,
}

/// What an answer's body is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ObservedContent"))]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "kind"
)]
pub enum Content {
    /// A success.
    Data {
        /// Its `ttl`, where that is an integer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ttl: Option<i64>,
        /// Its `metadata.fetchedAt`: absent, or what was read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fetched_at: Option<FetchedAt>,
        /// What its schema refuses, at most 5.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        violations: Vec<Difference>,
        /// What its fixture does not expect, at most 5.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        differences: Vec<Difference>,
        /// The first 16 hexadecimal digits of the SHA-256 of the data, canonically written.
        data_hash: String,
    },
    /// An error with a code and a message.
    Error {
        /// The code.
        code: String,
    },
    /// A PNG.
    Picture {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The hash under which the catalogue serves it.
        picture: PictureHash,
    },
    /// Something else, and what is wrong with it.
    Other {
        /// What is wrong.
        why: String,
    },
}

/// When data was fetched, as its answer says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "String"))]
#[serde(from = "String", into = "String")]
pub enum FetchedAt {
    /// At this time.
    At(Timestamp),
    /// It is no time; written `noTime`.
    NoTime,
}

impl From<String> for FetchedAt {
    fn from(text: String) -> Self {
        text.parse().map_or(Self::NoTime, Self::At)
    }
}

impl From<FetchedAt> for String {
    fn from(fetched: FetchedAt) -> Self {
        match fetched {
            FetchedAt::At(at) => at.to_string(),
            FetchedAt::NoTime => "noTime".to_owned(),
        }
    }
}

/// Something in an answer's data, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// The JSON Pointer into the data.
    pub pointer: String,
    /// What is wrong there.
    pub message: String,
}

/// All that a run has found: what its report is made of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Samples {
    /// The samples, by their probes' names.
    pub samples: BTreeMap<String, Sample>,
    /// What the version changes against the published one; absent until it was compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drift: Option<Drift>,
    /// Why the probes of the runtime were given up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_up: Option<String>,
}

/// Reduces a reply.
pub fn observe(probe: &Probe, capabilities: &[Capability], reply: &Reply) -> Sample {
    let (failure, answer) = match &reply.answer {
        Err(failure) => (Some(*failure), None),
        Ok(answer) => {
            let content = match &probe.kind {
                ProbeKind::Health | ProbeKind::Page { .. } => other(""),
                ProbeKind::Picture { .. } => picture(&answer.body),
                ProbeKind::Call(call) => content(call, capabilities, answer),
            };
            (None, Some(observed(answer, content)))
        }
    };
    Sample {
        at: reply.at,
        latency_ms: reply.latency_ms,
        request_id: reply.request_id.clone(),
        failure,
        answer,
    }
}

fn observed(answer: &Answer, content: Content) -> Observed {
    Observed {
        status: answer.status,
        bytes: u32::try_from(answer.body.len()).unwrap_or(u32::MAX),
        hash: digits(&answer.body),
        first_byte_ms: answer.first_byte_ms,
        retry_after: answer.retry_after,
        too_large: answer.too_large,
        echoes: answer.echoes,
        content,
    }
}

/// The first 16 hexadecimal digits of a hash.
fn digits(bytes: &[u8]) -> String {
    let mut digits = hex::encode(Sha256::digest(bytes));
    digits.truncate(16);
    digits
}

fn other(why: &str) -> Content {
    Content::Other {
        why: why.to_owned(),
    }
}

fn picture(body: &[u8]) -> Content {
    match png::size(body) {
        Some((width, height)) => Content::Picture {
            width,
            height,
            picture: PictureHash::of(body),
        },
        None => other("it is no PNG"),
    }
}

fn content(call: &ProbeCall, capabilities: &[Capability], answer: &Answer) -> Content {
    if answer.too_large {
        return other("it is too large to be read");
    }
    let Ok(body) = serde_json::from_slice::<Value>(&answer.body) else {
        return other("it is no JSON");
    };
    match body.get("status").and_then(Value::as_str) {
        Some("ok") => data(call, capabilities, &body),
        Some("error") => {
            let text = |name: &str| body.get("error")?.get(name)?.as_str();
            match (text("code"), text("message")) {
                (Some(code), Some(_)) if !code.is_empty() => Content::Error { code: quoted(code) },
                _ => other("its error has no code and message"),
            }
        }
        _ => other("its status is neither ok nor error"),
    }
}

fn data(call: &ProbeCall, capabilities: &[Capability], body: &Value) -> Content {
    let Some(data) = body.get("data") else {
        return other("it has no data");
    };
    let capability = capabilities
        .iter()
        .find(|capability| capability.name.as_str() == call.capability);
    let schema = capability.and_then(|capability| match &call.action {
        Some(action) => Some(&capability.action(action)?.output_schema),
        None => Some(&capability.output_schema),
    });
    let fixture = capability
        .zip(call.fixture)
        .and_then(|(capability, index)| capability.fixtures.get(index));
    let fetched_at = body.get("metadata").and_then(|m| m.get("fetchedAt"));
    Content::Data {
        ttl: body.get("ttl").and_then(Value::as_i64),
        fetched_at: fetched_at.map(|at| {
            let at = at.as_str().and_then(|at| at.parse().ok());
            at.map_or(FetchedAt::NoTime, FetchedAt::At)
        }),
        violations: schema.map_or_else(Vec::new, |schema| violations(schema, data)),
        differences: fixture.map_or_else(Vec::new, |fixture| differences(fixture, data)),
        data_hash: digits(crate::package::descriptor::canonical(data).as_bytes()),
    }
}

fn violations(schema: &Value, data: &Value) -> Vec<Difference> {
    let Ok(schema) = Schema::read(schema.clone()) else {
        return Vec::new(); // the static checks say so
    };
    let wrong = schema.check(data).err().unwrap_or_default();
    wrong
        .into_iter()
        .take(LISTED)
        .map(|violation| Difference {
            pointer: quoted(&violation.pointer),
            message: violation.message,
        })
        .collect()
}

/// What a fixture expects and the data does not have. Members that it does not name may be there.
fn differences(fixture: &Fixture, data: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    if let Some(expected) = &fixture.expected.data {
        differ(expected, data, "", &fixture.tolerances, &mut found);
    }
    found
}

fn differ(
    expected: &Value,
    seen: &Value,
    at: &str,
    tolerances: &BTreeMap<String, Tolerance>,
    found: &mut Vec<Difference>,
) {
    if found.len() >= LISTED {
        return;
    }
    match (expected, seen) {
        (Value::Object(expected), Value::Object(seen)) => {
            for (name, expected) in expected {
                let at = pointer::below(at, name);
                let seen = seen.get(name).unwrap_or(&Value::Null);
                differ(expected, seen, &at, tolerances, found);
            }
        }
        (Value::Array(expected), Value::Array(seen)) if expected.len() == seen.len() => {
            for (i, (expected, seen)) in expected.iter().zip(seen).enumerate() {
                differ(expected, seen, &format!("{at}/{i}"), tolerances, found);
            }
        }
        (Value::Number(one), Value::Number(other)) => {
            let delta = tolerances.get(at).map_or(0.0, |tolerance| tolerance.delta);
            let off = one.as_f64().zip(other.as_f64()).map(|(a, b)| (a - b).abs());
            if one != other && off.is_none_or(|off| off > delta) {
                found.push(difference(at, format!("must be within {delta} of {one}")));
            }
        }
        _ if expected == seen => {}
        (Value::Array(expected), Value::Array(_)) => {
            let message = format!("must have {} items", expected.len());
            found.push(difference(at, message));
        }
        _ => {
            let message = format!("must be {}", quoted(&expected.to_string()));
            found.push(difference(at, message));
        }
    }
}

fn difference(at: &str, message: String) -> Difference {
    Difference {
        pointer: quoted(at),
        message,
    }
}

fn quoted(text: &str) -> String {
    if text.chars().count() <= QUOTED {
        return text.to_owned();
    }
    let beginning: String = text.chars().take(QUOTED).collect();
    format!("{beginning}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::Mode;
    use crate::package::descriptor::{read, tests::full};
    use serde_json::json;

    fn of(body: &Value) -> Content {
        let call = ProbeCall {
            capability: "tasks.today".into(),
            mode: Mode::State,
            action: None,
            params: json!({}),
            idempotency_key: None,
            tampering: None,
            fixture: Some(0),
        };
        let answer = Answer {
            status: 200,
            body: body.to_string().into_bytes(),
            ..Answer::default()
        };
        content(&call, &read(&json!([full()]), "").unwrap(), &answer)
    }

    #[test]
    fn an_answer_is_judged_by_schema_and_fixture() {
        let Content::Data {
            ttl,
            fetched_at,
            violations,
            differences,
            ..
        } = of(&json!({
            "status": "ok", "data": { "count": 5, "more": true }, "ttl": 60,
            "metadata": { "fetchedAt": "2026-11-22T12:00:00Z" },
        }))
        else {
            panic!()
        };
        assert_eq!((ttl, violations.len(), differences.len()), (Some(60), 0, 0));
        assert!(matches!(fetched_at, Some(FetchedAt::At(_))));
        let Content::Data {
            ttl,
            fetched_at,
            violations,
            differences,
            ..
        } = of(&json!({
            "status": "ok", "data": { "count": "SECRET" }, "ttl": 0.5, "metadata": { "fetchedAt": 1 },
        }))
        else {
            panic!()
        };
        assert_eq!((ttl, fetched_at), (None, Some(FetchedAt::NoTime)));
        assert_eq!(violations[0].pointer, "/count");
        assert_eq!(differences[0].pointer, "/count");
        assert!(!format!("{violations:?} {differences:?}").contains("SECRET"));
    }

    #[test]
    fn numbers_may_be_off_by_the_tolerance() {
        let off = |count: f64| match of(&json!({ "status": "ok", "data": { "count": count } })) {
            Content::Data { differences, .. } => differences.len(),
            other => panic!("{other:?}"),
        };
        assert_eq!(
            (off(3.0), off(1.0), off(5.0), off(5.5), off(0.9)),
            (0, 0, 0, 1, 1)
        );
    }

    #[test]
    fn errors_have_a_code_and_a_message() {
        let error = json!({ "status": "error", "error": { "code": "gone", "message": "It is." } });
        assert_eq!(
            of(&error),
            Content::Error {
                code: "gone".into()
            }
        );
        for other in [
            json!({ "status": "error" }),
            json!({ "status": "error", "error": { "code": "" , "message": "a" } }),
            json!({ "status": "error", "error": "gone" }),
            json!({ "data": {} }),
            json!({ "status": "ok" }),
            json!([]),
        ] {
            assert!(matches!(of(&other), Content::Other { .. }), "{other}");
        }
    }

    #[test]
    fn what_is_kept_is_short() {
        let mut data = json!({});
        for i in 0..1_000 {
            data[format!("{i}").repeat(50)] = json!("a".repeat(1_000));
        }
        let sample = of(&json!({ "status": "ok", "data": data, "ttl": 1 }));
        assert!(serde_json::to_string(&sample).unwrap().len() < 2_000);
    }
}
