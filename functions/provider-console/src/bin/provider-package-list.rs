//! Serves [`provider_console_functions::package::list::list`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::developer::PACKAGE_LIST,
        provider_console_functions::package::list::list,
    )
    .await
}
