//! `cargo xtask key`: API keys.

use common::text::{self, Lines};
use common::{Clock, Timestamp};
use ipnet::IpNet;
use serde_json::{Value, json};
use twin::api_key::{self, ApiKeyId, KeyChange, KeyRecord, NewKey, Scope};
use twin::id::UserId;

use crate::target::Target;
use crate::{Error, print};

/// The monthly limits that a key may have.
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
    /// Create a key. Its plaintext is printed this once.
    Create(Create),
    /// List the keys of an account, including revoked keys.
    List {
        /// The account, `usr_…`.
        user: UserId,
    },
    /// Change a key. The change takes effect with the next call.
    Change(Change),
    /// Revoke a key for good. The next call with it is refused.
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
    /// The name of the key.
    #[arg(long, value_parser = line)]
    name: String,
    /// twin:read or twin:write. Repeat the option for several, or separate them by commas.
    #[arg(
        long = "scope",
        visible_alias = "scopes",
        value_delimiter = ',',
        default_value = "twin:read"
    )]
    scopes: Vec<Scope>,
    /// The key's own limit of requests a month (1 to 1,000,000).
    #[arg(long, value_parser = limit)]
    monthly_limit: Option<u64>,
    /// When the key expires, RFC 3339.
    #[arg(long)]
    expires_at: Option<Timestamp>,
    /// A network that may use the key (203.0.113.0/24). Repeat the option for several.
    #[arg(long = "allow")]
    allowed_ips: Vec<IpNet>,
}

#[derive(clap::Args)]
struct Change {
    /// The account, `usr_…`.
    user: UserId,
    /// The key's public id, 8 hexadecimal digits.
    id: ApiKeyId,
    /// The new name of the key.
    #[arg(long, value_parser = line)]
    name: Option<String>,
    /// The new scopes, which replace the present ones.
    #[arg(long = "scope", visible_alias = "scopes", value_delimiter = ',')]
    scopes: Option<Vec<Scope>>,
    /// The key's own limit of requests a month, or `none`.
    #[arg(long, value_parser = or_none(limit))]
    monthly_limit: Option<OrNone<u64>>,
    /// When the key expires, RFC 3339, or `none`.
    #[arg(long, value_parser = or_none(|text| text.parse::<Timestamp>().map_err(|e| e.to_string())))]
    expires_at: Option<OrNone<Timestamp>>,
    /// The networks that may use the key, which replace the present ones.
    #[arg(long = "allow", conflicts_with = "allow_any")]
    allowed_ips: Option<Vec<IpNet>>,
    /// Allow the key from any network.
    #[arg(long)]
    allow_any: bool,
}

/// A value, or the word `none`. A type of its own because clap gives `Option<Option<T>>` another
/// meaning.
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

/// A name that people can read: the rule of the dashboard's API.
fn line(name: &str) -> Result<String, String> {
    text::check(name, Lines::One).map_err(|refused| refused.to_string())?;
    if text::is_blank(name) {
        return Err("must hold something that can be seen".into());
    }
    Ok(name.to_owned())
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
                api_key::create(&table, create.user, &new, now, &api_key::store_no_reply).await?;
            let mut shown = view(&record);
            if let Some(fields) = shown.as_object_mut() {
                fields.insert("key".into(), json!(key.reveal()));
            }
            print(&shown);
        }
        Command::List { user } => {
            let all = api_key::all(&table, user).await?;
            print(&Value::Array(all.iter().map(view).collect()));
        }
        Command::Change(change) => {
            let allowed_ips = if change.allow_any {
                Some(Vec::new())
            } else {
                change.allowed_ips
            };
            let settings = KeyChange {
                name: change.name,
                scopes: change.scopes,
                monthly_limit: change.monthly_limit.map(|OrNone(limit)| limit),
                expires_at: change.expires_at.map(|OrNone(end)| end),
                allowed_ips,
            };
            print(&view(
                &api_key::change(&table, change.user, change.id, &settings).await?,
            ));
        }
        Command::Revoke { user, id } => {
            print(&view(&api_key::revoke(&table, user, id, now).await?));
        }
    }
    Ok(())
}

/// A key's record without its hash.
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
