//! A section under construction: its candidate lines and how they are added.

use super::Rendering;
use super::budget::{Candidate, heading_cost, line_cost, within_budget};
use super::markup::Block;
use crate::catalogue::Catalogue;
use crate::choice::Lang;
use crate::pcp::{Hours, Profile};
use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Deref;

/// The number of items of a list that are considered. Far fewer fit within any
/// budget; without this limit a hostile list would take time in proportion to
/// its length.
pub(super) const MAX_ITEMS: usize = 40;

/// Collects the candidate lines of one section.
pub(crate) struct SectionBuilder<'a> {
    pub(super) profile: &'a Profile,
    pub(super) templates: &'static Catalogue,
    pub(super) rendering: &'a Rendering,
    omitted: &'static [&'static str],
    /// The number of lines that have been emphasised so far.
    pub(super) emphasised: Cell<u8>,
    /// Replaces the introduction that the templates have for the section.
    pub(super) intro: Option<String>,
    candidates: Vec<Candidate>,
    pub(super) narratives_lang: Option<Lang>,
}

impl<'a> SectionBuilder<'a> {
    pub(super) fn new(
        profile: &'a Profile,
        templates: &'static Catalogue,
        rendering: &'a Rendering,
        omitted: &'static [&'static str],
    ) -> Self {
        Self {
            profile,
            templates,
            rendering,
            omitted,
            emphasised: Cell::new(0),
            intro: None,
            candidates: Vec::new(),
            narratives_lang: None,
        }
    }

    /// The section with the lines that fit within the budget, and its cost;
    /// `None` if it has no lines, so that no heading is left alone.
    pub(super) fn build(self, id: &str, max_tokens: u32) -> Option<(Block<'a>, u32)> {
        let lang = self.rendering.lang;
        let section = format!("section-{id}");
        let title = self.templates.message(&section, &[])?;
        let tag = self.templates.attribute(&section, "tag", &[])?;
        let intro = self.intro.or_else(|| {
            self.templates
                .attribute(&section, "intro", &[])
                .map(Cow::into_owned)
        });
        let fixed = heading_cost(&title, &tag, lang)
            .saturating_add(intro.as_deref().map_or(0, |intro| line_cost(intro, lang)));
        let (chosen, cost) = within_budget(self.candidates, fixed, max_tokens, lang);
        if chosen.is_empty() {
            return None;
        }
        let has_intro = intro.is_some();
        let block = Block {
            title,
            tag,
            lines: intro.into_iter().chain(chosen).collect(),
            has_intro,
        };
        Some((block, cost))
    }

    /// The number of candidate lines so far.
    pub(super) fn len(&self) -> usize {
        self.candidates.len()
    }

    /// A message about a declared layer, unless the layout omits it.
    pub(super) fn message(
        &self,
        id: &str,
        args: &[(&'static str, &str)],
    ) -> Option<Cow<'static, str>> {
        (!self.omitted.contains(&id))
            .then(|| self.templates.message(id, args))
            .flatten()
    }

    /// Adds a line, if there is one.
    pub(super) fn add(&mut self, priority: u8, line: Option<impl Into<String>>) {
        self.candidates.extend(line.map(|line| Candidate {
            priority,
            line: line.into(),
        }));
    }

    /// Adds a message without arguments.
    pub(super) fn add_message(&mut self, priority: u8, id: &str) {
        self.add(priority, self.templates.message(id, &[]));
    }

    /// Adds a message that quotes the owner's words.
    pub(super) fn add_quote(
        &mut self,
        priority: u8,
        id: &str,
        words: Option<&impl Deref<Target = str>>,
    ) {
        let line = words
            .and_then(|words| self.templates.quote(words))
            .and_then(|text| self.message(id, &[("text", &text)]));
        self.add(priority, line);
    }

    /// Adds one message that quotes a list of the owner's words: as many, in
    /// the owner's order, as fit in [`MAX_LIST_TOKENS`](Self::MAX_LIST_TOKENS).
    pub(super) fn add_quotes(&mut self, priority: u8, id: &str, list: &[impl Deref<Target = str>]) {
        let lang = self.rendering.lang;
        let mut text = String::new();
        let mut cost: u32 = 0;
        for quoted in list
            .iter()
            .take(MAX_ITEMS)
            .filter_map(|words| self.templates.quote(words))
        {
            cost = cost
                .saturating_add(line_cost(&quoted, lang))
                .saturating_sub(5);
            if cost > Self::MAX_LIST_TOKENS {
                break;
            }
            if !text.is_empty() {
                text.push_str(", ");
            }
            text.push_str(&quoted);
        }
        if !text.is_empty() {
            self.add(priority, self.message(id, &[("text", &text)]));
        }
    }

    const MAX_LIST_TOKENS: u32 = 110;

    /// Adds the attribute of a message that a fixed word selects.
    pub(super) fn add_choice(&mut self, priority: u8, id: &str, word: Option<&str>) {
        let line = word
            .filter(|_| !self.omitted.contains(&id))
            .and_then(|word| self.templates.attribute(id, word, &[]));
        self.add(priority, line);
    }

    /// Adds a message about hours of the day.
    pub(super) fn add_hours(&mut self, priority: u8, id: &str, hours: &[Hours]) {
        let spans: Vec<String> = hours
            .iter()
            .map(|h| format!("{}–{}", h.from.as_str(), h.to.as_str()))
            .collect();
        if !spans.is_empty() {
            self.add(priority, self.message(id, &[("hours", &spans.join(", "))]));
        }
    }

    /// The name of a language in the language of the prompt.
    pub(super) fn language_name(&self, tag: &str) -> Cow<'static, str> {
        self.templates
            .message("language-name", &[("tag", tag)])
            .unwrap_or_default()
    }
}
