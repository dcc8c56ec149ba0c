use serde_json::{Value, json};

use super::cors::Asked;
use super::*;
use crate::invoker::Invoker;
use crate::issuer::Issuer;
use crate::loopback_client;
use crate::template::{Cors, Template, Throttles};

const TEMPLATE: &str = r#"
Parameters:
  Issuer: { Type: String }
  Audience: { Type: String }
  Origins: { Type: CommaDelimitedList, Default: "https://a.example,https://b.example" }
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        EnableIamAuthorizer: true
        Authorizers:
          Owner:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: !Ref Issuer, audience: [!Ref Audience] }
      CorsConfiguration:
        AllowOrigins: !Ref Origins
        AllowMethods: [GET, POST]
        AllowHeaders: [Authorization, Idempotency-Key]
        ExposeHeaders: [X-Request-Id]
        MaxAge: 600
  F:
    Type: AWS::Serverless::Function
    Metadata: { BuildProperties: { Binary: f } }
    Properties:
      Events:
        Open: { Type: HttpApi, Properties: { Method: GET, Path: /open } }
        Any: { Type: HttpApi, Properties: { Path: /any } }
        Own: { Type: HttpApi, Properties: { Method: POST, Path: /own, Auth: { Authorizer: Owner } } }
        OwnAny: { Type: HttpApi, Properties: { Path: /own/any, Auth: { Authorizer: Owner } } }
        Ours: { Type: HttpApi, Properties: { Method: PUT, Path: "/ours/{id}", Auth: { Authorizer: AWS_IAM } } }
"#;

struct World {
    gateway: Gateway,
    issuer: Issuer,
    client: reqwest::Client,
}

/// A gateway in front of a function that answers its event.
async fn world() -> World {
    let functions = axum::Router::new().fallback(async |event: bytes::Bytes| {
        let answer = json!({
            "statusCode": 202, "body": std::str::from_utf8(&event).unwrap(),
            "headers": { "Access-Control-Allow-Origin": "https://evil.example", "access-control-max-age": "9" },
        });
        answer.to_string()
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let invoke = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, functions).await });
    let issuer = Issuer::start("owners").await.unwrap();
    let mut template = Template::parse(TEMPLATE).unwrap();
    let [owner] = template.token_sources().try_into().unwrap();
    template.trust(&owner, &issuer.url, &issuer.audience);
    let function = template.functions().unwrap().remove(0);
    let settings = template.apis().unwrap().remove("Api").unwrap();
    let authorizers = settings.authorizers.into_iter();
    let api = Api {
        routes: function
            .routes
            .into_iter()
            .map(|route| (route, function.bin.clone()))
            .collect(),
        invoker: Invoker::new(invoke).unwrap(),
        throttles: Throttles::default(),
        cors: settings.cors,
        authorizers: authorizers
            .map(|(name, settings)| (name, Authorizer::new(settings, issuer.keys.clone())))
            .collect(),
        internal: Credentials::local(),
        observer: None,
    };
    let gateway = Gateway::start(Listener::bind(None).await.unwrap(), api).unwrap();
    World {
        gateway,
        issuer,
        client: loopback_client().unwrap(),
    }
}

struct Answer {
    status: u16,
    headers: http::HeaderMap,
    body: Value,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    fn cors(&self) -> Vec<String> {
        let mut found: Vec<_> = self
            .headers
            .iter()
            .filter_map(|(name, value)| {
                let name = name.as_str().strip_prefix("access-control-")?;
                Some(format!("{name}: {}", value.to_str().unwrap()))
            })
            .collect();
        found.sort();
        found
    }
}

impl World {
    async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &'static str,
    ) -> Answer {
        let url = format!("{}{path}", self.gateway.url);
        let mut request = self.client.request(method.parse().unwrap(), url).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.unwrap();
        Answer {
            status: answer.status().as_u16(),
            headers: answer.headers().clone(),
            body: serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap_or_default(),
        }
    }
}

