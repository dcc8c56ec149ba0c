//! `PUT /v1/providers/runtime/apps/:id/auth-profile`: replaces it. Its secrets are never shown
//! again.

use ::surface::body::{Fields, Object, Reader, Variant, Wrong, custom, parsed};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use common::words;
use provider::id::RuntimeAppId;
use provider::runtime::app;
use provider::runtime::auth::{
    AuthProfile, HEADERS, NewAuthProfile, ProfileHeader, VALUE, is_credential,
};
use serde_json::{Value, json};
use webhooks::url::{MAX_LENGTH, WebhookUrl};

use crate::app::{RuntimeAppDetails, details, id, refused};
use crate::{App, Runtime};

words!(
    /// How we authenticate.
    AuthType {
        /// With an access token, by OAuth 2.0 client credentials.
        OAuth2 = "oauth2";
        /// With a key in a header.
        ApiKey = "apiKey";
        /// With headers of the owner's choice.
        Custom = "custom";
    }
);

const VARIANTS: &[Variant] = &[
    Variant {
        word: "oauth2",
        about: "An access token by OAuth 2.0 client credentials, fetched from `tokenUrl`.",
        fields: &["tokenUrl", "clientId", "clientSecret"],
    },
    Variant {
        word: "apiKey",
        about: "A key in a header.",
        fields: &["header", "value"],
    },
    Variant {
        word: "custom",
        about: "Headers of your choice.",
        fields: &["headers"],
    },
];

/// Which runtime app, and how we authenticate with it.
#[derive(Debug)]
pub struct PutAuthProfile {
    id: RuntimeAppId,
    profile: NewAuthProfile,
}

fn credential(about: &'static str) -> impl Reader<Value = String> {
    let read = |value: &Value| -> Result<String, Wrong> {
        let text = value.as_str().filter(|text| is_credential(text));
        let problem = || format!("must be 1 to {VALUE} visible ASCII characters");
        Ok(text.ok_or_else(|| ("INVALID", problem()))?.to_owned())
    };
    let schema = || json!({ "type": "string", "minLength": 1, "maxLength": VALUE });
    custom(read, schema).about(about)
}

impl Input<Runtime> for PutAuthProfile {
    fn parse(request: &Request, context: &Runtime) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let object = Object {
            name: "PutAuthProfile",
            about: "How we authenticate with a runtime app.",
        };
        let mut body = Fields::of(request, object)?;
        let kind = body.required("type", auth_type());
        body.varies("type", VARIANTS);
        if let Some(kind) = kind {
            fits(&mut body, kind);
        }
        // All are read, so that the reference has all of them.
        let (oauth2, api_key, headers) = (
            oauth2(&mut body, context),
            api_key(&mut body),
            custom_headers(&mut body),
        );
        body.finish()?;
        let profile = match kind {
            Some(AuthType::OAuth2) => oauth2,
            Some(AuthType::ApiKey) => api_key,
            Some(AuthType::Custom) => headers,
            None => None,
        };
        let profile =
            profile.ok_or_else(|| Error::internal("reading an auth profile", "no profile"))?;
        Ok(Self { id, profile })
    }
}

/// The word; the reference has it in each variant.
fn auth_type() -> impl Reader<Value = AuthType> {
    let read = |value: &Value| parsed::<AuthType>().read(value);
    custom(read, || json!({ "type": "string" })).about("How we authenticate.")
}

/// Refuses a body that lacks a field of its type, or has one of another.
fn fits(body: &mut Fields, kind: AuthType) {
    for variant in VARIANTS {
        let is_own = variant.word == kind.as_str();
        for name in variant.fields {
            match (is_own, body.has(name)) {
                (true, false) => body.refuse(name, "REQUIRED", "is required"),
                (false, true) => {
                    let message = format!("is a field of the type {} alone", variant.word);
                    body.refuse(name, "UNKNOWN", &message);
                }
                _ => {}
            }
        }
    }
    if kind != AuthType::OAuth2 && body.has("scope") {
        body.refuse("scope", "UNKNOWN", "is a field of the type oauth2 alone");
    }
}

fn oauth2(body: &mut Fields, context: &Runtime) -> Option<NewAuthProfile> {
    let hosts = context.caller.allowed.clone();
    let read = move |value: &Value| -> Result<WebhookUrl, Wrong> {
        let text = value
            .as_str()
            .ok_or_else(|| ("TYPE", "must be a text".to_owned()))?;
        WebhookUrl::parse(text, &hosts).map_err(|e| ("INVALID", e.to_string()))
    };
    let schema = || json!({ "type": "string", "format": "uri", "maxLength": MAX_LENGTH });
    let url = custom(read, schema).about("Where access tokens are.");
    let token_url = body.optional("tokenUrl", url);
    let client_id = body.optional("clientId", credential("Our client id there."));
    let client_secret = body.optional("clientSecret", credential("Our client secret there."));
    let scope = credential("The scope to ask for; with `oauth2` alone.");
    let scope = body.optional("scope", scope);
    Some(NewAuthProfile::OAuth2 {
        token_url: token_url?,
        client_id: client_id?,
        client_secret: client_secret?.into(),
        scope,
    })
}

fn api_key(body: &mut Fields) -> Option<NewAuthProfile> {
    let name = body.optional("header", credential("The name of the header."));
    let value = body.optional("value", credential("The key."));
    match ProfileHeader::parse(&name?, value?.into()) {
        Ok(header) => Some(NewAuthProfile::ApiKey(header)),
        Err((is_value, message)) => {
            let place = if is_value { "value" } else { "header" };
            body.refuse(place, "INVALID", &message);
            None
        }
    }
}

fn custom_headers(body: &mut Fields) -> Option<NewAuthProfile> {
    let headers = body.take("headers", || {
        json!({
            "type": "object", "minProperties": 1, "maxProperties": HEADERS,
            "additionalProperties": { "type": "string", "minLength": 1, "maxLength": VALUE },
            "description": "Values by the names of their headers.",
        })
    });
    let Value::Object(headers) = headers? else {
        body.refuse("headers", "TYPE", "must be an object of headers");
        return None;
    };
    if !(1..=HEADERS).contains(&headers.len()) {
        body.refuse(
            "headers",
            "LENGTH",
            &format!("must have 1 to {HEADERS} headers"),
        );
        return None;
    }
    let mut parsed: Vec<ProfileHeader> = Vec::new();
    for (name, value) in headers {
        let Value::String(value) = value else {
            body.refuse("headers", "TYPE", "must have texts as values");
            return None;
        };
        match ProfileHeader::parse(&name, value.into()) {
            Ok(header) if parsed.iter().any(|other| other.name() == header.name()) => {
                body.refuse("headers", "INVALID", "has a header twice");
                return None;
            }
            Ok(header) => parsed.push(header),
            Err((_, message)) => {
                body.refuse("headers", "INVALID", &format!("has one that {message}"));
                return None;
            }
        }
    }
    Some(NewAuthProfile::Custom(parsed))
}

/// Sets or replaces the profile.
///
/// # Errors
/// The app has no such runtime app.
pub async fn put(
    context: &'static Runtime,
    caller: App,
    PutAuthProfile { id, profile }: PutAuthProfile,
) -> Result<Reply<Json<RuntimeAppDetails>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let sealed = AuthProfile::seal(&profile, id, &context.caller.vault, now).await?;
    let after = app::set_auth_profile(table, caller.id, id, &sealed, now)
        .await
        .map_err(refused)?;
    Reply::json(&details(context, &after).await?)
}
