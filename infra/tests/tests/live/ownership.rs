//! Owner, operator and integrator together, through real processes: the gateway's authorizers,
//! the queue to the compiler, and what may be found of a key's plaintext afterwards.

use std::time::Duration;

use common::Clock;
use serde_json::{Value, json};
use tests::live::{Answer, Live, with};
use tests::{root, rows};
use twin::{SnapshotId, UserId};

/// A new account and its owner, as the operator's systems would make one.
struct Person {
    live: &'static Live,
    user: UserId,
    subject: String,
    token: String,
}

impl Person {
    async fn new(live: &'static Live, tier: &str) -> Self {
        let user = UserId::new(Clock::system().now());
        let subject = format!("auth0|{user}");
        let token = live.stack.owner_token(&subject).unwrap();
        let person = Self {
            live,
            user,
            subject,
            token,
        };
        assert_eq!(person.plan("professional", tier).await.status, 200);
        person
    }

    async fn plan(&self, plan: &str, tier: &str) -> Answer {
        let account = json!({
            "subject": self.subject, "plan": plan, "status": "active", "tier": tier,
            "updatedAt": Clock::system().now(),
        });
        let path = format!("/accounts/{}", self.user);
        self.live.operate("PUT", &path, Some(&account)).await
    }

    async fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        self.ask_with(method, path, body, &[]).await
    }

    async fn ask_with(
        &self,
        method: &str,
        path: &str,
        body: Option<&Value>,
        more: &[(&str, &str)],
    ) -> Answer {
        let bearer = format!("Bearer {}", self.token);
        let mut headers = vec![
            ("Authorization", bearer.as_str()),
            ("Content-Type", "application/json"),
        ];
        headers.extend_from_slice(more);
        let body = body.map(Value::to_string).unwrap_or_default();
        self.live
            .send(
                method,
                &format!("/v1/dashboard{path}"),
                &headers,
                body.as_bytes(),
            )
            .await
    }

    async fn key(&self, scopes: &[&str]) -> Value {
        let made = self
            .ask(
                "POST",
                "/twin/keys",
                Some(&json!({ "name": "crm", "scopes": scopes })),
            )
            .await;
        assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
        made.json()
    }
}

async fn call(live: &Live, key: &Value, path: &str) -> Answer {
    let key = key["key"].as_str().unwrap();
    live.send(
        "GET",
        &format!("/v1/public/twin{path}"),
        &[("X-Twin-Key", key)],
        b"",
    )
    .await
}

