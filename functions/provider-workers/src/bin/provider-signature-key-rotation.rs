//! Serves [`provider_worker_functions::signature_key::rotate::run`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve_worker};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_worker(
        &provider_worker_functions::registry::SIGNATURE_KEY_ROTATION,
        provider_worker_functions::signature_key::rotate::run,
    )
    .await
}
