//! The template's secrets: creates them, keeps their values beside a kept table, and rotates them
//! as Secrets Manager does.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::Error;
use crate::emulator::Calls;
use crate::invoker::Invoker;
use crate::template::{Template, local_name};

/// The steps for which Secrets Manager calls a function that rotates, in this order.
const STEPS: [&str; 4] = ["createSecret", "setSecret", "testSecret", "finishSecret"];

/// The secrets of a template.
#[derive(Debug)]
pub(crate) struct Secrets {
    /// Their ARNs, by their names in the template.
    pub(crate) arns: BTreeMap<String, String>,
    calls: Calls,
    file: Option<PathBuf>,
}

impl Secrets {
    /// Makes the template's secrets and binds them in it. With a folder, it reads their values
    /// from there and writes those of new ones there: items in the table of an earlier run may be
    /// encrypted with them.
    pub(crate) async fn create(
        calls: &Calls,
        template: &mut Template,
        data: Option<&Path>,
    ) -> Result<Self, Error> {
        let file = data.map(|folder| folder.join("secrets.json"));
        let kept = file.as_deref().map(read).transpose()?.unwrap_or_default();
        let mut arns = BTreeMap::new();
        for logical_id in template.of_type("AWS::SecretsManager::Secret") {
            let properties = template.properties(&logical_id)?;
            let name = match properties.get("Name").and_then(Value::as_str) {
                Some(name) => name.to_owned(),
                None => template
                    .substitute(&format!("${{AWS::StackName}}-{}", local_name(&logical_id)))?,
            };
            let value = match kept.get(&logical_id) {
                Some(value) => value.clone(),
                None => first_value(calls, &logical_id, &properties).await?,
            };
            let request = json!({ "Name": name, "SecretString": value });
            let made = calls.secrets("CreateSecret", &request).await?;
            let Some(arn) = made.get("ARN").and_then(Value::as_str) else {
                return Err(calls.refused(format!("did not make the secret {name}: {made}")));
            };
            for attribute in ["", "Id"] {
                template.bind(&logical_id, attribute, arn);
            }
            arns.insert(logical_id, arn.to_owned());
        }
        let secrets = Self {
            arns,
            calls: calls.clone(),
            file,
        };
        secrets.keep().await?;
        Ok(secrets)
    }

    /// Writes the secrets' current values into the folder, where there is one.
    pub(crate) async fn keep(&self) -> Result<(), Error> {
        let Some(file) = self.file.as_deref().filter(|_| !self.arns.is_empty()) else {
            return Ok(());
        };
        // Secrets of another version of the template stay.
        let mut values = read(file)?;
        for (logical_id, arn) in &self.arns {
            let asked = json!({ "SecretId": arn });
            let mut found = self.calls.secrets("GetSecretValue", &asked).await?;
            let value = found.get_mut("SecretString").map(Value::take);
            values.insert(logical_id.clone(), value.unwrap_or_default());
        }
        write(file, &Value::Object(values))
    }

    /// Rotates a secret through a function. A rotation that failed before is continued, as
    /// Secrets Manager does.
    pub(crate) async fn rotate(
        &self,
        arn: &str,
        bin: &str,
        invoker: &Invoker,
    ) -> Result<(), Error> {
        let pending = self.versions(arn, "AWSPENDING").await?;
        let current = self.versions(arn, "AWSCURRENT").await?;
        let open = pending.iter().find(|version| !current.contains(version));
        let token = match open {
            Some(version) => version.clone(),
            None => self.stage(arn, &pending).await?,
        };
        for step in STEPS {
            let event = json!({ "Step": step, "SecretId": arn, "ClientRequestToken": token });
            invoker.invoke(bin, &event).await?;
        }
        self.keep().await?;
        if self.versions(arn, "AWSCURRENT").await? == [token] {
            return Ok(());
        }
        Err(Error::Process {
            name: bin.to_owned(),
            problem: "took all steps, but the new version of the secret is not the current one"
                .into(),
            log: None,
        })
    }

    /// Makes the pending version that a rotation fills: it exists before the function is called
    /// for its value.
    async fn stage(&self, arn: &str, pending: &[String]) -> Result<String, Error> {
        // The engine would also leave the label at the version of the last rotation.
        for version in pending {
            let request = json!({
                "SecretId": arn, "VersionStage": "AWSPENDING", "RemoveFromVersionId": version,
            });
            self.calls
                .secrets("UpdateSecretVersionStage", &request)
                .await?;
        }
        let token = token();
        let request = json!({
            "SecretId": arn, "ClientRequestToken": token, "VersionStages": ["AWSPENDING"],
        });
        self.calls.secrets("PutSecretValue", &request).await?;
        Ok(token)
    }

