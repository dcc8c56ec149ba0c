//! Serves [`backoffice::snapshot::put`].

use shared::http::endpoints::BACKOFFICE_SNAPSHOT_PUT;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&BACKOFFICE_SNAPSHOT_PUT, backoffice::snapshot::put).await
}
