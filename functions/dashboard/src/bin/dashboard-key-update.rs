//! Serves [`dashboard::keys::update`].

use dashboard::keys::update;
use shared::http::endpoints::DASHBOARD_KEY_UPDATE;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_KEY_UPDATE, update::update).await
}
