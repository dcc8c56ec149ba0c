//! Clients made from the OpenAPI document, by the commands of the guide "Generate a client": in
//! Python and TypeScript they make every call of the document against the stack, as the document's
//! own examples have it; in other languages their sources are compiled, or parsed.
//!
//! No list of calls is kept here: arguments come from the examples, which come from `events/`, and
//! whoever may call comes from the operation's security. An endpoint is tried by being in the document.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use common::Timestamp;
use local::tools::{Tools, Toolset};
use openapi::twin::TWIN;
use serde_json::{Map, Value, json};
use tests::guides::{Fence, fences};
use tests::live::{LAST, Live, alone};
use tests::root;
use tokio::process::Command;

/// The page whose commands make the clients.
pub const PAGE: &str = "generate-a-client.mdx";
const PATIENCE: Duration = Duration::from_secs(300);

/// A folder with the document, the guide's programs and the tests' own.
struct Workshop {
    folder: PathBuf,
    fences: BTreeMap<String, Fence>,
    path: String,
    /// Where the generators are.
    tools: Tools,
}

/// How a program ended.
struct Ended {
    ok: bool,
    out: String,
    all: String,
}

impl Workshop {
    async fn open(name: &str) -> Self {
        let progress: local::Progress = std::sync::Arc::new(|line| eprintln!("  · {line}"));
        let tools = Tools::ensure(&root(), Toolset::Clients, &progress).await;
        let (tools, docs) = (
            tools.unwrap(),
            Tools::ensure(&root(), Toolset::Docs, &progress)
                .await
                .unwrap(),
        );
        let packages = root().join("infra/docs/node_modules");
        let path = std::env::join_paths(
            [
                tools.bin.clone(),
                packages.join(".bin"),
                // npx is a script, as in every virtual environment.
                docs.folder.join("bin"),
            ]
            .into_iter()
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())),
        );
        // What compilers keep in it makes the next run faster.
        let folder = root().join("target/clients").join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let fences: BTreeMap<_, _> = fences(&root().join("infra/docs/src/content/docs"))
            .into_iter()
            .filter(|(_, fence)| fence.at.starts_with(PAGE))
            .collect();
        for fence in fences.values() {
            std::fs::write(folder.join(&fence.title), &fence.text).unwrap();
        }
        let document = root().join(TWIN.file);
        std::fs::copy(document, folder.join("openapi.yaml")).unwrap();
        for (source, file) in [
            ("clients/calls.py", "calls.py"),
            ("clients/calls.ts", "calls.ts"),
            ("clients/search.py", "search.py"),
            ("python/sigv4.py", "sigv4.py"),
        ] {
            let source = root().join("infra/tests").join(source);
            std::fs::copy(source, folder.join(file)).unwrap();
        }
        let _exists = std::os::unix::fs::symlink(packages, folder.join("node_modules"));
        Self {
            folder,
            fences,
            path: path.unwrap().into_string().unwrap(),
            tools,
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.folder)
            .env("PATH", &self.path)
            .env("PYTHONPATH", self.folder.join("twin-api"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    async fn end(&self, mut command: Command, name: &str) -> Ended {
        let ended = tokio::time::timeout(PATIENCE, command.output()).await;
        let ended = ended
            .unwrap_or_else(|_| panic!("{name} does not end"))
            .unwrap();
        let out = String::from_utf8_lossy(&ended.stdout).into_owned();
        let all = format!("{out}{}", String::from_utf8_lossy(&ended.stderr));
        Ended {
            ok: ended.status.success(),
            out,
            all,
        }
    }

    /// Runs a program that must succeed.
    async fn good(&self, command: Command, name: &str) -> Ended {
        let ended = self.end(command, name).await;
        assert!(ended.ok, "{name}: {}", ended.all);
        ended
    }

    /// Runs a command of the guide, which makes a folder of this name.
    async fn make(&self, title: &str, folder: &str) {
        assert!(
            self.fences.contains_key(title),
            "no fence of {PAGE} is titled {title}"
        );
        let _absent = std::fs::remove_dir_all(self.file(folder));
        let mut command = self.command("bash");
        command.args(["-e", title]);
        let made = self.good(command, title).await;
        assert!(self.file(folder).is_dir(), "{title}: {}", made.all);
    }

    /// Runs an example of the guide with the variables that it names.
    async fn example(&self, program: &str, title: &str, live: &Live) -> String {
        let token = live.stack.owner_token(demo::SUBJECT).unwrap();
        let mut command = self.command(program);
        command
            .arg(title)
            .env("TWIN_API_URL", &live.stack.api_url)
            .env("TWIN_OWNER_TOKEN", token);
        self.good(command, title).await.out
    }
}

fn document() -> Value {
    json!(TWIN.published(&root()).unwrap())
}

fn operations(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let paths = document["paths"].as_object().unwrap().values();
    let operations = paths.flat_map(|methods| methods.as_object().unwrap().values());
    operations.map(|operation| {
        let Value::String(id) = &operation["operationId"] else {
            panic!("an operation has no id: {operation}");
        };
        (id, operation)
    })
}

/// Every call of the document, as its examples have it: those that end what others need are last.
fn calls(document: &Value, client: &str) -> Vec<Value> {
    let mut calls: Vec<_> = operations(document)
        .map(|(id, operation)| {
            let (mut path, mut query, mut headers) = (Map::new(), Map::new(), Map::new());
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap();
                let mut value = parameter["example"].clone();
                match (parameter["in"].as_str().unwrap(), name) {
                    ("path", _) => path.insert(name.to_owned(), value),
                    // It is another run's, and the document has no other.
                    ("query", "cursor") => None,
                    // Of this one, generated clients take JSON.
                    ("query", "format") => query.insert(name.to_owned(), json!("json")),
                    ("query", _) => query.insert(name.to_owned(), value),
                    (_, "Idempotency-Key") => {
                        value = json!(format!("{client}-{id}"));
                        headers.insert(name.to_owned(), value)
                    }
                    _ => None,
                };
            }
            let scheme = operation["security"][0].as_object().unwrap();
            let caller = match scheme.keys().next().map(String::as_str) {
                Some("TwinKey" | "BearerKey") => "key",
                Some("OwnerJwt") => "owner",
                Some("SigV4") => "operator",
                other => panic!(
                    "{id}: how does a client call as {other:?}? Say it in calls.py and calls.ts"
                ),
            };
            let body = &operation["requestBody"]["content"]["application/json"]["example"];
            json!({
                "operationId": id, "caller": caller,
                "path": path, "query": query, "headers": headers, "body": body,
            })
        })
        .collect();
    calls.sort_by_key(|call| LAST.iter().position(|last| call["operationId"] == **last));
    calls
}

