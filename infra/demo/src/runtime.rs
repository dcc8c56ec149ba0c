//! The demonstration provider's runtime: what a provider runs. It checks both signatures, proves
//! that it has the secret, executes a state and actions, and misbehaves on request.
//!
//! The checks are written from the standards alone, and share no code with the side that signs.
//!
//! | path | what is there |
//! |---|---|
//! | `/capabilities/{name}/execute` | [`STATE`] and [`ACTION`] |
//! | `/.well-known/provider-challenge` | the proof of ownership |
//! | `/health` | `{"status":"ok","handlers":[…]}` |
//! | `/oauth/token` | a token for [`CLIENT`] |
//! | `/privacy`, `/support`, `/icon.png` | what a listing links to |
//! | `/demo/secret`, `/demo/behaviours`, `/demo/directory` | `PUT`: what the runtime is to know and do |
//! | `/demo/effects` | how often the action was done |

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use common::words;
use http::Method;
use local::{Answer, Error, Received, Receiver};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

/// The state: weather of a city. Its data: `{"city": …, "temperatureC": …}`.
pub const STATE: &str = "weather.now";
/// A capability that acts alone. Its data: `{"id": …, "text": …}`; a repeated key has one effect.
/// Actions of [`STATE`] do the same.
pub const ACTION: &str = "notes.create";
/// The client id and secret for which there are tokens.
pub const CLIENT: (&str, &str) = ("demo-client", "demo secret: 100%");

/// How often it fetches the directory of keys.
const FETCHES: Duration = Duration::from_secs(300);
/// How far a timestamp may be off, in seconds.
const TOLERANCE: i64 = 300;
/// Nonces that are remembered.
const NONCES: usize = 10_000;
/// What an answer may not be larger than, with us.
const LIMIT: usize = 256 * 1024;

words!(
    /// What the runtime does wrong: asked for by `params.behaviour` of a call, or until it is
    /// asked for something else.
    Behaviour {
        /// The status 500.
        Fail = "fail";
        /// An error of its own.
        Error = "error";
        /// The status 503, once; then all is well.
        FailOnce = "fail_once";
        /// The status 429, with `Retry-After`.
        Busy = "busy";
        /// The status 401.
        Unauthorized = "unauthorized";
        /// No answer.
        Hang = "hang";
        /// One byte of the answer a second.
        Drip = "drip";
        /// A reset of the connection, after the request came.
        Reset = "reset";
        /// A reset of the connection, once; then all is well.
        ResetOnce = "reset_once";
        /// A redirect to itself.
        Redirect = "redirect";
        /// A little gzip that is a lot of text.
        Bomb = "bomb";
        /// More than an answer may have.
        Large = "large";
        /// A `Content-Length` that is not the body's.
        Lie = "lie";
        /// Data that break the output schema.
        Schema = "schema";
        /// An answer that is no JSON.
        Malformed = "malformed";
        /// A `fetchedAt` of tomorrow.
        Ahead = "ahead";
        /// A challenge is answered with itself.
        Echo = "echo";
        /// A challenge is answered under another secret.
        WrongProof = "wrong_proof";
        /// Every signature is good enough.
        AcceptAnySignature = "accept_any_signature";
        /// A request without signatures is good enough.
        AcceptUnsigned = "accept_unsigned";
        /// Any key's signature is good enough.
        AcceptAnyKey = "accept_any_key";
        /// The body may be another than the one that was signed.
        AcceptAlteredBody = "accept_altered_body";
        /// A signature is good for ever.
        AcceptOld = "accept_old";
        /// A nonce may come again.
        AcceptRepeated = "accept_repeated";
        /// The data hold the credential secret.
        EchoSecret = "echo_secret";
        /// Errors have neither code nor message.
        BareErrors = "bare_errors";
        /// Parameters are not looked at.
        AnyParams = "any_params";
        /// Every capability is known.
        AnyCapability = "any_capability";
        /// The status 429, without `Retry-After`.
        BusySilently = "busy_silently";
        /// A `ttl` of a year.
        LongTtl = "long_ttl";
        /// Another value than the fixtures expect.
        OtherValue = "other_value";
        /// Two seconds before each answer.
        Slow = "slow";
        /// Three seconds before each answer.
        TooSlow = "too_slow";
        /// Pages and pictures that are not there.
        NoPages = "no_pages";
        /// An action is done again for a key that was there before.
        DoubleEffects = "double_effects";
        /// There are no tokens.
        NoTokens = "no_tokens";
        /// Calls need the latest token.
        NeedToken = "need_token";
        /// The health check fails.
        Ill = "ill";
    }
);

