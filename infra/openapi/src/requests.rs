//! The bodies that are taken. The handlers read them field by field, so they are described here;
//! the contract test sends what these allow, and what they don't, to the running stack.
#![allow(dead_code)] // they are never made, only described

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use shared::access::{Plan, PlanStatus, Scope, Tier};
use shared::discoveries::{Category, Valence};
use shared::id::UserId;
use shared::snapshots::{PurchaseId, Source};

/// A field that may be left out, but not be null: of a change, null is no value.
fn not_null(schema: &mut Schema) {
    if let Some(types) = schema.get_mut("type").and_then(|kind| kind.as_array_mut()) {
        types.retain(|kind| kind != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".into(), only);
        }
    }
    let inner = schema
        .get("anyOf")
        .and_then(|any| any.as_array()?.first()?.as_object().cloned());
    if let Some(inner) = inner {
        schema.remove("anyOf");
        for (name, value) in inner {
            schema.insert(name, value);
        }
    }
}

macro_rules! text {
    ($(#[doc = $doc:literal])+ $name:ident, $schema:tt) => {
        $(#[doc = $doc])+
        pub(crate) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let mut schema = json_schema!($schema);
                let lines = [$($doc),+].map(str::trim);
                schema.insert("description".into(), lines.join(" ").into());
                schema
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
                Ok(Self)
            }
        }
    };
}

text!(
    /// RFC 3339, from the year 1970 to 9999; kept to the millisecond.
    Moment, { "type": "string", "format": "date-time", "pattern": "^(19[7-9]|[2-9][0-9]{2})[0-9]-" }
);
text!(
    /// Literally `true`: nothing is taken without explicit consent.
    Consent, { "type": "boolean", "const": true }
);
text!(
    /// An address, or a network in CIDR notation.
    Network, {
        "type": "string",
        "anyOf": [
            { "format": "ipv4", "pattern": "^[0-9.]+$" },
            { "format": "ipv6", "pattern": "^[0-9a-fA-F:.]+$" },
            { "pattern": "^((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])/([12]?[0-9]|3[0-2])$" },
            { "pattern": "^(([0-9a-fA-F]{1,4}:){7}[0-9a-fA-F]{1,4}|([0-9a-fA-F]{1,4}:){1,7}:|([0-9a-fA-F]{1,4}:){1,6}(:[0-9a-fA-F]{1,4}){1,1}|([0-9a-fA-F]{1,4}:){1,5}(:[0-9a-fA-F]{1,4}){1,2}|([0-9a-fA-F]{1,4}:){1,4}(:[0-9a-fA-F]{1,4}){1,3}|([0-9a-fA-F]{1,4}:){1,3}(:[0-9a-fA-F]{1,4}){1,4}|([0-9a-fA-F]{1,4}:){1,2}(:[0-9a-fA-F]{1,4}){1,5}|([0-9a-fA-F]{1,4}:){1,1}(:[0-9a-fA-F]{1,4}){1,6}|:(:[0-9a-fA-F]{1,4}){1,7}|::)/([1-9]?[0-9]|1[01][0-9]|12[0-8])$" },
        ],
    }
);
text!(
    /// Where deliveries go: `https`, port 443 or 8443, a name and no address, no user, password
    /// or fragment. Its host must not have an address that is not public.
    ReceiverUrl, {
        "type": "string",
        "maxLength": 2048,
        "pattern": "^https://([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.){1,30}[A-Za-z]{2,63}(:(443|8443))?([/?][^#\\s\\x00-\\x1f\\x7f-\\x9f]*)?$",
    }
);
text!(
    /// Events it is told of, each once; `*` alone means all, those of later releases included.
    Subscribed, {
        "type": "array",
        "minItems": 1,
        "maxItems": 6,
        "uniqueItems": true,
        "anyOf": [
            { "items": { "$ref": "#/components/schemas/EventKind" } },
            { "items": { "const": "*" }, "maxItems": 1 },
        ],
    }
);
text!(
    /// Headers by name, whatever their case; a repeated one as a list. At most 200 in all.
    ArrivedHeaders, {
        "type": "object",
        "maxProperties": 200,
        "propertyNames": { "pattern": "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}$" },
        "additionalProperties": {
            "anyOf": [
                { "type": "string", "pattern": "^[^\\x00-\\x08\\x0a-\\x1f\\x7f]*$" },
                { "type": "array", "items": { "type": "string", "pattern": "^[^\\x00-\\x08\\x0a-\\x1f\\x7f]*$" }, "maxItems": 200 },
            ],
        },
    }
);

/// The profile: its schema stands among the others, from the file that is published.
pub(crate) struct ProfileRef;

impl JsonSchema for ProfileRef {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ProfileRef".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "$ref": "#/components/schemas/Profile" })
    }
}

impl<'de> Deserialize<'de> for ProfileRef {
    fn deserialize<D: serde::Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Ok(Self)
    }
}

/// Life facts for the owner's review: all are taken or none.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct LifeFacts {
    #[schemars(length(min = 1, max = 50))]
    facts: Vec<LifeFact>,
}

/// A life fact.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct LifeFact {
    category: Category,
    /// The fact, in Unicode code points. It is not trimmed.
    #[schemars(length(min = 3, max = 1000))]
    value: String,
    /// How the owner stands to it; positive where it is left out.
    valence: Option<Valence>,
    consent: Consent,
    /// Your own reference. The same content under the same reference is a duplicate; an empty
    /// one is none.
    #[schemars(length(max = 200))]
    external_ref: Option<String>,
    /// How sure you are.
    #[schemars(range(min = 0.0, max = 1.0))]
    confidence: Option<f64>,
}

