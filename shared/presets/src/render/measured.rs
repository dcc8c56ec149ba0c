//! The sections of the measured layers: each score as an instruction.

use super::budget::priority;
use super::combined;
use super::section::SectionBuilder;
use crate::value::{Band, Confidence, ConfidenceLevel, Score};
use std::borrow::Cow;

/// Traits, combinations of two traits, and facets. A profile with few
/// outstanding scores gets a general line.
pub(crate) fn big_five(section: &mut SectionBuilder<'_>) {
    let extreme = |band| matches!(band, Band::VeryLow | Band::VeryHigh);
    let traits = section.profile.big_five.traits().each();
    for (key, percentile) in traits {
        let band = percentile.band();
        let priority = if extreme(band) {
            priority::EXTREME_TRAIT
        } else {
            priority::TRAIT
        };
        section.add(
            priority,
            section.wording(&format!("trait-{key}"), band, ConfidenceLevel::High),
        );
    }
    combined::add_pairs(section, true);
    for (key, percentile) in section
        .profile
        .big_five
        .facets()
        .iter()
        .flat_map(|f| f.each())
    {
        let band = percentile.band();
        let priority = if extreme(band) {
            priority::EXTREME_FACET
        } else {
            priority::FACET
        };
        section.add(
            priority,
            section.wording(&format!("facet-{key}"), band, ConfidenceLevel::High),
        );
    }
    match section.len() {
        0 => section.add_message(priority::TRAIT, "personality-even"),
        1 | 2 => section.add_message(priority::REST, "personality-rest"),
        _ => {}
    }
}

/// Attachment style.
pub(crate) fn attachment(section: &mut SectionBuilder<'_>) {
    if let Some(layer) = &section.profile.attachment {
        section.add_scores("attachment", layer.confidence, layer.each());
    }
}

/// Humour styles.
pub(crate) fn humour(section: &mut SectionBuilder<'_>) {
    if let Some(layer) = &section.profile.humour {
        section.add_scores("humour", layer.confidence, layer.each());
    }
}

/// Basic values.
pub(crate) fn values(section: &mut SectionBuilder<'_>) {
    if let Some(layer) = &section.profile.values {
        section.add_scores("value", layer.confidence, layer.each());
    }
}

/// Time perspective.
pub(crate) fn time_orientation(section: &mut SectionBuilder<'_>) {
    if let Some(layer) = &section.profile.time_orientation {
        section.add_scores("time", layer.confidence, layer.each());
    }
}

impl SectionBuilder<'_> {
    /// The wording for a band: the attribute of the message. An extreme band
    /// without a wording of its own has the ordinary one with emphasis; at
    /// moderate confidence it always has the ordinary one.
    fn wording(&self, id: &str, band: Band, level: ConfidenceLevel) -> Option<String> {
        use Band::{High, Low, Middle, VeryHigh, VeryLow};
        let attribute = |name| self.templates.attribute(id, name, &[]).map(Cow::into_owned);
        let emphasised = |name| {
            let line = attribute(name)?;
            let args = [("line", line.as_str())];
            // The emphases alternate: the value of the message, then its attributes.
            let turn = self.emphasised.get();
            self.emphasised.set(turn.wrapping_add(1));
            let variants: Vec<&str> = self.templates.attributes("stressed").collect();
            let index = usize::from(turn) % (variants.len() + 1);
            match index.checked_sub(1).and_then(|at| variants.get(at)) {
                Some(variant) => self.templates.attribute("stressed", variant, &args),
                None => self.templates.message("stressed", &args),
            }
            .map(Cow::into_owned)
        };
        match (level, band) {
            (ConfidenceLevel::Low, _) => None,
            (ConfidenceLevel::Moderate | ConfidenceLevel::High, Middle) => attribute("middle"),
            (ConfidenceLevel::Moderate, VeryLow) | (_, Low) => attribute("low"),
            (ConfidenceLevel::Moderate, VeryHigh) | (_, High) => attribute("high"),
            (ConfidenceLevel::High, VeryLow) => attribute("very-low").or_else(|| emphasised("low")),
            (ConfidenceLevel::High, VeryHigh) => {
                attribute("very-high").or_else(|| emphasised("high"))
            }
        }
    }

    /// Adds the wording of each score; at moderate confidence the section is
    /// introduced as hypotheses.
    fn add_scores<const N: usize>(
        &mut self,
        layer: &str,
        confidence: Confidence,
        scores: [(&'static str, Score); N],
    ) {
        let level = confidence.level();
        if level == ConfidenceLevel::Moderate {
            self.intro = self
                .templates
                .message("hypotheses", &[])
                .map(Cow::into_owned);
        }
        for (key, score) in scores {
            let band = score.band();
            let priority = match (level, band) {
                (ConfidenceLevel::High, Band::VeryLow | Band::VeryHigh) => priority::EXTREME_TRAIT,
                _ => priority::TRAIT,
            };
            self.add(
                priority,
                self.wording(&format!("{layer}-{key}"), band, level),
            );
        }
    }
}
