//! Probes as requests: signed as every call of a runtime is, or spoilt.

use std::time::Duration;

use ::http::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER, USER_AGENT};
use ::http::{HeaderMap, Method};
use bytes::Bytes;
use common::Fault;
use serde_json::json;
use sha2::{Digest, Sha256};
use webhooks::signature::Secret;
use webhooks::transport::{End, Failure as NoAnswer, Limits, Request, Response, Unanswered};
use webhooks::url::WebhookUrl;

use super::plan::{ProbeCall, ProbeKind, Setup};
use super::{Answer, Failure, Probe, Prober, Reply, Tampering};
use crate::catalogue::picture;
use crate::package::Mode;
use crate::runtime::http::{ACTION, CONNECT, STATE, limits, segment};
use crate::runtime::signature::{IDEMPOTENCY_KEY, Signing, SigningKey};
use crate::runtime::{Caller, RuntimeApp};

/// How old the signature of an old call is, in milliseconds.
const OLD_MILLIS: i64 = 3_600_000;
/// How long a page or a picture may take.
const LISTING: Duration = Duration::from_secs(5);
/// How much of a page is read, in bytes: its status says enough.
const PAGE_BYTES: usize = 1_024;
/// How much of a stream is read, in bytes: its first byte says enough.
const STREAM_BYTES: usize = 1;

/// A runtime as the suite calls it, and the internet as it looks at listings.
#[derive(Debug)]
pub struct Calls<'a> {
    caller: &'a Caller,
    seed: u64,
    runtime: Option<Runtime<'a>>,
}

#[derive(Debug)]
struct Runtime<'a> {
    app: &'a RuntimeApp,
    credentials: HeaderMap,
    secrets: Vec<Secret>,
    /// A key and a secret that are not ours.
    wrong: (SigningKey, Secret),
}

impl<'a> Calls<'a> {
    /// Prepares the calls of a run; without a runtime, those of its listing alone.
    ///
    /// # Errors
    /// The keys or the runtime's secrets can't be had.
    pub async fn prepare(
        caller: &'a Caller,
        app: Option<&'a RuntimeApp>,
        setup: &Setup,
    ) -> Result<Self, Fault> {
        let runtime = match app {
            None => None,
            Some(app) => {
                let doing = "reading a credential secret";
                let secrets = app.secrets(&caller.vault, caller.clock.now()).await;
                let secrets = secrets.map_err(|e| Fault::unavailable(doing, e.to_string()))?;
                let wrong =
                    Secret::generate().map_err(|e| Fault::internal(doing, e.to_string()))?;
                let stranger: [u8; 32] = Sha256::digest(setup.seed.to_be_bytes()).into();
                Some(Runtime {
                    app,
                    // Without them the calls say what is wrong.
                    credentials: caller.credentials(app).await?.unwrap_or_default(),
                    secrets,
                    wrong: (SigningKey::from_seed(&stranger)?, wrong),
                })
            }
        };
        Ok(Self {
            caller,
            seed: setup.seed,
            runtime,
        })
    }

    async fn try_send(&self, probe: &Probe) -> Result<Reply, Fault> {
        let id = format!("conf_{:016x}_{}", self.seed, probe.id.replace('/', "_"));
        let sent = match &probe.kind {
            ProbeKind::Page { url } => self.get(url, PAGE_BYTES).await?,
            ProbeKind::Picture { url } => self.get(url, picture::MOST_BYTES).await?,
            ProbeKind::Health => self.health(&id).await?,
            ProbeKind::Call(call) => self.call(&id, call).await?,
        };
        if let (ProbeKind::Picture { .. }, Ok(response)) = (&probe.kind, &sent)
            && response.end == End::Whole
            && super::png::size(&response.body).is_some()
        {
            picture::store(&self.caller.table, &response.body).await?;
        }
        Ok(self.reply(id, probe, sent))
    }

    async fn get(&self, url: &str, read: usize) -> Result<Result<Response, Unanswered>, Fault> {
        let Ok(url) = WebhookUrl::parse(url, &self.caller.allowed) else {
            return Ok(Err(refused_url()));
        };
        let limits = Limits {
            deadline: LISTING,
            connect: CONNECT,
            read,
            kept: read,
        };
        self.caller.send(request(Method::GET, url, limits)).await
    }

    async fn health(&self, id: &str) -> Result<Result<Response, Unanswered>, Fault> {
        let Some(runtime) = &self.runtime else {
            return Ok(Err(refused_url()));
        };
        let url = match &runtime.app.health_check_url {
            Some(url) => self.caller.below(url, ""),
            None => self.caller.below(&runtime.app.endpoint_url, "/health"),
        };
        let Ok(url) = url else {
            return Ok(Err(refused_url()));
        };
        let request = request(Method::GET, url, limits(STATE));
        self.caller.send_signed(request, id, &runtime.secrets).await
    }

