//! The provider platform's document: `infra/openapi/provider.yaml`.

mod sentences;

use serde_json::{Value, json};

use crate::{Document, Header};

/// The provider platform's document.
pub static PROVIDER: Document = Document {
    file: "infra/openapi/provider.yaml",
    examples: "infra/openapi/provider/examples.json",
    title: "Provider platform",
    summary: "Companies publish capabilities that reach users' widgets.",
    description: DESCRIPTION,
    servers,
    security_schemes,
    headers: HEADERS,
    surfaces: |walk| {
        use provider_console_functions::registry as console;
        use provider_marketplace_functions::registry as marketplace;
        walk.surface(console::account::registry())?;
        walk.surface(console::developer::registry())?;
        walk.surface(provider_runtime_functions::registry::registry())?;
        walk.surface(marketplace::user::registry())?;
        walk.surface(marketplace::open::registry())?;
        walk.surface(console::operator::registry())?;
        walk.surface(console::oauth::registry())?;
        walk.surface(console::metadata::registry())
    },
    sentences: sentences::SENTENCES,
    schemas: |_| {},
    webhooks: None,
};

const DESCRIPTION: &str = "\
For companies that publish capabilities, and for the users who install them. Developers and users \
send an ID token of their sign-in, apps an access token of the token endpoint, and the operator's \
own systems sign.

Answers are `{\"data\": …, \"meta\": {\"requestId\"}}`; lists add `meta.pagination`. The caller is \
looked at first, and every answer to one has the limits of their minute in its headers. Then comes \
the shape of the request: every wrong parameter and field is listed, and unknown ones are refused. \
An error's body is `{\"error\": …}` with an `Error`, or a `Problem` (RFC 9457) for clients that send \
`Accept: application/problem+json`. Answers and errors of the token endpoint, of revocation and of \
introspection are OAuth's own (RFC 6749).

Clients should ignore fields that they do not know: answers may get more of them.";

fn servers() -> Value {
    json!([
        {
            "url": "https://{apiId}.execute-api.{region}.amazonaws.com",
            "description": "A deployed stack: its output `ProviderApiUrl`, or a domain of your own.",
            "variables": {
                "apiId": { "default": "p1b2c3d4e5", "description": "The HTTP API's id." },
                "region": { "default": "eu-west-1", "description": "The stack's region." },
            },
        },
    ])
}

fn security_schemes() -> Value {
    json!({
        "IdToken": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "An ID token of the issuer and audience that the platform was deployed \
                            with.",
        },
        "AccessToken": {
            "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "An access token of the token endpoint (RFC 9068).",
        },
        "ClientBasic": {
            "type": "http", "scheme": "basic",
            "description": "An app's `client_id` and `client_secret`; they may stand in the body \
                            instead.",
        },
        "SigV4": {
            "type": "apiKey", "in": "header", "name": "Authorization",
            "description": "AWS Signature Version 4, service `execute-api`. API Gateway checks it.",
        },
    })
}

const HEADERS: &[Header] = &[
    Header {
        name: "Cache-Control",
        about: "Only the caller may keep the answer, and only if it has an `ETag`; an answer with a token is \
                for nobody to keep.",
        schema: || json!({ "type": "string", "enum": ["private, no-store", "private, no-cache", "no-store"] }),
    },
    Header {
        name: "X-RateLimit-Limit",
        about: "Calls a minute.",
        schema: count,
    },
    Header {
        name: "X-RateLimit-Remaining",
        about: "Calls that are left in this minute.",
        schema: count,
    },
    Header {
        name: "X-RateLimit-Reset",
        about: "When the minute ends, in seconds since 1970.",
        schema: count,
    },
    Header {
        name: "RateLimit",
        about: "What is left (`r`) of the minute, and for how many seconds (`t`): \
                draft-ietf-httpapi-ratelimit-headers.",
        schema: limits,
    },
    Header {
        name: "RateLimit-Policy",
        about: "The limit (`q`) and its window in seconds (`w`).",
        schema: limits,
    },
];

fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn limits() -> Value {
    json!({ "type": "string", "pattern": "^\"minute\";[a-z]=[0-9]+;[a-z]=[0-9]+$" })
}
