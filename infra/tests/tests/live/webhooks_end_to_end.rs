//! Webhooks through real processes and queues: from the cause at the API to a POST at an
//! integrator, where the official verifier and the Standard Webhooks library check it.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use common::Clock;
use local::tools::{Tools, Toolset};
use local::{Answer, Received, Receiver};
use serde_json::{Value, json};
use tests::live::{Live, with};
use tests::root;
use twin::{SnapshotId, UserId};

const PATIENCE: Duration = Duration::from_secs(30);

/// An owner with a webhook at a receiver of their own.
struct Integrator {
    live: &'static Live,
    user: UserId,
    token: String,
    receiver: Receiver,
    id: String,
    secret: String,
}

impl Integrator {
    async fn new(live: &'static Live, limit: u64, events: &[&str]) -> Self {
        let user = live.account(limit).await;
        let token = live.stack.owner_token(&format!("owner of {user}")).unwrap();
        let receiver = Receiver::start().await.unwrap();
        let body = json!({ "url": format!("{}/in", receiver.url), "events": events });
        let made = live
            .ask(&token, "POST", "/twin/webhooks", Some(&body))
            .await;
        assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
        let made = made.json();
        live.prove(user, &made).await;
        Self {
            live,
            user,
            token,
            receiver,
            id: made["id"].as_str().unwrap().to_owned(),
            secret: made["secret"].as_str().unwrap().to_owned(),
        }
    }

    async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let path = format!("/twin/webhooks/{}{path}", self.id);
        let answer = self.live.ask(&self.token, method, &path, body).await;
        let text = String::from_utf8_lossy(&answer.body);
        assert!(
            (200..300).contains(&answer.status),
            "{path}: {} {text}",
            answer.status
        );
        answer.json()
    }

    /// A ready snapshot, published by the operator's systems.
    async fn publish(&self) -> String {
        let id = SnapshotId::new(Clock::system().now());
        let profile: Value =
            serde_json::from_slice(&std::fs::read(root().join("infra/demo/aoife.json")).unwrap())
                .unwrap();
        let body = json!({
            "userId": self.user, "status": "ready", "source": "purchase", "purchaseId": "pur_1",
            "snapshotDate": "2026-11-22T00:00:00Z", "profile": profile,
        });
        let path = format!("/snapshots/{id}");
        let answer = self.live.operate("PUT", &path, Some(&body)).await;
        assert_eq!(
            answer.status,
            200,
            "{}",
            String::from_utf8_lossy(&answer.body)
        );
        id.to_string()
    }

    async fn wait(&self, count: usize) -> Vec<Received> {
        let began = std::time::Instant::now();
        loop {
            let mut all = self.receiver.received();
            // A creation and a rotation are followed by a probe.
            all.retain(|sent| !sent.json()["data"]["message"].to_string().contains("probe"));
            if all.len() >= count {
                return all;
            }
            assert!(began.elapsed() < PATIENCE, "{} of {count} came", all.len());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// A delivery, and whether each verifier must accept it under a secret.
pub(crate) fn case(sent: &Received, secret: &str, legacy: bool, standard: bool) -> Value {
    use base64::Engine;
    let headers: serde_json::Map<_, _> = sent
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap())))
        .collect();
    json!({
        "headers": headers, "secret": secret, "legacy": legacy, "standard": standard,
        "body": base64::engine::general_purpose::STANDARD.encode(&sent.body),
    })
}

/// Has the Python libraries verify deliveries.
pub(crate) async fn verify(cases: Vec<Value>) {
    let progress: local::Progress = Arc::new(|line| eprintln!("  · {line}"));
    let tools = Tools::ensure(&root(), Toolset::Check, &progress)
        .await
        .unwrap();
    let file = root().join(format!(
        "target/dev/deliveries.{}.json",
        SnapshotId::new(Clock::system().now())
    ));
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, json!(cases).to_string()).unwrap();
    let verified = tokio::process::Command::new(tools.bin.join("python"))
        .arg(root().join("infra/tests/python/verify_webhooks.py"))
        .arg(&file)
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&verified.stdout),
        String::from_utf8_lossy(&verified.stderr),
    );
    assert!(verified.status.success(), "{out}{err}");
    assert_eq!(out.trim(), format!("verified {} deliveries", cases.len()));
    std::fs::remove_file(file).unwrap();
}

