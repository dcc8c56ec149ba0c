//! Everything together.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::emulator::Emulator;
use crate::firebase::Firebase;
use crate::functions::{Functions, Logs, Settings, common_environment};
use crate::gateway::{Api, Authorizer, Credentials, Gateway, Listener, Observer, Url};
use crate::invoker::Invoker;
use crate::issuer::{Issuer, Issuers};
use crate::mailbox::Mailbox;
use crate::mapping::{Mappings, Source};
use crate::process::Output;
use crate::schedule::Schedules;
use crate::secrets::Secrets;
use crate::template::{Function, HTTP_API, HttpApi, Schedule, Template, Throttles};
use crate::tools::{Tools, Toolset};
use crate::{Engines, Error, Progress, queues};

/// Lets webhooks go to receivers on this machine: a parameter, and its value here.
const RECEIVERS: (&str, &str) = ("AllowedHosts", "http://127.0.0.1");

/// The API of the provider platform, and the parameters that say whether it is there, where it is,
/// and whose ID tokens it takes.
const PROVIDER: ProviderNames = ProviderNames {
    api: "Provider/Api",
    platform: ("ProviderPlatform", "enabled"),
    issuer: "ProviderIssuer",
    id_tokens: ("ProviderIdTokenIssuer", "ProviderIdTokenAudience"),
    id_token_keys: "ProviderIdTokenKeysUrl",
    firebase: "ProviderFirebaseUrl",
    given: [
        ("ProviderFirebaseApiKey", "local"),
        (
            "ProviderMailFrom",
            "Provider platform <no-reply@example.com>",
        ),
        ("ProviderMailIdentity", "example.com"),
    ],
};

struct ProviderNames {
    api: &'static str,
    platform: (&'static str, &'static str),
    issuer: &'static str,
    id_tokens: (&'static str, &'static str),
    id_token_keys: &'static str,
    firebase: &'static str,
    /// Parameters without which nobody can sign up, and their values here.
    given: [(&'static str, &'static str); 3],
}

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
    /// The folder that keeps the table and the secrets; they are in memory where absent.
    pub data: Option<PathBuf>,
    /// Which functions to run.
    pub functions: Which,
    /// The port of the first HTTP API, by its name in the template; the other APIs and the
    /// function URLs have any free one, and so has this one where absent.
    pub port: Option<u16>,
    /// Processes that one function may have at once. With one, simultaneous calls wait for each
    /// other.
    pub concurrency: usize,
    /// Whether a change in the sources restarts the functions.
    pub reload: bool,
    /// Whether the throttles of the template hold.
    pub throttle: bool,
    /// Whether functions run on their schedules. Without it, only [`Stack::run_schedule`] runs
    /// them.
    pub schedules: bool,
    /// Whether functions get their queues' messages as they come. Without it, only
    /// [`Stack::run_mappings`] gives them.
    pub mappings: bool,
    /// Values of the template's parameters, instead of their defaults.
    pub parameters: Vec<(String, String)>,
    /// Where the builds' and the functions' output goes.
    pub output: Output,
    /// Takes the functions' output instead, line by line.
    pub logs: Option<Logs>,
    /// Takes each request that an HTTP API or a function URL has answered.
    pub observer: Option<Observer>,
    /// Takes progress messages.
    pub progress: Progress,
}

impl Options {
    /// All functions, in memory, without output: the options of a test.
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
            mappings: true,
            parameters: Vec::new(),
            logs: None,
            observer: None,
            progress: Arc::new(|_| {}),
        }
    }
}

