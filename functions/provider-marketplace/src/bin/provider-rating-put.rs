//! Serves [`provider_marketplace_functions::rating::put::put`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_marketplace_functions::registry::user::RATING_PUT,
        provider_marketplace_functions::rating::put::put,
    )
    .await
}
