//! What there is to say of each endpoint beside what the endpoint table says of it.

use schemars::JsonSchema;
use serde_json::{Value, json};
use shared::discoveries::{Discovery, Status as DiscoveryStatus};
use shared::events::Kind;
use shared::events::delivery::State;
use shared::http::endpoints as table;
use shared::http::{Access, Endpoint};
use shared::profile::{Format, Lang, Preset, Variant};
use shared::snapshots::Snapshot;

use crate::answers as a;
use crate::requests as r;
use crate::schemas::Schemas;

/// What is said of an endpoint.
pub(crate) struct Operation {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) summary: &'static str,
    pub(crate) description: &'static str,
    pub(crate) parameters: Vec<Parameter>,
    /// The body's schema, and whether there must be one.
    pub(crate) body: Option<(Value, bool)>,
    pub(crate) answers: Vec<Answer>,
    /// Codes of its own: those of its access, its body and its `Idempotency-Key` are known.
    pub(crate) codes: &'static [&'static str],
    /// Whether it takes an `Idempotency-Key`.
    pub(crate) once: bool,
}

/// A parameter.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) place: &'static str,
    pub(crate) about: &'static str,
    pub(crate) schema: Value,
    /// Where the endpoint's file in `events/` has none.
    pub(crate) example: Option<&'static str>,
}

/// An answer that is no error.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) about: &'static str,
    /// The body's schema by its media type; none: there is no body.
    pub(crate) contents: Vec<(&'static str, Value)>,
    /// Headers of its own.
    pub(crate) headers: &'static [&'static str],
}

fn of(endpoint: &'static Endpoint, summary: &'static str, description: &'static str) -> Operation {
    Operation {
        endpoint,
        summary,
        description,
        parameters: Vec::new(),
        body: None,
        answers: Vec::new(),
        codes: &[],
        once: false,
    }
}

impl Operation {
    fn path(self, name: &'static str, about: &'static str, schema: Value) -> Self {
        self.parameter("path", name, about, schema, None)
    }

    fn query(self, name: &'static str, about: &'static str, schema: Value) -> Self {
        self.parameter("query", name, about, schema, None)
    }

    fn parameter(
        mut self,
        place: &'static str,
        name: &'static str,
        about: &'static str,
        schema: Value,
        example: Option<&'static str>,
    ) -> Self {
        let parameter = Parameter {
            name,
            place,
            about,
            schema,
            example,
        };
        self.parameters.push(parameter);
        self
    }

    fn page(self, most: u32, example: &'static str) -> Self {
        let limit = json!({ "type": "integer", "minimum": 1, "maximum": most, "default": most });
        self.query("limit", "Items a page, at most.", limit).parameter(
            "query",
            "cursor",
            "Goes on with the list: a `nextCursor` of it, as it was answered. It is good for this \
             account and this list only.",
            json!({ "type": "string", "minLength": 1 }),
            Some(example),
        )
    }

    fn takes<T: JsonSchema>(mut self, schemas: &mut Schemas) -> Self {
        self.body = Some((schemas.request::<T>(), true));
        self
    }

    fn may_take<T: JsonSchema>(mut self, schemas: &mut Schemas) -> Self {
        self.body = Some((schemas.request::<T>(), false));
        self
    }

    fn answers<T: JsonSchema>(
        self,
        schemas: &mut Schemas,
        status: u16,
        about: &'static str,
    ) -> Self {
        let schema = schemas.answer::<T>();
        self.answers_in(status, about, vec![("application/json", schema)], &[])
    }

    fn answers_in(
        mut self,
        status: u16,
        about: &'static str,
        contents: Vec<(&'static str, Value)>,
        headers: &'static [&'static str],
    ) -> Self {
        self.answers.push(Answer {
            status,
            about,
            contents,
            headers,
        });
        self
    }

    fn codes(mut self, codes: &'static [&'static str]) -> Self {
        self.codes = codes;
        self
    }

    fn once(mut self) -> Self {
        self.once = true;
        self
    }

    /// Who may call it and what that costs, in words.
    pub(crate) fn terms(&self) -> String {
        match self.endpoint.access {
            Access::Public => String::new(),
            Access::Key(metering) => {
                let scope = match metering.scope {
                    Some(scope) => format!("Scope `{}`", scope.as_str()),
                    None => "Any scope".to_owned(),
                };
                let costs = match metering.counted {
                    true => {
                        "a call that was let in costs 1 unit of the monthly quota, whatever \
                             it answers"
                    }
                    false => "costs no quota, and answers when the quota is spent",
                };
                format!(
                    "{scope}; at most {} calls a minute with one key; {costs}.",
                    metering.per_minute
                )
            }
            Access::Owner => "For the account's owner.".to_owned(),
            Access::Operator => "For the operator's own systems.".to_owned(),
        }
    }
}

