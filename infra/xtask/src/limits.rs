//! `cargo xtask limits`: how much of CloudFormation's limits a deployment uses, and how much it
//! would use with more endpoints, computed with SAM's own transform of the templates.

use local::process::Program;
use local::tools::{Tools, Toolset};

use crate::{Error, progress, root};

const SCRIPT: &str = concat!(include_str!("transform.py"), include_str!("limits.py"));
/// Each template with functions, the endpoint whose resources are counted for each further endpoint, and the
/// same for further endpoints with gradual rollouts.
const TEMPLATES: &str = r#"[
    ["template.yaml", "DashboardKeyUpdate", "TwinMe"],
    ["infra/provider.yaml", "AppUpdate", "RuntimeAppView"]
]"#;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many endpoints to add.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..))]
    more: u16,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let root = root();
    let tools = Tools::ensure(&root, Toolset::Aws, &progress()).await?;
    let more = arguments.more.to_string();
    let status = Program::new("limits", tools.bin.join("python"))
        .args(["-c", SCRIPT, &more, TEMPLATES])
        // The transform makes no call to AWS, but requires a region.
        .env([("AWS_DEFAULT_REGION", "eu-west-1")])
        .current_dir(&root)
        .spawn()?
        .wait()
        .await?;
    if status.success() {
        Ok(())
    } else {
        Err(Error::Failed(format!("limits failed ({status})")))
    }
}
