//! Serves [`dashboard::keys::create`].

use dashboard::keys::create;
use shared::http::endpoints::DASHBOARD_KEY_CREATE;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_KEY_CREATE, create::create).await
}
