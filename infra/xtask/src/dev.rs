//! `cargo xtask dev`: the whole system on this machine until Ctrl-C.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use local::leash::Output;
use local::{Options, Receiver, Stack, Verify, Which, demo};
use serde_json::{Map, Value, json};
use shared::clock::Clock;
use shared::events::signature::{Secret, Signer};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;

use crate::{Error, docs, progress, root};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Keep the table and the secrets in this folder; without it, everything is gone at the end.
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
    /// A parameter of template.yaml, e.g. CorsOrigins=http://localhost:5173 for a dashboard that
    /// runs here too. Can be given several times.
    #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = parameter)]
    parameters: Vec<(String, String)>,
    /// The secret of a webhook at the receiver that runs along (receiverUrl in
    /// target/dev/stack.json), besides the demo account's: the receiver's line of each delivery
    /// says whether its signatures verify. Can be given several times.
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
    Files::remove(&root); // of a run that was killed: they would promise what is not there yet
    let starting = async {
        let stack = Stack::start(options(&root, &arguments)).await?;
        let signers: Signers = Arc::default();
        let receiver = Receiver::announcing(progress(), Some(verifier(&signers))).await?;
        let demo = seed(&stack, &receiver, &signers, &arguments.webhook_secrets).await?;
        Ok::<_, Error>((stack, receiver, demo))
    };
    let (mut stack, receiver, demo) = tokio::select! {
        started = starting => started?,
        // What has started so far is dropped, and with it ends.
        () = &mut stopped => return Ok(()),
    };
    let files = Files::write(&root, &stack, &demo)?;
    eprintln!(
        "  · everything runs ({:.1} s)",
        start.elapsed().as_secs_f64()
    );
    if arguments.engines_only {
        engines_only_help();
    } else {
        help(&stack, &demo);
    }

    let outcome = tokio::select! {
        () = &mut stopped => Ok(()),
        failed = stack.failed() => failed.map_err(Error::from),
    };
    eprintln!("\n  · stopping");
    drop(files);
    stack.stop().await;
    drop(receiver); // after the functions, which may still be sending to it
    outcome
}

/// The documentation, beside the system: what keeps it from being there stops nothing else.
async fn documentation(root: PathBuf, port: u16) {
    let log = root.join("target/dev/docs.log");
    let mut server = match docs::serve(&root, port, log).await {
        Ok(server) => server,
        Err(error) => {
            return eprintln!("  · no documentation: {error}; target/dev/docs.log says more");
        }
    };
    println!("\nDocumentation: http://127.0.0.1:{port}\n");
    let _ended = server.wait().await;
    eprintln!("  · the documentation's server has ended; target/dev/docs.log says why");
}

fn options(root: &Path, arguments: &Arguments) -> Options {
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
        // Compiler messages and the functions' log lines are what one works with.
        output: Output::Inherit,
        progress: progress(),
        ..Options::new(root)
    }
}

/// What the receiver checks signatures with: the secrets of the webhooks at it.
type Signers = Arc<Mutex<Vec<Signer>>>;

