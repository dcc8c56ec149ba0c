//! Serves [`dashboard::keys::view`].

use dashboard::keys::view;
use shared::http::endpoints::DASHBOARD_KEY_VIEW;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_KEY_VIEW, view::view).await
}
