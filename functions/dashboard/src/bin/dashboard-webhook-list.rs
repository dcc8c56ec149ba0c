//! Serves [`dashboard::webhooks::list`].

use dashboard::webhooks::list;
use shared::http::endpoints::DASHBOARD_WEBHOOK_LIST;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_WEBHOOK_LIST, list::list).await
}
