//! Serves [`provider_runtime_functions::capability_template::put::put`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &provider_runtime_functions::registry::CAPABILITY_TEMPLATE_PUT,
        provider_runtime_functions::capability_template::put::put,
    )
    .await
}
