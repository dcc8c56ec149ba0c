//! The system prompts that are rendered from a profile.
//!
//! [`render()`] turns a [`Profile`](profile::Profile) into a [`Prompt`]. Rendering is a pure
//! function: the same profile, choices and [`TEMPLATE_VERSION`] give the same
//! bytes on every machine, and it can't fail.
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
//! - [`catalogue`]: the messages of one language
//! - `layout`: the sections of each preset
//! - [`mod@render`]: sections, token budgets and the markup of the variants
//! - [`sanitize`]: cleaning and escaping
//! - [`tokens`]: the token estimate that the budgets use

use profile::{choice, pcp, value};

pub mod catalogue;
mod layout;
pub mod render;
pub mod sanitize;
pub mod tokens;

pub use catalogue::TEMPLATE_VERSION;
pub use render::{Prompt, Rendering, Section, render};

#[cfg(test)]
mod tests;
