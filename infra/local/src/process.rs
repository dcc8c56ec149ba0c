//! Child processes that cannot outlive us.
//!
//! A child runs under a few lines of `sh` that hold the reading end of a pipe
//! of which we hold the only writing end. When we stop, are dropped, panic or
//! are killed with SIGKILL, the kernel closes our end, and the shell ends the
//! child: SIGTERM first, SIGKILL five seconds later. Linux's parent-death signal
//! would need `unsafe` and exists on Linux only.
//!
//! The child is in a process group of its own, so that a terminal's Ctrl-C
//! reaches only us and the stop is orderly.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, ChildStdin, Command};

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
# No message of the shell's about a signal that ended the child.
exec 3<&- 2>/dev/null
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
    /// To the end of a file that is there already.
    Append(PathBuf),
    /// To us, line by line.
    Lines(LineSink),
}

impl Output {
    /// The file, where it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Inherit | Self::Lines(_) => None,
            Self::File(path) | Self::Append(path) => Some(path),
        }
    }
}

/// Takes each line that a child writes, without its end. Bytes that are not UTF-8 are replaced.
#[derive(Clone)]
pub struct LineSink(Arc<dyn Fn(&str) + Send + Sync>);

impl LineSink {
    /// Calls this for each line.
    pub fn new(take: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(take))
    }

    /// Reads lines until the other end is closed.
    fn read(&self, from: impl AsyncRead + Send + Unpin + 'static) {
        let take = Arc::clone(&self.0);
        tokio::spawn(async move {
            let mut from = BufReader::new(from);
            let mut line = Vec::new();
            while from.read_until(b'\n', &mut line).await.is_ok_and(|n| n > 0) {
                let text = String::from_utf8_lossy(&line);
                take(text.trim_end_matches(['\n', '\r']));
                line.clear();
            }
        });
    }
}

impl fmt::Debug for LineSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LineSink")
    }
}

/// A program to run under a [`ChildGuard`].
#[derive(Debug)]
pub struct Program {
    name: String,
    program: PathBuf,
    args: Vec<OsString>,
    command: Command,
    output: Output,
    stdout: Option<LineSink>,
}

impl Program {
    /// `name` is how errors call it.
    pub fn new(name: impl Into<String>, program: impl Into<PathBuf>) -> Self {
        let mut command = Command::new("sh");
        // A child must not use the AWS credentials of the person at the keyboard.
        for variable in ["AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_DEFAULT_REGION"] {
            command.env_remove(variable);
        }
        Self {
            name: name.into(),
            program: program.into(),
            args: Vec::new(),
            command,
            output: Output::Inherit,
            stdout: None,
        }
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<S: Into<OsString>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    /// Adds environment variables to those that we have ourselves.
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

    /// Gives us its standard output line by line, while standard error goes where
    /// [`Program::output`] says.
    #[must_use]
    pub fn stdout(mut self, lines: LineSink) -> Self {
        self.stdout = Some(lines);
        self
    }

    /// Starts it.
    ///
    /// # Errors
    /// Where there is no `sh`, or the log file cannot be opened. A program that does not
    /// exist shows as a child that ends at once.
    pub fn spawn(mut self) -> Result<ChildGuard, Error> {
        self.redirect()?;
        let Self {
            name,
            program,
            args,
            mut command,
            output,
            stdout,
        } = self;
        command
            .args(["-c", SHELL])
            .arg(&name)
            .arg(program)
            .args(args);
        let mut child = command
            .stdin(Stdio::piped())
            .process_group(0)
            .spawn()
            .map_err(Error::io(format!("starting {name}")))?;
        let lines = match &output {
            Output::Lines(lines) => Some(lines),
            _ => None,
        };
        if let (Some(pipe), Some(lines)) = (child.stdout.take(), stdout.as_ref().or(lines)) {
            lines.read(pipe);
        }
        if let (Some(pipe), Some(lines)) = (child.stderr.take(), lines) {
            lines.read(pipe);
        }
        Ok(ChildGuard {
            name,
            hold: child.stdin.take(),
            child,
            output,
        })
    }

    fn redirect(&mut self) -> Result<(), Error> {
        let command = &mut self.command;
        let file = match &self.output {
            Output::Inherit => None,
            Output::Lines(_) => {
                command.stdout(Stdio::piped()).stderr(Stdio::piped());
                None
            }
            Output::File(path) => Some((path, std::fs::File::create(create_parent(path)?))),
            Output::Append(path) => {
                let mut options = std::fs::OpenOptions::new();
                options.append(true).create(true);
                Some((path, options.open(create_parent(path)?)))
            }
        };
        if let Some((path, file)) = file {
            let file = file.map_err(Error::io(format!("opening {}", path.display())))?;
            let again = file.try_clone().map_err(Error::io("sharing a log file"))?;
            command.stdout(file).stderr(again);
        }
        if self.stdout.is_some() {
            command.stdout(Stdio::piped());
        }
        Ok(())
    }
}

fn create_parent(path: &Path) -> Result<&Path, Error> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)
            .map_err(Error::io(format!("creating {}", parent.display())))?;
    }
    Ok(path)
}