    /// The versions that have a label.
    async fn versions(&self, arn: &str, label: &str) -> Result<Vec<String>, Error> {
        let asked = json!({ "SecretId": arn });
        let found = self.calls.secrets("DescribeSecret", &asked).await?;
        let all = found.get("VersionIdsToStages").and_then(Value::as_object);
        let labelled = all.into_iter().flatten().filter(|(_, labels)| {
            let labels = labels.as_array();
            labels.is_some_and(|labels| labels.iter().any(|found| found == label))
        });
        Ok(labelled.map(|(version, _)| version.clone()).collect())
    }
}

/// The value that CloudFormation would give a new secret.
async fn first_value(calls: &Calls, logical_id: &str, properties: &Value) -> Result<Value, Error> {
    let wrong = |what| Error::Template(format!("{logical_id}: {what}"));
    if let Some(text @ Value::String(_)) = properties.get("SecretString") {
        return Ok(text.clone());
    }
    let Some(Value::Object(recipe)) = properties.get("GenerateSecretString") else {
        return Err(wrong("there is no value for it"));
    };
    let mut recipe = recipe.clone();
    let frame = recipe.remove("SecretStringTemplate");
    let key = recipe.remove("GenerateStringKey");
    // The remaining properties are those of GetRandomPassword's request.
    let mut made = calls
        .secrets("GetRandomPassword", &Value::Object(recipe))
        .await?;
    let password = match made.get_mut("RandomPassword").map(Value::take) {
        Some(password @ Value::String(_)) => password,
        _ => return Err(calls.refused(format!("made no password: {made}"))),
    };
    match (frame, key) {
        (None, None) => Ok(password),
        (Some(Value::String(frame)), Some(Value::String(key))) => {
            let mut fields: Map<String, Value> = serde_json::from_str(&frame)
                .map_err(|_| wrong("its SecretStringTemplate is no JSON object"))?;
            fields.insert(key, password);
            Ok(Value::Object(fields).to_string().into())
        }
        _ => Err(wrong(
            "SecretStringTemplate and GenerateStringKey belong together",
        )),
    }
}

/// A version's id, in the form of Secrets Manager's ids.
fn token() -> String {
    let hex = format!("{:032x}", ulid::Ulid::generate().0);
    let mut token = String::new();
    for (n, digit) in hex.chars().enumerate() {
        if [8, 12, 16, 20].contains(&n) {
            token.push('-');
        }
        token.push(digit);
    }
    token
}

fn read(file: &Path) -> Result<Map<String, Value>, Error> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Map::new()),
        Err(error) => return Err(Error::io(format!("reading {}", file.display()))(error)),
    };
    // A broken file is not replaced: it can perhaps be repaired, and without it parts of the table
    // can't be read.
    serde_json::from_str(&text)
        .map_err(|error| Error::io(format!("reading {}", file.display()))(error.into()))
}

/// Writes the file aside and renames it, so that it is never incomplete; only its owner may read
/// it.
fn write(file: &Path, values: &Value) -> Result<(), Error> {
    let failed = || Error::io(format!("writing {}", file.display()));
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(failed())?;
    }
    let aside = file.with_extension("json.new");
    let mut out = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&aside)
        .map_err(failed())?;
    write!(out, "{values:#}").map_err(failed())?;
    out.sync_all().map_err(failed())?;
    std::fs::rename(&aside, file).map_err(failed())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::emulator;

    const TEMPLATE: &str = r#"
Resources:
  Keys:
    Type: AWS::SecretsManager::Secret
    Properties:
      GenerateSecretString:
        SecretStringTemplate: '{"current":"1"}'
        GenerateStringKey: "1"
        PasswordLength: 64
        ExcludePunctuation: true
  Plain:
    Type: AWS::SecretsManager::Secret
    Properties: { Name: plain, GenerateSecretString: { PasswordLength: 8, ExcludeCharacters: abc } }
  Given:
    Type: AWS::SecretsManager::Secret
    Properties: { SecretString: known }
  F:
    Type: AWS::Serverless::Function
    Properties:
      Environment: { Variables: { ARN: !Ref Keys, SAME: !GetAtt Keys.Id } }
