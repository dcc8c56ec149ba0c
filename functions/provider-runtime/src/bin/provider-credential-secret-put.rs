//! Serves [`provider_runtime_functions::credential_secret::put::put`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_runtime_functions::registry::CREDENTIAL_SECRET_PUT,
        provider_runtime_functions::credential_secret::put::put,
    )
    .await
}
