//! The endpoints of the marketplace: what users send, and what they get.

use ::provider::catalogue::entry::{PictureHash, Status};
use ::provider::catalogue::{Entry, ListingChange, picture};
use ::provider::install::{MOST_A_DAY, counters};
use ::provider::user::PER_MINUTE;
use provider_worker_functions::catalogue::rebuild;
use serde_json::{Value, json};
use tests::ask::{Ask, ask};
use tests::provider::{ISSUER, Platform, Process};

use super::{DAY, NOON, change, classes, entry, listed, package};

/// A marketplace, a process, and a user who is signed in.
struct Space {
    platform: Platform,
    process: &'static Process,
    token: String,
}

impl Space {
    async fn new() -> Self {
        let platform = Platform::at(NOON).await;
        let process = platform.process();
        let token = platform.id_token_of(user("user"));
        Self {
            platform,
            process,
            token,
        }
    }

    fn entry(&self, number: u32, name: &str) -> Entry {
        entry(number, name, self.platform.world.clock.now())
    }

    async fn list(&self, entry: &Entry) {
        let now = self.platform.world.clock.now();
        change(&self.platform.table, now, ListingChange::Put(entry)).await;
    }

    fn ask(&self, function: &str) -> Ask {
        ask(function).bearer(&self.token)
    }

    fn of(&self, function: &str, number: u32) -> Ask {
        self.ask(function).id(package(number))
    }

    fn install(&self, number: u32) -> Ask {
        self.of("provider-install-create", number)
            .body(json!({ "consents": ["location"] }))
    }

    /// Later, and signed in again.
    fn advance(&mut self, millis: i64) {
        self.platform.world.clock.advance(millis);
        self.token = self.platform.id_token_of(user("user"));
    }

    async fn names(&self, query: &str) -> (Vec<String>, Value) {
        let list = self.ask("provider-marketplace-list").query(query);
        let body = list.must(self.process, 200).await;
        let names = body["data"].as_array().unwrap().iter();
        let names = names.map(|one| one["name"].as_str().unwrap().to_owned());
        (names.collect(), body["meta"].clone())
    }
}

fn user(sub: &str) -> Value {
    json!({ "sub": sub, "email": format!("{sub}@example.com"), "email_verified": true })
}

#[tokio::test]
async fn packages_are_listed_searched_and_shown() {
    let space = Space::new().await;
    for (number, name, category) in [(1, "Weather", "outdoors"), (2, "Tides", "outdoors")] {
        let listed = Entry {
            category: Some(category.into()),
            icon: Some(PictureHash::of(b"icon")),
            ..space.entry(number, name)
        };
        space.list(&listed).await;
    }
    space.list(&space.entry(3, "Calendar")).await;
    let (names, meta) = space.names("").await;
    assert_eq!(names, ["Weather", "Tides", "Calendar"]);
    assert_eq!(
        meta["pagination"],
        json!({ "total": 3, "limit": 20, "offset": 0, "hasMore": false })
    );
    assert_eq!(meta["catalogVersion"], 3);
    assert_eq!(space.names("q=wether").await.0, ["Weather"]);
    assert_eq!(
        space.names("category=Outdoors&sort=recent&limit=1").await.0,
        ["Weather"]
    );
    // What is suspended is not found by the very next call; the page of the version before stays
    // as it was, without it.
    let suspended = Entry {
        status: Status::Suspended,
        ..space.entry(2, "Tides")
    };
    space.list(&suspended).await;
    assert_eq!(space.names("").await.0, ["Weather", "Calendar"]);
    let (names, meta) = space.names("catalogVersion=3&offset=1").await;
    assert_eq!(
        (names, &meta["pagination"]["total"]),
        (vec!["Calendar".into()], &json!(3))
    );
    let gone = space
        .ask("provider-marketplace-list")
        .query("catalogVersion=99");
    assert_eq!(
        gone.code(space.process).await,
        (409, "CATALOG_VERSION_GONE".into())
    );

    let shown = space
        .of("provider-marketplace-view", 1)
        .must(space.process, 200)
        .await;
    let shown = &shown["data"];
    assert_eq!(shown["slug"], "package-1");
    assert_eq!(shown["installs"], json!({ "current": 0, "last30Days": 0 }));
    assert_eq!(shown["rating"], json!({ "count": 0, "mean": null }));
    assert_eq!(shown["capabilities"][0]["dataClasses"], json!(["location"]));
    let icon = PictureHash::of(b"icon");
    assert_eq!(
        shown["iconUrl"],
        format!("{ISSUER}/v1/space/pictures/{icon}")
    );
    for number in [2, 9] {
        let view = space.of("provider-marketplace-view", number);
        let code = (404, "PACKAGE_NOT_FOUND".to_owned());
        assert_eq!(view.code(space.process).await, code, "{number}");
    }
}

