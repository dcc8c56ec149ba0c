//! Serves [`dashboard_functions::usage::view::view`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::USAGE,
        dashboard_functions::usage::view::view,
    )
    .await
}
