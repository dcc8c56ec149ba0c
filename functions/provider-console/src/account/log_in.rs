//! `POST /v1/providers/account/login`: tokens of Firebase for an address and its password.

use ::surface::body::{Fields, Object};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use provider::account::{Email, LogInError};
use provider_functions::surfaces::{INVALID_CREDENTIALS, RATE_LIMITED};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use crate::{Anyone, Console};

/// Who logs in.
#[derive(Debug)]
pub struct LogIn {
    email: Email,
    password: SecretString,
}

impl<C> Input<C> for LogIn {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let object = Object {
            name: "AccountLogIn",
            about: "An address and its password.",
        };
        let mut body = Fields::of(request, object)?;
        let (email, password) = super::credentials(&mut body, 0);
        body.finish()?;
        let missing = || Error::internal("reading a log-in", "a field is neither read nor wrong");
        email
            .zip(password)
            .map(|(email, password)| Self { email, password })
            .ok_or_else(missing)
    }
}

/// Tokens, as Firebase made them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LoggedIn {
    /// The ID token: what the console takes as `Authorization: Bearer`.
    id_token: String,
    /// What gets a new one, from Firebase.
    refresh_token: String,
    /// Seconds until the ID token ends, as text.
    expires_in: String,
}

/// Logs a developer in.
///
/// # Errors
/// The address is unknown or not verified, or the password is wrong; there were too many failures.
pub async fn log_in(
    context: &'static Console,
    caller: Anyone,
    LogIn { email, password }: LogIn,
) -> Result<Reply<Json<LoggedIn>>, Error> {
    let network = caller.network.unwrap_or_default();
    let logged_in = context.accounts.log_in(&email, &password, &network).await;
    let session = logged_in.map_err(|error| match error {
        LogInError::Wrong => {
            let message = "The address is unknown or not verified, or the password is wrong.";
            let refusal = INVALID_CREDENTIALS.refusal(message);
            refusal.no_credentials().into()
        }
        LogInError::Failures(spent) => {
            let seconds = spent.seconds_left();
            let message = format!(
                "There were too many failed log-ins. Wait {seconds} s, or set a new password."
            );
            RATE_LIMITED.refusal(message).retry_after(seconds).into()
        }
        LogInError::TooMany => super::busy(),
        LogInError::Fault(fault) => Error::from(fault),
    })?;
    Reply::json(&LoggedIn {
        id_token: session.id_token.expose_secret().to_owned(),
        refresh_token: session.refresh_token.expose_secret().to_owned(),
        expires_in: session.expires_in,
    })
}