fn words(all: impl IntoIterator<Item = &'static str>) -> Value {
    let all: Vec<_> = all.into_iter().collect();
    json!({ "type": "string", "enum": all })
}

const ID_OF_KEY: &str = "The key's public 8 digits.";
const ID_OF_WEBHOOK: &str = "The webhook.";

/// All endpoints but `$default`, in the table's order.
pub(crate) fn all(s: &mut Schemas) -> Vec<Operation> {
    let mut all = twin(s);
    all.extend(keys(s));
    all.extend(webhooks(s));
    all.extend(discoveries(s));
    all.extend(back_office(s));
    let place = |operation: &Operation| {
        let is = |endpoint: &&Endpoint| endpoint.function == operation.endpoint.function;
        table::ENDPOINTS.iter().position(is)
    };
    all.sort_by_key(place);
    all
}

fn twin(s: &mut Schemas) -> Vec<Operation> {
    let slugs = Preset::ALL
        .iter()
        .flat_map(|preset| std::iter::once(preset.slug()).chain(preset.alias()));
    let slugs = words(slugs);
    let snapshot = s.answer::<shared::id::SnapshotId>();
    let purchase = s.answer::<shared::snapshots::PurchaseId>();
    let prompt = s.answer::<a::Prompt>();
    let text = json!({ "type": "string" });
    vec![
        of(
            &table::TWIN_HEALTH,
            "Is the key alive?",
            "Answers who is calling.",
        )
        .answers::<a::Health>(s, 200, "The key is alive."),
        of(
            &table::TWIN_ME,
            "The key, its account and what is left",
            "What the key may do, this month's quota, the limits of every endpoint, and the \
             latest twin.",
        )
        .answers::<a::Me>(s, 200, "What the key may do."),
        of(
            &table::TWIN_HISTORIC,
            "The account's snapshots",
            "Newest first, of every status.",
        )
        .page(100, "LbplE13aqIpzbmFw")
        .answers::<a::Historic>(s, 200, "A page of the list."),
        of(
            &table::TWIN_SNAPSHOT,
            "One snapshot",
            "Its metadata, of whatever status; never what is in the profile.",
        )
        .path("id", "The snapshot.", snapshot.clone())
        .codes(&["SNAPSHOT_NOT_FOUND"])
        .answers::<Snapshot>(s, 200, "The snapshot's metadata."),
        of(
            &table::TWIN_PRESET,
            "The twin as a system prompt",
            "The same snapshot, parameters and templates give the same bytes for ever, so the \
             answer has a strong `ETag`. Where `format` is left out, `Accept` chooses. It is \
             compressed (`br`, `gzip`) where `Accept-Encoding` allows that and it is worth it.",
        )
        .path("slug", "Which preset; English names answer too.", slugs)
        .query(
            "format",
            "`json` and `yaml` have the prompt whole and by its sections; `txt` and `md` are the \
             prompt. Without it `Accept` chooses, and `json` where that says nothing.",
            words(Format::ALL.iter().map(|one| one.slug())),
        )
        .query(
            "lang",
            "The prompt's language. Without it, the profile's own.",
            words(Lang::built().iter().map(|one| one.slug())),
        )
        .query(
            "variant",
            "The shape that a family of models follows best; `generic` without it.",
            words(Variant::ALL.iter().map(|one| one.slug())),
        )
        .query(
            "includeNarratives",
            "Whether the narratives are part of the prompt.",
            json!({ "type": "boolean", "default": false }),
        )
        .parameter(
            "query",
            "purchaseId",
            "The snapshot of a purchase, the newest ready one where there are several.",
            purchase,
            Some("qtr_2026_q3_demo"),
        )
        .parameter(
            "query",
            "snapshotId",
            "This snapshot. Without it and `purchaseId`: the latest ready one. With both they \
             must agree.",
            snapshot,
            Some("snp_01KA3T6V8M2QZ7XH4RBN9CDEFG"),
        )
        .parameter(
            "header",
            "If-None-Match",
            "`ETag`s of answers that you have: 304 where one of them is this one's.",
            json!({ "type": "string" }),
            Some("\"an-older-answers-tag\""),
        )
        .codes(&[
            "PRESET_NOT_FOUND",
            "SNAPSHOT_NOT_FOUND",
            "SNAPSHOT_NOT_READY",
            "NO_TWIN_PURCHASED",
        ])
        .answers_in(
            200,
            "The prompt.",
            vec![
                ("application/json", prompt.clone()),
                ("application/yaml", prompt),
                ("text/plain; charset=utf-8", text.clone()),
                ("text/markdown; charset=utf-8", text),
            ],
            &["ETag", "Vary", "Content-Encoding", "Content-Location"],
        )
        .answers_in(
            304,
            "You have it: `If-None-Match` names its `ETag`.",
            Vec::new(),
            &["ETag", "Vary", "Content-Location"],
        ),
        of(
            &table::TWIN_LIFE_FACTS,
            "Propose life facts",
            "Facts about the owner's life, each with consent. Nothing reaches a profile before \
             its owner approves it.",
        )
        .takes::<r::LifeFacts>(s)
        .once()
        .answers::<a::Queued>(s, 202, "All are queued for the owner's review."),
        of(
            &table::TWIN_ANNOTATIONS,
            "Propose annotations",
            "Free-form notes about the owner, each with consent. Nothing reaches a profile \
             before its owner approves it.",
        )
        .takes::<r::Annotations>(s)
        .once()
        .answers::<a::Queued>(s, 202, "All are queued for the owner's review."),
    ]
}