/// A running demonstration runtime; dropped, it ends.
pub struct DemoRuntime {
    /// The server. It keeps each request.
    pub receiver: Receiver,
    state: Arc<State>,
    /// Keeps the keys that it trusts.
    following: Option<JoinHandle<()>>,
}

impl Drop for DemoRuntime {
    fn drop(&mut self) {
        if let Some(following) = &self.following {
            following.abort();
        }
    }
}

#[derive(Default)]
struct State {
    known: Mutex<Known>,
    done: Mutex<Done>,
}

/// What the runtime was given.
#[derive(Default)]
struct Known {
    secrets: Vec<String>,
    keys: BTreeMap<String, Vec<u8>>,
    behaviours: BTreeSet<Behaviour>,
}

/// What the runtime did.
#[derive(Default)]
struct Done {
    nonces: HashMap<String, i64>,
    /// The answer for each idempotency key.
    answers: HashMap<String, Value>,
    effects: u64,
    tokens: u64,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl DemoRuntime {
    /// Starts one that has no secret and trusts no key yet.
    ///
    /// # Errors
    /// Where no port can be opened.
    pub async fn start() -> Result<Self, Error> {
        let receiver = Receiver::start().await?;
        let state = Arc::new(State::default());
        let answering = state.clone();
        receiver.answer_others(move |received| answering.answer(received));
        Ok(Self {
            receiver,
            state,
            following: None,
        })
    }

    /// Its URL: a runtime app's `endpointUrl`.
    pub fn url(&self) -> &str {
        &self.receiver.url
    }

    /// Gives it the credential secrets that sign, in place of those it has.
    pub fn set_secrets<S: Into<String>>(&self, secrets: impl IntoIterator<Item = S>) {
        lock(&self.state.known).secrets = secrets.into_iter().map(Into::into).collect();
    }

    /// Gives it the public keys of `/.well-known/http-message-signatures-directory`.
    pub fn trust(&self, directory: &Value) {
        self.state.trust(directory);
    }

    /// Trusts the public keys of a directory at this URL, which it fetches now and every five
    /// minutes.
    ///
    /// # Errors
    /// It can't be fetched now.
    pub async fn follow(&mut self, directory: String) -> Result<(), reqwest::Error> {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let fetch = async move |client: &reqwest::Client, directory: &str| {
            let answer = client.get(directory).send().await?.error_for_status()?;
            answer.json::<Value>().await
        };
        self.trust(&fetch(&client, &directory).await?);
        let state = self.state.clone();
        let following = tokio::spawn(async move {
            loop {
                tokio::time::sleep(FETCHES).await;
                if let Ok(keys) = fetch(&client, &directory).await {
                    state.trust(&keys);
                }
            }
        });
        if let Some(former) = self.following.replace(following) {
            former.abort();
        }
        Ok(())
    }

    /// Makes it misbehave from now on; with nothing, behave.
    pub fn behave(&self, behaviours: impl IntoIterator<Item = Behaviour>) {
        lock(&self.state.known).behaviours = behaviours.into_iter().collect();
    }

    /// How often its action was done.
    pub fn effects(&self) -> u64 {
        lock(&self.state.done).effects
    }

    /// How many tokens it gave.
    pub fn tokens(&self) -> u64 {
        lock(&self.state.done).tokens
    }
}

/// An error as the contract has it.
fn refusal(status: u16, code: &str, message: &str) -> Answer {
    let error = json!({ "code": code, "message": message });
    answer(status, &json!({ "status": "error", "error": error }))
}

fn answer(status: u16, body: &Value) -> Answer {
    Answer::status(status)
        .with_header("Content-Type", "application/json")
        .with_body(body.to_string())
}

impl State {
    fn trust(&self, directory: &Value) {
        let keys = directory.get("keys").and_then(Value::as_array);
        let keys = keys.into_iter().flatten().filter_map(|key| {
            let member = |name| key.get(name).and_then(Value::as_str);
            let x = URL_SAFE_NO_PAD.decode(member("x")?).ok()?;
            (member("crv") == Some("Ed25519")).then_some((member("kid")?.to_owned(), x))
        });
        lock(&self.known).keys = keys.collect();
    }

