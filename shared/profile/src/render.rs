//! From a profile to a prompt: sections, token caps.
//!
//! A preset is a `recipe`: sections in order, each with a cap.
//! A section is a function that offers lines, each with a weight; what doesn't fit under the
//! cap is left out, whole lines, lightest first. What a line says is the
//! templates' business.

use super::catalogue::{Catalogue, TEMPLATE_VERSION};
use super::choice::{Lang, Preset, Variant};
use super::ink::{self, Block};
use super::pcp::{Hours, Level, Profile, Severity, Traits};
use super::tokens;
use super::value::{Band, Confidence, Score, Trust};
use serde::Serialize;
use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Deref;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rendering {
    /// Which prompt.
    pub preset: Preset,
    /// In which language; one of [`Lang::built`].
    pub lang: Lang,
    /// In which shape.
    pub variant: Variant,
    /// Whether the narratives are part of it.
    pub include_narratives: bool,
}

/// A system prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The whole prompt.
    pub system_prompt: String,
    /// Its sections in order: the same lines, without headings.
    pub sections: Vec<Section>,
    /// How many tokens it costs at most, about: see [`tokens`].
    pub token_estimate: u32,
    /// Which templates made it.
    pub template_version: &'static str,
    /// The narratives' language, where it isn't the prompt's.
    pub narratives_lang: Option<Lang>,
}

/// One section of a prompt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "PromptSection"))]
pub struct Section {
    /// Its name, the same in every language: `about`, or a layer's.
    pub id: &'static str,
    /// Its title.
    pub title: String,
    /// Its lines as they stand in the prompt.
    pub text: String,
}

/// Makes the prompt. Pure and total: the same arguments give the same bytes,
/// any profile gives a prompt.
pub fn render(profile: &Profile, rendering: &Rendering) -> Prompt {
    let recipe = rendering.preset.recipe();
    let words = Catalogue::of(rendering.lang, recipe.lens);
    let variant = rendering.variant;
    let mut left = recipe.total;
    let mut system_prompt = String::new();
    let mut sections = Vec::new();
    let mut narratives_lang = None;
    for part in recipe.parts {
        let mut page = Page {
            profile,
            words,
            rendering,
            silent: recipe.silent,
            stressed: Cell::new(0),
            intro: None,
            offers: Vec::new(),
            narratives_lang: None,
        };
        (part.write)(&mut page);
        let found = page.narratives_lang;
        let Some((block, cost)) = page.fit(part.id, part.cap.min(left)) else {
            continue;
        };
        left = left.saturating_sub(cost);
        narratives_lang = narratives_lang.or(found);
        let number = sections.len() + 1;
        let text = variant.body(&block, number);
        variant.compose(&mut system_prompt, &block, &text, number);
        sections.push(Section {
            id: part.id,
            title: block.title.into_owned(),
            text,
        });
    }
    system_prompt.push('\n');
    Prompt {
        token_estimate: tokens::estimate(&system_prompt, rendering.lang),
        system_prompt,
        sections,
        template_version: TEMPLATE_VERSION,
        narratives_lang,
    }
}

/// A section being written.
pub(super) struct Page<'a> {
    profile: &'a Profile,
    words: &'static Catalogue,
    rendering: &'a Rendering,
    silent: &'static [&'static str],
    /// How many lines have been stressed so far.
    stressed: Cell<u8>,
    intro: Option<String>,
    offers: Vec<Offer>,
    narratives_lang: Option<Lang>,
}

/// A line that would like to be said. The heavier, the longer it stays.
struct Offer {
    weight: u8,
    line: String,
}

/// The weights in use; only their order matters.
mod weight {
    pub const REST: u8 = 1;
    pub const FACET: u8 = 2;
    pub const STRONG_FACET: u8 = 3;
    pub const PAIR: u8 = 4;
    pub const TRAIT: u8 = 5;
    pub const STRONG_TRAIT: u8 = 6;
    pub const FIRST: u8 = 9;
}