fn keys(s: &mut Schemas) -> Vec<Operation> {
    let id = s.answer::<shared::access::ApiKeyId>();
    let day = json!({ "type": "string", "format": "date" });
    vec![
        of(
            &table::DASHBOARD_KEY_CREATE,
            "Make a key",
            "The answer alone shows the key. At most 20 live ones.",
        )
        .takes::<r::NewKey>(s)
        .once()
        .codes(&["PLAN_REQUIRED", "KEY_LIMIT_REACHED"])
        .answers::<a::MadeKey>(s, 201, "The key was made."),
        of(
            &table::DASHBOARD_KEY_LIST,
            "All keys",
            "Those that live first, each kind newest first.",
        )
        .answers::<a::Keys>(s, 200, "All keys."),
        of(
            &table::DASHBOARD_KEY_VIEW,
            "One key",
            "What it may do, and this month's use.",
        )
        .path("id", ID_OF_KEY, id.clone())
        .codes(&["KEY_NOT_FOUND"])
        .answers::<a::Key>(s, 200, "The key."),
        of(
            &table::DASHBOARD_KEY_UPDATE,
            "Change a key",
            "It holds from the very next call with the key.",
        )
        .path("id", ID_OF_KEY, id.clone())
        .takes::<r::KeyChange>(s)
        .codes(&["KEY_NOT_FOUND", "KEY_NOT_LIVE"])
        .answers::<a::Key>(s, 200, "The key as it stands."),
        of(
            &table::DASHBOARD_KEY_REVOKE,
            "Revoke a key",
            "For good: once this has answered, nobody gets in with it. Again is the same.",
        )
        .path("id", ID_OF_KEY, id.clone())
        .codes(&["KEY_NOT_FOUND", "KEY_NOT_LIVE"])
        .answers::<a::Key>(s, 200, "The key as it stands."),
        of(
            &table::DASHBOARD_KEY_ROTATE,
            "A new key in place of one",
            "It has the same rights; the old key lives on for the overlap. The answer alone \
             shows the new one.",
        )
        .path("id", ID_OF_KEY, id)
        .may_take::<r::Overlap>(s)
        .once()
        .codes(&[
            "PLAN_REQUIRED",
            "KEY_NOT_FOUND",
            "KEY_NOT_LIVE",
            "KEY_LIMIT_REACHED",
        ])
        .answers::<a::MadeKey>(s, 201, "The new key was made."),
        of(
            &table::DASHBOARD_USAGE,
            "Requests by day and key, and refusals by code",
            "Every day of the range, up to 13 months back.",
        )
        .query(
            "from",
            "The first day. Without it, the first of `to`'s month.",
            day.clone(),
        )
        .query("to", "The last day. Without it, today.", day)
        .answers::<a::Usage>(s, 200, "What was used."),
    ]
}

