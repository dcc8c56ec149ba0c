//! Serves [`dashboard::discoveries::list`].

use dashboard::discoveries::list;
use shared::http::endpoints::DASHBOARD_DISCOVERY_LIST;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_DISCOVERY_LIST, list::list).await
}
