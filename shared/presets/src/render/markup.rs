//! The markup of each variant: headings and line markers.
//!
//! Each variant follows its vendor's prompting guide; the sections, their order
//! and their lines are the same in all:
//!
//! - Claude: sections in XML tags with descriptive names, so that instructions
//!   and material are kept apart
//!   (<https://platform.claude.com/docs/en/build-with-claude/prompt-engineering/use-xml-tags>);
//! - GPT: Markdown headings, the purpose first, rules as lists under them
//!   (<https://cookbook.openai.com/examples/gpt4-1_prompting_guide>);
//! - Gemini: short, direct instructions in one consistent structure, numbered
//!   so that each can be identified
//!   (<https://ai.google.dev/gemini-api/docs/prompting-strategies>);
//! - generic: plain lines and dashes, which any model can read.

use crate::choice::Variant;
use crate::sanitize::escape;
use std::borrow::Cow;
use std::fmt::Write;

/// A section whose lines are chosen, before markup.
pub(super) struct Block<'a> {
    /// The title, from the templates.
    pub(super) title: Cow<'a, str>,
    /// The tag for variants that use tags, from the templates.
    pub(super) tag: Cow<'a, str>,
    /// The lines; if `has_intro`, the first is an introduction.
    pub(super) lines: Vec<String>,
    /// Whether the first line introduces the others and has no marker.
    pub(super) has_intro: bool,
}

/// The lines of a section, the `number`th of the prompt.
pub(super) fn body(variant: Variant, block: &Block<'_>, number: usize) -> String {
    let mut text = String::new();
    for (at, line) in block.lines.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        let line = escape(variant, line);
        let item = if block.has_intro { at } else { at + 1 };
        _ = match variant {
            _ if item == 0 => write!(text, "{line}"),
            Variant::Gemini => write!(text, "{number}.{item}. {line}"),
            _ => write!(text, "- {line}"),
        };
    }
    text
}

/// Appends a section to the prompt: heading, body and closing tag.
pub(super) fn append_section(
    variant: Variant,
    prompt: &mut String,
    block: &Block<'_>,
    body: &str,
    number: usize,
) {
    if !prompt.is_empty() {
        prompt.push_str("\n\n");
    }
    let Block { title, tag, .. } = block;
    _ = match variant {
        // The tag takes the place of the title.
        Variant::Claude => write!(prompt, "<{tag}>\n{body}\n</{tag}>"),
        Variant::Gpt => {
            let mark = if number == 1 { "#" } else { "##" };
            write!(prompt, "{mark} {title}\n\n{body}")
        }
        Variant::Gemini => write!(prompt, "{number}. {title}\n{body}"),
        Variant::Generic => write!(prompt, "{title}\n{body}"),
    };
}