fn webhooks(s: &mut Schemas) -> Vec<Operation> {
    let id = s.answer::<shared::id::WebhookId>();
    let delivery = s.answer::<shared::id::DeliveryId>();
    let (state, kind) = (s.answer::<State>(), s.answer::<Kind>());
    vec![
        of(
            &table::DASHBOARD_WEBHOOK_CREATE,
            "Make a webhook",
            "The answer alone shows its secret. At most 10.",
        )
        .takes::<r::NewWebhook>(s)
        .once()
        .codes(&["PLAN_REQUIRED", "WEBHOOK_LIMIT_REACHED"])
        .answers::<a::MadeWebhook>(s, 201, "The webhook was made."),
        of(
            &table::DASHBOARD_WEBHOOK_LIST,
            "All webhooks",
            "Oldest first.",
        )
        .answers::<a::Webhooks>(s, 200, "All webhooks."),
        of(
            &table::DASHBOARD_WEBHOOK_VIEW,
            "One webhook",
            "Where it is and how it fares.",
        )
        .path("id", ID_OF_WEBHOOK, id.clone())
        .codes(&["WEBHOOK_NOT_FOUND"])
        .answers::<a::Webhook>(s, 200, "The webhook."),
        of(
            &table::DASHBOARD_WEBHOOK_UPDATE,
            "Change a webhook, pause it or turn it on",
            "Where it was off and is on now, `missed` is what it missed: `recover` sends it again.",
        )
        .path("id", ID_OF_WEBHOOK, id.clone())
        .takes::<r::WebhookChange>(s)
        .codes(&["WEBHOOK_NOT_FOUND"])
        .answers::<a::Webhook>(s, 200, "The webhook as it stands."),
        of(
            &table::DASHBOARD_WEBHOOK_DELETE,
            "Delete a webhook",
            "What waits for it goes nowhere any more.",
        )
        .path("id", ID_OF_WEBHOOK, id.clone())
        .codes(&["WEBHOOK_NOT_FOUND"])
        .answers_in(204, "It is gone.", Vec::new(), &[]),
        of(
            &table::DASHBOARD_WEBHOOK_TEST,
            "Send a test",
            "A `twin.test`, whatever the webhook is told of. What came of it is among its \
             deliveries.",
        )
        .path("id", ID_OF_WEBHOOK, id.clone())
        .may_take::<r::Nothing>(s)
        .once()
        .codes(&["WEBHOOK_NOT_FOUND", "WEBHOOK_NOT_ENABLED"])
        .answers::<a::AcceptedDelivery>(s, 202, "The delivery that is to be made."),
        of(
            &table::DASHBOARD_WEBHOOK_SECRET_ROTATE,
            "A new secret",
            "For the overlap `webhook-signature` carries both; `X-AfiniTwin-Signature` keeps \
             the former until then. The answer alone shows the new one.",
        )
        .path("id", ID_OF_WEBHOOK, id.clone())
        .may_take::<r::Overlap>(s)
        .once()
        .codes(&["WEBHOOK_NOT_FOUND"])
        .answers::<a::NewSecret>(s, 200, "The new secret."),
        of(
            &table::DASHBOARD_WEBHOOK_SECRET_COMPLETE,
            "End the former secret now",
            "Without one nothing changes.",
        )
        .path("id", ID_OF_WEBHOOK, id.clone())
        .may_take::<r::Nothing>(s)
        .once()
        .codes(&["WEBHOOK_NOT_FOUND"])
        .answers::<a::Webhook>(s, 200, "The webhook as it stands."),
        of(
            &table::DASHBOARD_WEBHOOK_VERIFY,
            "Which check of a delivery fails?",
            "For whoever is writing a receiver. It changes nothing.",
        )
        .path("id", ID_OF_WEBHOOK, id.clone())
        .takes::<r::Arrived>(s)
        .once()
        .codes(&["WEBHOOK_NOT_FOUND"])
        .answers::<a::Verified>(s, 200, "Each check."),
        of(
            &table::DASHBOARD_WEBHOOK_DELIVERY_LIST,
            "A webhook's deliveries",
            "The latest event first, each with its attempts. They are kept for 30 days.",
        )
        .path("id", ID_OF_WEBHOOK, id.clone())
        .query("status", "Only those that are so far.", state)
        .query("event", "Only those that tell of this.", kind)
        .page(50, "CURSOR")
        .codes(&["WEBHOOK_NOT_FOUND"])
        .answers::<a::Deliveries>(s, 200, "A page of the list."),
        of(
            &table::DASHBOARD_WEBHOOK_DELIVERY_RETRY,
            "Send a delivery again",
            "Whatever became of it: under the same id, as its next attempt.",
        )
        .path("id", ID_OF_WEBHOOK, id.clone())
        .path("deliveryId", "The delivery.", delivery)
        .may_take::<r::Nothing>(s)
        .once()
        .codes(&[
            "WEBHOOK_NOT_FOUND",
            "DELIVERY_NOT_FOUND",
            "WEBHOOK_NOT_ENABLED",
            "DELIVERY_IN_PROGRESS",
        ])
        .answers::<a::AcceptedDelivery>(s, 202, "The delivery that is to be made."),
        of(
            &table::DASHBOARD_WEBHOOK_RECOVER,
            "Send again what was lost",
            "All that is dead or was missed since then, in the order of the events.",
        )
        .path("id", ID_OF_WEBHOOK, id)
        .takes::<r::Recovery>(s)
        .once()
        .codes(&[
            "WEBHOOK_NOT_FOUND",
            "WEBHOOK_NOT_ENABLED",
            "RECOVERY_IN_PROGRESS",
        ])
        .answers::<a::Recovering>(s, 202, "How many are sent again."),
    ]
}

