//! `cargo xtask bench`: builds the measured packages, each by itself, and measures them.

use std::path::{Path, PathBuf};

use local::process::Program;

use crate::{Error, progress, root};

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum What {
    /// Cold starts and binary sizes.
    Cold,
    /// Warm calls: latency, throughput, memory, DynamoDB's units, rendering.
    Warm,
    /// Webhooks: an event's way, a sender's deliveries, what one that hangs costs the others.
    Webhooks,
    /// All of it.
    All,
}

/// Measures the functions' release builds and prints tables. Every figure stands beside a
/// yardstick taken in the same run, alternating with it; a goal is printed, and whether it was
/// met, but no number makes the command fail. A machine that does other things at the time shows
/// in the load averages that are printed first and last.
///
/// Yardsticks: `bench-hello` is a bare lambda_http function, `bench-update` one that sends a
/// conditional UpdateItem of the gate's size with the SDK's own defaults; both are built with
/// the same profile. `UpdateItem alone` is that call, sent by the client the gate has.
///
/// Cold start: a process under AWS's runtime interface emulator, from its release build, 20
/// times each, in turn. `init` is the emulator's own figure (process start to the first request
/// for an event), under production's settings: no endpoint of ours, Amazon's roots trusted; it
/// includes the reading of the settings and the building of all clients. `to the first answer`
/// is the time of the first invocation, the emulator's own start of the process included, with
/// a local DynamoDB over plain HTTP (so without a TLS handshake): what a lazy init would only
/// have put off would show here. `bench-update` makes one round trip in it, ours make 2 to 4.
///
/// Binary size: the files as built for this machine, stripped.
///
/// Warm calls through the emulator: 1,000 calls of each function, in turn with the yardsticks;
/// then the resident memory of the processes.
///
/// DynamoDB per call: round trips, read and write units as DynamoDB reports them (its
/// ConsumedCapacity): of a process's first call, and the mean of three minutes of traffic on an
/// account with 10 keys that use all endpoints.
///
/// Warm calls inside one process: the functions' whole pipeline, log line included, from request
/// to response, in turn with the UpdateItem. `twin-historic` makes two round trips, by contract.
///
/// Throughput: the same on one thread with 16 calls at once, in turn; CPU is this process's but
/// for the DynamoDB engine's threads.
///
/// Webhooks: `an event's way` goes through the real processes and queues of the local stack, one
/// event at a time. `A sender's deliveries` are made in this process, to a receiver over loopback
/// without TLS, beside the same bytes posted by a socket alone. `Healthy beside one that hangs`:
/// the time from the hint in the queue to the POST.
///
/// Rendering: what the first call for a snapshot, preset and choice does besides; the first of a
/// process reads the templates of its language. What they cost at a cold start shows between
/// `twin-preset` and `twin-snapshot`, which is the same without them.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What to measure.
    #[arg(value_enum, default_value = "all")]
    what: What,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let root = root();
    progress()("building for release");
    // One by one: packages that are built together share their features, and a function would be
    // measured with those of the tools.
    for package in ["twin", "bench-hello", "bench-update", "bench"] {
        let mut cargo = Program::new(format!("cargo build of {package}"), env!("CARGO"))
            .args([
                "build",
                "--quiet",
                "--release",
                "--bins",
                "--package",
                package,
            ])
            .current_dir(&root)
            .spawn()?;
        succeeded(&format!("building {package}"), cargo.wait().await?)?;
    }
    let binaries = target(&root).join("release");
    let what = match arguments.what {
        What::Cold => "cold",
        What::Warm => "warm",
        What::Webhooks => "webhooks",
        What::All => "all",
    };
    let mut bench = Program::new("bench", binaries.join("bench"))
        .args([what.as_ref(), binaries.as_os_str()])
        .current_dir(&root)
        .spawn()?;
    succeeded("measuring", bench.wait().await?)
}

fn target(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |path| root.join(path))
}

fn succeeded(what: &str, status: std::process::ExitStatus) -> Result<(), Error> {
    if status.success() {
        return Ok(());
    }
    Err(Error::Failed(format!("{what} failed ({status})")))
}