/// All six kinds of events, each from its cause, first attempts and retries.
#[test]
fn every_event_arrives_and_verifies() {
    with(|live| async move {
        let one = Integrator::new(live, 5, &["*"]).await;
        // A failure, then the retry by the queue of delayed wake-ups.
        let turn = Arc::new(AtomicU32::new(0));
        one.receiver.answer("/in", move |sent| {
            match sent.json()["event"] == "twin.snapshot.ready"
                && turn.fetch_add(1, Ordering::Relaxed) == 0
            {
                true => Answer::status(503).with_body("not yet"),
                _ => Answer::status(204),
            }
        });
        let snapshot = one.publish().await;
        let sent = one.wait(2).await;
        let (first, retry) = (&sent[0], &sent[1]);
        assert_eq!(first.method, "POST");
        assert_eq!(first.header("x-afinitwin-event"), "twin.snapshot.ready");
        let body = first.json();
        assert_eq!(body["data"]["id"], json!(snapshot));
        assert_eq!(body["data"]["status"], "ready");
        assert!(body["data"].get("profile").is_none());
        assert_eq!(first.body, retry.body);
        assert_eq!(
            (
                first.header("x-afinitwin-attempt"),
                retry.header("x-afinitwin-attempt")
            ),
            ("1", "2")
        );
        let waited = (retry.at - first.at).whole_milliseconds();
        assert!((4_000..15_000).contains(&waited), "{waited}");

        // A compilation that fails, a test, a quota of 5, and a key's end.
        let failed = SnapshotId::new(Clock::system().now());
        let report = json!({
            "userId": one.user, "status": "failed", "source": "purchase", "purchaseId": "pur_2",
            "snapshotDate": "2026-11-22T00:00:00Z", "reason": "too few answers",
        });
        let answer = live
            .operate("PUT", &format!("/snapshots/{failed}"), Some(&report))
            .await;
        assert_eq!(answer.status, 200);
        one.wait(3).await;
        let test = one.ask("POST", "/test", None).await;
        one.wait(4).await;
        let (key, record) = live.key(one.user).await;
        for status in [200, 200, 200, 200, 200, 429, 429] {
            assert_eq!(live.get(&key, "/me").await.status, status);
        }
        one.wait(6).await;
        let path = format!("/twin/keys/{}", record.id);
        assert_eq!(
            live.ask(&one.token, "DELETE", &path, None).await.status,
            200
        );
        let sent = one.wait(7).await;
        let events: Vec<_> = sent.iter().map(|s| s.header("x-afinitwin-event")).collect();
        assert_eq!(
            events,
            [
                "twin.snapshot.ready",
                "twin.snapshot.ready",
                "twin.snapshot.failed",
                "twin.test",
                "twin.quota.warning_80",
                "twin.quota.exceeded",
                "twin.api_key.revoked",
            ]
        );
        assert_eq!(sent[2].json()["data"]["reason"], "too few answers");
        assert_eq!(sent[3].header("webhook-id"), test["id"].as_str().unwrap());
        let quota = &sent[4].json()["data"];
        assert_eq!(
            (&quota["scope"], &quota["used"]),
            (&json!("account"), &json!(4))
        );
        assert_eq!(sent[6].json()["data"]["reason"], "revoked");
        verify(
            sent.iter()
                .map(|sent| case(sent, &one.secret, true, true))
                .collect(),
        )
        .await;

        // All deliveries, the latest first.
        let log = one.ask("GET", "/deliveries", None).await;
        let log = log["deliveries"].as_array().unwrap();
        assert_eq!(log.len(), 6);
        assert!(
            log.iter().all(|delivery| delivery["status"] == "succeeded"),
            "{log:?}"
        );
        let attempts = log[5]["attempts"].as_array().unwrap();
        assert_eq!(attempts.len(), 2);
        assert_eq!(
            (&attempts[0]["status"], &attempts[0]["error"]),
            (&json!(503), &json!("status"))
        );
        assert_eq!(attempts[0]["response"], "not yet");
        assert_eq!(
            (&attempts[1]["status"], &attempts[1]["error"]),
            (&json!(204), &Value::Null)
        );
    });
}

