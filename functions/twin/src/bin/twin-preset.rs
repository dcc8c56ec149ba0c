//! Serves [`twin::preset`].

use shared::http::endpoints::TWIN_PRESET;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&TWIN_PRESET, twin::preset::view).await
}
