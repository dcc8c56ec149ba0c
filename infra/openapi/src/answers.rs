//! The bodies that are answered, where the type that is written lives in a handler's module. What
//! `shared` writes describes itself.
#![allow(dead_code)] // they are never made, only described

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use shared::access::{ApiKeyId, Plan, PlanStatus, Scope, Tier};
use shared::clock::Timestamp;
use shared::discoveries::Discovery;
use shared::events::Kind;
use shared::events::delivery::{Attempt, State};
use shared::events::endpoint::{Missed, Status};
use shared::events::signature::Check;
use shared::id::{DeliveryId, DiscoveryId, RequestId, UserId, WebhookId};
use shared::profile::Section;
use shared::snapshots::Snapshot;

/// The key is alive.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Health {
    #[schemars(extend("const" = true))]
    ok: bool,
    api_key_id: ApiKeyId,
    user_id: UserId,
    scopes: Vec<Scope>,
    /// What our clock says.
    server_time: Timestamp,
}

/// The key, its account, what is left, and the latest twin.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Me {
    user_id: UserId,
    plan: PlanView,
    tier: Tier,
    scopes: Vec<Scope>,
    api_key: ApiKeyView,
    quota: Quota,
    rate_limits: Vec<RateLimit>,
    twins: Twins,
}

/// The account's plan.
#[derive(Serialize, JsonSchema)]
pub(crate) struct PlanView {
    name: Plan,
    status: PlanStatus,
}

/// The key that was sent.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApiKeyView {
    id: ApiKeyId,
    /// What its owner calls it.
    name: String,
    /// Its public beginning.
    #[schemars(regex(pattern = "^atk_live_[0-9a-f]{8}$"))]
    prefix: String,
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
    last_used_at: Option<Timestamp>,
}

/// This month's requests: of the key or of the account, whichever has the least left.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Quota {
    /// Requests a month.
    monthly_limit: u64,
    /// Requests counted this month.
    used: u64,
    remaining: u64,
    /// 00:00 UTC on the 1st.
    resets_at: Timestamp,
    key: KeyQuota,
    /// When it is spent if the month goes on as it began; null: not before it resets.
    projected_exhaustion_at: Option<Timestamp>,
}

/// The key's own requests. Its limit is null where only the account's holds.
#[derive(Serialize, JsonSchema)]
pub(crate) struct KeyQuota {
    limit: Option<u64>,
    used: u64,
    remaining: Option<u64>,
}

/// What an endpoint allows and costs.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RateLimit {
    /// Method and path.
    endpoint: String,
    /// Requests a minute, for each key.
    per_minute: u64,
    /// Units of the monthly quota that a call costs.
    quota: u64,
}

/// The account's snapshots.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Twins {
    /// Those that can be served.
    ready: u32,
    total: u32,
    /// The latest that can be served.
    latest: Option<Snapshot>,
}

/// A page of snapshots, newest first.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Historic {
    snapshots: Vec<Snapshot>,
    /// Goes on with the list; null: this is its end.
    next_cursor: Option<String>,
}

/// The twin as a system prompt.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Prompt {
    /// The preset's canonical name.
    #[schemars(extend("enum" = shared::profile::Preset::SLUGS))]
    preset: String,
    /// The prompt's language.
    #[schemars(extend("enum" = shared::profile::Lang::SLUGS))]
    lang: String,
    #[schemars(extend("enum" = shared::profile::Variant::SLUGS))]
    variant: String,
    include_narratives: bool,
    snapshot: Snapshot,
    /// The prompt, whole.
    system_prompt: String,
    /// The prompt, by its sections.
    sections: Vec<Section>,
    /// About how many tokens it takes.
    token_estimate: u32,
    /// Which templates made it.
    template_version: String,
    /// The narratives' language, where it is not the prompt's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("enum" = shared::profile::Lang::SLUGS))]
    narratives_lang: Option<String>,
}

/// What became of proposals.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Queued {
    /// New ones.
    accepted: u32,
    /// Those that were there already, or twice in the batch.
    duplicates: u32,
    /// The id of each, in the batch's order.
    ids: Vec<DiscoveryId>,
    /// Where the owner reviews them.
    inbox_url: String,
}

/// Whether a key opens anything.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KeyStatus {
    /// It does.
    Active,
    /// It is past its expiry.
    Expired,
    /// Its owner ended it.
    Revoked,
}

