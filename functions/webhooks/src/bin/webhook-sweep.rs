//! Serves [`webhooks::sweep`].

use shared::http::endpoints::WEBHOOK_SWEEP;
use shared::lambda::{Error, serve_worker};
use webhooks::sweep;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_worker(&WEBHOOK_SWEEP, sweep::run).await
}