#[tokio::test]
async fn every_answer_has_the_user_s_limit_and_a_stranger_gets_none() {
    let space = Space::new().await;
    let list = space.ask("provider-marketplace-list");
    let first = list.answer(space.process).await;
    assert_eq!(first.headers["x-ratelimit-limit"], "100");
    assert_eq!(first.headers["x-ratelimit-remaining"], "99");
    // Wrong parameters are counted, each is named, and the answer has the limit too.
    let wrong = space
        .ask("provider-marketplace-list")
        .query("sort=best&limit=0&q=%2B&color=red&catalogVersion=x");
    let answer = wrong.answer(space.process).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.headers["x-ratelimit-remaining"], "98");
    let details = answer.json()["error"]["details"].clone();
    let mut fields: Vec<_> = details
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["path"].as_str().unwrap().to_owned())
        .collect();
    fields.sort();
    assert_eq!(fields, ["catalogVersion", "color", "limit", "q", "sort"]);
    for _ in 2..PER_MINUTE {
        assert_eq!(list.answer(space.process).await.status, 200);
    }
    let refused = list.answer(space.process).await;
    assert_eq!(refused.status, 429);
    assert_eq!(refused.json()["error"]["code"], "RATE_LIMITED");
    let wait: u64 = refused.headers["retry-after"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((1..=60).contains(&wait));
    // Another user has a minute of their own; nobody has none.
    let other = space.platform.id_token("other");
    let other = ask("provider-marketplace-list").bearer(&other);
    assert_eq!(other.answer(space.process).await.status, 200);
    let nobody = ask("provider-marketplace-list").answer(space.process).await;
    assert_eq!(nobody.status, 401);
    assert_eq!(nobody.json()["error"]["code"], "UNAUTHENTICATED");
    assert!(nobody.headers.contains_key("www-authenticate"));
}

