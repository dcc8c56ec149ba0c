//! The functions here are this very test binary: [`function_process`] is one of its processes.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Mutex;

use serde_json::Value;

use super::*;
use crate::gateway::{Credentials, Gateway, Listener, Observer, Served, Url, sign};
use crate::invoker::{Failed, Invoker};
use crate::loopback_client;
use crate::template::{Cors, FunctionUrl, InvokeMode, UrlAuth};

/// A function that does what its event says, at the runtime API that its environment names.
#[test]
#[ignore = "no test: a process that the tests start"]
fn function_process() {
    let Some(address) = std::env::var_os("AWS_LAMBDA_RUNTIME_API") else {
        return;
    };
    let address = address.to_str().unwrap();
    println!("the function starts");
    loop {
        let (id, event) = next(address);
        // From a function URL, or as it is.
        let order = event["body"].as_str().unwrap_or_default();
        let order: Value = serde_json::from_str(order).unwrap_or(event.clone());
        let path = format!("/2018-06-01/runtime/invocation/{id}/response");
        let pid = std::process::id();
        let answer = match order["do"].as_str().unwrap() {
            "answer" => json!({ "statusCode": 201, "body": format!("{pid}") }),
            "event" => json!({ "statusCode": 200, "body": event.to_string() }),
            "environment" => {
                let name = order["name"].as_str().unwrap();
                json!(std::env::var_os(name).map(|value| value.into_string().unwrap()))
            }
            "sleep" => {
                std::thread::sleep(Duration::from_secs(60));
                continue;
            }
            "die" => std::process::exit(3),
            "fail" => {
                let path = path.replace("/response", "/error");
                post(address, &path, "Content-Length: 31\r\n", |stream| {
                    stream.write_all(br#"{"errorType":"T","errorMessage""#)
                });
                continue;
            }
            "stream" => {
                post(address, &path, STREAMING, |stream| write(stream, &order));
                continue;
            }
            other => panic!("{other}?"),
        };
        let answer = answer.to_string();
        let length = format!("Content-Length: {}\r\n", answer.len());
        post(address, &path, &length, |stream| {
            stream.write_all(answer.as_bytes())
        });
    }
}

const STREAMING: &str = "Transfer-Encoding: chunked\r\nTrailer: Lambda-Runtime-Function-Error-Type\r\n\
     Lambda-Runtime-Function-Response-Mode: streaming\r\n\
     Content-Type: application/vnd.awslambda.http-integration-response\r\n";

/// A head, a first chunk, and a last one as soon as a file exists.
fn write(stream: &mut TcpStream, order: &Value) -> std::io::Result<()> {
    let mut chunk =
        |text: &str| stream.write_all(format!("{:x}\r\n{text}\r\n", text.len()).as_bytes());
    chunk(r#"{"statusCode":206,"headers":{"Content-Type":"text/event-stream"},"#)?;
    chunk("\"cookies\":[\"a=1\"]}\0\0\0")?;
    chunk("\0\0\0\0\0")?;
    chunk("first")?;
    let path = order["until"].as_str().unwrap();
    while std::fs::metadata(path).is_err() {
        std::thread::sleep(Duration::from_millis(5));
    }
    match order["end"].as_str() {
        Some("die") => std::process::exit(3),
        Some("error") => stream
            .write_all(b"0\r\nLambda-Runtime-Function-Error-Type: Runtime.StreamError\r\n\r\n"),
        _ => {
            chunk("last")?;
            stream.write_all(b"0\r\n\r\n")
        }
    }
}

fn next(address: &str) -> (String, Value) {
    let mut stream = TcpStream::connect(address).unwrap();
    let request = "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: a\r\n\
         Connection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let mut reader = BufReader::new(stream);
    let mut id = String::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        match line.trim_end().split_once(": ") {
            Some(("lambda-runtime-aws-request-id", value)) => id = value.to_owned(),
            Some(("lambda-runtime-deadline-ms", value)) => assert_eq!(value.len(), 13),
            _ if line == "\r\n" => break,
            _ => {}
        }
    }
    let mut event = String::new();
    reader.read_to_string(&mut event).unwrap();
    (id, serde_json::from_str(&event).unwrap())
}

fn post(
    address: &str,
    path: &str,
    headers: &str,
    body: impl FnOnce(&mut TcpStream) -> std::io::Result<()>,
) {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!("POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    body(&mut stream).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 202 "), "{answer}");
}

