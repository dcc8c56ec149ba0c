//! Serves [`dashboard::webhooks::view`].

use dashboard::webhooks::view;
use shared::http::endpoints::DASHBOARD_WEBHOOK_VIEW;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_WEBHOOK_VIEW, view::view).await
}
