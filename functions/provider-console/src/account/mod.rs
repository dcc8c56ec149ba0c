//! A developer's account.

pub mod create;
pub mod log_in;
pub mod put;
pub mod update;
pub mod verify;
pub mod view;

use ::surface::Error;
use ::surface::body::{Fields, Reader, custom, parsed};
use common::Timestamp;
use metering::attempts::Attempts;
use provider::account::{Email, LONGEST_PASSWORD, Notifications, Plan, Profile, Status};
use provider::id::DeveloperId;
use provider_functions::surfaces::{NO_ACCOUNT, RATE_LIMITED};
use secrecy::SecretString;
use serde::Serialize;
use serde_json::json;

use crate::Developer;

/// Sign-ups of a network address.
pub(crate) const SIGN_UPS: Attempts = Attempts {
    name: "sign-up-from",
    most: 10,
    window: 60,
};
/// Tokens of mails that a network address sends.
pub(crate) const VERIFICATIONS: Attempts = Attempts {
    name: "verify-from",
    most: 30,
    window: 60,
};
/// Log-ins of a network address, to whatever account.
pub(crate) const LOG_INS: Attempts = Attempts {
    name: "log-in-from",
    most: 60,
    window: 60,
};

/// A developer account.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeveloperAccount {
    /// Its identifier.
    id: DeveloperId,
    /// The company's name.
    #[serde(rename = "company_name")]
    company_name: String,
    /// The address that signs in.
    email: Email,
    /// Where mails go in place of that; null: there.
    contact_email: Option<Email>,
    /// A contact address that its owner has not confirmed yet.
    pending_contact_email: Option<Email>,
    /// Which mails are sent.
    notifications: Notifications,
    /// What the account may do.
    plan: Plan,
    /// Where it stands.
    status: Status,
    /// Calls a minute, of the console and of each app.
    calls_per_minute: u32,
    /// When it was made.
    created_at: Timestamp,
}

impl DeveloperAccount {
    fn new(profile: Profile, caller: &Developer) -> Self {
        let pending = profile.pending_contact().cloned();
        Self {
            id: profile.id,
            company_name: profile.company_name,
            email: profile.email,
            contact_email: profile.contact_email,
            pending_contact_email: pending,
            notifications: profile.notifications,
            plan: caller.plan,
            status: caller.status,
            calls_per_minute: caller.minute.limit,
            created_at: profile.created_at,
        }
    }
}

fn being_deleted() -> Error {
    NO_ACCOUNT.refuse("The account is being deleted.")
}

/// Firebase takes no more calls of ours for now.
fn busy() -> Error {
    let refusal = RATE_LIMITED.refusal("Too many people sign in just now. Try again in a minute.");
    refusal.retry_after(60).into()
}

/// Takes an address of mail and a password, whose length alone is looked at.
fn credentials(body: &mut Fields, shortest: usize) -> (Option<Email>, Option<SecretString>) {
    let email = body.required(
        "email",
        parsed::<Email>().about("The address that signs in."),
    );
    let password = custom(
        |value| {
            let text = value.as_str();
            let text = text.filter(|text| text.chars().count() <= LONGEST_PASSWORD);
            // The message must not show it.
            let wrong = || {
                (
                    "TYPE",
                    format!("must be text of at most {LONGEST_PASSWORD} characters"),
                )
            };
            text.map(SecretString::from).ok_or_else(wrong)
        },
        move || {
            json!({
                "type": "string", "format": "password", "minLength": shortest,
                "maxLength": LONGEST_PASSWORD,
            })
        },
    );
    let password = body.required("password", password.about("The password."));
    (email, password)
}
