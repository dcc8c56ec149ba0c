//! SQS and Secrets Manager: a child process, and how to call it.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

use crate::process::{ChildGuard, Output, Program};
use crate::tools::Tools;
use crate::{Error, loopback_client};

/// The AWS account of everything on this machine.
pub(crate) const ACCOUNT: &str = "000000000000";

/// The engine of SQS and Secrets Manager.
#[derive(Debug)]
pub(crate) struct Emulator {
    pub(crate) calls: Calls,
    process: ChildGuard,
}

/// Calls to the engine, in the protocol of the SDK's clients but unsigned.
#[derive(Debug, Clone)]
pub(crate) struct Calls {
    pub(crate) url: String,
    client: reqwest::Client,
    log: PathBuf,
}

impl Emulator {
    pub(crate) async fn start(tools: &Tools, log: PathBuf) -> Result<Self, Error> {
        let port = crate::free_port()?;
        let mut process = Program::new("ministack", tools.bin.join("ministack"))
            // Its default is every interface of the machine.
            .env([
                ("BIND_HOST", "127.0.0.1".to_owned()),
                ("GATEWAY_PORT", port.to_string()),
            ])
            .output(Output::File(log.clone()))
            .spawn()?;
        let url = format!("http://127.0.0.1:{port}");
        let health = format!("{url}/_ministack/health");
        let client = loopback_client()?;
        process
            .until(Duration::from_secs(30), || async {
                client
                    .get(&health)
                    .send()
                    .await
                    .is_ok_and(|answer| answer.status().is_success())
            })
            .await?;
        let calls = Calls { url, client, log };
        Ok(Self { calls, process })
    }

    /// Waits until it ends, which it does not do by itself.
    pub(crate) async fn ended(&mut self) -> Result<(), Error> {
        let status = self.process.wait().await?;
        Err(self.calls.refused(format!("ended ({status})")))
    }

    pub(crate) async fn stop(self) {
        self.process.stop().await;
        let _gone = std::fs::remove_file(&self.calls.log); // of use after a failed start only
    }
}

impl Calls {
    /// An answer of SQS.
    pub(crate) async fn sqs(&self, action: &str, request: &Value) -> Result<Value, Error> {
        self.call("AmazonSQS", "1.0", action, request).await
    }

    /// An answer of Secrets Manager.
    pub(crate) async fn secrets(&self, action: &str, request: &Value) -> Result<Value, Error> {
        self.call("secretsmanager", "1.1", action, request).await
    }

    async fn call(
        &self,
        service: &str,
        version: &str,
        action: &str,
        request: &Value,
    ) -> Result<Value, Error> {
        let http = |source| Error::Http {
            to: "ministack".into(),
            source,
        };
        let answer = self
            .client
            .post(&self.url)
            .header("x-amz-target", format!("{service}.{action}"))
            .header("content-type", format!("application/x-amz-json-{version}"))
            .body(request.to_string())
            .send()
            .await
            .map_err(http)?;
        let good = answer.status().is_success();
        let text = answer.text().await.map_err(http)?;
        if good {
            return Ok(serde_json::from_str(&text).unwrap_or_default());
        }
        Err(self.refused(format!("refused {action}: {}", text.trim())))
    }

    /// An error of the engine.
    pub(crate) fn refused(&self, problem: String) -> Error {
        Error::Process {
            name: "ministack".into(),
            problem,
            log: Some(self.log.clone()),
        }
    }
}

/// An engine for a test; its log is removed with it.
#[cfg(test)]
pub(crate) async fn for_test(name: &str) -> Emulator {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let progress: crate::Progress = std::sync::Arc::new(|_| {});
    let tools = Tools::ensure(&root, crate::tools::Toolset::Run, &progress)
        .await
        .unwrap();
    let log = std::env::temp_dir().join(format!("twin-{name}-{}.log", std::process::id()));
    Emulator::start(&tools, log).await.unwrap()
}
