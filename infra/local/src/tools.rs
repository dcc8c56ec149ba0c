//! What Python has to provide: installed into `target/tools` on first use, with
//! pinned versions, so that a machine needs Rust and Python and nothing else; and
//! Node for the one thing that only npm has, a linter of OpenAPI documents.
//!
//! A kit is one virtual environment, or one folder of npm's. Its marker file is written last and names
//! what is in it, so a half-made or outdated one is made anew; a lock file lets
//! two processes start at once and only one of them install.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::leash::{Output, Program};
use crate::{Error, Progress};

/// Oldest Python that the tools run on.
const PYTHON: (u32, u32) = (3, 10);
/// Oldest Node that the linter runs on.
const NODE: (u32, u32) = (20, 19);

/// An environment's contents. The AWS tools stand apart: their
/// dependencies and the others' would pull each other to and fro.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kit {
    /// What `cargo xtask dev` needs: cargo-lambda and the queue engine.
    Run,
    /// AWS SAM (with the runtime interface emulator in it) and cfn-lint.
    Aws,
    /// Linters of what is deployed and of who deploys it: of policies, and of a pipeline.
    Policy,
    /// The official client, the webhook verifier and schemathesis, for the tests, and what the
    /// guides' examples use.
    Check,
    /// A linter of OpenAPI documents, and what makes a page of one. From npm.
    Document,
}

impl Kit {
    fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Aws => "aws",
            Self::Policy => "policy",
            Self::Check => "check",
            Self::Document => "document",
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
            Self::Document => &["@redocly/cli@2.77.0"],
        }
    }
}

/// An installed kit.
#[derive(Debug, Clone)]
pub struct Tools {
    /// Where its programs are.
    pub bin: PathBuf,
    /// The virtual environment.
    pub folder: PathBuf,
}

impl Tools {
    /// Finds a kit below `root/target/tools`, or installs it there.
    ///
    /// # Errors
    /// Where there is no fitting Python, or an installation fails.
    pub async fn ensure(root: &Path, kit: Kit, progress: &Progress) -> Result<Self, Error> {
        let folder = root.join("target/tools").join(kit.name());
        let bin = match kit {
            Kit::Document => "node_modules/.bin",
            Kit::Run | Kit::Aws | Kit::Policy | Kit::Check => "bin",
        };
        let tools = Self {
            bin: folder.join(bin),
            folder,
        };
        if tools.holds(kit) {
            return Ok(tools);
        }
        tools.install(kit, progress).await?;
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

    fn holds(&self, kit: Kit) -> bool {
        std::fs::read_to_string(self.marker()).is_ok_and(|text| text == kit.packages().join("\n"))
    }

    async fn install(&self, kit: Kit, progress: &Progress) -> Result<(), Error> {
        let found = match kit {
            Kit::Document => node()?,
            Kit::Run | Kit::Aws | Kit::Policy | Kit::Check => python()?,
        };
        let packages = kit.packages().join(", ");
        let parent = self.folder.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(parent)
            .map_err(Error::io(format!("creating {}", parent.display())))?;
        // Released with its file, however this ends.
        let lock = File::create(parent.join(format!("{}.lock", kit.name())))
            .map_err(Error::io("creating a lock file"))?;
        if lock.try_lock().is_err() {
            progress(&format!(
                "waiting for another process that installs {packages}"
            ));
            while lock.try_lock().is_err() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        if self.holds(kit) {
            return Ok(());
        }
        progress(&format!(
            "installing {packages} into {} (once)",
            self.folder.display()
        ));
        let _absent = std::fs::remove_dir_all(&self.folder);
        if kit == Kit::Document {
            let npm = Program::new("npm", "npm").args(["install", "--prefix"]);
            let npm = npm.args([&self.folder]).args([
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--save-exact",
            ]);
            self.run(kit, npm.args(kit.packages().iter().copied()))
                .await?;
            return self.mark(kit);
        }
        let venv = Program::new("python -m venv", found).args(["-m", "venv"]);
        self.run(kit, venv.args([&self.folder])).await?;
        let pip = Program::new("pip", self.bin.join("python"))
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .args(kit.packages().iter().copied());
        self.run(kit, pip).await?;
        self.mark(kit)
    }

    fn mark(&self, kit: Kit) -> Result<(), Error> {
        std::fs::write(self.marker(), kit.packages().join("\n"))
            .map_err(Error::io("writing the tools' marker"))
    }

    async fn run(&self, kit: Kit, program: Program) -> Result<(), Error> {
        let log = self.folder.with_extension("log");
        let mut process = program.output(Output::File(log.clone())).spawn()?;
        if process.wait().await?.success() {
            return Ok(());
        }
        Err(Error::Install {
            what: kit.packages().join(", "),
            into: self.folder.clone(),
            output: std::fs::read_to_string(log)
                .unwrap_or_default()
                .trim()
                .to_owned(),
        })
    }
}

/// A Node that is new enough.
fn node() -> Result<&'static str, Error> {
    let found = std::process::Command::new("node").arg("--version").output();
    let text = found.map(|answer| String::from_utf8_lossy(&answer.stdout).trim().to_owned());
    let hint = match text {
        Err(_) => "there is none on PATH".to_owned(),
        Ok(text) => {
            let mut numbers = text
                .trim_start_matches('v')
                .split('.')
                .map_while(|number| number.parse::<u32>().ok());
            match (numbers.next(), numbers.next()) {
                (Some(major), Some(minor)) if (major, minor) >= NODE => return Ok("node"),
                _ => format!("node is {text}"),
            }
        }
    };
    Err(Error::Missing {
        program: "Node 20.19 or newer, with npm",
        hint,
    })
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