#[tokio::test]
async fn a_package_is_installed_once_listed_and_removed() {
    let space = Space::new().await;
    let mut weather = space.entry(1, "Weather");
    weather.capabilities.push(listed(2, &["calendar"]));
    space.list(&weather).await;
    // Consents must cover what the version receives; the refusal names what is missing.
    let lacking = space.install(1).answer(space.process).await;
    assert_eq!(lacking.status, 409);
    let error = lacking.json()["error"].clone();
    assert_eq!(error["code"], "CONSENT_REQUIRED");
    assert!(error["message"].as_str().unwrap().contains("calendar"));

    let body = json!({
        "consents": ["location", "calendar", "contacts"], "locale": "pt-br",
        "timezone": "America/Sao_Paulo",
    });
    let install = space
        .of("provider-install-create", 1)
        .body(body)
        .once("first");
    let made = install.answer(space.process).await;
    assert_eq!(made.status, 201, "{}", made.json());
    assert_eq!(made.headers["location"], "/v1/space/installs");
    let view = made.json()["data"].clone();
    assert!(view["id"].as_str().unwrap().starts_with("ins_"));
    assert_eq!(view["status"], "active");
    assert_eq!(view["locale"], "pt-BR");
    // Nobody consents to what does not happen.
    assert_eq!(view["consents"], json!(["calendar", "location"]));
    assert_eq!(view["package"]["name"], "Weather");
    // The same request again is answered alike, another one with what there is.
    let again = install.answer(space.process).await;
    assert_eq!((again.status, &again.json()["data"]), (201, &view));
    let found = space.of("provider-install-create", 1);
    let found = found.must(space.process, 200).await;
    assert_eq!(found["data"], view);

    let installs = space.ask("provider-install-list");
    let list = installs.must(space.process, 200).await;
    assert_eq!(list["data"], json!([view]));
    assert_eq!(list["meta"]["pagination"]["total"], 1);
    let shown = space.of("provider-marketplace-view", 1);
    let shown = shown.must(space.process, 200).await;
    assert_eq!(shown["data"]["installs"]["current"], 1);
    // Another user sees nothing of it.
    let other = space.platform.id_token("other");
    let theirs = ask("provider-install-list").bearer(&other);
    assert_eq!(theirs.must(space.process, 200).await["data"], json!([]));
    let theirs = ask("provider-install-delete").bearer(&other);
    let theirs = theirs.id(package(1));
    assert_eq!(
        theirs.code(space.process).await,
        (404, "INSTALL_NOT_FOUND".into())
    );

    // A version that receives more, then a suspension, and at last the end.
    weather.capabilities.push(listed(3, &["contacts"]));
    weather.version_id = "ver_01JD9ZK4T0000000000000000B".parse().unwrap();
    space.list(&weather).await;
    let list = installs.must(space.process, 200).await;
    assert_eq!(list["data"][0]["status"], "needs_consent");
    assert_eq!(list["data"][0]["missingConsents"], json!(["contacts"]));
    let more = space.of("provider-install-create", 1);
    let more = more.body(json!({ "consents": ["contacts"] }));
    let more = more.must(space.process, 200).await["data"].clone();
    assert_eq!(
        (&more["status"], &more["id"]),
        (&json!("active"), &view["id"])
    );
    weather.status = Status::Suspended;
    space.list(&weather).await;
    let list = installs.must(space.process, 200).await;
    assert_eq!(list["data"][0]["status"], "frozen");

    let delete = space.of("provider-install-delete", 1);
    let deleted = delete.must(space.process, 200).await;
    assert_eq!(
        deleted["data"],
        json!({ "id": view["id"], "deleted": true })
    );
    assert_eq!(
        delete.code(space.process).await,
        (404, "INSTALL_NOT_FOUND".into())
    );
    let refused = space.install(1).code(space.process).await;
    assert_eq!(refused, (409, "PACKAGE_STOPPED".into()));
    let now = space.platform.world.clock.now();
    let figures = counters::figures(&space.platform.table, package(1), now).await;
    assert_eq!(figures.unwrap().installs, 0);
}

