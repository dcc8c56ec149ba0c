//! Serves [`dashboard_functions::webhook::test::test`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &dashboard_functions::registry::WEBHOOK_TEST,
        dashboard_functions::webhook::test::test,
    )
    .await
}
