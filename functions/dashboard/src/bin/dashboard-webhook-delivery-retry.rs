//! Serves [`dashboard::webhooks::deliveries`].

use dashboard::webhooks::deliveries;
use shared::http::endpoints::DASHBOARD_WEBHOOK_DELIVERY_RETRY;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_WEBHOOK_DELIVERY_RETRY, deliveries::retry).await
}
