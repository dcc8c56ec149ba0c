//! The processes of one function.

use std::path::PathBuf;
use std::process::ExitStatus;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};
use tokio::time::Instant;

use super::runtime_api::{Answer, Answered, Invocation, RuntimeApi};
use super::{LogLine, Logs, failure};
use crate::process::{ChildGuard, LineSink, Output, Program};
use crate::{Error, REGION};

/// A function, and how to run it.
#[derive(Debug, Clone)]
pub(super) struct Deployment {
    pub(super) bin: String,
    pub(super) executable: PathBuf,
    pub(super) env: Vec<(String, String)>,
    /// How long one event may take.
    pub(super) timeout: Duration,
    /// `MemorySize`, which the function only reads.
    pub(super) memory_mb: String,
}

/// Starts processes as they are needed, at most so many at once, and keeps them for further
/// events.
pub(super) struct Pool {
    pub(super) deployment: Deployment,
    output: Output,
    logs: Option<Logs>,
    places: Arc<Semaphore>,
    concurrency: u32,
    idle: Mutex<Idle>,
    stopped: watch::Sender<bool>,
}

#[derive(Default)]
struct Idle {
    /// Grows with each replacement of the executable.
    version: u64,
    processes: Vec<Process>,
}

struct Process {
    version: u64,
    guard: ChildGuard,
    api: RuntimeApi,
    /// Whether what it writes is about a warm-up event.
    warm_up: Arc<AtomicBool>,
}

/// Why there is no answer: as JSON with `errorType` and `errorMessage`, like the function's own
/// errors.
#[derive(Debug)]
pub(super) struct Failure(pub(super) Bytes);

impl Pool {
    pub(super) fn new(
        deployment: Deployment,
        concurrency: usize,
        output: Output,
        logs: Option<Logs>,
    ) -> Self {
        let concurrency = u32::try_from(concurrency).unwrap_or(u32::MAX).max(1);
        Self {
            deployment,
            output,
            logs,
            places: Arc::new(Semaphore::new(concurrency as usize)),
            concurrency,
            idle: Mutex::default(),
            stopped: watch::Sender::new(false),
        }
    }

    /// Gives an event to a process and waits for its answer. An event that was taken is worked
    /// on to its end, whether somebody waits or not.
    pub(super) async fn invoke(
        self: &Arc<Self>,
        payload: Bytes,
        warm_up: bool,
    ) -> Result<Answer, Failure> {
        let pool = Arc::clone(self);
        let working = tokio::spawn(async move { pool.work(payload, warm_up).await });
        working
            .await
            .unwrap_or_else(|_| Err(Failure::new("Runtime.Unknown", "the local stack failed")))
    }

    async fn work(self: Arc<Self>, payload: Bytes, warm_up: bool) -> Result<Answer, Failure> {
        let places = Arc::clone(&self.places);
        let Ok(place) = places.acquire_owned().await else {
            return Err(self.ending());
        };
        loop {
            let (mut process, used) = match self.idle() {
                Some(process) => (process, true),
                None => (self.start().await?, false),
            };
            process.warm_up.store(warm_up, Ordering::Relaxed);
            let (taken, mut is_taken) = oneshot::channel();
            let (answer, mut answered) = oneshot::channel();
            let invocation = Invocation {
                id: uuid(),
                payload: payload.clone(),
                taken,
                answer,
            };
            if process.api.invocations.send(invocation).await.is_err() {
                return Err(Failure::new("Runtime.Unknown", "its runtime API has ended"));
            }
            let mut stopped = self.stopped.subscribe();
            tokio::select! {
                biased;
                _ = &mut is_taken => {}
                status = process.guard.wait() => {
                    // One that exited between two events has not seen this one.
                    if used {
                        continue;
                    }
                    return Err(exited(status));
                }
                () = end(&mut stopped) => {
                    process.guard.stop().await;
                    return Err(self.ending());
                }
            }
            let deadline = Instant::now() + self.deployment.timeout;
            let failure = tokio::select! {
                biased;
                Ok(answer) = &mut answered => {
                    return Ok(self.finish(answer, process, place, deadline));
                }
                status = process.guard.wait() => exited(status),
                () = tokio::time::sleep_until(deadline) => Failure::new(
                    "Sandbox.Timedout",
                    &format!("Task timed out after {} seconds", self.deployment.timeout.as_secs()),
                ),
                () = end(&mut stopped) => self.ending(),
            };
            process.guard.stop().await;
            return Err(failure);
        }
    }

