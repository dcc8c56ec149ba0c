//! `cargo xtask test`: all checks, the fast ones first.

use std::path::Path;
use std::time::Instant;

use local::process::{Output, Program};
use local::tools::{Tools, Toolset};

use crate::command::{cargo, finish, program};
use crate::{Error, docs, progress, root};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only this step.
    #[arg(long)]
    only: Option<Step>,
    /// Fail if the RustSec advisories can't be fetched, instead of leaving them out.
    #[arg(long)]
    advisories: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Step {
    /// The code's format.
    Format,
    /// Clippy, with every warning an error.
    Lint,
    /// cargo-deny on the crates that we depend on: licences, sources, bans, advisories.
    Crates,
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

const ALL: [Step; 8] = [
    Step::Format,
    Step::Crates,
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
                let arguments = [
                    "clippy",
                    "--locked",
                    "--workspace",
                    "--all-targets",
                    "--all-features",
                ];
                cargo(
                    &root,
                    &[&arguments[..], &["--", "--deny", "warnings"]].concat(),
                )
                .await?;
            }
            Step::Crates => crates(&root, arguments.advisories).await?,
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
                    &[
                        "test",
                        "--locked",
                        "--workspace",
                        "--all-features",
                        "--no-fail-fast",
                    ],
                )
                .await?;
            }
            Step::Docs => {
                let arguments = [
                    "doc",
                    "--locked",
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

/// Checks the crates with the rules in deny.toml. The advisories are a repository on GitHub; a machine
/// that can't reach it checks the rest, unless they are required.
async fn crates(root: &Path, required: bool) -> Result<(), Error> {
    let tools = Tools::ensure(root, Toolset::Policy, &progress()).await?;
    let deny = || Program::new("cargo-deny", tools.bin.join("cargo-deny")).current_dir(root);
    let check = |what: &[&'static str]| {
        let graph = deny().args(["--locked", "--all-features", "check"]);
        finish("cargo-deny", graph.args(what.iter().copied()))
    };
    check(&["bans", "licenses", "sources"]).await?;
    let log = root.join("target/advisories.log");
    let fetch = deny().args(["fetch", "db"]).output(Output::File(log));
    match finish("cargo-deny fetch", fetch).await {
        Ok(()) => check(&["advisories"]).await,
        Err(_) if !required => {
            eprintln!(
                "  · Crates: the RustSec advisories were NOT checked, because they can't be fetched \
                 (target/advisories.log); with --advisories this is an error"
            );
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// A script that writes templates as SAM transforms them.
const TRANSFORM: &str = concat!(include_str!("transform.py"), include_str!("policy.py"));

/// The alarms, the roles' boundary, the role of a pipeline, and the pipeline.
const BOUNDARY: &str = "infra/boundary.yaml";
const ALARMS: &str = "infra/alarms.yaml";
const API_ALARMS: &str = "infra/api-alarms.yaml";
const PROVIDER_ALARMS: &str = "infra/provider-alarms.yaml";
const PROVIDER: &str = "infra/provider.yaml";
const ROLE: &str = "infra/pipeline/role.yaml";
const PIPELINE: &str = "infra/pipeline/github-actions.yaml";

async fn template(root: &Path) -> Result<(), Error> {
    let (aws, policy) = (
        Tools::ensure(root, Toolset::Aws, &progress()).await?,
        Tools::ensure(root, Toolset::Policy, &progress()).await?,
    );
    let (twin, provider) = (
        "target/transformed.json",
        "target/transformed-provider.json",
    );
    for (tools, name, arguments) in [
        (&aws, "sam", &["validate", "--lint"][..]),
        (&aws, "sam", &["validate", "--lint", "--template", ALARMS]),
        (&aws, "sam", &["validate", "--lint", "--template", PROVIDER]),
        (
            &aws,
            "cfn-lint",
            &[
                "template.yaml",
                PROVIDER,
                ALARMS,
                API_ALARMS,
                PROVIDER_ALARMS,
                BOUNDARY,
                ROLE,
            ],
        ),
        (
            &aws,
            "python",
            &["-c", TRANSFORM, "template.yaml", twin, PROVIDER, provider],
        ),
        (
            &policy,
            "checkov",
            &[
                "--config-file",
                "infra/checkov.yaml",
                "--file",
                twin,
                provider,
                ALARMS,
                API_ALARMS,
                PROVIDER_ALARMS,
                BOUNDARY,
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
