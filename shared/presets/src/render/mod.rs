//! Renders a profile as a system prompt.
//!
//! A preset has a `layout`: its sections in order, each with a maximum number
//! of tokens. A section is a function that adds candidate lines, each with a
//! priority; lines that don't fit within the budget are left out whole, the
//! lowest priority first. The wording of a line is in the templates.
//!
//! - `frame`, `declared`, `measured`, `combined`, `numbers`, `narratives`: the
//!   sections
//! - `section`: a section under construction
//! - `budget`: the choice of lines
//! - `markup`: headings and line markers of the variants
//! - `document`: a prompt as a Markdown document

mod budget;
pub(super) mod combined;
pub(super) mod declared;
mod document;
pub(super) mod frame;
mod markup;
pub(super) mod measured;
pub(super) mod narratives;
pub(super) mod numbers;
mod section;

pub(super) use section::SectionBuilder;

use super::catalogue::{Catalogue, TEMPLATE_VERSION};
use super::choice::{Lang, Preset, Variant};
use super::layout::layout;
use super::pcp::Profile;
use super::tokens;
use markup::{append_section, body};
use serde::Serialize;

/// The choices that determine a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rendering {
    /// The kind of prompt.
    pub preset: Preset,
    /// The language of the prompt; one of [`Lang::built`].
    pub lang: Lang,
    /// The markup of the prompt.
    pub variant: Variant,
    /// Whether the prompt includes the narratives.
    pub include_narratives: bool,
}

/// A system prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The whole prompt.
    pub system_prompt: String,
    /// The sections in order: the lines of the prompt without headings.
    pub sections: Vec<Section>,
    /// The estimated number of tokens: see [`tokens`].
    pub token_estimate: u32,
    /// The version of the templates it was rendered with.
    pub template_version: &'static str,
    /// The language of the narratives, if it differs from that of the prompt.
    pub narratives_lang: Option<Lang>,
}

/// One section of a prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "PromptSection"))]
pub struct Section {
    /// Its name, the same in every language: `about`, or a layer's.
    pub id: &'static str,
    /// Its title.
    pub title: String,
    /// Its lines as they stand in the prompt.
    pub text: String,
}

/// Renders a prompt. The function is pure and total: the same arguments give
/// the same bytes, and every profile gives a prompt.
pub fn render(profile: &Profile, rendering: &Rendering) -> Prompt {
    let layout = layout(rendering.preset);
    let templates = Catalogue::of(rendering.lang, layout.templates);
    let variant = rendering.variant;
    let mut remaining = layout.max_tokens;
    let mut system_prompt = String::new();
    let mut sections = Vec::new();
    let mut narratives_lang = None;
    for spec in layout.sections {
        let mut builder = SectionBuilder::new(profile, templates, rendering, layout.omitted);
        (spec.write)(&mut builder);
        let found = builder.narratives_lang;
        let Some((block, cost)) = builder.build(spec.id, spec.max_tokens.min(remaining)) else {
            continue;
        };
        remaining = remaining.saturating_sub(cost);
        narratives_lang = narratives_lang.or(found);
        let number = sections.len() + 1;
        let text = body(variant, &block, number);
        append_section(variant, &mut system_prompt, &block, &text, number);
        sections.push(Section {
            id: spec.id,
            title: block.title.into_owned(),
            text,
        });
    }
    system_prompt.push('\n');
    Prompt {
        token_estimate: tokens::estimate(&system_prompt, rendering.lang),
        system_prompt,
        sections,
        template_version: TEMPLATE_VERSION,
        narratives_lang,
    }
}
