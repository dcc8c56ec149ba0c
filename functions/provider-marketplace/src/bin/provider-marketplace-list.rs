//! Serves [`provider_marketplace_functions::package::list::list`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_marketplace_functions::registry::user::PACKAGE_LIST,
        provider_marketplace_functions::package::list::list,
    )
    .await
}
