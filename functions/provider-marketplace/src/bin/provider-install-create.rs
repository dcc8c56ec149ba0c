//! Serves [`provider_marketplace_functions::install::create::create`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_marketplace_functions::registry::user::INSTALL_CREATE,
        provider_marketplace_functions::install::create::create,
    )
    .await
}
