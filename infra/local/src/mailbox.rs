//! Amazon SES of this machine: it takes mails, and shows them as a mailbox.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::Error;

/// Mails that are kept; the oldest leave.
const KEPT: usize = 1_000;

/// A mail, as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mail {
    /// To whom.
    pub to: String,
    /// About what.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// What takes mails.
#[derive(Debug)]
pub struct Mailbox {
    /// Where the SDK finds SES.
    pub url: String,
    kept: Kept,
    server: JoinHandle<()>,
}

/// The mails, the oldest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept(Arc<Mutex<VecDeque<Mail>>>);

impl Kept {
    pub(crate) fn push(&self, mail: Mail) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_back(mail);
        let surplus = kept.len().saturating_sub(KEPT);
        kept.drain(..surplus);
    }

    fn all(&self) -> Vec<Mail> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().cloned().collect()
    }
}

impl Mailbox {
    /// Opens an empty one on a port of its own.
    ///
    /// # Errors
    /// Where no port can be opened.
    pub async fn start() -> Result<Self, Error> {
        let io = || Error::io("opening a port for the mailbox");
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .map_err(io())?;
        let url = format!("http://{}", listener.local_addr().map_err(io())?);
        let kept = Kept::default();
        let app = Router::new()
            .route("/v2/email/outbound-emails", post(send))
            .route("/mails", get(list))
            .with_state(kept.clone());
        let server = tokio::spawn(async move {
            let _ended = axum::serve(listener, app).await;
        });
        Ok(Self { url, kept, server })
    }

    /// Where the mails are: a JSON list of `{to, subject, text}`, the oldest first.
    pub fn mails_url(&self) -> String {
        format!("{}/mails", self.url)
    }

    /// The mails, the oldest first.
    pub fn mails(&self) -> Vec<Mail> {
        self.kept.all()
    }

    pub(crate) fn kept(&self) -> Kept {
        self.kept.clone()
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// `SendEmail` of SES, for a mail of one recipient and plain text.
async fn send(State(kept): State<Kept>, Json(request): Json<Value>) -> (StatusCode, Json<Value>) {
    let text = |path: &str| Some(request.pointer(path)?.as_str()?.to_owned());
    let mail = || {
        Some(Mail {
            to: text("/Destination/ToAddresses/0")?,
            subject: text("/Content/Simple/Subject/Data")?,
            text: text("/Content/Simple/Body/Text/Data")?,
        })
    };
    match mail() {
        Some(mail) => {
            kept.push(mail);
            let id = ulid::Ulid::generate().to_string();
            (StatusCode::OK, Json(json!({ "MessageId": id })))
        }
        None => {
            let message = "the mail has no recipient, subject or text";
            (StatusCode::BAD_REQUEST, Json(json!({ "message": message })))
        }
    }
}

async fn list(State(kept): State<Kept>) -> Json<Vec<Mail>> {
    Json(kept.all())
}