/// A running child. Dropping it ends the child too, without waiting for it.
#[derive(Debug)]
pub struct ChildGuard {
    name: String,
    child: Child,
    /// The pipe whose end is the order to stop.
    hold: Option<ChildStdin>,
    output: Output,
}

impl ChildGuard {
    /// Its exit status, if it has ended by itself.
    pub fn exited(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Waits for it to end by itself.
    ///
    /// # Errors
    /// Where the system does not report its status.
    pub async fn wait(&mut self) -> Result<ExitStatus, Error> {
        let waiting = self.child.wait().await;
        waiting.map_err(Error::io(format!("waiting for {}", self.name)))
    }

    /// Ends it and waits until it is gone.
    pub async fn stop(mut self) {
        drop(self.hold.take());
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
    async fn endless(name: &str) -> (ChildGuard, String) {
        let log = std::env::temp_dir().join(format!("child-{}-{name}", std::process::id()));
        let mut child = sh("echo $$; exec sleep 1000")
            .output(Output::File(log.clone()))
            .spawn()
            .unwrap();
        let read = || std::fs::read_to_string(&log).unwrap_or_default();
        child
            .until(Duration::from_secs(10), || async { read().ends_with('\n') })
            .await
            .unwrap();
        let pid = read().trim().to_owned();
        std::fs::remove_file(&log).unwrap();
        assert!(alive(&pid));
        (child, pid)
    }

    #[tokio::test]
    async fn a_stopped_child_is_gone() {
        let (child, pid) = endless("stopped").await;
        child.stop().await;
        assert!(!alive(&pid));
    }

    #[tokio::test]
    async fn a_dropped_child_ends_too() {
        let (child, pid) = endless("dropped").await;
        drop(child);
        for _ in 0..200 {
            if !alive(&pid) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{pid} still runs");
    }

    #[tokio::test]
    async fn the_end_of_a_child_is_reported() {
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
        let log = std::env::temp_dir().join(format!("child-{}-arguments", std::process::id()));
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

    #[tokio::test]
    async fn output_comes_line_by_line_and_stdout_apart_from_stderr() {
        let lines = || {
            let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
            let sink = seen.clone();
            let sink = LineSink::new(move |line| sink.lock().unwrap().push(line.to_owned()));
            (seen, sink)
        };
        let ((out, out_sink), (err, err_sink)) = (lines(), lines());
        let mut child = sh(r"printf 'a\r\nb\377\n\nc'; echo d >&2")
            .output(Output::Lines(err_sink))
            .stdout(out_sink)
            .spawn()
            .unwrap();
        child.wait().await.unwrap();
        for _ in 0..500 {
            if out.lock().unwrap().len() == 4 && err.lock().unwrap().len() == 1 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(*out.lock().unwrap(), ["a", "b\u{fffd}", "", "c"]);
        assert_eq!(*err.lock().unwrap(), ["d"]);
    }

    #[tokio::test]
    async fn a_child_that_is_stopped_leaves_no_message_of_the_shell() {
        let log = std::env::temp_dir().join(format!("child-{}-silent", std::process::id()));
        let mut child = sh("echo up; exec sleep 1000")
            .output(Output::File(log.clone()))
            .spawn()
            .unwrap();
        let read = || std::fs::read_to_string(&log).unwrap_or_default();
        child
            .until(Duration::from_secs(10), || async { read() == "up\n" })
            .await
            .unwrap();
        child.stop().await;
        assert_eq!(read(), "up\n");
        std::fs::remove_file(&log).unwrap();
    }

    #[tokio::test]
    async fn an_appended_log_keeps_what_it_had() {
        let log = std::env::temp_dir().join(format!("child-{}-append", std::process::id()));
        std::fs::write(&log, "a\n").unwrap();
        let program = sh("echo b").output(Output::Append(log.clone()));
        program.spawn().unwrap().wait().await.unwrap();
        assert_eq!(std::fs::read_to_string(&log).unwrap(), "a\nb\n");
        std::fs::remove_file(&log).unwrap();
    }
}
