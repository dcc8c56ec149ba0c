//! Serves [`provider_console_functions::account::put::put`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::operator::ACCOUNT_PUT,
        provider_console_functions::account::put::put,
    )
    .await
}
