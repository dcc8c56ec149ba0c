//! Settings: read from the environment once, at start. An error names the variable.

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Where settings are read from: the process's environment, or a map in tests. An empty variable
/// counts as absent.
#[derive(Clone)]
pub struct Environment(Arc<Lookup>);

type Lookup = dyn Fn(&str) -> Option<String> + Send + Sync;

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment")
    }
}

impl Environment {
    /// The process's own.
    #[allow(clippy::disallowed_methods)] // settings are read here and nowhere else
    pub fn of_process() -> Self {
        Self(Arc::new(|name| std::env::var(name).ok()))
    }

    /// These variables and no others.
    pub fn of<N: Into<String>, V: Into<String>>(
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let variables: HashMap<String, String> = variables
            .into_iter()
            .map(|(name, value)| (name.into(), value.into()))
            .collect();
        Self(Arc::new(move |name| variables.get(name).cloned()))
    }

    /// A variable's value, if it is set.
    pub fn optional(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.is_empty())
    }

    /// The value of a variable that must be set.
    ///
    /// # Errors
    /// It is not; the message says what it is for.
    pub fn required(
        &self,
        variable: &'static str,
        purpose: &'static str,
    ) -> Result<String, ConfigError> {
        self.optional(variable)
            .ok_or(ConfigError::Missing { variable, purpose })
    }

    /// A variable's value as what it means, if it is set.
    ///
    /// # Errors
    /// It does not parse; the message says what is allowed.
    pub fn parsed<T: FromStr>(&self, variable: &'static str) -> Result<Option<T>, ConfigError>
    where
        T::Err: fmt::Display,
    {
        self.optional(variable)
            .map(|value| value.parse())
            .transpose()
            .map_err(|e: T::Err| ConfigError::Wrong {
                variable,
                problem: e.to_string(),
            })
    }

    /// The endpoint of an AWS service by the variables that AWS's own SDKs read:
    /// `AWS_ENDPOINT_URL_<SERVICE>`, else `AWS_ENDPOINT_URL`. None: the region's own.
    pub fn endpoint(&self, service: &str) -> Option<String> {
        self.optional(&format!("AWS_ENDPOINT_URL_{service}"))
            .or_else(|| self.optional("AWS_ENDPOINT_URL"))
    }
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
        problem: String,
    },
}

/// How much is logged: `RUST_LOG`, one of error, warn, info, debug, trace; info when absent
/// or wrong, since a typo there must not stop a function from serving.
pub fn log_level(environment: &Environment) -> tracing::Level {
    environment
        .optional("RUST_LOG")
        .and_then(|level| tracing::Level::from_str(&level).ok())
        .unwrap_or(tracing::Level::INFO)
}

/// The name of the deployment: `STAGE`, in every line that is a metric; `local` when absent.
pub fn stage(environment: &Environment) -> String {
    environment
        .optional("STAGE")
        .unwrap_or_else(|| "local".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_wrong_setting_is_named() {
        let environment = Environment::of([("A", ""), ("B", "x")]);
        let missing = environment.required("A", "a purpose").unwrap_err();
        assert_eq!(
            missing.to_string(),
            "the environment variable A is not set: a purpose"
        );
        let wrong = environment.parsed::<u8>("B").unwrap_err().to_string();
        assert!(wrong.starts_with("the environment variable B "), "{wrong}");
        assert_eq!(environment.parsed::<u8>("A").unwrap(), None);
    }

    #[test]
    fn a_service_has_an_endpoint_of_its_own_or_the_common_one() {
        let both = Environment::of([("AWS_ENDPOINT_URL", "a"), ("AWS_ENDPOINT_URL_SQS", "b")]);
        assert_eq!(both.endpoint("SQS").as_deref(), Some("b"));
        assert_eq!(both.endpoint("DYNAMODB").as_deref(), Some("a"));
        assert_eq!(Environment::of([("", "")]).endpoint("SQS"), None);
    }
}
