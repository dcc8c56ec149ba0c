//! `cargo xtask openapi`: writes the OpenAPI document.

use crate::{Error, command, root};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// First record the examples again, from a stack that is started for it.
    #[arg(long)]
    record: bool,
}

#[derive(clap::Args)]
pub(crate) struct Contract {
    /// Examples for each endpoint and phase.
    #[arg(long, default_value_t = 100)]
    examples: u32,
}

/// Tests the stack against the document, with more examples than the tests use.
pub(crate) async fn contract(arguments: Contract) -> Result<(), Error> {
    let test = "test --workspace --all-features --test contract -- --nocapture";
    let test: Vec<_> = test.split(' ').collect();
    let test = command::program(&root(), &test);
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
        let record =
            "test --workspace --all-features --test contract -- --ignored --exact records_examples";
        let record: Vec<_> = record.split(' ').collect();
        command::cargo(&root, &record).await?;
    }
    let text = openapi::yaml(&root)?;
    let path = root.join(openapi::FILE);
    std::fs::write(&path, text).map_err(Error::io(format!("writing {}", path.display())))?;
    eprintln!("  · {} is written", openapi::FILE);
    Ok(())
}
