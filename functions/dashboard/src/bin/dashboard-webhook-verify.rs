//! Serves [`dashboard_functions::webhook::verify_signature::verify_signature`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::WEBHOOK_VERIFY,
        dashboard_functions::webhook::verify_signature::verify_signature,
    )
    .await
}
