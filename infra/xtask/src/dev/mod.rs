//! `cargo xtask dev`: the whole system on this machine until Ctrl-C.

mod console;
mod line;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use common::Clock;
use demo::Verify;
use demo::runtime::DemoRuntime;
use local::process::Output;
use local::{Options, Receiver, Stack, Which};
use serde_json::{Map, Value, json};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;
use twin::events::PRODUCT;
use webhooks::signature::{Secret, Signer};

use self::console::Console;
use crate::{Error, docs, progress, root};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Keep the table and the secrets in this folder; without it, they are lost at the end.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Start the engines and write target/dev/env, for a `cargo lambda watch` of your own.
    #[arg(long)]
    engines_only: bool,
    /// The API's port.
    #[arg(long, default_value_t = 3000)]
    port: u16,
    /// The documentation's port.
    #[arg(long, default_value_t = 3001)]
    docs_port: u16,
    /// Print the functions' log lines as they are (JSON), instead of a short line for each request.
    #[arg(long)]
    json: bool,
    /// A parameter of template.yaml, e.g. CorsOrigins=http://localhost:5173 for a dashboard on
    /// this machine. Can be given several times.
    #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = parameter)]
    parameters: Vec<(String, String)>,
    /// The secret of a webhook at the receiver of this stack (receiverUrl in
    /// target/dev/stack.json), besides the demo account's: the receiver then reports whether the
    /// signatures of its deliveries verify. Can be given several times.
    #[arg(long = "webhook-secret", value_name = "WHSEC")]
    webhook_secrets: Vec<Secret>,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Error> {
    let (interrupt, terminate) = (
        listen(SignalKind::interrupt())?,
        listen(SignalKind::terminate())?,
    );
    let hangup = listen(SignalKind::hangup())?;
    let stopped = async move {
        let [mut interrupt, mut terminate, mut hangup] = [interrupt, terminate, hangup];
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {}, _ = hangup.recv() => {} }
    };
    tokio::pin!(stopped);

    let start = Instant::now();
    let root = root();
    let mut beside = JoinSet::new(); // ends with this function, however that ends
    if !arguments.engines_only {
        beside.spawn(documentation(root.clone(), arguments.docs_port));
    }
    Files::remove(&root); // those of a run that was killed: this one is not ready yet
    let starting = async {
        let stack = Stack::start(options(&root, &arguments)).await?;
        let signers: Signers = Arc::default();
        let receiver = demo::receiver(progress(), Some(verifier(&signers))).await?;
        let (demo, provider) =
            seed(&stack, &receiver, &signers, &arguments.webhook_secrets).await?;
        Ok::<_, Error>((stack, receiver, demo, provider))
    };
    let (mut stack, receiver, demo, provider) = tokio::select! {
        started = starting => started?,
        // What has started so far is dropped, and with it ends.
        () = &mut stopped => return Ok(()),
    };
    let files = Files::write(&root, &stack, &demo)?;
    eprintln!("  · ready after {:.1} s", start.elapsed().as_secs_f64());
    if arguments.engines_only {
        engines_only_help();
    } else {
        banner(&stack, &demo, arguments.docs_port);
    }

    let outcome = tokio::select! {
        () = &mut stopped => Ok(()),
        failed = stack.failed() => failed.map_err(Error::from),
    };
    eprintln!("\n  · stopping");
    drop(files);
    stack.stop().await;
    drop((receiver, provider)); // after the functions, which may still be sending to them
    outcome
}

/// The documentation, beside the system: an error here stops nothing else.
async fn documentation(root: PathBuf, port: u16) {
    let log = root.join("target/dev/docs.log");
    let mut server = match docs::serve(&root, port, log).await {
        Ok(server) => server,
        Err(error) => {
            return eprintln!("  · no documentation: {error} (its log: target/dev/docs.log)");
        }
    };
    eprintln!("  · the documentation is at http://127.0.0.1:{port}");
    let _ended = server.wait().await;
    eprintln!("  · the documentation's server has ended (its log: target/dev/docs.log)");
}

fn options(root: &Path, arguments: &Arguments) -> Options {
    let console = if arguments.json {
        Console::json()
    } else {
        Console::short()
    };
    Options {
        data: arguments.data.clone(),
        functions: if arguments.engines_only {
            Which::None
        } else {
            Which::All
        },
        port: Some(arguments.port),
        reload: true,
        throttle: true,
        schedules: true,
        parameters: arguments.parameters.clone(),
        output: Output::Inherit,
        logs: Some(console.logs),
        observer: console.observer,
        progress: progress(),
        ..Options::new(root)
    }
}

