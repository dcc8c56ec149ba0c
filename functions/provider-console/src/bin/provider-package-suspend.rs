//! Serves [`provider_console_functions::package::suspend::suspend`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::operator::PACKAGE_SUSPEND,
        provider_console_functions::package::suspend::suspend,
    )
    .await
}