    fn is(&self, behaviour: Behaviour) -> bool {
        lock(&self.known).behaviours.contains(&behaviour)
    }

    /// Whether it is to misbehave so now; not the next time.
    fn is_once(&self, behaviour: Behaviour) -> bool {
        lock(&self.known).behaviours.remove(&behaviour)
    }

    fn answer(&self, received: &Received) -> Answer {
        let path = received.path.as_str();
        match (&received.method, path) {
            (&Method::PUT, "/demo/secret") => self.put_secret(received),
            (&Method::PUT, "/demo/behaviours") => self.put_behaviours(received),
            (&Method::PUT, "/demo/directory") => {
                self.trust(&received.json());
                Answer::status(204)
            }
            (&Method::GET, "/demo/effects") => {
                answer(200, &json!({ "effects": lock(&self.done).effects }))
            }
            (&Method::POST, "/oauth/token") => self.token(received),
            (&Method::GET, "/privacy" | "/support" | "/icon.png") => self.page(path),
            _ => match self.verify(received) {
                Err(why) => self.refuse(401, "BAD_SIGNATURE", &why),
                Ok(()) => self.answer_signed(received),
            },
        }
    }

    fn answer_signed(&self, received: &Received) -> Answer {
        match (&received.method, received.path.as_str()) {
            (&Method::GET, "/health") if self.is(Behaviour::Ill) => Answer::status(503),
            (&Method::GET, "/health") => {
                answer(200, &json!({ "status": "ok", "handlers": [STATE, ACTION] }))
            }
            (&Method::POST, "/.well-known/provider-challenge") => self.challenge(received),
            (&Method::POST, path) => {
                let name = path.strip_prefix("/capabilities/");
                match name.and_then(|name| name.strip_suffix("/execute")) {
                    Some(name) if self.is(Behaviour::Slow) => {
                        self.execute(name, received).after(Duration::from_secs(2))
                    }
                    Some(name) if self.is(Behaviour::TooSlow) => {
                        self.execute(name, received).after(Duration::from_secs(3))
                    }
                    Some(name) => self.execute(name, received),
                    None => refusal(404, "NOT_FOUND", "There is nothing here."),
                }
            }
            _ => refusal(404, "NOT_FOUND", "There is nothing here."),
        }
    }

    fn page(&self, path: &str) -> Answer {
        match path {
            _ if self.is(Behaviour::NoPages) => Answer::status(404),
            "/icon.png" => Answer::status(200)
                .with_header("Content-Type", "image/png")
                .with_body(icon()),
            _ => Answer::status(200)
                .with_header("Content-Type", "text/plain")
                .with_body("We keep nothing of you. Write to help@example.com."),
        }
    }

    /// An error as the contract has it, unless it is to be bare.
    fn refuse(&self, status: u16, code: &str, message: &str) -> Answer {
        if self.is(Behaviour::BareErrors) {
            return Answer::status(status).with_body("no");
        }
        refusal(status, code, message)
    }

    fn put_secret(&self, received: &Received) -> Answer {
        let body = received.json();
        let Some(secret) = body.get("secret").and_then(Value::as_str) else {
            return refusal(400, "NO_SECRET", "Send {\"secret\": \"whsec_…\"}.");
        };
        // The one before stays good: both sign while a secret is rotated.
        let secrets = &mut lock(&self.known).secrets;
        secrets.insert(0, secret.to_owned());
        secrets.truncate(2);
        Answer::status(204)
    }

    fn put_behaviours(&self, received: &Received) -> Answer {
        let body = received.json();
        let words = body.as_array().into_iter().flatten();
        let parsed: Result<BTreeSet<Behaviour>, _> = words
            .map(|word| word.as_str().unwrap_or_default().parse())
            .collect();
        match parsed {
            Ok(behaviours) => {
                lock(&self.known).behaviours = behaviours;
                Answer::status(204)
            }
            Err(problem) => refusal(400, "UNKNOWN_BEHAVIOUR", problem),
        }
    }

