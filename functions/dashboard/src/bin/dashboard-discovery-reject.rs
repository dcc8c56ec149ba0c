//! Serves [`dashboard::discoveries::decide`].

use dashboard::discoveries::decide;
use shared::http::endpoints::DASHBOARD_DISCOVERY_REJECT;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_DISCOVERY_REJECT, decide::reject).await
}