/// A rotation of the webhook's secret, and two of the master key.
#[test]
fn rotations_break_no_receiver() {
    with(|live| async move {
        let one = Integrator::new(live, 100, &["twin.test"]).await;
        let old = one.secret.clone();
        let next = async |n: usize| {
            one.ask("POST", "/test", None).await;
            one.wait(n).await.pop().unwrap()
        };
        let before = next(1).await;
        let asked = json!({ "overlapHours": 1 });
        let rotated = one.ask("POST", "/rotate-secret", Some(&asked)).await;
        let new = rotated["secret"].as_str().unwrap().to_owned();
        let during = next(2).await;
        live.stack.rotate_secret("WebhookKeys").await.unwrap();
        let still = next(3).await;
        one.ask("POST", "/rotate-secret/complete", None).await;
        let after = next(4).await;
        live.stack.rotate_secret("WebhookKeys").await.unwrap();
        let last = next(5).await;
        let mut cases = Vec::new();
        for (sent, secret, legacy, standard) in [
            (&before, &old, true, true),
            (&before, &new, false, false),
            (&during, &old, true, true),
            (&during, &new, false, true),
            (&still, &old, true, true),
            (&still, &new, false, true),
            (&after, &old, false, false),
            (&after, &new, true, true),
            (&last, &new, true, true),
        ] {
            cases.push(case(sent, secret, legacy, standard));
        }
        verify(cases).await;
        // The owner's check of a delivery comes to the same result as the libraries.
        let pasted = json!({
            "headers": case(&last, &new, true, true)["headers"],
            "body": String::from_utf8(last.body.to_vec()).unwrap(),
        });
        assert_eq!(
            one.ask("POST", "/verify-signature", Some(&pasted)).await["valid"],
            true
        );
    });
}

/// The real sender follows no redirect, and a webhook can't have a URL in a private network.
#[test]
fn a_receiver_can_neither_send_us_elsewhere_nor_hold_us() {
    with(|live| async move {
        let one = Integrator::new(live, 100, &["*"]).await;
        let trap = Receiver::start().await.unwrap();
        let to = trap.url.clone();
        one.receiver.answer("/in", move |_| {
            Answer::status(307).with_header("location", &to)
        });
        let id = one.ask("POST", "/test", None).await["id"]
            .as_str()
            .unwrap()
            .to_owned();
        one.wait(1).await;
        let attempt = loop {
            let log = one.ask("GET", "/deliveries", None).await;
            let delivery = log["deliveries"][0].clone();
            assert_eq!(delivery["id"], json!(id));
            if let Some(attempt) = delivery["attempts"].get(0) {
                break attempt.clone();
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        };
        assert_eq!(
            (&attempt["status"], &attempt["error"]),
            (&json!(307), &json!("redirect"))
        );
        assert_eq!(trap.count(), 0);
        for url in [
            "https://127.0.0.1/",
            "https://2130706433/",
            "https://[::1]/",
            "https://10.0.0.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://localhost/",
            "http://example.com/",
            "http://127.0.0.2:9001/",
            "https://example.com:9001/",
            "https://user@example.com/",
        ] {
            let body = json!({ "url": url, "events": ["*"] });
            let answer = live
                .ask(&one.token, "POST", "/twin/webhooks", Some(&body))
                .await;
            assert_eq!(answer.code().as_deref(), Some("VALIDATION_ERROR"), "{url}");
            assert_eq!(answer.json()["error"]["details"][0]["path"], "url");
        }
    });
}
