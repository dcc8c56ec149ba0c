//! The functions of this package: queues and schedules drive them.

surface::workers! {
    "TwinApi";

    /// Makes the deliveries of an event.
    WEBHOOK_DISPATCH = "webhook-dispatch" => dispatch::run;
    /// Makes attempts.
    WEBHOOK_SENDER = "webhook-sender", metrics: [webhooks::DELIVERY, webhooks::PROBE] => sender::run;
    /// Finds deliveries, webhooks and events that are due.
    WEBHOOK_SWEEP = "webhook-sweep", metrics: [webhooks::outbox::DEAD_LETTERS] => sweep::run_share;
    /// Renews the master keys.
    WEBHOOK_KEY_ROTATION = "webhook-key-rotation" => key_rotation::run;
}
