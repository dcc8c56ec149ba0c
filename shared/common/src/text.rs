//! Text that people write and other people review: which characters may be in it.
//!
//! The rule: what is reviewed is what is meant. Characters are refused that hide text, reorder it
//! or mean nothing to a reader: controls, bidirectional overrides, embeddings and isolates, tags,
//! private use, noncharacters. Of the characters that can't be seen those stay that real writing
//! needs, such as the joiners of Persian, of Indic scripts and of emoji families, variation
//! selectors, directional marks and soft hyphens; but not in long rows, which could carry a hidden
//! message. Nothing is changed: text is taken as it is, or refused.
//!
//! Which characters are invisible, bidirectional controls or noncharacters is Unicode's data
//! (`icu_properties`). Characters that a later Unicode assigns are accepted.

use std::fmt;

use icu_properties::CodePointSetData;
use icu_properties::props::{
    BidiControl, DefaultIgnorableCodePoint, Ideographic, NoncharacterCodePoint, VariationSelector,
};

/// Invisible characters that may stand in a row: two, as in an emoji's selector and joiner.
const IN_A_ROW: usize = 2;

/// The flags of England, Scotland and Wales, without the black flag that they begin with: the
/// sequences of tags that Unicode recommends (UTS #51, `emoji-sequences.txt`). Other sequences are
/// not shown as flags, so they could hide anything.
const FLAGS: [&str; 3] = [
    "\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}",
];
const BLACK_FLAG: char = '\u{1f3f4}';

/// How many lines a text may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// One: a name, a description.
    One,
    /// Any number, and tabs: a note.
    Many,
}

/// A character that may not be in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Which.
    pub character: char,
    why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    LineBreak,
    Control,
    Bidi,
    Tag,
    PrivateUse,
    Noncharacter,
    Invisible,
    Row,
    Selector,
}

/// The message goes to clients.
impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self.why {
            Why::LineBreak => "a line break or tab, and must be one line",
            Why::Control => "a control character",
            Why::Bidi => "a control that changes the order of the text around it",
            Why::Tag => "a tag character, which can't be seen",
            Why::PrivateUse => "a private-use character",
            Why::Noncharacter => "a code point that is no character",
            Why::Invisible => "a character that can't be seen",
            Why::Row => "the third in a row of characters that can't be seen",
            Why::Selector => "a variation selector without the character that it is for",
        };
        write!(f, "contains U+{:04X}, {why}", u32::from(self.character))
    }
}

impl std::error::Error for Refused {}

/// Checks that a text holds only what its readers see, or need.
///
/// # Errors
/// The first character that may not be there.
pub fn check(text: &str, lines: Lines) -> Result<(), Refused> {
    let mut row = 0;
    let mut before = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        if c == BLACK_FLAG
            && let Some(after) = FLAGS.iter().find_map(|flag| rest.strip_prefix(flag))
        {
            rest = after;
        }
        // Most text is this, and needs no look-up.
        if matches!(c, ' '..='~') {
            (row, before) = (0, Some(c));
            continue;
        }
        let refused = |why| Err(Refused { character: c, why });
        if let Some(why) = refusal(c, lines) {
            return refused(why);
        }
        if is_selector(c) && !before.is_some_and(|before| may_select(before, c)) {
            return refused(Why::Selector);
        }
        row = if is_invisible(c) { row + 1 } else { 0 };
        if row > IN_A_ROW {
            return refused(Why::Row);
        }
        before = Some(c);
    }
    Ok(())
}

/// Whether a reader sees nothing of a text: it is empty, or all of it is white space, invisible or
/// blank.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace()
            || c.is_control()
            || is_invisible(c)
            // Blank by their design, without a property that says so: a Braille pattern and a note.
            || matches!(c, '\u{2800}' | '\u{1d159}')
    })
}

/// Why a character may be nowhere in a text.
fn refusal(c: char, lines: Lines) -> Option<Why> {
    let is_break = matches!(c, '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}');
    let is_mark = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}');
    if is_break {
        (lines == Lines::One).then_some(Why::LineBreak)
    } else if c.is_control() {
        Some(Why::Control)
    } else if CodePointSetData::new::<BidiControl>().contains(c) && !is_mark {
        Some(Why::Bidi)
    } else if matches!(c, '\u{e0000}'..='\u{e007f}') {
        Some(Why::Tag)
    } else if matches!(
        c,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}'
    ) {
        Some(Why::PrivateUse)
    } else if CodePointSetData::new::<NoncharacterCodePoint>().contains(c) {
        Some(Why::Noncharacter)
    } else if is_invisible(c) && !is_needed(c) {
        Some(Why::Invisible)
    } else {
        None
    }
}

/// Whether a character is not seen by itself: default ignorable, or an interlinear annotation's
/// control.
fn is_invisible(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
        || matches!(c, '\u{fff9}'..='\u{fffb}')
}

