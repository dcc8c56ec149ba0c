//! Serves [`dashboard::usage`].

use shared::http::endpoints::DASHBOARD_USAGE;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_USAGE, dashboard::usage::view).await
}
