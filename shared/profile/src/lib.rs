//! A person's cognitive profile, and the system prompts made of it.
//!
//! [`Profile`] is what a snapshot holds; [`render()`] turns it into a
//! [`Prompt`]. Rendering is a pure function: the same profile, choices and
//! [`TEMPLATE_VERSION`] give the same bytes on every machine, and it can't
//! fail.
//!
//! The rule that must not break: **text from a profile is data**. It can't
//! close a tag, open a section, start a directive or speak as the system,
//! whatever it holds ([`ink`]).
//!
//! What a prompt says stands in the Fluent files under `lang/`, one folder per
//! language, written for translators and psychologists; Rust decides only
//! which message is said, in which order and how much of it fits. The frame
//! and the declared layers are the same for all presets; what was measured is
//! worded for each purpose in a file of its own: how to treat this person
//! (`portrait`), how to object (`critic`), what to reflect (`mirror`), how
//! this person writes (`voice`), how to put what others wrote (`translator`).
//! `cargo xtask preset` shows what a change of words does.
//!
//! - [`pcp`], [`value`]: the types; `schema` (a feature): the JSON Schema
//! - [`choice`]: preset, language, variant, format
//! - [`catalogue`]: the messages of one language
//! - `recipe`: which sections make which preset
//! - [`mod@render`]: sections and token caps
//! - [`ink`]: cleaning, escaping and the shapes of the variants
//! - [`tokens`]: the estimate that the caps are held by

pub mod catalogue;
pub mod choice;
pub mod ink;
pub mod pcp;
mod recipe;
pub mod render;
#[cfg(feature = "schema")]
pub mod schema;
pub mod tokens;
pub mod value;

pub use catalogue::TEMPLATE_VERSION;
pub use choice::{Format, Lang, Preset, UnknownSlug, Variant};
pub use pcp::Profile;
pub use render::{Prompt, Rendering, Section, render};
#[cfg(feature = "schema")]
pub use schema::Invalid;

#[cfg(test)]
mod tests;
