//! The measurements of `cargo xtask bench`, which makes the release builds first.
//!
//! The rule that must not break: each figure has a yardstick from the same run, measured
//! alternately with it, so that other work on the machine affects both equally. No bad number makes
//! the run fail; an unexpected answer does, because the number would then measure something else.

mod backlog;
mod cold;
mod hosted;
mod inside;
mod machine;
mod marketplace;
mod table;
mod webhooks;
mod world;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use http::Method;
use serde_json::Value;
use surface::Route;

use table::Table;

/// The yardsticks' binaries: the smallest function, and the smallest that writes to DynamoDB.
const HELLO: &str = "bench-hello";
const UPDATE: &str = "bench-update";
/// The goal for cold starts and warm calls, as a ratio.
const GOAL: f64 = 1.25;

/// The measured endpoints: the reads of the public API, and the fallback, which answers where no
/// route matches.
fn measured() -> impl Iterator<Item = &'static Route> {
    let twin = twin_functions::ENDPOINTS
        .iter()
        .map(|endpoint| &endpoint.route);
    let fallback = fallback_functions::ENDPOINTS
        .iter()
        .map(|endpoint| &endpoint.route);
    twin.filter(|route| is_read(route)).chain(fallback)
}

fn is_read(route: &Route) -> bool {
    route.method.as_ref() == Some(&Method::GET)
}

/// Whether it is the endpoint that answers where no route matches. It needs no key.
fn is_fallback(route: &Route) -> bool {
    route.method.is_none()
}

/// Why a figure can't be measured.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error(transparent)]
    Local(#[from] local::Error),
    #[error("{what}: {source}")]
    Io {
        what: String,
        source: std::io::Error,
    },
    #[error(transparent)]
    Fault(#[from] common::Fault),
    #[error(transparent)]
    Account(#[from] twin::account::AccountError),
    #[error(transparent)]
    Key(#[from] twin::api_key::KeyError),
    #[error("{0}")]
    Unexpected(String),
}

impl Error {
    fn io(what: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let what = what.into();
        move |source| Self::Io { what, source }
    }

    fn unexpected(what: &str, cause: impl std::fmt::Display) -> Self {
        Self::Unexpected(format!("{what}: {cause}"))
    }
}

/// Paths of the programs and files.
struct Places {
    root: PathBuf,
    binaries: PathBuf,
    emulator: PathBuf,
}

impl Places {
    fn binary(&self, name: &str) -> PathBuf {
        self.binaries.join(name)
    }

    fn log(&self, name: &str) -> PathBuf {
        self.root.join("target/bench").join(format!("{name}.log"))
    }

    /// The event file of a function.
    fn event(&self, function: &str) -> Result<Value, Error> {
        let path = self.root.join(format!("events/{function}.json"));
        let text = std::fs::read_to_string(&path)
            .map_err(Error::io(format!("reading {}", path.display())))?;
        serde_json::from_str(&text)
            .map_err(|e| Error::unexpected(&format!("reading {}", path.display()), e))
    }
}

// One thread, as in the functions.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(what), Some(binaries)) = (arguments.next(), arguments.next()) else {
        eprintln!("start this program with `cargo xtask bench`");
        return ExitCode::FAILURE;
    };
    match run(&what, PathBuf::from(binaries)).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(what: &str, binaries: PathBuf) -> Result<(), Error> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2).unwrap_or(here).to_path_buf();
    let progress: local::Progress = Arc::new(|line| eprintln!("  · {line}"));
    let places = Places {
        emulator: local::rie::emulator(&root, &progress).await?,
        root,
        binaries,
    };
    println!("{}", machine::describe()?);
    if matches!(what, "cold" | "all") {
        progress("cold starts under the emulator");
        print(&cold::run(&places).await?);
        print(&machine::sizes(&places)?);
    }
    if matches!(what, "warm" | "all") {
        progress("warm calls under the emulator");
        print(&hosted::run(&places).await?);
        progress("warm calls inside one process");
        print(&inside::run(&places).await?);
    }
    if matches!(what, "webhooks" | "all") {
        progress("webhooks");
        print(&webhooks::run(&places).await?);
    }
    if matches!(what, "backlog" | "all") {
        progress("a backlog of due deliveries");
        print(&backlog::run(&places).await?);
    }
    if matches!(what, "marketplace" | "all") {
        progress("the marketplace's catalogue");
        print(&marketplace::run(&places).await?);
    }
    println!("\nload after: {}", machine::load()?);
    Ok(())
}

fn print(tables: &[Table]) {
    for table in tables {
        println!("\n{table}");
    }
}
