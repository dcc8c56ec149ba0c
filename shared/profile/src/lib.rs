//! A person's cognitive profile: [`Profile`] is the content of a snapshot.
//!
//! The crate `presets` renders system prompts from it. It is apart so that a
//! change of their wording rebuilds only what serves them.
//!
//! - [`pcp`], [`value`]: the types; `schema` (a feature): the JSON Schema
//! - [`choice`]: preset, language, variant, format
//! - `words`: the macro behind all enums of fixed words

pub mod choice;
pub mod pcp;
#[cfg(feature = "schema")]
pub mod schema;
pub mod value;
mod words;

pub use choice::{Format, Lang, Preset, UnknownSlug, Variant};
pub use pcp::Profile;
#[cfg(feature = "schema")]
pub use schema::{Invalid, Violations};

#[cfg(test)]
mod tests;