/// Makes every call with a client, and compares what it holds of each answer with what came.
async fn calls_all(workshop: &Workshop, live: &Live, client: &str, program: &[&str]) {
    let document = document();
    // The demo's keys have one scope each.
    let (key, _) = live.key(demo::USER.parse().unwrap()).await;
    let file = workshop.file("calls.json");
    let given = json!({
        "apiUrl": live.stack.api_url,
        "key": key.reveal(),
        "ownerToken": live.stack.owner_token(demo::SUBJECT).unwrap(),
        "internal": live.stack.internal,
        "calls": calls(&document, client),
    });
    std::fs::write(&file, given.to_string()).unwrap();
    let mut command = workshop.command(program[0]);
    command.args(&program[1..]).arg(&file);
    let ended = workshop.good(command, client).await;
    std::fs::remove_file(file).unwrap();
    let answers: BTreeMap<String, Value> = ended
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{}", ended.all)))
        .map(|line: Value| (line["operationId"].as_str().unwrap().to_owned(), line))
        .collect();
    let mut wrong = Vec::new();
    for (id, operation) in operations(&document) {
        let Some(answer) = answers.get(id) else {
            wrong.push(format!("{id}: {client} did not call it"));
            continue;
        };
        if let Some(problem) = answer.get("problem") {
            wrong.push(format!(
                "{id}: {problem}. It is called as events/{id}.json has it; if it must come after \
                 all others, add it to LAST in infra/tests/src/live.rs"
            ));
        } else if operation["responses"]
            .get(answer["status"].to_string())
            .is_none()
        {
            wrong.push(format!("{id}: {} is not documented", answer["status"]));
        } else if let Err(lost) = held(id, &answer["raw"], &answer["held"]) {
            wrong.push(lost);
        }
    }
    assert!(wrong.is_empty(), "{client}:\n{}", wrong.join("\n"));
}

