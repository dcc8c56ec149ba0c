//! Serves [`webhook_functions::sweep::run_share`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve_worker};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_worker(
        &webhook_functions::registry::WEBHOOK_SWEEP,
        webhook_functions::sweep::run_share,
    )
    .await
}
