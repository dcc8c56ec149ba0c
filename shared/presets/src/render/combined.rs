//! The section of combinations: messages about two scales at once.

use super::budget::priority;
use super::section::SectionBuilder;
use crate::pcp::{Level, Profile, Traits};
use crate::value::{Band, Confidence, ConfidenceLevel, Score};

/// Combinations across layers.
pub(crate) fn combined(section: &mut SectionBuilder<'_>) {
    add_pairs(section, false);
}

/// Adds the messages `pair-one-other` that apply to this profile: those of two
/// traits, or all others.
pub(super) fn add_pairs(section: &mut SectionBuilder<'_>, of_traits: bool) {
    let is_trait = |name: &String| Traits::KEYS.contains(&name.as_str());
    for pair in section.templates.pairs() {
        if (is_trait(&pair.one) && is_trait(&pair.other)) != of_traits {
            continue;
        }
        let (Some(one), Some(other)) = (
            direction(section.profile, &pair.one),
            direction(section.profile, &pair.other),
        ) else {
            continue;
        };
        let line = section
            .templates
            .attribute(&pair.id, &format!("{one}-{other}"), &[]);
        section.add(priority::PAIR, line);
    }
}

/// The direction, `low` or `high`, in which a scale deviates from the middle.
/// A trait has its own name; the name of a facet or of another layer's scale
/// is prefixed with its layer: `facetAnger`, `attachmentAnxiety`. A layer below
/// high confidence has no direction.
pub(crate) fn direction(profile: &Profile, name: &str) -> Option<&'static str> {
    let find = |key: &str, scores: &[(&'static str, Score)], confidence: Confidence| {
        let score = scores.iter().find(|(one, _)| same(one, key))?.1;
        (confidence.level() == ConfidenceLevel::High).then(|| score.band())
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

/// Whether `Anxiety`, in a compound name, is the key `anxiety`.
fn same(key: &str, in_compound: &str) -> bool {
    let (mut one, mut other) = (key.chars(), in_compound.chars());
    let first = (one.next(), other.next());
    matches!(first, (Some(a), Some(b)) if a.to_ascii_uppercase() == b)
        && one.as_str() == other.as_str()
}
