//! `cargo xtask limits`: how much of CloudFormation's limits a deployment takes, and how much it
//! would with more endpoints. SAM's own transform says what becomes of the template.

use local::leash::Program;
use local::tools::{Kit, Tools};

use crate::{Error, progress, root};

const SCRIPT: &str = concat!(include_str!("transform.py"), include_str!("limits.py"));
/// Further endpoints are taken to be like this one.
const LIKE: &str = "DashboardKeyUpdate";
/// The same, of those whose new versions are gone over to gradually.
const GRADUAL: &str = "TwinMe";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// So many endpoints more.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..))]
    more: u16,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let root = root();
    let tools = Tools::ensure(&root, Kit::Aws, &progress()).await?;
    let more = arguments.more.to_string();
    let status = Program::new("limits", tools.bin.join("python"))
        .args(["-c", SCRIPT, LIKE, GRADUAL, &more])
        // The transform asks nothing of AWS, but wants to know a region.
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