struct World {
    functions: Functions,
    invoker: Invoker,
    folder: PathBuf,
    lines: Arc<Mutex<Vec<(String, bool)>>>,
    served: Arc<Mutex<Vec<Served>>>,
}

impl World {
    async fn new(name: &str, concurrency: usize, timeout: Duration) -> Self {
        let folder = std::env::temp_dir().join(format!("functions-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let executable = folder.join("f");
        let this = std::env::current_exe().unwrap();
        let script = format!(
            "#!/bin/sh\nexec '{}' --exact functions::tests::function_process --ignored --nocapture\n",
            this.display()
        );
        std::fs::write(&executable, script).unwrap();
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&executable, mode).unwrap();
        let deployment = Deployment {
            bin: "f".into(),
            executable,
            env: vec![("OWN".into(), "value".into())],
            timeout,
            memory_mb: "512".into(),
        };
        let template = Template::parse("Resources: {}").unwrap();
        let progress: Progress = Arc::new(|_| {});
        let lines: Arc<Mutex<Vec<(String, bool)>>> = Arc::default();
        let sink = Arc::clone(&lines);
        let logs: Logs = Arc::new(move |line| {
            assert_eq!(line.function, "f");
            sink.lock()
                .unwrap()
                .push((line.text.to_owned(), line.warm_up));
        });
        let settings = Settings {
            root: &folder,
            template: &template,
            functions: &[],
            env: &[],
            reload: false,
            concurrency,
            output: Output::Inherit,
            logs: Some(logs),
            progress: &progress,
        };
        let functions = Functions::deploy(vec![deployment], &settings)
            .await
            .unwrap();
        let invoker = Invoker::new(functions.url.clone()).unwrap();
        Self {
            functions,
            invoker,
            folder,
            lines,
            served: Arc::default(),
        }
    }

    async fn url(&self, auth: UrlAuth, mode: InvokeMode) -> Gateway {
        let served = Arc::clone(&self.served);
        let observer: Observer =
            Arc::new(move |request| served.lock().unwrap().push(request.clone()));
        let url = Url {
            function: "f".into(),
            settings: FunctionUrl {
                auth,
                mode,
                cors: Some(Cors {
                    origins: vec!["https://a.example".into()],
                    ..Cors::default()
                }),
            },
            invoker: self.invoker.clone(),
            internal: Credentials::local(),
            observer: Some(observer),
        };
        Gateway::start_url(Listener::bind(None).await.unwrap(), url)
    }

    async fn invoke(&self, order: Value) -> Result<Value, String> {
        let answer = self.invoker.invoke("f", &order).await;
        answer.map_err(|error| error.to_string())
    }

    async fn stop(self) {
        self.functions.stop().await;
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

async fn post_to(gateway: &Gateway, order: &Value) -> reqwest::Response {
    let request = loopback_client()
        .unwrap()
        .post(format!("{}/a%20b?c", gateway.url));
    let request = request.header("content-type", "application/json");
    request.body(order.to_string()).send().await.unwrap()
}

const LONG: Duration = Duration::from_secs(30);

#[tokio::test]
async fn processes_are_kept_and_replaced_when_they_die() {
    let world = World::new("kept", 1, LONG).await;
    let answer = json!({ "do": "answer" });
    let first = world.invoke(answer.clone()).await.unwrap();
    assert_eq!(first["statusCode"], 201);
    assert_eq!(world.invoke(answer.clone()).await.unwrap(), first);

    let error = world.invoke(json!({ "do": "die" })).await.unwrap_err();
    assert!(
        error.contains("the function's process ended (exit status: 3)"),
        "{error}"
    );
    let second = world.invoke(answer.clone()).await.unwrap();
    assert_ne!(second, first);

    // An error of the function's own is passed on as it is, and costs no process.
    let error = world.invoke(json!({ "do": "fail" })).await.unwrap_err();
    assert_eq!(error, r#"f failed: {"errorType":"T","errorMessage""#);
    assert_eq!(world.invoke(answer.clone()).await.unwrap(), second);

    // Another build of it.
    world.functions.pools["f"].replace();
    assert_ne!(world.invoke(answer).await.unwrap(), second);
    for (name, value) in [
        ("OWN", "value"),
        ("AWS_LAMBDA_FUNCTION_NAME", "f"),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512"),
    ] {
        let found = world
            .invoke(json!({ "do": "environment", "name": name }))
            .await;
        assert_eq!(found.unwrap(), value);
    }
    let unknown = world.invoker.invoke("g", &json!({})).await.unwrap_err();
    assert!(
        unknown.to_string().contains("Function not found: g"),
        "{unknown}"
    );
    world.stop().await;
}

#[tokio::test]
async fn a_function_has_its_time_and_the_end_does_not_wait_for_it() {
    let world = World::new("slow", 2, Duration::from_secs(1)).await;
    let error = world.invoke(json!({ "do": "sleep" })).await.unwrap_err();
    assert!(error.contains("Task timed out after 1 seconds"), "{error}");
    world.stop().await;

    let world = World::new("slower", 2, LONG).await;
    let (invoker, order) = (world.invoker.clone(), json!({ "do": "sleep" }));
    let asleep = tokio::spawn(async move { invoker.invoke("f", &order).await });
    // The other place is free meanwhile.
    world.invoke(json!({ "do": "answer" })).await.unwrap();
    let start = Instant::now();
    world.stop().await;
    assert!(start.elapsed() < Duration::from_secs(8));
    assert!(asleep.await.unwrap().is_err());
}

#[tokio::test]
async fn log_lines_are_those_of_a_warm_up_event_until_the_first_other_one() {
    let world = World::new("warm", 1, LONG).await;
    let event = Bytes::from_static(br#"{"do":"answer"}"#);
    let warm = world.functions.pools["f"].invoke(event, true).await;
    assert!(matches!(warm, Ok(Answer::Whole(_))));
    let lines = world.lines.lock().unwrap().clone();
    assert!(
        lines.iter().any(|(line, _)| line == "the function starts"),
        "{lines:?}"
    );
    assert!(lines.iter().all(|(_, warm_up)| *warm_up), "{lines:?}");
    world.stop().await;
}

#[tokio::test]
async fn a_function_url_gives_the_event_and_answers_whole() {
    let world = World::new("url", 1, LONG).await;
    let gateway = world.url(UrlAuth::Open, InvokeMode::Buffered).await;
    let order = json!({ "do": "event" });
    let answer = post_to(&gateway, &order).await;
    assert_eq!(answer.status(), 200);
    let event: Value = answer.json().await.unwrap();
    assert_eq!(
        (&event["routeKey"], &event["rawPath"]),
        (&json!("$default"), &json!("/a%20b"))
    );
    assert_eq!(event["requestContext"]["accountId"], "anonymous");
    assert_eq!(event["body"], order.to_string());

    let answer = post_to(&gateway, &json!({ "do": "answer" })).await;
    assert_eq!(answer.status(), 201);
    for order in ["die", "fail"] {
        let answer = post_to(&gateway, &json!({ "do": order })).await;
        assert_eq!(answer.status(), 502);
        assert_eq!(answer.text().await.unwrap(), "Internal Server Error");
    }
    // A stream is no answer here: its head is no JSON to the end.
    let until = world.folder.join("f");
    let answer = post_to(&gateway, &json!({ "do": "stream", "until": until })).await;
    assert_eq!(answer.status(), 502);

    let preflight = loopback_client()
        .unwrap()
        .request(http::Method::OPTIONS, &gateway.url);
    let preflight = preflight
        .header("origin", "https://a.example")
        .header("access-control-request-method", "GET");
    let preflight = preflight.send().await.unwrap();
    let origin = &preflight.headers()["access-control-allow-origin"];
    assert_eq!(
        (preflight.status().as_u16(), origin),
        (200, &"https://a.example".parse().unwrap())
    );

    let served = world.served.lock().unwrap().clone();
    let shown: Vec<_> = served.iter().map(|request| request.status).collect();
    assert_eq!(shown, [200, 201, 502, 502, 502, 200]);
    assert_eq!(served[0].path, "/a%20b");
    assert_eq!(
        (served[0].function.as_deref(), &served[5].function),
        (Some("f"), &None)
    );
    assert!(
        served[2]
            .problem
            .as_ref()
            .unwrap()
            .contains("exit status: 3")
    );
    gateway.stop().await;
    world.stop().await;
}

#[tokio::test]
async fn a_function_url_with_iam_wants_a_signature_for_lambda() {
    let world = World::new("iam", 1, LONG).await;
    let gateway = world.url(UrlAuth::Iam, InvokeMode::Buffered).await;
    let body = json!({ "do": "event" }).to_string();
    let credentials = Credentials::local();
    for (service, status) in [("lambda", 200), ("execute-api", 403)] {
        let credentials = Credentials {
            service: service.into(),
            ..credentials.clone()
        };
        let signed = sign(&credentials, "POST", &gateway.url, &[], body.as_bytes()).unwrap();
        let mut request = loopback_client()
            .unwrap()
            .post(&gateway.url)
            .body(body.clone());
        for (name, value) in signed {
            request = request.header(name, value);
        }
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), status, "{service}");
        let shown: Value = answer.json().await.unwrap();
        match status {
            200 => {
                let context = &shown["requestContext"];
                assert_eq!(
                    context["authorizer"]["iam"]["accessKey"],
                    credentials.access_key_id
                );
                assert_eq!(context["accountId"], "000000000000");
            }
            _ => assert_eq!(shown, json!({ "Message": "Forbidden" })),
        }
    }
    gateway.stop().await;
    world.stop().await;
}

#[tokio::test]
async fn a_stream_is_passed_on_as_it_comes() {
    let world = World::new("stream", 1, LONG).await;
    let gateway = world.url(UrlAuth::Open, InvokeMode::Stream).await;
    let until = world.folder.join("go on");
    let mut answer = post_to(&gateway, &json!({ "do": "stream", "until": until })).await;
    assert_eq!(answer.status(), 206);
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    assert_eq!(answer.headers()["set-cookie"], "a=1");
    assert!(answer.headers().contains_key("x-amzn-requestid"));
    // The first chunk is here, and the last is not written yet.
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "first");
    assert!(world.served.lock().unwrap().is_empty());
    std::fs::write(&until, "").unwrap();
    assert_eq!(answer.chunk().await.unwrap().unwrap(), "last");
    assert_eq!(answer.chunk().await.unwrap(), None);

    // The process is free again, and the client's leaving does not end a stream.
    std::fs::remove_file(&until).unwrap();
    let mut answer = post_to(&gateway, &json!({ "do": "stream", "until": until })).await;
    answer.chunk().await.unwrap();
    drop(answer);
    std::fs::write(&until, "").unwrap();
    let answer = world.invoke(json!({ "do": "answer" })).await.unwrap();
    assert_eq!(answer["statusCode"], 201);
    gateway.stop().await;
    world.stop().await;
}

#[tokio::test]
async fn a_stream_breaks_off_where_the_function_does() {
    let world = World::new("broken", 1, Duration::from_secs(2)).await;
    let gateway = world.url(UrlAuth::Open, InvokeMode::Stream).await;
    let never = world.folder.join("never");
    let now = world.folder.join("f");
    for (end, until) in [("die", &now), ("error", &now), ("time", &never)] {
        let order = json!({ "do": "stream", "until": until, "end": end });
        let mut answer = post_to(&gateway, &order).await;
        assert_eq!((answer.status().as_u16(), end), (206, end));
        assert_eq!(answer.chunk().await.unwrap().unwrap(), "first");
        assert!(answer.chunk().await.is_err(), "{end}");
    }
    let answer = world.invoke(json!({ "do": "answer" })).await.unwrap();
    assert_eq!(answer["statusCode"], 201);
    let served = world.served.lock().unwrap().clone();
    assert_eq!(served.len(), 3);
    for request in served {
        assert_eq!(request.problem.as_deref(), Some("its answer broke off"));
    }

    // Before its head is complete, the function has not answered.
    let answer = post_to(&gateway, &json!({ "do": "die" })).await;
    assert_eq!(answer.status(), 502);
    let Failed { too_late, problem } = world
        .invoker
        .stream("f", br#"{"do":"die"}"#.to_vec())
        .await
        .unwrap_err();
    assert!(
        !too_late && problem.contains("Runtime.ExitError"),
        "{problem}"
    );
    gateway.stop().await;
    world.stop().await;
}

#[test]
fn functions_that_disagree_on_a_variable_have_it_not_in_common() {
    let text = r#"
Globals: { Function: { Environment: { Variables: { ALL: x } } } }
Resources:
  F:
    Type: AWS::Serverless::Function
    Metadata: { BuildProperties: { Binary: f } }
    Properties: { Environment: { Variables: { ONE: "1", BOTH: a } } }
  G:
    Type: AWS::Serverless::Function
    Metadata: { BuildProperties: { Binary: g } }
    Properties: { Environment: { Variables: { BOTH: b } } }
"#;
    let template = Template::parse(text).unwrap();
    let common = common_environment(&template, &template.functions().unwrap()).unwrap();
    let expected = [("ALL", "x"), ("ONE", "1")];
    assert_eq!(
        common,
        expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
}
