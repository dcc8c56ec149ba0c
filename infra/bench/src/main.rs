//! The measuring half of `cargo xtask bench`: it expects the release builds to be there.
//!
//! The rule that must not break: a figure stands beside a yardstick that was taken in the same
//! run, alternating with it, so that whatever else the machine was doing hit both alike. Nothing
//! here fails because a number is bad; it fails where an answer was not the expected one, for
//! then the number would be of something else.

mod cold;
mod hosted;
mod inside;
mod machine;
mod table;
mod webhooks;
mod world;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use http::Method;
use serde_json::Value;
use shared::http::endpoints::{Access, ENDPOINTS, Endpoint, TWIN};

use table::Table;

/// The yardsticks' binaries: the least function, and the least one that writes to DynamoDB.
const HELLO: &str = "bench-hello";
const UPDATE: &str = "bench-update";
/// The ratio that is aimed at, for cold starts and for warm calls alike.
const GOAL: f64 = 1.25;

/// What is measured: the reads of the public API, and what answers where there is no route.
fn measured() -> impl Iterator<Item = &'static Endpoint> {
    ENDPOINTS.iter().copied().filter(|endpoint| {
        let reads = endpoint.method.as_ref().is_none_or(|m| *m == Method::GET);
        endpoint.surface.name == TWIN.name && reads
    })
}

/// Whether it answers without a key.
fn is_open(endpoint: &Endpoint) -> bool {
    matches!(endpoint.access, Access::Public)
}

/// Why there is no figure.
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
    Table(#[from] shared::Error),
    #[error(transparent)]
    Key(#[from] shared::access::keys::KeyError),
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

/// Where things are.
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

    /// The event that is named as the function.
    fn event(&self, function: &str) -> Result<Value, Error> {
        let path = self.root.join(format!("events/{function}.json"));
        let text = std::fs::read_to_string(&path)
            .map_err(Error::io(format!("reading {}", path.display())))?;
        serde_json::from_str(&text)
            .map_err(|e| Error::unexpected(&format!("reading {}", path.display()), e))
    }
}

// One thread, as the functions have.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(what), Some(binaries)) = (arguments.next(), arguments.next()) else {
        eprintln!("run me by `cargo xtask bench`");
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
    println!("\nload after: {}", machine::load()?);
    Ok(())
}

fn print(tables: &[Table]) {
    for table in tables {
        println!("\n{table}");
    }
}
