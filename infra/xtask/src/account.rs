//! `cargo xtask account`: plans and limits.

use common::Clock;
use metering::Counter;
use serde_json::json;
use twin::account::{self, AccountChange, AccountError, OwnedAccount, Plan, PlanStatus, Tier};
use twin::id::UserId;

use crate::target::Target;
use crate::{Error, print};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Create an account, or change its plan, tier or limit. Its counters and keys stay.
    Put(Put),
    /// Show an account: its plan, tier and limit, and every counter with its meaning.
    Show {
        /// The account, `usr_…`.
        user: UserId,
    },
}

#[derive(clap::Args)]
struct Put {
    /// The account, `usr_…`. Without it, a new account is created.
    user: Option<UserId>,
    /// The `sub` claim of the owner's ID tokens.
    #[arg(long)]
    subject: String,
    /// essential, premium or professional.
    #[arg(long, default_value = "professional")]
    plan: Plan,
    /// active or paused.
    #[arg(long, default_value = "active")]
    status: PlanStatus,
    /// included, starter, pro or enterprise.
    #[arg(long, default_value = "included")]
    tier: Tier,
    /// Requests a month, instead of the tier's limit. Required for enterprise.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    monthly_limit: Option<u64>,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let table = arguments.target.table().await?;
    let now = Clock::system().now();
    match arguments.command {
        Command::Put(put) => {
            let change = AccountChange {
                user_id: put.user.unwrap_or_else(|| UserId::new(now)),
                subject: put.subject,
                plan: put.plan,
                status: put.status,
                tier: put.tier,
                monthly_limit: put.monthly_limit,
                updated_at: now,
            };
            show(&account::put(&table, &change).await.map_err(with_field)?);
        }
        Command::Show { user } => match account::find_owned(&table, user).await? {
            Some(owned) => show(&owned),
            None => return Err(Error::Failed(format!("there is no account {user}"))),
        },
    }
    Ok(())
}

/// An error about one field, with the name of the field before it.
fn with_field(error: AccountError) -> Error {
    let field = match error {
        AccountError::LimitRequired => "monthlyLimit",
        AccountError::SubjectLength => "subject",
        other => return other.into(),
    };
    Error::Failed(format!("{field}: {error}"))
}

fn show(OwnedAccount { account, subject }: &OwnedAccount) {
    let counters: serde_json::Map<_, _> = account
        .ledger
        .counters()
        .map(|(counter, count)| (meaning(counter), json!(count)))
        .collect();
    print(&json!({
        "userId": account.user_id,
        "subject": subject,
        "plan": { "name": account.plan, "status": account.status },
        "tier": account.tier,
        "monthlyLimit": account.ledger.monthly_limit,
        "updatedAt": account.updated_at,
        "liveKeys": account.ledger.live_keys(),
        "twins": { "ready": account.twins.ready, "total": account.twins.total, "latest": account.latest },
        "counters": counters,
    }));
}

/// A counter in words.
fn meaning(counter: Counter) -> String {
    match counter {
        Counter::Revision(key) => format!("key {}: revision", key.ordinal()),
        Counter::LastUsed(key) => format!("key {}: last used (minute)", key.ordinal()),
        Counter::Created(day) => format!("keys created on {day}"),
        Counter::Month(month) => format!("month from {}", month.start()),
        Counter::KeyMonth(month, key) => {
            format!("key {}: month from {}", key.ordinal(), month.start())
        }
        Counter::KeyDay(day, key) => format!("key {}: {day}", key.ordinal()),
        Counter::Refused(day, code) => format!("refused on {day} (code {code})"),
        Counter::Notified(threshold, month, key) => {
            let quota = key.map_or("account".to_owned(), |key| format!("key {}", key.ordinal()));
            let start = month.start();
            format!("{quota}: {threshold:?} notice sent, month from {start}")
        }
        Counter::Burst(endpoint, minute, key) => {
            let (key, start) = (key.ordinal(), minute.start());
            format!("key {key}: endpoint {endpoint}, minute from {start}")
        }
        Counter::Bytes(minute, key) => {
            let (key, start) = (key.ordinal(), minute.start());
            format!("key {key}: bytes, minute from {start}")
        }
    }
}
