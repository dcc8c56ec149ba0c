//! Serves [`dashboard::webhooks::verify`].

use dashboard::webhooks::verify;
use shared::http::endpoints::DASHBOARD_WEBHOOK_VERIFY;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_WEBHOOK_VERIFY, verify::verify).await
}
