//! A prompt as a Markdown document.
//!
//! A document has a title and headings whatever the variant. The tags of Claude's
//! variant stay, under the title; GPT's variant is such a document already. The
//! lines of the others become a document of the same lines, escaped as in GPT's.

use super::Prompt;
use crate::choice::Variant;
use crate::sanitize::escape;
use std::fmt::Write;

impl Prompt {
    /// The prompt, rendered in this variant, as a Markdown document.
    pub fn markdown(&self, variant: Variant) -> String {
        match variant {
            Variant::Gpt => self.system_prompt.clone(),
            Variant::Claude => {
                let title = self.sections.first().map(|first| first.title.as_str());
                format!("# {}\n\n{}", title.unwrap_or_default(), self.system_prompt)
            }
            Variant::Generic | Variant::Gemini => self.document(variant),
        }
    }

    fn document(&self, variant: Variant) -> String {
        let mut text = String::new();
        for (at, section) in self.sections.iter().enumerate() {
            let mark = if at == 0 { "#" } else { "\n##" };
            _ = match variant {
                Variant::Gemini => writeln!(text, "{mark} {}. {}\n", at + 1, section.title),
                _ => writeln!(text, "{mark} {}\n", section.title),
            };
            for line in section.text.lines() {
                let directive = match variant {
                    Variant::Gemini => numbered(line),
                    _ => line.strip_prefix("- ").map(|line| ("", line)),
                };
                _ = match directive {
                    Some((number, line)) => {
                        writeln!(text, "- {number}{}", escape(Variant::Gpt, line))
                    }
                    None => writeln!(text, "{}", escape(Variant::Gpt, line)),
                };
            }
        }
        text
    }
}

/// The number of a directive (`2.1. `), and the rest.
fn numbered(line: &str) -> Option<(&str, &str)> {
    let end = line.find(' ')?.checked_add(1)?;
    let (number, rest) = line.split_at_checked(end)?;
    let digits = |c: char| c.is_ascii_digit() || c == '.' || c == ' ';
    (number.len() > 4 && number.chars().all(digits)).then_some((number, rest))
}
