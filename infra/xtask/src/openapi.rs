//! `cargo xtask openapi`: makes the OpenAPI document anew.

use crate::{Error, root, test};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Record the examples anew first, from a stack that is started for it.
    #[arg(long)]
    record: bool,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let root = root();
    if arguments.record {
        let record = "test -p tests --test contract -- --ignored --exact records_examples";
        let record: Vec<_> = record.split(' ').collect();
        test::cargo(&root, &record).await?;
    }
    let text = openapi::yaml(&root)?;
    let path = root.join(openapi::FILE);
    std::fs::write(&path, text).map_err(Error::io(format!("writing {}", path.display())))?;
    eprintln!("  · {} is written", openapi::FILE);
    Ok(())
}
