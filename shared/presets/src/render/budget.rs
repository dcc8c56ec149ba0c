//! The choice of the lines that fit within a token budget.
//!
//! The choice must not depend on the variant, or variants would differ in
//! content: a line and a heading are counted at their cost in the most
//! expensive variant.

use crate::choice::Lang;
use crate::sanitize::SPECIAL;
use crate::tokens;
use std::cmp::Reverse;

/// A line that may become part of a section. Lines of a higher priority are
/// chosen first.
pub(super) struct Candidate {
    pub(super) priority: u8,
    pub(super) line: String,
}

/// The named priorities; only their order matters.
pub(super) mod priority {
    pub(in crate::render) const REST: u8 = 1;
    pub(in crate::render) const FACET: u8 = 2;
    pub(in crate::render) const EXTREME_FACET: u8 = 3;
    pub(in crate::render) const PAIR: u8 = 4;
    pub(in crate::render) const TRAIT: u8 = 5;
    pub(in crate::render) const EXTREME_TRAIT: u8 = 6;
    pub(in crate::render) const FIRST: u8 = 9;
}

/// The lines that fit within the budget, in their original order, and the
/// total cost. `fixed` is the cost of the heading and the introduction.
///
/// Lines are chosen by priority, then by position. Once a line doesn't fit, no
/// line of a lower priority is chosen.
pub(super) fn within_budget(
    candidates: Vec<Candidate>,
    fixed: u32,
    max_tokens: u32,
    lang: Lang,
) -> (Vec<String>, u32) {
    let mut candidates: Vec<(usize, Candidate)> = candidates.into_iter().enumerate().collect();
    candidates.sort_by_key(|(_, candidate)| Reverse(candidate.priority)); // stable
    let mut cost = fixed;
    let mut chosen = Vec::new();
    let mut min_priority = 0;
    for (at, candidate) in candidates {
        if candidate.priority < min_priority {
            break;
        }
        let more = cost.saturating_add(line_cost(&candidate.line, lang));
        if more <= max_tokens {
            cost = more;
            chosen.push((at, candidate.line));
        } else {
            min_priority = candidate.priority;
        }
    }
    chosen.sort_by_key(|&(at, _)| at);
    (chosen.into_iter().map(|(_, line)| line).collect(), cost)
}

/// The maximum cost of a line in any variant, including its marker and the
/// line end.
pub(super) fn line_cost(line: &str, lang: Lang) -> u32 {
    // The most expensive marker. Its digits and points end where the line begins.
    const MARKER: &str = "99.99. ";
    let specials = line.chars().filter(|c| SPECIAL.contains(c)).count();
    let specials = u32::try_from(specials).unwrap_or(u32::MAX);
    tokens::estimate(&[MARKER, line, "\n"].concat(), lang)
        .saturating_add(specials.saturating_mul(4))
}

/// The maximum cost of a heading in any variant.
pub(super) fn heading_cost(title: &str, tag: &str, lang: Lang) -> u32 {
    let headed = tokens::estimate(title, lang).saturating_add(7);
    let tagged = tokens::estimate(tag, lang)
        .saturating_mul(2)
        .saturating_add(9);
    headed.max(tagged)
}
