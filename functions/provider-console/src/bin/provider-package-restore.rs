//! Serves [`provider_console_functions::package::restore::restore`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::operator::PACKAGE_RESTORE,
        provider_console_functions::package::restore::restore,
    )
    .await
}
