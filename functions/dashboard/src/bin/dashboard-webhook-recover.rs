//! Serves [`dashboard::webhooks::recover`].

use dashboard::webhooks::recover;
use shared::http::endpoints::DASHBOARD_WEBHOOK_RECOVER;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_WEBHOOK_RECOVER, recover::recover).await
}
