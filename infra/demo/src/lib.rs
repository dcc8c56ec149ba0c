//! The demonstration account with which `cargo xtask dev` starts, so that every endpoint has
//! something real to answer. Its ids and keys are the same on every machine and in the files in
//! `events/`; they exist in local engines only.

pub mod provider;
mod receiver;
pub mod runtime;

pub use receiver::{Verify, receiver};

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use common::config::Environment;
use common::{Clock, Timestamp};
use dynamo::Table;
use http::StatusCode;
use local::Stack;
use profile::Profile;
use serde_json::json;
use surface::TableContext;
use twin::account::{self, AccountChange, Plan, PlanStatus, Tier};
use twin::api_key::{self, KeyError, NewKey, PlainKey, Scope};
use twin::discovery::{self, Category, Proposal, Valence};
use twin::events::{self, PRODUCT};
use twin::snapshot::{Publication, Snapshots, Source, Stage};
use twin::{SnapshotId, UserId};
use webhook_functions::Engine;
use webhook_functions::sender::Sender;
use webhooks::delivery::{self, Attempt, Delivery, Outcome, Stored};
use webhooks::resolver::Resolver;
use webhooks::schedule::Retry;
use webhooks::signature::Signer;
use webhooks::transport::{Answer, Failure, Https, Post, Transport};
use webhooks::webhook::{
    self, NewWebhook, Status, Subscription, Webhook, WebhookChange, WebhookError,
};
use webhooks::{Event, WebhookId};

type Error = Box<dyn std::error::Error + Send + Sync>;

/// The account.
pub const USER: &str = "usr_01KA3T6V8MDEM0ACC0XNT00001";
/// The `sub` of its owner's tokens.
pub const SUBJECT: &str = "demo-owner";
/// A key with `twin:read`.
pub const READ_KEY: &str = "atk_live_0d3f7a1c_5b8e2f90c4a7d61380e9bf2746c5a1d3";
/// A key with `twin:write`.
pub const WRITE_KEY: &str = "atk_live_7c20be94_e1a94d0b63f857c2489dfa3015b7e6c8";
/// A key to try changes on: the events that change, rotate and revoke a key name it.
pub const SPARE_KEY: &str = "atk_live_5ba2e0d1_c3f19e7a62d84b05f7e1908ac46db273";
/// The latest ready snapshot, with narratives in six languages.
pub const SNAPSHOT: &str = "snp_01KA3T6V8M2QZ7XH4RBN9CDEFG";
/// A webhook that gets every event.
pub const WEBHOOK: &str = "whk_01KA3T6V8MDEM0WEBH00K00001";
/// Its URL, unless a receiver takes its place.
pub const WEBHOOK_URL: &str = "https://example.com/webhooks/twin";
/// The secret that signs its deliveries.
pub const WEBHOOK_SECRET: &str = "whsec_ZGVtbyBzZWNyZXQgb2YgbG9jYWwgZW5naW5lcyAhISE=";
/// A delivery that it accepted.
pub const DELIVERED: &str = "dlv_01M7WX8GR04E7VH9S802F1E6KJ";
/// A delivery that is dead.
pub const DEAD: &str = "dlv_01M7YP6DH06998NEKW9BMRV4BM";
/// A discovery that waits for its owner's review.
pub const DISCOVERY: &str = "dsc_72V79XDX04C51FQF0B3AEXCD9J";

const EARLIER: &str = "snp_01JVQ5R3G8K6TN2C0WXF4DHBYA";
const COMPILING: &str = "snp_01KAM4E9ZD7P3J5V1SQRG8TXWC";
const PROFILE: &[u8] = include_bytes!("../ainhoa.json");

