//! OAuth clients of others against the running stack: npm's openid-client and oauth4webapi, PyPI's
//! authlib and requests-oauthlib, the crate `oauth2`, and a request as plain JSON. Each gets tokens in both ways
//! to authenticate, calls an endpoint, and finds a revoked token refused; two verify our tokens as
//! resource servers do.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use local::tools::{Tools, Toolset};
use oauth2::basic::BasicClient;
use oauth2::{
    AsyncHttpClient, AuthType, ClientId, ClientSecret, HttpRequest, HttpResponse, IntrospectionUrl,
    RevocationUrl, Scope, StandardRevocableToken, TokenIntrospectionResponse, TokenResponse,
    TokenUrl,
};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tests::live::{Live, with};
use tests::root;
use tokio::process::Command;

/// The environment of a client: where the API is, and the demonstration's app.
async fn environment(live: &Live) -> [(&'static str, String); 3] {
    let demo = &live.provider().await.fields;
    let text = |name: &str| demo[name].as_str().unwrap().to_owned();
    [
        ("API_URL", text("apiUrl")),
        ("CLIENT_ID", text("clientId")),
        ("CLIENT_SECRET", text("clientSecret")),
    ]
}

async fn tools() -> Tools {
    let progress: local::Progress = Arc::new(|line| eprintln!("  · {line}"));
    let tools = Tools::ensure(&root(), Toolset::Oauth, &progress).await;
    tools.unwrap()
}

/// Runs a client, which ends with an error where something is not as it expects.
async fn agrees(live: &Live, file: &str) {
    let tools = tools().await;
    let source = root().join("infra/tests/oauth").join(file);
    let program = if file.ends_with(".py") {
        tools.folder.join("bin/python")
    } else {
        tools.bin.join("node")
    };
    // Node finds packages beside the program.
    let folder = root().join(format!("target/dev/{file}.{}", std::process::id()));
    prepare(&folder, &source, &tools);
    let run = Command::new(program)
        .arg(file)
        .current_dir(&folder)
        .env_clear()
        .envs(environment(live).await)
        // This machine has no certificates.
        .env("AUTHLIB_INSECURE_TRANSPORT", "1")
        .env("OAUTHLIB_INSECURE_TRANSPORT", "1")
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let ended = tokio::time::timeout(Duration::from_secs(60), run).await;
    let ended = ended
        .unwrap_or_else(|_| panic!("{file} does not end"))
        .unwrap();
    let output = [ended.stdout, ended.stderr].concat();
    assert!(
        ended.status.success(),
        "{file}: {}",
        String::from_utf8_lossy(&output)
    );
    std::fs::remove_dir_all(folder).unwrap();
}

fn prepare(folder: &Path, source: &Path, tools: &Tools) {
    let _absent = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).unwrap();
    let packages = tools.folder.join("node_modules");
    std::os::unix::fs::symlink(packages, folder.join("node_modules")).unwrap();
    std::fs::copy(source, folder.join(source.file_name().unwrap())).unwrap();
}

#[test]
fn npm_s_oauth4webapi_gets_tokens_and_verifies_them() {
    with(|live| agrees(live, "oauth4webapi.mjs"));
}

#[test]
fn npm_s_openid_client_gets_tokens() {
    with(|live| agrees(live, "openid_client.mjs"));
}

#[test]
fn authlib_gets_tokens_and_verifies_them_by_rfc_9068() {
    with(|live| agrees(live, "authlib_client.py"));
}

#[test]
fn requests_oauthlib_gets_tokens() {
    with(|live| agrees(live, "requests_oauthlib_client.py"));
}

/// The status of a call with this token, and the error's code.
async fn call(api: &str, token: &str) -> (StatusCode, Value) {
    let client = Client::builder().no_proxy().build().unwrap();
    let apps = format!("{api}/v1/providers/runtime/apps");
    let answer = client.get(apps).bearer_auth(token).send().await.unwrap();
    let status = answer.status();
    let body: Value = answer.json().await.unwrap();
    (status, body["error"]["code"].clone())
}