    async fn call(
        &self,
        id: &str,
        call: &ProbeCall,
    ) -> Result<Result<Response, Unanswered>, Fault> {
        let Some(runtime) = &self.runtime else {
            return Ok(Err(refused_url()));
        };
        let path = format!("/capabilities/{}/execute", segment(&call.capability));
        let Ok(url) = self.caller.below(&runtime.app.endpoint_url, &path) else {
            return Ok(Err(refused_url()));
        };
        let mut request = self.request_of(id, call, runtime, url);
        let (secrets, now) = (&runtime.secrets, self.caller.clock.now());
        let key = self.caller.keys.signing().await?;
        match call.tampering {
            Some(Tampering::Unsigned) => {}
            Some(Tampering::WrongKey) => {
                let (key, secret) = &runtime.wrong;
                let secrets = std::slice::from_ref(secret);
                Signing::fresh(key, secrets, id, now)?.sign(&mut request);
            }
            Some(Tampering::OldTimestamp) => {
                let then = now.plus_millis(-OLD_MILLIS);
                Signing::fresh(&key, secrets, id, then)?.sign(&mut request);
            }
            Some(Tampering::AlteredBody) => {
                Signing::fresh(&key, secrets, id, now)?.sign(&mut request);
                let mut altered = request.body.to_vec();
                // The same JSON, and other bytes.
                altered.push(b' ');
                request.body = altered.into();
            }
            Some(Tampering::RepeatedNonce) => {
                Signing::fresh(&key, secrets, id, now)?.sign(&mut request);
                let _ = self.caller.send(request.clone()).await?;
            }
            None => Signing::fresh(&key, secrets, id, now)?.sign(&mut request),
        }
        self.caller.send(request).await
    }

    fn request_of(
        &self,
        id: &str,
        call: &ProbeCall,
        runtime: &Runtime<'_>,
        url: WebhookUrl,
    ) -> Request {
        let deadline = if call.mode == Mode::Action {
            ACTION
        } else {
            STATE
        };
        let mut limits = limits(deadline);
        if call.mode == Mode::Realtime {
            (limits.read, limits.kept) = (STREAM_BYTES, STREAM_BYTES);
        }
        let user = "conformance";
        let mut body = json!({
            "capability": call.capability, "mode": call.mode, "params": call.params,
            "context": { "userId": user, "installId": null },
        });
        if let (Some(action), Some(members)) = (&call.action, body.as_object_mut()) {
            members.insert("action".to_owned(), json!(action));
        }
        let mut request = request(Method::POST, url, limits);
        request.body = body.to_string().into_bytes().into();
        request.headers.extend(runtime.credentials.clone());
        let mut add = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                request.headers.insert(name, value);
            }
        };
        add(CONTENT_TYPE, "application/json");
        if call.mode == Mode::Realtime {
            add(ACCEPT, "text/event-stream");
        }
        let own = HeaderName::from_static;
        add(own("x-aiffinity-request-id"), id);
        add(own("x-aiffinity-user-id"), user);
        add(
            own("x-aiffinity-deadline"),
            &deadline.as_millis().to_string(),
        );
        add(own("x-aiffinity-environment"), "conformance");
        if let Some(key) = &call.idempotency_key {
            add(IDEMPOTENCY_KEY, key);
        }
        request
    }

    fn reply(&self, id: String, probe: &Probe, sent: Result<Response, Unanswered>) -> Reply {
        let at = self.caller.clock.now();
        let is_stream = matches!(&probe.kind, ProbeKind::Call(call) if call.mode == Mode::Realtime);
        let is_page = matches!(&probe.kind, ProbeKind::Page { .. });
        let (latency_ms, answer) = match sent {
            Err(unanswered) => (0, Err(failure(&unanswered.failure))),
            Ok(response) => {
                let answer = Answer {
                    status: response.status.as_u16(),
                    retry_after: response.headers.contains_key(RETRY_AFTER),
                    first_byte_ms: millis(response.timing.first_byte),
                    // Of streams and pages only the beginning was wanted.
                    too_large: response.end == End::TooLong && !is_stream && !is_page,
                    echoes: self.echoes(&response),
                    body: response.body.to_vec(),
                };
                (millis(response.timing.whole), Ok(answer))
            }
        };
        Reply {
            at,
            latency_ms,
            request_id: Some(id),
            answer,
        }
    }

    /// Whether an answer holds one of the secrets that the call carried, or was signed with.
    fn echoes(&self, response: &Response) -> bool {
        let Some(runtime) = &self.runtime else {
            return false;
        };
        let credentials = runtime.credentials.values();
        let credentials = credentials.map(|value| value.as_bytes().to_vec());
        let secrets = runtime.secrets.iter();
        let secrets = secrets.map(|secret| secret.reveal().as_bytes().to_vec());
        let headers = || response.headers.values().map(HeaderValue::as_bytes);
        credentials
            .chain(secrets)
            // What is shorter may be there by chance.
            .filter(|secret| secret.len() >= 8)
            .any(|secret| {
                let holds = |bytes: &[u8]| bytes.windows(secret.len()).any(|part| part == secret);
                holds(&response.body) || headers().any(holds)
            })
    }
}

impl Prober for Calls<'_> {
    async fn send(&self, probe: &Probe) -> Result<Reply, Fault> {
        self.try_send(probe).await
    }
}

fn request(method: Method, url: WebhookUrl, limits: Limits) -> Request {
    let headers = [
        (
            ACCEPT,
            HeaderValue::from_static("application/json, */*;q=0.1"),
        ),
        (
            USER_AGENT,
            HeaderValue::from_static("Aiffinity-Conformance/1"),
        ),
    ];
    Request {
        method,
        url,
        headers: headers.into_iter().collect(),
        body: Bytes::new(),
        limits,
    }
}

fn refused_url() -> Unanswered {
    Unanswered {
        failure: NoAnswer::Connect("there is no address to call".to_owned()),
        has_left: false,
    }
}

fn failure(failure: &NoAnswer) -> Failure {
    match failure {
        NoAnswer::Timeout => Failure::TimedOut,
        NoAnswer::Tls(_) => Failure::Certificate,
        NoAnswer::AddressRefused(_) | NoAnswer::Url(_) => Failure::Address,
        NoAnswer::Protocol(_) => Failure::Malformed,
        _ => Failure::Unreachable,
    }
}

fn millis(duration: Duration) -> u32 {
    u32::try_from(duration.as_millis()).unwrap_or(u32::MAX)
}
