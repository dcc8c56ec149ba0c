//! Serves [`backoffice::account::put`].

use shared::http::endpoints::BACKOFFICE_ACCOUNT_PUT;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&BACKOFFICE_ACCOUNT_PUT, backoffice::account::put).await
}
