//! `webhook-key-rotation`: gives webhooks' secrets a new master key, as Secrets Manager asks for
//! it (see [`secrets::rotation`]). Every previous key stays, so no sealed secret needs to be
//! touched.

use common::{Fault, Timestamp};
use secrets::rotation::{Asked, Rotated};
use webhooks::sealed::Keyring;

use crate::Engine;

const ROTATING: &str = "rotating the master keys";

/// The master keys of the webhooks' secrets.
struct MasterKeys;

impl Rotated for MasterKeys {
    const NAME: &'static str = "master keys";

    fn next(&self, current: &str, _: Timestamp) -> Result<String, Fault> {
        Keyring::add_to(current).map_err(|e| Fault::internal(ROTATING, e))
    }

    /// No other service has to know the key, so that there is nothing to publish. The new keys
    /// must work, and none of the former ones may be missing.
    fn test(&self, next: &str, current: &str, _: Timestamp) -> Result<(), Fault> {
        let broken = |e| Fault::internal(ROTATING, e);
        let next = Keyring::parse(next).map_err(broken)?;
        let current = Keyring::parse(current).map_err(broken)?;
        let sealed = next.seal("test", b"test").map_err(broken)?;
        if next.open("test", &sealed).map_err(broken)? != b"test" || !next.covers(&current) {
            return Err(Fault::internal(ROTATING, "the new keys lack a former one"));
        }
        Ok(())
    }
}

/// Does one step, or looks whether a rotation is overdue.
///
/// # Errors
/// Secrets Manager can't be reached, or what it holds are no master keys; it asks again. A
/// rotation is overdue.
pub async fn run(engine: &'static Engine, asked: Asked) -> Result<(), Fault> {
    let (vault, now) = (&engine.vault, engine.clock.now());
    secrets::rotation::run(vault.client(), vault.secret(), &MasterKeys, asked, now).await
}
