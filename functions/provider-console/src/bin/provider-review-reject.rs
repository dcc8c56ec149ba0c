//! Serves [`provider_console_functions::review::reject::reject`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::operator::REVIEW_REJECT,
        provider_console_functions::review::reject::reject,
    )
    .await
}
