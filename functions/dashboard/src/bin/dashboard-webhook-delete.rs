//! Serves [`dashboard_functions::webhook::delete::delete`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::WEBHOOK_DELETE,
        dashboard_functions::webhook::delete::delete,
    )
    .await
}
