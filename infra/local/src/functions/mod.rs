//! The functions, as real processes behind Lambda's runtime API.
//!
//! Cargo builds them; each gets the environment that the template gives it, and as many
//! processes as it is allowed. [`Invoker`](crate::invoker::Invoker) calls them.

mod build;
mod pool;
mod runtime_api;
mod service;
#[cfg(test)]
mod tests;
mod warm_up;

pub(crate) use runtime_api::MAX_PAYLOAD;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use futures::StreamExt as _;
use futures::stream;
use serde_json::json;
use tokio::task::JoinHandle;

use self::build::Build;
use self::pool::{Deployment, Pool};
use self::runtime_api::Answer;
use self::service::{Pools, Service};
use crate::process::Output;
use crate::template::{Function, Template};
use crate::{Error, Progress};

/// A line that a function has written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogLine<'a> {
    /// The function, by its binary.
    pub function: &'a str,
    /// The line.
    pub text: &'a str,
    /// Whether it is about the start or a warm-up event, not about a request.
    pub warm_up: bool,
}

/// Takes what functions write.
pub type Logs = Arc<dyn Fn(&LogLine<'_>) + Send + Sync>;

/// Running functions. Dropped, they end.
pub(crate) struct Functions {
    /// Where they are invoked: `{url}/2015-03-31/functions/{bin}/invocations`.
    pub(crate) url: String,
    pools: Pools,
    _service: Service,
    reload: Option<JoinHandle<()>>,
}

/// How to run them.
pub(crate) struct Settings<'a> {
    pub(crate) root: &'a Path,
    pub(crate) template: &'a Template,
    pub(crate) functions: &'a [Function],
    /// What every function gets besides the template's variables.
    pub(crate) env: &'a [(String, String)],
    pub(crate) reload: bool,
    pub(crate) concurrency: usize,
    pub(crate) output: Output,
    pub(crate) logs: Option<Logs>,
    pub(crate) progress: &'a Progress,
}

impl Functions {
    /// Builds all of them and gives each a warm-up event.
    pub(crate) async fn start(settings: &Settings<'_>) -> Result<Self, Error> {
        let functions = settings.functions;
        let progress = settings.progress;
        let build = Build {
            root: settings.root.to_path_buf(),
            bins: functions
                .iter()
                .map(|function| function.bin.clone())
                .collect(),
            output: settings.output.clone(),
        };
        progress(&format!("building {} functions", functions.len()));
        let start = Instant::now();
        let executables = build.run().await?;
        progress(&format!("built in {:.1} s", start.elapsed().as_secs_f64()));
        let deployments = deployments(settings, &executables)?;
        let mut running = Self::deploy(deployments, settings).await?;
        running.warm_up(functions, progress).await;
        if settings.reload {
            let pools = Arc::clone(&running.pools);
            let reload = build::reload(build, pools, Arc::clone(progress));
            running.reload = Some(tokio::spawn(reload));
        }
        Ok(running)
    }

    /// Serves executables that are there already.
    async fn deploy(deployments: Vec<Deployment>, settings: &Settings<'_>) -> Result<Self, Error> {
        let output = match settings.output.clone() {
            // All write to one file, which is new for them.
            Output::File(path) if settings.logs.is_none() => {
                std::fs::write(&path, "")
                    .map_err(Error::io(format!("writing {}", path.display())))?;
                Output::Append(path)
            }
            other => other,
        };
        let pools = deployments.into_iter().map(|deployment| {
            let bin = deployment.bin.clone();
            let logs = settings.logs.clone();
            let pool = Pool::new(deployment, settings.concurrency, output.clone(), logs);
            (bin, Arc::new(pool))
        });
        let pools: Pools = Arc::new(pools.collect());
        let service = Service::start(Arc::clone(&pools)).await?;
        Ok(Self {
            url: service.url.clone(),
            pools,
            _service: service,
            reload: None,
        })
    }

    /// Starts all of them side by side, a few more than this machine can run at once.
    async fn warm_up(&self, functions: &[Function], progress: &Progress) {
        let at_once = 2 * std::thread::available_parallelism().map_or(1, usize::from);
        let start = Instant::now();
        let events = functions.iter().filter_map(|function| {
            let event = Bytes::from(warm_up::event(function)?);
            let pool = self.pools.get(&function.bin)?;
            Some(async move {
                match pool.invoke(event, true).await {
                    Ok(Answer::Error(problem)) | Err(pool::Failure(problem)) => {
                        let problem = String::from_utf8_lossy(&problem);
                        progress(&format!("{} started, but fails: {problem}", function.bin));
                        false
                    }
                    Ok(_) => true,
                }
            })
        });
        let ready = stream::iter(events).buffer_unordered(at_once);
        let ready = ready
            .filter(|ready| std::future::ready(*ready))
            .count()
            .await;
        let took = start.elapsed().as_secs_f64();
        progress(&format!("{ready} functions ready ({took:.1} s)"));
    }

    /// Ends all processes and waits until they are gone.
    pub(crate) async fn stop(self) {
        if let Some(reload) = &self.reload {
            reload.abort();
        }
        futures::future::join_all(self.pools.values().map(|pool| pool.stop())).await;
    }
}

impl Drop for Functions {
    fn drop(&mut self) {
        if let Some(reload) = &self.reload {
            reload.abort();
        }
        for pool in self.pools.values() {
            pool.end();
        }
    }
}

fn deployments(
    settings: &Settings<'_>,
    executables: &BTreeMap<String, PathBuf>,
) -> Result<Vec<Deployment>, Error> {
    let template = settings.template;
    let deployment = |function: &Function| {
        let id = &function.logical_id;
        let number = |name: &str, default: u64| -> Result<u64, Error> {
            let value = template.function_property(id, name)?;
            Ok(value.and_then(|value| value.as_u64()).unwrap_or(default))
        };
        let mut env = settings.env.to_vec();
        env.extend(template.environment(id)?);
        let executable = executables.get(&function.bin).cloned();
        Ok(Deployment {
            bin: function.bin.clone(),
            executable: executable
                .ok_or_else(|| Error::Template(format!("{id}: Cargo builds no such binary")))?,
            env,
            timeout: Duration::from_secs(number("Timeout", 3)?),
            memory_mb: number("MemorySize", 128)?.to_string(),
        })
    };
    settings.functions.iter().map(deployment).collect()
}

/// The variables of the template's functions on whose values all agree that have them: for a
/// program that is none of the functions.
pub(crate) fn common_environment(
    template: &Template,
    functions: &[Function],
) -> Result<Vec<(String, String)>, Error> {
    let mut common: BTreeMap<String, Option<String>> = BTreeMap::new();
    for function in functions {
        for (name, value) in template.environment(&function.logical_id)? {
            common
                .entry(name)
                .and_modify(|known| {
                    if known.as_ref() != Some(&value) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(value.clone()));
        }
    }
    let agreed = common.into_iter();
    Ok(agreed
        .filter_map(|(name, value)| Some((name, value?)))
        .collect())
}

/// An error as Lambda reports one.
fn failure(kind: &str, message: &str) -> Bytes {
    let problem = json!({ "errorType": kind, "errorMessage": message });
    problem.to_string().into()
}
