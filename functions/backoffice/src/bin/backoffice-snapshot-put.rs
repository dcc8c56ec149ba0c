//! Serves [`backoffice_functions::snapshot::put::put`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &backoffice_functions::registry::SNAPSHOT_PUT,
        backoffice_functions::snapshot::put::put,
    )
    .await
}