#[tokio::test]
async fn a_token_opens_the_owner_s_routes_and_no_other() {
    let world = world().await;
    let token = format!(
        "Bearer {}",
        world.issuer.token(&json!({ "sub": "me", "n": 1 })).unwrap()
    );
    let owner = [("authorization", token.as_str())];

    let answer = world.send("POST", "/own", &owner, "hi").await;
    let jwt = &answer.body["requestContext"]["authorizer"]["jwt"];
    assert_eq!(
        (answer.status, &jwt["claims"]["sub"], &jwt["claims"]["n"]),
        (202, &json!("me"), &json!("1"))
    );
    assert_eq!(jwt["scopes"], Value::Null);
    assert_eq!(
        (
            &answer.body["headers"]["authorization"],
            &answer.body["body"]
        ),
        (&json!(token), &json!("hi"))
    );

    let answer = world.send("POST", "/own", &[], "").await;
    assert_eq!(
        (answer.status, answer.header("www-authenticate")),
        (401, Some("Bearer"))
    );
    assert_eq!(answer.body, json!({ "message": "Unauthorized" }));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let expired = format!(
        "Bearer {}",
        world.issuer.token(&json!({ "exp": 1 })).unwrap()
    );
    let answer = world
        .send("POST", "/own", &[("authorization", &expired)], "")
        .await;
    let challenge =
        r#"Bearer scope="" error="invalid_token" error_description="the token has expired""#;
    assert_eq!(
        (answer.status, answer.header("www-authenticate")),
        (401, Some(challenge))
    );

    // An open route does not look at it, and an IAM route does not take it.
    let answer = world.send("GET", "/open", &owner, "").await;
    assert_eq!(
        (
            answer.status,
            answer.body["requestContext"].get("authorizer")
        ),
        (202, None)
    );
    assert_eq!(world.send("PUT", "/ours/1", &owner, "").await.status, 403);
    // No method but the route's.
    assert_eq!(world.send("GET", "/own", &owner, "").await.status, 404);
}

#[tokio::test]
async fn a_signature_opens_the_operator_s_routes_and_no_other() {
    let world = world().await;
    let signed = |method, path: &str, body: &str| {
        let url = format!("{}{path}", world.gateway.url);
        sign(
            &Credentials::local(),
            method,
            &url,
            &[("x-a", "1")],
            body.as_bytes(),
        )
        .unwrap()
    };
    let send = async |headers: &[(String, String)], method, path: &str, body| {
        let mut all = vec![("x-a", "1")];
        all.extend(
            headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str())),
        );
        world.send(method, path, &all, body).await
    };
    let path = "/ours/a%20b?x=%2F&a";
    let headers = signed("PUT", path, "{}");
    let answer = send(&headers, "PUT", path, "{}").await;
    let iam = &answer.body["requestContext"]["authorizer"]["iam"];
    assert_eq!(
        (answer.status, &iam["accessKey"]),
        (202, &json!("AKIALOCALTWININTERNAL"))
    );
    assert_eq!(answer.body["pathParameters"], json!({ "id": "a b" }));

    for (path, body) in [
        ("/ours/a%20b?x=%2F&a", "{ }"),
        ("/ours/a%20c?x=%2F&a", "{}"),
        ("/ours/a%20b", "{}"),
    ] {
        let answer = send(&headers, "PUT", path, body).await;
        assert_eq!(
            (answer.status, answer.header("www-authenticate")),
            (403, None),
            "{path}"
        );
        assert_eq!(answer.body, json!({ "message": "Forbidden" }));
    }
    assert_eq!(send(&[], "PUT", path, "{}").await.status, 403);
    assert_eq!(
        send(&signed("POST", "/own", ""), "POST", "/own", "")
            .await
            .status,
        401
    );
}

const PREFLIGHT: [(&str, &str); 2] = [
    ("origin", "https://b.example"),
    ("access-control-request-method", "POST"),
];

#[tokio::test]
async fn a_preflight_that_no_route_takes_is_answered_here() {
    let world = world().await;
    let full = [
        "allow-headers: Authorization,Idempotency-Key",
        "allow-methods: GET,POST",
        "allow-origin: https://b.example",
        "expose-headers: X-Request-Id",
        "max-age: 600",
    ];
    for path in ["/own", "/open", "/nowhere"] {
        let answer = world.send("OPTIONS", path, &PREFLIGHT, "").await;
        assert_eq!(
            (answer.status, answer.cors(), answer.body),
            (204, full.map(String::from).to_vec(), Value::Null)
        );
    }
    // ANY takes it, authorizer and all: there, API Gateway is of no help.
    let answer = world.send("OPTIONS", "/any", &PREFLIGHT, "").await;
    assert_eq!(
        (answer.status, answer.cors()),
        (202, full.map(String::from).to_vec())
    );
    assert_eq!(
        world
            .send("OPTIONS", "/own/any", &PREFLIGHT, "")
            .await
            .status,
        401
    );

    let other = [("origin", "https://evil.example"), PREFLIGHT[1]];
    let answer = world.send("OPTIONS", "/own", &other, "").await;
    assert_eq!((answer.status, answer.cors()), (204, vec![]));
    // No preflight, so a request like any other.
    for headers in [&PREFLIGHT[..1], &PREFLIGHT[1..], &[]] {
        assert_eq!(world.send("OPTIONS", "/own", headers, "").await.status, 404);
    }
}

