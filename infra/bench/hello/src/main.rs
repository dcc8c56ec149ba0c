//! A yardstick of `cargo xtask bench`: a bare function. It is a package of its own because Cargo
//! would otherwise give it the features of other packages.

use lambda_http::{Error, Request, run, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(|_: Request| async {
        Ok::<_, Error>("hello, world")
    }))
    .await
}
