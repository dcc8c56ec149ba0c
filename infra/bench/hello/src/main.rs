//! The yardstick of `cargo xtask bench`: a bare function. It stands in a package of its own, for
//! Cargo would give it the features of whatever else it is built with.

use lambda_http::{Error, Request, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(|_: Request| async {
        Ok::<_, Error>("hello, world")
    }))
    .await
}