/// A key made in the dashboard works on the next call, everywhere; what its owner and the
/// operator change holds from the next call; the plaintext is nowhere afterwards.
#[test]
fn a_key_is_its_owners_from_its_creation_to_its_end() {
    with(|live| async move {
        let person = Person::new(live, "included").await;
        let key = person.key(&["twin:read", "twin:write"]).await;
        let id = key["id"].as_str().unwrap();
        for path in ["/health", "/me", "/historic"] {
            assert_eq!(call(live, &key, path).await.status, 200, "{path}");
        }
        let one = format!("/twin/keys/{id}");
        let change = json!({ "scopes": ["twin:write"] });
        assert_eq!(person.ask("PATCH", &one, Some(&change)).await.status, 200);
        assert_eq!(
            call(live, &key, "/me").await.code().as_deref(),
            Some("INSUFFICIENT_SCOPE")
        );
        let change = json!({ "scopes": ["twin:read", "twin:write"] });
        assert_eq!(person.ask("PATCH", &one, Some(&change)).await.status, 200);
        assert_eq!(call(live, &key, "/me").await.status, 200);

        assert_eq!(person.plan("essential", "included").await.status, 200);
        assert_eq!(
            call(live, &key, "/me").await.code().as_deref(),
            Some("PLAN_REQUIRED")
        );
        let refused = person
            .ask(
                "POST",
                "/twin/keys",
                Some(&json!({ "name": "x", "scopes": ["twin:read"] })),
            )
            .await;
        assert_eq!(refused.code().as_deref(), Some("PLAN_REQUIRED"));
        assert_eq!(person.plan("professional", "starter").await.status, 200);
        let me = call(live, &key, "/me").await;
        assert_eq!(me.json()["quota"]["monthlyLimit"], 100_000);

        let rotated = person
            .ask(
                "POST",
                &format!("{one}/rotate"),
                Some(&json!({ "overlapHours": 1 })),
            )
            .await;
        assert_eq!(rotated.status, 201);
        let new = rotated.json();
        assert_eq!(call(live, &key, "/me").await.status, 200, "the overlap");
        assert_eq!(call(live, &new, "/me").await.status, 200);
        let at_once = person
            .ask(
                "POST",
                &format!("/twin/keys/{}/rotate", new["id"].as_str().unwrap()),
                Some(&json!({ "overlapHours": 0 })),
            )
            .await
            .json();
        assert_eq!(call(live, &new, "/me").await.status, 401);
        assert_eq!(call(live, &at_once, "/me").await.status, 200);
        assert_eq!(person.ask("DELETE", &one, None).await.status, 200);
        assert_eq!(
            call(live, &key, "/me").await.code().as_deref(),
            Some("KEY_REVOKED")
        );

        let usage = person.ask("GET", "/twin/usage", None).await;
        assert_eq!(usage.status, 200);
        let days = usage.json()["days"].as_array().unwrap().clone();
        let total: u64 = days.iter().map(|day| day["total"].as_u64().unwrap()).sum();
        assert_eq!(total, 7, "{}", usage.json());

        // The plaintexts are in no later answer, no item and no log line.
        let mut places = vec![
            String::from_utf8(person.ask("GET", "/twin/keys", None).await.body).unwrap(),
            String::from_utf8(person.ask("GET", &one, None).await.body).unwrap(),
            format!("{:?}", rows::all(&live.table).await),
        ];
        for log in std::fs::read_dir(root().join("target/dev")).unwrap() {
            let path = log.unwrap().path();
            if path
                .to_string_lossy()
                .ends_with(&format!("functions.{}.log", std::process::id()))
            {
                places.push(std::fs::read_to_string(path).unwrap());
            }
        }
        assert_eq!(places.len(), 4, "the functions' log was not found");
        for made in [&key, &new, &at_once] {
            let plain = made["key"].as_str().unwrap();
            for place in &places {
                assert!(!place.contains(plain) && !place.contains(&plain[18..]));
            }
        }
    });
}

