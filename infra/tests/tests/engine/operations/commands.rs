//! The runbook's commands: each block is valid shell, and those for one machine run here.

use std::process::Command;

use tests::{World, root};

use super::{page, pages};

/// The blocks of commands of a page, each with the word after `sh`.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(kind) = line.strip_prefix("```sh") {
            let body: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push((kind.trim().to_owned(), body.join("\n")));
        } else if line.starts_with("```") {
            lines
                .by_ref()
                .take_while(|line| *line != "```")
                .for_each(drop);
        }
    }
    blocks
}

/// The runbook's commands for one machine run here, each block on an engine of its own.
#[tokio::test(flavor = "multi_thread")]
async fn the_runbooks_commands_work() {
    let mut run = 0;
    for file in std::fs::read_dir(pages()).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        for (kind, commands) in blocks(&page(&name)) {
            // Every block has to be valid shell.
            let syntax = Command::new("bash").args(["-n", "-c", &commands]).output();
            assert!(syntax.unwrap().status.success(), "{name}:\n{commands}");
            match kind.as_str() {
                "aws" => continue,
                "local" => run += 1,
                other => panic!("{name}: a block is `sh local` or `sh aws`, not `sh {other}`"),
            }
            let world = World::at("2026-11-22T12:00:05Z").await;
            let user = world.account(1_000).await;
            let (_, key) = world.key(user).await;
            let subject = format!("runbook-{user}");
            let done = Command::new("bash")
                .args(["-e", "-c", &commands])
                .current_dir(root())
                .env("ACCOUNT", user.to_string())
                .env("KEY", key.id.to_string())
                .env("SUBJECT", subject)
                .env("TABLE_NAME", &world.engines.table_name)
                .env("AWS_ENDPOINT_URL_DYNAMODB", &world.engines.dynamodb_url)
                .env("AWS_REGION", local::REGION)
                .env("AWS_ACCESS_KEY_ID", "local")
                .env("AWS_SECRET_ACCESS_KEY", "local")
                .output()
                .unwrap();
            let errors = String::from_utf8_lossy(&done.stderr);
            assert!(done.status.success(), "{name}:\n{commands}\n{errors}");
        }
    }
    assert!(run >= 2, "{run} blocks were run");
}
