//! `cargo xtask tools`: installs the tools, and locks them.

use local::tools::{Tools, Toolset};

use crate::{Error, progress, root};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write the locks first: infra/tools/*.txt from infra/tools/*.in, and npm's package-lock.json.
    #[arg(long)]
    lock: bool,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let root = root();
    if arguments.lock {
        Tools::lock(&root, &progress()).await?;
    }
    for toolset in Toolset::ALL {
        let tools = Tools::ensure(&root, toolset, &progress()).await?;
        println!("{:<8} {}", toolset.name(), tools.bin.display());
    }
    Ok(())
}
