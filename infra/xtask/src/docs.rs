//! `cargo xtask docs`: the documentation's site as static files, from the guides in `infra/docs`
//! and from `infra/openapi.yaml`.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use local::process::{ChildGuard, Output, Program};
use local::tools::{Tools, Toolset};
use tokio::net::TcpStream;

use crate::{Error, command, progress, root};

/// Where the site's source is.
const SOURCE: &str = "infra/docs";
/// Where the site is built.
const SITE: &str = "target/docs";
const LOCAL: &str = "127.0.0.1";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The path under which the site will be served.
    #[arg(long, default_value = "/")]
    base: String,
    /// Check every page in the machine's Chromium, and take the README's pictures again.
    #[arg(long, conflicts_with = "base")]
    pictures: bool,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let root = root();
    build(&root, &arguments.base, Output::Inherit).await?;
    if arguments.base == "/" {
        check_links(&root).await?; // with another base, the links are valid only under that path
    }
    if arguments.pictures {
        let tools = Tools::ensure(&root, Toolset::Docs, &progress()).await?;
        let pictures = Program::new("pictures", tools.bin.join("node"));
        let pictures = pictures.args(["pictures.mjs"]);
        command::finish("pictures.mjs", in_source(&root, &tools, pictures)).await?;
    }
    eprintln!("  · {SITE} is written");
    Ok(())
}

/// Builds the site, and checks every link within it.
pub(crate) async fn check(root: &Path) -> Result<(), Error> {
    build(root, "/", Output::Inherit).await?;
    check_links(root).await
}

async fn build(root: &Path, base: &str, output: Output) -> Result<(), Error> {
    let tools = Tools::ensure(root, Toolset::Docs, &progress()).await?;
    let astro = package(root, &tools, "astro").args(["build", "--base", base]);
    command::finish("astro build", astro.output(output)).await
}

async fn check_links(root: &Path) -> Result<(), Error> {
    let tools = Tools::ensure(root, Toolset::Docs, &progress()).await?;
    // Links to other sites are skipped: a test must not depend on them.
    let links = package(root, &tools, "linkinator")
        .args(["../../target/docs", "--recurse", "--check-fragments"])
        .args(["--skip", "^https://", "--verbosity", "error"]);
    command::finish("linkinator", links).await
}

/// Builds the site and serves it on a port of this machine, until the guard is dropped.
pub(crate) async fn serve(root: &Path, port: u16, log: PathBuf) -> Result<ChildGuard, Error> {
    build(root, "/", Output::File(log.clone())).await?;
    let tools = Tools::ensure(root, Toolset::Docs, &progress()).await?;
    // If the port is taken, Astro uses another one without an error.
    drop(TcpListener::bind((LOCAL, port)).map_err(Error::io(format!("listening on {port}")))?);
    let number = port.to_string();
    let server =
        package(root, &tools, "astro").args(["preview", "--host", LOCAL, "--port", &number]);
    let mut server = server.output(Output::File(log)).spawn()?;
    while TcpStream::connect((LOCAL, port)).await.is_err() {
        if let Some(status) = server.exited() {
            return Err(Error::Failed(format!("astro preview ended ({status})")));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(server)
}

/// A program that npm installed.
fn package(root: &Path, tools: &Tools, name: &str) -> Program {
    let program = root.join(SOURCE).join("node_modules/.bin").join(name);
    in_source(root, tools, Program::new(name, program))
}

fn in_source(root: &Path, tools: &Tools, program: Program) -> Program {
    program
        .path_first(&tools.bin)
        // Telemetry is off.
        .env([("ASTRO_TELEMETRY_DISABLED", "1")])
        .current_dir(&root.join(SOURCE))
}
