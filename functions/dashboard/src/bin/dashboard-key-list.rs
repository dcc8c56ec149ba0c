//! Serves [`dashboard_functions::api_key::list::list`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::KEY_LIST,
        dashboard_functions::api_key::list::list,
    )
    .await
}
