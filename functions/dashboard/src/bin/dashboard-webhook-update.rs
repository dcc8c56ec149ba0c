//! Serves [`dashboard::webhooks::update`].

use dashboard::webhooks::update;
use shared::http::endpoints::DASHBOARD_WEBHOOK_UPDATE;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_WEBHOOK_UPDATE, update::update).await
}
