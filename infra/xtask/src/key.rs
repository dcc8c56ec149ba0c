//! `cargo xtask key`: API keys, at a terminal.

use ipnet::IpNet;
use serde_json::{Value, json};
use shared::access::keys::{self, KeyChange, NewKey};
use shared::access::{ApiKeyId, KeyRecord, Scope};
use shared::clock::{Clock, Timestamp};
use shared::id::UserId;

use crate::target::Target;
use crate::{Error, print};

/// Requests a month that a key may be limited to.
const LIMITS: std::ops::RangeInclusive<u64> = 1..=1_000_000;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Make a key. Its plaintext is shown this once.
    Create(Create),
    /// List an account's keys, revoked ones included.
    List {
        /// The account, `usr_…`.
        user: UserId,
    },
    /// Change a key; it holds from the next call.
    Change(Change),
    /// Revoke a key, for good; it holds from the next call.
    Revoke {
        /// The account, `usr_…`.
        user: UserId,
        /// The key's public id, 8 hexadecimal digits.
        id: ApiKeyId,
    },
}

#[derive(clap::Args)]
struct Create {
    /// The account, `usr_…`.
    user: UserId,
    /// What it is called.
    #[arg(long)]
    name: String,
    /// twin:read or twin:write; several by repeating it or with commas.
    #[arg(
        long = "scope",
        visible_alias = "scopes",
        value_delimiter = ',',
        default_value = "twin:read"
    )]
    scopes: Vec<Scope>,
    /// Requests a month for this key alone (1 to 1,000,000).
    #[arg(long, value_parser = limit)]
    monthly_limit: Option<u64>,
    /// From when on it is refused, RFC 3339.
    #[arg(long)]
    expires_at: Option<Timestamp>,
    /// A network it may be used from (203.0.113.0/24); several by repeating it.
    #[arg(long = "allow")]
    allowed_ips: Vec<IpNet>,
}

#[derive(clap::Args)]
struct Change {
    /// The account, `usr_…`.
    user: UserId,
    /// The key's public id, 8 hexadecimal digits.
    id: ApiKeyId,
    /// What it is called.
    #[arg(long)]
    name: Option<String>,
    /// Its scopes, in place of those it has.
    #[arg(long = "scope", visible_alias = "scopes", value_delimiter = ',')]
    scopes: Option<Vec<Scope>>,
    /// Requests a month for this key alone, or `none`.
    #[arg(long, value_parser = or_none(limit))]
    monthly_limit: Option<OrNone<u64>>,
    /// From when on it is refused, RFC 3339, or `none`.
    #[arg(long, value_parser = or_none(|text| text.parse::<Timestamp>().map_err(|e| e.to_string())))]
    expires_at: Option<OrNone<Timestamp>>,
    /// The networks it may be used from, in place of those it has.
    #[arg(long = "allow", conflicts_with = "allow_any")]
    allowed_ips: Option<Vec<IpNet>>,
    /// It may be used from anywhere.
    #[arg(long)]
    allow_any: bool,
}

/// A value, or the word `none`. A type of its own: clap reads `Option<Option<T>>` its own way.
#[derive(Clone, Copy, Debug)]
struct OrNone<T>(Option<T>);

fn or_none<T>(
    parse: impl Fn(&str) -> Result<T, String> + Clone,
) -> impl Fn(&str) -> Result<OrNone<T>, String> + Clone {
    move |text| match text {
        "none" => Ok(OrNone(None)),
        text => parse(text).map(|value| OrNone(Some(value))),
    }
}

fn limit(text: &str) -> Result<u64, String> {
    match text.parse() {
        Ok(limit) if LIMITS.contains(&limit) => Ok(limit),
        _ => Err("must be a whole number from 1 to 1000000".into()),
    }
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let table = arguments.target.table().await?;
    let now = Clock::system().now();
    match arguments.command {
        Command::Create(create) => {
            let new = NewKey {
                name: create.name,
                scopes: create.scopes,
                monthly_limit: create.monthly_limit,
                expires_at: create.expires_at,
                allowed_ips: create.allowed_ips,
            };
            let (key, record) =
                keys::create(&table, create.user, &new, now, &keys::keep_nothing).await?;
            let mut shown = view(&record);
            if let Some(fields) = shown.as_object_mut() {
                fields.insert("key".into(), json!(key.reveal()));
            }
            print(&shown);
        }
        Command::List { user } => {
            let all = keys::list(&table, user).await?;
            print(&Value::Array(all.iter().map(view).collect()));
        }
        Command::Change(change) => {
            let allowed_ips = if change.allow_any {
                Some(Vec::new())
            } else {
                change.allowed_ips
            };
            let wanted = KeyChange {
                name: change.name,
                scopes: change.scopes,
                monthly_limit: change.monthly_limit.map(|OrNone(limit)| limit),
                expires_at: change.expires_at.map(|OrNone(end)| end),
                allowed_ips,
            };
            print(&view(
                &keys::change(&table, change.user, change.id, &wanted).await?,
            ));
        }
        Command::Revoke { user, id } => {
            print(&view(&keys::revoke(&table, user, id, now).await?));
        }
    }
    Ok(())
}

/// A key as its owner sees it: never its hash.
fn view(record: &KeyRecord) -> Value {
    json!({
        "id": record.id,
        "userId": record.user_id,
        "name": record.name,
        "prefix": record.id.prefix(),
        "scopes": record.scopes,
        "monthlyLimit": record.monthly_limit,
        "expiresAt": record.expires_at,
        "allowedIps": record.allowed_ips,
        "createdAt": record.created_at,
        "revokedAt": record.revoked_at,
    })
}
