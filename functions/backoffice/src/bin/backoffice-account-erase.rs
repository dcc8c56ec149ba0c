//! Serves [`backoffice_functions::account::erase::erase`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &backoffice_functions::registry::ACCOUNT_ERASE,
        backoffice_functions::account::erase::erase,
    )
    .await
}