/// A key as its owner sees it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Key {
    id: ApiKeyId,
    /// What its owner calls it.
    name: String,
    /// Its public beginning.
    #[schemars(regex(pattern = "^atk_live_[0-9a-f]{8}$"))]
    prefix: String,
    scopes: Vec<Scope>,
    /// Requests a month; null: only the account's limit holds.
    monthly_limit: Option<u64>,
    expires_at: Option<Timestamp>,
    /// Networks it may be used from; none: all.
    allowed_ips: Vec<String>,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
    revoked_at: Option<Timestamp>,
    status: KeyStatus,
    /// Requests counted this month.
    used_this_month: u64,
}

/// A key that was made.
#[derive(Serialize, JsonSchema)]
pub(crate) struct MadeKey {
    #[serde(flatten)]
    made: Key,
    /// The key in whose place it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<ReplacedKey>,
    /// The plaintext: this answer alone shows it, and its repetition for an `Idempotency-Key`
    /// does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^atk_live_[0-9a-f]{8}_[0-9a-f]{32}$"))]
    key: Option<String>,
}

/// A key in whose place another was made.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReplacedKey {
    id: ApiKeyId,
    /// Until when it opens anything.
    ends_at: Option<Timestamp>,
}

/// All keys, those that live first, each kind newest first.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Keys {
    keys: Vec<Key>,
}

/// What was used.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Usage {
    /// The first day.
    from: Day,
    /// The last day.
    to: Day,
    /// Every day of the range, also those without a request.
    days: Vec<DayUsage>,
    /// Refusals of the range, by the error's code.
    refusals: BTreeMap<String, u64>,
    quota: UsageQuota,
}

/// A calendar day in UTC.
#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
pub(crate) struct Day(#[schemars(extend("format" = "date"))] String);

/// Requests of one day.
#[derive(Serialize, JsonSchema)]
pub(crate) struct DayUsage {
    date: Day,
    total: u64,
    keys: Vec<KeyUsage>,
}

/// Requests of one key on one day.
#[derive(Serialize, JsonSchema)]
pub(crate) struct KeyUsage {
    id: ApiKeyId,
    /// What its owner calls it.
    name: String,
    requests: u64,
}

/// The account's requests of this month.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UsageQuota {
    tier: Tier,
    monthly_limit: u64,
    used: u64,
    remaining: u64,
    /// 00:00 UTC on the 1st.
    resets_at: Timestamp,
}

/// A webhook as its owner sees it, without its secret.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Webhook {
    id: WebhookId,
    /// Where deliveries go.
    url: String,
    /// Events it is told of; `*` alone: all.
    events: Vec<String>,
    /// What its owner says of it.
    description: Option<String>,
    status: Status,
    /// Why it is not told of events.
    status_reason: Option<String>,
    /// Since when nothing but failures.
    failing_since: Option<Timestamp>,
    missed: Missed,
    /// Until when the former secret signs too, while a rotation's overlap lasts.
    overlap_ends_at: Option<Timestamp>,
    created_at: Timestamp,
}

/// A webhook that was made.
#[derive(Serialize, JsonSchema)]
pub(crate) struct MadeWebhook {
    #[serde(flatten)]
    made: Webhook,
    /// What signs its deliveries: this answer alone shows it, and its repetition for an
    /// `Idempotency-Key` does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^whsec_[A-Za-z0-9+/]{43}=$"))]
    secret: Option<String>,
}

/// All webhooks, oldest first.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Webhooks {
    webhooks: Vec<Webhook>,
}

/// A new secret.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NewSecret {
    /// Until when the former secret signs too; null: it ended at once.
    overlap_ends_at: Option<Timestamp>,
    /// What signs deliveries from now on: this answer alone shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = "^whsec_[A-Za-z0-9+/]{43}=$"))]
    secret: Option<String>,
}

/// What a receiver should have made of a delivery.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Verified {
    /// Whether every check passed.
    valid: bool,
    checks: Vec<Check>,
}

/// A delivery, and what came of it.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Delivery {
    id: DeliveryId,
    event: Kind,
    status: State,
    /// Why it is dead or missed.
    reason: Option<String>,
    /// The latest attempts, oldest first.
    attempts: Vec<Attempt>,
    next_attempt_at: Option<Timestamp>,
    /// When the event happened.
    created_at: Timestamp,
    /// Attempts whose sender was not heard of again: they may have been sent.
    interrupted: u32,
}

