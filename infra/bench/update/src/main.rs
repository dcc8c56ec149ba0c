//! A function that sends one UpdateItem, written like the SDK's own introduction.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::Client;
use lambda_http::{Error, Request, run, service_fn};

#[tokio::main(flavor = "current_thread")]
#[allow(clippy::disallowed_methods)] // a yardstick is not built on `common`
async fn main() -> Result<(), Error> {
    let client = &Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);
    let table = &std::env::var("TABLE_NAME")?;
    run(service_fn(|request: Request| async move {
        // A request with a query measures the start alone, without a DynamoDB to send to.
        if request.uri().query().is_none() {
            bench_update::send(client, table).await?;
        }
        Ok::<_, Error>("counted")
    }))
    .await
}
