//! Serves [`webhooks::sender`].

use shared::http::endpoints::WEBHOOK_SENDER;
use webhooks::sender;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve_worker(&WEBHOOK_SENDER, sender::run).await
}
