//! Settings: read from the environment once, at start; the error names the variable.

use std::str::FromStr;

/// What a function needs to know of where it runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// `TABLE_NAME`: the DynamoDB table.
    pub table_name: String,
    /// `AWS_REGION`: set by Lambda.
    pub region: String,
    /// `AWS_ENDPOINT_URL_DYNAMODB`: another DynamoDB than the region's (a local engine, a
    /// private endpoint). Absent in an ordinary deployment.
    pub dynamodb_endpoint: Option<String>,
    /// `TRUST_STORE`: whose certificates calls to AWS believe.
    pub trust_store: TrustStore,
    /// What handlers go by.
    pub settings: Settings,
}

/// The operator's choices that handlers go by. Each has a default; what a function does not use
/// need not be set for it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// `OWNER_CLAIM`: the claim of an ID token that names the owner; `sub` when absent.
    pub owner_claim: String,
    /// `INBOX_URL`: where owners review discoveries; told to integrations.
    pub inbox_url: String,
    /// `APPROVED_DISCOVERIES_URL`: the queue to the profile compiler. Without it approvals are
    /// stored, and sent by whoever has it.
    pub approved_discoveries_url: Option<String>,
    /// `EVENTS_URL`: the queue of events. Without it they are stored, and sent by whoever has it.
    pub events_url: Option<String>,
    /// `DELIVERIES_URL`: the queue of hints that a delivery may be due.
    pub deliveries_url: Option<String>,
    /// `RETRIES_URL`: the queue of hints that are held back until a delivery is due again.
    pub retries_url: Option<String>,
    /// `WEBHOOK_KEYS_ARN`: the secret with the master keys that webhooks' secrets are sealed with.
    pub webhook_keys: Option<String>,
    /// `WEBHOOK_RECEIVERS`: receivers that may be on a private network, as `scheme://host`,
    /// comma-separated. None in production.
    pub webhook_receivers: String,
    /// `AWS_ENDPOINT_URL_SQS`: another SQS than the region's.
    pub sqs_endpoint: Option<String>,
    /// `AWS_ENDPOINT_URL_SECRETS_MANAGER`: another Secrets Manager than the region's.
    pub secrets_endpoint: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            owner_claim: "sub".into(),
            inbox_url: "https://afini.ai/dashboard/discoveries".into(),
            approved_discoveries_url: None,
            events_url: None,
            deliveries_url: None,
            retries_url: None,
            webhook_keys: None,
            webhook_receivers: String::new(),
            sqs_endpoint: None,
            secrets_endpoint: None,
        }
    }
}

/// Whose certificates calls to AWS believe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrustStore {
    /// `amazon`: Amazon's own root certificates, embedded. The default, because reading and
    /// parsing the system's costs more of a cold start than all of the rest.
    #[default]
    Amazon,
    /// `system`: the operating system's, for a proxy or private endpoint with a CA of its own.
    System,
}

/// A setting is missing or wrong.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// It is not set, or empty.
    #[error("the environment variable {variable} is not set: {purpose}")]
    Missing {
        /// Its name.
        variable: &'static str,
        /// What it is for.
        purpose: &'static str,
    },
    /// It is set to something that makes no sense there.
    #[error("the environment variable {variable} {problem}")]
    Wrong {
        /// Its name.
        variable: &'static str,
        /// What is wrong with it, and what is allowed.
        problem: &'static str,
    },
}

impl Config {
    /// Reads the settings from the process's environment.
    ///
    /// # Errors
    /// The first variable that is missing or wrong, by name.
    #[allow(clippy::disallowed_methods)] // the one place
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::read(|name| std::env::var(name).ok())
    }

    fn read(get: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let optional = |name: &str| get(name).filter(|value| !value.is_empty());
        let required = |variable, purpose| {
            optional(variable).ok_or(ConfigError::Missing { variable, purpose })
        };
        Ok(Self {
            table_name: required("TABLE_NAME", "the name of the DynamoDB table")?,
            region: required("AWS_REGION", "the AWS region of the table")?,
            dynamodb_endpoint: optional("AWS_ENDPOINT_URL_DYNAMODB")
                .or_else(|| optional("AWS_ENDPOINT_URL")),
            trust_store: match optional("TRUST_STORE").as_deref() {
                None | Some("amazon") => TrustStore::Amazon,
                Some("system") => TrustStore::System,
                Some(_) => {
                    return Err(ConfigError::Wrong {
                        variable: "TRUST_STORE",
                        problem: "must be `amazon` or `system`",
                    });
                }
            },
            settings: {
                let defaults = Settings::default();
                Settings {
                    owner_claim: optional("OWNER_CLAIM").unwrap_or(defaults.owner_claim),
                    inbox_url: optional("INBOX_URL").unwrap_or(defaults.inbox_url),
                    approved_discoveries_url: optional("APPROVED_DISCOVERIES_URL"),
                    events_url: optional("EVENTS_URL"),
                    deliveries_url: optional("DELIVERIES_URL"),
                    retries_url: optional("RETRIES_URL"),
                    webhook_keys: optional("WEBHOOK_KEYS_ARN"),
                    webhook_receivers: optional("WEBHOOK_RECEIVERS").unwrap_or_default(),
                    sqs_endpoint: optional("AWS_ENDPOINT_URL_SQS")
                        .or_else(|| optional("AWS_ENDPOINT_URL")),
                    secrets_endpoint: optional("AWS_ENDPOINT_URL_SECRETS_MANAGER")
                        .or_else(|| optional("AWS_ENDPOINT_URL")),
                }
            },
        })
    }
}

/// How much is logged: `RUST_LOG`, one of error, warn, info, debug, trace; info when absent
/// or wrong, since a typo there must not stop a function from serving.
#[allow(clippy::disallowed_methods)] // settings are read here
pub fn log_level() -> tracing::Level {
    std::env::var("RUST_LOG")
        .ok()
        .and_then(|level| tracing::Level::from_str(&level).ok())
        .unwrap_or(tracing::Level::INFO)
}

/// The name of the deployment: `STAGE`, in every line that is a metric; `local` when absent.
#[allow(clippy::disallowed_methods)] // settings are read here
pub fn stage() -> String {
    let stage = std::env::var("STAGE").ok();
    stage
        .filter(|stage| !stage.is_empty())
        .unwrap_or_else(|| "local".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(set: &[(&str, &str)]) -> Result<Config, String> {
        Config::read(|name| {
            set.iter()
                .find(|(n, _)| *n == name)
                .map(|(_, value)| (*value).to_owned())
        })
        .map_err(|e| e.to_string())
    }

    #[test]
    fn a_missing_setting_is_named() {
        assert!(
            read(&[("AWS_REGION", "eu-west-1")])
                .unwrap_err()
                .contains("TABLE_NAME")
        );
        assert!(
            read(&[("TABLE_NAME", ""), ("AWS_REGION", "x")])
                .unwrap_err()
                .contains("TABLE_NAME")
        );
        assert!(
            read(&[("TABLE_NAME", "twin")])
                .unwrap_err()
                .contains("AWS_REGION")
        );
        let wrong = [
            ("TABLE_NAME", "t"),
            ("AWS_REGION", "r"),
            ("TRUST_STORE", "none"),
        ];
        assert!(read(&wrong).unwrap_err().contains("TRUST_STORE"));
    }

    #[test]
    fn the_defaults_are_the_production_ones() {
        let config = read(&[("TABLE_NAME", "t"), ("AWS_REGION", "r")]).unwrap();
        assert_eq!(config.trust_store, TrustStore::Amazon);
        assert_eq!(config.dynamodb_endpoint, None);
    }
}
