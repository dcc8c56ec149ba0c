//! Child processes that cannot outlive us.
//!
//! A child runs under a few lines of `sh` that hold the reading end of a pipe
//! of which we hold the only writing end. When we stop, are dropped, panic or
//! are killed with SIGKILL, the kernel closes our end, and the shell ends the
//! child: SIGTERM first, SIGKILL five seconds later. Linux's parent-death signal
//! would need `unsafe` and would be Linux's alone.
//!
//! The child is in a process group of its own, so that a terminal's Ctrl-C
//! reaches only us and the stop is orderly.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use tokio::process::{Child, Command};

use crate::Error;

const SHELL: &str = r#"
exec 3<&0
"$@" 3<&- </dev/null &
child=$!
{
  while read -r _; do :; done <&3
  kill -TERM $child
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
    sleep 0.2
    kill -0 $child || exit 0
  done
  kill -KILL $child
} >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait $child
status=$?
kill $watcher 2>/dev/null
exit $status
"#;

/// Where a child's output goes.
#[derive(Debug, Clone, Default)]
pub enum Output {
    /// To our own stdout and stderr.
    #[default]
    Inherit,
    /// To a file, replaced at every start.
    File(PathBuf),
}

impl Output {
    /// The file, where it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Inherit => None,
            Self::File(path) => Some(path),
        }
    }
}

/// A program to run on a leash.
#[derive(Debug)]
pub struct Program {
    name: String,
    program: PathBuf,
    args: Vec<OsString>,
    command: Command,
    output: Output,
}

impl Program {
    /// `name` is what errors call it.
    pub fn new(name: impl Into<String>, program: impl Into<PathBuf>) -> Self {
        let mut command = Command::new("sh");
        // Credentials of the person at the keyboard are nobody's business here.
        for variable in ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION"] {
            command.env_remove(variable);
        }
        Self {
            name: name.into(),
            program: program.into(),
            args: Vec::new(),
            command,
            output: Output::Inherit,
        }
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<S: Into<OsString>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Adds environment variables to those we have ourselves.
    #[must_use]
    pub fn env<K: Into<OsString>, V: Into<OsString>>(
        mut self,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        for (name, value) in variables {
            self.command.env(name.into(), value.into());
        }
        self
    }

    /// Puts a directory in front of `PATH`.
    #[must_use]
    pub fn path_first(mut self, directory: &Path) -> Self {
        let rest = std::env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(directory.to_path_buf()).chain(std::env::split_paths(&rest));
        if let Ok(path) = std::env::join_paths(all) {
            self.command.env("PATH", path);
        }
        self
    }

    /// Runs it in a directory.
    #[must_use]
    pub fn current_dir(mut self, directory: &Path) -> Self {
        self.command.current_dir(directory);
        self
    }

    /// Sends its output somewhere else.
    #[must_use]
    pub fn output(mut self, output: Output) -> Self {
        self.output = output;
        self
    }

    /// Starts it.
    ///
    /// # Errors
    /// Where there is no `sh`, or its log file cannot be made. A program that is
    /// not there shows as a child that ends at once.
    pub fn spawn(self) -> Result<Leash, Error> {
        let Self {
            name,
            program,
            args,
            mut command,
            output,
        } = self;
        if let Output::File(path) = &output {
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent)
                    .map_err(Error::io(format!("creating {}", parent.display())))?;
            }
            let file = std::fs::File::create(path)
                .map_err(Error::io(format!("creating {}", path.display())))?;
            let again = file.try_clone().map_err(Error::io("sharing a log file"))?;
            command.stdout(file).stderr(again);
        }
        command
            .args(["-c", SHELL])
            .arg(&name)
            .arg(program)
            .args(args);
        let child = command
            .stdin(Stdio::piped())
            .process_group(0)
            .spawn()
            .map_err(Error::io(format!("starting {name}")))?;
        Ok(Leash {
            name,
            child,
            output,
        })
    }
}

/// A running child. Dropping it ends the child too, without waiting for it.
#[derive(Debug)]
pub struct Leash {
    name: String,
    child: Child,
    output: Output,
}

