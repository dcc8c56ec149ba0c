//! A family of endpoints.

use crate::code::{self, Code};
use crate::envelope::Envelope;
use crate::error::Error;

/// A family of endpoints that share a base path, an envelope, and how callers are refused.
#[derive(Debug)]
pub struct Surface {
    /// Its name in the log and in metrics.
    pub name: &'static str,
    /// Its name as readers of the reference see it.
    pub title: &'static str,
    /// What it is for, in a sentence for the reference.
    pub about: &'static str,
    /// The path that all its endpoints begin with.
    pub base: &'static str,
    /// CloudWatch's namespace of its metrics.
    pub namespace: &'static str,
    /// How answers and errors are wrapped.
    pub envelope: Envelope,
    /// How a 401 says what is expected, as in `WWW-Authenticate`: `Bearer realm="twin"`.
    pub challenge: &'static str,
    /// What an answer that may be kept depends on besides its URL: `Vary`.
    pub vary: &'static str,
    /// What is looked at first.
    pub order: Order,
    /// The message for a path that does not exist.
    pub not_found: &'static str,
    /// The page whose headings are the types of its problems (RFC 9457), if there is one.
    pub problems: Option<&'static str>,
    /// The codes of its own, beside those that any endpoint may answer with.
    pub codes: &'static [&'static Code],
}

/// What is looked at first, once the method is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The request's shape: what is wrong with it needs no credentials and costs nothing.
    ShapeFirst,
    /// The caller: every answer, a 400 included, has the caller's limits in its headers.
    CallerFirst,
}

impl Surface {
    /// The error for a path that does not exist.
    pub fn nothing_here(&self) -> Error {
        code::NOT_FOUND.refuse(self.not_found)
    }

    /// All codes that its endpoints may answer with.
    pub fn all_codes(&self) -> impl Iterator<Item = &'static Code> {
        code::ANY.into_iter().chain(self.codes.iter().copied())
    }
}
