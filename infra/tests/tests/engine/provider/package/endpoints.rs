//! The endpoints of packages: what a developer and the operator send, and what they get.

use ::provider::account::Plan;
use ::provider::id::{PackageId, VersionId};
use ::provider::package::Packages;
use ::provider::package::store::{Durations, keep_no_run};
use ::provider::runtime::app::{self, NewRuntimeApp};
use ::provider::runtime::template::{self, Template};
use provider_functions::surfaces::ERRORS_PAGE;
use serde_json::{Value, json};
use tests::ask::{Ask, ask};
use tests::provider::{Platform, Process};
use webhooks::url::{AllowedHosts, WebhookUrl};

use super::{CALLABLE, NOON, report};

/// A developer with an app, and a process.
struct Developer {
    platform: Platform,
    process: &'static Process,
    id: ::provider::id::DeveloperId,
    token: String,
    app: String,
}

impl Developer {
    async fn new() -> Self {
        let platform = Platform::at(NOON).await;
        let process = platform.process();
        let (id, token) = platform.developer(Plan::Pro).await;
        let app = platform.app(process, &token).await.id;
        Self {
            platform,
            process,
            id,
            token,
            app,
        }
    }

    fn ask(&self, function: &str) -> Ask {
        ask(function).bearer(&self.token)
    }

    fn new_package(&self, slug: &str) -> Value {
        json!({
            "appId": self.app, "name": "Weather", "slug": slug, "riskTier": "data_only",
            "description": "The weather of your city, now.", "capabilities": [capability()],
        })
    }

    async fn package(&self, slug: &str) -> Value {
        let create = self
            .ask("provider-package-create")
            .body(self.new_package(slug));
        create.must(self.process, 201).await["data"].clone()
    }

    /// Runs the suite for a version, with this score.
    async fn validated(&self, package: &Value, version: &str, score: u8) {
        let clock = self.platform.world.clock.clone();
        let packages = Packages::new(self.platform.table.clone(), clock, Durations::default());
        let package: PackageId = text(&package["id"]).parse().unwrap();
        let version: VersionId = version.parse().unwrap();
        let run = packages
            .begin(self.id, package, version, CALLABLE, &keep_no_run)
            .await
            .unwrap();
        packages.finish(&run, &report(&run, score)).await.unwrap();
    }

    fn of_version(&self, function: &str, package: &Value, version: &str) -> Ask {
        let ask = self.ask(function).id(text(&package["id"]));
        ask.param("vid", version)
    }
}

