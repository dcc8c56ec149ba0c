//! The functions, as real processes under `cargo lambda watch`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use http::Method;

use crate::gateway::{Caller, Event, RouteKey, Router};
use crate::leash::{Leash, Output, Program};
use crate::template::{Function, Template};
use crate::tools::Tools;
use crate::{Error, Progress, free_port, loopback_client};

/// Running functions.
#[derive(Debug)]
pub(crate) struct Functions {
    pub(crate) url: String,
    process: Leash,
    env_file: PathBuf,
}

/// How to run them.
pub(crate) struct Settings<'a> {
    pub(crate) root: &'a Path,
    pub(crate) functions: &'a [Function],
    pub(crate) env: &'a [(String, String)],
    pub(crate) reload: bool,
    pub(crate) concurrency: usize,
    pub(crate) output: Output,
    pub(crate) progress: &'a Progress,
}

impl Functions {
    /// Builds all, starts the watcher, and calls each once: a first request must
    /// neither build nor start anything.
    pub(crate) async fn start(tools: &Tools, settings: &Settings<'_>) -> Result<Self, Error> {
        build(settings).await?;
        let port = free_port()?;
        // In a file, not in the watcher's own environment: RUST_LOG is meant for
        // the functions; the watcher itself has nothing to say that the compiler does
        // not (its errors while it restarts a process are no errors).
        let env_file = settings
            .root
            .join(format!("target/dev/functions.{port}.env"));
        write_env(&env_file, settings.env)?;
        let mut program = Program::new("cargo lambda watch", tools.bin.join("cargo-lambda"))
            .args([
                "lambda",
                "watch",
                "--quiet",
                "--invoke-address",
                "127.0.0.1",
                "--invoke-port",
            ])
            .args([
                port.to_string(),
                "--concurrency".into(),
                settings.concurrency.to_string(),
            ])
            .args(["--env-file".into(), env_file.clone().into_os_string()])
            .current_dir(settings.root)
            .env([("RUST_LOG", "off")])
            .path_first(&tools.bin)
            .output(settings.output.clone());
        if !settings.reload {
            program = program.args(["--ignore-changes"]);
        }
        let mut process = program.spawn()?;
        let url = format!("http://127.0.0.1:{port}");
        let client = loopback_client()?;
        process
            .until(Duration::from_secs(30), || async {
                tokio::net::TcpStream::connect(("127.0.0.1", port))
                    .await
                    .is_ok()
            })
            .await?;
        let started = Self {
            url,
            process,
            env_file,
        };
        for function in settings.functions {
            started.warm(&client, function, settings.progress).await?;
        }
        Ok(started)
    }

    pub(crate) async fn stop(self) {
        let _gone = std::fs::remove_file(&self.env_file);
        self.process.stop().await;
    }

    /// Waits until the watcher ends, which it does not do by itself.
    pub(crate) async fn ended(&mut self) -> Result<(), Error> {
        let status = self.process.wait().await?;
        Err(Error::Process {
            name: "cargo lambda watch".into(),
            problem: format!("ended ({status})"),
            log: None,
        })
    }

    async fn warm(
        &self,
        client: &reqwest::Client,
        function: &Function,
        progress: &Progress,
    ) -> Result<(), Error> {
        let bin = &function.bin;
        let knocked = function.routes.first().and_then(|route| knock(&route.key));
        let event = match knocked {
            Some(event) => event.into_bytes(),
            // A batch with nothing in it.
            None if !function.mappings.is_empty() => br#"{"Records":[]}"#.to_vec(),
            None => return Ok(()),
        };
        let start = Instant::now();
        let answer = client
            .post(format!(
                "{}/2015-03-31/functions/{bin}/invocations",
                self.url
            ))
            .body(event)
            .timeout(Duration::from_secs(300))
            .send()
            .await
            .map_err(|source| Error::Http {
                to: bin.clone(),
                source,
            })?;
        let took = start.elapsed().as_millis();
        if answer.status().is_success() {
            progress(&format!("{bin} is ready ({took} ms)"));
        } else {
            let text = answer.text().await.unwrap_or_default();
            progress(&format!("{bin} started, but fails: {}", text.trim()));
        }
        Ok(())
    }
}

/// A request nobody signed: the function starts, refuses it, and nothing is
/// counted anywhere.
fn knock(route: &RouteKey) -> Option<Event> {
    let (method, path) = match route {
        RouteKey::Default => (Method::GET, "/".to_owned()),
        RouteKey::Path { method, .. } => {
            let path = route.to_string();
            let (_, path) = path.split_once(' ')?;
            (
                method.clone().unwrap_or(Method::GET),
                path.replace(['{', '}', '+'], ""),
            )
        }
    };
    let router = Router::new([(route.clone(), String::new())]);
    let matched = router.find(&method, &path)?;
    let request = http::Request::builder()
        .method(method)
        .uri(&path)
        .header("user-agent", "warm-up")
        .body(())
        .ok()?;
    let caller = Caller {
        request_id: "warm-up",
        source: ([127, 0, 0, 1], 0).into(),
        port: 0,
    };
    Event::new(&request.into_parts().0, &[], &matched, &caller).ok()
}

/// One `cargo build` of all binaries, selected as `cargo lambda watch` selects
/// them (from the root, by name), or it would build its dependencies again.
async fn build(settings: &Settings<'_>) -> Result<(), Error> {
    let bins: Vec<_> = settings
        .functions
        .iter()
        .map(|function| function.bin.as_str())
        .collect();
    (settings.progress)(&format!("building {}", bins.join(", ")));
    let start = Instant::now();
    let mut cargo = Program::new("cargo build", "cargo")
        .args(["build"])
        .args(bins.iter().flat_map(|bin| ["--bin", bin]))
        .current_dir(settings.root)
        .output(settings.output.clone())
        .spawn()?;
    let status = cargo.wait().await?;
    if status.code() == Some(127) {
        return Err(Error::Missing {
            program: "cargo",
            hint: "install Rust from https://rustup.rs".into(),
        });
    }
    if !status.success() {
        let log = settings.output.path().map(Path::to_path_buf);
        return Err(Error::Process {
            name: "cargo build".into(),
            problem: format!("failed ({status})"),
            log,
        });
    }
    (settings.progress)(&format!("built in {:.1} s", start.elapsed().as_secs_f64()));
    Ok(())
}

/// What all functions see. They share the watcher's environment, so two that
/// want different values of one variable cannot both be right.
pub(crate) fn shared_environment(
    template: &Template,
    functions: &[Function],
) -> Result<Vec<(String, String)>, Error> {
    let mut shared: BTreeMap<String, (String, &str)> = BTreeMap::new();
    for Function { logical_id, .. } in functions {
        for (name, value) in template.environment(logical_id)? {
            match shared.get(&name) {
                Some((other, whose)) if *other != value => {
                    return Err(Error::Template(format!(
                        "{logical_id} and {whose} want different values of {name}"
                    )));
                }
                _ => shared.insert(name, (value, logical_id)),
            };
        }
    }
    Ok(shared
        .into_iter()
        .map(|(name, (value, _))| (name, value))
        .collect())
}

/// Writes variables as `cargo lambda watch --env-file` reads them.
fn write_env(path: &Path, env: &[(String, String)]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .map_err(Error::io(format!("creating {}", folder.display())))?;
    }
    let text: String = env
        .iter()
        .map(|(name, value)| format!("{name}={value}\n"))
        .collect();
    std::fs::write(path, text).map_err(Error::io(format!("writing {}", path.display())))
}