impl<'a> Page<'a> {
    /// Chooses the lines that fit under the cap: by weight, then by order,
    /// and nothing lighter than the first that didn't. Kept lines stay in
    /// order. Costs are the dearest variant's, so all variants say the same.
    /// `None` where there is nothing to say: no heading either.
    fn fit(self, id: &str, cap: u32) -> Option<(Block<'a>, u32)> {
        let lang = self.rendering.lang;
        let section = format!("section-{id}");
        let title = self.words.message(&section, &[])?;
        let tag = self.words.attribute(&section, "tag", &[])?;
        let intro = self.intro.or_else(|| {
            self.words
                .attribute(&section, "intro", &[])
                .map(Cow::into_owned)
        });
        let mut cost = ink::heading_cost(&title, &tag, lang).saturating_add(
            intro
                .as_deref()
                .map_or(0, |intro| ink::line_cost(intro, lang)),
        );
        let mut offers: Vec<(usize, Offer)> = self.offers.into_iter().enumerate().collect();
        offers.sort_by_key(|(_, offer)| std::cmp::Reverse(offer.weight)); // stable
        let mut kept = Vec::new();
        let mut floor = 0;
        for (at, offer) in offers {
            if offer.weight < floor {
                break;
            }
            let more = cost.saturating_add(ink::line_cost(&offer.line, lang));
            if more <= cap {
                cost = more;
                kept.push((at, offer.line));
            } else {
                floor = offer.weight;
            }
        }
        if kept.is_empty() {
            return None;
        }
        kept.sort_by_key(|&(at, _)| at);
        let introduced = intro.is_some();
        let lines = intro
            .into_iter()
            .chain(kept.into_iter().map(|(_, line)| line))
            .collect();
        Some((
            Block {
                title,
                tag,
                lines,
                intro: introduced,
            },
            cost,
        ))
    }

