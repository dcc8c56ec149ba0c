//! Serves [`provider_console_functions::version::validate::validate`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::developer::VERSION_VALIDATE,
        provider_console_functions::version::validate::validate,
    )
    .await
}