    fn challenge(&self, received: &Received) -> Answer {
        let body = received.json();
        let member = |name| body.get(name).and_then(Value::as_str).unwrap_or_default();
        if self.is(Behaviour::Echo) {
            return answer(200, &json!({ "proof": member("challenge") }));
        }
        let secret = lock(&self.known).secrets.first().cloned();
        let secret = match secret {
            _ if self.is(Behaviour::WrongProof) => "whsec_wrong".to_owned(),
            Some(secret) => secret,
            None => return refusal(500, "NO_SECRET", "This runtime has no secret yet."),
        };
        let text = ["challenge", "runtimeAppId", "url"].map(member).concat();
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let proof = hex::encode(hmac::sign(&key, text.as_bytes()));
        answer(200, &json!({ "proof": proof }))
    }

    fn token(&self, received: &Received) -> Answer {
        let (id, secret) = CLIENT;
        let encoded = secret
            .replace('%', "%25")
            .replace(':', "%3A")
            .replace(' ', "%20");
        let basic = format!("Basic {}", STANDARD.encode(format!("{id}:{encoded}")));
        if self.is(Behaviour::NoTokens) || received.header("authorization") != basic {
            return answer(401, &json!({ "error": "invalid_client" }));
        }
        let done = &mut lock(&self.done);
        done.tokens += 1;
        let token = format!("demo-token-{}", done.tokens);
        let body = json!({ "access_token": token, "token_type": "Bearer", "expires_in": 3600 });
        answer(200, &body)
    }

    fn execute(&self, name: &str, received: &Received) -> Answer {
        let body = received.json();
        let asked = body.pointer("/params/behaviour").and_then(Value::as_str);
        let asked: Option<Behaviour> = asked.and_then(|word| word.parse().ok());
        let is = |behaviour| asked == Some(behaviour) || self.is(behaviour);
        if is(Behaviour::NeedToken) {
            let token = format!("Bearer demo-token-{}", lock(&self.done).tokens);
            if received.header("authorization") != token {
                return refusal(401, "BAD_TOKEN", "The token is not the latest one.");
            }
        }
        if self.is_once(Behaviour::FailOnce) {
            return Answer::status(503);
        }
        if self.is_once(Behaviour::ResetOnce) {
            return Answer::reset();
        }
        let plain = [
            Behaviour::Fail,
            Behaviour::Error,
            Behaviour::Busy,
            Behaviour::BusySilently,
            Behaviour::Unauthorized,
            Behaviour::Hang,
            Behaviour::Reset,
            Behaviour::Redirect,
            Behaviour::Bomb,
            Behaviour::Malformed,
        ];
        if let Some(behaviour) = plain.into_iter().find(|behaviour| is(*behaviour)) {
            return misbehave(behaviour);
        }
        let is_action = body.get("mode").and_then(Value::as_str) == Some("action");
        let data = match name {
            STATE if !is_action => match body.pointer("/params/city") {
                Some(Value::String(city)) => json!({ "city": city, "temperatureC": 21.5 }),
                _ if is(Behaviour::AnyParams) => json!({ "city": "Rome", "temperatureC": 21.5 }),
                _ => return self.refuse(400, "INVALID_PARAMS", "params.city must be a text."),
            },
            STATE | ACTION => match self.act(received, &body) {
                Ok(data) => data,
                Err(_) if is(Behaviour::AnyParams) => json!({ "id": "note-0", "text": "" }),
                Err([code, message]) => return self.refuse(400, code, message),
            },
            _ if is(Behaviour::AnyCapability) => json!({}),
            _ => return self.refuse(404, "UNKNOWN_CAPABILITY", "There is no such capability."),
        };
        let now = received.at;
        let fetched_at = if is(Behaviour::Ahead) {
            now + Duration::from_secs(86_400)
        } else {
            now
        };
        let fetched_at = common::Timestamp::from_millis(fetched_at.unix_timestamp() * 1_000);
        let data = if is(Behaviour::Schema) {
            json!({ "city": 7 })
        } else if is(Behaviour::OtherValue) && !is_action {
            json!({ "city": "Rome", "temperatureC": -40 })
        } else if is(Behaviour::EchoSecret) {
            let secret = lock(&self.known).secrets.first().cloned();
            let mut data = data;
            if let Some(members) = data.as_object_mut() {
                members.insert("debug".to_owned(), json!(secret));
            }
            data
        } else if is(Behaviour::Large) {
            json!({ "city": "x".repeat(LIMIT), "temperatureC": 1 })
        } else {
            data
        };
        let good = json!({
            "status": "ok", "data": data,
            "ttl": if is(Behaviour::LongTtl) { 365 * 86_400 } else { 300 },
            "metadata": { "source": "demo", "fetchedAt": fetched_at },
        });
        if is(Behaviour::Drip) {
            return answer(200, &good).dripping(Duration::from_secs(1));
        }
        if is(Behaviour::Lie) {
            return answer(200, &good)
                .with_header("Content-Length", "100000")
                .dripping(Duration::ZERO);
        }
        answer(200, &good)
    }