impl Leash {
    /// Whether it has ended by itself.
    pub fn exited(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Waits for it to end by itself.
    ///
    /// # Errors
    /// Where the system cannot tell.
    pub async fn wait(&mut self) -> Result<ExitStatus, Error> {
        // Not `Child::wait`: that closes the pipe first, which is the order to stop.
        loop {
            if let Some(status) = self.exited() {
                return Ok(status);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ends it and waits until it is gone.
    pub async fn stop(mut self) {
        drop(self.child.stdin.take());
        if tokio::time::timeout(Duration::from_secs(8), self.child.wait())
            .await
            .is_err()
        {
            let _gone = self.child.kill().await;
        }
    }

    /// Polls until `ready` answers true.
    ///
    /// # Errors
    /// Where it ends first, or is not ready within the time.
    pub async fn until<F>(
        &mut self,
        within: Duration,
        mut ready: impl FnMut() -> F,
    ) -> Result<(), Error>
    where
        F: Future<Output = bool>,
    {
        let give_up = tokio::time::Instant::now() + within;
        loop {
            if ready().await {
                return Ok(());
            }
            if let Some(status) = self.exited() {
                return Err(self.problem(format!("ended at once ({status})")));
            }
            if tokio::time::Instant::now() >= give_up {
                return Err(self.problem(format!("was not ready within {} s", within.as_secs())));
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    fn problem(&self, problem: String) -> Error {
        Error::Process {
            name: self.name.clone(),
            problem,
            log: self.output.path().map(Path::to_path_buf),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sh(script: &str) -> Program {
        Program::new("test", "sh").args(["-c", script])
    }

    fn alive(pid: &str) -> bool {
        std::process::Command::new("sh")
            .args(["-c", &format!("kill -0 {pid} 2>/dev/null")])
            .status()
            .unwrap()
            .success()
    }

    /// Starts something that would run for ever; its process id.
    async fn endless(name: &str) -> (Leash, String) {
        let log = std::env::temp_dir().join(format!("leash-{}-{name}", std::process::id()));
        let mut leash = sh("echo $$; exec sleep 1000")
            .output(Output::File(log.clone()))
            .spawn()
            .unwrap();
        let read = || std::fs::read_to_string(&log).unwrap_or_default();
        leash
            .until(Duration::from_secs(10), || async { read().ends_with('\n') })
            .await
            .unwrap();
        let pid = read().trim().to_owned();
        std::fs::remove_file(&log).unwrap();
        assert!(alive(&pid));
        (leash, pid)
    }

    #[tokio::test]
    async fn a_stopped_child_is_gone() {
        let (leash, pid) = endless("stopped").await;
        leash.stop().await;
        assert!(!alive(&pid));
    }

    #[tokio::test]
    async fn a_dropped_child_ends_too() {
        let (leash, pid) = endless("dropped").await;
        drop(leash);
        for _ in 0..200 {
            if !alive(&pid) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{pid} still runs");
    }

    #[tokio::test]
    async fn a_child_s_own_end_is_seen() {
        assert_eq!(
            sh("exit 7").spawn().unwrap().wait().await.unwrap().code(),
            Some(7)
        );
        let error = sh("exit 1")
            .spawn()
            .unwrap()
            .until(Duration::from_secs(10), || async { false })
            .await;
        assert!(
            error
                .unwrap_err()
                .to_string()
                .starts_with("test ended at once")
        );
    }

    #[tokio::test]
    async fn arguments_and_environment_arrive_as_they_are() {
        let log = std::env::temp_dir().join(format!("leash-{}-arguments", std::process::id()));
        let program = sh(r#"printf '%s|' "$1" "$TWIN_TEST""#)
            .args(["", "a b'$x"])
            .env([("TWIN_TEST", "c\"d")]);
        program
            .output(Output::File(log.clone()))
            .spawn()
            .unwrap()
            .wait()
            .await
            .unwrap();
        assert_eq!(std::fs::read_to_string(&log).unwrap(), "a b'$x|c\"d|");
        std::fs::remove_file(&log).unwrap();
    }
}
