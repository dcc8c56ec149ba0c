//! `POST /v1/providers/runtime/apps/:id/prove`: challenges its URL, or another one before it is
//! used.

use ::surface::body::{Fields, Object};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use provider::id::RuntimeAppId;
use provider::runtime::proof;
use webhooks::url::WebhookUrl;

use super::{RuntimeAppDetails, details, fields, id, refused};
use crate::{App, Runtime};

/// Which runtime app, and which URL.
#[derive(Debug)]
pub struct Prove {
    id: RuntimeAppId,
    url: Option<WebhookUrl>,
}

impl Input<Runtime> for Prove {
    fn parse(request: &Request, context: &Runtime) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let object = Object {
            name: "ProofRequest",
            about: "Which URL is challenged: without one, the runtime app's endpoint.",
        };
        let mut body = Fields::of_optional(request, object)?;
        let url = body.optional("url", fields::endpoint_url(&context.caller.allowed));
        body.finish()?;
        Ok(Self { id, url })
    }
}

/// Challenges a URL. That the proof fails is an answer: it says why.
///
/// # Errors
/// The app has no such runtime app; it has no secret; as many proofs as there may be were tried.
pub async fn prove(
    context: &'static Runtime,
    caller: App,
    Prove { id, url }: Prove,
) -> Result<Reply<Json<RuntimeAppDetails>>, Error> {
    let proven = proof::prove(&context.caller, caller.id, id, url.as_ref())
        .await
        .map_err(refused)?;
    Reply::json(&details(context, &proven).await?)
}
