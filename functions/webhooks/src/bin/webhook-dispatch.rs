//! Serves [`webhooks::dispatch`].

use shared::http::endpoints::WEBHOOK_DISPATCH;
use shared::lambda::{Error, serve_worker};
use webhooks::dispatch;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_worker(&WEBHOOK_DISPATCH, dispatch::run).await
}