/// Sends what the crate `oauth2` makes; it needs a client that follows no redirect.
#[derive(Clone)]
struct Http(Client);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = oauth2::HttpClientError<reqwest::Error>;
    type Future = std::pin::Pin<
        Box<dyn Future<Output = Result<HttpResponse, Self::Error>> + Send + Sync + 'c>,
    >;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        let client = self.0.clone();
        let sent = tokio::spawn(async move {
            let (head, body) = request.into_parts();
            let request = client.request(head.method, head.uri.to_string());
            let answer = request.headers(head.headers).body(body).send().await?;
            let mut response = http::Response::builder().status(answer.status());
            *response.headers_mut().unwrap() = answer.headers().clone();
            Ok(response.body(answer.bytes().await?.to_vec()).unwrap())
        });
        Box::pin(async move {
            let answer: Result<HttpResponse, reqwest::Error> = sent.await.unwrap();
            answer.map_err(|error| oauth2::HttpClientError::Reqwest(Box::new(error)))
        })
    }
}

#[test]
fn the_crate_oauth2_gets_tokens() {
    with(|live| async move {
        let [(_, api), (_, id), (_, secret)] = environment(live).await;
        let url = |path: &str| format!("{api}/v1/providers/auth/{path}");
        let redirects = reqwest::redirect::Policy::none();
        let http = Client::builder().no_proxy().redirect(redirects).build();
        let http = Http(http.unwrap());
        for auth in [AuthType::BasicAuth, AuthType::RequestBody] {
            let client = BasicClient::new(ClientId::new(id.clone()))
                .set_client_secret(ClientSecret::new(secret.clone()))
                .set_auth_type(auth)
                .set_token_uri(TokenUrl::new(url("token")).unwrap())
                .set_introspection_url(IntrospectionUrl::new(url("introspect")).unwrap())
                // The crate takes https only.
                .set_revocation_url(
                    RevocationUrl::new(url("revoke").replace("http:", "https:")).unwrap(),
                );
            let scope = Scope::new("provider:runtime".into());
            let asked = client
                .exchange_client_credentials()
                .add_scope(scope.clone());
            let given = asked.request_async(&http).await.unwrap();
            assert_eq!(given.expires_in(), Some(Duration::from_secs(3_600)));
            assert_eq!(given.scopes(), Some(&vec![scope]));
            let token = given.access_token();
            assert_eq!(call(&api, token.secret()).await.0, StatusCode::OK);
            let asked = || client.introspect(token);
            assert!(asked().request_async(&http).await.unwrap().active());
            let revoked = client.revoke_token(StandardRevocableToken::from(token));
            let plain = Plain(http.clone());
            revoked.unwrap().request_async(&plain).await.unwrap();
            assert!(!asked().request_async(&http).await.unwrap().active());
            let refused = (StatusCode::UNAUTHORIZED, json!("INVALID_TOKEN"));
            assert_eq!(call(&api, token.secret()).await, refused);
        }
    });
}

/// Sends to the stack, which has no TLS, what is meant for https.
#[derive(Clone)]
struct Plain(Http);

impl<'c> AsyncHttpClient<'c> for Plain {
    type Error = <Http as AsyncHttpClient<'c>>::Error;
    type Future = <Http as AsyncHttpClient<'c>>::Future;

    fn call(&'c self, mut request: HttpRequest) -> Self::Future {
        let uri = request.uri().to_string().replace("https:", "http:");
        *request.uri_mut() = uri.parse().unwrap();
        self.0.call(request)
    }
}

/// The request that the API reference shows.
#[test]
fn a_body_of_json_gets_a_token() {
    with(|live| async move {
        let [(_, api), (_, id), (_, secret)] = environment(live).await;
        let body = json!({
            "grant_type": "client_credentials", "client_id": id, "client_secret": secret,
        });
        let url = format!("{api}/v1/providers/auth/token");
        let curl = Command::new("curl")
            .args([
                "--fail-with-body",
                "-sS",
                "-H",
                "Content-Type: application/json",
            ])
            .args(["--data", &body.to_string(), &url])
            .output()
            .await
            .unwrap();
        let answer: Value = serde_json::from_slice(&curl.stdout).unwrap();
        assert!(curl.status.success(), "{answer}");
        assert_eq!(answer["token_type"], "Bearer");
        assert_eq!(answer["expires_in"], 3_600);
        let token = answer["access_token"].as_str().unwrap();
        assert_eq!(call(&api, token).await.0, StatusCode::OK);
    });
}
