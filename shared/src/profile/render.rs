//! From a profile to a prompt: recipes, sections, token caps.
//!
//! A preset is a recipe: sections in order, each with a cap. A section is a
//! function that offers lines, each with a weight; what doesn't fit under the
//! cap is left out, whole lines, lightest first. What a line says is the
//! templates' business.

use super::catalogue::{Catalogue, TEMPLATE_VERSION};
use super::choice::{Lang, Preset, Variant};
use super::ink::{self, Block};
use super::pcp::{Hours, Profile, Severity};
use super::tokens;
use super::value::{Band, Confidence, Trust};
use serde::Serialize;
use std::borrow::Cow;
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
pub struct Section {
    /// Its name, the same in every language: `about`, or a layer's.
    pub id: &'static str,
    /// Its title.
    pub title: String,
    /// Its lines as they stand in the prompt.
    pub text: String,
}

/// One section of a recipe.
struct Part {
    id: &'static str,
    /// The most tokens it may cost, heading included.
    cap: u32,
    write: fn(&mut Page<'_>),
}

const fn part(id: &'static str, cap: u32, write: fn(&mut Page<'_>)) -> Part {
    Part { id, cap, write }
}

/// Bounded by the profile's own bounds alone.
const UNCAPPED: u32 = u32::MAX;

/// The whole calibration. The two caps of the contract are 250 and 150; the
/// others keep one long list from drowning the rest.
const STANDARD: &[Part] = &[
    part("about", 400, about),
    part("negativeSpace", 250, negative_space),
    part("metaPreferences", 150, meta_preferences),
    part("lifeContext", 300, life_context),
    part("mentalFrame", 300, mental_frame),
    part("operationalEquipment", 250, operational_equipment),
    part("aestheticCanon", 250, aesthetic_canon),
    part("rhythms", 150, rhythms),
    part("trajectory", 350, trajectory),
    part("lifeFacts", 500, life_facts),
    part("bigFive", 1200, big_five),
    part("attachment", 150, attachment),
    part("humour", 200, humour),
    part("values", 350, values),
    part("timeOrientation", 200, time_orientation),
    part("narratives", UNCAPPED, narratives),
];

/// At most [`COMPACT_TOTAL`] tokens: what changes an answer most, in the same
/// order.
const COMPACT: &[Part] = &[
    part("about", 240, about),
    part("negativeSpace", 150, negative_space),
    part("metaPreferences", 120, meta_preferences),
    part("lifeContext", 80, life_context),
    part("bigFive", 240, big_five),
    part("attachment", 70, attachment),
    part("values", 90, values),
    part("humour", 70, humour),
    part("timeOrientation", 70, time_orientation),
    part("narratives", UNCAPPED, narratives),
];

/// The contract's bound for `compacto`.
const COMPACT_TOTAL: u32 = 800;

/// Makes the prompt. Pure and total: the same arguments give the same bytes,
/// any profile gives a prompt.
pub fn render(profile: &Profile, rendering: &Rendering) -> Prompt {
    let words = Catalogue::of(rendering.lang);
    let variant = rendering.variant;
    let (recipe, mut left) = match rendering.preset {
        Preset::Compacto => (COMPACT, COMPACT_TOTAL),
        _ => (STANDARD, UNCAPPED),
    };
    let mut system_prompt = String::new();
    let mut sections = Vec::new();
    let mut narratives_lang = None;
    for part in recipe {
        let mut page = Page {
            profile,
            words,
            rendering,
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
        token_estimate: tokens::estimate(&system_prompt),
        system_prompt,
        sections,
        template_version: TEMPLATE_VERSION,
        narratives_lang,
    }
}

/// A section being written.
struct Page<'a> {
    profile: &'a Profile,
    words: &'static Catalogue,
    rendering: &'a Rendering,
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
    pub const TRAIT: u8 = 4;
    pub const PAIR: u8 = 5;
    pub const STRONG_TRAIT: u8 = 6;
    pub const FIRST: u8 = 9;
}

