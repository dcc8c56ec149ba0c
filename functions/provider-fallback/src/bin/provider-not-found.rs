//! Serves [`provider_fallback_functions::not_found::view`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_fallback_functions::registry::NOT_FOUND,
        provider_fallback_functions::not_found::view,
    )
    .await
}
