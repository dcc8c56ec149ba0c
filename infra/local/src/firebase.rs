//! Firebase Authentication of this machine: the real emulator, behind a front that signs its tokens.
//!
//! The emulator's tokens are unsigned, and nothing that is deployed takes such a token. So what the
//! functions call is the front, which replaces each token of an answer by one of the same claims
//! that the local issuer has signed. It also puts Firebase's own mails into the mailbox.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::issuer::Issuer;
use crate::mailbox::{Kept, Mail};
use crate::process::{ChildGuard, Output, Program};
use crate::tools::{Tools, Toolset};
use crate::{Error, Progress, loopback_client};

/// A project whose id begins so needs no account and no network.
const PROJECT: &str = "demo-provider";
/// What starts the emulator alone, without the command line around it: half the memory.
const SCRIPT: &str = r#"
const [modules, project, port] = process.argv.slice(1);
const { createApp } = require(`${modules}/firebase-tools/lib/emulator/auth/server.js`);
createApp(project).then((app) => app.listen(Number(port), "127.0.0.1"));
"#;
/// How long the emulator may take to start, on a machine that has much else to do.
const PATIENCE: Duration = Duration::from_secs(120);
/// The largest body that passes, in bytes.
const LARGEST: usize = 1 << 20;
/// Fields of answers that hold a token.
const TOKENS: [&str; 3] = ["idToken", "id_token", "access_token"];

/// The front, and the emulator once it has been started.
#[derive(Debug)]
pub(crate) struct Firebase {
    url: String,
    front: Arc<Front>,
    server: JoinHandle<()>,
}

#[derive(Debug)]
struct Front {
    client: reqwest::Client,
    issuer: Arc<Issuer>,
    mails: Kept,
    emulator: OnceLock<Emulator>,
    /// One start at a time.
    starting: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Emulator {
    url: String,
    log: PathBuf,
    _process: ChildGuard,
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _gone = std::fs::remove_file(&self.log); // of use after a failed start only
    }
}

impl Firebase {
    /// Starts the front alone: it answers 503 until [`Firebase::start_emulator`].
    pub(crate) async fn start(issuer: Arc<Issuer>, mails: Kept) -> Result<Self, Error> {
        let io = || Error::io("opening a port for Firebase");
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .map_err(io())?;
        let url = format!("http://{}", listener.local_addr().map_err(io())?);
        let front = Arc::new(Front {
            client: loopback_client()?,
            issuer,
            mails,
            emulator: OnceLock::new(),
            starting: tokio::sync::Mutex::default(),
        });
        let app = axum::Router::new()
            .fallback(pass)
            .with_state(Arc::clone(&front));
        let server = tokio::spawn(async move {
            let _ended = axum::serve(listener, app).await;
        });
        Ok(Self { url, front, server })
    }

    /// The base of the REST API, with the version.
    pub(crate) fn api_url(&self) -> String {
        format!("{}/identitytoolkit.googleapis.com/v1", self.url)
    }

    /// Whether the emulator has been started.
    pub(crate) fn runs(&self) -> bool {
        self.front.emulator.get().is_some()
    }

    /// Starts the emulator, unless it runs. An address that has no account is not told from one that
    /// has, as in projects of today.
    pub(crate) async fn start_emulator(
        &self,
        root: &Path,
        progress: &Progress,
    ) -> Result<(), Error> {
        let _one = self.front.starting.lock().await;
        if self.front.emulator.get().is_some() {
            return Ok(());
        }
        let tools = Tools::ensure(root, Toolset::Firebase, progress).await?;
        let port = crate::free_port()?;
        let log = root.join(format!("target/dev/firebase.{}.log", std::process::id()));
        let mut process = Program::new("the Firebase emulator", tools.bin.join("node"))
            .args(["-e", SCRIPT])
            .args([tools.folder.join("node_modules")])
            .args([PROJECT, &port.to_string()])
            .output(Output::File(log.clone()))
            .spawn()?;
        let url = format!("http://127.0.0.1:{port}");
        let client = &self.front.client;
        let is_ready = || async { client.get(&url).send().await.is_ok() };
        process.until(PATIENCE, is_ready).await?;
        let http = |source| Error::Http {
            to: "the Firebase emulator".into(),
            source,
        };
        let protection = json!({ "emailPrivacyConfig": { "enableImprovedEmailPrivacy": true } });
        let config = format!("{url}/identitytoolkit.googleapis.com/v2/projects/{PROJECT}/config");
        client
            .patch(config)
            .bearer_auth("owner")
            .json(&protection)
            .send()
            .await
            .and_then(reqwest::Response::error_for_status)
            .map_err(http)?;
        let _first = self.front.emulator.set(Emulator {
            url,
            log,
            _process: process,
        });
        Ok(())
    }
}