impl<'a> Page<'a> {
    /// Chooses the lines that fit under the cap: by weight, then by order,
    /// and nothing lighter than the first that didn't. Kept lines stay in
    /// order. Costs are the dearest variant's, so all variants say the same.
    /// `None` where there is nothing to say: no heading either.
    fn fit(self, id: &str, cap: u32) -> Option<(Block<'a>, u32)> {
        let section = format!("section-{id}");
        let title = self.words.message(&section, &[])?;
        let tag = self.words.attribute(&section, "tag", &[])?;
        let intro = self.intro.or_else(|| {
            self.words
                .attribute(&section, "intro", &[])
                .map(Cow::into_owned)
        });
        let mut cost = ink::heading_cost(&title, &tag)
            .saturating_add(intro.as_deref().map_or(0, ink::line_cost));
        let mut offers: Vec<(usize, Offer)> = self.offers.into_iter().enumerate().collect();
        offers.sort_by_key(|(_, offer)| std::cmp::Reverse(offer.weight)); // stable
        let mut kept = Vec::new();
        let mut floor = 0;
        for (at, offer) in offers {
            if offer.weight < floor {
                break;
            }
            let more = cost.saturating_add(ink::line_cost(&offer.line));
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
            .and_then(|text| self.words.message(id, &[("text", &text)]));
        self.offer(weight, line);
    }

    /// One message about a list of the owner's words: those that together
    /// stay under [`LIST_CAP`] tokens, in the owner's order.
    fn quote_list(&mut self, weight: u8, id: &str, list: &[impl Deref<Target = str>]) {
        const LIST_CAP: u32 = 110;
        let mut text = String::new();
        let mut cost: u32 = 0;
        for quoted in list
            .iter()
            .take(CONSIDERED)
            .filter_map(|words| self.words.quote(words))
        {
            cost = cost
                .saturating_add(ink::line_cost(&quoted))
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
            self.offer(weight, self.words.message(id, &[("text", &text)]));
        }
    }

    /// A message that depends on one of a few fixed words.
    fn choose(&mut self, weight: u8, id: &str, word: Option<&str>) {
        let line = word.and_then(|word| self.words.attribute(id, word, &[]));
        self.offer(weight, line);
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
            self.offer(
                weight,
                self.words.message(id, &[("hours", &spans.join(", "))]),
            );
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
            self.words
                .message("stressed", &[("line", &line)])
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
        scores: [(&'static str, super::value::Score); N],
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

fn about(page: &mut Page<'_>) {
    for id in [
        "about-disclose",
        "about-data",
        "about-precedence",
        "about-discretion",
    ] {
        page.say(weight::FIRST, id);
    }
}

/// The most severe first. What is severe is personal: it takes consent.
fn negative_space(page: &mut Page<'_>) {
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

fn meta_preferences(page: &mut Page<'_>) {
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
            page.words.message(
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

fn life_context(page: &mut Page<'_>) {
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

fn mental_frame(page: &mut Page<'_>) {
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

fn operational_equipment(page: &mut Page<'_>) {
    let Some(equipment) = &page.profile.operational_equipment else {
        return;
    };
    page.quote_list(3, "equipment-constraints", &equipment.constraints);
    page.quote_list(2, "equipment-tools", &equipment.tools);
    page.quote_list(1, "equipment-devices", &equipment.devices);
}

fn aesthetic_canon(page: &mut Page<'_>) {
    let Some(canon) = &page.profile.aesthetic_canon else {
        return;
    };
    page.quote_list(2, "canon-loves", &canon.loves);
    page.quote_list(2, "canon-rejects", &canon.rejects);
    page.quote_list(1, "canon-influences", &canon.influences);
}

fn rhythms(page: &mut Page<'_>) {
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

fn trajectory(page: &mut Page<'_>) {
    let Some(trajectory) = &page.profile.trajectory else {
        return;
    };
    page.quote_list(3, "trajectory-goals", &trajectory.goals);
    page.quote_list(2, "trajectory-turns", &trajectory.turning_points);
    for milestone in trajectory.milestones.iter().take(CONSIDERED) {
        let year = milestone.year.get().to_string();
        let line = page.words.quote(&milestone.text).and_then(|text| {
            page.words
                .message("trajectory-milestone", &[("year", &year), ("text", &text)])
        });
        page.offer(1, line);
    }
}

fn life_facts(page: &mut Page<'_>) {
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
fn big_five(page: &mut Page<'_>) {
    let marked = |band: Band| match band {
        Band::VeryLow | Band::Low => Some("low"),
        Band::Middle => None,
        Band::High | Band::VeryHigh => Some("high"),
    };
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
    for (at, (one, first)) in traits.iter().enumerate() {
        for (other, second) in traits.iter().skip(at + 1) {
            let (Some(a), Some(b)) = (marked(first.band()), marked(second.band())) else {
                continue;
            };
            let line =
                page.words
                    .attribute(&format!("pair-{one}-{other}"), &format!("{a}-{b}"), &[]);
            page.offer(weight::PAIR, line);
        }
    }
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

fn attachment(page: &mut Page<'_>) {
    if let Some(layer) = &page.profile.attachment {
        page.scores("attachment", layer.confidence, layer.each());
    }
}

fn humour(page: &mut Page<'_>) {
    if let Some(layer) = &page.profile.humour {
        page.scores("humour", layer.confidence, layer.each());
    }
}

fn values(page: &mut Page<'_>) {
    if let Some(layer) = &page.profile.values {
        page.scores("value", layer.confidence, layer.each());
    }
}

fn time_orientation(page: &mut Page<'_>) {
    if let Some(layer) = &page.profile.time_orientation {
        page.scores("time", layer.confidence, layer.each());
    }
}

/// In the prompt's language or else in the owner's, and then it says so.
fn narratives(page: &mut Page<'_>) {
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
