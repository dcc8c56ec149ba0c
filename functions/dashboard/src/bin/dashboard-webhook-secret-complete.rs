//! Serves [`dashboard_functions::webhook::complete_rotation::complete_rotation`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::WEBHOOK_SECRET_COMPLETE,
        dashboard_functions::webhook::complete_rotation::complete_rotation,
    )
    .await
}
