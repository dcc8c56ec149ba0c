//! Every example of the guides, run as it stands there against the running stack: what it prints,
//! what it does, and whether the answers that a guide shows have the shape of real ones.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use common::Clock;
use local::tools::{Tools, Toolset};
use local::{Answer, Receiver};
use serde_json::{Value, json};
use standardwebhooks::Webhook;
use tests::guides::{Fence, fences, same_shape};
use tests::live::{Live, with};
use tests::root;
use tokio::process::{Child, Command};
use twin::PlainKey;

use crate::{clients, provider_guides};

/// Examples that no test can run: they install packages, or start the stack, which runs already.
const NOT_RUN: [&str; 9] = [
    "install-anthropic-node.sh",
    "install-anthropic.sh",
    "install-client.sh",
    "install-openai-node.sh",
    "install-openai.sh",
    "install-receiver-node.sh",
    "install-receiver-rust.sh",
    "install-receiver.sh",
    "start-local.sh",
];
const PATIENCE: Duration = Duration::from_secs(60);
/// The answer of the imitated models.
const SAID: &str = "Begin with the deadline — «poco a poco».";

/// The pages' fences, a folder with the programs among them, and the fences that were tried.
struct Guides {
    live: &'static Live,
    fences: BTreeMap<String, Fence>,
    tried: Mutex<BTreeSet<String>>,
    folder: PathBuf,
    path: String,
    /// A key of the demo account that may do everything.
    key: PlainKey,
}

/// How a program ended.
struct Ended {
    ok: bool,
    out: String,
    err: String,
}

impl Ended {
    /// What it printed, as JSON.
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("{}{}", self.out, self.err))
    }
}

/// All pages' fences but for those that the tests of generated clients and of the provider platform
/// run.
fn pages() -> BTreeMap<String, Fence> {
    let mut pages = fences(&root().join("infra/docs/src/content/docs"));
    let elsewhere = [clients::PAGE, provider_guides::PAGE];
    pages.retain(|_, fence| !elsewhere.iter().any(|page| fence.at.starts_with(page)));
    pages
}

async fn tools(toolset: Toolset) -> Tools {
    let progress: local::Progress = Arc::new(|line| eprintln!("  · {line}"));
    Tools::ensure(&root(), toolset, &progress).await.unwrap()
}

