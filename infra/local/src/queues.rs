//! The template's queues.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::emulator::{ACCOUNT, Calls};
use crate::template::{Template, local_name};
use crate::{Error, REGION};

/// Makes the template's queues and binds them in it. Returns their URLs by logical id.
pub(crate) async fn create(
    calls: &Calls,
    template: &mut Template,
) -> Result<BTreeMap<String, String>, Error> {
    let mut urls = BTreeMap::new();
    for logical_id in template.of_type("AWS::SQS::Queue") {
        let name = match template.property(&logical_id, "QueueName")? {
            Some(Value::String(name)) => name,
            _ => {
                template.substitute(&format!("${{AWS::StackName}}-{}", local_name(&logical_id)))?
            }
        };
        let url = format!("{}/{ACCOUNT}/{name}", calls.url);
        let arn = arn(&url);
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
    // All names are known, so a queue may refer to any other; but a queue of dead letters must
    // exist before the queue that uses it.
    let mut queues = Vec::new();
    for (logical_id, url) in &urls {
        let properties = template.properties(logical_id)?;
        queues.push((properties.get("RedrivePolicy").is_some(), url, properties));
    }
    queues.sort_by_key(|(redrives, ..)| *redrives);
    for (_, url, properties) in queues {
        let name = name(url);
        let request = json!({ "QueueName": name, "Attributes": attributes(&properties) });
        let made = calls.sqs("CreateQueue", &request).await?;
        if made.get("QueueUrl").and_then(Value::as_str) != Some(url) {
            return Err(calls.refused(format!("did not make the queue {name}: {made}")));
        }
    }
    Ok(urls)
}

/// The ARN of the queue of this URL.
pub(crate) fn arn(url: &str) -> String {
    format!("arn:aws:sqs:{REGION}:{ACCOUNT}:{}", name(url))
}

fn name(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or_default()
}

/// Moves the messages of one queue to another and returns their number. As when SQS does it,
/// each becomes a new message with the same body, attributes and group, and messages that are
/// invisible at the time stay.
pub(crate) async fn redrive(calls: &Calls, from: &str, to: &str) -> Result<usize, Error> {
    let mut moved = 0;
    loop {
        let received = calls
            .sqs(
                "ReceiveMessage",
                &json!({
                    "QueueUrl": from,
                    "MaxNumberOfMessages": 10,
                    "WaitTimeSeconds": 0,
                    "AttributeNames": ["All"],
                    "MessageAttributeNames": ["All"],
                }),
            )
            .await?;
        let messages = received.get("Messages").and_then(Value::as_array);
        let Some(messages) = messages.filter(|messages| !messages.is_empty()) else {
            return Ok(moved);
        };
        for message in messages {
            let mut again = Map::from_iter([
                ("QueueUrl".to_owned(), json!(to)),
                ("MessageBody".to_owned(), json!(message.get("Body"))),
            ]);
            for (name, path) in [
                ("MessageAttributes", "/MessageAttributes"),
                ("MessageGroupId", "/Attributes/MessageGroupId"),
            ] {
                if let Some(value) = message.pointer(path) {
                    again.insert(name.into(), value.clone());
                }
            }
            calls.sqs("SendMessage", &Value::Object(again)).await?;
            let receipt = message.get("ReceiptHandle");
            let done = json!({ "QueueUrl": from, "ReceiptHandle": receipt });
            calls.sqs("DeleteMessage", &done).await?;
            moved += 1;
        }
    }
}

/// A queue's attributes from its CloudFormation properties: the same names, with every value as
/// text.
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
    use super::*;
    use crate::emulator;

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
        let emulator = emulator::for_test("queues").await;
        let calls = &emulator.calls;
        let mut template = Template::parse(TEMPLATE).unwrap();
        let urls = create(calls, &mut template).await.unwrap();

        let url = format!("{}/000000000000/twin-local-alpha", calls.url);
        assert_eq!(urls["Alpha"], url);
        assert_eq!(
            urls["Dead"],
            format!("{}/000000000000/twin-local-Dead", calls.url)
        );
        let environment: Vec<_> = template.environment("F").unwrap().into_values().collect();
        let arn = "arn:aws:sqs:us-east-1:000000000000:twin-local-alpha";
        assert_eq!(environment, [arn, "twin-local-alpha", &url, &url]);

        let asked = json!({ "QueueUrl": url, "AttributeNames": ["All"] });
        let found = calls.sqs("GetQueueAttributes", &asked).await.unwrap();
        assert_eq!(found["Attributes"]["MessageRetentionPeriod"], "1000");
        // The policy works: a message that is received too often is a dead letter.
        let message = json!({
            "QueueUrl": url, "MessageBody": "m", "MessageGroupId": "g",
            "MessageAttributes": { "a": { "DataType": "String", "StringValue": "1" } },
        });
        calls.sqs("SendMessage", &message).await.unwrap();
        let receive = async |url: &str| {
            let request = json!({
                "QueueUrl": url, "VisibilityTimeout": 0,
                "AttributeNames": ["All"], "MessageAttributeNames": ["All"],
            });
            let received = calls.sqs("ReceiveMessage", &request).await.unwrap();
            received.pointer("/Messages/0").cloned().unwrap_or_default()
        };
        for _ in 0..3 {
            receive(&url).await;
        }
        assert_eq!(receive(&urls["Dead"]).await["Body"], "m");
        // And dead letters go back unchanged.
        assert_eq!(redrive(calls, &urls["Dead"], &url).await.unwrap(), 1);
        assert_eq!(receive(&urls["Dead"]).await, Value::Null);
        let again = receive(&url).await;
        assert_eq!(again["Body"], "m");
        assert_eq!(again["Attributes"]["ApproximateReceiveCount"], "1");
        assert_eq!(again["Attributes"]["MessageGroupId"], "g");
        assert_eq!(again["MessageAttributes"]["a"]["StringValue"], "1");
        assert_eq!(redrive(calls, &urls["Dead"], &url).await.unwrap(), 0);

        let nowhere = json!({ "QueueUrl": format!("{url}-not") });
        let error = calls.sqs("ReceiveMessage", &nowhere).await.unwrap_err();
        let error = error.to_string();
        assert!(
            error.starts_with("ministack refused ReceiveMessage: "),
            "{error}"
        );
        emulator.stop().await;
    }
}
