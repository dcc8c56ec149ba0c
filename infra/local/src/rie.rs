//! One function's binary under AWS's runtime interface emulator: a process with an invocation URL
//! of its own, and the init time as AWS's code measures it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use crate::process::{ChildGuard, Output, Program};
use crate::tools::{Tools, Toolset};
use crate::{Error, Progress, free_port, loopback_client};

/// The emulator's program, from the AWS SAM wheel.
///
/// # Errors
/// Where the wheel cannot be installed, or has none for this machine.
pub async fn emulator(root: &Path, progress: &Progress) -> Result<PathBuf, Error> {
    let tools = Tools::ensure(root, Toolset::Aws, progress).await?;
    let machine = if cfg!(target_arch = "aarch64") {
        "arm64"
    } else {
        "x86_64"
    };
    let path = tools
        .site_packages()?
        .join("samcli/local/rapid")
        .join(format!("aws-lambda-rie-{machine}"));
    if !path.is_file() || !cfg!(target_os = "linux") {
        let hint = format!("{} runs on Linux only", path.display());
        return Err(Error::Missing {
            program: "aws-lambda-rie",
            hint,
        });
    }
    Ok(path)
}

/// A function in its own emulator. It handles one invocation at a time.
#[derive(Debug)]
pub struct Rie {
    url: String,
    log: PathBuf,
    client: reqwest::Client,
    process: ChildGuard,
}

impl Rie {
    /// Starts the emulator. The function itself starts with the first
    /// invocation, as in Lambda.
    ///
    /// # Errors
    /// Where it does not start.
    pub async fn start(
        emulator: &Path,
        binary: &Path,
        env: impl IntoIterator<Item = (String, String)>,
        log: PathBuf,
    ) -> Result<Self, Error> {
        let (port, runtime) = (free_port()?, free_port()?);
        let name = function_name(binary);
        let mut process = Program::new(format!("{name} under the emulator"), emulator)
            .args([
                "--runtime-interface-emulator-address".to_owned(),
                format!("127.0.0.1:{port}"),
            ])
            .args([
                "--runtime-api-address".to_owned(),
                format!("127.0.0.1:{runtime}"),
            ])
            .args([binary])
            .env([("AWS_LAMBDA_FUNCTION_NAME", name)])
            .env(env)
            .output(Output::File(log.clone()))
            .spawn()?;
        process
            .until(Duration::from_secs(10), || async {
                tokio::net::TcpStream::connect(("127.0.0.1", port))
                    .await
                    .is_ok()
            })
            .await?;
        let url = format!("http://127.0.0.1:{port}/2015-03-31/functions/function/invocations");
        Ok(Self {
            url,
            log,
            client: loopback_client()?,
            process,
        })
    }

    /// Invokes the function. An error of the function is an answer too: an
    /// object with `errorType`.
    ///
    /// # Errors
    /// Where the emulator does not answer, or not in JSON.
    pub async fn invoke(&self, event: &Value) -> Result<Value, Error> {
        let failed = |source| Error::Http {
            to: self.url.clone(),
            source,
        };
        self.client
            .post(&self.url)
            .json(event)
            .send()
            .await
            .map_err(failed)?
            .json()
            .await
            .map_err(failed)
    }

    /// How long the function's init took, once it was invoked.
    ///
    /// # Errors
    /// Where the log cannot be read or has no such line.
    pub fn init_time(&self) -> Result<Duration, Error> {
        let text = std::fs::read_to_string(&self.log)
            .map_err(Error::io(format!("reading {}", self.log.display())))?;
        text.split("INIT REPORT(durationMs: ")
            .nth(1)
            .and_then(|rest| rest.split(')').next())
            .and_then(|millis| millis.parse::<f64>().ok())
            .map(|millis| Duration::from_secs_f64(millis / 1000.0))
            .ok_or_else(|| Error::Process {
                name: "the emulator".into(),
                problem: "reported no init time".into(),
                log: Some(self.log.clone()),
            })
    }

    /// Ends it.
    pub async fn stop(self) {
        self.process.stop().await;
    }
}

/// A function has the name of its binary, or of the folder with its `bootstrap`.
fn function_name(binary: &Path) -> String {
    let named = match binary.parent() {
        Some(folder) if binary.ends_with("bootstrap") => folder,
        _ => binary,
    };
    named
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}
