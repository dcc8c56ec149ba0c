//! `cargo xtask snapshot`: publishes snapshots as the profile compiler does, lists them, and checks
//! profiles.

use std::path::{Path, PathBuf};

use common::{Clock, Timestamp};
use profile::Profile;
use serde_json::json;
use twin::id::{SnapshotId, UserId};
use twin::snapshot::{Publication, PurchaseId, Snapshots, Source, Stage};

use crate::target::Target;
use crate::{Error, print};

/// The largest profile, in bytes.
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
    /// Publish a snapshot: ready if a profile is given, failed if a reason is given, otherwise
    /// compiling.
    Publish(Publish),
    /// List the snapshots of an account, newest first.
    List {
        /// The account, `usr_…`.
        user: UserId,
    },
    /// Check a profile against the schema and list every error.
    Check {
        /// The profile, a JSON file.
        profile: PathBuf,
    },
}

#[derive(clap::Args)]
struct Publish {
    /// The account, `usr_…`.
    user: UserId,
    /// The snapshot, `snp_…`. Without it, a new snapshot is created.
    #[arg(long)]
    id: Option<SnapshotId>,
    /// The profile, a JSON file. The snapshot is ready.
    #[arg(long)]
    profile: Option<PathBuf>,
    /// Why the compilation failed. The snapshot is failed.
    #[arg(long, conflicts_with = "profile")]
    failed: Option<String>,
    /// purchase, quarterly or voucher.
    #[arg(long, default_value = "purchase")]
    source: Source,
    /// The purchase, quarter or voucher that the snapshot belongs to.
    #[arg(long)]
    purchase_id: PurchaseId,
    /// The date of the profile, RFC 3339. The default is now.
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
            let snapshots = Snapshots::new(arguments.target.table().await?, clock);
            print(&json!(snapshots.list(user, usize::MAX, None).await?));
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
            let snapshots = Snapshots::new(arguments.target.table().await?, clock);
            // The event is stored with the snapshot; the sweep sends it.
            let done = snapshots.publish(&publication).await?;
            print(&json!({ "snapshot": done.snapshot, "changed": done.changed }));
        }
    }
    Ok(())
}

/// Reads a profile from a file. The error lists what is wrong with it.
pub(crate) fn read(path: &Path) -> Result<Profile, Error> {
    let document = std::fs::read(path).map_err(Error::io(format!("reading {}", path.display())))?;
    if document.len() > DOCUMENT_LIMIT {
        return Err(Error::Failed(format!(
            "{} has {} bytes; the limit for a profile is {DOCUMENT_LIMIT}",
            path.display(),
            document.len()
        )));
    }
    Profile::parse(&document).map_err(|errors| {
        let mut lines: Vec<_> = errors
            .listed
            .iter()
            .map(|e| match e.path.as_str() {
                "" => format!("  {}", e.message),
                path => format!("  {path}: {}", e.message),
            })
            .collect();
        if errors.unlisted > 0 {
            lines.push(format!("  and {} more", errors.unlisted));
        }
        Error::Failed(format!(
            "{} is not a valid profile:\n{}",
            path.display(),
            lines.join("\n")
        ))
    })
}
