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
mod outbox;
mod package;
mod preset;
mod sbom;
mod snapshot;
mod sync;
mod target;
mod test;
mod tools;

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
    /// Accounts: plans, tiers, limits, counters.
    Account(account::Arguments),
    /// API keys: create, list, change, revoke.
    Key(key::Arguments),
    /// Snapshots: publish, list, check a profile.
    Snapshot(snapshot::Arguments),
    /// Messages that can't be sent: list them, send them again.
    Outbox(outbox::Arguments),
    /// Print one system prompt of a profile, or write all of them: for authors of templates.
    Preset(preset::Arguments),
    Bench(bench::Arguments),
    /// Write what follows from the registries: bins, manifests, the watch router.
    Sync(sync::Arguments),
    /// Write the OpenAPI document: infra/openapi.yaml.
    Openapi(openapi::Arguments),
    /// Test a stack against infra/openapi.yaml, with any number of examples.
    Contract(openapi::Contract),
    /// Build the documentation's site as static files in target/docs.
    Docs(docs::Arguments),
    /// Build every function for release, print its size, and list the crates in them in target/sbom.json.
    Package(package::Arguments),
    /// Print how much of CloudFormation's limits a deployment uses, now and with more endpoints.
    Limits(limits::Arguments),
    Cost(cost::Arguments),
    /// Install the tools that the other commands use, and print where they are.
    Tools(tools::Arguments),
}

/// Why a command failed.
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
    Fault(#[from] common::Fault),
    #[error(transparent)]
    Account(#[from] twin::account::AccountError),
    #[error(transparent)]
    Key(#[from] twin::api_key::KeyError),
    #[error(transparent)]
    Publish(#[from] twin::snapshot::PublishError),
    #[error(transparent)]
    Preset(#[from] surface::Error),
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
        Command::Outbox(arguments) => outbox::run(arguments).await,
        Command::Preset(arguments) => preset::run(&arguments),
        Command::Bench(arguments) => bench::run(arguments).await,
        Command::Sync(arguments) => sync::run(&arguments),
        Command::Openapi(arguments) => openapi::run(arguments).await,
        Command::Contract(arguments) => openapi::contract(arguments).await,
        Command::Docs(arguments) => docs::run(arguments).await,
        Command::Package(arguments) => package::run(arguments).await,
        Command::Limits(arguments) => limits::run(arguments).await,
        Command::Cost(arguments) => cost::run(&arguments),
        Command::Tools(arguments) => tools::run(arguments).await,
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

/// Prints a result as JSON.
pub(crate) fn print(value: &serde_json::Value) {
    println!("{value:#}");
}

/// The causes of an error of the domain, which its text leaves out because clients must not see
/// them. The operator at the terminal may.
fn because(error: &Error) -> String {
    match error {
        Error::Fault(_)
        | Error::Account(_)
        | Error::Key(_)
        | Error::Publish(_)
        | Error::Preset(_) => {}
        Error::Local(_) | Error::Io { .. } | Error::Failed(_) | Error::OpenApi(_) => {
            return String::new();
        }
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
