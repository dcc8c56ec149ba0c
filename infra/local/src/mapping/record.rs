//! Messages as a function gets them.

use serde_json::{Map, Value, json};

use crate::{REGION, queues};

/// A message of the queue of this URL as Lambda gives it to a function.
pub(super) fn record(message: &Value, queue_url: &str) -> Value {
    let part = |name| message.get(name).cloned();
    let attributes = part("MessageAttributes").unwrap_or_default();
    let attributes: Map<_, _> = attributes
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), attribute(value)))
        .collect();
    let mut record = json!({
        "messageId": part("MessageId"),
        "receiptHandle": part("ReceiptHandle"),
        "body": part("Body"),
        "attributes": part("Attributes").unwrap_or_else(|| json!({})),
        "messageAttributes": attributes,
        "md5OfBody": part("MD5OfBody"),
        "eventSource": "aws:sqs",
        "eventSourceARN": queues::arn(queue_url),
        "awsRegion": REGION,
    });
    if let (Some(sum), Some(fields)) = (part("MD5OfMessageAttributes"), record.as_object_mut()) {
        fields.insert("md5OfMessageAttributes".into(), sum);
    }
    record
}

fn attribute(value: &Value) -> Value {
    let mut fields = Map::new();
    for (name, from) in [
        ("stringValue", "StringValue"),
        ("binaryValue", "BinaryValue"),
        ("dataType", "DataType"),
    ] {
        if let Some(value) = value.get(from) {
            fields.insert(name.into(), value.clone());
        }
    }
    for name in ["stringListValues", "binaryListValues"] {
        fields.insert(name.into(), json!([]));
    }
    Value::Object(fields)
}
