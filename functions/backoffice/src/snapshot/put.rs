//! `PUT /snapshots/:id`: what the profile compiler says of a snapshot.

use ::surface::body::{Fields, Object, Reader, Variant, custom, parsed, text};
use ::surface::{
    Error, FieldError, FieldErrors, Input, Json, PAYLOAD_TOO_LARGE, Query, Reply, Request,
};
use common::Timestamp;
use profile::{Invalid, Profile};
use serde_json::{Value, json};
use twin::id::{SnapshotId, UserId};
use twin::snapshot::{Publication, PublishError, PurchaseId, Snapshot, Source, Stage, Status};

use crate::{ACCOUNT_NOT_FOUND, BackOffice, Operator, SNAPSHOT_CONFLICT, SNAPSHOT_IMMUTABLE};

const PUBLICATION: Object = Object {
    name: "Publication",
    about: "What the profile compiler says of a snapshot: `compiling` while it is at work, `ready` \
            with the profile, or `failed` with the reason.",
};

const VARIANTS: &[Variant] = &[
    Variant {
        word: "compiling",
        about: "It is at work.",
        fields: &[],
    },
    Variant {
        word: "ready",
        about: "It is done.",
        fields: &["profile"],
    },
    Variant {
        word: "failed",
        about: "It gave up.",
        fields: &["reason"],
    },
];

/// What the compiler says.
#[derive(Debug)]
pub struct PublishSnapshot(Publication);

impl<C> Input<C> for PublishSnapshot {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let mut body = Fields::of(request, PUBLICATION)?;
        let id = request.named::<SnapshotId>("id");
        let user_id = body.required("userId", parsed::<UserId>());
        let status = body.required("status", parsed::<Status>());
        let source = body.required("source", parsed::<Source>());
        let purchase_id = body.required("purchaseId", parsed::<PurchaseId>());
        let snapshot_date = body.required(
            "snapshotDate",
            custom(
                |value| parsed::<Timestamp>().read(value),
                common::clock::moment_schema,
            )
            .called("Moment")
            .about("The date its profile is of."),
        );
        let reason = body.optional("reason", text(1..=500).about("Why it failed."));
        let profile = body.take(
            "profile",
            || json!({ "$ref": "#/components/schemas/Profile" }),
        );
        body.varies("status", VARIANTS);
        let stage = stage(&mut body, status, profile, reason);
        let id = match id {
            Ok(id) => Some(id),
            Err(wrong) => {
                body.refuse_all(wrong);
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
        // No parse gives this.
        Status::Other(_) => None,
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
fn read(profile: Value) -> Result<Profile, FieldErrors> {
    let document = profile.to_string();
    // It is parsed again, so that two trees of it are never in memory at once.
    drop(profile);
    Profile::parse(document.as_bytes()).map_err(|wrong| {
        let mut errors: FieldErrors = wrong.listed.into_iter().map(field).collect();
        errors.add_unlisted(wrong.unlisted);
        errors
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
/// a profile that does not fit.
pub async fn put(
    context: &'static BackOffice,
    _: Operator,
    PublishSnapshot(publication): PublishSnapshot,
) -> Result<Reply<Json<Snapshot>>, Error> {
    let published = context.snapshots.publish(&publication).await;
    let published = published.map_err(refusal)?;
    if let Some(message) = &published.message {
        context.queues.send(message).await;
    }
    Reply::json(&published.snapshot)
}

fn refusal(refused: PublishError) -> Error {
    match refused {
        PublishError::Fault(fault) => fault.into(),
        PublishError::Busy => Error::unavailable("publishing a snapshot", refused),
        PublishError::NoAccount => ACCOUNT_NOT_FOUND
            .refuse("There is no such account. PUT it under /v1/internal/accounts first."),
        PublishError::Immutable => SNAPSHOT_IMMUTABLE
            .refuse("This snapshot is ready and never changes. Publish a new one."),
        PublishError::Foreign => {
            SNAPSHOT_CONFLICT.refuse("This snapshot is another account's. Publish under a new id.")
        }
        PublishError::Backwards { from, to } => SNAPSHOT_CONFLICT.refuse(format!(
            "A {from} snapshot can't become {to}. Publish a new one."
        )),
        PublishError::TooLarge(_) => PAYLOAD_TOO_LARGE.refuse(format!("Too large: {refused}.")),
    }
}
