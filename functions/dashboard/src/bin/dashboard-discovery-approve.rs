//! Serves [`dashboard_functions::discovery::approve::approve`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::DISCOVERY_APPROVE,
        dashboard_functions::discovery::approve::approve,
    )
    .await
}
