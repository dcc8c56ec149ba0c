//! Serves [`provider_marketplace_functions::install::list::list`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_marketplace_functions::registry::user::INSTALL_LIST,
        provider_marketplace_functions::install::list::list,
    )
    .await
}
