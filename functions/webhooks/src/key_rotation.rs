//! `webhook-key-rotation`: gives webhooks' secrets a new master key, as Secrets Manager asks for
//! it (see [`secrets::rotation`]). Every previous key stays, so no sealed secret needs to be
//! touched.

use common::Fault;
use secrets::rotation::Asked;
use webhooks::sealed::MasterKeys;

use crate::Engine;

/// Does one step, or looks whether a rotation is overdue.
///
/// # Errors
/// Secrets Manager can't be reached, or what it holds are no master keys; it asks again. A
/// rotation is overdue.
pub async fn run(engine: &'static Engine, asked: Asked) -> Result<(), Fault> {
    let (vault, now) = (&engine.vault, engine.clock.now());
    secrets::rotation::run(vault.client(), vault.secret(), &MasterKeys, asked, now).await
}
