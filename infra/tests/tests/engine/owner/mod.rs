//! What holds for every endpoint of the dashboard.

mod any_input;
mod isolation;
mod policies;
mod sign_in;

use tests::Process;
use tests::ask::Ask;

const NOON: &str = "2026-11-22T12:00:05Z";

/// The path and code of each wrong field of a request, which has no other fault: `name LENGTH,
/// scopes[0] INVALID`.
pub async fn problems(ask: &Ask, process: &'static Process) -> String {
    let answer = ask.must(process, 400).await;
    assert_eq!(answer["error"]["code"], "VALIDATION_ERROR", "{answer}");
    let details = answer["error"]["details"].as_array().unwrap().iter();
    let problems = details.map(|problem| {
        assert!(!problem["message"].as_str().unwrap().is_empty());
        let text = |name: &str| problem[name].as_str().unwrap();
        format!("{} {}", text("path"), text("code"))
    });
    problems.collect::<Vec<_>>().join(", ")
}
