//! Both signatures, as the demonstration runtime checks them: whatever is wrong with one, it
//! refuses. The conformance suite asks a provider the same.

use std::time::Duration;

use ::http::{HeaderMap, Method};
use bytes::Bytes;
use common::Timestamp;
use demo::runtime::{Behaviour, STATE};
use provider::runtime::http::limits;
use provider::runtime::keys::{Ring, Rotation};
use provider::runtime::signature::{Signing, SigningKey};
use serde_json::json;
use webhooks::signature::Secret;
use webhooks::transport::Request;

use super::World;

impl World {
    fn request(&self) -> Request {
        let url = format!("{}/capabilities/{STATE}/execute", self.runtime.url());
        let mut headers = HeaderMap::new();
        headers.insert("content-type", "application/json".parse().unwrap());
        headers.insert("x-aiffinity-user-id", "u1".parse().unwrap());
        Request {
            method: Method::POST,
            url: self.url(&url),
            headers,
            body: Bytes::from(json!({ "params": { "city": "Bilbao" } }).to_string()),
            limits: limits(Duration::from_secs(5)),
        }
    }

    async fn status(&self, request: Request) -> u16 {
        let sent = self.caller.send(request).await.unwrap();
        sent.unwrap().status.as_u16()
    }
}

fn signed(mut request: Request, key: &SigningKey, secret: &Secret, at: Timestamp) -> Request {
    let secrets = [secret.clone()];
    Signing::fresh(key, &secrets, "m1", at)
        .unwrap()
        .sign(&mut request);
    request
}

#[tokio::test]
async fn whatever_is_wrong_with_a_signature_is_refused() {
    let world = World::new().await;
    let (_, secret) = world.active().await;
    let key = world.caller.keys.signing().await.unwrap();
    let now = world.now();
    let good = || signed(world.request(), &key, &secret, now);
    assert_eq!(world.status(good()).await, 200);

    let stranger = Ring::default().rotated(now, Rotation::DEFAULT).unwrap();
    let stranger = stranger.signing(now).unwrap();
    let minutes = |n: i64| now.plus_millis(n * 60_000);
    let mut bad = vec![
        ("unsigned", world.request()),
        (
            "another key",
            signed(world.request(), &stranger, &secret, now),
        ),
        (
            "another secret",
            signed(world.request(), &key, &Secret::generate().unwrap(), now),
        ),
        (
            "too old",
            signed(world.request(), &key, &secret, minutes(-10)),
        ),
        ("ahead", signed(world.request(), &key, &secret, minutes(10))),
    ];
    let mut altered = good();
    altered.body = Bytes::from_static(b"{\"params\":{\"city\":\"Paris\"}}");
    bad.push(("an altered body", altered));
    for (name, value) in [
        ("x-aiffinity-user-id", "u2"),
        ("x-aiffinity-more", "1"),
        ("idempotency-key", "k"),
        ("content-type", "text/plain"),
        ("webhook-id", "m2"),
        ("webhook-timestamp", "1"),
    ] {
        let mut altered = good();
        altered.headers.insert(name, value.parse().unwrap());
        bad.push((name, altered));
    }
    let mut elsewhere = good();
    elsewhere.url = world.url(&format!(
        "{}/capabilities/other/execute",
        world.runtime.url()
    ));
    bad.push(("another path", elsewhere));
    for name in [
        "signature",
        "signature-input",
        "webhook-signature",
        "content-digest",
    ] {
        let mut without = good();
        without.headers.remove(name);
        bad.push((name, without));
    }
    for (what, request) in bad.clone() {
        assert_eq!(world.status(request).await, 401, "{what}");
    }
    // A repeated nonce.
    let once = good();
    assert_eq!(world.status(once.clone()).await, 200);
    assert_eq!(world.status(once).await, 401);
    // A runtime that checks nothing takes all but what is somewhere else.
    world.runtime.behave([Behaviour::AcceptAnySignature]);
    for (what, request) in bad {
        if !["an altered body", "another path"].contains(&what) {
            assert_eq!(world.status(request).await, 200, "{what}");
        }
    }
}
