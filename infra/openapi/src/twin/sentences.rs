//! What the reference says of each endpoint.

use crate::{HeaderParameter, Sentences};

const KEY: &[(&str, &str)] = &[("id", "The key's public 8 digits.")];
const WEBHOOK: &[(&str, &str)] = &[("id", "The webhook.")];
const DISCOVERY: &[(&str, &str)] = &[("id", "The discovery.")];
const SNAPSHOT: &[(&str, &str)] = &[("id", "The snapshot.")];
const ACCOUNT: &[(&str, &str)] = &[("userId", "The account.")];

/// All endpoints, in the order of the contract.
pub(super) const SENTENCES: &[Sentences] = &[
    Sentences::of(
        "twin-health",
        "Does the key work?",
        "Answers who is calling.",
    )
    .answers(&[(200, "The key works.")]),
    Sentences::of(
        "twin-me",
        "The key, its account and what is left",
        "What the key may do, this month's quota, the limits of every endpoint, and the latest \
         twin.",
    )
    .answers(&[(200, "What the key may do.")]),
    Sentences::of(
        "twin-historic",
        "The account's snapshots",
        "Newest first, of every status.",
    )
    .answers(&[(200, "A page of the list.")]),
    Sentences::of(
        "twin-snapshot",
        "One snapshot",
        "Its metadata, of whatever status; never the content of the profile.",
    )
    .path(SNAPSHOT)
    .codes(&["SNAPSHOT_NOT_FOUND"])
    .answers(&[(200, "The snapshot's metadata.")]),
    Sentences::of(
        "twin-preset",
        "The twin as a system prompt",
        "The same snapshot, parameters and templates always give the same bytes, so the answer \
         has a strong `ETag`. Without `format`, `Accept` chooses the format. The answer is \
         compressed (`br`, `gzip`) if `Accept-Encoding` allows it and it is worth it.",
    )
    .path(&[("slug", "Which preset; English names work, too.")])
    .examples(&[
        ("purchaseId", "qtr_2026_q3_demo"),
        ("snapshotId", "snp_01KA3T6V8M2QZ7XH4RBN9CDEFG"),
    ])
    .headers(&[HeaderParameter {
        name: "If-None-Match",
        about: "`ETag`s of answers that you have: 304 if one of them is this one's.",
        example: "ETag",
    }])
    .codes(&[
        "PRESET_NOT_FOUND",
        "SNAPSHOT_NOT_FOUND",
        "SNAPSHOT_NOT_READY",
        "NO_TWIN_PURCHASED",
    ])
    .answers(&[
        (200, "The prompt."),
        (304, "You have it: `If-None-Match` names its `ETag`."),
    ])
    .answer_headers(&[
        (
            200,
            &["ETag", "Vary", "Content-Encoding", "Content-Location"],
        ),
        (304, &["ETag", "Vary", "Content-Location"]),
    ]),
    Sentences::of(
        "twin-life-facts",
        "Propose life facts",
        "Facts about the owner's life, each with consent. Nothing reaches a profile before its \
         owner approves it.",
    )
    .codes(&["DISCOVERY_LIMIT_REACHED"])
    .answers(&[(202, "All are queued for the owner's review.")]),
    Sentences::of(
        "twin-annotations",
        "Propose annotations",
        "Free-form notes about the owner, each with consent. Nothing reaches a profile before its \
         owner approves it.",
    )
    .codes(&["DISCOVERY_LIMIT_REACHED"])
    .answers(&[(202, "All are queued for the owner's review.")]),
    Sentences::of(
        "dashboard-key-create",
        "Create a key",
        "Only this answer shows the key. An account has at most 20 active keys.",
    )
    .codes(&["PLAN_REQUIRED", "KEY_LIMIT_REACHED"])
    .answers(&[(201, "The key was created.")]),
    Sentences::of(
        "dashboard-key-list",
        "The keys of the account",
        "Active keys first, then the others; each group newest first. A key that was revoked or has \
         expired is kept for 400 days.",
    )
    .answers(&[(200, "A page of keys.")]),
    Sentences::of(
        "dashboard-key-view",
        "One key",
        "What it may do, and this month's use.",
    )
    .path(KEY)
    .codes(&["KEY_NOT_FOUND"])
    .answers(&[(200, "The key.")]),
    Sentences::of(
        "dashboard-key-update",
        "Change a key",
        "The change takes effect with the very next call.",
    )
    .path(KEY)
    .codes(&["KEY_NOT_FOUND", "KEY_NOT_LIVE"])
    .answers(&[(200, "The key after the change.")]),
    Sentences::of(
        "dashboard-key-revoke",
        "Revoke a key",
        "For good: after this answer the key is refused everywhere. To revoke it again changes \
         nothing.",
    )
    .path(KEY)
    .codes(&["KEY_NOT_FOUND", "KEY_NOT_LIVE"])
    .answers(&[(200, "The key after the change.")]),
    Sentences::of(
        "dashboard-key-rotate",
        "Replace a key with a new one",
        "The new key has the same rights; the old key keeps working for the overlap. Only this \
         answer shows the new key.",
    )
    .path(KEY)
    .codes(&[
        "PLAN_REQUIRED",
        "KEY_NOT_FOUND",
        "KEY_NOT_LIVE",
        "KEY_LIMIT_REACHED",
    ])
    .answers(&[(201, "The new key was created.")]),
    Sentences::of(
        "dashboard-usage",
        "Requests by day and key, and refusals by code",
        "Every day of the range, up to 13 months back.",
    )
    .examples(&[("from", "2026-11-01"), ("to", "2026-11-22")])
    .answers(&[(200, "The usage.")]),
    Sentences::of(
        "dashboard-webhook-create",
        "Create a webhook",
        "Only this answer shows its secret. An account has at most 10 webhooks. A webhook is \
         `unproven` until a probe shows that its receiver verifies signatures, or its owner confirms \
         the probe's code; events meanwhile are missed. The first probe is sent at once.",
    )
    .codes(&["PLAN_REQUIRED", "WEBHOOK_LIMIT_REACHED"])
    .answers(&[(201, "The webhook was created.")]),
    Sentences::of("dashboard-webhook-list", "All webhooks", "Oldest first.")
        .answers(&[(200, "All webhooks.")]),
    Sentences::of(
        "dashboard-webhook-view",
        "One webhook",
        "Its URL, its events and its health.",
    )
    .path(WEBHOOK)
    .codes(&["WEBHOOK_NOT_FOUND"])
    .answers(&[(200, "The webhook.")]),
    Sentences::of(
        "dashboard-webhook-update",
        "Change a webhook, pause it or enable it",
        "If it was off and is enabled now, `missed` counts the events that it missed: `recover` \
         sends them. A new URL makes it `unproven`, and is probed.",
    )
    .path(WEBHOOK)
    .codes(&["WEBHOOK_NOT_FOUND", "WEBHOOK_UNPROVEN"])
    .answers(&[(200, "The webhook after the change.")]),
    Sentences::of(
        "dashboard-webhook-delete",
        "Delete a webhook",
        "Its waiting deliveries are dropped.",
    )
    .path(WEBHOOK)
    .codes(&["WEBHOOK_NOT_FOUND"])
    .answers(&[(204, "It is deleted.")]),
    Sentences::of(
        "dashboard-webhook-test",
        "Send a test",
        "A `twin.test`, whatever the webhook subscribes to, attempted once. Its deliveries show the \
         result. An unproven webhook gets a probe instead, and `lastProbe` shows the result: four \
         `twin.test`, two signed right, to be answered with 2xx, and two signed wrong, to be answered \
         with 400, 401 or 403.",
    )
    .path(WEBHOOK)
    .codes(&["WEBHOOK_NOT_FOUND", "WEBHOOK_NOT_ENABLED", "WEBHOOK_RATE_LIMITED"])
    .answers(&[(202, "The delivery that will be made, or the probe.")]),
    Sentences::of(
        "dashboard-webhook-confirm",
        "Prove a webhook by its probe's code",
        "For a receiver that can't verify signatures: the code is `data.code` of the right-signed \
         posts of the latest probe, valid for 24 hours and 5 tries. If the webhook is proven \
         already, nothing changes. `missed` counts the events that it missed: `recover` sends them.",
    )
    .path(WEBHOOK)
    .codes(&["WEBHOOK_NOT_FOUND", "WEBHOOK_CODE_MISSING", "WEBHOOK_CODE_WRONG"])
    .answers(&[(200, "The webhook, which is enabled.")]),
    Sentences::of(
        "dashboard-webhook-secret-rotate",
        "Create a new secret",
        "For the overlap, `webhook-signature` carries the signatures of both secrets; \
         `X-AfiniTwin-Signature` keeps that of the previous one until then. Only this answer \
         shows the new secret. A probe with it follows; `lastProbe` shows the result, and a proven \
         webhook stays enabled.",
    )
    .path(WEBHOOK)
    .codes(&["WEBHOOK_NOT_FOUND"])
    .answers(&[(200, "The new secret.")]),
    Sentences::of(
        "dashboard-webhook-secret-complete",
        "End the previous secret now",
        "If there is none, nothing changes.",
    )
    .path(WEBHOOK)
    .codes(&["WEBHOOK_NOT_FOUND"])
    .answers(&[(200, "The webhook after the change.")]),
    Sentences::of(
        "dashboard-webhook-verify",
        "Which check of a delivery fails?",
        "For those who write a receiver. It changes nothing.",
    )
    .path(WEBHOOK)
    .codes(&["WEBHOOK_NOT_FOUND"])
    .answers(&[(200, "Each check.")]),
    Sentences::of(
        "dashboard-webhook-delivery-list",
        "A webhook's deliveries",
        "The latest event first, each with its attempts. They are kept for 30 days.",
    )
    .path(WEBHOOK)
    .examples(&[("status", "dead"), ("event", "twin.test")])
    .codes(&["WEBHOOK_NOT_FOUND"])
    .answers(&[(200, "A page of the list.")]),
    Sentences::of(
        "dashboard-webhook-delivery-retry",
        "Send a delivery again",
        "Whatever its status: under the same id, as its next attempt. One that had succeeded is \
         attempted once.",
    )
    .path(&[("id", "The webhook."), ("deliveryId", "The delivery.")])
    .codes(&[
        "WEBHOOK_NOT_FOUND",
        "DELIVERY_NOT_FOUND",
        "WEBHOOK_NOT_ENABLED",
        "WEBHOOK_UNPROVEN",
        "DELIVERY_IN_PROGRESS",
        "WEBHOOK_RATE_LIMITED",
    ])
    .answers(&[(202, "The delivery that will be made.")]),
    Sentences::of(
        "dashboard-webhook-recover",
        "Send lost deliveries again",
        "All deliveries since then that are dead or were missed, in the order of the events and at \
         most 20 a second.",
    )
    .path(WEBHOOK)
    .codes(&[
        "WEBHOOK_NOT_FOUND",
        "WEBHOOK_NOT_ENABLED",
        "WEBHOOK_UNPROVEN",
        "RECOVERY_IN_PROGRESS",
        "WEBHOOK_RATE_LIMITED",
    ])
    .answers(&[(202, "How many are sent again, counted as far as 10,000.")]),
    Sentences::of(
        "dashboard-discovery-list",
        "Proposals of integrations",
        "Discoveries of one status, newest first; `pending` if it is left out.",
    )
    .answers(&[(200, "A page of the list.")]),
    Sentences::of(
        "dashboard-discovery-approve",
        "Approve a discovery",
        "It is queued for the profile compiler, once.",
    )
    .path(DISCOVERY)
    .codes(&["DISCOVERY_NOT_FOUND", "ALREADY_DECIDED"])
    .answers(&[(200, "The discovery after the decision.")]),
    Sentences::of(
        "dashboard-discovery-reject",
        "Reject a discovery",
        "It never reaches the profile.",
    )
    .path(DISCOVERY)
    .codes(&["DISCOVERY_NOT_FOUND", "ALREADY_DECIDED"])
    .answers(&[(200, "The discovery after the decision.")]),
    Sentences::of(
        "backoffice-account-put",
        "Create or change an account",
        "Send changes as often and in whatever order you like: the latest wins. Keys and counters \
         stay; the change takes effect with the very next call.",
    )
    .path(ACCOUNT)
    .codes(&["SUBJECT_IN_USE", "ERASURE_IN_PROGRESS"])
    .answers(&[(200, "The account after the change.")]),
    Sentences::of(
        "backoffice-account-erase",
        "Erase an account",
        "Its keys are refused from the first call on. Call again while it answers 202.",
    )
    .path(ACCOUNT)
    .answers(&[
        (202, "Not all is erased yet: call again."),
        (204, "Nothing is left."),
    ]),
    Sentences::of(
        "backoffice-snapshot-put",
        "Publish a snapshot",
        "`compiling`, then `ready` with its profile or `failed` with a reason; a failed one may \
         still become ready, a ready one never changes. The same document again changes nothing. \
         At most 4 MiB as sent and 350 KB compressed.",
    )
    .path(SNAPSHOT)
    .codes(&[
        "ACCOUNT_NOT_FOUND",
        "SNAPSHOT_IMMUTABLE",
        "SNAPSHOT_CONFLICT",
    ])
    .answers(&[(200, "The snapshot's metadata after the change.")]),
];
