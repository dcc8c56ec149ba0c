//! Serves [`dashboard_functions::webhook::rotate_secret::rotate_secret`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::WEBHOOK_SECRET_ROTATE,
        dashboard_functions::webhook::rotate_secret::rotate_secret,
    )
    .await
}