    /// The action's data; or what is wrong with the request, by code and sentence.
    fn act(&self, received: &Received, body: &Value) -> Result<Value, [&'static str; 2]> {
        let Some(Value::String(text)) = body.pointer("/params/text") else {
            return Err(["INVALID_PARAMS", "params.text must be a text."]);
        };
        let key = received.header("idempotency-key");
        if key.is_empty() {
            return Err(["NO_KEY", "An action needs an Idempotency-Key."]);
        }
        let is_doubled = self.is(Behaviour::DoubleEffects);
        let done = &mut *lock(&self.done);
        if let Some(before) = done.answers.get(key).filter(|_| !is_doubled) {
            return Ok(before.clone());
        }
        done.effects += 1;
        let data = json!({ "id": format!("note-{}", done.effects), "text": text });
        done.answers.insert(key.to_owned(), data.clone());
        Ok(data)
    }

    /// Checks both signatures of a request.
    fn verify(&self, received: &Received) -> Result<(), String> {
        let now = received.at.unix_timestamp();
        let known = lock(&self.known);
        let forgiven = known.behaviours.clone();
        let forgives = |behaviour| forgiven.contains(&behaviour);
        let webhook = standard_webhooks(received, &known.secrets, now);
        let message = message_signature(received, &known.keys, now);
        drop(known);
        if forgives(Behaviour::AcceptAnySignature) {
            return Ok(());
        }
        // Where the right key signed the message, what is wrong with the other is the body.
        let is_strange = message.flaws.iter().any(|flaw| flaw.of == Of::Key);
        let is_body = |flaw: &Flaw| flaw.of == Of::Key && !is_strange;
        let flaws = webhook.into_iter().map(|flaw| match flaw {
            flaw if is_body(&flaw) => Flaw {
                of: Of::Body,
                ..flaw
            },
            flaw => flaw,
        });
        let flaws = flaws.chain(message.flaws.iter().cloned());
        let unforgiven = flaws.into_iter().find(|flaw| match flaw.of {
            Of::Signature => !forgives(Behaviour::AcceptUnsigned),
            Of::Age => !forgives(Behaviour::AcceptOld),
            Of::Key => !forgives(Behaviour::AcceptAnyKey),
            Of::Body => !forgives(Behaviour::AcceptAlteredBody),
        });
        if let Some(flaw) = unforgiven {
            return Err(flaw.why);
        }
        let Some((nonce, expires)) = message.nonce else {
            return Ok(());
        };
        let nonces = &mut lock(&self.done).nonces;
        nonces.retain(|_, expires| *expires >= now);
        let is_new = nonces.insert(nonce, expires).is_none() && nonces.len() <= NONCES;
        if is_new || forgives(Behaviour::AcceptRepeated) {
            Ok(())
        } else {
            Err("The nonce was there before.".to_owned())
        }
    }
}

fn misbehave(behaviour: Behaviour) -> Answer {
    match behaviour {
        Behaviour::Error => refusal(422, "NO_STATION", "There is no station near there."),
        Behaviour::Busy => refusal(429, "BUSY", "Later.").with_header("Retry-After", "7"),
        Behaviour::BusySilently => refusal(429, "BUSY", "Later."),
        Behaviour::Unauthorized => refusal(401, "BAD_TOKEN", "The token is not good."),
        Behaviour::Hang => Answer::hang(),
        Behaviour::Reset => Answer::reset(),
        Behaviour::Redirect => Answer::status(302).with_header("Location", "/health"),
        Behaviour::Malformed => Answer::status(200).with_body("<html>"),
        Behaviour::Bomb => Answer::status(200)
            .with_header("Content-Type", "application/json")
            .with_header("Content-Encoding", "gzip")
            .with_body(bomb()),
        _ => Answer::status(500),
    }
}

/// 16 MiB in 16 KiB, packed once.
fn bomb() -> Vec<u8> {
    static PACKED: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let mebibyte = vec![b' '; 1 << 20];
        for _ in 0..16 {
            let _whole = packed.write_all(&mebibyte);
        }
        packed.finish().unwrap_or_default()
    });
    PACKED.clone()
}

