//! How AWS is called: one HTTPS connector of our own, two DynamoDB clients on it.

use std::time::Duration;

use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::{AppName, BehaviorVersion, Region};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore as Certificates};
use aws_smithy_runtime_api::client::http::{
    HttpConnectorSettings, SharedHttpClient, SharedHttpConnector, http_client_fn,
};

use crate::config::{Config, TrustStore};
use crate::error::Cause;

/// Amazon's root certificates (Amazon Root CA 1 to 4 and Starfield Services Root CA G2), which
/// all AWS endpoints chain to: <https://www.amazontrust.com/repository/>.
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon-roots.pem");

/// A connection that stood idle longer may have been closed by the other side while the
/// process was frozen, and a write sent on it would end in doubt.
const IDLE: Duration = Duration::from_secs(20);
const CONNECT: Duration = Duration::from_secs(1);
/// Shorter than the grace of a closed minute, so that no write lands after its counters left.
const ONCE: Duration = Duration::from_secs(3);
const ATTEMPT: Duration = Duration::from_secs(2);
const OPERATION: Duration = Duration::from_secs(6);

/// Lambda hands a function its role as environment variables; looking further would only cost a
/// cold start.
pub(super) fn credentials() -> SharedCredentialsProvider {
    SharedCredentialsProvider::new(EnvironmentVariableCredentialsProvider::new())
}

pub(super) fn build(config: &Config) -> Result<(Client, Client), Cause> {
    let mut common = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(config.region.clone()))
        .credentials_provider(credentials())
        .app_name(AppName::new("twin-api")?)
        .http_client(connector(config.trust_store)?);
    common.set_endpoint_url(config.dynamodb_endpoint.clone());
    Ok(pair(common))
}

/// The retrying client and the one that never retries, otherwise alike.
pub(super) fn pair(common: aws_sdk_dynamodb::config::Builder) -> (Client, Client) {
    let retrying = common
        .clone()
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(50)))
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(CONNECT)
                .operation_attempt_timeout(ATTEMPT)
                .operation_timeout(OPERATION)
                .build(),
        );
    let once = common.retry_config(RetryConfig::disabled()).timeout_config(
        TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .operation_timeout(ONCE)
            .build(),
    );
    (
        Client::from_conf(retrying.build()),
        Client::from_conf(once.build()),
    )
}

/// SQS, reached as DynamoDB is.
pub(super) fn queues(
    dynamodb: &Client,
    credentials: SharedCredentialsProvider,
    endpoint: Option<String>,
) -> aws_sdk_sqs::Client {
    let known = dynamodb.config();
    let mut config = aws_sdk_sqs::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(CONNECT)
                .operation_timeout(ONCE)
                .build(),
        );
    config.set_region(known.region().cloned());
    config.set_http_client(known.http_client());
    config.set_endpoint_url(endpoint);
    config.set_credentials_provider(Some(credentials));
    aws_sdk_sqs::Client::from_conf(config.build())
}

/// Secrets Manager, reached as DynamoDB is.
pub(super) fn secrets_manager(
    dynamodb: &Client,
    credentials: SharedCredentialsProvider,
    endpoint: Option<String>,
) -> aws_sdk_secretsmanager::Client {
    let known = dynamodb.config();
    let mut config = aws_sdk_secretsmanager::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(CONNECT)
                .operation_attempt_timeout(ATTEMPT)
                .operation_timeout(OPERATION)
                .build(),
        );
    config.set_region(known.region().cloned());
    config.set_http_client(known.http_client());
    config.set_endpoint_url(endpoint);
    config.set_credentials_provider(Some(credentials));
    aws_sdk_secretsmanager::Client::from_conf(config.build())
}

/// One connector, and so one pool of connections, for both clients. Made here, once and during
/// init, where Lambda lends more CPU than at the first request; the SDK's own wrapper would make
/// one for each client only to see whether it can be made, and another one at the first call.
fn connector(trust: TrustStore) -> Result<SharedHttpClient, Cause> {
    let certificates = match trust {
        TrustStore::Amazon => Certificates::empty().with_pem_certificate(AMAZON_ROOTS),
        TrustStore::System => Certificates::default(),
    };
    let context = TlsContext::builder()
        .with_trust_store(certificates)
        .build()?;
    let connector = Connector::builder()
        .connector_settings(
            HttpConnectorSettings::builder()
                .connect_timeout(CONNECT)
                .build(),
        )
        .pool_idle_timeout(IDLE)
        .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
        .tls_context(context)
        .build();
    let connector = SharedHttpConnector::new(connector);
    Ok(http_client_fn(move |_, _| connector.clone()))
}