fn discoveries(s: &mut Schemas) -> Vec<Operation> {
    let id = s.answer::<shared::id::DiscoveryId>();
    let status = s.answer::<DiscoveryStatus>();
    vec![
        of(
            &table::DASHBOARD_DISCOVERY_LIST,
            "What integrations propose",
            "Discoveries of one status, newest first; `pending` where it is left out.",
        )
        .query("status", "How far their review is.", status)
        .page(100, "CURSOR")
        .answers::<a::Discoveries>(s, 200, "A page of the list."),
        of(
            &table::DASHBOARD_DISCOVERY_APPROVE,
            "Take a discovery",
            "It is queued for the profile compiler, once.",
        )
        .path("id", "The discovery.", id.clone())
        .may_take::<r::Nothing>(s)
        .once()
        .codes(&["DISCOVERY_NOT_FOUND", "ALREADY_DECIDED"])
        .answers::<Discovery>(s, 200, "The discovery as it stands."),
        of(
            &table::DASHBOARD_DISCOVERY_REJECT,
            "Leave a discovery",
            "Nothing comes of it.",
        )
        .path("id", "The discovery.", id)
        .may_take::<r::Nothing>(s)
        .once()
        .codes(&["DISCOVERY_NOT_FOUND", "ALREADY_DECIDED"])
        .answers::<Discovery>(s, 200, "The discovery as it stands."),
    ]
}

fn back_office(s: &mut Schemas) -> Vec<Operation> {
    let user = s.answer::<shared::id::UserId>();
    let snapshot = s.answer::<shared::id::SnapshotId>();
    vec![
        of(
            &table::BACKOFFICE_ACCOUNT_PUT,
            "Make or change an account",
            "Send changes as often and in whatever order you like: the latest wins. Keys and \
             counters stay; it holds from the very next call.",
        )
        .path("userId", "The account.", user.clone())
        .takes::<r::AccountChange>(s)
        .codes(&["SUBJECT_IN_USE", "ERASURE_IN_PROGRESS"])
        .answers::<a::Account>(s, 200, "The account as it stands."),
        of(
            &table::BACKOFFICE_ACCOUNT_ERASE,
            "Erase an account",
            "Its keys are refused from the first call on. Call again while it answers 202.",
        )
        .path("userId", "The account.", user)
        .answers::<a::Erasing>(s, 202, "Not all is erased yet: call again.")
        .answers_in(204, "Nothing is left.", Vec::new(), &[]),
        of(
            &table::BACKOFFICE_SNAPSHOT_PUT,
            "Publish a snapshot",
            "`compiling`, then `ready` with its profile or `failed` with a reason; a failed one \
             may still become ready, a ready one never changes. The same document again changes \
             nothing. At most 4 MiB as sent and 350 KB compressed.",
        )
        .path("id", "The snapshot.", snapshot)
        .takes::<r::Publication>(s)
        .codes(&[
            "ACCOUNT_NOT_FOUND",
            "SNAPSHOT_IMMUTABLE",
            "SNAPSHOT_CONFLICT",
        ])
        .answers::<Snapshot>(s, 200, "The snapshot's metadata as it stands."),
    ]
}