/// An icon of 512 by 512 pixels, all of one colour.
fn icon() -> Vec<u8> {
    const SIDE: u32 = 512;
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8; 4], content: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(content);
        let length = u32::try_from(content.len()).unwrap_or_default();
        png.extend(length.to_be_bytes());
        png.extend(kind);
        png.extend(content);
        png.extend(crc.sum().to_be_bytes());
    };
    let mut header = [SIDE.to_be_bytes(), SIDE.to_be_bytes()].concat();
    // Eight bits of grey.
    header.extend([8, 0, 0, 0, 0]);
    chunk(b"IHDR", &header);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let row = [vec![0], vec![0x7f; 512]].concat();
    for _ in 0..SIDE {
        let _whole = packed.write_all(&row);
    }
    chunk(b"IDAT", &packed.finish().unwrap_or_default());
    chunk(b"IEND", &[]);
    png
}

/// What of a request is wrong with its signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    /// There is none, or none that can be read.
    Signature,
    /// It is too old.
    Age,
    /// Another key signed.
    Key,
    /// The body is another one.
    Body,
}

/// Something that is wrong, in a sentence.
#[derive(Clone, Debug)]
struct Flaw {
    of: Of,
    why: String,
}

fn flaw(of: Of, why: impl Into<String>) -> Flaw {
    Flaw {
        of,
        why: why.into(),
    }
}

/// What was found of a message's signature.
#[derive(Debug, Default)]
struct Checked {
    flaws: Vec<Flaw>,
    /// The nonce, and when it may be forgotten.
    nonce: Option<(String, i64)>,
}

/// Standard Webhooks: the HMAC of `id.timestamp.body` under the secret's bytes.
fn standard_webhooks(received: &Received, secrets: &[String], now: i64) -> Vec<Flaw> {
    let (id, timestamp) = (
        received.header("webhook-id"),
        received.header("webhook-timestamp"),
    );
    let Ok(seconds) = timestamp.parse::<i64>() else {
        return vec![flaw(Of::Signature, "webhook-timestamp is missing.")];
    };
    let mut flaws = Vec::new();
    if (now - seconds).abs() > TOLERANCE {
        flaws.push(flaw(Of::Age, "webhook-timestamp is too far from now."));
    }
    let message = [
        id.as_bytes(),
        b".",
        timestamp.as_bytes(),
        b".",
        &received.body,
    ]
    .concat();
    let signatures = received.header("webhook-signature").split(' ');
    let mut given = signatures
        .filter_map(|one| STANDARD.decode(one.strip_prefix("v1,")?).ok())
        .collect::<Vec<_>>();
    given.truncate(10);
    let is_good = secrets.iter().any(|secret| {
        let bytes = secret.strip_prefix("whsec_").unwrap_or_default();
        let key = STANDARD.decode(bytes).unwrap_or_default();
        let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
        !bytes.is_empty()
            && given
                .iter()
                .any(|one| hmac::verify(&key, &message, one).is_ok())
    });
    if !is_good {
        flaws.push(flaw(Of::Key, "webhook-signature is not good."));
    }
    flaws
}