/// A folder with every program of the guides, and with the npm packages.
fn unpack(name: &str, fences: &BTreeMap<String, Fence>) -> PathBuf {
    let folder = root().join(format!("target/dev/{name}.{}", std::process::id()));
    let _absent = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    for fence in fences.values().filter(|fence| is_program(fence)) {
        std::fs::write(folder.join(&fence.title), &fence.text).unwrap();
    }
    std::fs::write(folder.join("package.json"), r#"{"type":"module"}"#).unwrap();
    let packages = root().join("infra/docs/node_modules");
    std::os::unix::fs::symlink(packages, folder.join("node_modules")).unwrap();
    folder
}

fn is_program(fence: &Fence) -> bool {
    !fence.not_run && matches!(fence.lang.as_str(), "sh" | "python" | "ts")
}

impl Guides {
    async fn open(live: &'static Live) -> Self {
        let (check, docs) = (tools(Toolset::Check).await, tools(Toolset::Docs).await);
        let fences = pages();
        let path = std::env::join_paths(
            [check.bin, docs.bin]
                .into_iter()
                .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
        );
        Self {
            live,
            folder: unpack("guides", &fences),
            fences,
            tried: Mutex::default(),
            path: path.unwrap().into_string().unwrap(),
            key: live.key(demo::USER.parse().unwrap()).await.0,
        }
    }

    /// The fence of this title, which counts as tried from now on.
    fn take(&self, title: &str) -> &Fence {
        self.tried.lock().unwrap().insert(title.to_owned());
        self.fences
            .get(title)
            .unwrap_or_else(|| panic!("no fence is titled {title}"))
    }

    /// A program of the guides, with the variables that they name as its whole environment.
    fn command(&self, title: &str, env: &[(&str, &str)], args: &[&str]) -> Command {
        let fence = self.take(title);
        assert!(is_program(fence), "{title}");
        let (program, first) = match fence.lang.as_str() {
            "sh" => ("bash", Some("-e")),
            "python" => ("python", None),
            _ => ("node", None),
        };
        let mut command = Command::new(program);
        command
            .args(first)
            .arg(title)
            .args(args)
            .current_dir(&self.folder)
            .env_clear()
            .env("PATH", &self.path)
            .env("TWIN_API_URL", &self.live.stack.api_url)
            .env("TWIN_API_KEY", self.key.reveal())
            .envs(env.iter().copied())
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Runs a program to its end.
    async fn run(&self, title: &str, env: &[(&str, &str)], args: &[&str]) -> Ended {
        let running = self.command(title, env, args).output();
        let ended = tokio::time::timeout(PATIENCE, running).await;
        let ended = ended.unwrap_or_else(|_| panic!("{title} does not end"));
        let ended = ended.unwrap();
        Ended {
            ok: ended.status.success(),
            out: String::from_utf8(ended.stdout).unwrap(),
            err: String::from_utf8(ended.stderr).unwrap(),
        }
    }

    /// Runs a program that must succeed.
    async fn good(&self, title: &str, env: &[(&str, &str)]) -> Ended {
        let ended = self.run(title, env, &[]).await;
        assert!(ended.ok, "{title}: {}{}", ended.out, ended.err);
        ended
    }

    /// Compares an answer that a guide shows with a real one.
    fn shows(&self, title: &str, real: &Value) {
        let fence = self.take(title);
        let shown = serde_json::from_str(&fence.text);
        let shown = shown.unwrap_or_else(|e| panic!("{}: {e}", fence.at));
        same_shape(&shown, real).unwrap_or_else(|why| panic!("{}: {why}", fence.at));
    }

    /// Runs a program that prints an answer which a guide shows.
    async fn answers(&self, title: &str, env: &[(&str, &str)]) -> Value {
        let answer = self.good(title, env).await.json();
        self.shows(&format!("the answer of {title}"), &answer);
        answer
    }

    /// A prompt as the API serves it.
    async fn prompt(&self, preset: &str) -> String {
        let answer = self.live.get(&self.key, &format!("/preset/{preset}")).await;
        assert_eq!(answer.status, 200);
        String::from_utf8(answer.body).unwrap()
    }
}

/// Each fence is tried, or says that it can't be run.
#[test]
fn every_example_holds() {
    with(|live| async move {
        // Another file's tests may have deleted it.
        live.seed_webhook().await;
        let guides = &Guides::open(live).await;
        tokio::join!(
            reads(guides),
            backs_off(guides),
            keys(guides),
            models(guides),
            writes(guides),
            errors(guides),
            receivers(guides),
            shown(guides),
        );
        let tried = guides.tried.lock().unwrap().clone();
        let (not_run, rest): (Vec<_>, Vec<_>) =
            guides.fences.values().partition(|fence| fence.not_run);
        let not_run: Vec<_> = not_run.iter().map(|fence| &fence.title).collect();
        assert_eq!(not_run, NOT_RUN);
        let missed: Vec<_> = rest
            .iter()
            .filter(|fence| !tried.contains(&fence.title))
            .collect();
        assert!(missed.is_empty(), "no test tries {missed:#?}");
        std::fs::remove_dir_all(&guides.folder).unwrap();
    });
}

/// The first call, the presets, and a prompt that is cached.
async fn reads(guides: &Guides) {
    let whole = guides.prompt("estandar?format=md&lang=en").await;
    for (title, alive) in [
        ("first-call.sh", r#"{"ok":true,"#),
        ("first_call.py", "alive: True\ncalls left this month: "),
        ("first-call.ts", "alive: true\ncalls left this month: "),
    ] {
        let out = guides.good(title, &[]).await.out;
        assert!(out.starts_with(alive), "{title}: {out}");
        assert!(out.trim_end().ends_with(whole.trim_end()), "{title}: {out}");
    }
    let compact = guides.prompt("compacto?format=txt&lang=en&variant=claude");
    let compact = compact.await;
    for title in ["fetch-preset.sh", "fetch_preset.py", "fetch-preset.ts"] {
        assert_eq!(
            guides.good(title, &[]).await.out.trim_end(),
            compact.trim_end()
        );
    }
    for title in ["cache_prompt.py", "cache-prompt.ts"] {
        assert_eq!(guides.good(title, &[]).await.out, "200\n304\n", "{title}");
    }
    assert_eq!(guides.good("cache-prompt.sh", &[]).await.out, "304\n");
    let kept = std::fs::read_to_string(guides.folder.join("prompt.txt")).unwrap();
    assert_eq!(kept, guides.prompt("estandar?format=txt&lang=en").await);
    assert!(!guides.folder.join("prompt.new").exists());
}

/// Waits as `Retry-After` says, and gives up where waiting does not help.
async fn backs_off(guides: &Guides) {
    let live = guides.live;
    let compact = guides.prompt("compacto?format=txt&lang=en").await;
    let user = live.account(1).await;
    let spent = live.key(user).await.0;
    assert_eq!(live.get(&spent, "/me").await.status, 200);
    for title in ["back_off.py", "back-off.ts", "retrying_session.py"] {
        // An API that refuses twice: by itself, and then by the gateway before it.
        let busy = Receiver::start().await.unwrap();
        let turn = AtomicU32::new(0);
        let prompt = compact.clone();
        busy.answer_others(move |_| match turn.fetch_add(1, Ordering::Relaxed) {
            0 => Answer::status(429).with_header("retry-after", "1"),
            1 => Answer::status(503).with_body(r#"{"message":"Service Unavailable"}"#),
            _ => Answer::status(200).with_body(prompt.clone()),
        });
        let patient = guides.good(title, &[("TWIN_API_URL", &busy.url)]).await;
        assert_eq!(patient.out.trim_end(), compact.trim_end(), "{title}");
        let came: Vec<_> = busy.received().iter().map(|request| request.at).collect();
        assert_eq!(came.len(), 3, "{title}");
        for (pair, least) in came.windows(2).zip([1, 2]) {
            let waited = (pair[1] - pair[0]).whole_milliseconds();
            let bounds = least * 1000..least * 1000 + 2_500;
            assert!(bounds.contains(&waited), "{title}: {waited}");
        }
        let env = [("TWIN_API_KEY", spent.reveal())];
        let began = Instant::now();
        let given_up = guides.run(title, &env, &[]).await;
        assert!(!given_up.ok);
        let code = "TIER_QUOTA_EXCEEDED";
        assert!(given_up.err.contains(code), "{title}: {}", given_up.err);
        assert!(began.elapsed() < PATIENCE / 2);
    }
}

/// A key is made, rotated and revoked.
async fn keys(guides: &Guides) {
    let live = guides.live;
    let user = live.account(100).await;
    let token = live.stack.owner_token(&format!("owner of {user}")).unwrap();
    let owner = ("TWIN_OWNER_TOKEN", token.as_str());
    let refusal = async |made: &Value| {
        let key: PlainKey = made["key"].as_str().unwrap().parse().unwrap();
        live.get(&key, "/health").await.code().unwrap_or_default()
    };
    let made = guides.answers("make-key.sh", &[owner]).await;
    assert_eq!(refusal(&made).await, "IP_NOT_ALLOWED");
    let again = guides.good("make-key.sh", &[owner]).await.json();
    assert_eq!(again["id"], made["id"]);
    assert_eq!(again.get("key"), None);
    let id = ("KEY_ID", made["id"].as_str().unwrap());
    let rotated = guides.answers("rotate-key.sh", &[owner, id]).await;
    assert_eq!(rotated["replaces"]["id"], made["id"]);
    assert_eq!(refusal(&made).await, "IP_NOT_ALLOWED", "it still works");
    let id = ("KEY_ID", rotated["id"].as_str().unwrap());
    let revoked = guides.good("revoke-key.sh", &[owner, id]).await.json();
    assert_eq!(revoked["status"], "revoked");
    assert_eq!(refusal(&rotated).await, "KEY_REVOKED");
}

/// What the official SDKs of both models send, to an imitation of each.
async fn models(guides: &Guides) {
    let models = Receiver::start().await.unwrap();
    models.answer("/v1/messages", |_| {
        Answer::status(200)
            .with_header("content-type", "application/json")
            .with_body(
                json!({
                    "id": "msg_1", "type": "message", "role": "assistant", "model": "imitated",
                    "content": [{ "type": "text", "text": SAID }],
                    "stop_reason": "end_turn", "stop_sequence": null,
                    "usage": { "input_tokens": 1, "output_tokens": 1 },
                })
                .to_string(),
            )
    });
    models.answer("/v1/responses", |_| {
        Answer::status(200)
            .with_header("content-type", "application/json")
            .with_body(
                json!({
                    "id": "resp_1", "object": "response", "created_at": 0, "model": "imitated",
                    "status": "completed", "tools": [], "tool_choice": "auto",
                    "parallel_tool_calls": true, "error": null, "metadata": {},
                    "output": [{
                        "id": "msg_1", "type": "message", "role": "assistant",
                        "status": "completed",
                        "content": [{ "type": "output_text", "text": SAID, "annotations": [] }],
                    }],
                })
                .to_string(),
            )
    });
    let (claude, gpt) = (models.url.clone(), format!("{}/v1", models.url));
    let env = [
        ("ANTHROPIC_API_KEY", "sk-ant-none"),
        ("ANTHROPIC_BASE_URL", claude.as_str()),
        ("OPENAI_API_KEY", "sk-none"),
        ("OPENAI_BASE_URL", gpt.as_str()),
    ];
    for (title, variant) in [
        ("ask_claude.py", "claude"),
        ("ask-claude.ts", "claude"),
        ("ask_gpt.py", "gpt"),
        ("ask-gpt.ts", "gpt"),
    ] {
        let query = format!("estandar?format=txt&lang=en&variant={variant}");
        let prompt = guides.prompt(&query).await;
        let out = guides.good(title, &env).await.out;
        assert_eq!(out, format!("{SAID}\n{SAID}\n"), "{title}");
        let sent = models.take();
        assert_eq!(sent.len(), 2, "{title}");
        for (request, asked) in sent.iter().zip(["Plan my week", "What would you"]) {
            let body = request.json();
            let (system, question) = if variant == "claude" {
                let block = &body["system"][0];
                assert_eq!(block["cache_control"], json!({ "type": "ephemeral" }));
                assert_eq!(body["system"].as_array().unwrap().len(), 1);
                (&block["text"], &body["messages"][0]["content"])
            } else {
                assert_eq!(body["store"], false);
                (&body["instructions"], &body["input"])
            };
            // Byte for byte what the API serves.
            assert_eq!(system.as_str().unwrap(), prompt, "{title}");
            assert!(question.as_str().unwrap().starts_with(asked), "{title}");
            let authorised = ["x-api-key", "authorization"].map(|name| request.header(name));
            assert!(authorised.concat().contains("sk-"), "{title}");
        }
    }
}

/// Proposals: the same one in three languages is one discovery, which waits for its owner.
async fn writes(guides: &Guides) {
    let live = guides.live;
    let user = live.account(100).await;
    let key = live.key(user).await.0;
    let token = live.stack.owner_token(&format!("owner of {user}")).unwrap();
    let env = [
        ("TWIN_API_KEY", key.reveal()),
        ("TWIN_OWNER_TOKEN", token.as_str()),
    ];
    let fact = guides.answers("propose-fact.sh", &env).await;
    assert_eq!(
        (&fact["accepted"], &fact["duplicates"]),
        (&json!(1), &json!(0))
    );
    let same = guides.good("propose-fact.sh", &env).await.json();
    assert_eq!(same, fact, "the Idempotency-Key repeats the answer");
    let id = fact["ids"][0].as_str().unwrap();
    let inbox = fact["inboxUrl"].as_str().unwrap();
    for (title, list) in [
        ("propose_fact.py", format!("['{id}']")),
        ("propose-fact.ts", format!("[ '{id}' ]")),
    ] {
        let out = guides.good(title, &env).await.out;
        let expected = format!("0 accepted, 1 known already: {list}\nto be reviewed at {inbox}\n");
        assert_eq!(out, expected, "{title}");
    }
    let note = guides.good("propose-note.sh", &env).await.json();
    assert_eq!(note["accepted"], 1);
    let out = guides.good("propose_note.py", &env).await.out;
    assert!(out.starts_with("0 accepted, 1 known already: "), "{out}");
    let out = guides.good("propose-note.ts", &env).await.out;
    assert!(out.contains("duplicates: 1") && out.contains(note["ids"][0].as_str().unwrap()));
    let queue = guides.answers("review-queue.sh", &env).await;
    let queued: Vec<_> = queue["discoveries"].as_array().unwrap().iter().collect();
    let ids: Vec<_> = queued.iter().map(|discovery| &discovery["id"]).collect();
    assert_eq!(ids, [&note["ids"][0], &fact["ids"][0]]);
}

/// How a program reads a refusal.
async fn errors(guides: &Guides) {
    for title in ["handle_errors.py", "handle-errors.ts"] {
        let out = guides.good(title, &[]).await.out;
        let (first, second) = out.trim_end().split_once('\n').unwrap();
        assert!(
            first.starts_with("400 VALIDATION_ERROR req_"),
            "{title}: {out}"
        );
        assert_eq!(
            second, "lang must be one of es, en, fr, de, it, pt",
            "{title}"
        );
    }
}

/// A fence titled with a path shows what that path answers.
async fn shown(guides: &Guides) {
    for (title, fence) in &guides.fences {
        let Some(path) = title.strip_prefix("GET ") else {
            continue;
        };
        let (path, accept) = path.split_once(" as ").unwrap_or((path, "*/*"));
        let headers = [("X-Twin-Key", guides.key.reveal()), ("Accept", accept)];
        let answer = guides.live.send("GET", path, &headers, b"").await;
        if fence.lang == "json" {
            guides.shows(title, &answer.json());
        } else {
            let whole = String::from_utf8(answer.body).unwrap();
            assert!(whole.contains(&guides.take(title).text), "{}", fence.at);
        }
    }
    // A delivery as it arrives, and the official client's verifier of a stored body.
    let live = guides.live;
    let token = live.stack.owner_token(demo::SUBJECT).unwrap();
    let path = format!("/twin/webhooks/{}/test", demo::WEBHOOK);
    let asked = live.ask(&token, "POST", &path, None).await;
    assert_eq!(asked.status, 202, "{}", asked.json());
    let (asked, began) = (asked.json(), Instant::now());
    let sent = loop {
        assert!(began.elapsed() < PATIENCE, "{asked} did not arrive");
        let all = live.receiver.received();
        let found = all
            .into_iter()
            .find(|sent| sent.header("webhook-id") == asked["id"]);
        match found {
            Some(sent) => break sent,
            None => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    };
    guides.shows("a delivery", &sent.json());
    let signature = sent.header("x-afinitwin-signature");
    for (body, verdict) in [
        (sent.body.to_vec(), true),
        ([&sent.body[..], b" "].concat(), false),
    ] {
        std::fs::write(guides.folder.join("body.json"), body).unwrap();
        let env = [("TWIN_WEBHOOK_SECRET", demo::WEBHOOK_SECRET)];
        let args = ["body.json", signature];
        let checked = guides.run("check_signature.py", &env, &args).await;
        assert_eq!(checked.ok, verdict, "{}{}", checked.out, checked.err);
        let output = [&checked.out, &checked.err].map(|text| text.trim_end());
        let (right, wrong) = ("the signature is right", "the signature is wrong");
        assert_eq!(output, if verdict { [right, ""] } else { ["", wrong] });
    }
}

/// The three receivers, each from its registration on.
async fn receivers(guides: &Guides) {
    let rust = guides.take("receive_webhooks.rs");
    assert_eq!(rust.lang, "rust");
    let source = std::fs::read_to_string(root().join("infra/tests/examples/receive_webhooks.rs"));
    let source = source.unwrap();
    let (_, as_shown) = source.split_once("\n\n").unwrap();
    assert_eq!(rust.text, as_shown, "{}", rust.at);
    tokio::join!(
        receiver(guides, "receive_webhooks.py"),
        receiver(guides, "receive-webhooks.ts"),
        receiver(guides, "receive_webhooks.rs"),
    );
}

/// The Rust receiver, compiled. `cargo test` does that too, but not where it runs this test alone.
async fn compiled() -> PathBuf {
    let mut built = Command::new(env!("CARGO"));
    built
        .args(["build", "--quiet", "--workspace", "--all-features"])
        .args(["--example", "receive_webhooks"])
        .current_dir(root());
    assert!(built.status().await.unwrap().success());
    let own = std::env::current_exe().unwrap();
    let target = own.parent().and_then(|deps| deps.parent()).unwrap();
    target.join("examples/receive_webhooks")
}

async fn receiver(guides: &Guides, title: &str) {
    let live = guides.live;
    let user = live.account(100).await;
    let token = live.stack.owner_token(&format!("owner of {user}")).unwrap();
    let free = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap();
    let port = free.local_addr().unwrap().port().to_string();
    let url = format!("http://127.0.0.1:{port}/webhooks/twin");
    let env = [
        ("TWIN_OWNER_TOKEN", token.as_str()),
        ("TWIN_WEBHOOK_URL", url.as_str()),
    ];
    let made = guides.answers("register.sh", &env).await;
    let (id, secret) = (&made["id"], made["secret"].as_str().unwrap());
    let env = [env[0], ("WEBHOOK_ID", id.as_str().unwrap())];
    let log_file = guides.folder.join(format!("{title}.log"));
    drop(free);
    let start = [("TWIN_WEBHOOK_SECRET", secret), ("PORT", port.as_str())];
    let _running = started(guides, title, &start, &log_file).await;

    // The first probe came before there was a receiver; the next one proves it.
    let settled = async |verdict: &str| {
        let began = Instant::now();
        loop {
            let webhook = guides.good("webhook.sh", &env).await.json();
            if webhook["lastProbe"]["verdict"] == verdict {
                return webhook;
            }
            assert!(began.elapsed() < PATIENCE, "{title}: {webhook}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    settled("failed").await;
    guides.good("send-test.sh", &env).await;
    assert_eq!(settled("passed").await["status"], "enabled", "{title}");
    let code = "0".repeat(32);
    let confirm = [env[0], env[1], ("CODE", code.as_str())];
    let confirmed = guides.good("confirm.sh", &confirm).await.json();
    assert_eq!(confirmed["status"], "enabled", "it is proven already");

    // One of ours: accepted, as the log of deliveries says.
    let delivery = async |status: u16| {
        let asked = guides.good("send-test.sh", &env).await.json();
        let began = Instant::now();
        loop {
            let log = guides.good("deliveries.sh", &env).await.json();
            let latest = &log["deliveries"][0];
            assert_eq!(latest["id"], asked["id"], "{title}");
            if let Some(attempt) = latest["attempts"].get(0) {
                assert_eq!(attempt["status"], status, "{title}: {latest}");
                return log;
            }
            assert!(began.elapsed() < PATIENCE, "{title}: {latest}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let log = delivery(204).await;
    assert_eq!(log["deliveries"][0]["status"], "succeeded");
    guides.shows("the answer of deliveries.sh", &log);
    let first = log["deliveries"][0]["id"].as_str().unwrap();

    // Signed as ours are, but changed, too old, too early, or not signed at all.
    let now = Clock::system().now().seconds();
    let signed = Webhook::new(secret).unwrap();
    let post = async |at: i64, signed_body: &str, body: &str| {
        let signature = signed.sign("dlv_X", at, signed_body.as_bytes()).unwrap();
        let request = reqwest::Client::new()
            .post(&url)
            .header("webhook-id", "dlv_X")
            .header("webhook-timestamp", at.to_string())
            .header("webhook-signature", signature)
            .body(body.to_owned());
        request.send().await.unwrap().status().as_u16()
    };
    let ready = r#"{"event":"twin.snapshot.ready","deliveryId":"dlv_X","timestamp":"2026-11-22T08:15:38.093Z","data":{"id":"snp_X"}}"#;
    let forged = ready.replace("snp_X", "snp_Y");
    assert_eq!(post(now, ready, &forged).await, 400, "{title}: changed");
    assert_eq!(post(now - 600, ready, ready).await, 400, "{title}: old");
    assert_eq!(post(now + 600, ready, ready).await, 400, "{title}: early");
    let bare = reqwest::Client::new().post(&url).body(ready).send().await;
    assert_eq!(bare.unwrap().status(), 400, "{title}: not signed");
    assert_eq!(post(now, ready, ready).await, 204, "{title}");
    assert_eq!(post(now, ready, ready).await, 204, "{title}: repeated");
    tokio::time::sleep(Duration::from_millis(300)).await;
    let handled = || {
        let output = std::fs::read_to_string(&log_file).unwrap();
        let ours = |line: &&str| line.starts_with("handled") || line.starts_with("fetch");
        let lines = output.lines().filter(ours);
        lines.map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    let once = [
        format!("handled twin.test {first}"),
        "fetch the prompt anew: snp_X".to_owned(),
    ];
    // The two posts of the probe that were signed right came before.
    assert_eq!(handled()[2..], once, "{title}");

    // The previous secret is accepted during a rotation and not after it; nothing is lost.
    let rotated = guides.answers("rotate-secret.sh", &env).await;
    assert_ne!(rotated["secret"], secret);
    let during = delivery(204).await;
    let completed = guides.good("complete-rotation.sh", &env).await.json();
    assert_eq!(completed["overlapEndsAt"], Value::Null);
    let after = delivery(400).await;
    let is_handled = |log: &Value| {
        let line = format!(
            "handled twin.test {}",
            log["deliveries"][0]["id"].as_str().unwrap()
        );
        handled().contains(&line)
    };
    assert!(is_handled(&during) && !is_handled(&after), "{title}");
    let since = Clock::system().now().plus_millis(-3_600_000).to_string();
    let env = [env[0], env[1], ("SINCE", since.as_str())];
    let recovered = guides.answers("recover.sh", &env).await;
    assert_eq!(recovered["queued"], 1, "a test is attempted once");
}

/// A receiver that takes connections; its output goes to a file.
async fn started(guides: &Guides, title: &str, env: &[(&str, &str)], log: &PathBuf) -> Child {
    let mut command = if title.ends_with(".rs") {
        let mut command = Command::new(compiled().await);
        command
            .env_clear()
            .envs(env.iter().copied())
            .kill_on_drop(true);
        command
    } else {
        guides.command(title, env, &[])
    };
    let file = std::fs::File::create(log).unwrap();
    command.stdout(file.try_clone().unwrap()).stderr(file);
    let mut child = command.spawn().unwrap();
    let port: u16 = env[1].1.parse().unwrap();
    let began = Instant::now();
    while tokio::net::TcpStream::connect(("127.0.0.1", port))
        .await
        .is_err()
    {
        let ended = child.try_wait().unwrap();
        let output = || std::fs::read_to_string(log).unwrap_or_default();
        assert!(ended.is_none(), "{title} ended: {}", output());
        assert!(
            began.elapsed() < PATIENCE,
            "{title} takes no connection: {}",
            output()
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    child
}

/// The TypeScript compiler accepts the examples, at its strictest.
#[test]
fn the_typescript_type_checks() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let docs = runtime.block_on(tools(Toolset::Docs));
    let fences = pages();
    let folder = unpack("types", &fences);
    let programs: Vec<_> = fences.values().filter(|fence| fence.lang == "ts").collect();
    assert!(programs.len() >= 8, "{}", programs.len());
    let checked = std::process::Command::new(docs.bin.join("node"))
        .arg("node_modules/typescript/bin/tsc")
        .args(["--noEmit", "--strict", "--erasableSyntaxOnly"])
        .args(["--noUnusedLocals", "--noUncheckedIndexedAccess"])
        .args([
            "--target", "es2024", "--module", "nodenext", "--types", "node",
        ])
        .args(programs.iter().map(|fence| &fence.title))
        .current_dir(&folder)
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success(), "{output}");
    std::fs::remove_dir_all(folder).unwrap();
}

/// One heading for each code, in the order of the table in operating.md, each with its status.
#[test]
fn every_error_has_its_heading() {
    let page = root().join("infra/docs/src/content/docs/guides/errors.mdx");
    let page = std::fs::read_to_string(page).unwrap();
    let documented: Vec<(&str, u16)> = page
        .split("\n### ")
        .skip(1)
        .map(|part| {
            let (code, text) = part.split_once("\n\n").unwrap();
            let status = text.strip_prefix("**").and_then(|text| text.get(..3));
            let status = status.and_then(|status| status.parse().ok());
            (
                code,
                status.unwrap_or_else(|| panic!("{code} begins without its status")),
            )
        })
        .collect();
    let all: Vec<_> = registry::codes(registry::Product::Twin)
        .into_iter()
        .map(|code| (code.name, code.status))
        .collect();
    assert_eq!(documented, all);
}
