//! Serves [`provider_console_functions::app::delete::delete`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::developer::APP_DELETE,
        provider_console_functions::app::delete::delete,
    )
    .await
}
