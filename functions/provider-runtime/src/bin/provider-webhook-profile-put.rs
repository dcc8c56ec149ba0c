//! Serves [`provider_runtime_functions::webhook_profile::put::put`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_runtime_functions::registry::WEBHOOK_PROFILE_PUT,
        provider_runtime_functions::webhook_profile::put::put,
    )
    .await
}
