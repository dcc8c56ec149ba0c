//! Serves [`provider_runtime_functions::health::view::view`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_runtime_functions::registry::HEALTH_VIEW,
        provider_runtime_functions::health::view::view,
    )
    .await
}
