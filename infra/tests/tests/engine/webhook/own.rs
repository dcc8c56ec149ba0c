//! A world with a webhook whose deliveries arrive.

use dashboard_functions::Owner;
use dashboard_functions::registry::{WEBHOOK_DELIVERY_LIST, WEBHOOK_TEST, WEBHOOK_VERIFY};
use serde_json::{Value, json};
use surface::Endpoint;
use tests::Process;
use tests::ask::{Ask, ask};
use tests::hooks::{Hooks, Sent};
use twin::UserId;
use webhooks::webhook::Webhook;

use super::{NOON, URL};

/// A world with a webhook whose deliveries arrive.
pub struct Own {
    pub world: Hooks,
    pub app: &'static Process,
    pub user: UserId,
    pub webhook: Webhook,
    pub secret: String,
}

impl Own {
    pub async fn new() -> Self {
        let world = Hooks::at(NOON).await;
        let user = world.account().await;
        let (webhook, secret) = world.webhook(user, URL).await;
        Self {
            app: world.process(),
            user,
            webhook,
            secret: secret.reveal().to_owned(),
            world,
        }
    }

    /// A request about the webhook, by its owner.
    pub fn ask(&self, endpoint: &'static Endpoint<Owner>) -> Ask {
        ask(endpoint).by(self.user).id(self.webhook.id)
    }

    /// Its deliveries.
    pub async fn listed(&self, query: &str) -> Vec<Value> {
        let list = self.ask(&WEBHOOK_DELIVERY_LIST).query(query);
        let listed = list.must(self.app, 200).await;
        listed["deliveries"].as_array().unwrap().clone()
    }

    /// The names of the checks that a delivery fails, as it arrived but for changes.
    pub async fn fails(&self, sent: &Sent, change: impl Fn(&mut Value)) -> Vec<String> {
        let headers = sent.headers.iter();
        let headers: serde_json::Map<_, _> = headers
            .map(|(name, value)| (name.to_string(), json!(value.to_str().unwrap())))
            .collect();
        let body = std::str::from_utf8(&sent.body).unwrap();
        let mut request = json!({ "headers": headers, "body": body });
        change(&mut request);
        let verify = self.ask(&WEBHOOK_VERIFY).body(request);
        let answer = verify.must(self.app, 200).await;
        assert!(!answer.to_string().contains("whsec_Z"));
        let checks = answer["checks"].as_array().unwrap();
        assert_eq!(checks.len(), 4);
        let failed: Vec<_> = checks
            .iter()
            .filter(|check| check["passed"] == false)
            .map(|check| check["check"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(answer["valid"], failed.is_empty());
        failed
    }

    /// A test event as it arrives.
    pub async fn tested(&self) -> Sent {
        let test = self.ask(&WEBHOOK_TEST).must(self.app, 202).await;
        self.world.pump().await;
        // A rotation is followed by a probe.
        let mut sent = self.world.receivers.take();
        sent.retain(|sent| json!(sent.delivery()) == test["id"]);
        assert_eq!(sent.len(), 1);
        sent.remove(0)
    }
}