/// The running system. Dropping it ends all its processes, without waiting;
/// [`Stack::stop`] waits.
pub struct Stack {
    /// The first HTTP API, without a trailing slash. Empty without functions.
    pub api_url: String,
    /// The HTTP APIs, by their names in the template. Empty without functions.
    pub api_urls: BTreeMap<String, String>,
    /// The functions that have a URL of their own, by their names in the template. Empty without
    /// functions.
    pub function_urls: BTreeMap<String, String>,
    /// Where the SDK finds DynamoDB.
    pub dynamodb_url: String,
    /// Where the SDK finds SQS and Secrets Manager.
    pub sqs_url: String,
    /// The table.
    pub table_name: String,
    /// The queues' URLs, by their names in the template.
    pub queues: BTreeMap<String, String>,
    /// The secrets' ARNs, by their names in the template.
    pub secrets: BTreeMap<String, String>,
    /// Whose signature opens the IAM routes; [`crate::sign`] makes one.
    pub internal: Credentials,
    env: Vec<(String, String)>,
    due: Vec<(String, Schedule)>,
    sources: Vec<Source>,
    /// Which function rotates which secret.
    rotations: BTreeMap<String, String>,
    // In the order in which they end: each one uses those after it.
    schedules: Option<Schedules>,
    mappings: Option<Mappings>,
    gateways: Vec<Gateway>,
    functions: Option<Functions>,
    invoker: Option<Invoker>,
    issuers: Issuers,
    /// Of the developers and users of the provider platform.
    signed_in: Option<Arc<Issuer>>,
    firebase: Option<Firebase>,
    mailbox: Mailbox,
    root: PathBuf,
    progress: Progress,
    kept: Secrets,
    emulator: Emulator,
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
        let mut template = Template::read(&root.join("template.yaml"))?;
        if template.has_parameter(RECEIVERS.0) {
            template.set(RECEIVERS.0, RECEIVERS.1)?;
        }
        let mailbox = Mailbox::start().await?;
        let mut firebase = None;
        let signed_in = if template.has_parameter(PROVIDER.platform.0) {
            template.set(PROVIDER.platform.0, PROVIDER.platform.1)?;
            template.set(PROVIDER.issuer, "http://127.0.0.1:0")?;
            let issuer = Arc::new(Issuer::start("local-provider").await?);
            template.set(PROVIDER.id_tokens.0, &issuer.url)?;
            template.set(PROVIDER.id_tokens.1, &issuer.audience)?;
            template.set(PROVIDER.id_token_keys, &issuer.keys_url())?;
            let front = Firebase::start(Arc::clone(&issuer), mailbox.kept()).await?;
            template.set(PROVIDER.firebase, &front.api_url())?;
            for (name, value) in PROVIDER.given {
                template.set(name, value)?;
            }
            firebase = Some(front);
            Some(issuer)
        } else {
            None
        };
        for (name, value) in &options.parameters {
            template.set(name, value)?;
        }
        let ports = Ports::take(&mut template, &options).await?;
        if let Some(url) = ports.url(PROVIDER.api) {
            template.set(PROVIDER.issuer, &url)?;
        }
        let tools = Tools::ensure(&root, Toolset::Run, progress).await?;
        let engines = Engines::start(&mut template, options.data.as_deref())?;
        let emulator = Emulator::start(&tools, ministack_log(&root)).await?;
        let queues = queues::create(&emulator.calls, &mut template).await?;
        let data = options.data.as_deref();
        let kept = Secrets::create(&emulator.calls, &mut template, data).await?;
        let issuers = Issuers::start(&mut template).await?;
        if let Some(broken) = template.broken_rules()?.first() {
            return Err(Error::Template(broken.clone()));
        }
        progress(&format!(
            "DynamoDB at {}, SQS and Secrets Manager at {}",
            engines.dynamodb_url, emulator.calls.url
        ));

        let mut functions = template.functions()?;
        let mut env = engines.env();
        env.extend(
            ["AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL_SECRETS_MANAGER"]
                .map(|name| (name.to_owned(), emulator.calls.url.clone())),
        );
        env.push(("AWS_ENDPOINT_URL_SESV2".to_owned(), mailbox.url.clone()));
        let shared = env.clone();
        // A nested stack's functions have settings of their own, such as the name of their table.
        let own: Vec<_> = functions
            .iter()
            .filter(|function| !function.logical_id.contains('/'))
            .cloned()
            .collect();
        env.extend(common_environment(&template, &own)?);
        match &options.functions {
            Which::All => {}
            Which::None => functions.clear(),
            Which::Only(bins) => functions.retain(|function| bins.contains(&function.bin)),
        }

