//! Serves [`twin::snapshot`].

use shared::http::endpoints::TWIN_SNAPSHOT;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&TWIN_SNAPSHOT, twin::snapshot::view).await
}
