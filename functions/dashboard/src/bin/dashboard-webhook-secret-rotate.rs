//! Serves [`dashboard::webhooks::secret`].

use dashboard::webhooks::secret;
use shared::http::endpoints::DASHBOARD_WEBHOOK_SECRET_ROTATE;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_WEBHOOK_SECRET_ROTATE, secret::rotate).await
}