        let mut stack = Self {
            api_url: String::new(),
            api_urls: BTreeMap::new(),
            function_urls: BTreeMap::new(),
            dynamodb_url: engines.dynamodb_url.clone(),
            sqs_url: emulator.calls.url.clone(),
            table_name: engines.table_name.clone(),
            sources: sources(&functions, &queues),
            rotations: rotations(&template, &functions)?,
            queues,
            secrets: kept.arns.clone(),
            internal: Credentials::local(),
            env,
            due: due(&functions),
            schedules: None,
            mappings: None,
            gateways: Vec::new(),
            functions: None,
            invoker: None,
            issuers,
            signed_in,
            firebase,
            mailbox,
            root: root.clone(),
            progress: Arc::clone(progress),
            kept,
            emulator,
            engines,
        };
        if options.functions != Which::None {
            let settings = Settings {
                root: &root,
                template: &template,
                functions: &functions,
                env: &shared,
                reload: options.reload,
                concurrency: options.concurrency,
                output: options.output.clone(),
                logs: options.logs.clone(),
                progress,
            };
            let running = Functions::start(&settings).await?;
            let invoker = Invoker::new(running.url.clone())?;
            stack.functions = Some(running);
            stack.serve(ports, &template, &functions, &invoker, &options)?;
            if options.schedules {
                stack.schedules = Some(Schedules::start(&stack.due, &invoker, progress));
            }
            if options.mappings {
                let calls = &stack.emulator.calls;
                let concurrency = options.concurrency;
                let running =
                    Mappings::start(&stack.sources, calls, &invoker, concurrency, progress);
                stack.mappings = Some(running);
            }
            stack.invoker = Some(invoker);
        }
        Ok(stack)
    }

    /// Serves the HTTP APIs and the function URLs.
    fn serve(
        &mut self,
        ports: Ports,
        template: &Template,
        functions: &[Function],
        invoker: &Invoker,
        options: &Options,
    ) -> Result<(), Error> {
        let mut apis = template.apis()?;
        for (id, listener) in ports.apis {
            let Some(settings) = apis.remove(&id) else {
                continue;
            };
            let HttpApi {
                throttles,
                cors,
                authorizers,
            } = settings;
            let routes = functions.iter().flat_map(|function| {
                let ours = function.routes.iter().filter(|route| route.api == id);
                ours.map(|route| (route.clone(), function.bin.clone()))
            });
            let authorizers = authorizers.into_iter().filter_map(|(name, settings)| {
                let keys = self.issuers.of(&id, &name)?.keys.clone();
                Some((name, Authorizer::new(settings, keys)))
            });
            let api = Api {
                routes: routes.collect(),
                invoker: invoker.clone(),
                throttles: if options.throttle {
                    throttles
                } else {
                    Throttles::default()
                },
                cors,
                authorizers: authorizers.collect(),
                internal: self.internal.clone(),
                observer: options.observer.clone(),
            };
            let gateway = Gateway::start(listener, api)?;
            if self.api_urls.is_empty() {
                self.api_url.clone_from(&gateway.url);
            }
            self.api_urls.insert(id, gateway.url.clone());
            self.gateways.push(gateway);
        }
        for (id, listener) in ports.urls {
            let function = functions.iter().find(|function| function.logical_id == id);
            let Some((function, settings)) = function.and_then(|f| Some((f, f.url.clone()?)))
            else {
                continue;
            };
            let url = Url {
                function: function.bin.clone(),
                settings,
                invoker: invoker.clone(),
                internal: self.internal.clone(),
                observer: options.observer.clone(),
            };
            let gateway = Gateway::start_url(listener, url);
            self.function_urls.insert(id, gateway.url.clone());
            self.gateways.push(gateway);
        }
        Ok(())
    }

    /// A token of this subject, for the only JWT authorizer of the template.
    ///
    /// # Errors
    /// As [`Stack::issue_token`].
    pub fn owner_token(&self, subject: &str) -> Result<String, Error> {
        self.issue_token(&json!({ "sub": subject }))
    }

    /// A token with these claims for the only JWT authorizer of the template: see
    /// [`Issuer::token`].
    ///
    /// # Errors
    /// Where the template has several authorizers or none ([`Stack::issuer`] names one), or the
    /// claims are no object.
    pub fn issue_token(&self, claims: &Value) -> Result<String, Error> {
        self.issuers.only()?.token(claims)
    }

    /// The issuer whose tokens a JWT authorizer accepts, by the names of the HTTP API and of the
    /// authorizer in the template. Authorizers for which the template has the same issuer share
    /// it, but not the audience: [`Issuer::token`] takes an `aud`.
    pub fn issuer(&self, api: &str, authorizer: &str) -> Option<&Issuer> {
        self.issuers.of(api, authorizer)
    }

    /// The issuer of the ID tokens of the provider platform's developers and users, where the
    /// template has that.
    pub fn provider_issuer(&self) -> Option<&Issuer> {
        self.signed_in.as_deref()
    }

    /// Starts the emulator of Firebase, by which developers sign up and log in, unless it runs.
    /// Without it, both are answered with a 503. Its tokens are signed by
    /// [`Stack::provider_issuer`] before anybody else gets them.
    ///
    /// # Errors
    /// Where the template has no provider platform, or the emulator does not start.
    pub async fn start_firebase(&self) -> Result<(), Error> {
        let none = || Error::Template("it has no provider platform".into());
        let firebase = self.firebase.as_ref().ok_or_else(none)?;
        firebase.start_emulator(&self.root, &self.progress).await
    }

    /// Whether the emulator of Firebase has been started.
    pub fn has_firebase(&self) -> bool {
        self.firebase.as_ref().is_some_and(Firebase::runs)
    }

    /// The mails that were sent.
    pub fn mailbox(&self) -> &Mailbox {
        &self.mailbox
    }

    /// The provider platform's API, without a trailing slash, where the template has it.
    pub fn provider_url(&self) -> Option<&str> {
        self.api_urls.get(PROVIDER.api).map(String::as_str)
    }

    /// The provider platform's table, where the template has it.
    pub fn provider_table(&self) -> Option<String> {
        self.engines.table("Provider/Table")
    }

    /// Runs a function's schedule now, whether it is enabled or not, and returns the function's
    /// answer. Where it has several, all of them run, and the last answer is returned.
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

    /// Gives a function a batch from each of its queues now, whether that is enabled or not, and
    /// returns how many messages it took. Does not wait for messages to come.
    ///
    /// # Errors
    /// Where the function has no queue, does not run, or fails.
    pub async fn run_mappings(&self, bin: &str) -> Result<usize, Error> {
        let none = || Error::Template(format!("{bin} has no queue, or does not run"));
        let invoker = self.invoker.as_ref().ok_or_else(none)?;
        let calls = &self.emulator.calls;
        let mut all = None;
        for source in self.sources.iter().filter(|source| source.bin == bin) {
            let batch = source.receive(calls, Duration::ZERO).await?;
            let taken = match batch.as_slice() {
                [] => 0,
                batch => source.give(batch, calls, invoker).await?.0,
            };
            *all.get_or_insert(0) += taken;
        }
        all.ok_or_else(none)
    }

    /// Moves the messages of a queue of dead letters to another queue, both by their names in
    /// the template, as `aws sqs start-message-move-task` does. Returns how many it moved.
    ///
    /// # Errors
    /// Where there is no such queue.
    pub async fn redrive(&self, dead_letters: &str, source: &str) -> Result<usize, Error> {
        let url = |name: &str| {
            let none = || Error::Template(format!("there is no queue {name}"));
            self.queues.get(name).ok_or_else(none)
        };
        let (from, to) = (url(dead_letters)?, url(source)?);
        if from == to {
            let what = format!("{source} can't be redriven to itself");
            return Err(Error::Template(what));
        }
        queues::redrive(&self.emulator.calls, from, to).await
    }

    /// Rotates the secret of this name in the template through its function, as Secrets Manager
    /// does: all four steps. A rotation that failed before is continued.
    ///
    /// # Errors
    /// Where the secret has no such function, it does not run, or it fails.
    pub async fn rotate_secret(&self, logical_id: &str) -> Result<(), Error> {
        let none = || {
            let what = format!("nothing rotates {logical_id}, or it does not run");
            Error::Template(what)
        };
        let invoker = self.invoker.as_ref().ok_or_else(none)?;
        let bin = self.rotations.get(logical_id).ok_or_else(none)?;
        let arn = self.secrets.get(logical_id).ok_or_else(none)?;
        self.kept.rotate(arn, bin, invoker).await
    }

    /// Where a function is invoked directly, with an event as the body.
    pub fn invocation_url(&self, bin: &str) -> Option<String> {
        self.invoker.as_ref().map(|invoker| invoker.url(bin))
    }

    /// The environment that the functions have in common, those of nested stacks aside, for any
    /// other client of this stack.
    pub fn env(&self) -> Vec<(String, String)> {
        self.env.clone()
    }

    /// The engines, for operations that no API call offers.
    pub fn engines(&self) -> &Engines {
        &self.engines
    }

    /// Waits for as long as the stack runs.
    ///
    /// # Errors
    /// When the engine of SQS and Secrets Manager ends by itself.
    pub async fn failed(&mut self) -> Result<(), Error> {
        self.emulator.ended().await
    }

    /// Ends everything and waits until it is gone.
    pub async fn stop(self) {
        drop(self.schedules);
        if let Some(mappings) = self.mappings {
            mappings.stop().await;
        }
        for gateway in self.gateways {
            gateway.stop().await;
        }
        if let Some(functions) = self.functions {
            functions.stop().await;
        }
        // A secret that was changed by hand, with the AWS CLI for instance, is kept too.
        let _unwritten = self.kept.keep().await;
        self.emulator.stop().await;
        let engines = self.engines;
        let _ended = tokio::task::spawn_blocking(move || drop(engines)).await;
    }
}

