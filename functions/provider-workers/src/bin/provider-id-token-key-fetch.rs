//! Serves [`provider_worker_functions::id_token_key::fetch::run`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve_worker};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_worker(
        &provider_worker_functions::registry::ID_TOKEN_KEY_FETCH,
        provider_worker_functions::id_token_key::fetch::run,
    )
    .await
}
