//! Serves [`provider_console_functions::secret::rotate::rotate`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::developer::SECRET_ROTATE,
        provider_console_functions::secret::rotate::rotate,
    )
    .await
}
