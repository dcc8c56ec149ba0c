//! The token estimate: an upper approximation.
//!
//! Each model family tokenizes text differently, and the tables of a tokenizer
//! are larger than the rest of a function. The estimate is therefore computed
//! from the length of words. A word has a base cost, plus a cost for each
//! letter beyond the first few and for each letter with a diacritic, at the rates
//! of the prompt's language; the owner's words, which may be in any language,
//! have higher rates of their own, and higher ones still where their letters show
//! that they are in none of the six languages. Other scripts have a rate each.
//! Three digits cost one token; a line end and a punctuation mark cost a fraction
//! of a token up to a whole one; of other characters two bytes of UTF-8 cost one
//! token.
//!
//! The rates of the six languages are the solution of a linear program over all
//! presets, languages and variants for four profiles: never below the count of
//! `o200k_base`, with the smallest possible worst-case excess. A test compares the
//! estimate with the real tokenizer: **between 0 and 15 % above** for a prompt whose
//! quotations are in the six languages. Quotations in other languages are compared
//! by script (`cargo test -p presets tokens_by_script -- --nocapture` prints the
//! comparison). Of text that is no prose, such as random letters, the real count is at
//! most six times the estimate; older tokenizers need up to a third more tokens for
//! languages other than English.
//!
//! The estimate of a text is never above the sum of the estimates of its
//! lines, so a budget that is kept line by line holds for the whole.

use super::choice::Lang;

/// One token, in the unit of the rates.
const TOKEN: u32 = 64;

/// The cost of words, in units of 1/[`TOKEN`] token.
struct Rate {
    /// The number of letters included in the base cost of a word.
    covered: u32,
    word: u32,
    /// Each further letter.
    letter: u32,
    /// Added for each Latin letter with a diacritic that one of the six languages has.
    marked: u32,
    /// Added for each Latin letter that none of them has.
    foreign: u32,
    /// Each punctuation mark outside ASCII.
    other: u32,
}

const fn rate(word: u32, letter: u32, marked: u32, other: u32) -> Rate {
    Rate {
        covered: 7,
        word,
        letter,
        marked,
        foreign: 64,
        other,
    }
}

const SPANISH: Rate = rate(65, 37, 64, 103);
const ENGLISH: Rate = rate(64, 18, 7, 103);
const FRENCH: Rate = rate(67, 27, 7, 103);
const GERMAN: Rate = rate(78, 22, 7, 103);
const ITALIAN: Rate = rate(84, 31, 7, 58);
const PORTUGUESE: Rate = rate(70, 14, 64, 103);

/// The owner's words.
const QUOTED: Rate = Rate {
    covered: 6,
    word: 74,
    letter: 17,
    marked: 64,
    foreign: 64,
    other: 64,
};

/// The owner's words in another language of Latin script: Polish, Basque, Turkish…
const FOREIGN: Rate = Rate {
    covered: 4,
    word: 83,
    letter: 24,
    marked: 60,
    foreign: 56,
    other: 64,
};

/// Words are in another language if so many of a thousand letters are none of the six
/// languages', or k or z, which are frequent in few of them.
const FOREIGN_LETTERS: u32 = 35;

/// The costs of a script: of a word, and of each letter or sign in it.
type Script = (u32, u32);

/// The costs of a letter's script; none for Latin script, and for what is no letter.
const fn script(c: char) -> Option<Script> {
    Some(match c {
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => (0, 33), // Greek
        '\u{400}'..='\u{52f}' => (30, 24),                          // Cyrillic
        '\u{530}'..='\u{58f}' => (30, 20),                          // Armenian
        '\u{590}'..='\u{5ff}' => (24, 29),                          // Hebrew
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => (12, 27),  // Arabic
        '\u{900}'..='\u{97f}' => (0, 31),                           // Devanagari
        '\u{980}'..='\u{9ff}' => (6, 27),                           // Bengali
        '\u{a00}'..='\u{a7f}' => (0, 46),                           // Gurmukhi
        '\u{a80}'..='\u{aff}' => (12, 27),                          // Gujarati
        '\u{b00}'..='\u{b7f}' => (24, 76),                          // Odia
        '\u{b80}'..='\u{bff}' => (24, 23),                          // Tamil
        '\u{c00}'..='\u{c7f}' => (0, 31),                           // Telugu
        '\u{c80}'..='\u{cff}' => (6, 27),                           // Kannada
        '\u{d00}'..='\u{d7f}' => (0, 27),                           // Malayalam
        '\u{d80}'..='\u{dff}' => (0, 46),                           // Sinhala
        '\u{e00}'..='\u{e7f}' => (24, 31),                          // Thai
        '\u{e80}'..='\u{eff}' => (36, 130),                         // Lao
        '\u{f00}'..='\u{fff}' => (12, 100),                         // Tibetan
        '\u{1000}'..='\u{109f}' => (18, 39),                        // Myanmar
        '\u{10a0}'..='\u{10ff}' => (12, 28),                        // Georgian
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' => (24, 43), // Hangul
        '\u{1200}'..='\u{137f}' => (36, 148),                       // Ethiopic
        '\u{1780}'..='\u{17ff}' => (12, 41),                        // Khmer
        '\u{3040}'..='\u{30ff}' => (0, 50),                         // Kana
        '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => (0, 69), // Han
        _ => return None,
    })
}