/// The secrets of the webhooks at the receiver, with which it checks signatures.
type Signers = Arc<Mutex<Vec<Signer>>>;

/// Checks the signatures of a delivery: one of the secrets must verify all of them.
fn verifier(signers: &Signers) -> Verify {
    let signers = Arc::clone(signers);
    Arc::new(move |headers, body| {
        let now = Clock::system().now();
        let signers = signers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut wrong = String::from("no secret is known");
        for signer in signers.iter() {
            let checks = signer.check(&PRODUCT, headers, body, now);
            match checks.into_iter().find(|check| !check.passed) {
                None => return Ok(()),
                Some(failed) => wrong = format!("{}: {}", failed.check, failed.message),
            }
        }
        Err(wrong)
    })
}

fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("it has the form NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// The fields of `stack.json` about the demonstration: `userId`, `readKey`, `receiverUrl`, …
type Demo = Map<String, Value>;

/// The demo account, its keys, its snapshots, and its webhook at the receiver.
async fn seed(
    stack: &Stack,
    receiver: &Receiver,
    signers: &Signers,
    more: &[Secret],
) -> Result<(Demo, Option<DemoRuntime>), Error> {
    let failed = |e| Error::Failed(format!("putting the demo data into the table: {e}"));
    let table = local::connect(&stack.dynamodb_url, &stack.table_name);
    demo::seed(&table).await.map_err(failed)?;
    let engine = demo::engine(stack, &table).map_err(failed)?;
    let url = format!("{}/webhooks/twin", receiver.url);
    let webhook = demo::seed_webhook(engine, &url).await.map_err(failed)?;
    // Not the constant: in a table that was kept, the secret may have been rotated.
    let signer = webhook.signer(&engine.vault, Clock::system().now()).await;
    let signer = signer.map_err(|e| failed(Box::new(e)))?;
    let owner = stack.owner_token(demo::SUBJECT)?;
    let secret = signer.current.reveal().to_owned();
    let others = more.iter().map(|secret| Signer {
        current: secret.clone(),
        previous: None,
    });
    signers
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .extend(std::iter::once(signer).chain(others));
    let transport = demo::transport(engine).map_err(failed)?;
    let proven = demo::prove_webhook(engine, transport, webhook).await;
    let seeded = demo::seed_deliveries(engine, &proven.map_err(failed)?).await;
    seeded.map_err(failed)?;
    // Without it the demo's developer is put into the table, and nobody can sign up.
    if stack.provider_url().is_some()
        && let Err(error) = stack.start_firebase().await
    {
        eprintln!("  · no sign-ups: {error}");
    }
    let provider = demo::provider::seed(stack).await.map_err(failed)?;
    let mut fields: Demo = [
        ("userId", demo::USER),
        ("readKey", demo::READ_KEY),
        ("writeKey", demo::WRITE_KEY),
        ("ownerToken", &owner),
        ("receiverUrl", &receiver.url),
        ("webhookId", demo::WEBHOOK),
        ("webhookSecret", &secret),
    ]
    .map(|(name, value)| (name.to_owned(), json!(value)))
    .into_iter()
    .collect();
    let runtime = provider.map(|provider| {
        fields.insert("provider".into(), provider.fields);
        provider.runtime
    });
    Ok((fields, runtime))
}

/// Files by which other programs find a running stack; removed when it stops.
struct Files(PathBuf);

impl Files {
    const NAMES: [&str; 2] = ["stack.json", "env"];

    fn remove(root: &Path) {
        for name in Self::NAMES {
            let _gone = std::fs::remove_file(root.join("target/dev").join(name));
        }
    }

    fn write(root: &Path, stack: &Stack, demo: &Demo) -> Result<Self, Error> {
        let folder = root.join("target/dev");
        std::fs::create_dir_all(&folder)
            .map_err(Error::io(format!("creating {}", folder.display())))?;
        let mut fields = demo.clone();
        fields.insert("internal".into(), json!(stack.internal));
        fields.insert("queues".into(), named(&stack.queues));
        fields.insert("dynamodbUrl".into(), json!(stack.dynamodb_url));
        fields.insert("sqsUrl".into(), json!(stack.sqs_url));
        fields.insert("tableName".into(), json!(stack.table_name));
        if !stack.api_url.is_empty() {
            fields.insert("apiUrl".into(), json!(stack.api_url));
        }
        if !stack.function_urls.is_empty() {
            fields.insert("functionUrls".into(), named(&stack.function_urls));
        }
        let env: String = stack
            .env()
            .iter()
            .map(|(name, value)| format!("{name}={value}\n"))
            .collect();
        let files = Self(root.to_path_buf());
        let stack = format!("{:#}\n", Value::Object(fields));
        for (name, text) in Self::NAMES.into_iter().zip([stack, env]) {
            // Written aside and renamed: a program that waits for the file never reads half of it.
            let (path, aside) = (folder.join(name), folder.join(format!("{name}.new")));
            std::fs::write(&aside, text)
                .map_err(Error::io(format!("writing {}", aside.display())))?;
            std::fs::rename(&aside, &path)
                .map_err(Error::io(format!("writing {}", path.display())))?;
        }
        Ok(files)
    }
}

/// URLs by their names in the template, with a small first letter as all fields have.
fn named(urls: &BTreeMap<String, String>) -> Value {
    let named = urls.iter().map(|(name, url)| {
        let (first, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
        (first.to_lowercase() + rest, json!(url))
    });
    Value::Object(named.collect())
}

impl Drop for Files {
    fn drop(&mut self) {
        Self::remove(&self.0);
    }
}

/// The addresses, and requests to begin with.
fn banner(stack: &Stack, demo: &Demo, docs_port: u16) {
    let field = |name| demo.get(name).and_then(Value::as_str).unwrap_or_default();
    let (key, token, user) = (field("readKey"), field("ownerToken"), field("userId"));
    let base = &stack.api_url;
    println!("\n{}\n", "─".repeat(72));
    for (name, url) in &stack.api_urls {
        println!("  {name:<16}{url}");
    }
    for (name, url) in &stack.function_urls {
        println!("  {name:<16}{url}");
    }
    println!("  {:<16}http://127.0.0.1:{docs_port}", "Documentation");
    println!("  {:<16}{}", "Receiver", field("receiverUrl"));
    println!("  {:<16}{user}", "Demo account");
    println!("  {:<16}{key}", "Demo key");
    println!("  {:<16}target/dev/stack.json", "For programs");
    println!("\n  As an integration:\n");
    for path in ["me", "historic", "preset/estandar?format=md"] {
        println!("curl -H 'X-Twin-Key: {key}' '{base}/v1/public/twin/{path}'");
    }
    println!("\n  As the account's owner:\n");
    println!("curl -H 'Authorization: Bearer {token}' '{base}/v1/dashboard/twin/keys'");
    println!("\n  A webhook, which arrives at the receiver:\n");
    let webhook = format!("{base}/v1/dashboard/twin/webhooks/{}", demo::WEBHOOK);
    println!("curl -X POST -H 'Authorization: Bearer {token}' '{webhook}/test'");
    println!("curl -H 'Authorization: Bearer {token}' '{webhook}/deliveries'");
    let internal = &stack.internal;
    let (id, secret) = (&internal.access_key_id, &internal.secret_access_key);
    let scope = format!("aws:amz:{}:{}", internal.region, internal.service);
    let account = json!({
        "subject": demo::SUBJECT, "plan": "professional", "status": "active", "tier": "starter",
        "updatedAt": Clock::system().now(),
    });
    if let Some(provider) = demo.get("provider") {
        let field = |name| {
            provider
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        println!("\n  As a provider's app, which gets an access token:\n");
        println!(
            "curl -u '{}:{}' -d grant_type=client_credentials '{}/v1/providers/auth/token'",
            field("clientId"),
            field("clientSecret"),
            field("apiUrl")
        );
    }
    println!("\n  As the operator's own systems:\n");
    println!(
        "curl --aws-sigv4 {scope} -u {id}:{secret} -X PUT -H 'Content-Type: application/json' \
         -d '{account}' '{base}/v1/internal/accounts/{user}'"
    );
    println!(
        "\n  Ctrl-C stops everything. Requests:\n{}\n",
        "─".repeat(72)
    );
}

fn engines_only_help() {
    println!(
        "\nThe engines run. In another terminal:\n\n\
         cargo lambda watch --env-file target/dev/env -A 127.0.0.1\n\
         cargo lambda invoke twin-me --data-file events/twin-me.json -A 127.0.0.1\n\n\
         cargo-lambda itself is in target/tools/python/run/bin. Ctrl-C stops the engines.\n"
    );
}

fn listen(kind: SignalKind) -> Result<tokio::signal::unix::Signal, Error> {
    signal(kind).map_err(Error::io("listening for signals"))
}
