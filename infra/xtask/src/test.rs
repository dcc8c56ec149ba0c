//! `cargo xtask test`: all checks, the fast ones first.

use std::path::Path;
use std::time::Instant;

use local::process::Program;
use local::tools::{Tools, Toolset};

use crate::command::{cargo, finish, program};
use crate::{Error, docs, progress, root};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only this step.
    #[arg(long)]
    only: Option<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Step {
    /// The code's format.
    Format,
    /// Clippy, with every warning an error.
    Lint,
    /// `sam validate --lint`, cfn-lint and checkov on the templates; zizmor on the pipeline.
    Template,
    /// Redocly on the OpenAPI documents.
    Openapi,
    /// The documentation's site: the build, and its links.
    Site,
    /// Every Rust test: units, properties, the engines, and the whole stack with the official client.
    Tests,
    /// The code's documentation: the build, and its links.
    Docs,
}

const ALL: [Step; 7] = [
    Step::Format,
    Step::Template,
    Step::Openapi,
    Step::Site,
    Step::Lint,
    Step::Tests,
    Step::Docs,
];

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let root = root();
    for step in ALL {
        if arguments.only.is_some_and(|only| only != step) {
            continue;
        }
        let start = Instant::now();
        match step {
            Step::Format => cargo(&root, &["fmt", "--all", "--check"]).await?,
            Step::Lint => {
                let arguments = ["clippy", "--workspace", "--all-targets", "--all-features"];
                cargo(
                    &root,
                    &[&arguments[..], &["--", "--deny", "warnings"]].concat(),
                )
                .await?;
            }
            Step::Template => template(&root).await?,
            Step::Openapi => {
                for document in openapi::documents() {
                    redocly(&root, &["lint", document.file]).await?;
                }
            }
            Step::Site => docs::check(&root).await?,
            Step::Tests => {
                cargo(
                    &root,
                    &["test", "--workspace", "--all-features", "--no-fail-fast"],
                )
                .await?;
            }
            Step::Docs => {
                let arguments = [
                    "doc",
                    "--workspace",
                    "--no-deps",
                    "--all-features",
                    "--quiet",
                ];
                let docs = program(&root, &arguments).env([("RUSTDOCFLAGS", "--deny warnings")]);
                finish("cargo doc", docs).await?;
            }
        }
        eprintln!(
            "  · {step:?}: passed ({:.0} s)",
            start.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

/// A script that writes the template as SAM transforms it.
const TRANSFORM: &str = concat!(include_str!("transform.py"), include_str!("policy.py"));

/// The alarms, the role of a pipeline, and the pipeline.
const ALARMS: &str = "infra/alarms.yaml";
const ROLE: &str = "infra/pipeline/role.yaml";
const PIPELINE: &str = "infra/pipeline/github-actions.yaml";

async fn template(root: &Path) -> Result<(), Error> {
    let (aws, policy) = (
        Tools::ensure(root, Toolset::Aws, &progress()).await?,
        Tools::ensure(root, Toolset::Policy, &progress()).await?,
    );
    let transformed = "target/transformed.json";
    for (tools, name, arguments) in [
        (&aws, "sam", &["validate", "--lint"][..]),
        (&aws, "sam", &["validate", "--lint", "--template", ALARMS]),
        (&aws, "cfn-lint", &["template.yaml", ALARMS, ROLE]),
        (&aws, "python", &["-c", TRANSFORM, transformed]),
        (
            &policy,
            "checkov",
            &[
                "--config-file",
                "infra/checkov.yaml",
                "--file",
                transformed,
                ALARMS,
                ROLE,
            ],
        ),
        (
            &policy,
            "check-jsonschema",
            &["--builtin-schema", "vendor.github-workflows", PIPELINE],
        ),
        (&policy, "zizmor", &["--offline", "--no-progress", PIPELINE]),
    ] {
        let checker = Program::new(name, tools.bin.join(name))
            .args(arguments.iter().copied())
            // Validation makes no call to AWS, but requires a region. Telemetry is off.
            .env([
                ("AWS_DEFAULT_REGION", "eu-west-1"),
                ("SAM_CLI_TELEMETRY", "0"),
            ])
            .current_dir(root);
        finish(name, checker).await?;
    }
    Ok(())
}

/// Runs Redocly with the rules in infra/openapi/redocly.yaml.
async fn redocly(root: &Path, arguments: &[&str]) -> Result<(), Error> {
    let tools = Tools::ensure(root, Toolset::Docs, &progress()).await?;
    let redocly = Program::new("redocly", root.join("infra/docs/node_modules/.bin/redocly"))
        .args(arguments.iter().copied())
        .args(["--config", "infra/openapi/redocly.yaml"])
        // Telemetry is off.
        .env([
            ("REDOCLY_TELEMETRY", "off"),
            ("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"),
        ])
        .path_first(&tools.bin)
        .current_dir(root);
    finish("redocly", redocly).await
}
