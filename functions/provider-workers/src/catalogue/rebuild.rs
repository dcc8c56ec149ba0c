//! `provider-catalogue-rebuild`: makes a snapshot of the catalogue after packages were listed, and
//! every hour for the counts and ratings that lists are ordered by. What was published is found
//! without it, by the changes since the last snapshot: a snapshot keeps these few.

use common::Fault;
use provider::catalogue::rebuild::{Counting, Rebuilt, rebuild};
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::Workers;

/// What started the function: messages of the queue, or the schedule.
#[derive(Debug, Deserialize)]
pub struct Asked {
    #[serde(rename = "Records")]
    messages: Option<Vec<IgnoredAny>>,
}

impl Asked {
    /// Messages say that something was listed: whatever they are, one snapshot answers them all.
    fn counting(&self) -> Counting {
        match self.messages {
            Some(_) => Counting::Changed,
            None => Counting::All,
        }
    }
}

/// Makes a snapshot.
///
/// # Errors
/// The table can't be reached: the messages come again.
pub async fn run(workers: &'static Workers, asked: Asked) -> Result<(), Fault> {
    let rebuilt = rebuild(&workers.table, &workers.clock, asked.counting()).await?;
    match rebuilt {
        Rebuilt::Made {
            version,
            packages,
            removed,
        } => {
            tracing::info!(
                target: "provider::catalogue",
                version, packages, removed,
                "made a snapshot of the catalogue"
            );
        }
        Rebuilt::Unchanged | Rebuilt::Superseded => {}
    }
    Ok(())
}
