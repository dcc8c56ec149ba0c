//! Profile text made inert, and the shape each variant gives a prompt.
//!
//! Three walls, each enough on its own for most attacks:
//!
//! 1. [`clean`] leaves nothing invisible and no line break: whatever the
//!    owner wrote is one line of visible text, without quotation marks,
//!    backticks, square brackets or rules of its own.
//! 2. The line that carries it is a template's, and quotes it; a marker that
//!    opens something (`#`, `-`, `1.`) does so only where a line begins.
//! 3. [`Variant::escape`] writes the characters that mean something in the
//!    variant's shape so that they don't. The templates use none of them (a
//!    test sees to it), hence escaping a line escapes the owner's text alone.
//!
//! The shapes follow what each vendor's guide says its models follow best;
//! the sections, their order and their lines are the same in all:
//!
//! - Claude: sections in XML tags with telling names, so that instructions and
//!   material aren't taken for each other
//!   (<https://platform.claude.com/docs/en/build-with-claude/prompt-engineering/use-xml-tags>);
//! - GPT: Markdown headings, what it is for first, rules as lists under them
//!   (<https://cookbook.openai.com/examples/gpt4-1_prompting_guide>);
//! - Gemini: short, direct instructions in one consistent structure, numbered
//!   so that each can be told from the next
//!   (<https://ai.google.dev/gemini-api/docs/prompting-strategies>);
//! - generic: plain lines and dashes, which any model reads.

use super::choice::{Lang, Variant};
use super::tokens;
use std::borrow::Cow;
use std::fmt::Write;

/// Characters that some shape escapes; `tokens` of a line count them dearly.
pub const SPECIAL: [char; 9] = ['<', '>', '&', '#', '*', '_', '~', '|', '\\'];

/// The owner's words as one inert line; empty if nothing visible is left.
///
/// - every kind of white space, line break and control becomes one space;
/// - zero-width and bidirectional marks, variation selectors, tag and private
///   characters vanish: nothing a reader can't see reaches a model;
/// - full-width ASCII is folded to ASCII, so that it can't slip past an escape;
/// - quotation marks and backticks become apostrophes, square brackets round
///   ones (no links, no `[INST]`);
/// - three or more of `# * - = _ ~` in a row become one.
pub fn clean(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    let mut gap = false;
    let mut run: (char, u8) = ('\0', 0);
    for c in text.chars().filter_map(visible) {
        if c == ' ' {
            gap = true;
            continue;
        }
        if gap && !line.is_empty() {
            line.push(' ');
            run = (' ', 0);
        }
        gap = false;
        run = if run.0 == c {
            (c, run.1.saturating_add(1))
        } else {
            (c, 1)
        };
        if matches!(c, '#' | '*' | '-' | '=' | '_' | '~') && run.1 >= 3 {
            if run.1 == 3 {
                line.pop();
            }
            continue;
        }
        line.push(c);
    }
    line
}

fn visible(c: char) -> Option<char> {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(' '),
        '\u{fe64}' => '<',
        '\u{fe65}' => '>',
        c => c,
    };
    Some(match c {
        // Joiners, bidi, soft hyphen, fillers, selectors, tags, private use,
        // non-characters.
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffc}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{fdd0}'..='\u{fdef}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{10ffff}' => return None,
        c if c.is_control() || c.is_whitespace() => ' ',
        c if u32::from(c) & 0xfffe == 0xfffe => return None,
        '"' | '`' | '«' | '»' | '‹' | '›' | '“' | '”' | '„' | '‟' | '❝' | '❞' | '〝' | '〞'
        | '〟' | '「' | '」' | '『' | '』' | '″' | '´' => '\'',
        '[' => '(',
        ']' => ')',
        c => c,
    })
}

/// A section whose lines are chosen, before it takes a shape.
pub struct Block<'a> {
    /// Its title, from the templates.
    pub title: Cow<'a, str>,
    /// Its tag for shapes that tag, from the templates.
    pub tag: Cow<'a, str>,
    /// Its lines; the first is prose where `intro` says so.
    pub lines: Vec<String>,
    /// Whether the first line introduces the others.
    pub intro: bool,
}

impl Variant {
    /// Escapes what means something in this shape.
    pub fn escape(self, line: &str) -> Cow<'_, str> {
        if !line.contains(SPECIAL) {
            return Cow::Borrowed(line);
        }
        let mut out = String::with_capacity(line.len() + 16);
        for c in line.chars() {
            match (self, c) {
                (Self::Claude, '<') => out.push_str("&lt;"),
                (Self::Claude, '>') => out.push_str("&gt;"),
                (Self::Claude, '&') => out.push_str("&amp;"),
                (_, '<') => out.push('‹'),
                (_, '>') => out.push('›'),
                (Self::Gpt, '#' | '*' | '_' | '~' | '|' | '\\') => {
                    out.push('\\');
                    out.push(c);
                }
                (_, c) => out.push(c),
            }
        }
        Cow::Owned(out)
    }

    /// The lines of a section, the `number`th of the prompt.
    pub(super) fn body(self, block: &Block<'_>, number: usize) -> String {
        let mut text = String::new();
        for (at, line) in block.lines.iter().enumerate() {
            if at > 0 {
                text.push('\n');
            }
            let line = self.escape(line);
            let item = if block.intro { at } else { at + 1 };
            _ = match self {
                _ if item == 0 => write!(text, "{line}"),
                Self::Gemini => write!(text, "{number}.{item}. {line}"),
                _ => write!(text, "- {line}"),
            };
        }
        text
    }

    /// Adds a section to the prompt: heading, body, and what closes it.
    pub(super) fn compose(self, prompt: &mut String, block: &Block<'_>, body: &str, number: usize) {
        if !prompt.is_empty() {
            prompt.push_str("\n\n");
        }
        let Block { title, tag, .. } = block;
        _ = match self {
            // The tag is the title.
            Self::Claude => write!(prompt, "<{tag}>\n{body}\n</{tag}>"),
            Self::Gpt => {
                let mark = if number == 1 { "#" } else { "##" };
                write!(prompt, "{mark} {title}\n\n{body}")
            }
            Self::Gemini => write!(prompt, "{number}. {title}\n{body}"),
            Self::Generic => write!(prompt, "{title}\n{body}"),
        };
    }
}

/// What a line costs at most, in whichever variant, marker and line end
/// included: the choice of lines must not depend on the variant, or the
/// variants would differ in meaning.
pub(super) fn line_cost(line: &str, lang: Lang) -> u32 {
    // The dearest marker. Its digits and points end where the line begins.
    const MARKER: &str = "99.99. ";
    let specials = line.chars().filter(|c| SPECIAL.contains(c)).count();
    let specials = u32::try_from(specials).unwrap_or(u32::MAX);
    tokens::estimate(&[MARKER, line, "\n"].concat(), lang)
        .saturating_add(specials.saturating_mul(4))
}

/// What a heading costs at most, in whichever variant.
pub(super) fn heading_cost(title: &str, tag: &str, lang: Lang) -> u32 {
    let headed = tokens::estimate(title, lang).saturating_add(7);
    let tagged = tokens::estimate(tag, lang)
        .saturating_mul(2)
        .saturating_add(9);
    headed.max(tagged)
}
