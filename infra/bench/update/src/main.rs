//! A function that sends one UpdateItem, as the SDK's own introduction would write it.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::Client;
use lambda_http::{Error, Request, run, service_fn};

#[tokio::main(flavor = "current_thread")]
#[allow(clippy::disallowed_methods)] // it has no shared::config
async fn main() -> Result<(), Error> {
    let client = &Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);
    let table = &std::env::var("TABLE_NAME")?;
    run(service_fn(|request: Request| async move {
        // Where only the start is measured there is nobody to send to.
        if request.uri().query().is_none() {
            bench_update::send(client, table).await?;
        }
        Ok::<_, Error>("counted")
    }))
    .await
}
