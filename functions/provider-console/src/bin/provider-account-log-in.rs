//! Serves [`provider_console_functions::account::log_in::log_in`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::account::ACCOUNT_LOG_IN,
        provider_console_functions::account::log_in::log_in,
    )
    .await
}
