//! Serves [`dashboard::webhooks::delete`].

use dashboard::webhooks::delete;
use shared::http::endpoints::DASHBOARD_WEBHOOK_DELETE;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_WEBHOOK_DELETE, delete::delete).await
}
