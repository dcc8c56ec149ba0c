//! Serves [`provider_worker_functions::validation::run::run`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve_worker};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_worker(
        &provider_worker_functions::registry::VALIDATION_RUN,
        provider_worker_functions::validation::run::run,
    )
    .await
}
