//! `webhook-key-rotation`: gives webhooks' secrets a new master key, as Secrets Manager asks for
//! it in four steps. Every former key stays, so nothing that is sealed needs to be touched.
//!
//! The steps are those of
//! <https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html>;
//! each may come again.

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
use serde::Deserialize;
use shared::secrets::Keyring;
use shared::table::failed;
use shared::{App, Error};

const CURRENT: &str = "AWSCURRENT";
const PENDING: &str = "AWSPENDING";

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

/// Does one step.
///
/// # Errors
/// Secrets Manager can't be reached, or what it holds are no master keys; it asks again.
pub async fn run(app: &'static App, rotation: Rotation) -> Result<(), Error> {
    let client = app.secrets_manager();
    let Rotation {
        step,
        secret_id: id,
        client_request_token: token,
    } = rotation;
    // A function that could be made to rotate any secret would be a way to break it.
    if app.settings.webhook_keys.as_deref() != Some(&id) {
        return Err(Error::internal(
            ROTATING,
            "it is not this function's secret",
        ));
    }
    match step {
        Step::Create => create(&client, &id, &token).await,
        // Nobody else has to be told of the key.
        Step::Set => Ok(()),
        Step::Test => test(&client, &id, &token).await,
        Step::Finish => finish(&client, &id, &token).await,
    }
}

const ROTATING: &str = "rotating the master keys";

async fn create(client: &Client, id: &str, token: &str) -> Result<(), Error> {
    if value(client, id, PENDING, Some(token)).await?.is_some() {
        return Ok(());
    }
    let current = current(client, id).await?;
    let next = Keyring::add_to(&current).map_err(|e| Error::internal(ROTATING, e))?;
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
async fn test(client: &Client, id: &str, token: &str) -> Result<(), Error> {
    let broken = |e| Error::internal(ROTATING, e);
    let pending = value(client, id, PENDING, Some(token))
        .await?
        .ok_or_else(|| Error::internal(ROTATING, "there are no new keys to test"))?;
    let next = Keyring::parse(&pending).map_err(broken)?;
    let now = Keyring::parse(&current(client, id).await?).map_err(broken)?;
    let sealed = next.seal("test", b"test").map_err(broken)?;
    if next.open("test", &sealed).map_err(broken)? != b"test" || !next.covers(&now) {
        return Err(Error::internal(ROTATING, "the new keys lack a former one"));
    }
    Ok(())
}

async fn finish(client: &Client, id: &str, token: &str) -> Result<(), Error> {
    let described = client
        .describe_secret()
        .secret_id(id)
        .send()
        .await
        .map_err(|e| failed(ROTATING, e))?;
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

async fn current(client: &Client, id: &str) -> Result<String, Error> {
    value(client, id, CURRENT, None)
        .await?
        .ok_or_else(|| Error::internal(ROTATING, "the secret has no current value"))
}

async fn value(
    client: &Client,
    id: &str,
    stage: &str,
    version: Option<&str>,
) -> Result<Option<String>, Error> {
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
