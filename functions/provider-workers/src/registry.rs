//! The workers.

::surface::workers! {
    "ProviderApi";

    /// Keeps the public keys of ID tokens in the table.
    ID_TOKEN_KEY_FETCH = "provider-id-token-key-fetch" => id_token_key::fetch::run;
    /// Rotates the keys that sign access tokens.
    TOKEN_KEY_ROTATION = "provider-token-key-rotation" => token_key::rotate::run;
    /// Rotates the keys of the message signatures on calls to providers.
    SIGNATURE_KEY_ROTATION = "provider-signature-key-rotation" => signature_key::rotate::run;
    /// Rotates the keys under which providers' secrets are sealed.
    SEALING_KEY_ROTATION = "provider-sealing-key-rotation" => sealing_key::rotate::run;
    /// Sends mails to developers.
    MAIL_SEND = "provider-mail-send" => mail::send::run;
    /// Goes on with validations.
    VALIDATION_RUN = "provider-validation-run" => validation::run::run;
    /// Orphans packages of deleted apps, takes them out of the catalogue, and wakes validations up.
    PACKAGE_SWEEP = "provider-package-sweep" => package::sweep::run;
    /// Makes snapshots of the catalogue.
    CATALOGUE_REBUILD = "provider-catalogue-rebuild" => catalogue::rebuild::run;
    /// Makes the deliveries of an event.
    WEBHOOK_DISPATCH = "provider-webhook-dispatch" => webhook::dispatch::run;
    /// Makes attempts.
    WEBHOOK_SENDER = "provider-webhook-sender", metrics: [webhooks::DELIVERY, webhooks::PROBE] => webhook::send::run;
    /// Finds deliveries, webhooks and events that are due.
    WEBHOOK_SWEEP = "provider-webhook-sweep", metrics: [webhooks::outbox::DEAD_LETTERS] => webhook::sweep::run;
    /// Sends messages that were stored and not sent.
    OUTBOX_SWEEP = "provider-outbox-sweep", metrics: [webhooks::outbox::DEAD_LETTERS] => outbox::sweep::run;
}
