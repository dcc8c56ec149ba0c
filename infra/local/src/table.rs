//! A local engine's table, for those who are no function: tests and operators' commands.

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use shared::table::Table;

use crate::REGION;

/// The table of this name behind a local endpoint.
pub fn connect(url: &str, name: &str) -> Table {
    let credentials = Credentials::from_keys("local", "local", None);
    let sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static(REGION))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .endpoint_url(url)
        .build();
    Table::of(&sdk, name.to_owned())
}
