//! `provider-signature-key-rotation`: adds a key, publishes it, and drops those that no verifier
//! needs any more, as Secrets Manager asks for it (see [`secrets::rotation`]).

use common::Fault;
use provider::runtime::keys::SignatureKeyRotation;
use secrets::rotation::Asked;

use crate::Workers;

/// Does one step, or looks whether a rotation is overdue.
///
/// # Errors
/// Secrets Manager or the table can't be reached, or the secret holds no keys; it asks again. A
/// rotation is overdue.
pub async fn run(workers: &'static Workers, asked: Asked) -> Result<(), Fault> {
    let rotation = SignatureKeyRotation {
        table: &workers.table,
        rotation: workers.rotation,
    };
    let (keys, now) = (&workers.signatures, workers.clock.now());
    secrets::rotation::run(keys.client(), keys.id(), &rotation, asked, now).await
}
