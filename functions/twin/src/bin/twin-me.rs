//! Serves [`twin::me`].

use shared::http::endpoints::TWIN_ME;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&TWIN_ME, twin::me::view).await
}