fn capability() -> Value {
    json!({
        "name": "weather.now", "title": "Weather now", "description": "The weather, now.",
        "modes": ["state"], "inputSchema": { "type": "object" }, "outputSchema": { "type": "object" },
    })
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[tokio::test]
async fn a_package_is_made_listed_shown_and_changed() {
    let one = Developer::new().await;
    let create = one.ask("provider-package-create").once("first");
    let create = create.body(one.new_package("weather"));
    let answer = create.answer(one.process).await;
    assert_eq!(answer.status, 201);
    let made = answer.json()["data"].clone();
    let id = text(&made["id"]);
    assert_eq!(
        answer.headers["location"],
        format!("/v1/providers/packages/manage/{id}")
    );
    assert_eq!(
        (&made["status"], &made["versions"][0]["version"]),
        (&json!("draft"), &json!("1.0.0"))
    );
    assert_eq!(made["versions"][0]["status"], "draft");
    let capability = &made["versions"][0]["capabilities"][0];
    assert!(text(&capability["id"]).starts_with("cap_"));
    // Sent again it is the same one, to the byte.
    let again = create.answer(one.process).await;
    assert_eq!((again.status, &again.json()["data"]), (201, &made));
    let list = one.ask("provider-package-list").query("status=draft");
    let list = list.must(one.process, 200).await;
    assert_eq!(list["data"][0]["id"], made["id"]);
    assert_eq!(list["meta"]["pagination"]["total"], 1);
    let published = one.ask("provider-package-list").query("status=published");
    assert_eq!(published.must(one.process, 200).await["data"], json!([]));
    let shown = one
        .ask("provider-package-view")
        .id(id)
        .must(one.process, 200)
        .await;
    assert_eq!(
        shown["data"]["installs"],
        json!({ "current": 0, "lifetime": 0, "last30Days": 0 })
    );
    let changed = one.ask("provider-package-update").id(id);
    let changed = changed.body(json!({ "name": "Tides", "category": "sea" }));
    let changed = changed.must(one.process, 200).await["data"].clone();
    assert_eq!(
        (&changed["name"], &changed["category"]),
        (&json!("Tides"), &json!("sea"))
    );
    let removed = one
        .ask("provider-package-update")
        .id(id)
        .body(json!({ "category": null }));
    assert_eq!(
        removed.must(one.process, 200).await["data"]["category"],
        json!(null)
    );
    // Another developer finds nothing of it.
    let (_, other) = one.platform.developer(Plan::Free).await;
    let version = text(&made["versions"][0]["id"]);
    for function in [
        "provider-package-view",
        "provider-package-update",
        "provider-version-view",
        "provider-version-validate",
        "provider-version-submit",
        "provider-version-publish",
        "provider-version-withdraw",
        "provider-report-view",
    ] {
        let theirs = ask(function).bearer(&other).id(id).param("vid", version);
        let theirs = match function {
            "provider-package-update" => theirs.body(json!({ "name": "Mine" })),
            _ => theirs,
        };
        let code = theirs.code(one.process).await;
        assert_eq!(code, (404, "PACKAGE_NOT_FOUND".into()), "{function}");
    }
    let theirs = ask("provider-version-create").bearer(&other).id(id);
    let theirs = theirs.body(json!({ "capabilities": [capability] }));
    assert_eq!(theirs.code(one.process).await.0, 400);
    let theirs = ask("provider-version-create").bearer(&other).id(id);
    let theirs = theirs.body(json!({ "capabilities": [self::capability()] }));
    assert_eq!(
        theirs.code(one.process).await,
        (404, "PACKAGE_NOT_FOUND".into())
    );
}

#[tokio::test]
async fn each_wrong_field_has_its_place() {
    let one = Developer::new().await;
    let wrong = async |change: &dyn Fn(&mut Value)| {
        let mut body = one.new_package("weather");
        change(&mut body);
        let answer = one.ask("provider-package-create").body(body);
        let answer = answer.answer(one.process).await;
        assert_eq!(answer.status, 400, "{}", answer.text());
        let details = answer.json()["error"]["details"].clone();
        let first = &details[0];
        (
            text(&first["path"]).to_owned(),
            text(&first["code"]).to_owned(),
        )
    };
    let pair = |path: &str, code: &str| (path.to_owned(), code.to_owned());
    assert_eq!(
        wrong(&|b| b["slug"] = json!("No")).await,
        pair("slug", "INVALID")
    );
    assert_eq!(
        wrong(&|b| b["name"] = json!(null)).await,
        pair("name", "REQUIRED")
    );
    assert_eq!(
        wrong(&|b| b["riskTier"] = json!("low")).await,
        pair("riskTier", "INVALID")
    );
    assert_eq!(
        wrong(&|b| b["capabilities"] = json!([])).await,
        pair("capabilities", "INVALID")
    );
    assert_eq!(
        wrong(&|b| b["capabilities"][0]["modes"] = json!(["poll"])).await,
        pair("capabilities[0].modes[0]", "INVALID")
    );
    assert_eq!(
        wrong(&|b| b["capabilities"][0]["outputSchema"] = json!({ "$ref": "file:///etc/passwd" }))
            .await,
        pair("capabilities[0].outputSchema", "SCHEMA")
    );
    assert_eq!(
        wrong(&|b| b["listing"] = json!({ "iconUrl": "http://example.com/a.png" })).await,
        pair("listing.iconUrl", "INVALID")
    );
    assert_eq!(
        wrong(&|b| b["extra"] = json!(1)).await,
        pair("extra", "UNKNOWN")
    );
    let acts = |b: &mut Value| {
        b["capabilities"][0]["modes"] = json!(["action"]);
        b["capabilities"][0]["actions"] = json!([{
            "name": "add", "title": "Add", "inputSchema": {}, "outputSchema": {} }]);
    };
    assert_eq!(wrong(&acts).await, pair("riskTier", "INVALID"));
    // A body of 2 MiB is read, and its problem is its own.
    let large = |b: &mut Value| b["description"] = json!("a".repeat(1_500_000));
    assert_eq!(wrong(&large).await, pair("description", "LENGTH"));
}

/// RFC 9457: the type is a heading of the page of errors, and the first wrong field is named.
#[tokio::test]
async fn problems_have_types_fields_and_places_within_schemas() {
    let one = Developer::new().await;
    let problem = async |change: &dyn Fn(&mut Value)| {
        let mut body = one.new_package("weather");
        change(&mut body);
        let ask = one.ask("provider-package-create").body(body);
        let answer = ask.header("accept", "application/problem+json");
        let answer = answer.answer(one.process).await;
        assert_eq!(answer.status, 400, "{}", answer.text());
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        let body = answer.json();
        let kind = text(&body["type"]).strip_prefix(ERRORS_PAGE).unwrap();
        (kind.to_owned(), body)
    };
    let (kind, body) = problem(&|b| {
        b["capabilities"][0]["outputSchema"] =
            json!({ "properties": { "a": { "$ref": "file:///etc/passwd" } } });
    })
    .await;
    assert_eq!(kind, "#invalid_schema");
    assert_eq!(body["field"], "capabilities[0].outputSchema");
    assert_eq!(body["schema_path"], "/properties/a/$ref");
    assert_eq!(body["code"], "VALIDATION_ERROR");
    assert_eq!(body["details"][0]["path"], body["field"]);
    let (kind, body) = problem(&|b| b["name"] = json!(null)).await;
    assert_eq!(
        (kind.as_str(), &body["field"]),
        ("#missing_field", &json!("name"))
    );
    assert_eq!(body.get("schema_path"), None);
    let (kind, body) = problem(&|b| b["slug"] = json!("No")).await;
    assert_eq!(
        (kind.as_str(), &body["field"]),
        ("#invalid_format", &json!("slug"))
    );
    let (kind, _) = problem(&|b| b["extra"] = json!(1)).await;
    assert_eq!(kind, "#unknown_field");
    // What is about no field has its code.
    let nothing = one
        .ask("provider-package-view")
        .id("pkg_01KA3T6V8M2QZ7XH4RBN9CDEFG");
    let nothing = nothing.header("accept", "application/problem+json");
    let nothing = nothing.answer(one.process).await.json();
    assert_eq!(nothing["type"], format!("{ERRORS_PAGE}#package_not_found"));
    assert_eq!(nothing.get("field"), None);
}

/// What a capability leaves out is the template's of the app's runtime, as it stands when the
/// version is made.
#[tokio::test]
async fn versions_inherit_from_the_capability_template() {
    let one = Developer::new().await;
    let mut bare = capability();
    for name in ["inputSchema", "outputSchema"] {
        bare.as_object_mut().unwrap().remove(name);
    }
    let mut body = one.new_package("weather");
    body["capabilities"] = json!([bare]);
    let create = || one.ask("provider-package-create").body(body.clone());
    let missing = create().answer(one.process).await;
    let details = missing.json()["error"]["details"].clone();
    assert_eq!(
        (missing.status, &details[0]["path"], &details[0]["code"]),
        (
            400,
            &json!("capabilities[0].inputSchema"),
            &json!("REQUIRED")
        )
    );
    let app = one.app.parse().unwrap();
    let (table, now) = (&one.platform.table, one.platform.world.clock.now());
    let url = WebhookUrl::parse("https://example.com", &AllowedHosts::default());
    let new = NewRuntimeApp {
        developer_id: one.id,
        app_id: app,
        display_name: "Weather".parse().unwrap(),
        endpoint_url: url.unwrap(),
        health_check_url: None,
    };
    let runtime = app::create(table, &new, now, &|_| Ok(None));
    let runtime = runtime.await.unwrap();
    let template = json!({
        "inputSchema": { "type": "object", "properties": { "city": { "type": "string" } } },
        "outputSchema": { "type": "object" },
        "refreshInterval": 600,
        "surfaceGuidance": { "component": "card" },
    });
    let read = |value: &Value| Template::read(value.as_object().unwrap().clone()).unwrap();
    template::put(table, app, runtime.id, &read(&template), now)
        .await
        .unwrap();
    let made = create().must(one.process, 201).await["data"].clone();
    let first = text(&made["versions"][0]["id"]).to_owned();
    let view = one.of_version("provider-version-view", &made, &first);
    let shown = view.must(one.process, 200).await["data"]["capabilities"][0].clone();
    for (name, value) in template.as_object().unwrap() {
        assert_eq!(&shown[name], value, "{name}");
    }
    // What a capability says itself stands; and a version that is made stays as it is.
    template::put(
        table,
        app,
        runtime.id,
        &read(&json!({ "refreshInterval": 900 })),
        now,
    )
    .await
    .unwrap();
    let mut own = capability();
    own["surfaceGuidance"] = json!({ "component": "gauge" });
    let create = one.ask("provider-version-create").id(text(&made["id"]));
    let create = create.body(json!({ "capabilities": [own] }));
    let second = create.must(one.process, 201).await["data"]["id"].clone();
    let other = one.of_version("provider-version-view", &made, text(&second));
    let other = other.must(one.process, 200).await["data"]["capabilities"][0].clone();
    assert_eq!(
        (
            &other["refreshInterval"],
            &other["surfaceGuidance"]["component"]
        ),
        (&json!(900), &json!("gauge"))
    );
    let again = view.must(one.process, 200).await["data"]["capabilities"][0].clone();
    assert_eq!(again, shown);
}

/// Without a runtime nothing is called: the report is there at once, and does not pass.
#[tokio::test]
async fn a_version_is_validated_once_for_a_repeated_request() {
    let one = Developer::new().await;
    let package = one.package("weather").await;
    let version = text(&package["versions"][0]["id"]).to_owned();
    let validate = || one.of_version("provider-version-validate", &package, &version);
    let report = validate().once("v").must(one.process, 200).await["data"].clone();
    assert_eq!(
        (
            &report["complete"],
            &report["passing"],
            &report["runningSince"]
        ),
        (&json!(false), &json!(false), &json!(null))
    );
    let view = || one.of_version("provider-report-view", &package, &version);
    assert_eq!(view().must(one.process, 200).await["data"], report);
    // Sent again it begins no other run, and says where the report is.
    let again = validate().once("v").answer(one.process).await;
    let location = format!(
        "/v1/providers/packages/manage/{}/versions/{version}/report",
        text(&package["id"])
    );
    assert_eq!(again.status, 202);
    assert_eq!(again.headers["location"], location);
    assert_eq!(again.json()["data"]["startedAt"], report["at"]);
    for _ in 1..6 {
        validate().must(one.process, 200).await;
    }
    let full = validate().answer(one.process).await;
    assert_eq!(
        (full.status, full.code()),
        (429, "VALIDATION_LIMIT_REACHED".into())
    );
    assert!(full.headers.contains_key("retry-after"));
    // Another version, whose run another function has.
    let create = one.ask("provider-version-create").id(text(&package["id"]));
    one.platform.world.clock.advance(3_600_000);
    let create = create.body(json!({ "capabilities": [capability()] }));
    let create = create.bearer(&one.platform.developer_again(&one.token));
    let second = create.must(one.process, 201).await["data"]["id"].clone();
    let clock = one.platform.world.clock.clone();
    let packages = Packages::new(one.platform.table.clone(), clock, Durations::default());
    let begun = packages.begin(
        one.id,
        text(&package["id"]).parse().unwrap(),
        text(&second).parse().unwrap(),
        CALLABLE,
        &keep_no_run,
    );
    begun.await.unwrap();
    let token = one.platform.developer_again(&one.token);
    let of = |function: &str| {
        let ask = one.of_version(function, &package, text(&second));
        ask.bearer(&token)
    };
    let running = of("provider-version-validate").code(one.process).await;
    assert_eq!(running, (409, "VALIDATION_RUNNING".into()));
    let soon = of("provider-report-view").answer(one.process).await;
    assert_eq!((soon.status, soon.code()), (404, "REPORT_NOT_FOUND".into()));
    assert_eq!(soon.headers["retry-after"], "5");
}

#[tokio::test]
async fn a_version_goes_from_draft_to_the_catalogue_and_back() {
    let one = Developer::new().await;
    let package = one.package("weather").await;
    let first = text(&package["versions"][0]["id"]).to_owned();
    let step = |function: &str, version: &str| one.of_version(function, &package, version);
    let report = step("provider-report-view", &first);
    assert_eq!(
        report.code(one.process).await,
        (404, "REPORT_NOT_FOUND".into())
    );
    let early = step("provider-version-submit", &first)
        .code(one.process)
        .await;
    assert_eq!(early, (409, "VERSION_STATUS_CONFLICT".into()));
    one.validated(&package, &first, 95).await;
    let report = report.must(one.process, 200).await;
    assert_eq!(
        (&report["data"]["score"], &report["data"]["passing"]),
        (&json!(95), &json!(true))
    );
    assert_eq!(report["data"]["dimensions"].as_array().unwrap().len(), 6);
    let submit = step("provider-version-submit", &first).once("submit");
    let submitted = submit.must(one.process, 200).await;
    assert_eq!(submitted["data"]["status"], "published");
    assert_eq!(
        submit.must(one.process, 200).await["data"],
        submitted["data"]
    );
    let shown = one.ask("provider-package-view").id(text(&package["id"]));
    let shown = shown.must(one.process, 200).await["data"].clone();
    assert_eq!(
        (&shown["status"], &shown["publishedVersionId"]),
        (&json!("published"), &json!(first))
    );
    // The next version gets the number that its changes demand.
    let mut changed = capability();
    changed["title"] = json!("Weather here and now");
    let create = one.ask("provider-version-create").id(text(&package["id"]));
    let create = create.body(json!({ "capabilities": [changed], "changelog": "Another title." }));
    let made = create.must(one.process, 201).await["data"].clone();
    assert_eq!(made["version"], "1.0.1");
    let second = text(&made["id"]);
    let taken = one.ask("provider-version-create").id(text(&package["id"]));
    let taken = taken.body(json!({ "capabilities": [capability()], "version": "1.0.1" }));
    let taken = taken.answer(one.process).await;
    assert_eq!((taken.status, taken.code()), (409, "VERSION_EXISTS".into()));
    let message = taken.json()["error"]["message"].clone();
    assert!(text(&message).contains(&one.id.to_string()), "{message}");
    let detail = step("provider-version-view", second)
        .must(one.process, 200)
        .await;
    assert_eq!(
        detail["data"]["capabilities"][0]["title"],
        "Weather here and now"
    );
    assert_eq!(
        detail["data"]["capabilities"][0]["id"],
        package["versions"][0]["capabilities"][0]["id"]
    );
    one.validated(&package, second, 100).await;
    step("provider-version-submit", second)
        .must(one.process, 200)
        .await;
    let back = step("provider-version-publish", &first)
        .must(one.process, 200)
        .await;
    assert_eq!(back["data"]["status"], "published");
    let live = step("provider-version-withdraw", &first)
        .code(one.process)
        .await;
    assert_eq!(live, (409, "VERSION_STATUS_CONFLICT".into()));
    let gone = step("provider-version-withdraw", second)
        .must(one.process, 200)
        .await;
    assert_eq!(gone["data"]["status"], "withdrawn");
}

#[tokio::test]
async fn the_operator_reviews_and_suspends() {
    let one = Developer::new().await;
    let package = one.package("weather").await;
    let version = text(&package["versions"][0]["id"]);
    one.validated(&package, version, 85).await;
    let submit = || one.of_version("provider-version-submit", &package, version);
    assert_eq!(
        submit().must(one.process, 200).await["data"]["status"],
        "in_review"
    );
    let operator = |function: &str| ask(function).by_operator();
    let waiting = operator("provider-review-list")
        .must(one.process, 200)
        .await;
    assert_eq!(waiting["data"][0]["versionId"], version);
    assert_eq!(waiting["meta"]["pagination"]["total"], 1);
    let reject = operator("provider-review-reject").param("versionId", version);
    assert_eq!(
        reject
            .body(json!({ "reason": "No." }))
            .code(one.process)
            .await
            .0,
        400
    );
    let reject = operator("provider-review-reject")
        .param("versionId", version)
        .body(json!({
            "reason": "It says too little.", "rule": "clarity", "pointer": "/description",
        }));
    let rejected = reject.must(one.process, 200).await;
    assert_eq!(rejected["data"]["status"], "rejected");
    assert_eq!(
        reject.code(one.process).await,
        (404, "REVIEW_NOT_FOUND".into())
    );
    let shown = one.of_version("provider-version-view", &package, version);
    let shown = shown.must(one.process, 200).await;
    assert_eq!(shown["data"]["review"]["rule"], "clarity");
    one.validated(&package, version, 85).await;
    submit().must(one.process, 200).await;
    let approve = operator("provider-review-approve").param("versionId", version);
    assert_eq!(
        approve.must(one.process, 200).await["data"]["status"],
        "approved"
    );
    let publish = one.of_version("provider-version-publish", &package, version);
    publish.must(one.process, 200).await;
    let suspend = operator("provider-package-suspend").id(text(&package["id"]));
    let suspend = suspend.body(json!({ "reason": "It lies.", "rule": "honesty" }));
    assert_eq!(
        suspend.must(one.process, 200).await["data"]["status"],
        "suspended"
    );
    let stopped = publish.code(one.process).await;
    assert_eq!(stopped, (409, "PACKAGE_STOPPED".into()));
    let restore = operator("provider-package-restore").id(text(&package["id"]));
    assert_eq!(
        restore.must(one.process, 200).await["data"]["status"],
        "published"
    );
    // Without a signature that API Gateway checked nobody is the operator.
    let nobody = ask("provider-review-list").bearer(&one.token);
    assert_eq!(nobody.code(one.process).await, (403, "FORBIDDEN".into()));
}

#[tokio::test]
async fn packages_of_a_deleted_app_are_orphaned_at_once_and_saved_by_another() {
    let one = Developer::new().await;
    let package = one.package("weather").await;
    let version = text(&package["versions"][0]["id"]);
    one.validated(&package, version, 100).await;
    one.of_version("provider-version-submit", &package, version)
        .must(one.process, 200)
        .await;
    one.ask("provider-app-delete")
        .id(&one.app)
        .must(one.process, 200)
        .await;
    let shown = one.ask("provider-package-view").id(text(&package["id"]));
    let orphan = shown.must(one.process, 200).await["data"].clone();
    assert_eq!(orphan["status"], "orphaned");
    assert_eq!(orphan["removalAt"], "2026-12-22T12:00:00.000Z");
    let app = one.platform.app(one.process, &one.token).await.id;
    let save = one.ask("provider-package-update").id(text(&package["id"]));
    let saved = save
        .body(json!({ "appId": app }))
        .must(one.process, 200)
        .await;
    assert_eq!(saved["data"]["status"], "published");
    let gone = one.ask("provider-package-update").id(text(&package["id"]));
    let gone = gone
        .body(json!({ "appId": one.app }))
        .code(one.process)
        .await;
    assert_eq!(gone, (404, "APP_NOT_FOUND".into()));
}
