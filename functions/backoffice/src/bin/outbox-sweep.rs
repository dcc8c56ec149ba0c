//! Serves [`backoffice::sweep::run`].

use shared::http::endpoints::OUTBOX_SWEEP;
use shared::lambda::{Error, serve_worker};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_worker(&OUTBOX_SWEEP, backoffice::sweep::run).await
}
