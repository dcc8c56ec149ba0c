//! `POST /discoveries/:id/reject`: the owner leaves what is proposed.

use ::surface::{Error, Json, Reply};
use twin::Discovery;

use super::{DecideDiscovery, decide};
use crate::{Dashboard, Owner};

/// Rejects the discovery.
///
/// # Errors
/// The account has no such discovery, whoever else may; it was approved.
pub async fn reject(
    context: &'static Dashboard,
    owner: Owner,
    which: DecideDiscovery,
) -> Result<Reply<Json<Discovery>>, Error> {
    decide(context, owner, which, false).await
}
