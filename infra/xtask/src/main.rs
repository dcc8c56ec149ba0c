//! Developer and operator commands: `cargo xtask --help`.

mod account;
mod bench;
mod command;
mod cost;
mod dev;
mod docs;
mod key;
mod limits;
mod openapi;
mod package;
mod preset;
mod snapshot;
mod target;
mod test;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the whole system on this machine, without an AWS account.
    Dev(dev::Arguments),
    /// Check everything: format, lints, template, tests, documentation.
    Test(test::Arguments),
    /// Accounts: plans, tiers, limits.
    Account(account::Arguments),
    /// API keys: make, change, revoke.
    Key(key::Arguments),
    /// Snapshots: publish, list, check a profile.
    Snapshot(snapshot::Arguments),
    /// Print a profile's system prompt, or all of them, for those who write templates.
    Preset(preset::Arguments),
    /// Measure cold starts, warm calls and their cost beside yardsticks.
    Bench(bench::Arguments),
    /// Write infra/openapi.yaml again.
    Openapi(openapi::Arguments),
    /// Test a stack against infra/openapi.yaml, with as many examples as you like.
    Contract(openapi::Contract),
    /// Build the documentation's site as static files: target/docs.
    Docs(docs::Arguments),
    /// Build every function for release and print the sizes.
    Package(package::Arguments),
    /// Print how much of CloudFormation's limits a deployment uses, now and with more endpoints.
    Limits(limits::Arguments),
    /// Print what a million calls and deliveries cost, and a month, with the arithmetic.
    Cost(cost::Arguments),
}

/// Why a command failed, as a sentence for a person.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Local(#[from] local::Error),
    #[error("{what}: {source}")]
    Io {
        what: String,
        source: std::io::Error,
    },
    #[error("{0}")]
    Failed(String),
    #[error(transparent)]
    OpenApi(#[from] ::openapi::Error),
    #[error(transparent)]
    Refused(#[from] shared::Error),
    #[error(transparent)]
    Key(#[from] shared::access::keys::KeyError),
    #[error(transparent)]
    Publish(#[from] shared::snapshots::PublishError),
}

impl Error {
    pub(crate) fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Dev(arguments) => dev::run(arguments).await,
        Command::Test(arguments) => test::run(arguments).await,
        Command::Account(arguments) => account::run(arguments).await,
        Command::Key(arguments) => key::run(arguments).await,
        Command::Snapshot(arguments) => snapshot::run(arguments).await,
        Command::Preset(arguments) => preset::run(&arguments),
        Command::Bench(arguments) => bench::run(arguments).await,
        Command::Openapi(arguments) => openapi::run(arguments).await,
        Command::Contract(arguments) => openapi::contract(arguments).await,
        Command::Docs(arguments) => docs::run(arguments).await,
        Command::Package(arguments) => package::run(arguments).await,
        Command::Limits(arguments) => limits::run(arguments).await,
        Command::Cost(arguments) => cost::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}{}", because(&error));
            ExitCode::FAILURE
        }
    }
}

/// The repository: this package is two folders below it.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Prints a result as JSON, for a person and for programs.
pub(crate) fn print(value: &serde_json::Value) {
    println!("{value:#}");
}

/// The causes of an error of the table's: the operator at the terminal may know them.
fn because(error: &Error) -> String {
    if !matches!(error, Error::Refused(_) | Error::Key(_) | Error::Publish(_)) {
        return String::new();
    }
    let mut chain = String::new();
    let mut next = std::error::Error::source(error);
    while let Some(cause) = next {
        chain.push_str(&format!("\n  because {cause}"));
        next = cause.source();
    }
    chain
}

/// Prints progress, one line each.
pub(crate) fn progress() -> local::Progress {
    std::sync::Arc::new(|line| eprintln!("  · {line}"))
}