/// Puts the account, its keys and its three snapshots into a table. Existing data stays.
///
/// # Errors
/// Where a write fails.
pub async fn seed(table: &Table) -> Result<(), Error> {
    let user: UserId = USER.parse()?;
    let clock = Clock::system();
    let snapshots = Snapshots::new(table.clone(), clock.clone());
    let account = AccountChange {
        user_id: user,
        subject: SUBJECT.into(),
        plan: Plan::Professional,
        status: PlanStatus::Active,
        tier: Tier::Included,
        monthly_limit: None,
        updated_at: Timestamp::from_millis(0),
    };
    account::put(table, &account).await?;
    for (key, name, scope) in [
        (READ_KEY, "demo: reads", Scope::TwinRead),
        (WRITE_KEY, "demo: writes", Scope::TwinWrite),
        (SPARE_KEY, "demo: spare", Scope::TwinRead),
    ] {
        let key: PlainKey = key.parse()?;
        let new = NewKey {
            name: name.into(),
            scopes: vec![scope],
            monthly_limit: None,
            expires_at: None,
            allowed_ips: Vec::new(),
        };
        match api_key::find(table, user, key.id()).await {
            Err(KeyError::NoKey) => {
                api_key::create_known(table, user, &key, &new, clock.now()).await?;
            }
            found => {
                found?;
            }
        }
    }
    let latest: Profile = serde_json::from_slice(PROFILE)?;
    let mut earlier = latest.clone();
    earlier.narratives = Default::default();
    for (id, date, purchase, source, stage) in [
        (
            EARLIER,
            "2026-05-20T10:15:00Z",
            "pur_2026_05_demo",
            Source::Purchase,
            Stage::Ready(Box::new(earlier)),
        ),
        (
            SNAPSHOT,
            "2026-08-21T09:00:00Z",
            "qtr_2026_q3_demo",
            Source::Quarterly,
            Stage::Ready(Box::new(latest)),
        ),
        (
            COMPILING,
            "2026-11-20T16:40:00Z",
            "vch_2026_11_demo",
            Source::Voucher,
            Stage::Compiling,
        ),
    ] {
        let publication = Publication {
            user_id: user,
            id: id.parse::<SnapshotId>()?,
            source,
            purchase_id: purchase.parse()?,
            snapshot_date: date.parse()?,
            stage,
        };
        snapshots.publish(&publication).await?;
    }
    // Each has a reference of its own: it keeps its id and exists once, however often it is sent.
    let proposals = [
        Proposal::LifeFact {
            category: Category::Hobbies,
            value: "Rema en trainera los domingos desde 2019".into(),
            valence: Valence::Positive,
            external_ref: Some("demo-1".into()),
            confidence: Some(0.9),
        },
        Proposal::Annotation {
            tag: "tone".into(),
            text: "Prefers a question to an order, in mails from work".into(),
            external_ref: Some("demo-2".into()),
        },
    ];
    let key: PlainKey = WRITE_KEY.parse()?;
    let now = clock.now();
    discovery::queue(table, user, key.id(), &proposals, now, |_| Ok(None)).await?;
    Ok(())
}

/// What delivers the events of a stack whose table this is, in this process.
///
/// # Errors
/// Its template has no such queue or secret.
pub fn engine(stack: &Stack, table: &Table) -> Result<&'static Engine, Error> {
    let found = |of: &BTreeMap<String, String>, name: &str| {
        let found = of.get(name).cloned();
        found.ok_or_else(|| format!("the template has no {name}"))
    };
    let settings = Environment::of([
        ("EVENTS_URL", found(&stack.queues, "Events")?),
        ("DELIVERIES_URL", found(&stack.queues, "Deliveries")?),
        ("RETRIES_URL", found(&stack.queues, "Retries")?),
        ("WEBHOOK_KEYS_ARN", found(&stack.secrets, "WebhookKeys")?),
        ("ALLOWED_HOSTS", "http://127.0.0.1".to_owned()),
        ("AWS_ENDPOINT_URL_SQS", stack.sqs_url.clone()),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", stack.sqs_url.clone()),
    ]);
    let engine = Engine::over(&settings, table.clone(), Clock::system())?;
    Ok(Box::leak(Box::new(engine)))
}

/// What posts to receivers on this machine.
///
/// # Errors
/// It can't be set up.
pub fn transport(engine: &Engine) -> Result<Https, Error> {
    let transport = Https::new(Resolver::system(), engine.allowed_hosts.clone());
    transport.map_err(|e| e.to_string().into())
}