#[tokio::test]
async fn every_answer_says_who_may_read_it() {
    let world = world().await;
    let ours = [
        "allow-origin: https://b.example",
        "expose-headers: X-Request-Id",
    ];
    for (method, path, status) in [
        ("GET", "/open", 202),
        ("POST", "/own", 401),
        ("PUT", "/ours/1", 403),
        ("GET", "/", 404),
    ] {
        let answer = world.send(method, path, &PREFLIGHT[..1], "").await;
        assert_eq!(
            (answer.status, answer.cors()),
            (status, ours.map(String::from).to_vec()),
            "{path}"
        );
    }
    // What the function says itself is dropped, whoever asks.
    for origin in [
        "https://evil.example",
        "https://b.example.evil",
        "null",
        "https://B.example",
        "",
    ] {
        let answer = world.send("GET", "/open", &[("origin", origin)], "").await;
        assert_eq!((answer.status, answer.cors()), (202, vec![]), "{origin}");
    }
    assert_eq!(
        world.send("GET", "/open", &[], "").await.cors(),
        Vec::<String>::new()
    );
}

#[test]
fn origins_can_be_wild() {
    let shown = |origins: &[&str], credentials, origin: &str| {
        let cors = Cors {
            origins: origins.iter().map(|origin| (*origin).to_owned()).collect(),
            credentials,
            ..Cors::default()
        };
        let mut sent = http::HeaderMap::new();
        sent.insert(http::header::ORIGIN, origin.parse().unwrap());
        let mut headers = http::HeaderMap::new();
        cors.apply(&Asked::new(&http::Method::GET, &sent), &mut headers);
        let origin = headers.get("access-control-allow-origin")?;
        Some(origin.to_str().unwrap().to_owned())
    };
    assert_eq!(shown(&["*"], false, "https://a").as_deref(), Some("*"));
    assert_eq!(
        shown(&["*"], true, "https://a").as_deref(),
        Some("https://a")
    );
    assert_eq!(
        shown(&["https://*"], false, "https://a").as_deref(),
        Some("https://a")
    );
    assert_eq!(shown(&["https://*"], false, "http://a"), None);
}

/// Two APIs with an authorizer each, as the stack sets them up.
#[tokio::test]
async fn a_token_of_one_authorizer_is_refused_by_another() {
    const TWO: &str = r#"
Parameters:
  OwnerIssuer: { Type: String }
  OwnerAudience: { Type: String }
  MakerIssuer: { Type: String }
  MakerAudience: { Type: String }
Resources:
  One:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        Authorizers:
          Owner:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: !Ref OwnerIssuer, audience: [!Ref OwnerAudience] }
          Maker:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: !Ref MakerIssuer, audience: [!Ref MakerAudience] }
  F:
    Type: AWS::Serverless::Function
    Metadata: { BuildProperties: { Binary: f } }
    Properties:
      Events:
        Own: { Type: HttpApi, Properties: { Method: GET, Path: /own, Auth: { Authorizer: Owner } } }
        Make: { Type: HttpApi, Properties: { Method: GET, Path: /make, Auth: { Authorizer: Maker } } }
