//! Serves [`dashboard_functions::webhook::confirm::confirm`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::WEBHOOK_CONFIRM,
        dashboard_functions::webhook::confirm::confirm,
    )
    .await
}