/// The ports of the HTTP APIs and of the function URLs, by their names in the template.
struct Ports {
    apis: Vec<(String, Listener)>,
    urls: Vec<(String, Listener)>,
}

impl Ports {
    /// Where an API will be served.
    fn url(&self, api: &str) -> Option<String> {
        let (_, listener) = self.apis.iter().find(|(id, _)| id == api)?;
        Some(listener.url())
    }

    /// Takes a port for each and binds the URLs in the template: `!GetAtt Api.ApiEndpoint`, and
    /// `!GetAtt FunctionUrl.FunctionUrl` of the resource that SAM adds to a function.
    async fn take(template: &mut Template, options: &Options) -> Result<Self, Error> {
        let (mut apis, mut urls) = (Vec::new(), Vec::new());
        if options.functions == Which::None {
            return Ok(Self { apis, urls });
        }
        for id in template.of_type(HTTP_API) {
            let port = options.port.filter(|_| apis.is_empty());
            let listener = Listener::bind(port).await?;
            template.bind(&id, "ApiEndpoint", &listener.url());
            apis.push((id, listener));
        }
        for id in template.of_type("AWS::Serverless::Function") {
            if template.written(&id, "FunctionUrlConfig").is_some() {
                let listener = Listener::bind(None).await?;
                let url = format!("{}/", listener.url());
                template.bind(&format!("{id}Url"), "FunctionUrl", &url);
                urls.push((id, listener));
            }
        }
        Ok(Self { apis, urls })
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

/// The functions' queues.
fn sources(functions: &[Function], queues: &BTreeMap<String, String>) -> Vec<Source> {
    let all = functions.iter().flat_map(|function| {
        function.mappings.iter().filter_map(|mapping| {
            Some(Source {
                bin: function.bin.clone(),
                mapping: mapping.clone(),
                url: queues.get(&mapping.queue)?.clone(),
            })
        })
    });
    all.collect()
}

/// The binaries that rotate secrets, by the secrets' names in the template.
fn rotations(
    template: &Template,
    functions: &[Function],
) -> Result<BTreeMap<String, String>, Error> {
    let rotations = template.rotations()?.into_iter();
    let running = rotations.filter_map(|(secret, rotator)| {
        let function = functions.iter().find(|f| f.logical_id == rotator)?;
        Some((secret, function.bin.clone()))
    });
    Ok(running.collect())
}

fn ministack_log(root: &Path) -> PathBuf {
    root.join(format!("target/dev/ministack.{}.log", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engines() -> Options {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        Options {
            functions: Which::None,
            ..Options::new(root)
        }
    }

    fn variable(stack: &Stack, name: &str) -> String {
        let env = stack.env();
        let found = env.iter().find(|(variable, _)| variable == name);
        found.unwrap().1.clone()
    }

    #[tokio::test]
    async fn secrets_and_receivers_are_in_the_environment_and_dead_letters_go_back() {
        let stack = Stack::start(engines()).await.unwrap();
        assert_eq!(variable(&stack, "ALLOWED_HOSTS"), "http://127.0.0.1");
        assert_eq!(
            variable(&stack, "WEBHOOK_KEYS_ARN"),
            stack.secrets["WebhookKeys"]
        );

        let client = crate::connect_queues(&stack.sqs_url);
        let dead = &stack.queues["EventsDeadLetters"];
        for n in 0..12 {
            let message = client.send_message().queue_url(dead);
            message.message_body(n.to_string()).send().await.unwrap();
        }
        let moved = stack.redrive("EventsDeadLetters", "Events").await.unwrap();
        assert_eq!(moved, 12);
        for (from, to) in [
            ("Events", "Events"),
            ("Nothing", "Events"),
            ("Events", "Nothing"),
        ] {
            assert!(stack.redrive(from, to).await.is_err(), "{from} to {to}");
        }

        // Nothing runs here.
        let error = stack.run_mappings("webhook-dispatch").await.unwrap_err();
        assert!(error.to_string().contains("does not run"), "{error}");
        let error = stack.rotate_secret("WebhookKeys").await.unwrap_err();
        assert!(error.to_string().contains("does not run"), "{error}");
        stack.stop().await;
    }

    #[tokio::test]
    async fn a_parameter_that_is_given_counts() {
        let mut options = engines();
        options.parameters = vec![("AllowedHosts".into(), String::new())];
        let stack = Stack::start(options).await.unwrap();
        assert_eq!(variable(&stack, "ALLOWED_HOSTS"), "");
        stack.stop().await;
    }
}
