//! Serves [`webhooks::key_rotation`].

use shared::http::endpoints::WEBHOOK_KEY_ROTATION;
use shared::lambda::{Error, serve_worker};
use webhooks::key_rotation;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve_worker(&WEBHOOK_KEY_ROTATION, key_rotation::run).await
}
