//! `cargo xtask outbox`: messages that were stored with their cause and can't be sent.

use common::Clock;
use serde_json::json;
use twin::discovery::APPROVED_DISCOVERIES;
use webhooks::Queue;
use webhooks::outbox::{dead_letters, send_again};

use crate::target::Target;
use crate::{Error, print};

/// The queues whose messages are stored first.
const QUEUES: [Queue; 2] = [APPROVED_DISCOVERIES, Queue::EVENTS];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// List the messages that can't be sent, at most 100 of each queue, without their content.
    List,
    /// Send all of them again: the next sweep does.
    Retry,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let table = arguments.target.table().await?;
    let now = Clock::system().now();
    for queue in QUEUES {
        let letters = dead_letters(&table, queue, now).await?;
        match arguments.command {
            Command::List => print(&json!({ "queue": queue, "messages": letters })),
            Command::Retry => {
                let mut again = 0;
                for letter in &letters {
                    again += u32::from(send_again(&table, queue, letter, now).await?);
                }
                print(&json!({ "queue": queue, "sentAgain": again }));
            }
        }
    }
    Ok(())
}
