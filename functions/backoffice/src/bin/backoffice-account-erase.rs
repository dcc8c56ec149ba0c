//! Serves [`backoffice::account::erase`].

use shared::http::endpoints::BACKOFFICE_ACCOUNT_ERASE;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&BACKOFFICE_ACCOUNT_ERASE, backoffice::account::erase).await
}
