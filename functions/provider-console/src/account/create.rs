//! `POST /v1/providers/account`: signing up. Nobody learns from the answer who has an account.

use ::surface::body::{Fields, Object, Reader, line};
use ::surface::{Created, Error, Input, Query, Reply, Request};
use common::Timestamp;
use provider::account::{
    Email, Plan, SHORTEST_PASSWORD, SignUp, SignUpError, Status, check_password,
};
use serde::Serialize;

use crate::{Anyone, Console};

/// When an answer is given, in milliseconds after the request came: later than Firebase has nearly
/// always answered, so that the time says nothing about what was found. One that takes longer waits
/// for the next multiple.
const ANSWERED_AFTER: i64 = 1_500;

/// An account to be made.
#[derive(Debug)]
pub struct CreateAccount {
    sign_up: SignUp,
    came_at: Timestamp,
}

impl<C> Input<C> for CreateAccount {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let object = Object {
            name: "AccountSignUp",
            about: "A developer account to be made.",
        };
        let mut body = Fields::of(request, object)?;
        let company_name =
            body.required("company_name", line(1..=100).about("The company's name."));
        let (email, password) = super::credentials(&mut body, SHORTEST_PASSWORD);
        if let (Some(email), Some(password)) = (&email, &password)
            && let Err(weak) = check_password(password, email)
        {
            body.refuse("password", "WEAK", &weak.to_string());
        }
        body.finish()?;
        let sign_up = || {
            Some(SignUp {
                company_name: company_name?,
                email: email?,
                password: password?,
            })
        };
        let missing = || Error::internal("reading a sign-up", "a field is neither read nor wrong");
        Ok(Self {
            sign_up: sign_up().ok_or_else(missing)?,
            came_at: request.at,
        })
    }
}

/// An account whose address is to be verified. Whether there was one before is not said.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PendingAccount {
    /// The company's name.
    company_name: String,
    /// The address that signs in, once it is verified.
    email: Email,
    /// What the account may do.
    plan: Plan,
    /// Always `pending`: the mail says how to go on.
    status: Status,
}

/// Signs a developer up.
///
/// # Errors
/// None that says whether there is an account.
pub async fn create(
    context: &'static Console,
    _: Anyone,
    CreateAccount { sign_up, came_at }: CreateAccount,
) -> Result<Reply<Created<PendingAccount>>, Error> {
    let done = context.accounts.sign_up(&sign_up).await;
    if let Ok(messages) = &done {
        context.send(messages).await;
    }
    let clock = &context.platform.clock;
    let took = clock.now().millis() - came_at.millis();
    let times = 1 + took.max(0) / ANSWERED_AFTER;
    clock
        .wait_until(came_at.plus_millis(times * ANSWERED_AFTER))
        .await;
    match done {
        Ok(_) => {}
        Err(SignUpError::InvalidEmail) => {
            let message = "must be an address of mail that can be reached";
            return Err(Error::field("email", "INVALID", message));
        }
        Err(SignUpError::TooMany) => return Err(super::busy()),
        Err(SignUpError::Fault(fault)) => return Err(fault.into()),
    }
    let account = PendingAccount {
        company_name: sign_up.company_name,
        email: sign_up.email,
        plan: Plan::Free,
        status: Status::Pending,
    };
    Reply::created("/v1/providers/account".to_owned(), &account)
}
