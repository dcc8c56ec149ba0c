//! The guide to publishing a package, run as it stands there: a runtime in TypeScript that verifies
//! both signatures, and a package that it takes from nothing to the marketplace.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use demo::provider::Client;
use demo::runtime::DemoRuntime;
use local::tools::{Tools, Toolset};
use serde_json::{Value, json};
use tests::guides::{Fence, fences_of};
use tests::live::with;
use tests::root;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::Command;

/// The page.
pub(crate) const PAGE: &str = "publish-a-package.mdx";
const PATIENCE: Duration = Duration::from_secs(60);

/// The page's programs in a folder, and what they find in their environment.
struct Guide {
    fences: Vec<Fence>,
    tried: Mutex<BTreeSet<String>>,
    folder: PathBuf,
    path: String,
    env: Vec<(&'static str, String)>,
}

impl Guide {
    async fn open(env: Vec<(&'static str, String)>) -> Self {
        let page = root()
            .join("infra/docs/src/content/docs/provider")
            .join(PAGE);
        let fences = fences_of(PAGE, &std::fs::read_to_string(page).unwrap());
        let folder = root().join(format!("target/dev/provider-guide.{}", std::process::id()));
        let _absent = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        for fence in &fences {
            std::fs::write(folder.join(&fence.title), &fence.text).unwrap();
        }
        std::fs::write(folder.join("package.json"), r#"{"type":"module"}"#).unwrap();
        let progress: local::Progress = Arc::new(|line| eprintln!("  · {line}"));
        let tools = Tools::ensure(&root(), Toolset::Docs, &progress)
            .await
            .unwrap();
        let packages = root().join("infra/docs/node_modules");
        std::os::unix::fs::symlink(packages, folder.join("node_modules")).unwrap();
        let inherited = std::env::var_os("PATH").unwrap();
        let path = std::iter::once(tools.bin).chain(std::env::split_paths(&inherited));
        Self {
            fences,
            tried: Mutex::default(),
            folder,
            path: std::env::join_paths(path).unwrap().into_string().unwrap(),
            env,
        }
    }

    fn text(&self, title: &str) -> &str {
        self.tried.lock().unwrap().insert(title.to_owned());
        let found = self.fences.iter().find(|fence| fence.title == title);
        &found.unwrap_or_else(|| panic!("no fence is {title}")).text
    }

    fn command(&self, title: &str) -> Command {
        self.text(title);
        let (program, first) = match title.rsplit('.').next().unwrap() {
            "sh" => ("bash", Some("-e")),
            "py" => ("python3", None),
            _ => ("node", None),
        };
        let mut command = Command::new(program);
        command
            .args(first)
            .arg(title)
            .current_dir(&self.folder)
            .env_clear()
            .env("PATH", &self.path)
            .envs(self.env.iter().map(|(name, value)| (*name, value)))
            .stdin(Stdio::null())
            .kill_on_drop(true);
        command
    }

    async fn run(&self, title: &str) -> String {
        let ended = tokio::time::timeout(PATIENCE, self.command(title).output()).await;
        let ended = ended
            .unwrap_or_else(|_| panic!("{title} does not end"))
            .unwrap();
        let (out, err) = (ended.stdout, String::from_utf8_lossy(&ended.stderr));
        let out = String::from_utf8(out).unwrap();
        assert!(ended.status.success(), "{title}: {out}{err}");
        out
    }

    async fn data(&self, title: &str) -> Value {
        let out = self.run(title).await;
        let answer: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{title}: {out}"));
        answer["data"].clone()
    }

    fn set(&mut self, name: &'static str, value: &Value) {
        self.env.push((name, value.as_str().unwrap().to_owned()));
    }
}

#[test]
fn the_guide_to_publishing_holds() {
    with(|live| async move {
        let demo = &live.provider().await.fields;
        let text = |name: &str| demo[name].as_str().unwrap().to_owned();
        let (api, token) = (text("apiUrl"), text("developerToken"));
        let platform = Client::new(&api, live.stack.internal.clone()).unwrap();
        let new = json!({ "name": "Tides" });
        let app = platform
            .post("/v1/providers/apps", &token, &new)
            .await
            .unwrap();
        let of_app = |name: &str| app["data"][name].as_str().unwrap().to_owned();
        // A port that is free, and the pages of a listing.
        let free = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let site = DemoRuntime::start().await.unwrap();
        let mut guide = Guide::open(vec![
            ("PROVIDER_API_URL", api),
            ("PROVIDER_TOKEN", token),
            ("APP_ID", of_app("id")),
            ("CLIENT_ID", of_app("client_id")),
            ("CLIENT_SECRET", of_app("client_secret")),
            ("PORT", port.to_string()),
            ("RUNTIME_URL", format!("http://127.0.0.1:{port}")),
            ("SITE_URL", site.url().to_owned()),
            ("SLUG", "tides-of-the-guide".to_owned()),
        ])
        .await;
        let registered = guide.data("register-runtime.sh").await;
        assert_eq!(registered["status"], "pending_proof");
        guide.set("RUNTIME_APP_ID", &registered["id"]);
        let secret = guide.data("set-secret.sh").await;
        guide.set("CREDENTIAL_SECRET", &secret["secret"]);
        let runtime = guide.command("tides.ts").stdout(Stdio::piped()).spawn();
        let mut runtime = runtime.unwrap();
        let mut lines = BufReader::new(runtime.stdout.take().unwrap()).lines();
        let ready = tokio::time::timeout(PATIENCE, lines.next_line()).await;
        assert_eq!(ready.unwrap().unwrap().as_deref(), Some("ready"));
        let proven = guide.data("prove-runtime.sh").await;
        assert_eq!(proven["status"], "active", "{proven}");
        let made = guide.data("create-package.sh").await;
        guide.set("PACKAGE_ID", &made["id"]);
        guide.set("VERSION_ID", &made["versions"][0]["id"]);
        let printed = guide.run("validate_package.py").await;
        assert_eq!(printed, guide.text("what validate_package.py prints"));
        assert_eq!(guide.data("submit-version.sh").await["status"], "published");
        // It is published already, and stays so.
        assert_eq!(
            guide.data("publish-version.sh").await["status"],
            "published"
        );
        let tried = guide.tried.lock().unwrap().clone();
        let all: BTreeSet<_> = guide.fences.iter().map(|f| f.title.clone()).collect();
        assert_eq!(tried, all);
        std::fs::remove_dir_all(&guide.folder).unwrap();
    });
}
