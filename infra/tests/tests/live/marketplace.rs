//! A user of the marketplace, over the real functions: a package that was just listed is found,
//! installed, listed among the installs, rated and removed.

use common::{Clock, Timestamp};
use dynamo::{Change, Table, Transaction, Tries, s};
use local::connect;
use provider::catalogue::entry::{Entry, ListedCapability, Status};
use provider::catalogue::{Head, ListingChange, picture};
use provider::id::{AppId, CapabilityId, DeveloperId, PackageId, VersionId};
use provider::install::layout;
use provider::layout::SubjectHash;
use provider::package::RiskTier;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use tests::live::with;

/// Lists a package as it is listed when a version of it is published.
async fn list(table: &Table, icon: &[u8]) -> Entry {
    let now = Clock::system().now();
    let entry = Entry {
        package_id: PackageId::new(now),
        app_id: AppId::new(now),
        developer_id: DeveloperId::new(now),
        company: "Tides Ltd".into(),
        slug: "tides".into(),
        name: "Springtide almanac".into(),
        description: "High and low water of your coast.".into(),
        category: Some("outdoors".into()),
        risk_tier: RiskTier::DataOnly,
        version_id: VersionId::new(now),
        version: "1.0.0".into(),
        capabilities: vec![ListedCapability {
            id: CapabilityId::new(now),
            name: "tides.today".into(),
            title: "Tides today".into(),
            data_classes: ["location".parse().unwrap()].into(),
            refresh_interval: Some(3_600),
        }],
        icon: Some(picture::store(table, icon).await.unwrap()),
        screenshots: Vec::new(),
        privacy_url: None,
        support_url: None,
        published_at: now,
        status: Status::Published,
        removal_at: None,
    };
    let mut tries = Tries::new(40);
    while tries.next().await {
        let head = Head::read(table).await.unwrap();
        let listed = head.change(&ListingChange::Put(&entry), now).unwrap();
        let transaction = Transaction::new("listing").and(listed.parts);
        if transaction.commit(table).await.unwrap().is_done() {
            return entry;
        }
    }
    panic!("the package was not listed");
}

async fn json(response: Response, status: StatusCode) -> Value {
    let found = response.status();
    let body = response.text().await.unwrap();
    assert_eq!(found, status, "{body}");
    serde_json::from_str(&body).unwrap()
}

#[test]
fn a_user_finds_installs_rates_and_removes_a_package() {
    with(|live| async move {
        let api = live.stack.provider_url().unwrap();
        let issuer = live.stack.provider_issuer().unwrap();
        let table = connect(
            &live.stack.dynamodb_url,
            &live.stack.provider_table().unwrap(),
        );
        live.stack
            .run_schedule("provider-id-token-key-fetch")
            .await
            .unwrap();
        let sub = format!("tourist {}", DeveloperId::new(Clock::system().now()));
        let claims = json!({ "sub": sub, "email": "a@example.com", "email_verified": true });
        let token = issuer.token(&claims).unwrap();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let send = |method: Method, path: &str, body: Option<Value>| {
            let request = client
                .request(method, format!("{api}{path}"))
                .bearer_auth(&token);
            match body {
                Some(body) => request.json(&body),
                None => request,
            }
            .send()
        };
        let get = |path: &str| send(Method::GET, path, None);

        let icon = b"\x89PNG\r\n\x1a\nan icon";
        let entry = list(&table, icon).await;
        let (id, package) = (
            entry.package_id,
            format!("/v1/space/marketplace/{}", entry.package_id),
        );
        // With a typing error, by the very next call, and by the same pages after a snapshot.
        let search = "/v1/space/marketplace?q=sprintide&category=outdoors";
        let found = json(get(search).await.unwrap(), StatusCode::OK).await;
        assert_eq!(found["data"][0]["id"], json!(id));
        live.stack
            .run_schedule("provider-catalogue-rebuild")
            .await
            .unwrap();
        let again = json(get(search).await.unwrap(), StatusCode::OK).await;
        assert_eq!(again["data"], found["data"]);
        let version = |body: &Value| body["meta"]["catalogVersion"].as_u64().unwrap();
        assert!(version(&again) > version(&found));
        let page = format!("{search}&catalogVersion={}", version(&found));
        let page = json(get(&page).await.unwrap(), StatusCode::OK).await;
        assert_eq!(page["data"], found["data"]);
        // The icon, as a page shows it: without a token.
        let shown = json(get(&package).await.unwrap(), StatusCode::OK).await;
        let url = shown["data"]["iconUrl"].as_str().unwrap();
        let path = &url[url.find("/v1/").unwrap()..];
        let picture = client.get(format!("{api}{path}")).send().await.unwrap();
        assert_eq!(picture.headers()["content-type"], "image/png");
        assert_eq!(picture.bytes().await.unwrap().as_ref(), icon);

        let install = format!("{package}/install");
        let consents = json!({ "consents": ["location"], "locale": "pt-BR" });
        let post = || send(Method::POST, &install, Some(consents.clone()));
        let made = post().await.unwrap();
        assert_eq!(made.headers()["location"], "/v1/space/installs");
        assert_eq!(made.headers()["x-ratelimit-limit"], "100");
        let made = json(made, StatusCode::CREATED).await["data"].clone();
        let again = json(post().await.unwrap(), StatusCode::OK).await;
        assert_eq!(again["data"], made);
        let installs = json(get("/v1/space/installs").await.unwrap(), StatusCode::OK).await;
        assert_eq!(installs["data"], json!([made]));

        let rate = || {
            send(
                Method::PUT,
                &format!("{package}/rating"),
                Some(json!({ "stars": 5 })),
            )
        };
        let early = json(rate().await.unwrap(), StatusCode::CONFLICT).await;
        assert_eq!(early["error"]["code"], "RATING_TOO_EARLY");
        // A day later.
        let user = ::provider::layout::user_tenant(&SubjectHash::of(&issuer.url, &sub));
        let ago = Timestamp::from_millis(Clock::system().now().millis() - 86_400_000);
        Change::update(layout::install(&user, id))
            .set("installedAt", s(ago))
            .apply(&table, "letting a day pass")
            .await
            .unwrap();
        let rated = json(rate().await.unwrap(), StatusCode::OK).await;
        assert_eq!(rated["data"]["stars"], 5);
        let shown = json(get(&package).await.unwrap(), StatusCode::OK).await;
        assert_eq!(shown["data"]["rating"], json!({ "count": 1, "mean": 5.0 }));
        assert_eq!(shown["data"]["installs"]["current"], 1);

        let removed = send(Method::DELETE, &install, None).await.unwrap();
        let removed = json(removed, StatusCode::OK).await;
        assert_eq!(
            removed["data"],
            json!({ "id": made["id"], "deleted": true })
        );
        let absent = send(Method::DELETE, &install, None).await.unwrap();
        let absent = json(absent, StatusCode::NOT_FOUND).await;
        assert_eq!(absent["error"]["code"], "INSTALL_NOT_FOUND");
        let shown = json(get(&package).await.unwrap(), StatusCode::OK).await;
        assert_eq!(shown["data"]["installs"]["current"], 0);
    });
}
