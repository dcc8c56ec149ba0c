//! Serves [`dashboard_functions::delivery::list::list`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::WEBHOOK_DELIVERY_LIST,
        dashboard_functions::delivery::list::list,
    )
    .await
}
