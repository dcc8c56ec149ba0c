//! Rotations of a webhook's secret, and of the master keys.

use serde_json::json;
use tests::hooks::{Hooks, Sent, random};
use twin::events::PRODUCT;
use webhook_functions::key_rotation;
use webhooks::signature::Signer;
use webhooks::webhook::{self, Keep, Rotated};

use super::{HOUR, NOW, URL};

#[tokio::test]
async fn a_rotation_of_either_kind_breaks_no_signature() {
    let world = Hooks::at(NOW).await;
    let user = world.account().await;
    let (own, old) = world.webhook(user, URL).await;
    let app = world.process();
    let old = Signer {
        current: old,
        previous: None,
    };
    let next = async |id: &str| {
        world.clock.advance(1_000);
        world.happens(user, id).await;
        world.pump().await;
        world.receivers.take().remove(0)
    };
    let now = || world.clock.now();
    let verdict = |signer: &Signer, sent: &Sent| -> Vec<bool> {
        let checks = signer.check(&PRODUCT, &sent.headers, &sent.body, now());
        checks.iter().map(|check| check.passed).collect()
    };
    let keep: Keep<'_> = &|_, _| Ok(None);
    let Rotated { secret: new, .. } = webhook::rotate_secret(
        &world.table,
        &app.engine.vault,
        &user.tenant(),
        own.id,
        1,
        now(),
        keep,
    )
    .await
    .unwrap();
    let new = Signer {
        current: new,
        previous: None,
    };
    let sent = next("in the overlap").await;
    assert_eq!(verdict(&old, &sent), [true, true, true, true]);
    assert_eq!(verdict(&new, &sent), [false, true, true, true]);
    world.clock.advance(HOUR);
    let sent = next("after it").await;
    assert_eq!(verdict(&old, &sent), [false, true, true, false]);
    assert_eq!(verdict(&new, &sent), [true, true, true, true]);
    // And one that its owner completes.
    let Rotated { secret: newest, .. } = webhook::rotate_secret(
        &world.table,
        &app.engine.vault,
        &user.tenant(),
        own.id,
        100,
        now(),
        keep,
    )
    .await
    .unwrap();
    let newest = Signer {
        current: newest,
        previous: None,
    };
    assert!(verdict(&new, &next("again").await)[0]);
    webhook::complete_rotation(&world.table, &user.tenant(), own.id, keep)
        .await
        .unwrap();
    let sent = next("completed").await;
    assert_eq!(verdict(&newest, &sent), [true; 4]);
    assert!(!verdict(&new, &sent)[0]);

    // The master key, twice; what was sealed before signs as ever, in a process that has not
    // heard of it and in one that has.
    let (other, secret) = world.webhook(user, "https://two.example.com/").await;
    assert_eq!(other.secret.kid, "1");
    for kid in ["2", "3"] {
        rotate_master_key(&world).await;
        world.clock.advance(2_000);
        let url = format!("https://{kid}.example.com/");
        let (third, _) = world.webhook_by(world.process(), user, &url).await;
        assert_eq!(third.secret.kid, kid);
        world.happens(user, kid).await;
        world.pump().await;
        let sent = world.receivers.take();
        let two = sent.iter().find(|sent| sent.url.contains("two")).unwrap();
        let signer = Signer {
            current: secret.clone(),
            previous: None,
        };
        assert_eq!(verdict(&signer, two), [true; 4]);
        // This process remembers the keys of before.
        assert!(third.signer(&app.engine.vault, now()).await.is_ok());
    }
}

async fn rotate_master_key(world: &Hooks) {
    let id = &world.stack.secrets["WebhookKeys"];
    let token = format!("{:032}", random());
    for step in [
        "createSecret",
        "createSecret",
        "setSecret",
        "testSecret",
        "finishSecret",
        "finishSecret",
    ] {
        let asked = json!({ "Step": step, "SecretId": id, "ClientRequestToken": token });
        let rotation = serde_json::from_value(asked).unwrap();
        key_rotation::run(world.process().engine, rotation)
            .await
            .unwrap();
    }
}