"#;

    async fn value(calls: &Calls, id: &str) -> String {
        let asked = json!({ "SecretId": id });
        let found = calls.secrets("GetSecretValue", &asked).await.unwrap();
        found["SecretString"].as_str().unwrap().to_owned()
    }

    #[tokio::test]
    async fn the_template_s_secrets_are_there_bound_and_kept() {
        let folder = std::env::temp_dir().join(format!("twin-secrets-{}", std::process::id()));
        let emulator = emulator::for_test("secrets").await;
        let calls = &emulator.calls;
        let mut template = Template::parse(TEMPLATE).unwrap();
        let secrets = Secrets::create(calls, &mut template, Some(&folder))
            .await
            .unwrap();
        let arn = secrets.arns["Keys"].clone();
        assert!(
            arn.starts_with(
                "arn:aws:secretsmanager:us-east-1:000000000000:secret:twin-local-Keys-"
            )
        );
        let environment: Vec<_> = template.environment("F").unwrap().into_values().collect();
        assert_eq!(environment, [arn.as_str(), &arn]);

        let keys = value(calls, &arn).await;
        let fields: BTreeMap<String, String> = serde_json::from_str(&keys).unwrap();
        assert_eq!(fields.len(), 2);
        assert_eq!(fields["current"], "1");
        assert_eq!(fields["1"].len(), 64);
        assert!(fields["1"].chars().all(|c| c.is_ascii_alphanumeric()));
        let plain = value(calls, "plain").await;
        assert_eq!(plain.len(), 8);
        assert!(!plain.contains(['a', 'b', 'c']));
        assert_eq!(value(calls, "twin-local-Given").await, "known");
        emulator.stop().await;

        let file = folder.join("secrets.json");
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let emulator = emulator::for_test("secrets-again").await;
        let mut template = Template::parse(TEMPLATE).unwrap();
        let start = async |template: &mut Template, folder: Option<&Path>| {
            Secrets::create(&emulator.calls, template, folder).await
        };
        let again = start(&mut template, Some(&folder)).await.unwrap();
        assert_eq!(value(&emulator.calls, &again.arns["Keys"]).await, keys);

        // An invalid file is neither used nor replaced.
        std::fs::write(&file, "{").unwrap();
        let error = start(&mut template, Some(&folder)).await.unwrap_err();
        assert!(error.to_string().starts_with("reading "), "{error}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "{");
        emulator.stop().await;
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[tokio::test]
    async fn a_secret_without_a_value_is_an_error() {
        let emulator = emulator::for_test("secrets-wrong").await;
        for (recipe, problem) in [
            ("{}", "there is no value for it"),
            (
                "{ GenerateSecretString: { GenerateStringKey: a } }",
                "belong together",
            ),
            (
                "{ GenerateSecretString: { GenerateStringKey: a, SecretStringTemplate: '1' } }",
                "is no JSON object",
            ),
            (
                "{ GenerateSecretString: { PasswordLength: 0 } }",
                "refused GetRandomPassword",
            ),
        ] {
            let text = format!(
                "Resources:\n  S: {{ Type: AWS::SecretsManager::Secret, Properties: {recipe} }}"
            );
            let mut template = Template::parse(&text).unwrap();
            let error = Secrets::create(&emulator.calls, &mut template, None).await;
            let error = error.unwrap_err().to_string();
            assert!(error.contains(problem), "{error}");
        }
        emulator.stop().await;
    }

    /// A function that rotates as AWS's own examples do, but fails once at `failing`.
    struct Rotator {
        calls: Calls,
        steps: Mutex<Vec<(String, String)>>,
        failing: Mutex<Option<&'static str>>,
    }

    impl Rotator {
        async fn step(&self, event: &Value) -> Result<(), String> {
            let [step, id, token] = ["Step", "SecretId", "ClientRequestToken"]
                .map(|name| event[name].as_str().unwrap().to_owned());
            let steps = (step.clone(), token.clone());
            self.steps.lock().unwrap().push(steps);
            let described = self.describe(&id).await;
            assert_eq!(described["VersionIdsToStages"][&token][0], "AWSPENDING");
            if self
                .failing
                .lock()
                .unwrap()
                .take_if(|at| *at == step)
                .is_some()
            {
                return Err(format!("{step} failed"));
            }
            match step.as_str() {
                "createSecret" => {
                    let request = json!({
                        "SecretId": id, "ClientRequestToken": token,
                        "SecretString": format!("value of {token}"), "VersionStages": ["AWSPENDING"],
                    });
                    self.calls
                        .secrets("PutSecretValue", &request)
                        .await
                        .unwrap();
                }
                "testSecret" => {
                    let asked = json!({ "SecretId": id, "VersionStage": "AWSPENDING" });
                    let found = self.calls.secrets("GetSecretValue", &asked).await.unwrap();
                    assert_eq!(found["VersionId"], token.as_str());
                    assert_eq!(found["SecretString"], format!("value of {token}"));
                }
                "finishSecret" => {
                    let versions = described["VersionIdsToStages"].as_object().unwrap();
                    let (current, _) = versions
                        .iter()
                        .find(|(_, labels)| {
                            labels.as_array().unwrap().contains(&json!("AWSCURRENT"))
                        })
                        .unwrap();
                    let request = json!({
                        "SecretId": id, "VersionStage": "AWSCURRENT",
                        "MoveToVersionId": token, "RemoveFromVersionId": current,
                    });
                    self.calls
                        .secrets("UpdateSecretVersionStage", &request)
                        .await
                        .unwrap();
                }
                _ => {}
            }
            Ok(())
        }

        async fn describe(&self, id: &str) -> Value {
            let asked = json!({ "SecretId": id });
            self.calls.secrets("DescribeSecret", &asked).await.unwrap()
        }
    }

    #[tokio::test]
    async fn a_secret_is_rotated_in_four_steps_and_a_failure_is_taken_up_again() {
        let folder = std::env::temp_dir().join(format!("twin-rotation-{}", std::process::id()));
        let emulator = emulator::for_test("rotation").await;
        let mut template = Template::parse(TEMPLATE).unwrap();
        let secrets = Secrets::create(&emulator.calls, &mut template, Some(&folder))
            .await
            .unwrap();
        let rotator = Arc::new(Rotator {
            calls: emulator.calls.clone(),
            steps: Mutex::default(),
            failing: Mutex::new(Some("testSecret")),
        });
        let serving = rotator.clone();
        let answer = async move |event: String| {
            let event = serde_json::from_str(&event).unwrap();
            match serving.step(&event).await {
                Ok(()) => (http::StatusCode::OK, "null".to_owned()),
                Err(problem) => (http::StatusCode::INTERNAL_SERVER_ERROR, problem),
            }
        };
        let app = axum::Router::new()
            .route(
                "/2015-03-31/functions/rotator/invocations",
                axum::routing::post(answer),
            )
            .fallback(async || "null");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        let invoker = Invoker::new(url).unwrap();

        let arn = secrets.arns["Keys"].clone();
        let first = value(&emulator.calls, &arn).await;
        let error = secrets.rotate(&arn, "rotator", &invoker).await.unwrap_err();
        assert_eq!(error.to_string(), "rotator failed: testSecret failed");
        assert_eq!(value(&emulator.calls, &arn).await, first);
        for _ in 0..2 {
            secrets.rotate(&arn, "rotator", &invoker).await.unwrap();
        }
        let (steps, tokens): (Vec<_>, Vec<_>) =
            rotator.steps.lock().unwrap().iter().cloned().unzip();
        assert_eq!(steps[..3], STEPS[..3]);
        assert_eq!(steps[3..], [STEPS, STEPS].concat());
        assert!(tokens[..7].iter().all(|token| *token == tokens[0]));
        assert!(tokens[7..].iter().all(|token| *token == tokens[7]));
        assert_ne!(tokens[0], tokens[7]);
        assert_eq!(tokens[0].len(), 36);

        let newest = format!("value of {}", tokens[7]);
        assert_eq!(value(&emulator.calls, &arn).await, newest);
        let previous = json!({ "SecretId": arn, "VersionStage": "AWSPREVIOUS" });
        let previous = emulator
            .calls
            .secrets("GetSecretValue", &previous)
            .await
            .unwrap();
        assert_eq!(previous["SecretString"], format!("value of {}", tokens[0]));
        assert_eq!(read(&folder.join("secrets.json")).unwrap()["Keys"], newest);

        // A function that does nothing has not rotated the secret.
        let error = secrets.rotate(&arn, "idle", &invoker).await.unwrap_err();
        assert!(
            error.to_string().contains("is not the current one"),
            "{error}"
        );
        emulator.stop().await;
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