/// Letters with a diacritic, and ligatures, of the six languages.
const fn is_marked(c: char) -> bool {
    matches!(
        c,
        'ª' | 'º'
            | 'à'..='ä' | 'ç'..='ï' | 'ñ'..='ö' | 'ù'..='ü' | 'œ' | 'ß'
            | 'À'..='Ä' | 'Ç'..='Ï' | 'Ñ'..='Ö' | 'Ù'..='Ü' | 'Œ'
    )
}

/// Latin letters that none of the six languages has, and combining marks.
const fn is_foreign(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{2af}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}')
        && !matches!(c, '×' | '÷')
        && !is_marked(c)
}

/// An ASCII punctuation mark, and the end of a line.
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

    fn word(&self, word: &Word) -> u32 {
        let letters = word.letters;
        if letters == 0 {
            return 0;
        }
        let beyond = letters.saturating_sub(self.covered);
        self.word
            .saturating_add(beyond.saturating_mul(self.letter))
            .saturating_add(word.marked.saturating_mul(self.marked))
            .saturating_add(word.foreign.saturating_mul(self.foreign))
    }
}

/// What a word of Latin letters consists of.
#[derive(Clone, Copy, Default)]
struct Word {
    letters: u32,
    marked: u32,
    foreign: u32,
}

/// What has been seen of the owner's words since their quotation mark.
#[derive(Clone, Copy, Default)]
struct Quotation {
    /// The cost of its Latin words at the rate [`QUOTED`], and at [`FOREIGN`].
    quoted: u32,
    abroad: u32,
    letters: u32,
    /// Letters that show that it is in none of the six languages.
    signs: u32,
}

impl Quotation {
    fn add(&mut self, word: &Word) {
        self.quoted = self.quoted.saturating_add(QUOTED.word(word));
        self.abroad = self.abroad.saturating_add(FOREIGN.word(word));
        self.letters = self.letters.saturating_add(word.letters);
    }

    fn cost(&self) -> u32 {
        let share = u64::from(self.signs) * 1_000;
        if share >= u64::from(self.letters) * u64::from(FOREIGN_LETTERS) {
            self.abroad.max(self.quoted)
        } else {
            self.quoted
        }
    }
}

/// The quotation marks around the owner's words; a test compares them with the
/// templates.
pub(super) const fn quotes(lang: Lang) -> (char, char) {
    match lang {
        Lang::Es | Lang::Fr | Lang::It | Lang::Pt => ('«', '»'),
        Lang::En => ('“', '”'),
        Lang::De => ('„', '“'),
    }
}

/// The estimated number of tokens of a prompt or of a line of it.
pub fn estimate(text: &str, lang: Lang) -> u32 {
    let (open, close) = quotes(lang);
    let own = Rate::of(lang);
    let mut quotation: Option<Quotation> = None;
    let mut total: u32 = 0;
    let (mut word, mut digits) = (Word::default(), 0_u32);
    let mut other_script: Option<Script> = None;
    for c in text.chars() {
        let is_latin = c.is_ascii_alphabetic() || is_marked(c) || is_foreign(c);
        if !is_latin {
            match &mut quotation {
                Some(quotation) => quotation.add(&word),
                None => total = total.saturating_add(own.word(&word)),
            }
            word = Word::default();
        }
        if !c.is_ascii_digit() {
            total = total.saturating_add(digits.div_ceil(3).saturating_mul(TOKEN));
            digits = 0;
        }
        let before = std::mem::replace(&mut other_script, script(c));
        let cost = match (c, other_script) {
            _ if is_latin => {
                word.letters = word.letters.saturating_add(1);
                word.marked = word.marked.saturating_add(u32::from(is_marked(c)));
                // A Vietnamese word is mostly one token, whatever marks it has.
                let dearer = is_foreign(c) && !matches!(c, '\u{1ea0}'..='\u{1ef9}');
                word.foreign = word.foreign.saturating_add(u32::from(dearer));
                if let Some(quotation) = &mut quotation {
                    let sign = is_foreign(c) || matches!(c, 'k' | 'K' | 'z' | 'Z');
                    quotation.signs = quotation.signs.saturating_add(u32::from(sign));
                }
                0
            }
            (_, Some((begun, letter))) if before != other_script => begun.saturating_add(letter),
            (_, Some((_, letter))) => letter,
            ('0'..='9', None) => {
                digits = digits.saturating_add(1);
                0
            }
            (' ', None) => 0,
            ('\n', None) => LINE_END,
            ('\0'..='\x7f', None) => MARK,
            ('\u{80}'..='\u{bf}' | '\u{2010}'..='\u{203a}', None) => {
                let rate = if quotation.is_some() { &QUOTED } else { own };
                rate.other
            }
            ('\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff65}', None) => TOKEN,
            (_, None) => {
                let bytes = u32::try_from(c.len_utf8()).unwrap_or(4);
                bytes.div_ceil(2).saturating_mul(TOKEN)
            }
        };
        total = total.saturating_add(cost);
        if c == '\n' || (c == close && c != open) {
            total = total.saturating_add(quotation.take().map_or(0, |q| q.cost()));
        } else if c == open && quotation.is_none() {
            quotation = Some(Quotation::default());
        }
    }
    match &mut quotation {
        Some(quotation) => {
            quotation.add(&word);
            total = total.saturating_add(quotation.cost());
        }
        None => total = total.saturating_add(own.word(&word)),
    }
    total
        .saturating_add(digits.div_ceil(3).saturating_mul(TOKEN))
        .div_ceil(TOKEN)
}
