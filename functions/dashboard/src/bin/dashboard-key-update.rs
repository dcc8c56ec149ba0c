//! Serves [`dashboard_functions::api_key::update::update`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::KEY_UPDATE,
        dashboard_functions::api_key::update::update,
    )
    .await
}
