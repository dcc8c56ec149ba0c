//! `cargo xtask account`: plans and limits, at a terminal.

use serde_json::json;
use shared::access::account::Cell;
use shared::access::accounts::{self, AccountChange, Stored};
use shared::access::{Plan, PlanStatus, Tier};
use shared::clock::Clock;
use shared::id::UserId;

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
    /// Make an account, or change its plan, tier or limit. Counters and keys stay.
    Put(Put),
    /// Show an account: what is decided of it, and every counter by its meaning.
    Show {
        /// The account, `usr_…`.
        user: UserId,
    },
}

#[derive(clap::Args)]
struct Put {
    /// The account, `usr_…`; without it a new one is made.
    user: Option<UserId>,
    /// The `sub` claim of its owner's ID tokens.
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
    /// Requests a month, in place of the tier's; required for enterprise.
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
            show(&accounts::put(&table, &change).await?);
        }
        Command::Show { user } => match accounts::stored(&table, user).await? {
            Some(stored) => show(&stored),
            None => return Err(Error::Failed(format!("there is no account {user}"))),
        },
    }
    Ok(())
}

fn show(Stored { account, subject }: &Stored) {
    let cells: serde_json::Map<_, _> = account
        .cells()
        .map(|(cell, count)| (words(cell), json!(count)))
        .collect();
    print(&json!({
        "userId": account.user_id,
        "subject": subject,
        "plan": { "name": account.plan, "status": account.status },
        "tier": account.tier,
        "monthlyLimit": account.monthly_limit,
        "updatedAt": account.updated_at,
        "liveKeys": account.live_keys(),
        "twins": { "ready": account.twins.ready, "total": account.twins.total, "latest": account.latest },
        "counters": cells,
    }));
}

/// A counter as a person would call it.
fn words(cell: Cell) -> String {
    match cell {
        Cell::Epoch(slot) => format!("key {} epoch", slot.ordinal()),
        Cell::LastUsed(slot) => format!("key {} last used (minute)", slot.ordinal()),
        Cell::Created(day) => format!("keys made on {day}"),
        Cell::Month(month) => format!("month from {}", month.start()),
        Cell::KeyMonth(month, slot) => {
            format!("key {} in the month from {}", slot.ordinal(), month.start())
        }
        Cell::KeyDay(day, slot) => format!("key {} on {day}", slot.ordinal()),
        Cell::Refused(day, code) => format!("refused on {day} ({code})"),
        Cell::Told(alarm, month, slot) => {
            let whose = slot.map_or("account".to_owned(), |slot| {
                format!("key {}", slot.ordinal())
            });
            format!(
                "{alarm:?} told of the {whose} in the month from {}",
                month.start()
            )
        }
        Cell::Burst(endpoint, minute, slot) => {
            format!(
                "key {} endpoint {endpoint} in the minute of {}",
                slot.ordinal(),
                minute.start()
            )
        }
    }
}
