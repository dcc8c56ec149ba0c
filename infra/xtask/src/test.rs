//! `cargo xtask test`: everything that must hold, from the cheapest check to the dearest.

use std::path::Path;
use std::time::Instant;

use local::leash::{Output, Program};
use local::tools::{Kit, Tools};

use crate::{Error, docs, progress, root};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only this step.
    #[arg(long)]
    only: Option<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Step {
    /// Is the code formatted?
    Format,
    /// Clippy, with every warning an error.
    Lint,
    /// `sam validate --lint`, cfn-lint and checkov on the templates; zizmor on the pipeline.
    Template,
    /// Redocly on infra/openapi.yaml.
    Openapi,
    /// Does the documentation's site build, without a broken link?
    Site,
    /// Every Rust test: units, properties, the engines, the whole stack with the official client.
    Tests,
    /// Does the code's documentation build, without a broken link?
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
            Step::Openapi => redocly(&root, &["lint", openapi::FILE]).await?,
            Step::Site => docs::build(&root, "/", Output::Inherit).await?,
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
            "  · {step:?}: fine ({:.0} s)",
            start.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

/// What SAM makes of the template.
const TRANSFORM: &str = concat!(include_str!("transform.py"), include_str!("policy.py"));

/// The alarms, and what a pipeline is allowed.
const ALARMS: &str = "infra/alarms.yaml";
const ROLE: &str = "infra/pipeline/role.yaml";
const PIPELINE: &str = "infra/pipeline/github-actions.yaml";

async fn template(root: &Path) -> Result<(), Error> {
    let (aws, policy) = (
        Tools::ensure(root, Kit::Aws, &progress()).await?,
        Tools::ensure(root, Kit::Policy, &progress()).await?,
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
            // Validation asks nothing of AWS, but wants to know a region; and nothing here
            // reports home.
            .env([
                ("AWS_DEFAULT_REGION", "eu-west-1"),
                ("SAM_CLI_TELEMETRY", "0"),
            ])
            .current_dir(root);
        finish(name, checker).await?;
    }
    Ok(())
}

/// Redocly, by the rules of infra/openapi/redocly.yaml.
pub(crate) async fn redocly(root: &Path, arguments: &[&str]) -> Result<(), Error> {
    let tools = Tools::ensure(root, Kit::Docs, &progress()).await?;
    let redocly = Program::new("redocly", root.join("infra/docs/node_modules/.bin/redocly"))
        .args(arguments.iter().copied())
        .args(["--config", "infra/openapi/redocly.yaml"])
        // Nothing here reports home.
        .env([
            ("REDOCLY_TELEMETRY", "off"),
            ("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"),
        ])
        .path_first(&tools.bin)
        .current_dir(root);
    finish("redocly", redocly).await
}

pub(crate) async fn cargo(root: &Path, arguments: &[&str]) -> Result<(), Error> {
    finish(
        &format!("cargo {}", arguments.join(" ")),
        program(root, arguments),
    )
    .await
}

pub(crate) fn program(root: &Path, arguments: &[&str]) -> Program {
    Program::new("cargo", env!("CARGO"))
        .args(arguments.iter().copied())
        .current_dir(root)
}

pub(crate) async fn finish(name: &str, program: Program) -> Result<(), Error> {
    let status = program.spawn()?.wait().await?;
    if status.success() {
        Ok(())
    } else {
        Err(Error::Failed(format!("{name} failed ({status})")))
    }
}
