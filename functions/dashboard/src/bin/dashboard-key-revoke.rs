//! Serves [`dashboard_functions::api_key::revoke::revoke`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::KEY_REVOKE,
        dashboard_functions::api_key::revoke::revoke,
    )
    .await
}
