//! Serves [`provider_console_functions::account::update::update`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::developer::ACCOUNT_UPDATE,
        provider_console_functions::account::update::update,
    )
    .await
}
