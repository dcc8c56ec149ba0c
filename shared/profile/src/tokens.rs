//! The token estimate: an approximation from above.
//!
//! Every model family cuts text differently, and a tokenizer's tables weigh
//! more than everything else in a function. So words are counted by their
//! length: a word costs so much, each letter beyond the seventh so much more,
//! each letter with a mark so much more, at rates of the prompt's language;
//! the owner's words, which may be in any language, at dearer rates of their
//! own. Digits cost one token for each three, a line's end and punctuation a
//! part of one or a whole one; Greek and Cyrillic letters three quarters of
//! one, other scripts one for each two bytes of UTF-8.
//!
//! The rates are the solution of a linear programme over the whole matrix of
//! presets, languages and variants for four profiles: never under the count
//! of `o200k_base`, and the worst case as little above as can be. A test
//! counts with the real tokenizer and holds it to that: **between 0 and 15 %
//! above**. For text that is no prose (random letters) it may come out too
//! low; older tokenizers need up to a third more for the languages other than
//! English.
//!
//! The estimate of a whole is never above the sum of the estimates of its
//! lines, so caps hold when lines are added up.

use super::choice::Lang;

/// One token; rates are in these parts of it.
const TOKEN: u32 = 64;

/// What words cost, in parts of a token.
struct Rate {
    /// Letters of a word that the word's own cost covers.
    covered: u32,
    word: u32,
    /// Each letter beyond those.
    letter: u32,
    /// Each Latin letter with a mark, besides.
    marked: u32,
    /// Punctuation beyond ASCII.
    other: u32,
}

const fn rate(word: u32, letter: u32, marked: u32, other: u32) -> Rate {
    Rate {
        covered: 7,
        word,
        letter,
        marked,
        other,
    }
}

const SPANISH: Rate = rate(65, 37, 64, 103);
const ENGLISH: Rate = rate(64, 18, 7, 103);
const FRENCH: Rate = rate(67, 27, 7, 103);
const GERMAN: Rate = rate(78, 22, 7, 103);
const ITALIAN: Rate = rate(84, 31, 7, 58);
const PORTUGUESE: Rate = rate(70, 14, 64, 103);

/// The owner's words, in whatever language.
const QUOTED: Rate = Rate {
    covered: 6,
    word: 74,
    letter: 17,
    marked: 64,
    other: 64,
};

/// Punctuation within ASCII, and a line's end.
const MARK: u32 = 52;
const LINE_END: u32 = 26;

impl Rate {
    const fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::Es => &SPANISH,
            Lang::En => &ENGLISH,
            Lang::Fr => &FRENCH,
            Lang::De => &GERMAN,
            Lang::It => &ITALIAN,
            Lang::Pt => &PORTUGUESE,
        }
    }

    fn word(&self, letters: u32, marked: u32) -> u32 {
        if letters == 0 {
            return 0;
        }
        let beyond = letters.saturating_sub(self.covered);
        self.word
            .saturating_add(beyond.saturating_mul(self.letter))
            .saturating_add(marked.saturating_mul(self.marked))
    }
}

/// The quotation marks of the owner's words; a test holds them against the
/// templates.
pub(super) const fn quotes(lang: Lang) -> (char, char) {
    match lang {
        Lang::Es | Lang::Fr | Lang::It | Lang::Pt => ('«', '»'),
        Lang::En => ('“', '”'),
        Lang::De => ('„', '“'),
    }
}

/// How many tokens a prompt or a line of it costs at most, about.
pub fn estimate(text: &str, lang: Lang) -> u32 {
    let (open, close) = quotes(lang);
    let own = Rate::of(lang);
    let mut rate = own;
    let mut total: u32 = 0;
    let (mut letters, mut marked, mut digits): (u32, u32, u32) = (0, 0, 0);
    for c in text.chars() {
        let (letter, mark, digit, other) = match c {
            'a'..='z' | 'A'..='Z' => (1, 0, 0, 0),
            '0'..='9' => (0, 0, 1, 0),
            ' ' => (0, 0, 0, 0),
            '\n' => (0, 0, 0, LINE_END),
            '\0'..='\x7f' => (0, 0, 0, MARK),
            'ª' | 'º' | '\u{c0}'..='\u{24f}' => (1, 1, 0, 0),
            '\u{370}'..='\u{52f}' => (0, 0, 0, TOKEN / 4 * 3),
            '\u{80}'..='\u{bf}' | '\u{2010}'..='\u{203a}' => (0, 0, 0, rate.other),
            _ => {
                let bytes = u32::try_from(c.len_utf8()).unwrap_or(4);
                (0, 0, 0, bytes.div_ceil(2).saturating_mul(TOKEN))
            }
        };
        if letter == 0 {
            total = total.saturating_add(rate.word(letters, marked));
            (letters, marked) = (0, 0);
        }
        if digit == 0 {
            total = total.saturating_add(digits.div_ceil(3).saturating_mul(TOKEN));
            digits = 0;
        }
        letters = letters.saturating_add(letter);
        marked = marked.saturating_add(mark);
        digits = digits.saturating_add(digit);
        total = total.saturating_add(other);
        if c == open {
            rate = &QUOTED;
        }
        if c == '\n' || (c == close && c != open) {
            rate = own;
        }
    }
    total
        .saturating_add(rate.word(letters, marked))
        .saturating_add(digits.div_ceil(3).saturating_mul(TOKEN))
        .div_ceil(TOKEN)
}
