//! Serves [`dashboard::discoveries::decide`].

use dashboard::discoveries::decide;
use shared::http::endpoints::DASHBOARD_DISCOVERY_APPROVE;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_DISCOVERY_APPROVE, decide::approve).await
}
