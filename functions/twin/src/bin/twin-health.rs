//! Serves [`twin_functions::health::view::view`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &twin_functions::registry::HEALTH,
        twin_functions::health::view::view,
    )
    .await
}
