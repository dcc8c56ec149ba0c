//! The table that an operator's command uses: the running local stack's, or a deployed one.

use aws_config::BehaviorVersion;
use dynamo::Table;
use serde_json::Value;

use crate::{Error, root};

/// Which table a command uses.
#[derive(clap::Args, Debug)]
pub(crate) struct Target {
    /// The name of a deployed table (the stack's output TableName). Region and credentials come from
    /// the usual AWS environment. The default is the table of the running `cargo xtask dev`.
    #[arg(long, env = "TABLE_NAME", global = true)]
    table: Option<String>,
}

impl Target {
    /// Connects to the table.
    pub(crate) async fn table(&self) -> Result<Table, Error> {
        match &self.table {
            Some(name) => {
                let sdk = aws_config::load_defaults(BehaviorVersion::latest()).await;
                Ok(Table::of(&sdk, name.clone()))
            }
            None => local_table(),
        }
    }
}

fn local_table() -> Result<Table, Error> {
    let path = root().join("target/dev/stack.json");
    let missing = || {
        Error::Failed(
            "no local stack is running: start one with `cargo xtask dev`, or name a deployed table \
             with --table"
                .into(),
        )
    };
    let text = std::fs::read_to_string(path).map_err(|_| missing())?;
    let stack: Value = serde_json::from_str(&text).map_err(|_| missing())?;
    let field = |name: &str| stack.get(name).and_then(Value::as_str).ok_or_else(missing);
    Ok(local::connect(field("dynamodbUrl")?, field("tableName")?))
}
