//! The whole system on one machine, without an AWS account.
//!
//! The functions are the real binaries with the real SDK clients, whose endpoints are here;
//! everything that AWS puts around them is read from `template.yaml`, so that there is one
//! description of the system. This crate must know nothing that the template does not say: a new
//! function, route or table needs no change here.
//!
//! ```no_run
//! # async fn example() -> Result<(), local::Error> {
//! let stack = local::Stack::start(local::Options::new(".")).await?;
//! println!("{}/v1/public/twin/health", stack.api_url);
//! stack.stop().await;
//! # Ok(()) }
//! ```
//!
//! - [`Stack`]: engines, functions and the [`gateway`], as `cargo xtask dev` runs them.
//! - [`Engines`]: DynamoDB alone, in this process and ready in milliseconds, for
//!   tests that need nothing else.
//! - [`Receiver`]: a server that takes webhooks and answers them as a test wants.
//! - [`Mailbox`]: where mails go that functions send.
//! - [`rie::Rie`]: one binary under AWS's runtime interface emulator, for tests
//!   with many processes and for cold-start figures.
//! - [`tools`]: programs that are installed on first use.
//!
//! Every process started here has a [`process::ChildGuard`]: it ends when its owner
//! ends, however that happens.

mod emulator;
mod engines;
mod firebase;
mod functions;
pub mod gateway;
mod invoker;
mod issuer;
mod mailbox;
mod mapping;
pub mod process;
mod queues;
mod receiver;
pub mod rie;
mod schedule;
mod secrets;
mod stack;
mod table;
pub mod template;
pub mod tools;

pub use engines::{Engines, REGION};
pub use functions::{LogLine, Logs};
pub use gateway::{Credentials, Observer, Served, sign};
pub use invoker::Invoker;
pub use issuer::Issuer;
pub use mailbox::{Mail, Mailbox};
pub use receiver::{Answer, Received, Receiver};
pub use stack::{Options, Stack, Which};
pub use table::{connect, connect_queues};

use std::path::PathBuf;
use std::sync::Arc;

use time::OffsetDateTime;

/// Takes progress messages, one line each.
pub type Progress = Arc<dyn Fn(&str) + Send + Sync>;

/// What can keep the local stack from running, in sentences that say what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A program that the machine must have is missing.
    #[error("{program} is needed and was not found: {hint}")]
    Missing {
        /// The program.
        program: &'static str,
        /// Where to get it, or what was found instead.
        hint: String,
    },
    /// Installing Python packages into `target/tools` failed.
    #[error("installing {what} into {} failed:\n{output}", .into.display())]
    Install {
        /// The packages.
        what: String,
        /// The virtual environment.
        into: PathBuf,
        /// The output of pip or venv.
        output: String,
    },
    /// This crate can't run `template.yaml`.
    #[error("template.yaml: {0}")]
    Template(String),
    /// A process of ours ended, or never became ready.
    #[error("{name} {problem}{}", .log.as_ref().map(|l| format!(" (its log: {})", l.display())).unwrap_or_default())]
    Process {
        /// Which one.
        name: String,
        /// What happened.
        problem: String,
        /// The file with its output.
        log: Option<PathBuf>,
    },
    /// The DynamoDB engine refused a request.
    #[error("the DynamoDB engine: {0}")]
    Engine(String),
    /// An issuer of tokens can't make the token, or the key.
    #[error("the issuer of tokens: {0}")]
    Issuer(&'static str),
    /// A URL or header that can't be signed.
    #[error("{0} is not a request")]
    Request(String),
    /// A port that was asked for is taken.
    #[error("port {port} on 127.0.0.1 is taken ({source}); choose another or leave it out")]
    Port {
        /// The port.
        port: u16,
        /// The system's answer.
        source: std::io::Error,
    },
    /// A call over loopback failed.
    #[error("a call to {to}: {source}")]
    Http {
        /// The server.
        to: String,
        /// Why it failed.
        source: reqwest::Error,
    },
    /// A file or a process that could not be opened.
    #[error("{what}: {source}")]
    Io {
        /// What was being done.
        what: String,
        /// The system's answer.
        source: std::io::Error,
    },
}

impl Error {
    fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "AWS's clock is not the functions' clock"
)]
fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// A port that was free a moment ago, for a child process: it may fail because another process
/// was faster. The servers of this process bind port 0 instead.
fn free_port() -> Result<u16, Error> {
    std::net::TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(Error::io("looking for a free port"))
}

/// A client for calls over loopback, which never uses a proxy of the environment.
fn loopback_client() -> Result<reqwest::Client, Error> {
    reqwest::Client::builder()
        .no_proxy()
        .build()
        .map_err(|source| Error::Http {
            to: "loopback".into(),
            source,
        })
}
