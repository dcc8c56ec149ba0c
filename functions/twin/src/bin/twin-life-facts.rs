//! Serves [`twin_functions::life_fact::create::create`]. Written by `cargo xtask sync`.

use surface::lambda::{Error, serve};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    serve(
        &twin_functions::registry::LIFE_FACTS,
        twin_functions::life_fact::create::create,
    )
    .await
}