    /// A message about something declared, unless the recipe leaves it out.
    fn message(&self, id: &str, args: &[(&'static str, &str)]) -> Option<Cow<'static, str>> {
        (!self.silent.contains(&id))
            .then(|| self.words.message(id, args))
            .flatten()
    }

    fn offer(&mut self, weight: u8, line: Option<impl Into<String>>) {
        self.offers.extend(line.map(|line| Offer {
            weight,
            line: line.into(),
        }));
    }

    /// A message as it is.
    fn say(&mut self, weight: u8, id: &str) {
        self.offer(weight, self.words.message(id, &[]));
    }

    /// A message about the owner's words.
    fn quote(&mut self, weight: u8, id: &str, words: Option<&impl Deref<Target = str>>) {
        let line = words
            .and_then(|words| self.words.quote(words))
            .and_then(|text| self.message(id, &[("text", &text)]));
        self.offer(weight, line);
    }

    /// One message about a list of the owner's words: those that together
    /// stay under [`LIST_CAP`] tokens, in the owner's order.
    fn quote_list(&mut self, weight: u8, id: &str, list: &[impl Deref<Target = str>]) {
        const LIST_CAP: u32 = 110;
        let lang = self.rendering.lang;
        let mut text = String::new();
        let mut cost: u32 = 0;
        for quoted in list
            .iter()
            .take(CONSIDERED)
            .filter_map(|words| self.words.quote(words))
        {
            cost = cost
                .saturating_add(ink::line_cost(&quoted, lang))
                .saturating_sub(5);
            if cost > LIST_CAP {
                break;
            }
            if !text.is_empty() {
                text.push_str(", ");
            }
            text.push_str(&quoted);
        }
        if !text.is_empty() {
            self.offer(weight, self.message(id, &[("text", &text)]));
        }
    }

    /// A message that depends on one of a few fixed words.
    fn choose(&mut self, weight: u8, id: &str, word: Option<&str>) {
        let line = word
            .filter(|_| !self.silent.contains(&id))
            .and_then(|word| self.words.attribute(id, word, &[]));
        self.offer(weight, line);
    }

    /// A layer's numbers and how sure they are, on one line.
    fn layer(&mut self, layer: &str, scores: &[(&'static str, Score)], confidence: Confidence) {
        let name = self
            .words
            .message(&format!("section-{layer}"), &[])
            .unwrap_or_default();
        let list: Vec<_> = scores
            .iter()
            .map(|(key, score)| self.entry(layer, key, score.get()))
            .collect();
        let (list, confidence) = (list.join("; "), self.number(confidence.get()));
        let args = [
            ("name", &*name),
            ("list", &list),
            ("confidence", &confidence),
        ];
        self.offer(weight::FIRST, self.words.message("numbers-layer", &args));
    }

    fn entry(&self, layer: &str, key: &str, number: f64) -> String {
        format!("{} {}", self.label(layer, key), self.number(number))
    }

    fn label(&self, layer: &str, key: &str) -> Cow<'static, str> {
        self.words
            .message(&format!("name-{layer}-{key}"), &[])
            .unwrap_or_default()
    }

    /// In full, with the language's decimal mark.
    fn number(&self, number: f64) -> String {
        let mark = self.words.message("decimal-mark", &[]).unwrap_or_default();
        number.to_string().replace('.', &mark)
    }

    fn language(&self, tag: &str) -> Cow<'static, str> {
        self.words
            .message("language-name", &[("tag", tag)])
            .unwrap_or_default()
    }

    fn hours(&mut self, weight: u8, id: &str, hours: &[Hours]) {
        let spans: Vec<String> = hours
            .iter()
            .map(|h| format!("{}–{}", h.from.as_str(), h.to.as_str()))
            .collect();
        if !spans.is_empty() {
            self.offer(weight, self.message(id, &[("hours", &spans.join(", "))]));
        }
    }

    /// What a number becomes: the message's attribute for its band. An
    /// extreme that has no wording of its own is the ordinary one, stressed;
    /// one that isn't sure is only a tendency.
    fn behaviour(&self, id: &str, band: Band, trust: Trust) -> Option<String> {
        use Band::{High, Low, Middle, VeryHigh, VeryLow};
        let attribute = |name| self.words.attribute(id, name, &[]).map(Cow::into_owned);
        let stressed = |name| {
            let line = attribute(name)?;
            let args = [("line", line.as_str())];
            // The ways of stressing take turns: its value, then its attributes.
            let turn = self.stressed.get();
            self.stressed.set(turn.wrapping_add(1));
            let ways: Vec<&str> = self.words.attributes("stressed").collect();
            let way = usize::from(turn) % (ways.len() + 1);
            match way.checked_sub(1).and_then(|at| ways.get(at)) {
                Some(way) => self.words.attribute("stressed", way, &args),
                None => self.words.message("stressed", &args),
            }
            .map(Cow::into_owned)
        };
        match (trust, band) {
            (Trust::Silent, _) => None,
            (Trust::Soft | Trust::Plain, Middle) => attribute("middle"),
            (Trust::Soft, VeryLow) | (_, Low) => attribute("low"),
            (Trust::Soft, VeryHigh) | (_, High) => attribute("high"),
            (Trust::Plain, VeryLow) => attribute("very-low").or_else(|| stressed("low")),
            (Trust::Plain, VeryHigh) => attribute("very-high").or_else(|| stressed("high")),
        }
    }

    /// A layer of scores, as behaviour; under a caveat where it isn't sure.
    fn scores<const N: usize>(
        &mut self,
        layer: &str,
        confidence: Confidence,
        scores: [(&'static str, Score); N],
    ) {
        let trust = confidence.trust();
        if trust == Trust::Soft {
            self.intro = self.words.message("hypotheses", &[]).map(Cow::into_owned);
        }
        for (key, score) in scores {
            let band = score.band();
            let weight = match (trust, band) {
                (Trust::Plain, Band::VeryLow | Band::VeryHigh) => weight::STRONG_TRAIT,
                _ => weight::TRAIT,
            };
            self.offer(
                weight,
                self.behaviour(&format!("{layer}-{key}"), band, trust),
            );
        }
    }
}

/// How many items of a list are looked at. What fits under any cap is far
/// fewer; without it a hostile list would cost its length in time.
const CONSIDERED: usize = 40;

pub(super) fn about(page: &mut Page<'_>) {
    for id in [
        "about-disclose",
        "about-data",
        "about-precedence",
        "about-discretion",
    ] {
        page.say(weight::FIRST, id);
    }
}

/// What the preset is for: the message's attributes, a line each, in the
/// file's order.
pub(super) fn task(page: &mut Page<'_>) {
    for line in page.words.attributes("task") {
        page.offer(weight::FIRST, page.words.attribute("task", line, &[]));
    }
}

/// The most severe first. What is severe is personal: it takes consent.
pub(super) fn negative_space(page: &mut Page<'_>) {
    let items = page
        .profile
        .negative_space
        .as_ref()
        .map_or(&[][..], |space| &space.items);
    let by_severity = Severity::ALL.iter().rev().flat_map(|severity| {
        items
            .iter()
            .filter(move |item| item.severity == *severity)
            .filter(|item| item.severity != Severity::High || item.consent)
    });
    for item in by_severity.take(CONSIDERED) {
        let line = page.words.quote(&item.text).and_then(|text| {
            let id = format!("negative-{}", item.kind.word());
            page.words
                .attribute(&id, item.severity.word(), &[("text", &text)])
        });
        page.offer(weight_of(item.severity), line);
    }
}

fn weight_of(severity: Severity) -> u8 {
    match severity {
        Severity::Low => 1,
        Severity::Medium => 2,
        Severity::High => 3,
    }
}

pub(super) fn meta_preferences(page: &mut Page<'_>) {
    let language = page.language(page.profile.primary_language.slug());
    page.offer(
        weight::FIRST,
        page.words
            .message("meta-language", &[("language", &language)]),
    );
    let Some(meta) = &page.profile.meta_preferences else {
        return;
    };
    page.choose(
        6,
        "meta-contradiction",
        meta.contradiction_tolerance.map(|level| level.word()),
    );
    page.choose(
        6,
        "meta-opinion",
        meta.opinion_assertiveness.map(|level| level.word()),
    );
    for one in meta.length_by_context.iter() {
        let line = page.words.quote(&one.context).and_then(|context| {
            page.words
                .attribute("meta-length", one.length.word(), &[("context", &context)])
        });
        page.offer(4, line);
    }
    page.choose(
        5,
        "meta-citation",
        meta.citation_style.map(|style| style.word()),
    );
    for one in meta.language_by_domain.iter() {
        let language = page.language(one.language.as_str());
        let line = page.words.quote(&one.domain).and_then(|domain| {
            page.message(
                "meta-domain",
                &[("domain", &domain), ("language", &language)],
            )
        });
        page.offer(3, line);
    }
    page.quote(
        5,
        "meta-programming",
        meta.main_programming_language.as_ref(),
    );
}

pub(super) fn life_context(page: &mut Page<'_>) {
    let Some(life) = &page.profile.life_context else {
        return;
    };
    page.quote(4, "context-role", life.role.as_ref());
    page.quote(3, "context-sector", life.sector.as_ref());
    page.quote(3, "context-stage", life.stage.as_ref());
    page.quote(2, "context-household", life.household.as_ref());
    let names: Vec<_> = life
        .languages
        .iter()
        .map(|tag| page.language(tag.as_str()))
        .collect();
    if !names.is_empty() {
        let languages = names.join(", ");
        page.offer(
            2,
            page.words
                .message("context-languages", &[("languages", &languages)]),
        );
    }
    if let Some(country) = &life.country {
        page.offer(
            1,
            page.words
                .message("context-country", &[("country", country.as_str())]),
        );
    }
    if let Some(zone) = &life.timezone {
        page.offer(
            1,
            page.words
                .message("context-timezone", &[("zone", zone.as_str())]),
        );
    }
}

pub(super) fn mental_frame(page: &mut Page<'_>) {
    let Some(frame) = &page.profile.mental_frame else {
        return;
    };
    page.choose(
        3,
        "frame-style",
        frame.epistemic_style.map(|style| style.word()),
    );
    page.quote_list(2, "frame-models", &frame.models);
    page.quote_list(1, "frame-beliefs", &frame.beliefs);
}

pub(super) fn operational_equipment(page: &mut Page<'_>) {
    let Some(equipment) = &page.profile.operational_equipment else {
        return;
    };
    page.quote_list(3, "equipment-constraints", &equipment.constraints);
    page.quote_list(2, "equipment-tools", &equipment.tools);
    page.quote_list(1, "equipment-devices", &equipment.devices);
}

pub(super) fn aesthetic_canon(page: &mut Page<'_>) {
    let Some(canon) = &page.profile.aesthetic_canon else {
        return;
    };
    page.quote_list(2, "canon-loves", &canon.loves);
    page.quote_list(2, "canon-rejects", &canon.rejects);
    page.quote_list(1, "canon-influences", &canon.influences);
}

pub(super) fn rhythms(page: &mut Page<'_>) {
    let Some(rhythms) = &page.profile.rhythms else {
        return;
    };
    page.choose(
        2,
        "rhythm-chronotype",
        rhythms.chronotype.map(|type_| type_.word()),
    );
    page.hours(2, "rhythm-work", &rhythms.work_hours);
    page.hours(1, "rhythm-peaks", &rhythms.peaks);
    page.hours(3, "rhythm-quiet", &rhythms.quiet_hours);
}

pub(super) fn trajectory(page: &mut Page<'_>) {
    let Some(trajectory) = &page.profile.trajectory else {
        return;
    };
    page.quote_list(3, "trajectory-goals", &trajectory.goals);
    page.quote_list(2, "trajectory-turns", &trajectory.turning_points);
    for milestone in trajectory.milestones.iter().take(CONSIDERED) {
        let year = milestone.year.get().to_string();
        let line = page.words.quote(&milestone.text).and_then(|text| {
            page.message("trajectory-milestone", &[("year", &year), ("text", &text)])
        });
        page.offer(1, line);
    }
}

pub(super) fn life_facts(page: &mut Page<'_>) {
    for fact in page.profile.life_facts.iter().take(CONSIDERED) {
        let trust = fact.confidence.map_or(Trust::Plain, Confidence::trust);
        let category = page
            .words
            .message(&format!("category-{}", fact.category.word()), &[])
            .unwrap_or_default();
        let line = page.words.quote(&fact.value).and_then(|text| {
            let args = [("category", &*category), ("text", &*text)];
            page.words.attribute("fact", fact.valence.word(), &args)
        });
        match trust {
            Trust::Silent => {}
            Trust::Soft => {
                let line = line.and_then(|line| page.words.message("unsure", &[("line", &line)]));
                page.offer(1, line);
            }
            Trust::Plain => page.offer(2, line),
        }
    }
}

/// Traits, what two of them make together, facets. Where little stands
/// out there is still something to go by.
pub(super) fn big_five(page: &mut Page<'_>) {
    let extreme = |band| matches!(band, Band::VeryLow | Band::VeryHigh);
    let traits = page.profile.big_five.traits().each();
    for (key, percentile) in traits {
        let band = percentile.band();
        let weight = if extreme(band) {
            weight::STRONG_TRAIT
        } else {
            weight::TRAIT
        };
        page.offer(
            weight,
            page.behaviour(&format!("trait-{key}"), band, Trust::Plain),
        );
    }
    pairs(page, true);
    for (key, percentile) in page.profile.big_five.facets().iter().flat_map(|f| f.each()) {
        let band = percentile.band();
        let weight = if extreme(band) {
            weight::STRONG_FACET
        } else {
            weight::FACET
        };
        page.offer(
            weight,
            page.behaviour(&format!("facet-{key}"), band, Trust::Plain),
        );
    }
    match page.offers.len() {
        0 => page.say(weight::TRAIT, "personality-even"),
        1 | 2 => page.say(weight::REST, "personality-rest"),
        _ => {}
    }
}

/// What two layers make together.
pub(super) fn combined(page: &mut Page<'_>) {
    pairs(page, false);
}

/// The messages `pair-one-other` that hold for this profile: of two traits, or
/// of anything else.
fn pairs(page: &mut Page<'_>, of_traits: bool) {
    let named = |name: &String| Traits::KEYS.contains(&name.as_str());
    for pair in page.words.pairs() {
        if (named(&pair.one) && named(&pair.other)) != of_traits {
            continue;
        }
        let (Some(one), Some(other)) = (
            direction(page.profile, &pair.one),
            direction(page.profile, &pair.other),
        ) else {
            continue;
        };
        let line = page
            .words
            .attribute(&pair.id, &format!("{one}-{other}"), &[]);
        page.offer(weight::PAIR, line);
    }
}

/// Where a thing that a pair names stands out, `low` or `high`. A trait has its
/// own name; a facet or a layer's scale comes after its layer, `facetAnger`,
/// `attachmentAnxiety`. A layer that isn't sure stands out nowhere.
pub(super) fn direction(profile: &Profile, name: &str) -> Option<&'static str> {
    let find = |key: &str, scores: &[(&'static str, Score)], confidence: Confidence| {
        let score = scores.iter().find(|(one, _)| same(one, key))?.1;
        (confidence.trust() == Trust::Plain).then(|| score.band())
    };
    let big_five = &profile.big_five;
    let band = if let Some((_, percentile)) = big_five
        .traits()
        .each()
        .iter()
        .find(|(one, _)| *one == name)
    {
        Some(percentile.band())
    } else if let Some(key) = name.strip_prefix("facet") {
        let facets = big_five.facets()?.each();
        let found = facets.iter().find(|(one, _)| same(one, key));
        found.map(|(_, percentile)| percentile.band())
    } else if let Some(key) = name.strip_prefix("attachment") {
        let layer = profile.attachment?;
        find(key, &layer.each(), layer.confidence)
    } else if let Some(key) = name.strip_prefix("humour") {
        let layer = profile.humour?;
        find(key, &layer.each(), layer.confidence)
    } else if let Some(key) = name.strip_prefix("value") {
        let layer = profile.values?;
        find(key, &layer.each(), layer.confidence)
    } else if let Some(key) = name.strip_prefix("time") {
        let layer = profile.time_orientation?;
        find(key, &layer.each(), layer.confidence)
    } else if name == "contradiction" {
        let level = profile.meta_preferences.as_ref()?.contradiction_tolerance?;
        return match level {
            Level::Low => Some("low"),
            Level::Medium => None,
            Level::High => Some("high"),
        };
    } else {
        None
    };
    match band? {
        Band::VeryLow | Band::Low => Some("low"),
        Band::Middle => None,
        Band::High | Band::VeryHigh => Some("high"),
    }
}

/// `Anxiety` in a compound name is `anxiety` alone.
fn same(key: &str, in_compound: &str) -> bool {
    let (mut one, mut other) = (key.chars(), in_compound.chars());
    let first = (one.next(), other.next());
    matches!(first, (Some(a), Some(b)) if a.to_ascii_uppercase() == b)
        && one.as_str() == other.as_str()
}

/// All that was measured, in full.
pub(super) fn numbers(page: &mut Page<'_>) {
    let profile = page.profile;
    let instrument = profile.instrument();
    page.offer(
        weight::FIRST,
        page.words
            .message("numbers-instrument", &[("instrument", instrument)]),
    );
    let big_five = &profile.big_five;
    let facets = big_five.facets().map(|facets| facets.each());
    for (at, (key, percentile)) in big_five.traits().each().iter().enumerate() {
        let of = page.label("trait", key);
        let number = page.number(percentile.get());
        let args = [("name", of.as_ref()), ("number", number.as_str())];
        let line = page.words.message("numbers-trait", &args);
        page.offer(weight::FIRST, line);
        // Six to a trait, in the order of the traits.
        let own: Vec<_> = facets
            .iter()
            .flatten()
            .skip(at * 6)
            .take(6)
            .map(|(key, percentile)| page.entry("facet", key, percentile.get()))
            .collect();
        if !own.is_empty() {
            let list = own.join("; ");
            let args = [("name", of.as_ref()), ("list", list.as_str())];
            page.offer(weight::FIRST, page.words.message("numbers-facets", &args));
        }
    }
    if let Some(layer) = &profile.attachment {
        page.layer("attachment", &layer.each(), layer.confidence);
    }
    if let Some(layer) = &profile.humour {
        page.layer("humour", &layer.each(), layer.confidence);
    }
    if let Some(layer) = &profile.values {
        page.layer("values", &layer.each(), layer.confidence);
    }
    if let Some(layer) = &profile.time_orientation {
        page.layer("timeOrientation", &layer.each(), layer.confidence);
    }
}

pub(super) fn attachment(page: &mut Page<'_>) {
    if let Some(layer) = &page.profile.attachment {
        page.scores("attachment", layer.confidence, layer.each());
    }
}

pub(super) fn humour(page: &mut Page<'_>) {
    if let Some(layer) = &page.profile.humour {
        page.scores("humour", layer.confidence, layer.each());
    }
}

pub(super) fn values(page: &mut Page<'_>) {
    if let Some(layer) = &page.profile.values {
        page.scores("value", layer.confidence, layer.each());
    }
}

pub(super) fn time_orientation(page: &mut Page<'_>) {
    if let Some(layer) = &page.profile.time_orientation {
        page.scores("time", layer.confidence, layer.each());
    }
}

/// In the prompt's language or else in the owner's, and then it says so.
pub(super) fn narratives(page: &mut Page<'_>) {
    if !page.rendering.include_narratives {
        return;
    }
    let narratives = &page.profile.narratives;
    let asked = page.rendering.lang;
    let primary = page.profile.primary_language;
    let Some((lang, narrative)) = [asked, primary]
        .iter()
        .find_map(|&lang| Some((lang, narratives.get(lang)?)))
    else {
        return;
    };
    if lang != asked {
        let language = page.language(lang.slug());
        page.intro = page
            .words
            .attribute(
                "section-narratives",
                "elsewhere",
                &[("language", &language)],
            )
            .map(Cow::into_owned);
        page.narratives_lang = Some(lang);
    }
    for (at, (part, prose)) in narrative.each().enumerate() {
        let title = page
            .words
            .message(&format!("narrative-{part}"), &[])
            .unwrap_or_default();
        let line = page.words.quote(prose).and_then(|text| {
            page.words
                .message("narrative", &[("part", &title), ("text", &text)])
        });
        page.offer(u8::try_from(9_usize.saturating_sub(at)).unwrap_or(0), line);
    }
}
