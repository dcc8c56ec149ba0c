//! Developer accounts, over an imitation of Firebase and a mailbox.

mod changing;
mod crashes;
mod limits;
mod logging_in;
mod secrecy;
mod signing_up;
mod squatting;

use aws_lambda_events::event::sqs::SqsEvent;
use common::Clock;
use dynamo::Key;
use local::{Mail, Mailbox};
use provider_worker_functions::mail;
use serde_json::{Value, json};
use tests::ask::{Answer, Ask, ask};
use tests::firebase::Firebase;
use tests::provider::{Platform, Process};
use tests::rows;

const NOW: &str = "2026-11-22T12:00:00Z";
const EMAIL: &str = "someone@example.com";
const PASSWORD: &str = "correct horse battery";

/// A platform whose developers can sign up.
struct Accounts {
    platform: Platform,
    firebase: Firebase,
    mailbox: Mailbox,
}

impl Accounts {
    async fn start() -> Self {
        Self {
            platform: Platform::at(NOW).await,
            firebase: Firebase::start().await,
            mailbox: Mailbox::start().await.unwrap(),
        }
    }

    fn process(&self) -> &'static Process {
        self.process_with(self.platform.world.clock.clone())
    }

    fn process_with(&self, clock: Clock) -> &'static Process {
        let settings = [
            ("FIREBASE_URL", self.firebase.url.as_str()),
            ("FIREBASE_API_KEY", "key"),
            ("AWS_ENDPOINT_URL_SESV2", &self.mailbox.url),
            ("MAIL_FROM", "no-reply@example.com"),
            ("MAIL_LINK", "https://console.example.com/verify"),
        ];
        self.platform.process_of(clock, &settings)
    }

    /// The mails that wait in the outbox: their queue's URL is not known in these tests.
    async fn queued(&self) -> Vec<Value> {
        let mut queued: Vec<_> = rows::all(&self.platform.table)
            .await
            .into_iter()
            .filter(|item| {
                item.get("queue")
                    .and_then(|q| q.as_s().ok())
                    .is_some_and(|q| q == "mails")
            })
            .collect();
        queued.sort_by_key(|item| item["id"].as_s().unwrap().clone());
        let mut bodies = Vec::new();
        for item in queued {
            bodies.push(serde_json::from_str(item["body"].as_s().unwrap()).unwrap());
            let taken = dynamo::Change::delete(Key::of_item(&item).unwrap());
            taken
                .apply(&self.platform.table, "taking a message")
                .await
                .unwrap();
        }
        bodies
    }

    /// Has the worker send the mails that wait; those that went out now.
    async fn deliver(&self, process: &'static Process) -> Vec<Mail> {
        let before = self.mailbox.mails().len();
        let queued = self.queued().await;
        let records = queued.iter().enumerate().map(|(n, body)| {
            json!({ "messageId": n.to_string(), "body": body.to_string(), "attributes": {}, "messageAttributes": {} })
        });
        let event = json!({ "Records": records.collect::<Vec<_>>() });
        let event: SqsEvent = serde_json::from_value(event).unwrap();
        let answer = mail::send::run(process.workers, event).await.unwrap();
        assert!(answer.batch_item_failures.is_empty(), "{answer:?}");
        self.mailbox.mails()[before..].to_vec()
    }

    /// The token of the only mail that goes out now.
    async fn token(&self, process: &'static Process) -> String {
        let [mail] = self.deliver(process).await.try_into().unwrap();
        demo::provider::token_in(&mail.text).unwrap()
    }

    /// A verified account.
    async fn verified(&self, process: &'static Process, email: &str) -> Value {
        sign_up(email, PASSWORD).must(process, 201).await;
        let token = self.token(process).await;
        verify(&token).must(process, 200).await["data"].clone()
    }

    /// An ID token of an address, as Firebase would have it, of now.
    fn id_token(&self, email: &str, verified: bool) -> String {
        self.platform.id_token_of(json!({
            "sub": self.firebase.subject(email), "email": email, "email_verified": verified,
        }))
    }
}

fn sign_up(email: &str, password: &str) -> Ask {
    let body = json!({ "company_name": "Weather Ltd", "email": email, "password": password });
    ask("provider-account-create").body(body)
}

fn verify(token: &str) -> Ask {
    ask("provider-account-verify").body(json!({ "token": token }))
}

fn log_in(email: &str, password: &str) -> Ask {
    ask("provider-account-log-in").body(json!({ "email": email, "password": password }))
}

fn retry_after(answer: &Answer) -> u64 {
    answer.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap()
}
