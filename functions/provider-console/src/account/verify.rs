//! `POST /v1/providers/account/verify`: confirms an address by the token of a mail.

use ::surface::body::{Fields, Object, Reader, Wrong, custom};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use provider::account::mail::LONGEST_TOKEN;
use provider::account::{ConfirmError, Email, Status};
use provider::id::DeveloperId;
use provider_functions::surfaces::{TOKEN_EXPIRED, TOKEN_INVALID};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{Anyone, Console};

/// The token of a mail.
#[derive(Debug)]
pub struct VerifyAccount(SecretString);

impl<C> Input<C> for VerifyAccount {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let object = Object {
            name: "AccountVerification",
            about: "The token of a mail.",
        };
        let mut body = Fields::of(request, object)?;
        let read = |value: &Value| -> Result<SecretString, Wrong> {
            let wrong = || ("TYPE", "must be the token that the mail has".to_owned());
            value.as_str().map(SecretString::from).ok_or_else(wrong)
        };
        let schema = || json!({ "type": "string", "minLength": 1, "maxLength": LONGEST_TOKEN });
        let token = custom(read, schema).about("The token, as the mail has it.");
        let token = body.required("token", token);
        body.finish()?;
        Ok(Self(token.unwrap_or_default()))
    }
}

/// What a token has confirmed.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Verification {
    /// The account.
    id: DeveloperId,
    /// The address that is confirmed: the one that signs in, or the contact address.
    email: Email,
    /// Where the account stands.
    status: Status,
    /// Whether to set a new password before logging in, by the link of another mail: somebody tried
    /// to sign up with this address by a password that is not the account's.
    new_password_required: bool,
}

/// Confirms an address.
///
/// # Errors
/// The token is not valid, or has ended.
pub async fn verify(
    context: &'static Console,
    _: Anyone,
    VerifyAccount(token): VerifyAccount,
) -> Result<Reply<Json<Verification>>, Error> {
    let tokens = &context.mail_tokens;
    let confirmed = context
        .accounts
        .confirm(tokens, token.expose_secret())
        .await;
    let confirmed = confirmed.map_err(|error| match error {
        ConfirmError::Invalid => {
            TOKEN_INVALID.refuse("This token is not valid. Copy all of it from the mail.")
        }
        ConfirmError::Expired => TOKEN_EXPIRED
            .refuse("This token has ended. Use the newest mail, or sign up again for another one."),
        ConfirmError::Fault(fault) => fault.into(),
    })?;
    context.send(&confirmed.messages).await;
    Reply::json(&Verification {
        id: confirmed.developer,
        email: confirmed.email,
        status: confirmed.status,
        new_password_required: confirmed.needs_new_password,
    })
}
