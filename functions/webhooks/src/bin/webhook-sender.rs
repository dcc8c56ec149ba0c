//! Serves [`webhook_functions::sender::run`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve_worker};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_worker(
        &webhook_functions::registry::WEBHOOK_SENDER,
        webhook_functions::sender::run,
    )
    .await
}
