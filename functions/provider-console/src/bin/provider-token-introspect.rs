//! Serves [`provider_console_functions::token::introspect::introspect`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::oauth::TOKEN_INTROSPECT,
        provider_console_functions::token::introspect::introspect,
    )
    .await
}
