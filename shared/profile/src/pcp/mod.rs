//! The portable cognitive profile (PCP): the content of a snapshot.
//!
//! One strict type per layer: unknown fields are refused, absent layers are
//! `None`, and a parsed value is always within its range. The JSON Schema in
//! `pcp.schema.json` is generated from these types, **doc comments included**:
//! they are published text.
//!
//! The bounds fit any real person and keep a profile the size of a document:
//! names and phrases 200 code points, sentences 1000, a narrative 8000; lists
//! of words 100, of facts 500. Only taboos may be 10,000: people paste word
//! lists.

mod declared;
mod measured;
mod narrative;

pub use declared::{
    AestheticCanon, Category, Chronotype, CitationStyle, EpistemicStyle, Hours, LanguageByDomain,
    Length, LengthByContext, Level, LifeContext, LifeFact, MentalFrame, MetaPreferences, Milestone,
    NegativeItem, NegativeKind, NegativeSpace, OperationalEquipment, Rhythms, Severity, Trajectory,
    Valence,
};
pub use measured::{
    Attachment, BigFive, Facets, Humour, Instrument, TimeOrientation, Traits, Values,
};
pub use narrative::{Narrative, Narratives, Prose};

use crate::choice::{Lang, Preset};
use crate::value::{List, Text};
use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use schemars::JsonSchema;

/// A name, a tool, a phrase: 1–200 code points.
pub type Phrase = Text<1, 200>;
/// A sentence or a few: 1–1000 code points.
pub type Sentence = Text<1, 1000>;
/// Words and names, at most 100.
pub type Phrases = List<Phrase, 100>;
/// Sentences, at most 100.
pub type Sentences = List<Sentence, 100>;

/// One person's profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Profile {
    /// The language the owner thinks in; prompts default to it.
    pub primary_language: Lang,
    /// The measured personality.
    pub big_five: BigFive,
    /// Attachment style.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
    /// Humour styles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub humour: Option<Humour>,
    /// Basic values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<Values>,
    /// Time perspective.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_orientation: Option<TimeOrientation>,
    /// Where the owner stands in life; measured and declared in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub life_context: Option<LifeContext>,
    /// What the owner loves and rejects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aesthetic_canon: Option<AestheticCanon>,
    /// What must never be said, used or imitated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub negative_space: Option<NegativeSpace>,
    /// How the owner wants to be answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta_preferences: Option<MetaPreferences>,
    /// What the owner believes and reasons with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mental_frame: Option<MentalFrame>,
    /// What the owner works with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operational_equipment: Option<OperationalEquipment>,
    /// When the owner works and rests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rhythms: Option<Rhythms>,
    /// Where the owner comes from and is going.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trajectory: Option<Trajectory>,
    /// Facts the owner approved, one by one.
    #[serde(default, skip_serializing_if = "List::is_empty")]
    pub life_facts: List<LifeFact, 500>,
    /// The portrait as prose, by language.
    #[serde(default, skip_serializing_if = "Narratives::is_empty")]
    pub narratives: Narratives,
}

impl Profile {
    /// The layers this profile has, by their JSON names, in document order.
    pub fn layers(&self) -> Vec<&'static str> {
        [
            ("bigFive", true),
            ("attachment", self.attachment.is_some()),
            ("humour", self.humour.is_some()),
            ("values", self.values.is_some()),
            ("timeOrientation", self.time_orientation.is_some()),
            ("lifeContext", self.life_context.is_some()),
            ("aestheticCanon", self.aesthetic_canon.is_some()),
            ("negativeSpace", self.negative_space.is_some()),
            ("metaPreferences", self.meta_preferences.is_some()),
            ("mentalFrame", self.mental_frame.is_some()),
            ("operationalEquipment", self.operational_equipment.is_some()),
            ("rhythms", self.rhythms.is_some()),
            ("trajectory", self.trajectory.is_some()),
            ("lifeFacts", !self.life_facts.is_empty()),
        ]
        .into_iter()
        .filter_map(|(name, present)| present.then_some(name))
        .collect()
    }

    /// The languages its narratives are written in.
    pub fn languages(&self) -> Vec<Lang> {
        Lang::ALL
            .iter()
            .copied()
            .filter(|&lang| self.narratives.get(lang).is_some())
            .collect()
    }

    /// Whether it has narratives in any language.
    pub fn has_narratives(&self) -> bool {
        !self.narratives.is_empty()
    }

    /// The questionnaire it was measured with, such as `ipip-neo-120`.
    pub fn instrument(&self) -> &'static str {
        self.big_five.instrument().slug()
    }

    /// The presets it can be rendered as: all, since a preset requires only the
    /// traits and every profile has them.
    pub fn presets(&self) -> Vec<&'static str> {
        Preset::SLUGS.to_vec()
    }
}
