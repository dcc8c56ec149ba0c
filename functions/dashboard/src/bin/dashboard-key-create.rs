//! Serves [`dashboard_functions::api_key::create::create`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::KEY_CREATE,
        dashboard_functions::api_key::create::create,
    )
    .await
}
