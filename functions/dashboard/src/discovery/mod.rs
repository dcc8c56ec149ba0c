//! The review of what integrations propose: nothing reaches a profile without it.

pub mod approve;
pub mod list;
pub mod reject;

use ::surface::body::Fields;
use ::surface::{Error, Idempotency, Input, Json, Query, Reply, Request};
use serde_json::json;
use twin::DiscoveryId;
use twin::discovery::{self, DecideError, Discovery};

use crate::{Dashboard, Owner, refusals};

/// Which discovery is decided.
#[derive(Debug)]
pub struct DecideDiscovery {
    id: DiscoveryId,
    idempotency: Idempotency,
}

impl<C> Input<C> for DecideDiscovery {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        // What can't be an id is the id of no discovery.
        let id = request
            .param("id")
            .ok_or_else(|| refusals::decision(DecideError::Unknown))?;
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        Fields::none(request)?;
        Ok(Self { id, idempotency })
    }
}

async fn decide(
    context: &'static Dashboard,
    owner: Owner,
    DecideDiscovery { id, idempotency }: DecideDiscovery,
    approve: bool,
) -> Result<Reply<Json<Discovery>>, Error> {
    let (table, now) = (&context.table, context.clock.now());
    let user = owner.user_id;
    let idempotency = owner.idempotent(idempotency);
    let work = async {
        let store = |discovery: &Discovery| idempotency.store(now, 200, &json!(discovery));
        let (discovery, message) = discovery::decide(table, user, id, approve, now, store)
            .await
            .map_err(refusals::decision)?;
        if let Some(message) = &message {
            context.queues.send(message).await;
        }
        Reply::json(&discovery)
    };
    idempotency.run(table, now, work).await
}
