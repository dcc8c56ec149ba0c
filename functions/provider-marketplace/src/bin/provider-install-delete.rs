//! Serves [`provider_marketplace_functions::install::delete::delete`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_marketplace_functions::registry::user::INSTALL_DELETE,
        provider_marketplace_functions::install::delete::delete,
    )
    .await
}
