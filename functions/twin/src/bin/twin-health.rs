//! Serves [`twin::health`].

use shared::http::endpoints::TWIN_HEALTH;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&TWIN_HEALTH, twin::health::view).await
}
