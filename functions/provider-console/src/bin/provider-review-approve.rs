//! Serves [`provider_console_functions::review::approve::approve`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_console_functions::registry::operator::REVIEW_APPROVE,
        provider_console_functions::review::approve::approve,
    )
    .await
}
