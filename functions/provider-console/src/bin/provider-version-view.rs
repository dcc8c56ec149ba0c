//! Serves [`provider_console_functions::version::view::view`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::developer::VERSION_VIEW,
        provider_console_functions::version::view::view,
    )
    .await
}
