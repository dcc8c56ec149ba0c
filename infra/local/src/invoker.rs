//! Calls to the functions of this machine.

use std::time::Duration;

use bytes::Bytes;
use http::header;
use serde_json::Value;

use crate::{Error, loopback_client};

/// The longest that Lambda lets a function run.
const LONGEST: Duration = Duration::from_secs(900);

/// Invokes functions by their names.
#[derive(Debug, Clone)]
pub struct Invoker {
    url: String,
    client: reqwest::Client,
}

/// A function has no answer to an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// It took longer than the caller waits.
    pub too_late: bool,
    /// The function's error as it reports it, or what kept the call from being made.
    pub problem: String,
}

impl Invoker {
    /// Functions answer below `url`, at the paths of Lambda's API.
    ///
    /// # Errors
    /// Where no HTTP client can be made.
    pub fn new(url: String) -> Result<Self, Error> {
        Ok(Self {
            url,
            client: loopback_client()?,
        })
    }

    /// Where a function is invoked, with an event as the body.
    pub(crate) fn url(&self, bin: &str) -> String {
        format!("{}/2015-03-31/functions/{bin}/invocations", self.url)
    }

    /// A function's answer to an event, as JSON.
    pub(crate) async fn invoke(&self, bin: &str, event: &Value) -> Result<Value, Error> {
        let event = event.to_string().into_bytes();
        let answer = self.payload(bin, event, LONGEST).await;
        let answer = answer.map_err(|Failed { problem, .. }| Error::Process {
            name: bin.to_owned(),
            problem: format!("failed: {}", problem.trim()),
            log: None,
        })?;
        Ok(serde_json::from_slice(&answer)
            .unwrap_or_else(|_| String::from_utf8_lossy(&answer).into_owned().into()))
    }

    /// A function's whole answer to an event, byte by byte.
    pub(crate) async fn payload(
        &self,
        bin: &str,
        event: Vec<u8>,
        patience: Duration,
    ) -> Result<Bytes, Failed> {
        let request = self.client.post(self.url(bin)).timeout(patience);
        let answer = send(request, event).await?;
        answer.bytes().await.map_err(failed)
    }

    /// A function's answer to an event as it comes.
    pub(crate) async fn stream(
        &self,
        bin: &str,
        event: Vec<u8>,
    ) -> Result<reqwest::Response, Failed> {
        let url = format!(
            "{}/2021-11-15/functions/{bin}/response-streaming-invocations",
            self.url
        );
        send(self.client.post(url), event).await
    }
}

async fn send(
    request: reqwest::RequestBuilder,
    event: Vec<u8>,
) -> Result<reqwest::Response, Failed> {
    let request = request.header(header::CONTENT_TYPE, "application/json");
    let answer = request.body(event).send().await.map_err(failed)?;
    if answer.status().is_success() {
        return Ok(answer);
    }
    Err(Failed {
        too_late: false,
        problem: answer.text().await.map_err(failed)?,
    })
}

fn failed(error: reqwest::Error) -> Failed {
    Failed {
        too_late: error.is_timeout(),
        problem: error.to_string(),
    }
}