/// What an integration proposes appears in the owner's list, is approved, and reaches the
/// compiler's queue once, however often the owner approves it.
#[test]
fn a_proposal_reaches_the_compiler_once() {
    with(|live| async move {
        let person = Person::new(live, "included").await;
        let key = person.key(&["twin:write"]).await;
        let facts = json!({ "facts": [
            { "category": "family", "value": "has twin daughters", "consent": true, "externalRef": "crm-9" },
            { "category": "general", "value": "is never on time", "consent": true },
        ]});
        let headers = [
            ("X-Twin-Key", key["key"].as_str().unwrap()),
            ("Content-Type", "application/json"),
        ];
        let sent = live
            .send(
                "POST",
                "/v1/public/twin/life-facts",
                &headers,
                facts.to_string().as_bytes(),
            )
            .await;
        assert_eq!(sent.status, 202);
        let listed = person
            .ask("GET", "/discoveries?status=pending", None)
            .await
            .json();
        let found = listed["discoveries"].as_array().unwrap();
        assert_eq!(found.len(), 2);
        let of = |value: &str| {
            let one = found.iter().find(|d| d["item"]["value"] == value).unwrap();
            one["id"].as_str().unwrap().to_owned()
        };
        let (good, bad) = (of("has twin daughters"), of("is never on time"));
        for _ in 0..3 {
            let done = person
                .ask("POST", &format!("/discoveries/{good}/approve"), None)
                .await;
            assert_eq!(
                (done.status, &done.json()["status"]),
                (200, &json!("approved"))
            );
            assert_eq!(
                person
                    .ask("POST", &format!("/discoveries/{bad}/reject"), None)
                    .await
                    .status,
                200
            );
        }
        let other_way = person
            .ask("POST", &format!("/discoveries/{bad}/approve"), None)
            .await;
        assert_eq!(other_way.code().as_deref(), Some("ALREADY_DECIDED"));
        live.stack.run_schedule("outbox-sweep").await.unwrap();

        let queue = &live.stack.queues["ApprovedDiscoveries"];
        let sqs = local::connect_queues(&live.stack.sqs_url);
        let mut messages = Vec::new();
        for _ in 0..10 {
            let got = sqs
                .receive_message()
                .queue_url(queue)
                .max_number_of_messages(10)
                .send()
                .await
                .unwrap();
            for message in got.messages.unwrap_or_default() {
                let body: Value = serde_json::from_str(message.body().unwrap()).unwrap();
                if body["userId"] == json!(person.user) {
                    messages.push(body);
                }
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert_eq!(messages[0]["discoveryId"], json!(good));
        assert_eq!(messages[0]["kind"], "lifeFact");
        assert_eq!(messages[0]["item"]["value"], "has twin daughters");
        assert!(messages[0]["approvedAt"].is_string());
    });
}

/// What happens to an account reaches its owner's receiver, signed, through the queues and the
/// functions; what was sent is looked up; the secret is shown once.
#[test]
fn what_happens_reaches_the_owner_s_receiver() {
    with(|live| async move {
        let person = Person::new(live, "included").await;
        let path = format!("/of/{}", person.user);
        let wanted = json!({ "url": format!("{}{path}", live.receiver.url), "events": ["*"] });
        let headers = [("Idempotency-Key", "hook")];
        let make = async || {
            let made = person
                .ask_with("POST", "/twin/webhooks", Some(&wanted), &headers)
                .await;
            assert_eq!(made.status, 201, "{}", String::from_utf8_lossy(&made.body));
            made.json()
        };
        let made = make().await;
        let secret = made["secret"].as_str().unwrap();
        assert!(make().await.get("secret").is_none());
        let one = format!("/twin/webhooks/{}", made["id"].as_str().unwrap());
        let arrived = async |count: usize| {
            for _ in 0..200 {
                let all = live.receiver.received();
                let own: Vec<_> = all.into_iter().filter(|r| r.path == path).collect();
                if own.len() >= count {
                    return own;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            panic!("{count} did not arrive");
        };
        // This receiver verifies nothing, so its owner says the code of a probe's posts.
        let probe = arrived(4).await;
        let code = probe
            .iter()
            .find_map(|post| post.json()["data"]["code"].as_str().map(str::to_owned));
        let code = json!({ "code": code.unwrap() });
        let confirm = format!("{one}/confirm");
        let confirmed = person.ask("POST", &confirm, Some(&code));
        assert_eq!(confirmed.await.json()["status"], "enabled");
        let test = person.ask("POST", &format!("{one}/test"), None).await;
        assert_eq!(test.status, 202);
        let first = arrived(5).await.remove(4);
        assert_eq!(first.json()["deliveryId"], test.json()["id"]);
        let key = person.key(&["twin:read"]).await;
        let key = format!("/twin/keys/{}", key["id"].as_str().unwrap());
        assert_eq!(person.ask("DELETE", &key, None).await.status, 200);
        let second = arrived(6).await.remove(5);
        assert_eq!(second.json()["event"], "twin.api_key.revoked");
        assert_eq!(second.json()["data"]["reason"], "revoked");
        for received in [&first, &second] {
            let headers = received.headers.iter();
            let headers: serde_json::Map<_, _> = headers
                .map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap())))
                .collect();
            let body = std::str::from_utf8(&received.body).unwrap();
            let arrived = json!({ "headers": headers, "body": body });
            let verify = format!("{one}/verify-signature");
            let checked = person.ask("POST", &verify, Some(&arrived)).await.json();
            assert_eq!(checked["valid"], true, "{checked}");
        }
        // The record is completed a moment after the receiver has answered.
        let mut listed = Value::Null;
        for _ in 0..50 {
            let query = format!("{one}/deliveries?status=succeeded");
            listed = person.ask("GET", &query, None).await.json();
            if listed["deliveries"].as_array().unwrap().len() == 2 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(
            listed["deliveries"][0]["attempts"][0]["status"], 200,
            "{listed}"
        );
        assert_eq!(person.ask("DELETE", &one, None).await.status, 204);
        let places = [format!("{:?}", rows::all(&live.table).await), logs()];
        for place in places {
            assert!(!place.contains(secret) && !place.contains(&secret[6..]));
        }
    });
}

/// What the functions of this process's stack have logged.
fn logs() -> String {
    let name = format!("functions.{}.log", std::process::id());
    std::fs::read_to_string(root().join("target/dev").join(name)).unwrap()
}

/// The compiler publishes; the integrator reads; erasure leaves nothing and refuses the key at
/// once.
#[test]
fn a_twin_is_published_and_erased() {
    with(|live| async move {
        let person = Person::new(live, "included").await;
        let key = person.key(&["twin:read"]).await;
        assert_eq!(
            call(live, &key, "/preset/estandar").await.code().as_deref(),
            Some("NO_TWIN_PURCHASED")
        );
        let id = SnapshotId::new(Clock::system().now());
        let mut snapshot = json!({
            "userId": person.user, "status": "compiling", "source": "purchase",
            "purchaseId": "pur_77", "snapshotDate": "2026-11-22T08:00:00Z",
        });
        let path = format!("/snapshots/{id}");
        assert_eq!(
            live.operate("PUT", &path, Some(&snapshot)).await.status,
            200
        );
        assert_eq!(
            call(live, &key, "/preset/estandar").await.code().as_deref(),
            Some("SNAPSHOT_NOT_READY")
        );
        snapshot["status"] = json!("ready");
        let profile = std::fs::read(root().join("infra/demo/aoife.json")).unwrap();
        snapshot["profile"] = serde_json::from_slice(&profile).unwrap();
        let published = live.operate("PUT", &path, Some(&snapshot)).await;
        assert_eq!(
            published.status,
            200,
            "{}",
            String::from_utf8_lossy(&published.body)
        );
        assert_eq!(
            live.operate("PUT", &path, Some(&snapshot)).await.status,
            200
        );
        let prompt = call(live, &key, "/preset/compacto?purchaseId=pur_77").await;
        assert_eq!(prompt.json()["snapshot"]["id"], json!(id));
        snapshot["profile"]["bigFive"]["openness"] = json!("wide");
        let wrong = live.operate("PUT", &path, Some(&snapshot)).await;
        assert_eq!(wrong.code().as_deref(), Some("VALIDATION_ERROR"));
        assert!(
            wrong.json()["error"]["details"][0]["path"]
                .as_str()
                .unwrap()
                .starts_with("profile.")
        );

        let account = format!("/accounts/{}", person.user);
        let mut answers = Vec::new();
        while answers.last() != Some(&204) && answers.len() < 20 {
            let status = live.operate("DELETE", &account, None).await.status;
            assert_eq!(
                call(live, &key, "/me").await.code().as_deref(),
                Some("INVALID_KEY")
            );
            answers.push(status);
        }
        assert_eq!(answers.last(), Some(&204), "{answers:?}");
        let left = format!("{:?}", rows::all(&live.table).await);
        assert!(!left.contains(&person.user.to_string()) && !left.contains(&person.subject));
        assert_eq!(
            person
                .ask("GET", "/twin/keys", None)
                .await
                .code()
                .as_deref(),
            Some("NO_ACCOUNT")
        );
    });
}

/// Nobody is admitted whom the gateway's authorizer has not checked.
#[test]
fn nobody_is_admitted_without_an_authorizer() {
    with(|live| async move {
        let person = Person::new(live, "included").await;
        let mallory = live.stack.owner_token("auth0|nobody").unwrap();
        let expired = live
            .stack
            .issue_token(&json!({ "sub": person.subject, "exp": 1_000_000_000 }))
            .unwrap();
        let elsewhere = live
            .stack
            .issue_token(&json!({ "sub": person.subject, "aud": "another-app" }))
            .unwrap();
        // As Amazon Cognito writes it: the gateway takes its `client_id` for an audience.
        let issuer = live.stack.issuer("Api", "OwnerJwt").unwrap();
        let access = json!({
            "sub": person.subject, "aud": null, "client_id": issuer.audience,
            "token_use": "access", "scope": "openid",
        });
        let access = live.stack.issue_token(&access).unwrap();
        for (token, status, code) in [
            (None, 401, None),
            (Some("nonsense".to_owned()), 401, None),
            (Some(expired), 401, None),
            (Some(elsewhere), 401, None),
            (Some(access), 401, Some("ID_TOKEN_REQUIRED")),
            (Some(mallory), 403, Some("NO_ACCOUNT")),
        ] {
            let bearer = token.map(|token| format!("Bearer {token}"));
            let headers: Vec<_> = bearer
                .iter()
                .map(|b| ("Authorization", b.as_str()))
                .collect();
            let answer = live
                .send("GET", "/v1/dashboard/twin/keys", &headers, b"")
                .await;
            assert_eq!(answer.status, status);
            match code {
                Some(code) => assert_eq!(answer.code().as_deref(), Some(code)),
                // The gateway answers in its own words.
                None => assert_eq!(answer.json(), json!({ "message": "Unauthorized" })),
            }
        }
        let account = format!("/v1/internal/accounts/{}", person.user);
        let bearer = format!("Bearer {}", person.token);
        for headers in [vec![], vec![("Authorization", bearer.as_str())]] {
            let answer = live.send("DELETE", &account, &headers, b"").await;
            assert_eq!(
                (answer.status, answer.json()),
                (403, json!({ "message": "Forbidden" }))
            );
        }
        assert_eq!(person.ask("GET", "/twin/keys", None).await.status, 200);
        // A browser asks first.
        let preflight = [
            ("Origin", "https://afini.ai"),
            ("Access-Control-Request-Method", "POST"),
            (
                "Access-Control-Request-Headers",
                "authorization,content-type",
            ),
        ];
        let answer = live
            .send("OPTIONS", "/v1/dashboard/twin/keys", &preflight, b"")
            .await;
        assert_eq!(answer.status, 204, "{answer:?}");
        assert_eq!(
            answer.header("access-control-allow-origin"),
            "https://afini.ai"
        );
        let strange = [("Origin", "https://evil.example"), preflight[1]];
        let answer = live
            .send("OPTIONS", "/v1/dashboard/twin/keys", &strange, b"")
            .await;
        assert_eq!(answer.header("access-control-allow-origin"), "");
    });
}

/// A lost answer and a retried POST make one key, whose plaintext is shown once.
#[test]
fn a_retried_creation_makes_one_key() {
    with(|live| async move {
        let person = Person::new(live, "included").await;
        let body = json!({ "name": "retry", "scopes": ["twin:read"] });
        let once = [("Idempotency-Key", "attempt-1")];
        let first = person
            .ask_with("POST", "/twin/keys", Some(&body), &once)
            .await;
        let second = person
            .ask_with("POST", "/twin/keys", Some(&body), &once)
            .await;
        assert_eq!((first.status, second.status), (201, 201));
        assert_eq!(first.json()["id"], second.json()["id"]);
        assert!(first.json()["key"].is_string());
        assert!(second.json().get("key").is_none_or(Value::is_null));
        let other = json!({ "name": "other", "scopes": ["twin:read"] });
        assert_eq!(
            person
                .ask_with("POST", "/twin/keys", Some(&other), &once)
                .await
                .status,
            422
        );
        let listed = person.ask("GET", "/twin/keys", None).await.json();
        assert_eq!(listed["keys"].as_array().unwrap().len(), 1, "{listed}");
    });
}
