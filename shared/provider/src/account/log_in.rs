//! Logging in: Firebase decides about the password, and we about the account.

use common::{Fault, Timestamp};
use metering::attempts::Attempts;
use metering::minute::MinuteStatus;
use secrecy::SecretString;

use super::address::Email;
use super::firebase::{FirebaseError, Session};
use super::{Accounts, Status, of_subject, state_of};
use crate::layout::{self, SubjectHash};

/// Failures of an address of a network for an address of mail, in a minute.
pub const A_MINUTE: Attempts = Attempts {
    name: "log-in",
    most: 5,
    window: 60,
};
/// Failures for an address of mail in an hour, from wherever they come.
pub const AN_HOUR: Attempts = Attempts {
    name: "log-in-hour",
    most: 50,
    window: 3_600,
};

/// Why somebody is not logged in.
#[derive(Debug)]
pub enum LogInError {
    /// The address is unknown or not verified, or the password is wrong.
    Wrong,
    /// There were too many failures.
    Failures(MinuteStatus),
    /// Firebase takes no more log-ins for now.
    TooMany,
    /// A fault of ours, or of Firebase's.
    Fault(Fault),
}

impl From<Fault> for LogInError {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl Accounts {
    /// Logs somebody in. An attempt is counted before Firebase is asked, so that no number of
    /// callers at once can try more passwords than they may; one that does not fail is given back.
    /// `network` is the hash of the caller's address.
    ///
    /// # Errors
    /// Why not.
    pub async fn log_in(
        &self,
        email: &Email,
        password: &SecretString,
        network: &str,
    ) -> Result<Session, LogInError> {
        let hash = self.hasher.mail(email).await?;
        let both = format!("{hash}#{network}");
        let counted: [(Attempts, &str); 2] = [(A_MINUTE, &both), (AN_HOUR, &hash)];
        let now = self.clock.now();
        self.count(&counted, now).await?;
        let session = self.session(email, password).await;
        let failed = matches!(session, Err(LogInError::Wrong));
        if !failed {
            self.give_back(&counted, now).await;
        }
        session
    }

    async fn count(&self, all: &[(Attempts, &str); 2], now: Timestamp) -> Result<(), LogInError> {
        let [(minute, both), (hour, mail)] = *all;
        if let Err(spent) = minute.take(&self.table, both, now).await? {
            return Err(LogInError::Failures(spent));
        }
        let Err(spent) = hour.take(&self.table, mail, now).await? else {
            return Ok(());
        };
        self.give_back(&[(minute, both)], now).await;
        Err(LogInError::Failures(spent))
    }

    async fn give_back(&self, all: &[(Attempts, &str)], now: Timestamp) {
        for (limit, subject) in all {
            if let Err(fault) = limit.give_back(&self.table, subject, now).await {
                tracing::info!(cause = fault.cause(), "an attempt stays counted");
            }
        }
    }

    async fn session(&self, email: &Email, password: &SecretString) -> Result<Session, LogInError> {
        let session = self.firebase.sign_in(email, password).await;
        let session = session.map_err(refused)?;
        let subject = SubjectHash::of(&self.issuer, &session.subject);
        let Some(id) = of_subject(&self.table, &subject).await? else {
            return Err(LogInError::Wrong);
        };
        let item = self.table.get_item(layout::developer(id)).await?;
        match item.as_ref().map(state_of) {
            None | Some((Status::Pending, _)) => Err(LogInError::Wrong),
            Some((_, true)) => {
                let proven = self.firebase.is_email_verified(&session).await;
                if proven.map_err(refused)? {
                    Ok(session)
                } else {
                    Err(LogInError::Wrong)
                }
            }
            Some((_, false)) => Ok(session),
        }
    }
}

fn refused(error: FirebaseError) -> LogInError {
    match error {
        FirebaseError::Wrong | FirebaseError::InvalidEmail | FirebaseError::Exists => {
            LogInError::Wrong
        }
        FirebaseError::TooMany => LogInError::TooMany,
        FirebaseError::Fault(fault) => LogInError::Fault(fault),
    }
}
