//! Serves [`provider_console_functions::metadata::signature_keys::view`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::metadata::SIGNATURE_KEYS_VIEW,
        provider_console_functions::metadata::signature_keys::view,
    )
    .await
}
