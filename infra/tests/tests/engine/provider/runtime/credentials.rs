//! How we authenticate with a runtime app.

use demo::runtime::{Behaviour, CLIENT};
use futures::future::join_all;
use provider::runtime::RuntimeApp;
use provider::runtime::app;
use provider::runtime::auth::{AuthProfile, NewAuthProfile, ProfileHeader};
use provider::runtime::call::ErrorClass;
use serde_json::json;

use tests::Fault;

use super::World;

impl World {
    async fn authenticate(&self, of: &RuntimeApp, profile: NewAuthProfile) -> RuntimeApp {
        let (vault, now) = (&self.caller.vault, self.now());
        let sealed = AuthProfile::seal(&profile, of.id, vault, now)
            .await
            .unwrap();
        app::set_auth_profile(self.table(), self.app, of.id, &sealed, now)
            .await
            .unwrap()
    }

    async fn with_tokens(&self) -> RuntimeApp {
        let (active, _) = self.active().await;
        let profile = NewAuthProfile::OAuth2 {
            token_url: self.url(&format!("{}/oauth/token", self.runtime.url())),
            client_id: CLIENT.0.into(),
            client_secret: CLIENT.1.to_owned().into(),
            scope: Some("weather notes".into()),
        };
        self.authenticate(&active, profile).await
    }
}

fn header(name: &str, value: &str) -> ProfileHeader {
    ProfileHeader::parse(name, value.to_owned().into()).unwrap()
}

#[tokio::test]
async fn keys_and_headers_are_sent_and_shown_nowhere() {
    let world = World::new().await;
    let (active, _) = world.active().await;
    let key = NewAuthProfile::ApiKey(header("X-Api-Key", "very secret key"));
    let custom = NewAuthProfile::Custom(vec![
        header("X-One", "very secret one"),
        header("Authorization", "Token very secret two"),
    ]);
    for (profile, sent) in [
        (key, vec![("x-api-key", "very secret key")]),
        (
            custom,
            vec![
                ("x-one", "very secret one"),
                ("authorization", "Token very secret two"),
            ],
        ),
    ] {
        let own = world.authenticate(&active, profile).await;
        let executed = world.state(&own, json!({ "city": "Bilbao" })).await;
        assert!(executed.outcome.is_ok());
        let received = world.runtime.receiver.take().remove(0);
        for (name, value) in sent {
            assert_eq!(received.header(name), value);
        }
        let trace = serde_json::to_string(&executed.trace).unwrap();
        let view = serde_json::to_string(&app::RuntimeAppView::of(&own, world.now())).unwrap();
        for text in [trace, view, world.stored(own.id).await] {
            assert!(!text.contains("very secret"), "{text}");
        }
    }
    // A challenge and nothing else goes to a URL that is not proven, without credentials.
    world.prove(active.id).await.unwrap();
    let received = world.runtime.receiver.take().remove(0);
    assert_eq!(
        (received.header("x-one"), received.header("authorization")),
        ("", "")
    );
}

#[tokio::test]
async fn a_token_is_fetched_once_by_all_processes() {
    let world = World::new().await;
    let own = world.with_tokens().await;
    world.runtime.behave([Behaviour::NeedToken]);
    let processes: Vec<_> = (0..8).map(|_| world.process()).collect();
    let calls = processes
        .iter()
        .flat_map(|process| (0..4).map(|_| process.credentials(&own)));
    let all = join_all(calls).await;
    assert!(
        all.iter().all(|one| one.as_ref().unwrap().is_ok()),
        "{all:?}"
    );
    assert_eq!(world.runtime.tokens(), 1);
    assert!(
        world
            .state(&own, json!({ "city": "Bilbao" }))
            .await
            .outcome
            .is_ok()
    );
    assert_eq!(world.runtime.tokens(), 1);
    let stored = world.stored(own.id).await;
    assert!(
        !stored.contains("demo-token") && !stored.contains(CLIENT.1),
        "{stored}"
    );
    // Another profile's token is not used.
    let again = world.with_another_profile(&own).await;
    assert!(
        world
            .state(&again, json!({ "city": "Bilbao" }))
            .await
            .outcome
            .is_ok()
    );
    assert_eq!(world.runtime.tokens(), 2);
}

impl World {
    async fn with_another_profile(&self, of: &RuntimeApp) -> RuntimeApp {
        let profile = NewAuthProfile::OAuth2 {
            token_url: self.url(&format!("{}/oauth/token", self.runtime.url())),
            client_id: CLIENT.0.into(),
            client_secret: CLIENT.1.to_owned().into(),
            scope: None,
        };
        self.authenticate(of, profile).await
    }
}

#[tokio::test]
async fn a_token_endpoint_that_fails_is_left_alone() {
    let world = World::new().await;
    let own = world.with_tokens().await;
    world.runtime.behave([Behaviour::NoTokens]);
    let processes: Vec<_> = (0..4).map(|_| world.process()).collect();
    let calls = processes.iter().map(|process| process.credentials(&own));
    for refused in join_all(calls).await {
        let refused = refused.unwrap().unwrap_err().to_string();
        assert!(
            refused.ends_with("it answered 401 invalid_client"),
            "{refused}"
        );
    }
    assert_eq!(world.runtime.receiver.take().len(), 1, "one asked for all");
    let error = world
        .state(&own, json!({ "city": "Bilbao" }))
        .await
        .outcome
        .unwrap_err();
    assert_eq!(
        (error.class, error.may_be_done),
        (ErrorClass::Credentials, false)
    );
    assert_eq!(world.runtime.receiver.take().len(), 0);
    // A second later it may be asked again.
    world.runtime.behave([]);
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    assert!(
        world
            .state(&own, json!({ "city": "Bilbao" }))
            .await
            .outcome
            .is_ok()
    );
}

#[tokio::test]
async fn a_token_that_is_refused_is_replaced() {
    let world = World::new().await;
    let own = world.with_tokens().await;
    world.runtime.behave([Behaviour::NeedToken]);
    let good = json!({ "city": "Bilbao" });
    assert!(world.state(&own, good.clone()).await.outcome.is_ok());
    // Somebody else has fetched one: ours is not the latest any more.
    let other = world.process();
    let basic = demo_basic();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let url = format!("{}/oauth/token", world.runtime.url());
    let fetched = client
        .post(url)
        .header("authorization", basic)
        .send()
        .await
        .unwrap();
    assert_eq!(fetched.status(), 200);
    let refused = world.state(&own, good.clone()).await.outcome.unwrap_err();
    assert_eq!(refused.status, Some(401));
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    assert!(world.state(&own, good.clone()).await.outcome.is_ok());
    assert!(other.credentials(&own).await.unwrap().is_ok());
    assert_eq!(world.runtime.tokens(), 3);
}

fn demo_basic() -> String {
    use base64::Engine as _;
    let text = format!("{}:demo%20secret%3A%20100%25", CLIENT.0);
    let text = base64::engine::general_purpose::STANDARD.encode(text);
    format!("Basic {text}")
}

#[tokio::test]
async fn no_call_goes_out_where_the_table_can_t_say_whose_turn_it_is() {
    let world = World::new().await;
    let own = world.with_tokens().await;
    let refusal = || Fault::Error(400, "ValidationException");
    world.hooks.faults.plan("GetItem", [refusal()]);
    assert!(world.caller.credentials(&own).await.is_err());
    assert_eq!(world.runtime.tokens(), 0);
}