"#;
    let functions = axum::Router::new().fallback(async || r#"{"statusCode":204}"#);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let invoke = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, functions).await });
    let mut template = Template::parse(TWO).unwrap();
    let issuers = crate::issuer::Issuers::start(&mut template).await.unwrap();
    let function = template.functions().unwrap().remove(0);
    let settings = template.apis().unwrap().remove("One").unwrap();
    let authorizers = settings.authorizers.into_iter().map(|(name, settings)| {
        let keys = issuers.of("One", &name).unwrap().keys.clone();
        (name, Authorizer::new(settings, keys))
    });
    let routes = function.routes.into_iter();
    let api = Api {
        routes: routes.map(|route| (route, function.bin.clone())).collect(),
        invoker: Invoker::new(invoke).unwrap(),
        throttles: Throttles::default(),
        cors: None,
        authorizers: authorizers.collect(),
        internal: Credentials::local(),
        observer: None,
    };
    let gateway = Gateway::start(Listener::bind(None).await.unwrap(), api).unwrap();
    let [owner, maker] = ["Owner", "Maker"].map(|name| issuers.of("One", name).unwrap());
    assert_ne!(owner.url, maker.url);
    assert_ne!(owner.audience, maker.audience);
    assert!(issuers.only().is_err());

    let ask = async |path: &str, token: &str| {
        let request = loopback_client()
            .unwrap()
            .get(format!("{}{path}", gateway.url));
        let answer = request.bearer_auth(token).send().await.unwrap();
        let challenge = answer.headers().get("www-authenticate").cloned();
        (
            answer.status().as_u16(),
            challenge,
            answer.text().await.unwrap(),
        )
    };
    let [own, make] = [owner, maker].map(|issuer| issuer.token(&json!({ "sub": "a" })).unwrap());
    assert_eq!(ask("/own", &own).await.0, 204);
    assert_eq!(ask("/make", &make).await.0, 204);
    // Neither the key, nor issuer and audience that are only said, make it the other's.
    let forged = json!({ "sub": "a", "iss": maker.url, "aud": maker.audience });
    let forged = owner.token(&forged).unwrap();
    for (path, token) in [("/make", &own), ("/own", &make), ("/make", &forged)] {
        let (status, challenge, body) = ask(path, token).await;
        assert_eq!(
            (status, &*body),
            (401, r#"{"message":"Unauthorized"}"#),
            "{path}"
        );
        let challenge = challenge.unwrap();
        assert!(
            challenge.to_str().unwrap().contains("invalid_token"),
            "{challenge:?}"
        );
    }
    gateway.stop().await;
}

/// A flood of the routes that share the stage's throttle leaves the others open.
#[tokio::test]
async fn a_route_with_a_throttle_of_its_own_stays_open() {
    const FLOODED: &str = r#"
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      DefaultRouteSettings: { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 }
      RouteSettings:
        "DELETE /keys/{id}": { ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 3 }
  F:
    Type: AWS::Serverless::Function
    Metadata: { BuildProperties: { Binary: f } }
    Properties:
      Events:
        Public: { Type: HttpApi, Properties: { Method: GET, Path: /public } }
        Revoke: { Type: HttpApi, Properties: { Method: DELETE, Path: "/keys/{id}" } }
"#;
    let functions = axum::Router::new().fallback(async || r#"{"statusCode":204}"#);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let invoke = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, functions).await });
    let start = async |text: &str| {
        let template = Template::parse(text).unwrap();
        let function = template.functions().unwrap().remove(0);
        let settings = template.apis().unwrap().remove("Api").unwrap();
        let routes = function.routes.into_iter();
        let api = Api {
            routes: routes.map(|route| (route, function.bin.clone())).collect(),
            invoker: Invoker::new(invoke.clone()).unwrap(),
            throttles: settings.throttles,
            cors: None,
            authorizers: [].into(),
            internal: Credentials::local(),
            observer: None,
        };
        Gateway::start(Listener::bind(None).await.unwrap(), api)
    };
    let gateway = start(FLOODED).await.unwrap();
    let client = loopback_client().unwrap();
    let ask = async |method: http::Method, path: &str| {
        let request = client.request(method, format!("{}{path}", gateway.url));
        request.send().await.unwrap().status().as_u16()
    };
    let mut flood = Vec::new();
    for path in ["/public", "/nowhere", "/public", "/nowhere"] {
        flood.push(ask(http::Method::GET, path).await);
    }
    assert_eq!(flood, [204, 404, 429, 429]);
    let mut revocations = Vec::new();
    for key in ["/keys/a", "/keys/b", "/keys/c", "/keys/d"] {
        revocations.push(ask(http::Method::DELETE, key).await);
    }
    assert_eq!(revocations, [204, 204, 204, 429]);
    gateway.stop().await;

    let misspelled = FLOODED.replace("\"DELETE /keys/{id}\"", "\"DELETE /keys/{key}\"");
    let error = start(&misspelled).await.unwrap_err().to_string();
    assert!(
        error.contains("there is no route DELETE /keys/{key}"),
        "{error}"
    );
}
