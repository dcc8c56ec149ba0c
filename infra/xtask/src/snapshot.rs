//! `cargo xtask snapshot`: what the profile compiler would say, at a terminal.

use std::path::{Path, PathBuf};

use serde_json::json;
use shared::App;
use shared::clock::{Clock, Timestamp};
use shared::id::{SnapshotId, UserId};
use shared::profile::Profile;
use shared::snapshots::{Publication, PurchaseId, Source, Stage};

use crate::target::Target;
use crate::{Error, print};

/// The largest document that is taken, in bytes.
const DOCUMENT_LIMIT: usize = 4 * 1024 * 1024;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Publish a snapshot: ready with a profile, failed with a reason, or else compiling.
    Publish(Publish),
    /// List an account's snapshots, newest first.
    List {
        /// The account, `usr_…`.
        user: UserId,
    },
    /// Check a profile against the schema; every error is listed.
    Check {
        /// A JSON file.
        profile: PathBuf,
    },
}

#[derive(clap::Args)]
struct Publish {
    /// The account, `usr_…`.
    user: UserId,
    /// The snapshot, `snp_…`; without it a new one is made.
    #[arg(long)]
    id: Option<SnapshotId>,
    /// The profile, a JSON file: the snapshot is ready.
    #[arg(long)]
    profile: Option<PathBuf>,
    /// Why it failed.
    #[arg(long, conflicts_with = "profile")]
    failed: Option<String>,
    /// purchase, quarterly or voucher.
    #[arg(long, default_value = "purchase")]
    source: Source,
    /// What it was bought or granted with.
    #[arg(long)]
    purchase_id: PurchaseId,
    /// The date the profile is of, RFC 3339; without it, now.
    #[arg(long)]
    date: Option<Timestamp>,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let clock = Clock::system();
    let now = clock.now();
    match arguments.command {
        Command::Check { profile } => {
            read(&profile)?;
            print(&json!({ "valid": true }));
        }
        Command::List { user } => {
            let app = App::over(arguments.target.table().await?, clock);
            print(&json!(app.snapshots.list(user, usize::MAX, None).await?));
        }
        Command::Publish(publish) => {
            let stage = match (publish.profile, publish.failed) {
                (Some(path), _) => Stage::Ready(Box::new(read(&path)?)),
                (None, Some(reason)) => Stage::Failed(reason),
                (None, None) => Stage::Compiling,
            };
            let publication = Publication {
                user_id: publish.user,
                id: publish.id.unwrap_or_else(|| SnapshotId::new(now)),
                source: publish.source,
                purchase_id: publish.purchase_id,
                snapshot_date: publish.date.unwrap_or(now),
                stage,
            };
            let app = App::over(arguments.target.table().await?, clock);
            // Its event is sent by the sweep.
            let done = app.snapshots.publish(&publication).await?;
            print(&json!({ "snapshot": done.snapshot, "changed": done.changed }));
        }
    }
    Ok(())
}

/// The profile in a file; every error is listed.
pub(crate) fn read(path: &Path) -> Result<Profile, Error> {
    let document = std::fs::read(path).map_err(Error::io(format!("reading {}", path.display())))?;
    if document.len() > DOCUMENT_LIMIT {
        return Err(Error::Failed(format!(
            "{} has {} bytes; a profile has at most {DOCUMENT_LIMIT}",
            path.display(),
            document.len()
        )));
    }
    Profile::parse(&document).map_err(|errors| {
        let lines: Vec<_> = errors
            .iter()
            .map(|e| match e.path.as_str() {
                "" => format!("  {}", e.message),
                path => format!("  {path}: {}", e.message),
            })
            .collect();
        Error::Failed(format!(
            "{} is no profile:\n{}",
            path.display(),
            lines.join("\n")
        ))
    })
}
