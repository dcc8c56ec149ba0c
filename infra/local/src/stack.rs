//! Everything together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::functions::{Functions, Settings, shared_environment};
use crate::gateway::{Api, Authorizer, Credentials, Gateway, Listener};
use crate::issuer::{AUDIENCE, Issuer};
use crate::leash::Output;
use crate::queues::Queues;
use crate::schedule::{Invoker, Schedules};
use crate::template::{Function, Schedule, Template};
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
    /// Whether functions run on their schedules by themselves. Without it,
    /// [`Stack::run_schedule`] runs them.
    pub schedules: bool,
    /// Values of the template's parameters, instead of their defaults.
    pub parameters: Vec<(String, String)>,
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
            schedules: false,
            parameters: Vec::new(),
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
    /// The queues' URLs, by their names in the template.
    pub queues: BTreeMap<String, String>,
    /// Whose signature opens the IAM routes; [`crate::sign`] makes one.
    pub internal: Credentials,
    env: Vec<(String, String)>,
    due: Vec<(String, Schedule)>,
    // In the order in which they end: nobody is to miss what is behind them.
    schedules: Option<Schedules>,
    gateway: Option<Gateway>,
    functions: Option<Functions>,
    invoker: Option<Invoker>,
    issuer: Issuer,
    emulator: Queues,
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
        for (name, value) in &options.parameters {
            template.set(name, value)?;
        }
        let tools = Tools::ensure(&root, Kit::Run, progress).await?;
        let engines = Engines::start(&mut template, options.data.as_deref())?;
        let emulator = Queues::start(&tools, ministack_log(&root)).await?;
        let queues = emulator.create(&mut template).await?;
        let issuer = Issuer::start().await?;
        template.bind_issuer(&issuer.url, AUDIENCE);
        progress(&format!(
            "DynamoDB at {}, SQS at {}, tokens by {}",
            engines.dynamodb_url, emulator.url, issuer.url
        ));

        let mut functions = template.functions()?;
        let mut env = engines.env();
        env.extend(
            ["AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL_SECRETS_MANAGER"]
                .map(|name| (name.to_owned(), emulator.url.clone())),
        );
        env.extend(shared_environment(&template, &functions)?);
        match &options.functions {
            Which::All => {}
            Which::None => functions.clear(),
            Which::Only(bins) => functions.retain(|function| bins.contains(&function.bin)),
        }

        let mut stack = Self {
            api_url: String::new(),
            dynamodb_url: engines.dynamodb_url.clone(),
            sqs_url: emulator.url.clone(),
            table_name: engines.table_name.clone(),
            queues,
            internal: Credentials::local(),
            env,
            due: due(&functions),
            schedules: None,
            gateway: None,
            functions: None,
            invoker: None,
            issuer,
            emulator,
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
            let invoker = Invoker::new(running.url.clone())?;
            let mut api = stack.api(&template, functions, &running)?;
            if !options.throttle {
                api.throttle = None;
            }
            let gateway = Gateway::start(listener, api)?;
            stack.api_url = gateway.url.clone();
            stack.gateway = Some(gateway);
            stack.functions = Some(running);
            if options.schedules {
                stack.schedules = Some(Schedules::start(&stack.due, &invoker, progress));
            }
            stack.invoker = Some(invoker);
        }
        Ok(stack)
    }

    /// The HTTP API as the template has it.
    fn api(
        &self,
        template: &Template,
        functions: Vec<Function>,
        running: &Functions,
    ) -> Result<Api, Error> {
        let routes = functions
            .into_iter()
            .flat_map(|Function { routes, bin, .. }| {
                routes.into_iter().map(move |route| (route, bin.clone()))
            });
        let authorizers = template.jwt_authorizers()?.into_iter();
        Ok(Api {
            routes: routes.collect(),
            invoke: running.url.clone(),
            throttle: template.throttle()?,
            cors: template.cors()?,
            authorizers: authorizers
                .map(|(name, settings)| (name, Authorizer::new(settings, self.issuer.keys.clone())))
                .collect(),
            internal: self.internal.clone(),
        })
    }

    /// A token with which the owner of this subject may use the dashboard, for a week.
    ///
    /// # Errors
    /// Where it can't be signed.
    pub fn owner_token(&self, subject: &str) -> Result<String, Error> {
        self.issue_token(&json!({ "sub": subject }))
    }

    /// A token with these claims: see [`Issuer::token`].
    ///
    /// # Errors
    /// Where the claims are no object.
    pub fn issue_token(&self, claims: &Value) -> Result<String, Error> {
        self.issuer.token(claims)
    }

    /// Runs a function's schedule now, whether it is enabled or not, and waits for
    /// its end: what the function answers. Where it has several, all of them run;
    /// the last answer counts.
    ///
    /// # Errors
    /// Where the function has no schedule, does not run, or fails.
    pub async fn run_schedule(&self, bin: &str) -> Result<Value, Error> {
        let none = || Error::Template(format!("{bin} has no schedule, or does not run"));
        let invoker = self.invoker.as_ref().ok_or_else(none)?;
        let mut answer = None;
        for (_, schedule) in self.due.iter().filter(|(function, _)| function == bin) {
            answer = Some(invoker.invoke(bin, &schedule.event(crate::now())).await?);
        }
        answer.ok_or_else(none)
    }

    /// Where a function is invoked directly, with an event as the body.
    pub fn function_url(&self, bin: &str) -> Option<String> {
        self.invoker.as_ref().map(|invoker| invoker.url(bin))
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
        drop(self.schedules);
        if let Some(gateway) = self.gateway {
            gateway.stop().await;
        }
        if let Some(functions) = self.functions {
            functions.stop().await;
        }
        self.emulator.stop().await;
        let engines = self.engines;
        let _ended = tokio::task::spawn_blocking(move || drop(engines)).await;
    }
}

/// The functions' schedules, each with its function.
fn due(functions: &[Function]) -> Vec<(String, Schedule)> {
    let all = functions.iter().flat_map(|function| {
        let named = |schedule: &Schedule| (function.bin.clone(), schedule.clone());
        function.schedules.iter().map(named)
    });
    all.collect()
}

fn ministack_log(root: &Path) -> PathBuf {
    root.join(format!("target/dev/ministack.{}.log", std::process::id()))
}
