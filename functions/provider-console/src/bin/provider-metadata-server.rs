//! Serves [`provider_console_functions::metadata::server::view`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::metadata::SERVER_VIEW,
        provider_console_functions::metadata::server::view,
    )
    .await
}
