//! Serves [`dashboard::keys::rotate`].

use dashboard::keys::rotate;
use shared::http::endpoints::DASHBOARD_KEY_ROTATE;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_KEY_ROTATE, rotate::rotate).await
}
