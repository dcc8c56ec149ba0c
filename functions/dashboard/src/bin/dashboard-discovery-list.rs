//! Serves [`dashboard_functions::discovery::list::list`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::DISCOVERY_LIST,
        dashboard_functions::discovery::list::list,
    )
    .await
}