/// Whether a client's model holds all that came.
fn held(at: &str, came: &Value, held: &Value) -> Result<(), String> {
    let time = |text: &str| text.parse::<Timestamp>().ok();
    match (came, held) {
        (Value::Object(came), Value::Object(own)) => came.iter().try_for_each(|(name, came)| {
            self::held(
                &format!("{at}.{name}"),
                came,
                own.get(name).unwrap_or(&Value::Null),
            )
        }),
        (Value::Array(came), Value::Array(own)) if came.len() == own.len() => came
            .iter()
            .zip(own)
            .enumerate()
            .try_for_each(|(n, (came, own))| self::held(&format!("{at}[{n}]"), came, own)),
        (Value::Number(came), Value::Number(own)) if came.as_f64() == own.as_f64() => Ok(()),
        (Value::String(came), Value::String(own))
            if came == own || (time(came).is_some() && time(came) == time(own)) =>
        {
            Ok(())
        }
        _ if came == held => Ok(()),
        _ => Err(format!("{at}: {came} came, and the client holds {held}")),
    }
}

/// openapi-generator's client in Python: the guide's example, then every call.
#[test]
fn python_by_openapi_generator() {
    alone(async |live| {
        let workshop = Workshop::open("python").await;
        workshop.make("generate-python.sh", "twin-api").await;
        reviews(&workshop, live, "python", "review.py").await;
        let program = ["python", "calls.py", "openapi_generator"];
        calls_all(&workshop, live, "openapi-generator", &program).await;
    });
}

/// openapi-python-client's.
#[test]
fn python_by_openapi_python_client() {
    alone(async |live| {
        let workshop = Workshop::open("python-client").await;
        workshop
            .make("generate-python-client.sh", "twin_client")
            .await;
        let program = ["python", "calls.py", "openapi_python_client"];
        calls_all(&workshop, live, "openapi-python-client", &program).await;
    });
}

/// hey-api's client in TypeScript, which the compiler accepts at its strictest.
#[test]
fn typescript_by_hey_api() {
    alone(async |live| {
        let workshop = Workshop::open("typescript").await;
        workshop.make("generate-typescript.sh", "twin-client").await;
        std::fs::write(workshop.file("package.json"), r#"{"type":"module"}"#).unwrap();
        let mut tsc = workshop.command("tsc");
        tsc.args([
            "--strict",
            "--noUncheckedIndexedAccess",
            "--target",
            "es2024",
        ])
        .args(["--module", "nodenext", "--types", "node", "--outDir", "."])
        .args(["review.ts", "calls.ts"]);
        workshop.good(tsc, "tsc").await;
        reviews(&workshop, live, "node", "review.js").await;
        calls_all(&workshop, live, "hey-api", &["node", "calls.js"]).await;
    });
}

/// The guide's example lists what waits, and approves the first.
async fn reviews(workshop: &Workshop, live: &Live, program: &str, title: &str) {
    let waiting = async || {
        let token = live.stack.owner_token(demo::SUBJECT).unwrap();
        let list = live.ask(&token, "GET", "/discoveries", None).await.json();
        let list = list["discoveries"].as_array().unwrap().iter();
        list.map(|one| one["id"].as_str().unwrap().to_owned())
            .collect::<BTreeSet<_>>()
    };
    // The demo's own are the calls' to decide.
    let (key, _) = live.key(demo::USER.parse().unwrap()).await;
    let note =
        json!({ "annotations": [{ "tag": "tone", "text": "Short answers", "consent": true }] });
    let headers = [
        ("X-Twin-Key", key.reveal()),
        ("Content-Type", "application/json"),
    ];
    let path = "/v1/public/twin/annotations";
    let body = note.to_string();
    let queued = live.send("POST", path, &headers, body.as_bytes()).await;
    assert_eq!(queued.status, 202, "{queued:?}");
    let before = waiting().await;
    let out = workshop.example(program, title, live).await;
    let approved: BTreeSet<_> = before.difference(&waiting().await).cloned().collect();
    assert_eq!(approved.len(), 1, "{out}");
    for id in approved {
        assert!(out.contains(&format!("{id}: approved")), "{out}");
    }
}

/// Clients in languages that these tests can't run against the stack.
#[test]
fn other_languages() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let workshop = Workshop::open("other").await;
        let workshop = &workshop;
        tokio::join!(
            async {
                workshop.make("generate-go.sh", "go").await;
                go(workshop).await;
                workshop.make("generate-csharp.sh", "csharp").await;
                search(workshop, "csharp").await;
            },
            async {
                workshop.make("generate-rust.sh", "rust").await;
                rust(workshop).await;
                workshop.make("generate-java.sh", "java").await;
                search(workshop, "java").await;
                java(workshop).await;
            },
        );
    });
}

/// Every source of the client parses, and its models name no type that there isn't.
async fn search(workshop: &Workshop, language: &str) {
    let mut search = workshop.command("python");
    search.args(["search.py", language, language]);
    workshop.good(search, "the search").await;
}

