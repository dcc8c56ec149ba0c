//! The token estimate: an approximation, and meant as an upper bound.
//!
//! Every model family cuts text differently, and a tokenizer's tables weigh
//! more than everything else in a function. So: a run of letters costs one
//! token for each four letters begun, a run of digits one for each two, any
//! other visible ASCII character and a line's end one each, spaces nothing.
//! Beyond ASCII, Latin letters with marks count as two letters, Greek and
//! Cyrillic as three, and everything else one token for each two bytes of
//! UTF-8.
//!
//! It errs high for prompts in the six languages: byte-pair tokenizers join
//! common words whole. A short paragraph may come out a little low for an old
//! tokenizer, and text that is no prose (random letters) much too low.
//!
//! The estimate of a whole is never above the sum of the estimates of its
//! lines, so caps hold when lines are added up.

/// How many tokens a text costs at most, about.
pub fn estimate(text: &str) -> u32 {
    let mut total: u32 = 0;
    // Letters in quarters of a token, digits in halves; a run ends rounded up.
    let (mut letters, mut digits): (u32, u32) = (0, 0);
    for c in text.chars() {
        let (letter, digit, other) = match c {
            'a'..='z' | 'A'..='Z' => (1, 0, 0),
            '0'..='9' => (0, 1, 0),
            ' ' => (0, 0, 0),
            '\0'..='\x7f' => (0, 0, 1),
            '\u{c0}'..='\u{24f}' => (2, 0, 0),
            '\u{370}'..='\u{52f}' => (3, 0, 0),
            '\u{80}'..='\u{bf}' | '\u{2010}'..='\u{203a}' => (0, 0, 1),
            _ => (0, 0, u32::try_from(c.len_utf8()).unwrap_or(4).div_ceil(2)),
        };
        if letter == 0 {
            total = total.saturating_add(letters.div_ceil(4));
            letters = 0;
        }
        if digit == 0 {
            total = total.saturating_add(digits.div_ceil(2));
            digits = 0;
        }
        letters = letters.saturating_add(letter);
        digits = digits.saturating_add(digit);
        total = total.saturating_add(other);
    }
    total
        .saturating_add(letters.div_ceil(4))
        .saturating_add(digits.div_ceil(2))
}
