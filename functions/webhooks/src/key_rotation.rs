//! `webhook-key-rotation`: gives webhooks' secrets a new master key, as Secrets Manager asks for
//! it in four steps. Every previous key stays, so no sealed secret needs to be touched.
//!
//! The steps are those of
//! <https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html>;
//! each may come again.
//!
//! Between those, a schedule makes it check whether a rotation is overdue, and it fails where one
//! is: CloudWatch has no metric for a secret's age, but one for a function's failures.

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::operation::describe_secret::DescribeSecretOutput;
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
use common::Fault;
use dynamo::failed;
use serde::Deserialize;
use webhooks::sealed::Keyring;

use crate::Engine;

const CURRENT: &str = "AWSCURRENT";
const PENDING: &str = "AWSPENDING";

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

/// Does one step, or looks whether a rotation is overdue.
///
/// # Errors
/// Secrets Manager can't be reached, or what it holds are no master keys; it asks again. A
/// rotation is overdue.
pub async fn run(engine: &'static Engine, asked: Asked) -> Result<(), Fault> {
    let client = engine.vault.client();
    match asked {
        Asked::Rotation(rotation) => step(engine, client, rotation).await,
        Asked::Check(_) => {
            let id = engine.vault.secret().unwrap_or_default();
            overdue(&describe(client, id).await?, engine.clock.now().seconds())
        }
    }
}

/// Whether the next rotation should have been by now (in Unix seconds), or none will ever be.
fn overdue(secret: &DescribeSecretOutput, now: i64) -> Result<(), Fault> {
    let late = |why: String| {
        Err(Fault::internal(
            "looking whether a rotation is overdue",
            why,
        ))
    };
    match secret.next_rotation_date() {
        None => late("the master keys are not rotated at all".to_owned()),
        Some(next) if next.secs() + GRACE < now => late(format!(
            "the master keys should have been rotated by {next}"
        )),
        Some(_) => Ok(()),
    }
}

async fn step(engine: &Engine, client: &Client, rotation: Rotation) -> Result<(), Fault> {
    let Rotation {
        step,
        secret_id: id,
        client_request_token: token,
    } = rotation;
    // A function that could be made to rotate any secret would be a way to break it.
    if engine.vault.secret() != Some(id.as_str()) {
        return Err(Fault::internal(
            ROTATING,
            "it is not this function's secret",
        ));
    }
    match step {
        Step::Create => create(client, &id, &token).await,
        // No other service has to know the key.
        Step::Set => Ok(()),
        Step::Test => test(client, &id, &token).await,
        Step::Finish => finish(client, &id, &token).await,
    }
}

const ROTATING: &str = "rotating the master keys";

async fn create(client: &Client, id: &str, token: &str) -> Result<(), Fault> {
    if value(client, id, PENDING, Some(token)).await?.is_some() {
        return Ok(());
    }
    let current = current(client, id).await?;
    let next = Keyring::add_to(&current).map_err(|e| Fault::internal(ROTATING, e))?;
    client
        .put_secret_value()
        .secret_id(id)
        .client_request_token(token)
        .secret_string(next)
        .version_stages(PENDING)
        .send()
        .await
        .map_err(|e| failed(ROTATING, e))?;
    Ok(())
}

/// Whether the new keys work and none of the former ones is missing.
async fn test(client: &Client, id: &str, token: &str) -> Result<(), Fault> {
    let broken = |e| Fault::internal(ROTATING, e);
    let pending = value(client, id, PENDING, Some(token))
        .await?
        .ok_or_else(|| Fault::internal(ROTATING, "there are no new keys to test"))?;
    let next = Keyring::parse(&pending).map_err(broken)?;
    let now = Keyring::parse(&current(client, id).await?).map_err(broken)?;
    let sealed = next.seal("test", b"test").map_err(broken)?;
    if next.open("test", &sealed).map_err(broken)? != b"test" || !next.covers(&now) {
        return Err(Fault::internal(ROTATING, "the new keys lack a former one"));
    }
    Ok(())
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
            overdue(&secret.build(), now)
        };
        for fine in [86_400, 0, -86_400, -2 * 86_400] {
            assert!(due(fine).is_ok(), "{fine}");
        }
        assert!(due(-2 * 86_400 - 1).is_err());
        assert!(overdue(&DescribeSecretOutput::builder().build(), now).is_err());
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
