//! The rotation of a secret, as Secrets Manager asks for it in four steps, each of which may come
//! again:
//! <https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html>.
//!
//! Between those, a schedule makes the function check whether a rotation is overdue, and it fails
//! where one is: CloudWatch has no metric for a secret's age, but one for a function's failures.

use std::future::Future;

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::operation::describe_secret::DescribeSecretOutput;
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
use common::{Fault, Timestamp};
use dynamo::failed;
use serde::Deserialize;

const CURRENT: &str = "AWSCURRENT";
const PENDING: &str = "AWSPENDING";
const ROTATING: &str = "rotating a secret";

/// Seconds that a rotation may be late: Secrets Manager begins it within the day it names.
const GRACE: i64 = 2 * 86_400;

/// The event: who asks, and for what.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Asked {
    /// Secrets Manager, for a step.
    Rotation(Rotation),
    /// The schedule, whether a rotation is overdue.
    Check(Check),
}

/// An event of EventBridge's.
#[derive(Debug, Deserialize)]
pub struct Check {
    #[serde(rename = "detail-type")]
    _kind: Kind,
}

#[derive(Debug, Deserialize)]
enum Kind {
    #[serde(rename = "Scheduled Event")]
    Scheduled,
}

/// What Secrets Manager asks for.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Rotation {
    step: Step,
    secret_id: String,
    client_request_token: String,
}

#[derive(Debug, Deserialize)]
enum Step {
    #[serde(rename = "createSecret")]
    Create,
    #[serde(rename = "setSecret")]
    Set,
    #[serde(rename = "testSecret")]
    Test,
    #[serde(rename = "finishSecret")]
    Finish,
}

/// What a secret holds, as far as its rotation needs it.
pub trait Rotated: Sync {
    /// What the secret is called in an error.
    const NAME: &'static str;

    /// The next value.
    ///
    /// # Errors
    /// The current one can't be read, or the system has no randomness. An error must not show
    /// anything of the value.
    fn next(&self, current: &str, now: Timestamp) -> Result<String, Fault>;

    /// Makes known what others must know before the next value is used.
    ///
    /// # Errors
    /// It can't be made known.
    fn publish(
        &self,
        next: &str,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), Fault>> + Send {
        let _ = (next, now);
        std::future::ready(Ok(()))
    }

    /// Whether the next value works and lacks nothing of the current one.
    ///
    /// # Errors
    /// It does not.
    fn test(&self, next: &str, current: &str, now: Timestamp) -> Result<(), Fault>;
}

/// Does one step, or looks whether a rotation is overdue. `secret` is the only one that is rotated:
/// a function that could be made to rotate any secret would be a way to break it.
///
/// # Errors
/// Secrets Manager can't be reached, or the secret's value refuses; it asks again. A rotation is
/// overdue.
pub async fn run<R: Rotated>(
    client: &Client,
    secret: Option<&str>,
    rotated: &R,
    asked: Asked,
    now: Timestamp,
) -> Result<(), Fault> {
    let Rotation {
        step,
        secret_id: id,
        client_request_token: token,
    } = match asked {
        Asked::Rotation(rotation) => rotation,
        Asked::Check(_) => {
            let described = describe(client, secret.unwrap_or_default()).await?;
            return overdue(&described, R::NAME, now.seconds());
        }
    };
    if secret != Some(id.as_str()) {
        return Err(Fault::internal(
            ROTATING,
            "it is not this function's secret",
        ));
    }
    match step {
        Step::Create => {
            if value(client, &id, PENDING, Some(&token)).await?.is_some() {
                return Ok(());
            }
            let next = rotated.next(&current(client, &id).await?, now)?;
            client
                .put_secret_value()
                .secret_id(&id)
                .client_request_token(&token)
                .secret_string(next)
                .version_stages(PENDING)
                .send()
                .await
                .map_err(|e| failed(ROTATING, e))?;
            Ok(())
        }
        Step::Set => {
            rotated
                .publish(&pending(client, &id, &token).await?, now)
                .await
        }
        Step::Test => {
            let next = pending(client, &id, &token).await?;
            rotated.test(&next, &current(client, &id).await?, now)
        }
        Step::Finish => finish(client, &id, &token).await,
    }
}

