//! Serves [`twin_functions::preset::view::view`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &twin_functions::registry::PRESET,
        twin_functions::preset::view::view,
    )
    .await
}
