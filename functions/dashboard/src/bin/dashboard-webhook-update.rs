//! Serves [`dashboard_functions::webhook::update::update`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::WEBHOOK_UPDATE,
        dashboard_functions::webhook::update::update,
    )
    .await
}