/// Annotations for the owner's review: all are taken or none.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Annotations {
    #[schemars(length(min = 1, max = 50))]
    annotations: Vec<Annotation>,
}

/// An annotation.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Annotation {
    /// What it is about, in Unicode code points.
    #[schemars(length(min = 2, max = 60))]
    tag: String,
    /// The note, in Unicode code points. It is not trimmed.
    #[schemars(length(min = 3, max = 2000))]
    text: String,
    consent: Consent,
    /// Your own reference. The same content under the same reference is a duplicate; an empty
    /// one is none.
    #[schemars(length(max = 200))]
    external_ref: Option<String>,
}

/// A key to be made.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct NewKey {
    /// What its owner calls it.
    #[schemars(length(min = 1, max = 100))]
    name: String,
    /// What it may do, each scope once.
    #[schemars(length(min = 1, max = 2), extend("uniqueItems" = true))]
    scopes: Vec<Scope>,
    /// Requests a month; without it only the account's limit holds.
    #[schemars(range(min = 1, max = 1_000_000))]
    monthly_limit: Option<u64>,
    /// When it expires, which must be in the future; without it, never.
    expires_at: Option<Moment>,
    /// Addresses it may be used from; without any, from all.
    #[schemars(length(max = 50))]
    allowed_ips: Option<Vec<Network>>,
}

/// A change of a key: what is left out stays, null takes a limit or an expiry away.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct KeyChange {
    /// What its owner calls it.
    #[schemars(length(min = 1, max = 100), transform = not_null)]
    name: Option<String>,
    /// What it may do, each scope once.
    #[schemars(length(min = 1, max = 2), extend("uniqueItems" = true), transform = not_null)]
    scopes: Option<Vec<Scope>>,
    /// Requests a month; null: only the account's limit holds.
    #[schemars(range(min = 1, max = 1_000_000))]
    monthly_limit: Option<u64>,
    /// When it expires, which must be in the future; null: never.
    expires_at: Option<Moment>,
    /// Addresses it may be used from; an empty list: from all.
    #[schemars(length(max = 50), transform = not_null)]
    allowed_ips: Option<Vec<Network>>,
}

/// For how long what is replaced lives on.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Overlap {
    /// Hours; 24 where it is left out, 0: it ends at once.
    #[schemars(range(min = 0, max = 168))]
    overlap_hours: Option<u64>,
}

/// Nothing needs to be said; a body, where there is one, is an empty object.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

/// A webhook to be made.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewWebhook {
    url: ReceiverUrl,
    events: Subscribed,
    /// What its owner says of it.
    #[schemars(length(min = 1, max = 200))]
    description: Option<String>,
}

/// A change of a webhook: what is left out stays, null takes the description away.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WebhookChange {
    #[schemars(transform = not_null)]
    url: Option<ReceiverUrl>,
    #[schemars(transform = not_null)]
    events: Option<Subscribed>,
    /// What its owner says of it.
    #[schemars(length(min = 1, max = 200))]
    description: Option<String>,
    /// Whether it is told of events.
    #[schemars(transform = not_null)]
    status: Option<WantedStatus>,
}

/// Whether a webhook is to be told of events.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum WantedStatus {
    /// It is, whatever it was.
    Enabled,
    /// It is not; what happens meanwhile is missed.
    Paused,
}

/// A delivery as it arrived.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Arrived {
    headers: ArrivedHeaders,
    /// The body as text, to the byte as it arrived.
    body: String,
}

/// Since when what was lost is sent again.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recovery {
    /// Within the last 14 days.
    since: Moment,
}

/// An account as your systems know it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[schemars(transform = enterprise_has_a_limit)]
pub(crate) struct AccountChange {
    /// The claim of its owner's ID tokens: 1 to 255 bytes of UTF-8. One owns one account.
    #[schemars(length(min = 1, max = 255))]
    subject: String,
    plan: Plan,
    status: PlanStatus,
    tier: Tier,
    /// Requests a month in place of the tier's; required for enterprise.
    #[schemars(range(min = 1, max = 9_007_199_254_740_991_u64))]
    monthly_limit: Option<u64>,
    /// When your system made the change, at most 10 minutes ahead of our clock. One older than
    /// what is stored changes nothing.
    updated_at: Moment,
}

fn enterprise_has_a_limit(schema: &mut Schema) {
    let when = serde_json::json!({ "properties": { "tier": { "const": "enterprise" } } });
    let then = serde_json::json!({
        "properties": { "monthlyLimit": { "type": "integer" } }, "required": ["monthlyLimit"],
    });
    schema.insert("if".into(), when);
    schema.insert("then".into(), then);
}

/// What the profile compiler says of a snapshot.
#[derive(Deserialize, JsonSchema)]
#[serde(tag = "status", rename_all = "lowercase")]
pub(crate) enum Publication {
    /// It is at work.
    #[serde(rename_all = "camelCase")]
    #[schemars(extend("additionalProperties" = false))]
    Compiling {
        user_id: UserId,
        source: Source,
        purchase_id: PurchaseId,
        /// The date its profile is of.
        snapshot_date: Moment,
    },
    /// It is done.
    #[serde(rename_all = "camelCase")]
    #[schemars(extend("additionalProperties" = false))]
    Ready {
        user_id: UserId,
        source: Source,
        purchase_id: PurchaseId,
        /// The date its profile is of.
        snapshot_date: Moment,
        profile: ProfileRef,
    },
    /// It gave up.
    #[serde(rename_all = "camelCase")]
    #[schemars(extend("additionalProperties" = false))]
    Failed {
        user_id: UserId,
        source: Source,
        purchase_id: PurchaseId,
        /// The date its profile is of.
        snapshot_date: Moment,
        /// Why.
        #[schemars(length(min = 1, max = 500))]
        reason: String,
    },
}
