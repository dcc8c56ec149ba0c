//! Faults of ours, and causes as the log shows them. What a caller did wrong is no fault: each
//! crate has its own errors for that.

use std::any::Any;
use std::error::Error as StdError;

/// Any error's cause, as the log shows it.
pub type Cause = Box<dyn StdError + Send + Sync>;

/// Something of ours went wrong. The text says what was being done; the source says what went
/// wrong, for the log and never for a client.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Another try may well succeed: a throttled table, a timeout.
    #[error("{doing}: unavailable")]
    Unavailable {
        /// What was being done.
        doing: &'static str,
        /// What went wrong.
        #[source]
        source: Cause,
    },
    /// It should not happen, and another try will not help.
    #[error("{doing}: failed")]
    Internal {
        /// What was being done.
        doing: &'static str,
        /// What went wrong.
        #[source]
        source: Cause,
    },
}

impl Fault {
    /// A fault that should not happen.
    pub fn internal(doing: &'static str, source: impl Into<Cause>) -> Self {
        Self::Internal {
            doing,
            source: source.into(),
        }
    }

    /// A fault that passes.
    pub fn unavailable(doing: &'static str, source: impl Into<Cause>) -> Self {
        Self::Unavailable {
            doing,
            source: source.into(),
        }
    }

    /// What went wrong, with all its causes, as one sentence for the log.
    pub fn cause(&self) -> String {
        let (Self::Unavailable { source, .. } | Self::Internal { source, .. }) = self;
        chain(&**source)
    }
}

/// The message of a panic, for the log.
pub fn panic_message(panic: &(dyn Any + Send)) -> String {
    let message = panic
        .downcast_ref::<&str>()
        .map(|message| (*message).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    format!("panic: {}", message.unwrap_or_default())
}

/// An error with all its causes, as one sentence for the log. An SDK's own `Display` says only
/// "service error", and its `Debug` would put the raw answer, items and all, into the log.
pub fn chain(error: &dyn StdError) -> String {
    let mut chain = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        chain = format!("{chain}: {cause}");
        next = cause.source();
    }
    chain
}