/// The provider sees a pseudonym of the user, the same after a reinstallation; and the generation
/// is another.
#[tokio::test]
async fn the_provider_s_user_is_a_pseudonym() {
    let space = Space::new().await;
    space.list(&space.entry(1, "Weather")).await;
    let mut seen = Vec::new();
    for _ in 0..2 {
        let made = space.install(1).must(space.process, 201).await;
        seen.push(made["data"]["generation"].as_u64().unwrap());
        let delete = space.of("provider-install-delete", 1);
        delete.must(space.process, 200).await;
    }
    assert!(seen[0] < seen[1]);
    let items = tests::rows::all(&space.platform.table).await;
    let messages = items.iter().filter(|item| {
        let (pk, sk) = tests::rows::place(item);
        pk.starts_with("app_") && sk.starts_with("install.")
    });
    let mut users: Vec<String> = messages
        .map(|item| {
            let body = item["body"].as_s().unwrap();
            assert!(!body.contains("example.com"));
            let body: Value = serde_json::from_str(body).unwrap();
            body["data"]["userId"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(users.len(), 4);
    users.dedup();
    assert_eq!(users.len(), 1);
    assert_eq!(users[0].len(), 64);
}

#[tokio::test]
async fn a_day_has_so_many_installations() {
    let mut space = Space::new().await;
    let most = u32::try_from(MOST_A_DAY).unwrap();
    for number in 1..=most + 1 {
        space.list(&space.entry(number, "Weather")).await;
    }
    for number in 1..=most {
        space.install(number).must(space.process, 201).await;
    }
    let refused = space.install(most + 1).answer(space.process).await;
    assert_eq!(refused.status, 429);
    assert_eq!(
        refused.json()["error"]["code"],
        "DAILY_INSTALL_LIMIT_REACHED"
    );
    // It is noon: the day has twelve hours left.
    assert_eq!(refused.headers["retry-after"], "43200");
    space.advance(DAY / 2);
    space.install(most + 1).must(space.process, 201).await;
}

#[tokio::test]
async fn a_package_is_rated_by_who_has_it() {
    let mut space = Space::new().await;
    space.list(&space.entry(1, "Weather")).await;
    let rate = |space: &Space, stars: u8| {
        let rate = space.of("provider-rating-put", 1);
        rate.body(json!({ "stars": stars }))
    };
    assert_eq!(
        rate(&space, 5).code(space.process).await,
        (404, "INSTALL_NOT_FOUND".into())
    );
    space.install(1).must(space.process, 201).await;
    assert_eq!(
        rate(&space, 5).code(space.process).await,
        (409, "RATING_TOO_EARLY".into())
    );
    assert_eq!(rate(&space, 6).code(space.process).await.0, 400);
    space.advance(DAY);
    let rated = rate(&space, 4).must(space.process, 200).await;
    assert_eq!(rated["data"]["stars"], 4);
    let again = rate(&space, 4).must(space.process, 200).await;
    assert_eq!(again["data"], rated["data"]);
    let refused = rate(&space, 5).answer(space.process).await;
    assert_eq!(refused.json()["error"]["code"], "RATING_LIMIT_REACHED");
    assert_eq!(
        refused.headers["retry-after"],
        (30 * DAY / 1_000).to_string()
    );
    let shown = space.of("provider-marketplace-view", 1);
    let shown = shown.must(space.process, 200).await;
    assert_eq!(shown["data"]["rating"], json!({ "count": 1, "mean": 4.0 }));
    // Without a verified address, or anonymous, it does not count.
    for claims in [
        json!({ "sub": "one" }),
        json!({ "sub": "two", "email_verified": true, "firebase": { "sign_in_provider": "anonymous" } }),
    ] {
        let token = space.platform.id_token_of(claims);
        let rate = ask("provider-rating-put").bearer(&token);
        let rate = rate.id(package(1)).body(json!({ "stars": 1 }));
        assert_eq!(
            rate.code(space.process).await,
            (403, "EMAIL_NOT_VERIFIED".into())
        );
    }
}

/// The worker's snapshots hold what was published; lists are the same before and after, and what
/// they are ordered by follows.
#[tokio::test]
async fn a_snapshot_is_made_when_something_was_listed_and_for_counts() {
    let mut space = Space::new().await;
    for (number, name) in [(1, "Weather"), (2, "Tides")] {
        space.list(&space.entry(number, name)).await;
    }
    let before = space.names("").await.0;
    let asked = |event: Value| serde_json::from_value(event).unwrap();
    let event = std::fs::read(tests::root().join("events/provider-catalogue-rebuild.json"));
    let event: Value = serde_json::from_slice(&event.unwrap()).unwrap();
    rebuild::run(space.process.workers, asked(event.clone()))
        .await
        .unwrap();
    let (after, meta) = space.names("").await;
    assert_eq!((after, &meta["catalogVersion"]), (before, &json!(3)));
    // Once more there is nothing to do.
    rebuild::run(space.process.workers, asked(event))
        .await
        .unwrap();
    assert_eq!(space.names("").await.1["catalogVersion"], 3);
    let body = json!({ "consents": classes(&["location"]) });
    let install = space.of("provider-install-create", 2).body(body);
    install.must(space.process, 201).await;
    space.advance(2 * DAY);
    rebuild::run(
        space.process.workers,
        asked(json!({ "detail-type": "Scheduled Event" })),
    )
    .await
    .unwrap();
    assert_eq!(space.names("sort=popular").await.0, ["Tides", "Weather"]);
}

#[tokio::test]
async fn pictures_are_for_anybody() {
    let space = Space::new().await;
    let bytes = b"\x89PNG\r\n\x1a\nnot much of a picture";
    let hash = picture::store(&space.platform.table, bytes).await.unwrap();
    let view = ask("provider-picture-view").param("hash", hash);
    let answer = view.answer(space.process).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["content-type"], "image/png");
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
    assert_eq!(answer.body.as_ref(), bytes);
    let etag = answer.headers["etag"].to_str().unwrap().to_owned();
    let view = ask("provider-picture-view").param("hash", hash);
    let known = view
        .header("if-none-match", &etag)
        .answer(space.process)
        .await;
    assert_eq!(known.status, 304);
    for other in [
        PictureHash::of(b"another").to_string(),
        "../secret".to_owned(),
    ] {
        let view = ask("provider-picture-view").param("hash", &other);
        assert_eq!(
            view.code(space.process).await,
            (404, "PICTURE_NOT_FOUND".into())
        );
    }
}
