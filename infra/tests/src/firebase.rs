//! Firebase Authentication in this process: the four calls that functions make, for tests that want
//! to know when each is made and how long it takes. The live tests have the real emulator.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

/// How calls are answered.
#[derive(Clone, Copy, Debug, Default)]
pub enum Manner {
    /// As Firebase does.
    #[default]
    Normal,
    /// With this status and message, whatever is asked.
    Refuse(u16, &'static str),
    /// After so long.
    Slow(Duration),
}

/// How long calls take by what comes of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Delays {
    /// A sign-up that makes an account.
    pub signed_up: Duration,
    /// A sign-up whose address has one.
    pub exists: Duration,
    /// A log-in with the right password.
    pub right: Duration,
    /// A log-in with a wrong one.
    pub wrong: Duration,
}

#[derive(Clone, Debug)]
struct User {
    id: String,
    password: String,
    verified: bool,
    disabled: bool,
}

#[derive(Default)]
struct Inner {
    users: Mutex<HashMap<String, User>>,
    calls: Mutex<HashMap<String, usize>>,
    resets: Mutex<Vec<String>>,
    manner: Mutex<Manner>,
    delays: Mutex<Delays>,
}

/// Firebase Authentication.
#[derive(Clone)]
pub struct Firebase {
    /// The base of its REST API.
    pub url: String,
    inner: Arc<Inner>,
}

impl Firebase {
    /// One without accounts.
    pub async fn start() -> Self {
        let inner = Arc::<Inner>::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/v1/{call}", post(answer))
            .with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, inner }
    }

    /// Answers so from now on.
    pub fn behave(&self, manner: Manner) {
        *self.inner.manner.lock().unwrap() = manner;
    }

    /// Takes so long from now on.
    pub fn delay(&self, delays: Delays) {
        *self.inner.delays.lock().unwrap() = delays;
    }

    /// Makes an account past the functions, as anybody can who has the web API key; its subject.
    pub fn put(&self, email: &str, password: &str) -> String {
        let user = User {
            id: format!("firebase-{email}"),
            password: password.to_owned(),
            verified: false,
            disabled: false,
        };
        let id = user.id.clone();
        self.inner
            .users
            .lock()
            .unwrap()
            .insert(email.to_owned(), user);
        id
    }

    /// The address's owner follows the link of Firebase's mail, and sets a new password.
    pub fn reset(&self, email: &str, password: &str) {
        self.change(email, |user| {
            user.password = password.to_owned();
            user.verified = true;
        });
    }

    /// Disables an account.
    pub fn disable(&self, email: &str) {
        self.change(email, |user| user.disabled = true);
    }

    fn change(&self, email: &str, change: impl FnOnce(&mut User)) {
        change(self.inner.users.lock().unwrap().get_mut(email).unwrap());
    }

    /// The subject of an address.
    pub fn subject(&self, email: &str) -> String {
        self.inner.users.lock().unwrap()[email].id.clone()
    }

    /// How often a method was called: `signUp`.
    pub fn calls(&self, method: &str) -> usize {
        let calls = self.inner.calls.lock().unwrap();
        calls.get(method).copied().unwrap_or(0)
    }

    /// The addresses that a mail for a new password went to.
    pub fn resets(&self) -> Vec<String> {
        self.inner.resets.lock().unwrap().clone()
    }
}

type Outcome = (Duration, Result<Value, &'static str>);

async fn answer(
    State(inner): State<Arc<Inner>>,
    Path(call): Path<String>,
    Json(body): Json<Value>,
) -> (StatusCode, Json<Value>) {
    let method = call.strip_prefix("accounts:").unwrap_or(&call).to_owned();
    *inner
        .calls
        .lock()
        .unwrap()
        .entry(method.clone())
        .or_default() += 1;
    let manner = *inner.manner.lock().unwrap();
    let refused = |status: u16, message: &str| {
        let body = json!({ "error": { "code": status, "message": message } });
        (StatusCode::from_u16(status).unwrap(), Json(body))
    };
    match manner {
        Manner::Normal => {}
        Manner::Refuse(status, message) => return refused(status, message),
        Manner::Slow(time) => tokio::time::sleep(time).await,
    }
    let (took, outcome) = inner.work(&method, &body);
    tokio::time::sleep(took).await;
    match outcome {
        Ok(body) => (StatusCode::OK, Json(body)),
        Err(message) => refused(400, message),
    }
}

impl Inner {
    fn work(&self, method: &str, body: &Value) -> Outcome {
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        let (email, password) = (text("email"), text("password"));
        let delays = *self.delays.lock().unwrap();
        let mut users = self.users.lock().unwrap();
        match method {
            "signUp" if users.contains_key(&email) => (delays.exists, Err("EMAIL_EXISTS")),
            "signUp" => {
                let user = User {
                    id: format!("firebase-{email}"),
                    password,
                    verified: false,
                    disabled: false,
                };
                let session = session(&user, &email);
                users.insert(email, user);
                (delays.signed_up, Ok(session))
            }
            "signInWithPassword" => match users.get(&email) {
                Some(user) if user.disabled => (delays.wrong, Err("USER_DISABLED")),
                Some(user) if user.password == password => {
                    (delays.right, Ok(session(user, &email)))
                }
                _ => (delays.wrong, Err("INVALID_LOGIN_CREDENTIALS")),
            },
            "lookup" => {
                let token = text("idToken");
                let found = users
                    .iter()
                    .find(|(email, _)| token == format!("id token of {email}"));
                let Some((email, user)) = found else {
                    return (Duration::ZERO, Err("INVALID_ID_TOKEN"));
                };
                let user =
                    json!({ "localId": user.id, "email": email, "emailVerified": user.verified });
                (Duration::ZERO, Ok(json!({ "users": [user] })))
            }
            "sendOobCode" => {
                if users.contains_key(&email) {
                    self.resets.lock().unwrap().push(email.clone());
                }
                (Duration::ZERO, Ok(json!({ "email": email })))
            }
            _ => (Duration::ZERO, Err("OPERATION_NOT_ALLOWED")),
        }
    }
}

fn session(user: &User, email: &str) -> Value {
    json!({
        "localId": user.id, "email": email, "idToken": format!("id token of {email}"),
        "refreshToken": format!("refresh token of {email}"), "expiresIn": "3600",
    })
}
