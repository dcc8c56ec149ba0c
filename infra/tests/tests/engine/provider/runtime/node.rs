//! What we send, as other people's libraries check it: npm's http-message-signatures and
//! standardwebhooks, in a runtime that is written in JavaScript.

use std::process::Stdio;

use local::tools::{Tools, Toolset};
use provider::runtime::app::Status;
use provider::runtime::call::ErrorClass;
use provider::runtime::keys;
use serde_json::json;
use tests::root;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use webhooks::signature::Secret;

use super::World;

/// A runtime in a process of its own, which ends with it; and its URL.
async fn start(world: &World, secret: &Secret) -> (Child, String) {
    let progress: local::Progress = std::sync::Arc::new(|line| eprintln!("  · {line}"));
    let tools = Tools::ensure(&root(), Toolset::Docs, &progress)
        .await
        .unwrap();
    let folder = root().join(format!("target/dev/runtime.{}", std::process::id()));
    let _absent = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("runtime.mjs"), include_str!("runtime.mjs")).unwrap();
    let packages = root().join("infra/docs/node_modules");
    std::os::unix::fs::symlink(packages, folder.join("node_modules")).unwrap();
    let mut child = Command::new(tools.bin.join("node"))
        .arg("runtime.mjs")
        .current_dir(&folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let directory = keys::directory(world.table()).await.unwrap();
    let given = json!({ "secret": secret.reveal(), "directory": directory });
    let stdin = child.stdin.as_mut().unwrap();
    stdin
        .write_all(format!("{given}\n").as_bytes())
        .await
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let port = lines.next_line().await.unwrap().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    (child, format!("http://127.0.0.1:{port}/v1"))
}

#[tokio::test]
async fn libraries_of_others_verify_what_we_send() {
    let world = World::new().await;
    let made = world.create().await.unwrap();
    let secret = world.rotate(made.id, 0).await.unwrap();
    let (_runtime, url) = start(&world, &secret).await;
    let change = provider::runtime::app::RuntimeAppChange {
        endpoint_url: Some(world.url(&url)),
        ..Default::default()
    };
    let (table, allowed) = (world.table(), &world.caller.allowed);
    let updated =
        provider::runtime::app::update(table, allowed, world.app, made.id, &change, world.now());
    updated.await.unwrap();
    let active = world.prove(made.id).await.unwrap();
    assert_eq!(active.status(), Status::Active, "{:?}", active.last_proof);
    let executed = world.state(&active, json!({ "city": "Bilbao" })).await;
    assert_eq!(executed.outcome.unwrap().data, json!({ "temperatureC": 7 }));

    // Another secret is refused by one library; whatever else is wrong, by the other.
    world.rotate(made.id, 0).await.unwrap();
    let mut other = world.find(made.id).await;
    other.proven = active.proven.clone();
    let refused = world.state(&other, json!({ "city": "Bilbao" })).await;
    let refused = refused.outcome.unwrap_err();
    assert_eq!(
        (refused.class, refused.status),
        (ErrorClass::Provider, Some(401))
    );
}