/// Whether the next rotation should have been by now (in Unix seconds), or none will ever be.
fn overdue(secret: &DescribeSecretOutput, name: &str, now: i64) -> Result<(), Fault> {
    let late = |why: String| {
        Err(Fault::internal(
            "looking whether a rotation is overdue",
            why,
        ))
    };
    match secret.next_rotation_date() {
        None => late(format!("the {name} are not rotated at all")),
        Some(next) if next.secs() + GRACE < now => {
            late(format!("the {name} should have been rotated by {next}"))
        }
        Some(_) => Ok(()),
    }
}

async fn finish(client: &Client, id: &str, token: &str) -> Result<(), Fault> {
    let described = describe(client, id).await?;
    let versions = described.version_ids_to_stages.unwrap_or_default();
    let current = versions
        .into_iter()
        .find(|(_, stages)| stages.iter().any(|stage| stage == CURRENT))
        .map(|(version, _)| version);
    if current.as_deref() == Some(token) {
        return Ok(());
    }
    client
        .update_secret_version_stage()
        .secret_id(id)
        .version_stage(CURRENT)
        .move_to_version_id(token)
        .set_remove_from_version_id(current)
        .send()
        .await
        .map_err(|e| failed(ROTATING, e))?;
    Ok(())
}

async fn describe(client: &Client, id: &str) -> Result<DescribeSecretOutput, Fault> {
    let described = client.describe_secret().secret_id(id).send().await;
    described.map_err(|e| failed(ROTATING, e))
}

async fn current(client: &Client, id: &str) -> Result<String, Fault> {
    value(client, id, CURRENT, None)
        .await?
        .ok_or_else(|| Fault::internal(ROTATING, "the secret has no current value"))
}

async fn pending(client: &Client, id: &str, token: &str) -> Result<String, Fault> {
    value(client, id, PENDING, Some(token))
        .await?
        .ok_or_else(|| Fault::internal(ROTATING, "there is no next value"))
}

async fn value(
    client: &Client,
    id: &str,
    stage: &str,
    version: Option<&str>,
) -> Result<Option<String>, Fault> {
    let got = client
        .get_secret_value()
        .secret_id(id)
        .version_stage(stage)
        .set_version_id(version.map(str::to_owned))
        .send()
        .await;
    match got {
        Ok(answer) => Ok(answer.secret_string),
        Err(error)
            if matches!(
                error.as_service_error(),
                Some(GetSecretValueError::ResourceNotFoundException(_))
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(failed(ROTATING, error)),
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_secretsmanager::primitives::DateTime;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_rotation_is_overdue_two_days_after_its_date() {
        let now = 1_800_000_000;
        let due = |seconds: i64| {
            let next = DateTime::from_secs(now + seconds);
            let secret = DescribeSecretOutput::builder().next_rotation_date(next);
            overdue(&secret.build(), "keys", now)
        };
        for fine in [86_400, 0, -86_400, -2 * 86_400] {
            assert!(due(fine).is_ok(), "{fine}");
        }
        assert!(due(-2 * 86_400 - 1).is_err());
        assert!(overdue(&DescribeSecretOutput::builder().build(), "keys", now).is_err());
    }

    #[test]
    fn a_schedule_checks_and_nothing_else_does() {
        let asked = |event| serde_json::from_value::<Asked>(event);
        let scheduled = json!({ "detail-type": "Scheduled Event", "source": "aws.events" });
        assert!(matches!(asked(scheduled).unwrap(), Asked::Check(_)));
        assert!(asked(json!({ "detail-type": "Another Event" })).is_err());
        assert!(asked(json!({})).is_err());
    }
}
