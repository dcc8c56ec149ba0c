//! Serves [`provider_marketplace_functions::package::view::view`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_marketplace_functions::registry::user::PACKAGE_VIEW,
        provider_marketplace_functions::package::view::view,
    )
    .await
}
