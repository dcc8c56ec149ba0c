//! The whole system on one machine, without an AWS account.
//!
//! The functions are the real binaries and speak to the real SDK clients'
//! endpoints; everything AWS would put around them is read from `template.yaml`,
//! so that there is one description of the system. What the template does not
//! say, this crate must not know: a new function, route or table needs no
//! change here.
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
//! - [`Receiver`]: an integrator that takes webhooks and answers as it is told.
//! - [`rie::Rie`]: one binary under AWS's runtime interface emulator, for tests
//!   with many processes and for cold-start figures.
//! - [`tools`]: what Python has to provide, installed on first use.
//!
//! Every process started here is held on a [`leash`]: it ends when its owner
//! ends, however that happens.

pub mod demo;
mod emulator;
mod engines;
mod functions;
pub mod gateway;
mod issuer;
pub mod leash;
mod mapping;
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
pub use gateway::{Credentials, sign};
pub use issuer::Issuer;
pub use receiver::{Answer, Received, Receiver, Verify};
pub use stack::{Options, Stack, Which};
pub use table::{connect, connect_queues};

use std::path::PathBuf;
use std::sync::Arc;

use time::OffsetDateTime;

/// Where progress is told, one line at a time.
pub type Progress = Arc<dyn Fn(&str) + Send + Sync>;

/// What can keep the local stack from running. Each says what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A program that the machine must bring along is not there.
    #[error("{program} is needed and was not found: {hint}")]
    Missing {
        /// What was looked for.
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
        /// What pip or venv said.
        output: String,
    },
    /// `template.yaml` is not what this crate can run.
    #[error("template.yaml: {0}")]
    Template(String),
    /// A process of ours ended, or never became ready.
    #[error("{name} {problem}{}", .log.as_ref().map(|l| format!(" (its log: {})", l.display())).unwrap_or_default())]
    Process {
        /// Which one.
        name: String,
        /// What happened.
        problem: String,
        /// Where it wrote to.
        log: Option<PathBuf>,
    },
    /// The DynamoDB engine refused.
    #[error("the DynamoDB engine: {0}")]
    Engine(String),
    /// The issuer of tokens could not do what it was asked.
    #[error("the issuer of tokens: {0}")]
    Issuer(&'static str),
    /// A request that cannot be signed.
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
        /// Whom we called.
        to: String,
        /// Why it failed.
        source: reqwest::Error,
    },
    /// A file or a process that could not be had.
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

/// A port that was free a moment ago. Whoever uses it must be able to fail and
/// be told so; the servers of this process bind port 0 themselves instead.
fn free_port() -> Result<u16, Error> {
    std::net::TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(Error::io("looking for a free port"))
}

/// A client for calls over loopback: no proxy of the environment may see them.
fn loopback_client() -> Result<reqwest::Client, Error> {
    reqwest::Client::builder()
        .no_proxy()
        .build()
        .map_err(|source| Error::Http {
            to: "loopback".into(),
            source,
        })
}
