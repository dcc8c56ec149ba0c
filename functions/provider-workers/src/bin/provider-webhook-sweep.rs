//! Serves [`provider_worker_functions::webhook::sweep::run`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve_worker};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_worker(
        &provider_worker_functions::registry::WEBHOOK_SWEEP,
        provider_worker_functions::webhook::sweep::run,
    )
    .await
}
