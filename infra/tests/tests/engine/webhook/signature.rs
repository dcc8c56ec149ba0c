//! The check of a delivery's signature, and the rotation of the secret that signs.

use dashboard_functions::registry::{
    WEBHOOK_SECRET_COMPLETE, WEBHOOK_SECRET_ROTATE, WEBHOOK_VERIFY, WEBHOOK_VIEW,
};
use serde_json::{Value, json};
use tests::hooks::Sent;
use twin::events::PRODUCT;
use webhooks::signature::{Secret, Signer};

use super::{HOUR, NEVER, Own, everything};

#[tokio::test]
async fn a_check_shows_what_is_wrong_with_a_delivery() {
    let own = Own::new().await;
    let sent = own.tested().await;
    let none: [&str; 0] = [];
    assert_eq!(own.fails(&sent, |_| {}).await, none);
    // Names in any case, values in lists.
    let shouted = |request: &mut Value| {
        let headers = request["headers"].as_object().unwrap().clone();
        let shouted = headers
            .into_iter()
            .map(|(name, value)| (name.to_uppercase(), json!([value])));
        request["headers"] = Value::Object(shouted.collect());
    };
    assert_eq!(own.fails(&sent, shouted).await, none);
    let (legacy, standard) = ("x-afinitwin-signature", "webhook-signature");
    let (id, timestamp) = ("webhook-id", "webhook-timestamp");
    let body = |request: &mut Value| {
        let body = request["body"].as_str().unwrap().replace("\":", "\": ");
        request["body"] = json!(body);
    };
    assert_eq!(own.fails(&sent, body).await, [legacy, standard]);
    for (header, value, failing) in [
        (legacy, Value::Null, vec![legacy]),
        (legacy, json!("sha256=00"), vec![legacy]),
        (
            id,
            json!("dlv_01KA3T6V8M2QZ7XH4RBN9CDEFG"),
            vec![id, standard],
        ),
        (timestamp, json!("soon"), vec![timestamp, standard]),
        (timestamp, json!("1795348800"), vec![standard]),
        (standard, json!("v2,abc"), vec![standard]),
    ] {
        let change = |request: &mut Value| {
            let headers = request["headers"].as_object_mut().unwrap();
            match &value {
                Value::Null => headers.remove(header),
                value => headers.insert(header.into(), value.clone()),
            };
        };
        assert_eq!(own.fails(&sent, change).await, failing, "{header} {value}");
    }
    own.world.clock.advance(301_000);
    assert_eq!(own.fails(&sent, |_| {}).await, [timestamp], "a replay");
    // Another webhook's secret does not do.
    let (other, _) = own
        .world
        .webhook(own.user, "https://other.example.com/in")
        .await;
    let verify = own.ask(&WEBHOOK_VERIFY).id(other.id);
    let request = json!({ "headers": { legacy: sent.header(legacy) }, "body": std::str::from_utf8(&sent.body).unwrap() });
    let checks = verify.body(request).must(own.app, 200).await["checks"].clone();
    assert_eq!(
        (&checks[0]["check"], &checks[0]["passed"]),
        (&json!(legacy), &json!(false))
    );
}

#[tokio::test]
async fn both_secrets_sign_to_the_end_of_the_overlap() {
    let own = Own::new().await;
    let signer = |secret: &str| Signer {
        current: secret.parse::<Secret>().unwrap(),
        previous: None,
    };
    // Which checks pass for a receiver that has this secret alone: legacy and standard.
    let passes = |sent: &Sent, secret: &str| {
        let checks =
            signer(secret).check(&PRODUCT, &sent.headers, &sent.body, own.world.clock.now());
        (checks[0].passed, checks[3].passed)
    };
    let rotate = own.ask(&WEBHOOK_SECRET_ROTATE);
    let answer = rotate.must(own.app, 200).await;
    assert_eq!(answer["overlapEndsAt"], "2026-11-23T12:00:05.000Z");
    let (first, second) = (own.secret.as_str(), answer["secret"].as_str().unwrap());
    assert_ne!(first, second);
    let see = own.ask(&WEBHOOK_VIEW);
    assert_eq!(
        see.must(own.app, 200).await["overlapEndsAt"],
        answer["overlapEndsAt"]
    );
    let sent = own.tested().await;
    assert_eq!(passes(&sent, first), (true, true));
    assert_eq!(passes(&sent, second), (false, true));
    assert_eq!(own.fails(&sent, |_| {}).await, [""; 0]);
    own.world.clock.advance(24 * HOUR - 1);
    assert_eq!(passes(&own.tested().await, first), (true, true));
    own.world.clock.advance(1);
    let sent = own.tested().await;
    assert_eq!(passes(&sent, first), (false, false));
    assert_eq!(passes(&sent, second), (true, true));
    assert_eq!(see.must(own.app, 200).await["overlapEndsAt"], Value::Null);

    // Ended by its owner, and at once.
    let week = rotate.clone().body(json!({ "overlapHours": 168 }));
    let answer = week.must(own.app, 200).await;
    let third = answer["secret"].as_str().unwrap();
    assert_eq!(passes(&own.tested().await, second), (true, true));
    let completed = own.ask(&WEBHOOK_SECRET_COMPLETE).must(own.app, 200).await;
    assert_eq!(completed["overlapEndsAt"], Value::Null);
    assert!(completed.get("secret").is_none());
    let sent = own.tested().await;
    assert_eq!(
        (passes(&sent, second), passes(&sent, third)),
        ((false, false), (true, true))
    );
    let answer = rotate
        .body(json!({ "overlapHours": 0 }))
        .must(own.app, 200)
        .await;
    assert_eq!(answer["overlapEndsAt"], Value::Null);
    let sent = own.tested().await;
    assert_eq!(passes(&sent, third), (false, false));
    assert_eq!(
        passes(&sent, answer["secret"].as_str().unwrap()),
        (true, true)
    );
    for secret in [first, second, third] {
        assert!(!everything(&own.world.table).await.contains(&secret[6..]));
    }
    let unknown = own.ask(&WEBHOOK_SECRET_COMPLETE).id(NEVER);
    assert_eq!(
        unknown.code(own.app).await,
        (404, "WEBHOOK_NOT_FOUND".into())
    );
}
