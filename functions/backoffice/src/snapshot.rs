//! `PUT /snapshots/:id`: what the profile compiler says of a snapshot.

use serde_json::Value;
use shared::access::Operator;
use shared::clock::Timestamp;
use shared::error::FieldError;
use shared::http::body::{Fields, parsed, text};
use shared::http::{Input, Query, Reply, Request};
use shared::id::{SnapshotId, UserId};
use shared::profile::{Invalid, Profile};
use shared::snapshots::{Publication, PublishError, PurchaseId, Source, Stage, Status};
use shared::{App, Error};

/// Errors of a profile that an answer lists at most: what Lambda can answer with ends somewhere.
const LISTED: usize = 10_000;

/// What the compiler says.
#[derive(Debug)]
pub struct Said(Publication);

impl Input for Said {
    fn parse(request: &Request) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let mut body = Fields::of(request)?;
        let id = request.named::<SnapshotId>("id");
        let user_id = body.required("userId", parsed::<UserId>);
        let status = body.required("status", parsed::<Status>);
        let source = body.required("source", parsed::<Source>);
        let purchase_id = body.required("purchaseId", parsed::<PurchaseId>);
        let snapshot_date = body.required("snapshotDate", parsed::<Timestamp>);
        let reason = body.optional("reason", text(1..=500));
        let profile = body.take("profile");
        let stage = stage(&mut body, status, profile, reason);
        let id = match id {
            Ok(id) => Some(id),
            Err(wrong) => {
                body.refuse_all([wrong]);
                None
            }
        };
        body.finish()?;
        let publication = || {
            Some(Publication {
                user_id: user_id?,
                id: id?,
                source: source?,
                purchase_id: purchase_id?,
                snapshot_date: snapshot_date?,
                stage: stage?,
            })
        };
        let missing =
            || Error::internal("reading a publication", "a field is neither read nor wrong");
        publication().map(Self).ok_or_else(missing)
    }
}

/// What belongs to a status, and nothing else: a profile to a ready snapshot, a reason to a
/// failed one.
fn stage(
    body: &mut Fields,
    status: Option<Status>,
    profile: Option<Value>,
    reason: Option<String>,
) -> Option<Stage> {
    let status = status?;
    if status != Status::Ready && profile.is_some() {
        body.refuse("profile", "NOT_ALLOWED", "belongs to a ready snapshot only");
    }
    if status != Status::Failed && body.has("reason") {
        body.refuse("reason", "NOT_ALLOWED", "belongs to a failed snapshot only");
    }
    match status {
        Status::Compiling => Some(Stage::Compiling),
        Status::Failed if reason.is_none() && !body.has("reason") => {
            body.refuse("reason", "REQUIRED", "is required of a failed snapshot");
            None
        }
        Status::Failed => reason.map(Stage::Failed),
        Status::Ready => {
            let Some(profile) = profile else {
                body.refuse("profile", "REQUIRED", "is required of a ready snapshot");
                return None;
            };
            match read(profile) {
                Ok(profile) => Some(Stage::Ready(Box::new(profile))),
                Err(wrong) => {
                    body.refuse_all(wrong);
                    None
                }
            }
        }
    }
}

/// The profile, or all that is wrong with it. A key given twice has been refused by now.
fn read(profile: Value) -> Result<Profile, Vec<FieldError>> {
    let document = profile.to_string();
    // It is parsed again, so that two trees of it are never in memory at once.
    drop(profile);
    Profile::parse(document.as_bytes()).map_err(|wrong| {
        let left = wrong.len().saturating_sub(LISTED);
        let mut listed: Vec<_> = wrong.into_iter().take(LISTED).map(field).collect();
        if left > 0 {
            let message = format!("has {left} more errors, which are not listed");
            listed.push(FieldError::new("profile", "MORE", message));
        }
        listed
    })
}

fn field(wrong: Invalid) -> FieldError {
    let path = match wrong.path.as_str() {
        "" => "profile".to_owned(),
        path => format!("profile.{path}"),
    };
    let code = match wrong.code {
        "required" => "REQUIRED",
        "unknownField" => "UNKNOWN",
        "type" => "TYPE",
        "range" => "RANGE",
        "length" | "count" => "LENGTH",
        "notAllowed" => "NOT_ALLOWED",
        _ => "INVALID",
    };
    FieldError::new(path, code, wrong.message)
}

/// Publishes the snapshot; answers with its metadata as it then stands.
///
/// # Errors
/// No such account; a snapshot that is ready, is another account's, or can't become what is said;
/// a profile that does not fit; the table can't be reached.
pub async fn put(app: &'static App, _: Operator, Said(said): Said) -> Result<Reply, Error> {
    match app.snapshots.publish(&said).await {
        Ok(published) => {
            if let Some(message) = &published.message {
                app.tell(message).await;
            }
            Reply::json(&published.snapshot)
        }
        Err(refused) => Err(told(refused)),
    }
}

fn told(refused: PublishError) -> Error {
    let (code, message) = match refused {
        PublishError::Failed(error) => return error,
        PublishError::Busy => return Error::unavailable("publishing a snapshot", refused),
        PublishError::NoAccount => (
            "ACCOUNT_NOT_FOUND",
            "There is no such account. PUT it under /v1/internal/accounts first.".to_owned(),
        ),
        PublishError::Immutable => (
            "SNAPSHOT_IMMUTABLE",
            "This snapshot is ready and never changes. Publish a new one.".to_owned(),
        ),
        PublishError::Foreign => (
            "SNAPSHOT_CONFLICT",
            "This snapshot is another account's. Publish under a new id.".to_owned(),
        ),
        PublishError::Backwards { from, to } => (
            "SNAPSHOT_CONFLICT",
            format!("A {from} snapshot can't become {to}. Publish a new one."),
        ),
        PublishError::TooLarge(_) => ("PAYLOAD_TOO_LARGE", format!("Too large: {refused}.")),
    };
    Error::refused(code, message)
}
