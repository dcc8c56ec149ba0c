//! Serves [`dashboard::webhooks::create`].

use dashboard::webhooks::create;
use shared::http::endpoints::DASHBOARD_WEBHOOK_CREATE;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_WEBHOOK_CREATE, create::create).await
}
