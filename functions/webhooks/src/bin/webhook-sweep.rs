//! Serves [`webhooks::sweep`].

use shared::http::endpoints::WEBHOOK_SWEEP;
use webhooks::sweep;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve_worker(&WEBHOOK_SWEEP, sweep::run).await
}
