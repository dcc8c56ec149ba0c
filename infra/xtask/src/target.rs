//! The table that an operator's command works on: that of the running local stack, or a deployed
//! one.

use aws_config::BehaviorVersion;
use serde_json::Value;
use shared::table::Table;

use crate::{Error, root};

/// The table to work on.
#[derive(clap::Args, Debug)]
pub(crate) struct Target {
    /// The deployed table (the stack's output TableName); region and credentials come from the
    /// usual AWS environment. Without it: the local stack that `cargo xtask dev` runs.
    #[arg(long, env = "TABLE_NAME", global = true)]
    table: Option<String>,
}

impl Target {
    /// A client for it.
    pub(crate) async fn table(&self) -> Result<Table, Error> {
        match &self.table {
            Some(name) => {
                let sdk = aws_config::load_defaults(BehaviorVersion::latest()).await;
                Ok(Table::of(&sdk, name.clone()))
            }
            None => of_the_local_stack(),
        }
    }
}

fn of_the_local_stack() -> Result<Table, Error> {
    let path = root().join("target/dev/stack.json");
    let missing = || {
        Error::Failed(
            "no local stack runs (start one with `cargo xtask dev`), and --table names no deployed \
             table"
                .into(),
        )
    };
    let text = std::fs::read_to_string(path).map_err(|_| missing())?;
    let stack: Value = serde_json::from_str(&text).map_err(|_| missing())?;
    let field = |name: &str| stack.get(name).and_then(Value::as_str).ok_or_else(missing);
    Ok(local::connect(field("dynamodbUrl")?, field("tableName")?))
}
