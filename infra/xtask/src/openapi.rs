//! `cargo xtask openapi` writes the OpenAPI documents; `cargo xtask contract` tests a stack against
//! them.

use crate::{Error, command, root};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// First record the examples again, from a stack that is started for this purpose.
    #[arg(long)]
    record: bool,
}

#[derive(clap::Args)]
pub(crate) struct Contract {
    /// How many examples to make for each endpoint and phase.
    #[arg(long, default_value_t = 100)]
    examples: u32,
}

/// Runs tests of the binary whose tests need a running stack.
const LIVE: [&str; 6] = [
    "test",
    "--workspace",
    "--all-features",
    "--test",
    "live",
    "--",
];
/// The module of the contract's tests in it.
const CONTRACT: &str = "contract::";
/// The tests that record the examples: of the running stack, and of the provider platform over an
/// engine. They are ignored in a normal run.
const RECORD: &str = "contract::records_examples";
const ENGINE: [&str; 6] = [
    "test",
    "--workspace",
    "--all-features",
    "--test",
    "engine",
    "--",
];
const RECORD_PROVIDER: &str = "provider::walk::record::records_examples";

/// Tests the stack against the document, with more examples than `cargo xtask test` uses.
pub(crate) async fn contract(arguments: Contract) -> Result<(), Error> {
    let test = command::program(&root(), &[&LIVE[..], &[CONTRACT, "--nocapture"]].concat());
    let examples = arguments.examples.to_string();
    command::finish(
        "the contract",
        test.env([("CONTRACT_EXAMPLES", examples.as_str())]),
    )
    .await
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let root = root();
    if arguments.record {
        command::cargo(
            &root,
            &[&LIVE[..], &["--ignored", "--exact", RECORD]].concat(),
        )
        .await?;
        command::cargo(
            &root,
            &[&ENGINE[..], &["--ignored", "--exact", RECORD_PROVIDER]].concat(),
        )
        .await?;
    }
    for document in openapi::documents() {
        let text = openapi::yaml(&root, document)?;
        let path = root.join(document.file);
        std::fs::write(&path, text).map_err(Error::io(format!("writing {}", path.display())))?;
        eprintln!("  · {} is written", document.file);
    }
    Ok(())
}
