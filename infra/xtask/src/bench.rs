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
    /// Webhooks: from an event to its delivery, a sender's throughput, the effect of a webhook that
    /// hangs on the others.
    Webhooks,
    /// Deliveries that are all due at once, half of them to receivers that hang.
    Backlog,
    /// The marketplace: a search of ten thousand packages.
    Marketplace,
    /// All of it.
    All,
}

/// Measure cold starts, warm calls and their cost, each beside a yardstick.
///
/// The command measures the functions' release builds and prints tables. Each figure is printed
/// beside a yardstick from the same run, measured alternately with it. The tables show the goals
/// and whether they are met; no number makes the command fail. The load averages before and after
/// the run show whether the machine was busy with other work.
///
/// Yardsticks: `bench-hello` is a bare lambda_http function. `bench-update` sends a conditional
/// UpdateItem of the gate's size with the SDK's defaults. Both are built with the same profile.
/// `UpdateItem alone` is that call, sent by the gate's own client.
///
/// Cold start: a process under AWS's runtime interface emulator, 20 times each, in turn. `init` is
/// the emulator's own figure (from the start of the process to its first request for an event),
/// with production's settings: AWS's own endpoints, Amazon's roots trusted. It includes reading the
/// settings and building all clients. `to the first answer` is the time of the first invocation,
/// which includes the emulator's start of the process, with a local DynamoDB over plain HTTP (so
/// without a TLS handshake). It includes the work that a lazy init would postpone. `bench-update`
/// makes one round trip in it, our functions make 2 to 4.
///
/// Binary size: the stripped files as built for this machine.
///
/// Warm calls through the emulator: 1,000 calls of each function, in turn with the yardsticks, and
/// the resident memory of each process after them.
///
/// DynamoDB per call: round trips, and read and write units as DynamoDB reports them
/// (ConsumedCapacity): for the first call of a process, and as the mean of three minutes of traffic
/// on an account with 10 keys that use all endpoints.
///
/// Warm calls inside one process: the whole pipeline from request to response, log line included,
/// in turn with the UpdateItem. `twin-historic` makes two round trips because it also reads a list.
///
/// Throughput: the same on one thread with 16 calls at once, in turn. CPU time is that of this
/// process without the threads of the DynamoDB engine.
///
/// Webhooks: `from publishing to the POST` goes through the real processes and queues of the local
/// stack, one event at a time. `A sender's deliveries` are made in this process, to a receiver over
/// loopback without TLS, beside the same bytes posted over a plain socket. `Healthy webhooks beside
/// one that hangs` measures the time from the wake-up in the queue to the POST.
///
/// Backlog: 100 due deliveries of each of 200 webhooks (`BENCH_WEBHOOKS` sets another number), half of
/// which hang and 1 % of which take 9.9 seconds: when the healthy ones are sent, by tenant, beside the same
/// backlog without the bad ones. Table, sweep and sender are the real ones; the time, the queues and the
/// receivers are simulated.
///
/// Marketplace: pages of a catalogue of 10,000 packages, found by different searches in a warm
/// process, in turn with a GetItem and with the read that each page makes, of the changes since the
/// process last looked.
///
/// Rendering: the additional work of the first call for a snapshot, preset and choice. The first
/// rendering of a process also reads the templates of its language. `twin-preset` contains these
/// templates and `twin-snapshot` does not, so the difference between them is the templates' share
/// of a cold start.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What to measure.
    #[arg(value_enum, default_value = "all")]
    what: What,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let root = root();
    progress()("building for release");
    // One by one: packages that are built together share their features, and the functions would
    // be measured with the features of the tools.
    for package in [
        "twin-functions",
        "fallback-functions",
        "bench-hello",
        "bench-update",
        "bench",
    ] {
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
        What::Backlog => "backlog",
        What::Marketplace => "marketplace",
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
