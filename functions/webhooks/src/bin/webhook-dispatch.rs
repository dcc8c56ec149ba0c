//! Serves [`webhooks::dispatch`].

use shared::http::endpoints::WEBHOOK_DISPATCH;
use webhooks::dispatch;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve_worker(&WEBHOOK_DISPATCH, dispatch::run).await
}