/// The Go client builds.
async fn go(workshop: &Workshop) {
    // Its one dependency checks tags that the document gives it none of.
    let stub = workshop.file("validator");
    std::fs::create_dir_all(&stub).unwrap();
    std::fs::write(
        stub.join("go.mod"),
        "module gopkg.in/validator.v2\n\ngo 1.20\n",
    )
    .unwrap();
    let source = "package validator\n\nfunc Validate(any) error { return nil }\n";
    std::fs::write(stub.join("validator.go"), source).unwrap();
    std::fs::remove_dir_all(workshop.file("go/test")).unwrap();
    let go = |arguments: &[&str]| {
        let mut go = workshop.command("go");
        go.args(arguments)
            .current_dir(workshop.file("go"))
            .env("GOFLAGS", "-mod=mod")
            .env("GOPROXY", "off")
            .env("GOSUMDB", "off")
            .env("GOTOOLCHAIN", "local")
            .env("GOPATH", workshop.file("go-path"))
            .env("GOCACHE", workshop.file("go-cache"));
        go
    };
    let replaced = "-replace=gopkg.in/validator.v2=../validator";
    workshop
        .good(go(&["mod", "edit", replaced]), "go mod")
        .await;
    workshop.good(go(&["build", "./..."]), "go build").await;
}

/// The Rust client compiles, with the versions of its dependencies that a lock names. If a new
/// release of the generator depends on others, `cargo generate-lockfile` in `target/clients/other/rust`
/// makes the new lock.
async fn rust(workshop: &Workshop) {
    let lock = root().join("infra/tests/clients/rust.lock");
    std::fs::copy(lock, workshop.file("rust/Cargo.lock")).unwrap();
    let manifest = workshop.file("rust/Cargo.toml");
    let text = std::fs::read_to_string(&manifest).unwrap();
    // It stands in a folder of this workspace, and is none of its members.
    std::fs::write(manifest, format!("{text}\n[workspace]\n")).unwrap();
    let mut cargo = workshop.command("cargo");
    cargo
        .args(["check", "--locked", "--quiet", "--no-default-features"])
        .current_dir(workshop.file("rust"))
        .env("CARGO_TARGET_DIR", workshop.file("rust-target"))
        .env_remove("RUSTFLAGS");
    workshop.good(cargo, "cargo check").await;
}

/// The Java client also compiles, on a machine with a compiler, which no registry of ours has: the
/// generator's own archive has what it depends on.
async fn java(workshop: &Workshop) {
    let mut probe = std::process::Command::new("javac");
    let compiles = probe.args(["--release", "11", "-version"]).output();
    if !compiles.is_ok_and(|ended| ended.status.success()) {
        eprintln!("  · there is no javac of Java 11: the Java client is searched, not compiled");
        return;
    }
    fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "java")
            {
                found.push(path);
            }
        }
    }
    let mut files = Vec::new();
    sources(&workshop.file("java/src/main"), &mut files);
    // The one class that the archive lacks marks a source as generated.
    let marker = workshop.file("marker/javax/annotation/Generated.java");
    std::fs::create_dir_all(marker.parent().unwrap()).unwrap();
    let source = "package javax.annotation;\n\npublic @interface Generated {\n  String[] value();\n\n  String date() default \"\";\n\n  String comments() default \"\";\n}\n";
    std::fs::write(&marker, source).unwrap();
    let archive = workshop.tools.site_packages().unwrap();
    let archive = archive.join("openapi_generator_cli/openapi-generator.jar");
    let mut javac = workshop.command("javac");
    javac
        .args(["-nowarn", "-proc:none", "-d", "java-classes", "-cp"])
        .arg(archive)
        .arg(marker)
        .args(files);
    workshop.good(javac, "javac").await;
}

/// The page shows no command and no program that the tests above do not run.
#[test]
fn every_command_of_the_page_is_run() {
    let page = fences(&root().join("infra/docs/src/content/docs"));
    let page = page.values().filter(|fence| fence.at.starts_with(PAGE));
    let shown: BTreeSet<_> = page
        .filter(|fence| !fence.not_run)
        .map(|fence| fence.title.as_str())
        .collect();
    let run = [
        "generate-csharp.sh",
        "generate-go.sh",
        "generate-java.sh",
        "generate-python-client.sh",
        "generate-python.sh",
        "generate-rust.sh",
        "generate-typescript.sh",
        "openapi-ts.config.ts",
        "review.py",
        "review.ts",
    ];
    assert_eq!(shown, run.into());
}