impl Drop for Firebase {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn pass(State(front): State<Arc<Front>>, request: Request) -> Response {
    let refused = |status: StatusCode, message: &str| {
        let error = json!({ "error": { "code": status.as_u16(), "message": message } });
        (status, Json(error)).into_response()
    };
    let Some(emulator) = front.emulator.get() else {
        let message = "NOT_STARTED : this stack runs without the Firebase emulator";
        return refused(StatusCode::SERVICE_UNAVAILABLE, message);
    };
    let (head, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, LARGEST).await else {
        return refused(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE");
    };
    let target = head
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    match front
        .forward(emulator, &head.method, target, &head.headers, body.clone())
        .await
    {
        Ok((status, answer)) => {
            if status.is_success() && target.contains("/accounts:sendOobCode") {
                front.deliver(emulator, &body).await;
            }
            (status, Json(front.signed(answer))).into_response()
        }
        Err(error) => refused(StatusCode::BAD_GATEWAY, &error.to_string()),
    }
}

impl Front {
    async fn forward(
        &self,
        emulator: &Emulator,
        method: &Method,
        target: &str,
        headers: &HeaderMap,
        body: Bytes,
    ) -> Result<(StatusCode, Value), reqwest::Error> {
        let url = format!("{}{target}", emulator.url);
        let mut request = self.client.request(method.clone(), url).body(body);
        for name in [AUTHORIZATION, CONTENT_TYPE] {
            if let Some(value) = headers.get(&name) {
                request = request.header(name, value);
            }
        }
        let answer = request.send().await?;
        Ok((answer.status(), answer.json().await.unwrap_or_default()))
    }

    /// An answer whose tokens are signed.
    fn signed(&self, mut answer: Value) -> Value {
        for name in TOKENS {
            let token = answer.get(name).and_then(Value::as_str);
            let signed = token.and_then(|token| self.sign(token));
            if let (Some(signed), Some(answer)) = (signed, answer.as_object_mut()) {
                answer.insert(name.to_owned(), signed.into());
            }
        }
        answer
    }

    /// A token of the same claims, but for the issuer and the audience, which are the local ones.
    fn sign(&self, token: &str) -> Option<String> {
        let claims = BASE64_URL_SAFE_NO_PAD
            .decode(token.split('.').nth(1)?)
            .ok()?;
        let mut claims: Value = serde_json::from_slice(&claims).ok()?;
        let all = claims.as_object_mut()?;
        all.retain(|name, _| !["iss", "aud"].contains(&name.as_str()));
        self.issuer.token(&claims).ok()
    }

    /// Puts the mail that Firebase would send now into the mailbox.
    async fn deliver(&self, emulator: &Emulator, asked: &[u8]) {
        let Ok(asked) = serde_json::from_slice::<Code>(asked) else {
            return;
        };
        let codes = format!("{}/emulator/v1/projects/{PROJECT}/oobCodes", emulator.url);
        let Ok(codes) = self.client.get(codes).send().await else {
            return;
        };
        let Ok(Codes { oob_codes }) = codes.json().await else {
            return;
        };
        let is_asked =
            |code: &&Code| code.email == asked.email && code.request_type == asked.request_type;
        // There is none for an address without an account.
        let Some(code) = oob_codes.iter().rev().find(is_asked) else {
            return;
        };
        let what = if code.request_type == "PASSWORD_RESET" {
            "Set a new password: follow this link, with &newPassword=\u{2026} at its end."
        } else {
            "Follow this link."
        };
        self.mails.push(Mail {
            to: code.email.clone(),
            subject: "Firebase".into(),
            text: format!("{what}\n\n{}\n", code.oob_link),
        });
    }
}

/// What the emulator has in place of Firebase's mails.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Codes {
    oob_codes: Vec<Code>,
}

/// A mail of Firebase's: as it is asked for, or as the emulator keeps it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Code {
    email: String,
    request_type: String,
    #[serde(default)]
    oob_link: String,
}
