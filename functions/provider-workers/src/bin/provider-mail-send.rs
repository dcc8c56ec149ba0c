//! Serves [`provider_worker_functions::mail::send::run`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve_worker};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_worker(
        &provider_worker_functions::registry::MAIL_SEND,
        provider_worker_functions::mail::send::run,
    )
    .await
}
