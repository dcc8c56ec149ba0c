//! Serves [`twin::not_found`].

use shared::http::endpoints::TWIN_NOT_FOUND;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&TWIN_NOT_FOUND, twin::not_found::view).await
}
