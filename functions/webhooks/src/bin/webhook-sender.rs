//! Serves [`webhooks::sender`].

use shared::http::endpoints::WEBHOOK_SENDER;
use shared::lambda::{Error, serve_worker};
use webhooks::sender;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_worker(&WEBHOOK_SENDER, sender::run).await
}
