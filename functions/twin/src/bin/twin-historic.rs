//! Serves [`twin_functions::snapshot::list::list`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &twin_functions::registry::HISTORIC,
        twin_functions::snapshot::list::list,
    )
    .await
}
