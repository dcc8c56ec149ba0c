//! Serves [`twin::historic`].

use shared::http::endpoints::TWIN_HISTORIC;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&TWIN_HISTORIC, twin::historic::view).await
}