    /// Puts the process back when its answer is complete.
    fn finish(
        self: Arc<Self>,
        Answered { answer, finished }: Answered,
        mut process: Process,
        place: OwnedSemaphorePermit,
        deadline: Instant,
    ) -> Answer {
        if !matches!(answer, Answer::Stream(_)) {
            self.put_back(process);
            return answer;
        }
        tokio::spawn(async move {
            let mut stopped = self.stopped.subscribe();
            let complete = tokio::select! {
                finished = finished => finished.is_ok(),
                () = tokio::time::sleep_until(deadline) => false,
                () = end(&mut stopped) => false,
            };
            if complete && process.guard.exited().is_none() {
                self.put_back(process);
            } else {
                process.guard.stop().await;
            }
            drop(place);
        });
        answer
    }

    /// Uses another build of the executable from now on: processes of the former one end when
    /// they have answered.
    pub(super) fn replace(&self) {
        let mut idle = self.lock();
        idle.version += 1;
        idle.processes.clear();
    }

    /// Ends all processes, without waiting for those that work on an event.
    pub(super) fn end(&self) {
        self.stopped.send_replace(true);
        self.lock().processes.clear();
    }

    /// Ends all processes and waits until they are gone.
    pub(super) async fn stop(&self) {
        self.stopped.send_replace(true);
        let _all = self.places.acquire_many(self.concurrency).await;
        self.places.close();
        let processes = std::mem::take(&mut self.lock().processes);
        futures::future::join_all(processes.into_iter().map(|process| process.guard.stop())).await;
    }

    fn ending(&self) -> Failure {
        Failure::new("Runtime.Unknown", "the local stack stops")
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn idle(&self) -> Option<Process> {
        let mut idle = self.lock();
        std::iter::from_fn(|| idle.processes.pop()).find_map(|mut process| {
            let alive = process.guard.exited().is_none();
            alive.then_some(process)
        })
    }

    fn put_back(&self, process: Process) {
        let mut idle = self.lock();
        if process.version == idle.version {
            idle.processes.push(process);
        }
    }

    async fn start(&self) -> Result<Process, Failure> {
        let version = self.lock().version;
        let starting = async {
            let Deployment {
                bin,
                executable,
                env,
                timeout,
                memory_mb,
            } = &self.deployment;
            let arn = format!("arn:aws:lambda:{REGION}:000000000000:function:{bin}");
            let api = RuntimeApi::start(arn, *timeout).await?;
            let warm_up = Arc::new(AtomicBool::new(true));
            let guard = Program::new(bin, executable)
                .env(env.iter().cloned())
                .env([
                    ("AWS_LAMBDA_RUNTIME_API", api.address.as_str()),
                    ("AWS_LAMBDA_FUNCTION_NAME", bin),
                    ("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"),
                    ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", memory_mb),
                ])
                .output(self.output(&warm_up))
                .spawn()?;
            Ok(Process {
                version,
                guard,
                api,
                warm_up,
            })
        };
        let started: Result<_, Error> = starting.await;
        started.map_err(|error| Failure::new("Runtime.InvalidEntrypoint", &error.to_string()))
    }

    fn output(&self, warm_up: &Arc<AtomicBool>) -> Output {
        let Some(logs) = &self.logs else {
            return self.output.clone();
        };
        let (logs, bin, warm_up) = (
            Arc::clone(logs),
            self.deployment.bin.clone(),
            warm_up.clone(),
        );
        Output::Lines(LineSink::new(move |text| {
            logs(&LogLine {
                function: &bin,
                text,
                warm_up: warm_up.load(Ordering::Relaxed),
            });
        }))
    }
}

impl Failure {
    fn new(kind: &str, message: &str) -> Self {
        Self(failure(kind, message))
    }
}

async fn end(stopped: &mut watch::Receiver<bool>) {
    let _nobody_stops = stopped.wait_for(|stopped| *stopped).await;
}

fn exited(status: Result<ExitStatus, Error>) -> Failure {
    let status = status.map_or_else(|error| error.to_string(), |status| status.to_string());
    Failure::new(
        "Runtime.ExitError",
        &format!("the function's process ended ({status})"),
    )
}

/// An id of the form that Lambda gives an event.
fn uuid() -> String {
    let hex = format!("{:032x}", u128::from(ulid::Ulid::generate()));
    let part = |range| hex.get(range).unwrap_or_default();
    format!(
        "{}-{}-{}-{}-{}",
        part(0..8),
        part(8..12),
        part(12..16),
        part(16..20),
        part(20..32)
    )
}
