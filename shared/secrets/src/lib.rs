//! Secrets that Secrets Manager keeps: one that a process reads and caches ([`Secret`]), and its
//! rotation ([`rotation`]). Nothing here knows what a secret holds.

pub mod rotation;

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock};

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::config::BehaviorVersion;
use common::config::Environment;
use common::{Clock, Fault, Timestamp, lock};
use dynamo::{Aws, Table, failed};

/// A secret as it was read, with what it was read into. It is read again when it is older than its
/// user allows.
pub struct Secret<T> {
    id: Option<String>,
    variable: &'static str,
    client: LazyClient,
    clock: Clock,
    cached: Mutex<Option<(Timestamp, Arc<T>)>>,
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secret")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// A client that is made at its first use.
enum LazyClient {
    Made(Client),
    Of {
        aws: Aws,
        endpoint: Option<String>,
        client: OnceLock<Client>,
    },
}

impl<T> Secret<T> {
    /// The secret of this ARN or name.
    pub fn new(client: Client, id: String, clock: Clock) -> Self {
        Self {
            id: Some(id),
            variable: "",
            client: LazyClient::Made(client),
            clock,
            cached: Mutex::default(),
        }
    }

    /// The secret that a variable of the environment names. A function that never uses the secret
    /// need not have the variable: without it, the first use fails.
    pub fn read(
        environment: &Environment,
        variable: &'static str,
        table: &Table,
        clock: Clock,
    ) -> Self {
        Self {
            id: environment.optional(variable),
            variable,
            client: LazyClient::Of {
                aws: table.aws.clone(),
                endpoint: environment.endpoint("SECRETS_MANAGER"),
                client: OnceLock::new(),
            },
            clock,
            cached: Mutex::default(),
        }
    }

    /// Its ARN or name, if that is known.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The client of Secrets Manager.
    pub fn client(&self) -> &Client {
        match &self.client {
            LazyClient::Made(client) => client,
            LazyClient::Of {
                aws,
                endpoint,
                client,
            } => client.get_or_init(|| secrets_manager(aws, endpoint.clone())),
        }
    }

    /// What it holds, as of so many milliseconds ago at most.
    ///
    /// # Errors
    /// It can't be had, or `parse` refuses it.
    pub async fn get<E: Into<common::Cause>>(
        &self,
        age: i64,
        doing: &'static str,
        parse: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Arc<T>, Fault> {
        let Some(id) = &self.id else {
            let problem = format!("the environment variable {} is not set", self.variable);
            return Err(Fault::internal(doing, problem));
        };
        let now = self.clock.now();
        if let Some((at, value)) = &*lock(&self.cached)
            && now.millis() - at.millis() < age
        {
            return Ok(Arc::clone(value));
        }
        let answer = self
            .client()
            .get_secret_value()
            .secret_id(id)
            .send()
            .await
            .map_err(|e| failed(doing, e))?;
        let value = parse(answer.secret_string().unwrap_or_default())
            .map_err(|e| Fault::internal(doing, e))?;
        let value = Arc::new(value);
        *lock(&self.cached) = Some((now, Arc::clone(&value)));
        Ok(value)
    }
}

/// A client of Secrets Manager on the table's connector.
pub fn secrets_manager(aws: &Aws, endpoint: Option<String>) -> Client {
    let mut config = aws_sdk_secretsmanager::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .timeout_config(Aws::retried_timeouts());
    config.set_region(aws.region.clone());
    config.set_http_client(aws.http_client.clone());
    config.set_endpoint_url(endpoint);
    config.set_credentials_provider(Some(aws.credentials.clone()));
    Client::from_conf(config.build())
}
