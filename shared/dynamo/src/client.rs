//! How AWS is called: one HTTPS connector of our own, two DynamoDB clients on it, and what other
//! services' clients are made of.

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

use common::Cause;
use common::config::{ConfigError, Environment};
use common::words;

/// Amazon's root certificates (Amazon Root CA 1 to 4 and Starfield Services Root CA G2), which
/// all AWS endpoints chain to: <https://www.amazontrust.com/repository/>.
const AMAZON_ROOTS: &[u8] = include_bytes!("amazon-roots.pem");

/// A connection that stood idle longer may have been closed by the other side while the
/// process was frozen, and a write sent on it would end in doubt.
const IDLE: Duration = Duration::from_secs(20);
const CONNECT: Duration = Duration::from_secs(1);
/// Shorter than the grace of a closed minute, so that no write lands after its counters left.
const UNRETRIED: Duration = Duration::from_secs(3);
const ATTEMPT: Duration = Duration::from_secs(2);
const OPERATION: Duration = Duration::from_secs(6);

/// Lambda hands a function its role as environment variables; looking further would only cost a
/// cold start.
pub(super) fn credentials() -> SharedCredentialsProvider {
    SharedCredentialsProvider::new(EnvironmentVariableCredentialsProvider::new())
}

/// Where the table is, and whom calls to AWS trust.
#[derive(Clone, Debug)]
pub struct Config {
    /// `TABLE_NAME`: the DynamoDB table.
    pub table_name: String,
    /// `AWS_REGION`: set by Lambda.
    pub region: String,
    /// `AWS_ENDPOINT_URL_DYNAMODB`: another DynamoDB than the region's (a local engine, a
    /// private endpoint). Absent in an ordinary deployment.
    pub endpoint: Option<String>,
    /// `TRUST_STORE`: whose certificates calls to AWS trust.
    pub trust_store: TrustStore,
}

impl Config {
    /// Reads it.
    ///
    /// # Errors
    /// The first variable that is missing or wrong, by name.
    pub fn read(environment: &Environment) -> Result<Self, ConfigError> {
        Ok(Self {
            table_name: environment.required("TABLE_NAME", "the name of the DynamoDB table")?,
            region: environment.required("AWS_REGION", "the AWS region of the table")?,
            endpoint: environment.endpoint("DYNAMODB"),
            trust_store: environment.parsed("TRUST_STORE")?.unwrap_or_default(),
        })
    }
}

words!(
    /// Whose certificates calls to AWS trust.
    #[derive(Default)]
    TrustStore {
        /// Amazon's own root certificates, embedded. The default, because reading and parsing the
        /// system's costs more of a cold start than all of the rest.
        #[default]
        Amazon = "amazon";
        /// The operating system's, for a proxy or private endpoint with a CA of its own.
        System = "system";
    }
);

pub(super) fn build(config: &Config) -> Result<(Client, Client, Aws), Cause> {
    let mut common = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(config.region.clone()))
        .credentials_provider(credentials())
        .app_name(AppName::new("twin-api")?)
        .http_client(connector(config.trust_store)?);
    common.set_endpoint_url(config.endpoint.clone());
    let (client, unretried) = pair(common);
    let aws = Aws::of(&client, Some(credentials()));
    Ok((client, unretried, aws))
}

/// The retrying client and the one that never retries, otherwise alike.
pub(super) fn pair(common: aws_sdk_dynamodb::config::Builder) -> (Client, Client) {
    let retrying = common
        .clone()
        .retry_config(RetryConfig::standard().with_initial_backoff(Duration::from_millis(50)))
        .timeout_config(Aws::retried_timeouts());
    let unretried = common
        .retry_config(RetryConfig::disabled())
        .timeout_config(Aws::unretried_timeouts());
    (
        Client::from_conf(retrying.build()),
        Client::from_conf(unretried.build()),
    )
}

/// How AWS is called from this process: what the clients of other services are made of, so that
/// they share the connector, and with it the pool of connections and the parsed certificates. A
/// crate that calls a service makes its client; this one links DynamoDB's alone.
#[derive(Clone, Debug)]
pub struct Aws {
    /// The region.
    pub region: Option<Region>,
    /// The connector.
    pub http_client: Option<SharedHttpClient>,
    /// Who calls.
    pub credentials: SharedCredentialsProvider,
}

impl Aws {
    pub(crate) fn of(client: &Client, credentials: Option<SharedCredentialsProvider>) -> Self {
        let config = client.config();
        Self {
            region: config.region().cloned(),
            http_client: config.http_client(),
            credentials: credentials.unwrap_or_else(self::credentials),
        }
    }

    /// Deadlines of calls that the SDK may retry.
    pub fn retried_timeouts() -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .operation_attempt_timeout(ATTEMPT)
            .operation_timeout(OPERATION)
            .build()
    }

    /// Deadlines of calls that are made once.
    pub fn unretried_timeouts() -> TimeoutConfig {
        TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .operation_timeout(UNRETRIED)
            .build()
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(set: &[(&str, &str)]) -> Result<Config, String> {
        let environment = Environment::of(set.iter().copied());
        Config::read(&environment).map_err(|e| e.to_string())
    }

    #[test]
    fn a_missing_setting_is_named() {
        let region = ("AWS_REGION", "eu-west-1");
        for table in [&[region][..], &[("TABLE_NAME", ""), region]] {
            assert!(read(table).unwrap_err().contains("TABLE_NAME"));
        }
        let table = ("TABLE_NAME", "twin");
        assert!(read(&[table]).unwrap_err().contains("AWS_REGION"));
        let wrong = read(&[table, region, ("TRUST_STORE", "none")]).unwrap_err();
        assert!(wrong.contains("TRUST_STORE"), "{wrong}");
    }

    #[test]
    fn the_defaults_are_the_production_ones() {
        let config = read(&[("TABLE_NAME", "t"), ("AWS_REGION", "r")]).unwrap();
        assert_eq!(config.trust_store, TrustStore::Amazon);
        assert_eq!(config.endpoint, None);
    }
}
