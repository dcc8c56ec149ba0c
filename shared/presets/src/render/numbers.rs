//! The section of numbers, for the preset that shows them.

use super::budget::priority;
use super::section::SectionBuilder;
use crate::value::{Confidence, Score};
use std::borrow::Cow;

/// All scores in full.
pub(crate) fn numbers(section: &mut SectionBuilder<'_>) {
    let profile = section.profile;
    let instrument = profile.instrument();
    section.add(
        priority::FIRST,
        section
            .templates
            .message("numbers-instrument", &[("instrument", instrument)]),
    );
    let big_five = &profile.big_five;
    let facets = big_five.facets().map(|facets| facets.each());
    for (at, (key, percentile)) in big_five.traits().each().iter().enumerate() {
        let of = section.label("trait", key);
        let number = section.number(percentile.get());
        let args = [("name", of.as_ref()), ("number", number.as_str())];
        let line = section.templates.message("numbers-trait", &args);
        section.add(priority::FIRST, line);
        // There are six facets per trait, in the order of the traits.
        let own: Vec<_> = facets
            .iter()
            .flatten()
            .skip(at * 6)
            .take(6)
            .map(|(key, percentile)| section.entry("facet", key, percentile.get()))
            .collect();
        if !own.is_empty() {
            let list = own.join("; ");
            let args = [("name", of.as_ref()), ("list", list.as_str())];
            section.add(
                priority::FIRST,
                section.templates.message("numbers-facets", &args),
            );
        }
    }
    if let Some(layer) = &profile.attachment {
        section.add_layer("attachment", &layer.each(), layer.confidence);
    }
    if let Some(layer) = &profile.humour {
        section.add_layer("humour", &layer.each(), layer.confidence);
    }
    if let Some(layer) = &profile.values {
        section.add_layer("values", &layer.each(), layer.confidence);
    }
    if let Some(layer) = &profile.time_orientation {
        section.add_layer("timeOrientation", &layer.each(), layer.confidence);
    }
}

impl SectionBuilder<'_> {
    /// Adds one line with the scores of a layer and their confidence.
    fn add_layer(&mut self, layer: &str, scores: &[(&'static str, Score)], confidence: Confidence) {
        let name = self
            .templates
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
        self.add(
            priority::FIRST,
            self.templates.message("numbers-layer", &args),
        );
    }

    fn entry(&self, layer: &str, key: &str, number: f64) -> String {
        format!("{} {}", self.label(layer, key), self.number(number))
    }

    fn label(&self, layer: &str, key: &str) -> Cow<'static, str> {
        self.templates
            .message(&format!("name-{layer}-{key}"), &[])
            .unwrap_or_default()
    }

    /// The number in full, with the decimal mark of the language.
    fn number(&self, number: f64) -> String {
        let mark = self
            .templates
            .message("decimal-mark", &[])
            .unwrap_or_default();
        number.to_string().replace('.', &mark)
    }
}