/// Gives the account a webhook at this URL. An existing one gets this URL, because a receiver has
/// another port each time; the rest of it stays. Either is unproven: see [`prove_webhook`].
///
/// # Errors
/// Where a write fails, or the master keys can't be read.
pub async fn seed_webhook(engine: &Engine, url: &str) -> Result<Webhook, Error> {
    let Engine { table, vault, .. } = engine;
    let (user, id): (UserId, WebhookId) = (USER.parse()?, WEBHOOK.parse()?);
    let tenant = user.tenant();
    match webhook::find(table, &tenant, id).await {
        Ok(found) if found.url == url => Ok(found),
        Ok(_) => {
            let change = WebhookChange {
                url: Some(url.into()),
                ..WebhookChange::default()
            };
            let now = engine.clock.now();
            let updated = webhook::update(table, &tenant, id, &change, now).await?;
            Ok(updated.webhook)
        }
        Err(WebhookError::Unknown) => {
            let secret = WEBHOOK_SECRET.trim_start_matches("whsec_");
            let sealed = vault.seal(WEBHOOK, &STANDARD.decode(secret)?).await?;
            let new = NewWebhook {
                url: url.into(),
                events: Subscription::All,
                description: Some("demo: everything".into()),
                retry: Retry::default(),
            };
            let made = "2025-11-15T13:10:25.812Z".parse()?;
            Ok(webhook::create_known(table, &tenant, (id, sealed), &new, made).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Proves a webhook by a probe, which this process sends. One that is proven stays as it is.
///
/// # Errors
/// Its receiver does not verify signatures, or was probed too often; the table can't be reached.
pub async fn prove_webhook<T: Transport>(
    engine: &'static Engine,
    transport: T,
    webhook: Webhook,
) -> Result<Webhook, Error> {
    if webhook.status != Status::Unproven {
        return Ok(webhook);
    }
    let (table, now) = (&engine.table, engine.clock.now());
    let probe = webhook::ask_for_probe(table, &webhook, now, |_| Ok(None)).await?;
    let sender = Sender::new(engine, transport);
    sender.consider(&probe.wake_up()).await?;
    let after = webhook::find(table, &webhook.tenant, webhook.id).await?;
    if after.status == Status::Unproven {
        let problem = format!("the receiver at {} does not verify signatures", after.url);
        return Err(problem.into());
    }
    Ok(after)
}

/// A receiver that verifies signatures, in the place of one at a webhook's URL.
#[derive(Clone, Debug)]
pub struct Verifying {
    /// What signs.
    pub signer: Signer,
    /// Its time.
    pub clock: Clock,
}

impl Transport for Verifying {
    async fn post(&self, post: Post) -> Result<Answer, Failure> {
        let now = self.clock.now();
        let checks = self.signer.check(&PRODUCT, &post.headers, &post.body, now);
        let verified = checks.iter().all(|check| check.passed);
        Ok(Answer {
            status: if verified {
                StatusCode::NO_CONTENT
            } else {
                StatusCode::UNAUTHORIZED
            },
            retry_after: None,
            instruction: None,
            body: String::new(),
            truncated: false,
        })
    }
}

/// Gives a webhook that is on two deliveries, one delivered and one dead, unless it has them.
///
/// # Errors
/// Where a write fails.
pub async fn seed_deliveries(engine: &Engine, webhook: &Webhook) -> Result<(), Error> {
    let (table, now) = (&engine.table, engine.clock.now());
    for (event, at, status) in [
        ("demo.delivered", "2026-11-20T16:40:00Z", 200),
        ("demo.dead", "2026-11-21T09:15:00Z", 422),
    ] {
        let at: Timestamp = at.parse()?;
        let event = Event {
            id: event.into(),
            tenant: webhook.tenant.clone(),
            event: events::TEST,
            timestamp: at,
            data: json!({ "message": "This is a test: your webhook is reached." }),
        };
        let delivery = Delivery::new(&PRODUCT, &event, webhook, now);
        let Stored::New(delivery) = delivery::store(table, delivery, webhook, now).await? else {
            continue;
        };
        let Some(claimed) = delivery::claim(table, &delivery, now).await? else {
            continue;
        };
        let good = status == 200;
        let attempt = Attempt {
            n: 1,
            at: at.plus_millis(350),
            status: Some(status),
            duration_ms: 87,
            error: (!good).then(|| "status".into()),
            response: Some(if good { "ok" } else { "no tests, please" }.into()),
        };
        let outcome = if good {
            Outcome::Succeeded
        } else {
            Outcome::Dead("its answer said `webhook-delivery: abort-message`".into())
        };
        delivery::complete(table, &claimed, webhook, &attempt, &outcome, now).await?;
    }
    Ok(())
}
