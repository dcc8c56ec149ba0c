//! Serves [`provider_console_functions::account::create::create`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::account::ACCOUNT_CREATE,
        provider_console_functions::account::create::create,
    )
    .await
}
