//! Sanitizing of profile text.
//!
//! Three defences, each sufficient on its own against most injection attacks:
//!
//! 1. [`clean`] removes everything invisible and every line break: the owner's
//!    words become one line of visible text, without quotation marks,
//!    backticks, square brackets or horizontal rules.
//! 2. A template writes the line and quotes those words in it; a marker that
//!    opens a structure (`#`, `-`, `1.`) does so only at the start of a line.
//! 3. [`escape`] escapes the characters that are markup in the
//!    variant. The templates use none of them (a test checks it), so escaping
//!    a whole line escapes only the owner's words.

use super::choice::Variant;
use std::borrow::Cow;

/// Characters that some variant escapes. The cost of a line counts each of
/// them at its longest escape.
pub const SPECIAL: [char; 9] = ['<', '>', '&', '#', '*', '_', '~', '|', '\\'];

/// The owner's words as one line of visible text; empty if nothing visible is
/// left.
///
/// - any run of white space, line breaks and control characters becomes one
///   space;
/// - zero-width and bidirectional marks, variation selectors, tag and
///   private-use characters are removed: a model receives nothing that a
///   reader can't see;
/// - full-width ASCII is folded to ASCII, so that it can't bypass an escape;
/// - quotation marks and backticks become apostrophes, and square brackets
///   become round ones (no links, no `[INST]`);
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
        // Joiners, bidirectional controls, soft hyphen, fillers, selectors,
        // tags, private use, noncharacters.
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

/// Escapes the characters that are markup in a variant.
pub fn escape(variant: Variant, line: &str) -> Cow<'_, str> {
    if !line.contains(SPECIAL) {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len() + 16);
    for c in line.chars() {
        match (variant, c) {
            (Variant::Claude, '<') => out.push_str("&lt;"),
            (Variant::Claude, '>') => out.push_str("&gt;"),
            (Variant::Claude, '&') => out.push_str("&amp;"),
            (_, '<') => out.push('‹'),
            (_, '>') => out.push('›'),
            (Variant::Gpt, '#' | '*' | '_' | '~' | '|' | '\\') => {
                out.push('\\');
                out.push(c);
            }
            (_, c) => out.push(c),
        }
    }
    Cow::Owned(out)
}