/// A delivery that is to be made.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AcceptedDelivery {
    #[serde(flatten)]
    delivery: Delivery,
    /// The same as `id`.
    delivery_id: DeliveryId,
}

/// A page of deliveries, the latest event first.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Deliveries {
    deliveries: Vec<Delivery>,
    /// Goes on with the list; null: this is its end.
    next_cursor: Option<String>,
}

/// What is sent again.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Recovering {
    /// How many deliveries.
    queued: u64,
}

/// A page of discoveries, newest first.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Discoveries {
    discoveries: Vec<Discovery>,
    /// Goes on with the list; null: this is its end.
    next_cursor: Option<String>,
}

/// An account as it stands.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Account {
    user_id: UserId,
    /// The claim of its owner's ID tokens.
    subject: String,
    plan: Plan,
    status: PlanStatus,
    tier: Tier,
    /// Requests a month.
    monthly_limit: u64,
    updated_at: Timestamp,
}

/// Not all is erased yet: call again.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Erasing {
    #[schemars(extend("const" = "erasing"))]
    status: String,
}

/// What went wrong.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Error {
    /// For programs.
    code: String,
    /// For people: what to do next. Its wording may change.
    message: String,
    request_id: RequestId,
    /// Every wrong field, of a `VALIDATION_ERROR`.
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Vec<WrongField>>,
}

/// A field that is wrong.
#[derive(Serialize, JsonSchema)]
pub(crate) struct WrongField {
    /// Where it is: `facts[2].value`, or a parameter's name.
    path: String,
    /// What is wrong with it, for programs.
    code: String,
    /// What is allowed, for people.
    message: String,
}

/// An error as RFC 9457 has it, for those who send `Accept: application/problem+json`.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Problem {
    #[serde(rename = "type")]
    #[schemars(extend("const" = "about:blank"))]
    kind: String,
    /// The status in words.
    title: String,
    /// The status.
    status: u16,
    /// For people: what to do next.
    detail: String,
    /// For programs.
    code: String,
    request_id: RequestId,
    /// Every wrong field, of a `VALIDATION_ERROR`.
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<Vec<WrongField>>,
}

/// What API Gateway answers by itself, before or instead of a function.
#[derive(Serialize, JsonSchema)]
pub(crate) struct GatewayMessage {
    message: String,
}

macro_rules! event {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $data:ty) => {
        $(#[$doc])*
        #[derive(Serialize, JsonSchema)]
        #[serde(rename_all = "camelCase")]
        pub(crate) struct $name {
            #[schemars(extend("const" = $kind))]
            event: String,
            /// The same on every attempt: drop what you have seen.
            delivery_id: DeliveryId,
            /// When it happened.
            timestamp: Timestamp,
            data: $data,
        }
    };
}

event!(
    /// A snapshot can be served.
    SnapshotReadyEvent, "twin.snapshot.ready", Snapshot
);
event!(
    /// The compiler gave a snapshot up; its `reason` says why.
    SnapshotFailedEvent, "twin.snapshot.failed", Snapshot
);
event!(
    /// A key opens nothing any more.
    ApiKeyRevokedEvent, "twin.api_key.revoked", EndedKey
);
event!(
    /// 80 % of a monthly quota are spent.
    QuotaWarningEvent, "twin.quota.warning_80", SpentQuota
);
event!(
    /// A monthly quota is spent: the first call was refused.
    QuotaExceededEvent, "twin.quota.exceeded", SpentQuota
);
event!(
    /// The owner asked for it, to see it arrive.
    TestEvent, "twin.test", TestMessage
);

/// A key that ended.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndedKey {
    api_key_id: ApiKeyId,
    /// What its owner calls it.
    name: String,
    reason: shared::access::keys::Ending,
}

/// A quota that runs low or out.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SpentQuota {
    /// Whose quota it is.
    #[schemars(extend("enum" = ["account", "key"]))]
    scope: String,
    /// The key, where it is a key's.
    #[serde(skip_serializing_if = "Option::is_none")]
    api_key_id: Option<ApiKeyId>,
    /// Requests a month.
    limit: u64,
    used: u64,
    /// 00:00 UTC on the 1st.
    resets_at: Timestamp,
}

/// What a test says.
#[derive(Serialize, JsonSchema)]
pub(crate) struct TestMessage {
    message: String,
}
