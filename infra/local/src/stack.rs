//! Everything together.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::engines::Queues;
use crate::functions::{Functions, Settings, shared_environment};
use crate::gateway::{Gateway, Listener, Router};
use crate::leash::Output;
use crate::template::Template;
use crate::tools::{Kit, Tools};
use crate::{Engines, Error, Progress};

/// Which functions to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// All of the template.
    All,
    /// None: engines only.
    None,
    /// Those whose binary is named.
    Only(Vec<String>),
}

/// How to start a [`Stack`].
#[derive(Clone)]
pub struct Options {
    /// The repository.
    pub root: PathBuf,
    /// Keeps the table in a folder; in memory where absent.
    pub data: Option<PathBuf>,
    /// Which functions to run.
    pub functions: Which,
    /// The gateway's port; any free one where absent.
    pub port: Option<u16>,
    /// Processes that one function may have at once. One is what `cargo lambda
    /// watch` has by itself: simultaneous calls wait for each other.
    pub concurrency: usize,
    /// Whether a change in the sources restarts the functions.
    pub reload: bool,
    /// Whether the stage throttle of the template holds.
    pub throttle: bool,
    /// Where the builds' and the functions' output goes.
    pub output: Output,
    /// Where progress is told.
    pub progress: Progress,
}

impl Options {
    /// All functions, in memory, quiet: what a test wants.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Self {
            output: Output::File(
                root.join(format!("target/dev/functions.{}.log", std::process::id())),
            ),
            root,
            data: None,
            functions: Which::All,
            port: None,
            concurrency: 1,
            reload: false,
            throttle: false,
            progress: Arc::new(|_| {}),
        }
    }
}

/// The running system. Dropping it ends all its processes, without waiting;
/// [`Stack::stop`] waits.
pub struct Stack {
    /// The HTTP API, without a trailing slash. Empty without functions.
    pub api_url: String,
    /// Where the SDK finds DynamoDB.
    pub dynamodb_url: String,
    /// Where the SDK finds SQS and Secrets Manager.
    pub sqs_url: String,
    /// The table.
    pub table_name: String,
    env: Vec<(String, String)>,
    gateway: Option<Gateway>,
    functions: Option<Functions>,
    queues: Queues,
    engines: Engines,
}

impl Stack {
    /// Starts engines, functions and gateway, in this order.
    ///
    /// # Errors
    /// Where a tool is missing, the template can't be run, or a process fails;
    /// what was started until then is ended.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let root =
            std::path::absolute(&options.root).map_err(Error::io("finding the repository"))?;
        let progress = &options.progress;
        let listener = match &options.functions {
            Which::None => None,
            _ => Some(Listener::bind(options.port).await?),
        };
        let mut template = Template::read(&root.join("template.yaml"))?;
        let tools = Tools::ensure(&root, Kit::Run, progress).await?;
        let engines = Engines::start(&mut template, options.data.as_deref())?;
        let queues = Queues::start(&tools, ministack_log(&root)).await?;
        progress(&format!(
            "DynamoDB at {}, SQS at {}",
            engines.dynamodb_url, queues.url
        ));

        let mut functions = template.functions()?;
        let mut env = engines.env();
        env.extend(
            ["AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL_SECRETS_MANAGER"]
                .map(|name| (name.to_owned(), queues.url.clone())),
        );
        env.extend(shared_environment(&functions)?);
        match &options.functions {
            Which::All => {}
            Which::None => functions.clear(),
            Which::Only(bins) => functions.retain(|function| bins.contains(&function.bin)),
        }

        let mut stack = Self {
            api_url: String::new(),
            dynamodb_url: engines.dynamodb_url.clone(),
            sqs_url: queues.url.clone(),
            table_name: engines.table_name.clone(),
            env,
            gateway: None,
            functions: None,
            queues,
            engines,
        };
        if let Some(listener) = listener {
            let settings = Settings {
                root: &root,
                functions: &functions,
                env: &stack.env,
                reload: options.reload,
                concurrency: options.concurrency,
                output: options.output.clone(),
                progress,
            };
            let running = Functions::start(&tools, &settings).await?;
            let routes = functions.into_iter().flat_map(|function| {
                function
                    .routes
                    .into_iter()
                    .map(move |route| (route, function.bin.clone()))
            });
            let throttle = if options.throttle {
                template.throttle()?
            } else {
                None
            };
            let gateway =
                Gateway::start(listener, Router::new(routes), running.url.clone(), throttle)?;
            stack.api_url = gateway.url.clone();
            stack.gateway = Some(gateway);
            stack.functions = Some(running);
        }
        Ok(stack)
    }

    /// Where a function is invoked directly, with an event as the body.
    pub fn function_url(&self, bin: &str) -> Option<String> {
        let functions = self.functions.as_ref()?;
        Some(format!(
            "{}/2015-03-31/functions/{bin}/invocations",
            functions.url
        ))
    }

    /// The environment that the functions have, for any other client of this stack.
    pub fn env(&self) -> Vec<(String, String)> {
        self.env.clone()
    }

    /// The engines, for what no API call can do.
    pub fn engines(&self) -> &Engines {
        &self.engines
    }

    /// Waits for as long as all is well.
    ///
    /// # Errors
    /// When the functions' process ends by itself.
    pub async fn failed(&mut self) -> Result<(), Error> {
        match &mut self.functions {
            Some(functions) => functions.ended().await,
            None => std::future::pending().await,
        }
    }

    /// Ends everything and waits until it is gone.
    pub async fn stop(self) {
        if let Some(gateway) = self.gateway {
            gateway.stop().await;
        }
        if let Some(functions) = self.functions {
            functions.stop().await;
        }
        self.queues.stop().await;
        let engines = self.engines;
        let _ended = tokio::task::spawn_blocking(move || drop(engines)).await;
    }
}

fn ministack_log(root: &Path) -> PathBuf {
    root.join(format!("target/dev/ministack.{}.log", std::process::id()))
}
