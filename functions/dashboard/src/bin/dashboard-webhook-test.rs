//! Serves [`dashboard::webhooks::test`].

use dashboard::webhooks::test;
use shared::http::endpoints::DASHBOARD_WEBHOOK_TEST;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_WEBHOOK_TEST, test::test).await
}
