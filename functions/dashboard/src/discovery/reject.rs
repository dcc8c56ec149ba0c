//! `POST /discoveries/:id/reject`: the owner leaves what is proposed.

use ::surface::{Error, Json, Reply};
use twin::Discovery;

use super::{DecideDiscovery, decide};
use crate::{Dashboard, Owner};

/// Rejects the discovery.
///
/// # Errors
/// The account has no such discovery, whether or not another account does; it was approved.
pub async fn reject(
    context: &'static Dashboard,
    owner: Owner,
    which: DecideDiscovery,
) -> Result<Reply<Json<Discovery>>, Error> {
    decide(context, owner, which, false).await
}
