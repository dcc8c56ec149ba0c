//! Serves [`dashboard::keys::list`].

use dashboard::keys::list;
use shared::http::endpoints::DASHBOARD_KEY_LIST;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&DASHBOARD_KEY_LIST, list::list).await
}