/// Invisible characters that writing needs.
fn is_needed(c: char) -> bool {
    is_selector(c)
        || matches!(
            c,
            // Soft hyphen, grapheme joiner (Hebrew), directional marks.
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200e}' | '\u{200f}'
            // Fillers of Hangul.
            | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
            // Mongolian's vowel separator.
            | '\u{180e}'
            // Where lines may break (Thai, Khmer) or may not, and a file's byte order mark.
            | '\u{200b}' | '\u{2060}' | '\u{feff}'
            // The joiners.
            | '\u{200c}' | '\u{200d}'
        )
}

/// Variation selectors, Mongolian's own among them.
fn is_selector(c: char) -> bool {
    CodePointSetData::new::<VariationSelector>().contains(c)
}

/// Whether a selector means something after this character. Those of ideographs are so many that
/// after anything else each could stand for a hidden byte.
fn may_select(before: char, selector: char) -> bool {
    if selector >= '\u{e0100}' {
        CodePointSetData::new::<Ideographic>().contains(before)
    } else {
        !is_invisible(before) && !before.is_whitespace()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text as people write it, each with something that can't be seen.
    const WRITTEN: [&str; 24] = [
        // Emoji: a family, a couple with two selectors, an eye in a bubble, a keycap, a skin, flags.
        "👩‍👩‍👧‍👦",
        "👩‍❤️‍💋‍👨",
        "👁️‍🗨️",
        "1️⃣ ☎️ ✈︎",
        "👍🏽",
        "🇪🇸🏴󠁧󠁢󠁳󠁣󠁴󠁿🏴󠁧󠁢󠁥󠁮󠁧󠁿!",
        "🏳️‍🌈 🏴‍☠️",
        // Persian and Urdu with a non-joiner; Arabic and Hebrew with marks of direction.
        "می‌خواهم خانه‌ای بخرم",
        "ہے‌ں",
        "قال: \u{200f}(نعم)\u{200f} 5\u{61c}-6",
        "שלום\u{200f}! C++\u{200e} טוב",
        // Hebrew with a grapheme joiner between points.
        "יְרוּשָׁלִַ\u{34f}ם",
        // Devanagari, Sinhala, Malayalam, Bengali, Kannada with joiners, at a word's end as well.
        "क्‍ष र्‍य",
        "ශ්‍රී ලංකාව",
        "അവന്‍",
        "ব়্‌ক র‍্যাব",
        "ರ್‍ಕ",
        // Khmer and Thai with places for line breaks.
        "ភាសា\u{200b}ខ្មែរ",
        "ภาษา\u{200b}ไทย",
        // Mongolian with its selectors and separator.
        "ᠪᠠᠢᠨ\u{180b}\u{180e}ᠠ",
        // Japanese and Chinese names with an ideograph's variant.
        "葛\u{e0100}城市",
        "辻\u{e0101}さん",
        // Old Hangul with a filler.
        "\u{115f}\u{1161}",
        // A soft hyphen and a word joiner.
        "Donau\u{ad}dampf\u{ad}schiff 5\u{2060}%",
    ];

    #[test]
    fn what_people_write_is_accepted() {
        for text in WRITTEN {
            for lines in [Lines::One, Lines::Many] {
                assert_eq!(check(text, lines), Ok(()), "{text}");
            }
            assert!(!is_blank(text), "{text}");
        }
        let lines = "one\ntwo\r\n\tthree\u{2028}four\u{2029}";
        assert_eq!(check(lines, Lines::Many), Ok(()));
        let refused = check(lines, Lines::One).unwrap_err();
        assert_eq!(
            refused.to_string(),
            "contains U+000A, a line break or tab, and must be one line"
        );
    }

    #[test]
    fn what_hides_is_refused_by_name() {
        for (text, message) in [
            ("a\0", "contains U+0000, a control character"),
            ("a\u{1b}[31m", "contains U+001B, a control character"),
            ("a\u{85}", "contains U+0085, a control character"),
            (
                "a\u{202e}b",
                "contains U+202E, a control that changes the order of the text around it",
            ),
            (
                "a\u{2066}b\u{2069}",
                "contains U+2066, a control that changes the order of the text around it",
            ),
            (
                "a\u{e0041}",
                "contains U+E0041, a tag character, which can't be seen",
            ),
            ("\u{e000}", "contains U+E000, a private-use character"),
            ("\u{10fffd}", "contains U+10FFFD, a private-use character"),
            (
                "a\u{ffff}",
                "contains U+FFFF, a code point that is no character",
            ),
            (
                "a\u{1fffe}",
                "contains U+1FFFE, a code point that is no character",
            ),
            (
                "a\u{2063}b",
                "contains U+2063, a character that can't be seen",
            ),
            (
                "a\u{fff9}b\u{fffa}c\u{fffb}",
                "contains U+FFF9, a character that can't be seen",
            ),
            (
                "a\u{e0080}",
                "contains U+E0080, a character that can't be seen",
            ),
            (
                "a\u{200b}\u{200c}\u{200d}b",
                "contains U+200D, the third in a row of characters that can't be seen",
            ),
            (
                "\u{fe0f}a",
                "contains U+FE0F, a variation selector without the character that it is for",
            ),
            (
                "😀\u{e0100}",
                "contains U+E0100, a variation selector without the character that it is for",
            ),
            (
                "葛\u{e0100}\u{e0101}",
                "contains U+E0101, a variation selector without the character that it is for",
            ),
            // A flag that is none: another country's letters, no end, no flag.
            (
                "🏴\u{e0075}\u{e0073}\u{e0063}\u{e0061}\u{e007f}",
                "contains U+E0075, a tag character, which can't be seen",
            ),
            (
                "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}",
                "contains U+E0067, a tag character, which can't be seen",
            ),
            (
                "👍\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
                "contains U+E0067, a tag character, which can't be seen",
            ),
        ] {
            for lines in [Lines::One, Lines::Many] {
                let refused = check(text, lines).unwrap_err();
                assert_eq!(refused.to_string(), message);
            }
        }
    }

    #[test]
    fn what_is_only_invisible_is_blank() {
        for text in [
            "",
            " ",
            "\t\n",
            "\u{a0}\u{3000}",
            "\u{200b}",
            "\u{200d}\u{200c} \u{feff}",
            "\u{3164}",
            "\u{ffa0}",
            "\u{115f}\u{1160}",
            "\u{2800}\u{2800}",
            "\u{ad}",
            "\u{200e}",
            "\u{180e}",
            "\u{e0041}\u{e0042}",
            "\u{202e}\u{202c}",
            "\u{2060}\u{2063}",
            "\u{fe0f}",
            "\0",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["a", ".", "\u{200b}a", "٠", "\u{301}", "👍", "\u{e000}"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    /// Every character by itself, against the ranges of Unicode's tables as the issue names them.
    #[test]
    fn each_character_is_refused_by_its_own_rule() {
        for c in '\0'..=char::MAX {
            let why = check(&format!("a{c}"), Lines::Many)
                .err()
                .map(|refused| refused.why);
            let expected = match u32::from(c) {
                0x9 | 0xa | 0xd => None,
                0..=0x1f | 0x7f..=0x9f => Some(Why::Control),
                0x202a..=0x202e | 0x2066..=0x2069 => Some(Why::Bidi),
                0xe_0000..=0xe_007f => Some(Why::Tag),
                n if n & 0xfffe == 0xfffe => Some(Why::Noncharacter),
                0xfdd0..=0xfdef => Some(Why::Noncharacter),
                0xe000..=0xf8ff | 0xf_0000..=0x10_ffff => Some(Why::PrivateUse),
                0xe_0100..=0xe_01ef => Some(Why::Selector),
                0x17b4
                | 0x17b5
                | 0x2061..=0x2065
                | 0x206a..=0x206f
                | 0xfff0..=0xfffb
                | 0x1_bca0..=0x1_bca3
                | 0x1_d173..=0x1_d17a
                | 0xe_0080..=0xe_0fff => Some(Why::Invisible),
                _ => None,
            };
            assert_eq!(why, expected, "{:x}", u32::from(c));
        }
    }

    proptest! {
        #[test]
        fn what_is_accepted_hides_nothing(
            text in "([a-zé葛👩🏴 \\n]|[\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{206f}]|[\u{fe00}-\u{fe0f}]|[\u{e0000}-\u{e0101}]|\\PC){0,24}",
        ) {
            if check(&text, Lines::Many).is_ok() {
                let bare = FLAGS.iter().fold(text.clone(), |text, flag| {
                    text.replace(&format!("{BLACK_FLAG}{flag}"), "f")
                });
                let mut row = 0;
                for c in bare.chars() {
                    prop_assert!(refusal(c, Lines::Many).is_none());
                    row = if is_invisible(c) { row + 1 } else { 0 };
                    prop_assert!(row <= IN_A_ROW);
                }
            }
        }

        /// A text stays acceptable in any part of it that begins and ends with something seen, and
        /// visible text can't be made unacceptable by what follows it.
        #[test]
        fn visible_text_is_accepted(text in "[\\p{L}\\p{N}\\p{P}\\p{Sc}\\p{Sm} ]{0,40}") {
            let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
            prop_assert_eq!(check(&seen, Lines::One), Ok(()));
            prop_assert_eq!(is_blank(&seen), seen.chars().all(char::is_whitespace));
        }

        #[test]
        fn accepted_texts_join(pairs in prop::collection::vec(0..WRITTEN.len(), 0..6)) {
            let text: Vec<_> = pairs.iter().map(|n| WRITTEN[*n]).collect();
            prop_assert_eq!(check(&text.join(" "), Lines::One), Ok(()));
        }
    }
}
