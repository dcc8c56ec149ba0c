//! Serves [`provider_marketplace_functions::picture::view::view`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_marketplace_functions::registry::open::PICTURE_VIEW,
        provider_marketplace_functions::picture::view::view,
    )
    .await
}
