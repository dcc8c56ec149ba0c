//! Serves [`provider_runtime_functions::app::prove::prove`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_runtime_functions::registry::APP_PROVE,
        provider_runtime_functions::app::prove::prove,
    )
    .await
}
