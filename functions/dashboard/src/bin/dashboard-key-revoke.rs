//! Serves [`dashboard::keys::revoke`].

use dashboard::keys::revoke;
use shared::http::endpoints::DASHBOARD_KEY_REVOKE;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_KEY_REVOKE, revoke::revoke).await
}
