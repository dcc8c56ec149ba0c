//! `POST /discoveries/:id/approve`: the owner takes what is proposed.

use ::surface::{Error, Json, Reply};
use twin::Discovery;

use super::{DecideDiscovery, decide};
use crate::{Dashboard, Owner};

/// Approves the discovery: it is queued for the profile compiler, once.
///
/// # Errors
/// The account has no such discovery, whether or not another account does; it was rejected.
pub async fn approve(
    context: &'static Dashboard,
    owner: Owner,
    which: DecideDiscovery,
) -> Result<Reply<Json<Discovery>>, Error> {
    decide(context, owner, which, true).await
}
