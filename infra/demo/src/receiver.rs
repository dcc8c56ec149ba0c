//! The receiver of the demonstration account's webhook: it reports each delivery in a line, and
//! refuses one whose signatures don't verify.

use std::sync::Arc;

use http::HeaderMap;
use local::{Answer, Error, Progress, Received, Receiver};
use serde_json::Value;

/// Checks the signatures of a request: its headers and its body as they came.
pub type Verify = Arc<dyn Fn(&HeaderMap, &[u8]) -> Result<(), String> + Send + Sync>;

/// Starts a receiver that reports each request and whether its signatures verify; where they
/// don't, it answers 401. Without `verify`, signatures are not mentioned, and it takes everything.
///
/// # Errors
/// Where no port can be opened.
pub async fn receiver(progress: Progress, verify: Option<Verify>) -> Result<Receiver, Error> {
    let checks = verify.clone();
    let receiver =
        Receiver::announcing(move |received| progress(&describe(received, verify.as_ref())))
            .await?;
    receiver.answer_others(move |received| {
        let wrong = checks
            .as_ref()
            .is_some_and(|verify| verify(&received.headers, &received.body).is_err());
        Answer::status(if wrong { 401 } else { 200 })
    });
    Ok(receiver)
}

fn describe(received: &Received, verify: Option<&Verify>) -> String {
    let [event, delivery, attempt] = ["event", "delivery", "attempt"]
        .map(|name| received.header(&format!("x-afinitwin-{name}")).to_owned());
    let what = if event.is_empty() {
        format!("{} {} is no webhook", received.method, received.path)
    } else {
        format!("{event} {delivery}, attempt {attempt}")
    };
    let line = match verify.map(|verify| verify(&received.headers, &received.body)) {
        None => format!("received: {what}"),
        Some(Ok(())) => format!("received: {what}; its signatures verify"),
        Some(Err(why)) => format!("received: {what}; its signatures don't verify: {why}"),
    };
    // A probe's, with which its webhook can be proven whatever is answered here.
    let body = received.json();
    match body.pointer("/data/code").and_then(Value::as_str) {
        Some(code) => format!("{line}; its code is {code}"),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    async fn post(receiver: &Receiver, path: &str, webhook: bool) -> u16 {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let mut request = client.post(format!("{}{path}", receiver.url));
        if webhook {
            request = request
                .header("X-AfiniTwin-Event", "twin.test")
                .header("x-afinitwin-delivery", "dlv_1")
                .header("x-afinitwin-attempt", "2")
                .body(r#"{"data": {"code": "1f"}}"#);
        }
        request.send().await.unwrap().status().as_u16()
    }

    #[tokio::test]
    async fn each_delivery_is_reported_with_its_signatures() {
        let lines = Arc::new(Mutex::new(Vec::new()));
        let sink = lines.clone();
        let progress: Progress = Arc::new(move |line| sink.lock().unwrap().push(line.to_owned()));
        let verify: Verify = Arc::new(|headers, body| {
            assert_eq!(headers["x-afinitwin-attempt"], "2");
            assert_eq!(body, br#"{"data": {"code": "1f"}}"#);
            Ok(())
        });
        let first = receiver(progress.clone(), Some(verify)).await.unwrap();
        assert_eq!(post(&first, "/", true).await, 200);
        assert!(first.received().is_empty());
        let refusing: Verify = Arc::new(|_, _| Err("too old".into()));
        let second = receiver(progress.clone(), Some(refusing)).await.unwrap();
        assert_eq!(post(&second, "/", true).await, 401);
        let third = receiver(progress, None).await.unwrap();
        assert_eq!(post(&third, "/", true).await, 200);
        assert_eq!(post(&third, "/favicon.ico", false).await, 200);
        assert_eq!(
            *lines.lock().unwrap(),
            [
                "received: twin.test dlv_1, attempt 2; its signatures verify; its code is 1f",
                "received: twin.test dlv_1, attempt 2; its signatures don't verify: too old; its code is 1f",
                "received: twin.test dlv_1, attempt 2; its code is 1f",
                "received: POST /favicon.ico is no webhook",
            ]
        );
    }
}
