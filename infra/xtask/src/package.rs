//! `cargo xtask package`: builds the functions as a deployment builds them, prints their sizes, and
//! lists the crates in them.

use std::time::Instant;

use local::process::Program;
use local::template::Template;
use local::tools::{Tools, Toolset};

use crate::sbom::sbom;
use crate::{Error, progress, root};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Build for x86-64 instead of arm64, which production uses.
    #[arg(long)]
    x86_64: bool,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let root = root();
    let start = Instant::now();
    let tools = Tools::ensure(&root, Toolset::Run, &progress()).await?;
    let packages = Template::read(&root.join("template.yaml"))?.binaries()?;
    let architecture = if arguments.x86_64 {
        "--x86-64"
    } else {
        "--arm64"
    };
    for (code, bins) in &packages {
        // In the package's own folder, as SAM does. In the root, Cargo would add the features that
        // other members of the workspace ask for.
        let mut cargo = Program::new("cargo lambda build", tools.bin.join("cargo-lambda"))
            .args(["lambda", "build", "--release", "--locked", architecture])
            .args(
                bins.iter()
                    .flat_map(|bin| ["--bin".to_owned(), bin.clone()]),
            )
            .current_dir(&root.join(code))
            .path_first(&tools.bin)
            .spawn()?;
        let status = cargo.wait().await?;
        if !status.success() {
            return Err(Error::Failed(format!(
                "cargo lambda build failed in {code} ({status})"
            )));
        }
    }
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root.join("target"), |path| root.join(path));
    for bin in packages.values().flatten() {
        let path = target.join("lambda").join(bin).join("bootstrap");
        let size = std::fs::metadata(&path)
            .map_err(Error::io(format!("reading the size of {}", path.display())))?
            .len();
        println!("{bin:<24} {:>6.2} MB", size as f64 / 1e6);
    }
    let list = root.join("target/sbom.json");
    let architecture = if arguments.x86_64 {
        "x86_64"
    } else {
        "aarch64"
    };
    std::fs::write(&list, format!("{:#}\n", sbom(&root, architecture)?))
        .map_err(Error::io(format!("writing {}", list.display())))?;
    eprintln!("  · the crates in them: {}", list.display());
    eprintln!("  · built in {:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}
