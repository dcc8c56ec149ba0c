//! The functions' executables: built by Cargo, and built again when a source changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::service::Pools;
use crate::process::{LineSink, Output, Program};
use crate::{Error, Progress};

/// How often sources are looked at.
const INTERVAL: Duration = Duration::from_millis(700);

/// What to build.
#[derive(Clone)]
pub(super) struct Build {
    pub(super) root: PathBuf,
    pub(super) bins: Vec<String>,
    pub(super) output: Output,
}

impl Build {
    /// One `cargo build` of all binaries, selected by name from the root, as everything that
    /// builds them selects them: otherwise Cargo would build the dependencies with other features.
    pub(super) async fn run(&self) -> Result<BTreeMap<String, PathBuf>, Error> {
        let found: Arc<Mutex<BTreeMap<String, PathBuf>>> = Arc::default();
        let messages = Arc::clone(&found);
        let messages = LineSink::new(move |line| {
            if let Some((bin, path)) = executable(line) {
                let mut found = messages.lock().unwrap_or_else(PoisonError::into_inner);
                found.insert(bin, path);
            }
        });
        let mut cargo = Program::new("cargo build", "cargo")
            .args(["build", "--message-format", "json-render-diagnostics"])
            .args(self.bins.iter().flat_map(|bin| ["--bin", bin]))
            .current_dir(&self.root)
            .output(self.output.clone())
            .stdout(messages)
            .spawn()?;
        let status = cargo.wait().await?;
        if status.code() == Some(127) {
            return Err(Error::Missing {
                program: "cargo",
                hint: "install Rust from https://rustup.rs".into(),
            });
        }
        let problem = |problem| Error::Process {
            name: "cargo build".into(),
            problem,
            log: self.output.path().map(Path::to_path_buf),
        };
        if !status.success() {
            return Err(problem(format!("failed ({status})")));
        }
        // The last lines may still be on their way through the pipe.
        for _ in 0..500 {
            let executables = found.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if self.bins.iter().all(|bin| executables.contains_key(bin)) {
                return Ok(executables);
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Err(problem("did not report its executables".into()))
    }
}

/// The executable that a message of Cargo's names.
fn executable(message: &str) -> Option<(String, PathBuf)> {
    let message: Value = serde_json::from_str(message).ok()?;
    let path = message.get("executable")?.as_str()?;
    let bin = message.pointer("/target/name")?.as_str()?;
    Some((bin.to_owned(), path.into()))
}

/// Builds anew whenever a source changes, and replaces the functions whose executable is another
/// one then. A build that fails leaves the running functions as they are.
pub(super) async fn reload(build: Build, pools: Pools, progress: Progress) {
    let mut before = Sources::of(&build.root, &pools);
    loop {
        tokio::time::sleep(INTERVAL).await;
        let now = Sources::of(&build.root, &pools);
        if now == before {
            continue;
        }
        let executables = modified(&pools);
        progress("a source has changed: building");
        match build.run().await {
            Ok(_) => {
                let new = modified(&pools);
                let replaced: Vec<_> = pools
                    .iter()
                    .filter(|(bin, _)| new.get(*bin) != executables.get(*bin))
                    .map(|(bin, pool)| {
                        pool.replace();
                        bin.as_str()
                    })
                    .collect();
                match replaced.as_slice() {
                    [] => progress("built: no function has changed"),
                    few if few.len() <= 5 => progress(&format!("replaced {}", few.join(", "))),
                    many => progress(&format!("replaced {} functions", many.len())),
                }
            }
            Err(error) => progress(&format!("{error}; the former functions go on running")),
        }
        before = now; // what was saved during the build is seen as a change
    }
}

fn modified(pools: &Pools) -> BTreeMap<String, Option<SystemTime>> {
    pools
        .iter()
        .map(|(bin, pool)| (bin.clone(), time(&pool.deployment.executable)))
        .collect()
}

fn time(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).ok()?.modified().ok()
}

/// The files that the executables are made from, with the times of their last changes.
#[derive(PartialEq, Eq)]
struct Sources(BTreeMap<PathBuf, Option<SystemTime>>);

impl Sources {
    /// Cargo writes the list beside each executable.
    fn of(root: &Path, pools: &Pools) -> Self {
        let mut paths: BTreeSet<PathBuf> = ["Cargo.toml", "Cargo.lock"]
            .map(|name| root.join(name))
            .into();
        for pool in pools.values() {
            let list = pool.deployment.executable.with_extension("d");
            let list = std::fs::read_to_string(list).unwrap_or_default();
            paths.extend(dependencies(&list));
        }
        let timed = paths.into_iter().map(|path| {
            let time = time(&path);
            (path, time)
        });
        Self(timed.collect())
    }
}

/// The files in a list of the form `target: file file`, a blank in a name written `\ `.
fn dependencies(list: &str) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for line in list.lines() {
        let Some((_, files)) = line.split_once(": ") else {
            continue;
        };
        let mut name = String::new();
        let mut characters = files.chars();
        while let Some(character) = characters.next() {
            match character {
                '\\' => name.extend(characters.next()),
                ' ' => all.push(PathBuf::from(std::mem::take(&mut name))),
                other => name.push(other),
            }
        }
        all.push(name.into());
    }
    all.retain(|path| !path.as_os_str().is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_sources_is_read() {
        let list = "/t/debug/twin-me: /r/a.rs /r/with\\ blank.rs /r/c.ftl\n\n/t/x: /r/d.rs\n";
        let expected = ["/r/a.rs", "/r/with blank.rs", "/r/c.ftl", "/r/d.rs"];
        assert_eq!(dependencies(list), expected.map(PathBuf::from));
        assert_eq!(dependencies(""), Vec::<PathBuf>::new());
    }

    #[test]
    fn executables_are_found_among_cargo_s_messages() {
        let message = r#"{"reason":"compiler-artifact","target":{"name":"twin-me","kind":["bin"]},"executable":"/t/debug/twin-me"}"#;
        assert_eq!(
            executable(message),
            Some(("twin-me".into(), "/t/debug/twin-me".into()))
        );
        for other in [
            r#"{"reason":"compiler-artifact","target":{"name":"shared"},"executable":null}"#,
            r#"{"reason":"build-finished","success":true}"#,
            "warning: none of these",
        ] {
            assert_eq!(executable(other), None);
        }
    }
}
