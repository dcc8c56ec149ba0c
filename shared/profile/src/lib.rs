//! A person's cognitive profile, and the system prompts rendered from it.
//!
//! [`Profile`] is the content of a snapshot; [`render()`] turns it into a
//! [`Prompt`]. Rendering is a pure function: the same profile, choices and
//! [`TEMPLATE_VERSION`] give the same bytes on every machine, and it can't
//! fail.
//!
//! The rule that must not break: **text from a profile is data**. Whatever it
//! contains, it can't close a tag, open a section, start a directive or pose as
//! the system ([`sanitize`]).
//!
//! The wording of a prompt is in the Fluent files under `lang/`, one folder per
//! language, written for translators and psychologists; the code decides only
//! which messages are used, in which order and how many fit. The frame and the
//! declared layers are the same for all presets; each purpose has a file of its
//! own that words the measured layers: how to treat the owner (`portrait`), how
//! to object (`critic`), what to reflect back (`mirror`), how the owner writes
//! (`voice`), how to rewrite other people's texts (`translator`). `cargo xtask
//! preset` shows the effect of a change of wording.
//!
//! - [`pcp`], [`value`]: the types; `schema` (a feature): the JSON Schema
//! - [`choice`]: preset, language, variant, format
//! - [`catalogue`]: the messages of one language
//! - `layout`: the sections of each preset
//! - [`mod@render`]: sections, token budgets and the markup of the variants
//! - [`sanitize`]: cleaning and escaping
//! - [`tokens`]: the token estimate that the budgets use
//! - `words`: the macro behind all enums of fixed words

pub mod catalogue;
pub mod choice;
mod layout;
pub mod pcp;
pub mod render;
pub mod sanitize;
#[cfg(feature = "schema")]
pub mod schema;
pub mod tokens;
pub mod value;
mod words;

pub use catalogue::TEMPLATE_VERSION;
pub use choice::{Format, Lang, Preset, UnknownSlug, Variant};
pub use pcp::Profile;
pub use render::{Prompt, Rendering, Section, render};
#[cfg(feature = "schema")]
pub use schema::Invalid;

#[cfg(test)]
mod tests;
