//! Clients of a local engine's table and queues, for programs that are no function: tests and
//! operators' commands.

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use dynamo::Table;

use crate::REGION;

/// The table of this name behind a local endpoint.
pub fn connect(url: &str, name: &str) -> Table {
    Table::of(&sdk(url), name.to_owned())
}

/// The queues behind a local endpoint.
pub fn connect_queues(url: &str) -> aws_sdk_sqs::Client {
    aws_sdk_sqs::Client::new(&sdk(url))
}

fn sdk(url: &str) -> SdkConfig {
    let credentials = Credentials::from_keys("local", "local", None);
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static(REGION))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(url)
        .build()
}
