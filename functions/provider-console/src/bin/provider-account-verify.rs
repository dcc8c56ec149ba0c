//! Serves [`provider_console_functions::account::verify::verify`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::account::ACCOUNT_VERIFY,
        provider_console_functions::account::verify::verify,
    )
    .await
}