/// Checks the signatures of what the receiver gets: one of the secrets must do for all of them.
fn verifier(signers: &Signers) -> Verify {
    let signers = Arc::clone(signers);
    Arc::new(move |headers, body| {
        let now = Clock::system().now();
        let signers = signers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut wrong = String::from("no secret is known");
        for signer in signers.iter() {
            let checks = signer.check(headers, body, now);
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

/// What is added to `stack.json` for the demonstration: `userId`, `readKey`, `receiverUrl`, …
type Demo = Map<String, Value>;

/// The demo account, its keys, its snapshots, and its webhook at the receiver.
async fn seed(
    stack: &Stack,
    receiver: &Receiver,
    signers: &Signers,
    more: &[Secret],
) -> Result<Demo, Error> {
    let failed = |e| Error::Failed(format!("putting the demo data into the table: {e}"));
    let table = local::connect(&stack.dynamodb_url, &stack.table_name);
    demo::seed(&table).await.map_err(failed)?;
    let vault = demo::vault(stack, &table).map_err(failed)?;
    let url = format!("{}/webhooks/twin", receiver.url);
    let webhook = demo::seed_webhook(&table, &vault, &url).await;
    let webhook = webhook.map_err(failed)?;
    // Not the constant: in a table that was kept it may have been rotated.
    let signer = webhook.signer(&vault, Clock::system().now()).await;
    let signer = signer.map_err(|e| failed(Box::new(e)))?;
    let owner = stack.owner_token(demo::SUBJECT)?;
    let secret = signer.current.reveal().to_owned();
    let others = more.iter().map(|secret| Signer {
        current: secret.clone(),
        former: None,
    });
    signers
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .extend(std::iter::once(signer).chain(others));
    Ok([
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
    .collect())
}

/// Files that other programs find a running stack by; gone when it stops.
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
        fields.insert("queues".into(), queues(stack));
        fields.insert("dynamodbUrl".into(), json!(stack.dynamodb_url));
        fields.insert("sqsUrl".into(), json!(stack.sqs_url));
        fields.insert("tableName".into(), json!(stack.table_name));
        if !stack.api_url.is_empty() {
            fields.insert("apiUrl".into(), json!(stack.api_url));
        }
        let env: String = stack
            .env()
            .iter()
            .map(|(name, value)| format!("{name}={value}\n"))
            .collect();
        let files = Self(root.to_path_buf());
        let stack = format!("{:#}\n", Value::Object(fields));
        for (name, text) in Self::NAMES.into_iter().zip([stack, env]) {
            // Written aside and renamed: whoever waits for the file never sees half of it.
            let (path, aside) = (folder.join(name), folder.join(format!("{name}.new")));
            std::fs::write(&aside, text)
                .map_err(Error::io(format!("writing {}", aside.display())))?;
            std::fs::rename(&aside, &path)
                .map_err(Error::io(format!("writing {}", path.display())))?;
        }
        Ok(files)
    }
}

/// The queues' URLs, their names in the template begun with a small letter as all fields are.
fn queues(stack: &Stack) -> Value {
    let named = stack.queues.iter().map(|(name, url)| {
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

fn help(stack: &Stack, demo: &Demo) {
    let field = |name| demo.get(name).and_then(Value::as_str).unwrap_or_default();
    let (key, token, user) = (field("readKey"), field("ownerToken"), field("userId"));
    let base = &stack.api_url;
    println!("\n{base}\n");
    println!("demo key  {key}\n");
    for path in ["me", "historic", "preset/estandar?format=md"] {
        println!("curl -H 'X-Twin-Key: {key}' '{base}/v1/public/twin/{path}'");
    }
    println!("\nAs the account's owner:\n");
    println!("curl -H 'Authorization: Bearer {token}' '{base}/v1/dashboard/twin/keys'");
    println!("\nA webhook, which arrives at the receiver that runs along:\n");
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
    println!("\nAs the operator's own systems:\n");
    println!(
        "curl --aws-sigv4 {scope} -u {id}:{secret} -X PUT -H 'Content-Type: application/json' \
         -d '{account}' '{base}/v1/internal/accounts/{user}'"
    );
    println!("\ntarget/dev/stack.json says this to programs. Ctrl-C stops everything.\n");
}

fn engines_only_help() {
    println!(
        "\nThe engines run. In another terminal:\n\n\
         cargo lambda watch --env-file target/dev/env -A 127.0.0.1\n\
         cargo lambda invoke twin-me --data-file events/twin-me.json -A 127.0.0.1\n\n\
         cargo-lambda itself is in target/tools/run/bin. Ctrl-C stops the engines.\n"
    );
}

fn listen(kind: SignalKind) -> Result<tokio::signal::unix::Signal, Error> {
    signal(kind).map_err(Error::io("listening for signals"))
}