/// HTTP Message Signatures (RFC 9421).
fn message_signature(received: &Received, keys: &BTreeMap<String, Vec<u8>>, now: i64) -> Checked {
    let mut checked = Checked::default();
    if let Err(why) = read_signature(received, keys, now, &mut checked) {
        checked.flaws.push(flaw(Of::Signature, why));
    }
    checked
}

/// Adds what is wrong with a signature that can be read.
fn read_signature(
    received: &Received,
    keys: &BTreeMap<String, Vec<u8>>,
    now: i64,
    checked: &mut Checked,
) -> Result<(), String> {
    let missing = |what: &str| format!("{what} is missing, or not good.");
    let input = received.header("signature-input");
    let (label, input) = input.split_once('=').ok_or(missing("Signature-Input"))?;
    let signature = received.header("signature");
    let signature = signature
        .strip_prefix(label)
        .and_then(|rest| rest.strip_prefix("=:")?.strip_suffix(':'))
        .and_then(|text| STANDARD.decode(text).ok())
        .ok_or(missing("Signature"))?;
    let (covered, parameters) = input
        .strip_prefix('(')
        .and_then(|rest| rest.split_once(')'))
        .ok_or(missing("Signature-Input"))?;
    let covered: Vec<&str> = covered
        .split_whitespace()
        .filter_map(|name| name.strip_prefix('"')?.strip_suffix('"'))
        .collect();
    let parameter = |name: &str| {
        let mut all = parameters.split(';').filter_map(|one| one.split_once('='));
        all.find(|(own, _)| *own == name)
            .map(|(_, value)| value.trim_matches('"'))
            .ok_or_else(|| missing(&format!("The parameter {name}")))
    };
    let number = |name| {
        let text: &str = parameter(name)?;
        text.parse::<i64>().map_err(|_| missing(name))
    };
    let (created, expires) = (number("created")?, number("expires")?);
    if parameter("tag")? != "aiffinity" {
        return Err("The signature is for another use.".to_owned());
    }
    if created > now + TOLERANCE || expires < now {
        checked
            .flaws
            .push(flaw(Of::Age, "The signature is too old."));
    }
    let mut wanted = vec!["@method", "@authority", "@path"];
    if !received.body.is_empty() {
        wanted.extend(["content-type", "content-digest"]);
    }
    if received.query.is_some() {
        wanted.push("@query");
    }
    let headers = received.headers.keys().map(http::HeaderName::as_str);
    let ours = |name: &&str| name.starts_with("x-aiffinity-") || *name == "idempotency-key";
    wanted.extend(headers.filter(ours));
    if let Some(open) = wanted.iter().find(|name| !covered.contains(name)) {
        return Err(format!("The signature does not cover {open}."));
    }
    let mut base = String::new();
    for name in &covered {
        let value = match *name {
            "@method" => received.method.to_string(),
            "@authority" => received.header("host").to_ascii_lowercase(),
            "@path" => received.path.clone(),
            "@query" => format!("?{}", received.query.as_deref().unwrap_or_default()),
            header => {
                let values = received.headers.get_all(header).iter();
                let values = values.map(|value| value.to_str().unwrap_or_default().trim());
                values.collect::<Vec<_>>().join(", ")
            }
        };
        base.push_str(&format!("\"{name}\": {value}\n"));
    }
    base.push_str(&format!("\"@signature-params\": {input}"));
    let is_good = keys.get(parameter("keyid")?).is_some_and(|key| {
        let key = UnparsedPublicKey::new(&ED25519, key);
        key.verify(base.as_bytes(), &signature).is_ok()
    });
    if !is_good {
        let why = "The signature is not good, or its key not in the directory.";
        checked.flaws.push(flaw(Of::Key, why));
    }
    if !received.body.is_empty() {
        let hash = STANDARD.encode(digest(&SHA256, &received.body));
        if received.header("content-digest") != format!("sha-256=:{hash}:") {
            let why = "Content-Digest is not the body's.";
            checked.flaws.push(flaw(Of::Body, why));
        }
    }
    checked.nonce = Some((parameter("nonce")?.to_owned(), expires));
    Ok(())
}
