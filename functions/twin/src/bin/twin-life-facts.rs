//! Serves [`twin::life_facts`].

use shared::http::endpoints::TWIN_LIFE_FACTS;
use shared::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(&TWIN_LIFE_FACTS, twin::life_facts::create).await
}
