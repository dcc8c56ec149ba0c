//! Serves [`twin::annotations`].

use shared::http::endpoints::TWIN_ANNOTATIONS;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&TWIN_ANNOTATIONS, twin::annotations::create).await
}
