//! Figures from the operating system: the machine, a process, the size of a file.

use std::path::Path;

use crate::table::{Table, ratio};
use crate::{Error, HELLO, Places, UPDATE, measured};

fn read(path: impl AsRef<Path>) -> Result<String, Error> {
    let path = path.as_ref();
    std::fs::read_to_string(path).map_err(Error::io(format!("reading {}", path.display())))
}

/// The machine that the figures come from.
pub fn describe() -> Result<String, Error> {
    let about = read("/proc/cpuinfo")?;
    let models: Vec<&str> = about
        .lines()
        .filter(|line| line.starts_with("model name"))
        .filter_map(|line| line.split_once(':'))
        .map(|(_, model)| model.trim())
        .collect();
    Ok(format!(
        "machine: {} × {}, {}; load before: {}",
        std::thread::available_parallelism().map_or(1, usize::from),
        models.first().unwrap_or(&"unknown CPU"),
        std::env::consts::ARCH,
        load()?
    ))
}

/// The load averages over 1, 5 and 15 minutes. If they are above the number of cores, other work
/// has distorted the figures.
pub fn load() -> Result<String, Error> {
    let text = read("/proc/loadavg")?;
    Ok(text
        .split_whitespace()
        .take(3)
        .collect::<Vec<_>>()
        .join(" "))
}

/// Resident memory, in bytes, of the process that runs this binary.
pub fn resident(binary: &Path) -> Result<f64, Error> {
    let binary = binary
        .canonicalize()
        .map_err(Error::io(format!("finding {}", binary.display())))?;
    let processes = std::fs::read_dir("/proc").map_err(Error::io("reading /proc"))?;
    let process = processes
        .flatten()
        .map(|entry| entry.path())
        .find(|path| std::fs::read_link(path.join("exe")).is_ok_and(|exe| exe == binary))
        .ok_or_else(|| Error::Unexpected(format!("{} is not running", binary.display())))?;
    read(process.join("status"))?
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok())
        .map(|kilobytes| kilobytes * 1024.0)
        .ok_or_else(|| Error::Unexpected("no VmRSS in the process's status".into()))
}

/// CPU seconds that this process has used so far, without the threads of the DynamoDB engine.
pub fn cpu_seconds() -> Result<f64, Error> {
    let mut nanos = 0.0;
    let threads = std::fs::read_dir("/proc/self/task").map_err(Error::io("reading our threads"))?;
    for thread in threads.flatten() {
        // The thread may have ended since it was listed.
        let Ok(name) = std::fs::read_to_string(thread.path().join("comm")) else {
            continue;
        };
        if name.trim() != "dynamodb" {
            let spent = std::fs::read_to_string(thread.path().join("schedstat"));
            nanos += spent
                .ok()
                .and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok())
                .unwrap_or(0.0);
        }
    }
    Ok(nanos / 1e9)
}

/// The size of what is uploaded, before it is zipped.
pub fn sizes(places: &Places) -> Result<Vec<Table>, Error> {
    let mut table = Table::new(
        "Binary size (stripped release build)",
        &["binary", "MB", "÷ hello-world"],
    );
    let size = |name: &str| {
        let path = places.binary(name);
        std::fs::metadata(&path)
            .map(|about| about.len() as f64)
            .map_err(Error::io(format!("reading the size of {}", path.display())))
    };
    let hello = size(HELLO)?;
    let functions = measured().map(|route| route.function);
    for name in [HELLO, UPDATE].into_iter().chain(functions) {
        let bytes = size(name)?;
        table.row([
            name.to_owned(),
            format!("{:.2}", bytes / 1e6),
            ratio(bytes, hello),
        ]);
    }
    Ok(vec![table])
}
