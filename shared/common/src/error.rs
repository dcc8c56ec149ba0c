//! Faults of ours, and causes as the log shows them. What a caller did wrong is no fault: each
//! crate has its own errors for that.

use std::any::Any;
use std::error::Error as StdError;
use std::fmt;

/// Any error's cause, as the log shows it.
pub type Cause = Box<dyn StdError + Send + Sync>;

/// Something of ours went wrong. The text says what was being done; the source says what went
/// wrong, for the log and never for a client. `Debug` is the same for people: Lambda's runtime logs
/// it, and the representation of an error, unlike its message, may hold all that an answer held.
#[derive(thiserror::Error)]
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

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}: {}", self.cause())
    }
}

/// The message of a panic, for the log, where it is the same in every panic of its place: one that
/// was formatted may hold what a caller sent or the table has.
pub fn panic_message(panic: &(dyn Any + Send)) -> String {
    let message = panic.downcast_ref::<&str>().copied();
    format!("panic: {}", message.unwrap_or("(a formatted message)"))
}

/// Why a value could not be read, for the log: a reader's message up to the first thing that it
/// quotes, which may be a part of the value.
pub fn without_values(error: &dyn StdError) -> String {
    let text = error.to_string();
    // The name of a field is ours.
    if text.starts_with("missing field `") {
        return text;
    }
    let quoted = text.find(['"', '\'', '`']).unwrap_or(text.len());
    let start = text.get(..quoted).unwrap_or_default();
    start.trim_end().to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_s_error_shows_no_value() {
        for (written, logged) in [
            ("missing field `name`", "missing field `name`"),
            ("Failed to parse 'secret' as a float", "Failed to parse"),
            (
                r#"invalid type: string "sec\"ret", expected u8"#,
                "invalid type: string",
            ),
            ("unknown variant `secret`, expected `a`", "unknown variant"),
            ("it ended", "it ended"),
        ] {
            let error = std::io::Error::other(written);
            assert_eq!(without_values(&error), logged);
        }
    }

    #[test]
    fn a_fault_s_representation_is_its_message() {
        #[derive(Debug, thiserror::Error)]
        #[error("an answer can't be read")]
        struct Unreadable(#[allow(dead_code)] &'static str);
        let fault = Fault::internal("reading", Unreadable("secret"));
        assert_eq!(
            format!("{fault:?}"),
            "reading: failed: an answer can't be read"
        );
    }

    #[test]
    fn a_panic_shows_no_value() {
        let of = |panic: Box<dyn Any + Send>| panic_message(&*panic);
        assert_eq!(of(Box::new("a bug")), "panic: a bug");
        assert_eq!(
            of(Box::new(String::from("secret"))),
            "panic: (a formatted message)"
        );
    }
}
