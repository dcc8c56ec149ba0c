//! Takes webhooks: verifies each, answers at once, and works afterwards. The guide shows all that
//! follows these lines.
#![allow(clippy::disallowed_methods)] // It stands for a program of an integrator's own.

use std::collections::HashSet;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use serde::Deserialize;
use standardwebhooks::Webhook;

struct Receiver {
    webhook: Webhook,
    /// In production a table with a unique key, so that it outlives the process.
    seen: Mutex<HashSet<String>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    event: String,
    delivery_id: String,
    data: Data,
}

/// What this program reads of an event's data.
#[derive(Deserialize)]
struct Data {
    id: Option<String>,
}

/// `Bytes` is the body as it came: the signature is over these bytes.
async fn receive(
    State(receiver): State<Arc<Receiver>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    if let Err(error) = receiver.webhook.verify(&body, &headers) {
        eprintln!("refused: {error}");
        return StatusCode::BAD_REQUEST;
    }
    let Ok(event) = serde_json::from_slice::<Event>(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    let mut seen = receiver.seen.lock().unwrap_or_else(PoisonError::into_inner);
    if seen.insert(event.delivery_id.clone()) {
        tokio::spawn(handle(event));
    }
    StatusCode::NO_CONTENT
}

async fn handle(event: Event) {
    match (event.event.as_str(), event.data.id) {
        ("twin.snapshot.ready", Some(id)) => println!("fetch the prompt anew: {id}"),
        (other, _) => println!("handled {other} {}", event.delivery_id),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let receiver = Receiver {
        webhook: Webhook::new(&std::env::var("TWIN_WEBHOOK_SECRET")?)?,
        seen: Mutex::default(),
    };
    let app = axum::Router::new()
        .route("/webhooks/twin", post(receive))
        .with_state(Arc::new(receiver));
    let port = std::env::var("PORT").unwrap_or_else(|_| "8000".into());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("listening on {port}");
    axum::serve(listener, app).await?;
    Ok(())
}
