//! SQS and Secrets Manager: a child process, with the template's queues in it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::leash::{Leash, Output, Program};
use crate::template::Template;
use crate::tools::Tools;
use crate::{Error, REGION, loopback_client};

const ACCOUNT: &str = "000000000000";

/// The engine of SQS and Secrets Manager, and the template's queues in it.
#[derive(Debug)]
pub(crate) struct Queues {
    pub(crate) url: String,
    process: Leash,
    log: PathBuf,
}

impl Queues {
    pub(crate) async fn start(tools: &Tools, log: PathBuf) -> Result<Self, Error> {
        let port = crate::free_port()?;
        let mut process = Program::new("ministack", tools.bin.join("ministack"))
            // Its default is every interface of the machine.
            .env([
                ("BIND_HOST", "127.0.0.1".to_owned()),
                ("GATEWAY_PORT", port.to_string()),
            ])
            .output(Output::File(log.clone()))
            .spawn()?;
        let url = format!("http://127.0.0.1:{port}");
        let health = format!("{url}/_ministack/health");
        let client = loopback_client()?;
        process
            .until(Duration::from_secs(30), || async {
                client
                    .get(&health)
                    .send()
                    .await
                    .is_ok_and(|answer| answer.status().is_success())
            })
            .await?;
        Ok(Self { url, process, log })
    }

    /// Makes the template's queues and binds them in it; their URLs by logical id.
    pub(crate) async fn create(
        &self,
        template: &mut Template,
    ) -> Result<BTreeMap<String, String>, Error> {
        let mut urls = BTreeMap::new();
        for logical_id in template.of_type("AWS::SQS::Queue") {
            let name = match template.property(&logical_id, "QueueName")? {
                Some(Value::String(name)) => name,
                _ => template.substitute(&format!("${{AWS::StackName}}-{logical_id}"))?,
            };
            let url = format!("{}/{ACCOUNT}/{name}", self.url);
            let arn = format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{name}");
            for (attribute, value) in [
                ("", &url),
                ("QueueUrl", &url),
                ("Arn", &arn),
                ("QueueName", &name),
            ] {
                template.bind(&logical_id, attribute, value);
            }
            urls.insert(logical_id, url);
        }
        // All names are known, so a queue may speak of any other; but the one that
        // dead letters go to has to be there first.
        let mut queues = Vec::new();
        for (logical_id, url) in &urls {
            let properties = template.properties(logical_id)?;
            queues.push((properties.get("RedrivePolicy").is_some(), url, properties));
        }
        queues.sort_by_key(|(redrives, ..)| *redrives);
        let client = loopback_client()?;
        for (_, url, properties) in queues {
            self.create_one(&client, url, &properties).await?;
        }
        Ok(urls)
    }

    async fn create_one(
        &self,
        client: &reqwest::Client,
        url: &str,
        properties: &Value,
    ) -> Result<(), Error> {
        let http = |source| Error::Http {
            to: "ministack".into(),
            source,
        };
        let name = url.rsplit('/').next().unwrap_or_default();
        let request = json!({ "QueueName": name, "Attributes": attributes(properties) });
        let answer = client
            .post(&self.url)
            .header("x-amz-target", "AmazonSQS.CreateQueue")
            .header("content-type", "application/x-amz-json-1.0")
            .body(request.to_string())
            .send()
            .await
            .map_err(http)?
            .text()
            .await
            .map_err(http)?;
        let made: Value = serde_json::from_str(&answer).unwrap_or_default();
        if made.get("QueueUrl").and_then(Value::as_str) == Some(url) {
            return Ok(());
        }
        Err(Error::Process {
            name: "ministack".into(),
            problem: format!("did not make the queue {name}: {answer}"),
            log: Some(self.log.clone()),
        })
    }

    pub(crate) async fn stop(self) {
        self.process.stop().await;
        let _gone = std::fs::remove_file(&self.log); // it speaks only to who looks into a failed start
    }
}

/// A queue's attributes from its CloudFormation properties: of the same names, but
/// every value is text.
fn attributes(properties: &Value) -> Map<String, Value> {
    const SHARED: [&str; 11] = [
        "ContentBasedDeduplication",
        "DelaySeconds",
        "FifoQueue",
        "KmsMasterKeyId",
        "MaximumMessageSize",
        "MessageRetentionPeriod",
        "ReceiveMessageWaitTimeSeconds",
        "RedriveAllowPolicy",
        "RedrivePolicy",
        "SqsManagedSseEnabled",
        "VisibilityTimeout",
    ];
    let found = SHARED.iter().filter_map(|name| {
        let value = match properties.get(name)? {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Some(((*name).to_owned(), value.into()))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::tools::Kit;

    /// The queue comes before the one that its dead letters go to, in the alphabet too.
    const TEMPLATE: &str = r#"
Resources:
  Alpha:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "${AWS::StackName}-alpha"
      MessageRetentionPeriod: 1000
      SqsManagedSseEnabled: true
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 2 }
  Dead:
    Type: AWS::SQS::Queue
    Properties:
      RedriveAllowPolicy:
        redrivePermission: byQueue
        sourceQueueArns: [!Sub "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${AWS::StackName}-alpha"]
  F:
    Type: AWS::Serverless::Function
    Properties:
      Environment:
        Variables:
          URL: !Ref Alpha
          ARN: !GetAtt Alpha.Arn
          NAME: !GetAtt Alpha.QueueName
          SAME: !GetAtt Alpha.QueueUrl
"#;

    #[tokio::test]
    async fn the_template_s_queues_are_there_and_bound() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let progress: crate::Progress = Arc::new(|_| {});
        let tools = Tools::ensure(&root, Kit::Run, &progress).await.unwrap();
        let log = std::env::temp_dir().join(format!("twin-queues-{}.log", std::process::id()));
        let queues = Queues::start(&tools, log).await.unwrap();
        let mut template = Template::parse(TEMPLATE).unwrap();
        let urls = queues.create(&mut template).await.unwrap();

        let url = format!("{}/000000000000/twin-local-alpha", queues.url);
        assert_eq!(urls["Alpha"], url);
        assert_eq!(
            urls["Dead"],
            format!("{}/000000000000/twin-local-Dead", queues.url)
        );
        let environment: Vec<_> = template.environment("F").unwrap().into_values().collect();
        let arn = "arn:aws:sqs:us-east-1:000000000000:twin-local-alpha";
        assert_eq!(environment, [arn, "twin-local-alpha", &url, &url]);

        let call = async |action: &str, body: Value| -> Value {
            let answer = loopback_client()
                .unwrap()
                .post(&queues.url)
                .header("x-amz-target", format!("AmazonSQS.{action}"))
                .header("content-type", "application/x-amz-json-1.0")
                .body(body.to_string())
                .send()
                .await
                .unwrap();
            serde_json::from_str(&answer.text().await.unwrap()).unwrap()
        };
        let asked = json!({ "QueueUrl": url, "AttributeNames": ["All"] });
        let found = call("GetQueueAttributes", asked).await;
        assert_eq!(found["Attributes"]["MessageRetentionPeriod"], "1000");
        // The policy works: what is received too often is a dead letter.
        call(
            "SendMessage",
            json!({ "QueueUrl": url, "MessageBody": "m" }),
        )
        .await;
        let receive = |url: &str| json!({ "QueueUrl": url, "VisibilityTimeout": 0 });
        for _ in 0..3 {
            call("ReceiveMessage", receive(&url)).await;
        }
        let dead = call("ReceiveMessage", receive(&urls["Dead"])).await;
        assert_eq!(dead["Messages"][0]["Body"], "m");
        queues.stop().await;
    }
}
