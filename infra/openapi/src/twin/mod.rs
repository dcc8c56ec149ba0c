//! The twin API's document: `infra/openapi.yaml`.

mod events;
mod profile;
mod sentences;

use serde_json::{Value, json};

use crate::{Document, Header, Webhooks};

/// The twin API's document.
pub static TWIN: Document = Document {
    file: "infra/openapi.yaml",
    examples: "infra/openapi/examples.json",
    title: "Twin API",
    summary: "An account's cognitive profiles, as system prompts for language models.",
    description: DESCRIPTION,
    servers,
    security_schemes,
    headers: HEADERS,
    surfaces: |walk| {
        walk.surface(twin_functions::registry::registry())?;
        walk.surface(dashboard_functions::registry::registry())?;
        walk.surface(backoffice_functions::registry::registry())
    },
    sentences: sentences::SENTENCES,
    schemas: profile::add,
    webhooks: Some(Webhooks {
        product: &twin::events::PRODUCT,
        prefix: "X-AfiniTwin-",
        events: events::EVENTS,
    }),
};

const DESCRIPTION: &str = "\
Three surfaces: the twin API for integrators, who hold a key; the dashboard's for the account's \
owner, who has an ID token; the back office's for the operator's own systems, which sign.

The shape of a request is checked first, which needs no key and costs nothing: every wrong \
parameter and field is listed, and unknown ones are refused (400 `VALIDATION_ERROR`). Then comes \
the caller, then the work. An error's body is `{\"error\": …}` with an `Error`, or a `Problem` \
(RFC 9457) for clients that send `Accept: application/problem+json`; an answer of API Gateway's own \
has a `message` instead. A path that exists answers other methods 405 with `Allow`, all other \
paths 404 `NOT_FOUND`.

Text that people write is taken as it is, or refused with the code point that may not be in it \
(`CHARACTER` in `details`): control characters (but line breaks and tabs where a text may have \
several lines), bidirectional overrides, embeddings and isolates, tag characters outside the flags \
of England, Scotland and Wales, private-use characters, noncharacters, and more than two invisible \
characters in a row. A text of which nothing can be seen counts as empty.

Clients should ignore fields that they do not know: answers may get more of them.";

fn servers() -> Value {
    json!([
        {
            "url": "https://{apiId}.execute-api.{region}.amazonaws.com",
            "description": "A deployed stack: its output `ApiUrl`, or a domain of your own.",
            "variables": {
                "apiId": { "default": "a1b2c3d4e5", "description": "The HTTP API's id." },
                "region": { "default": "eu-west-1", "description": "The stack's region." },
            },
        },
        {
            "url": "http://127.0.0.1:{port}",
            "description": "`cargo xtask dev`.",
            "variables": { "port": { "default": "3000" } },
        },
    ])
}

fn security_schemes() -> Value {
    json!({
        "TwinKey": {
            "type": "apiKey", "in": "header", "name": "X-Twin-Key",
            "description": "An API key, `atk_live_…`, as the dashboard's `POST /twin/keys` shows it once.",
        },
        "BearerKey": {
            "type": "http", "scheme": "bearer",
            "description": "The same key as `Authorization: Bearer atk_live_…`. Both headers with \
                            different keys are a 400 `AMBIGUOUS_KEY`.",
        },
        "OwnerJwt": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "An ID token of the issuer and audience that the stack was deployed \
                            with. API Gateway checks it.",
        },
        "SigV4": {
            "type": "apiKey", "in": "header", "name": "Authorization",
            "description": "AWS Signature Version 4, service `execute-api`, by a principal whose \
                            IAM policy allows `execute-api:Invoke` on the route. API Gateway \
                            checks it.",
        },
        "StandardWebhooks": {
            "type": "apiKey", "in": "header", "name": "webhook-signature",
            "description": "What we sign deliveries with: see the headers of each.",
        },
    })
}

const HEADERS: &[Header] = &[
    Header {
        name: "X-Twin-Quota-Limit",
        about: "Requests a month: the key's or the account's, whichever has the least left.",
        schema: count,
    },
    Header {
        name: "X-Twin-Quota-Used",
        about: "Requests counted this month.",
        schema: count,
    },
    Header {
        name: "X-Twin-Quota-Remaining",
        about: "Requests left this month.",
        schema: count,
    },
    Header {
        name: "RateLimit",
        about: "What is left (`r`) of the minute's burst and of the month, and for how many \
                seconds (`t`): draft-ietf-httpapi-ratelimit-headers.",
        schema: limits,
    },
    Header {
        name: "RateLimit-Policy",
        about: "The limits (`q`) and their windows in seconds (`w`).",
        schema: limits,
    },
];

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn limits() -> Value {
    json!({ "type": "string", "pattern": "^(\"[a-z]+\";[a-z]=[0-9]+;[a-z]=[0-9]+(, )?)+$" })
}
