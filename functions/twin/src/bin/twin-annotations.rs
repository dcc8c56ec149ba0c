//! Serves [`twin_functions::annotation::create::create`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &twin_functions::registry::ANNOTATIONS,
        twin_functions::annotation::create::create,
    )
    .await
}
