//! Paths that no route matches.

use serde_json::json;
use tests::ask::ask;
use tests::provider::{Platform, routes};

#[tokio::test]
async fn an_unknown_path_is_a_404_in_our_envelope() {
    let platform = Platform::at("2026-11-22T12:00:05Z").await;
    let process = platform.process();
    for path in [
        "/",
        "/v1",
        "/v1/providers",
        "/v1/providers/apps/",
        "/v1/providers/apps/app_1/secrets",
        "/v1/providers/auth/tokens",
        "/.well-known/openid-configuration",
        "/v1/public/twin/me",
        "//v1/providers/apps",
    ] {
        for method in ["GET", "HEAD", "POST", "DELETE", "OPTIONS"] {
            let answer = ask("provider-not-found").method(method).path(path);
            let answer = answer.answer(process).await;
            assert_eq!(answer.status, 404, "{method} {path}");
            assert_eq!(answer.headers.get("allow"), None, "{path}");
            if method != "HEAD" {
                let body = answer.json();
                assert_eq!(body["error"]["code"], "NOT_FOUND", "{path}");
                assert_eq!(
                    body["error"]["requestId"],
                    answer.headers["x-request-id"].to_str().unwrap()
                );
            }
        }
    }
    // As RFC 9457 has it, for who asks for that.
    let answer = ask("provider-not-found")
        .path("/v1/providers/nowhere")
        .header("accept", "application/problem+json");
    let answer = answer.answer(process).await;
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.json()["status"], 404);
}

/// Every path takes the methods of its routes and no others; a browser may ask for each.
#[tokio::test]
async fn another_method_is_a_405_that_lists_those_of_the_path() {
    let platform = Platform::at("2026-11-22T12:00:05Z").await;
    let process = platform.process();
    let all = routes();
    assert!(all.len() > 30);
    for route in all.iter().filter(|route| route.method.is_some()) {
        let path: Vec<_> = route.path.split('/').collect();
        let path: Vec<_> = path
            .into_iter()
            .map(|part| if part.starts_with('{') { "x" } else { part })
            .collect();
        let path = path.join("/");
        let answer = ask("provider-not-found").method("TRACE").path(&path);
        let answer = answer.answer(process).await;
        assert_eq!(answer.status, 405, "{path}");
        assert_eq!(answer.json()["error"]["code"], "METHOD_NOT_ALLOWED");
        let mut allowed: Vec<_> = answer.headers["allow"]
            .to_str()
            .unwrap()
            .split(", ")
            .collect();
        let mut expected: Vec<_> = all
            .iter()
            .filter(|own| own.path != "$default" && own.matches(&path))
            .flat_map(|own| own.methods())
            .map(|method| method.as_str())
            .collect();
        allowed.sort_unstable();
        expected.sort_unstable();
        assert_eq!(allowed, expected, "{path}");

        let preflight = ask("provider-not-found")
            .method("OPTIONS")
            .path(&path)
            .headers(
                json!({ "origin": "https://afini.ai", "access-control-request-method": "POST" }),
            );
        assert_eq!(preflight.answer(process).await.status, 204, "{path}");
    }
}
