//! `provider-token-key-rotation`: adds a key, publishes it, and drops those that nobody needs any
//! more, as Secrets Manager asks for it (see [`secrets::rotation`]).

use common::Fault;
use provider::oauth::keys::KeyRotation;
use secrets::rotation::Asked;

use crate::Workers;

/// Does one step, or looks whether a rotation is overdue.
///
/// # Errors
/// Secrets Manager or the table can't be reached, or the secret holds no keys; it asks again. A
/// rotation is overdue.
pub async fn run(workers: &'static Workers, asked: Asked) -> Result<(), Fault> {
    let rotation = KeyRotation {
        table: &workers.table,
        durations: workers.durations,
    };
    let (signing, now) = (&workers.signing, workers.clock.now());
    secrets::rotation::run(signing.client(), signing.id(), &rotation, asked, now).await
}
