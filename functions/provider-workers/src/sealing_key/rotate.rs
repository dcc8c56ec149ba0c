//! `provider-sealing-key-rotation`: gives providers' secrets a new master key, as Secrets Manager
//! asks for it (see [`secrets::rotation`]). Every previous key stays, so no sealed secret needs to
//! be touched.

use common::Fault;
use secrets::rotation::Asked;
use webhooks::sealed::MasterKeys;

use crate::Workers;

/// Does one step, or looks whether a rotation is overdue.
///
/// # Errors
/// Secrets Manager can't be reached, or what it holds are no master keys; it asks again. A
/// rotation is overdue.
pub async fn run(workers: &'static Workers, asked: Asked) -> Result<(), Fault> {
    let (vault, now) = (&workers.vault, workers.clock.now());
    secrets::rotation::run(vault.client(), vault.secret(), &MasterKeys, asked, now).await
}
