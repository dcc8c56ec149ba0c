//! The owner of an account, admitted by an ID token that API Gateway has checked.

use std::collections::HashMap;

use ::surface::{
    Auth, AuthDescription, Authorizer, Endpoint, Error, Idempotency, IdempotentCall, Principal,
    Refused, Request,
};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use common::Tenant;
use http::header::AUTHORIZATION;
use serde_json::Value;
use twin::account::SUBJECT_LENGTH;
use twin::{UserId, owner};

use crate::context::Dashboard;
use crate::refusals::no_account;
use crate::surface::{ADDRESS_NOT_VERIFIED, DASHBOARD, ID_TOKEN_REQUIRED, NO_ACCOUNT};

/// An owner whose token was accepted, and who has an account.
#[derive(Clone, Copy, Debug)]
pub struct Owner {
    /// Their account.
    pub user_id: UserId,
}

impl Owner {
    /// Their account as the engines know it.
    pub(crate) fn tenant(self) -> Tenant {
        self.user_id.tenant()
    }

    /// A request of theirs that may be sent again. They have `Idempotency-Key`s apart from those of
    /// their integrations.
    pub(crate) fn idempotent(self, request: Idempotency) -> IdempotentCall {
        request.by(&self.tenant(), DASHBOARD.name)
    }
}

impl Auth for Owner {
    type Context = Dashboard;
    type Terms = ();

    const AUTHORIZER: Authorizer = Authorizer::Jwt("OwnerJwt");

    async fn admit(
        context: &'static Dashboard,
        _: &'static Endpoint<Self>,
        request: &Request,
    ) -> Result<Self, Refused> {
        // Without an authorizer there are no claims, and so nobody is admitted.
        let Request {
            claims, headers, ..
        } = request;
        let authorization = headers.get(AUTHORIZATION).and_then(|it| it.to_str().ok());
        if !is_id_token(claims, authorization.unwrap_or_default()) {
            let message = "Send the ID token of the sign-in. This token is of another kind, such \
                           as an access token.";
            return Err(ID_TOKEN_REQUIRED.refuse(message).into());
        }
        let claim = context.owner_claim.as_str();
        let subject = claims
            .get(claim)
            .filter(|subject| (1..=SUBJECT_LENGTH).contains(&subject.len()))
            .ok_or_else(no_account)?;
        if !is_verified(claims, claim) {
            return Err(not_verified(claim).into());
        }
        let user_id = owner::account_of(&context.table, subject)
            .await?
            .ok_or_else(no_account)?;
        Ok(Self { user_id })
    }

    fn principal(&self) -> Principal {
        Principal {
            user: Some(self.user_id.to_string()),
            key: None,
        }
    }

    fn describe((): &()) -> AuthDescription {
        AuthDescription {
            schemes: &["OwnerJwt"],
            codes: vec![&ID_TOKEN_REQUIRED, &NO_ACCOUNT, &ADDRESS_NOT_VERIFIED],
            headers: &[],
            terms: "For the account's owner.".into(),
        }
    }
}

/// Whether a token that the gateway has checked is an ID token. The gateway compares the issuer,
/// the time and the audience, and an access token of the same app passes where its audience, or
/// else its `client_id`, is one that the template names.
fn is_id_token(claims: &HashMap<String, String>, authorization: &str) -> bool {
    let has = |name: &str| claims.contains_key(name);
    // OpenID Connect Core 1.0, 2: an ID token has an audience. This one passed for its client.
    let is_of_a_client = has("client_id") && !has("aud");
    // Amazon Cognito says which of its tokens this is.
    let is_another = claims
        .get("token_use")
        .is_some_and(|token_use| token_use != "id");
    // Scopes are what an access token grants (RFC 9068, 2.2.3): those of Auth0, Keycloak, Okta and
    // Entra have one of these.
    let has_scopes = has("scope") || has("scp");
    !is_of_a_client && !is_another && !has_scopes && is_plain_token(authorization)
}

/// Whether a token's header gives it no type, or that of any JSON Web Token. Tokens of other kinds
/// have types of their own (RFC 8725, 3.11), an access token `at+jwt` (RFC 9068, 2.1). The header
/// has no claims, and so the gateway does not pass it on; the token itself is still in the request.
fn is_plain_token(authorization: &str) -> bool {
    let token = authorization.rsplit(' ').next().unwrap_or_default();
    let header = token.split('.').next().unwrap_or_default();
    let header = BASE64_URL_SAFE_NO_PAD.decode(header).unwrap_or_default();
    let header: Value = serde_json::from_slice(&header).unwrap_or_default();
    let kind = header.get("typ").and_then(Value::as_str);
    kind.is_none_or(|kind| {
        kind.eq_ignore_ascii_case("jwt") || kind.eq_ignore_ascii_case("application/jwt")
    })
}

/// Whether the issuer has verified the claim, where it is an address that anybody can enter:
/// OpenID Connect Core 1.0, 5.1. The gateway passes the boolean on as text.
fn is_verified(claims: &HashMap<String, String>, claim: &str) -> bool {
    let verified = match claim {
        "email" => "email_verified",
        "phone_number" => "phone_number_verified",
        _ => return true,
    };
    claims
        .get(verified)
        .is_some_and(|verified| verified == "true")
}

/// The owner has not verified the address that names them.
pub fn not_verified(claim: &str) -> Error {
    ADDRESS_NOT_VERIFIED.refuse(format!(
        "The claim {claim} of this sign-in is not verified. Verify it with the identity provider, \
         then sign in again."
    ))
}
