//! The declared layers: what the owner says about themselves.

use super::{Phrase, Phrases, Sentence, Sentences};
use crate::value::{Confidence, Country, LanguageTag, List, Text, TimeOfDay, TimeZone, Year};
use crate::words::words;
use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use schemars::JsonSchema;

/// Where the owner stands in life.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct LifeContext {
    /// The stage of life, in the owner's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<Phrase>,
    /// What the owner does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Phrase>,
    /// The sector it is done in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector: Option<Phrase>,
    /// Whom the owner lives with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub household: Option<Phrase>,
    /// Languages the owner speaks, best first.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub languages: List<LanguageTag, 20>,
    /// Country of residence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Time zone of residence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<TimeZone>,
}

/// What the owner loves and rejects.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AestheticCanon {
    /// Works, forms, manners the owner loves.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub loves: Phrases,
    /// Those the owner rejects.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub rejects: Phrases,
    /// Whom the owner learnt from.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub influences: Phrases,
}

/// What must never be said, used or imitated.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct NegativeSpace {
    /// One by one.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub items: List<NegativeItem, 10_000>,
}

/// One thing to stay away from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NegativeItem {
    /// What sort of thing.
    pub kind: NegativeKind,
    /// The thing, in the owner's words.
    pub text: Sentence,
    /// How much it matters.
    pub severity: Severity,
    /// Whether the owner agreed to have it passed on. High severity is
    /// silent without it.
    #[serde(default)]
    pub consent: bool,
}

words! {
    /// What sort of thing to stay away from.
    NegativeKind;
    /// A subject not to raise.
    Taboo = "taboo",
    /// A habit that irritates.
    PetPeeve = "petPeeve",
    /// Words not to use.
    DislikedPhrase = "dislikedPhrase",
    /// A person or manner not to resemble.
    Antimodel = "antimodel",
}

words! {
    /// How much it matters, least first.
    Severity;
    /// Better avoided.
    Low = "low",
    /// To be avoided.
    Medium = "medium",
    /// Never.
    High = "high",
}

/// How the owner wants to be answered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct MetaPreferences {
    /// How long an answer should be, by occasion.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub length_by_context: List<LengthByContext, 20>,
    /// Which language, by subject.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub language_by_domain: List<LanguageByDomain, 20>,
    /// How much contradiction is welcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contradiction_tolerance: Option<Level>,
    /// How firmly opinions may be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion_assertiveness: Option<Level>,
    /// How sources are to be given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub citation_style: Option<CitationStyle>,
    /// The programming language for examples, unless another is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub main_programming_language: Option<Text<1, 60>>,
}

/// How long an answer should be on one occasion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LengthByContext {
    /// The occasion: "a code review".
    pub context: Phrase,
    /// How long.
    pub length: Length,
}

/// Which language for one subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LanguageByDomain {
    /// The subject: "code comments".
    pub domain: Phrase,
    /// The language.
    pub language: LanguageTag,
}

words! {
    /// How long an answer should be.
    Length;
    /// A few sentences.
    Short = "short",
    /// A few paragraphs.
    Medium = "medium",
    /// As long as it takes.
    Long = "long",
}

words! {
    /// How much of something.
    Level;
    /// Little.
    Low = "low",
    /// Some.
    Medium = "medium",
    /// A lot.
    High = "high",
}

words! {
    /// How sources are to be given.
    CitationStyle;
    /// Only when asked.
    None = "none",
    /// Named in the sentence.
    Inline = "inline",
    /// As links.
    Links = "links",
    /// Author, year and a list.
    Academic = "academic",
}

/// What the owner believes and reasons with.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct MentalFrame {
    /// Convictions.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub beliefs: Sentences,
    /// Mental models the owner reasons with.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub models: Phrases,
    /// What convinces the owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub epistemic_style: Option<EpistemicStyle>,
}

words! {
    /// What convinces.
    EpistemicStyle;
    /// Data and experiments.
    Empirical = "empirical",
    /// Argument from principles.
    Rational = "rational",
    /// What works.
    Pragmatic = "pragmatic",
    /// What rings true, then checked.
    Intuitive = "intuitive",
    /// Nothing easily.
    Sceptical = "sceptical",
}

/// What the owner works with.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct OperationalEquipment {
    /// Programs and methods.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub tools: Phrases,
    /// Machines.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub devices: Phrases,
    /// What isn't possible or allowed.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub constraints: Sentences,
}

/// When the owner works and rests, in the time zone of the life context.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Rhythms {
    /// Lark or owl.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chronotype: Option<Chronotype>,
    /// Working hours.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub work_hours: List<Hours, 8>,
    /// The hours of sharpest attention.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub peaks: List<Hours, 8>,
    /// Hours not to be disturbed in.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub quiet_hours: List<Hours, 8>,
}

words! {
    /// Lark or owl.
    Chronotype;
    /// Best early.
    Morning = "morning",
    /// Neither.
    Intermediate = "intermediate",
    /// Best late.
    Evening = "evening",
}

/// A stretch of the day; one that ends before it begins goes past midnight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Hours {
    /// When it begins.
    pub from: TimeOfDay,
    /// When it ends.
    pub to: TimeOfDay,
}

/// Where the owner comes from and is going.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Trajectory {
    /// What happened, with its year.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub milestones: List<Milestone, 100>,
    /// What changed the direction.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub turning_points: Sentences,
    /// Where it should lead.
    #[serde(skip_serializing_if = "List::is_empty")]
    pub goals: Sentences,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Milestone {
    /// When.
    pub year: Year,
    /// What.
    pub text: Sentence,
}

/// A fact the owner approved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LifeFact {
    /// The part of life.
    pub category: Category,
    /// The fact: 3–1000 code points.
    pub value: Text<3, 1000>,
    /// How the owner stands to it.
    #[serde(default)]
    pub valence: Valence,
    /// How sure it is; absent, it is taken as told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
}

words! {
    /// A part of life.
    Category;
    /// Work.
    Professional = "professional",
    /// Family.
    Family = "family",
    /// Partner.
    Partner = "partner",
    /// Pastimes.
    Hobbies = "hobbies",
    /// Health.
    Health = "health",
    /// Surroundings.
    Environment = "environment",
    /// Decisions.
    Decisions = "decisions",
    /// Conflicts.
    Conflict = "conflict",
    /// Things being tried.
    Exploration = "exploration",
    /// Corrections of the profile.
    Recalibration = "recalibration",
    /// Anything else.
    General = "general",
}

words! {
    /// How the owner stands to a fact.
    #[derive(Default)]
    Valence;
    /// Welcome.
    #[default]
    Positive = "positive",
    /// Painful.
    Negative = "negative",
    /// Wished for.
    Aspirational = "aspirational",
    /// Both.
    Ambiguous = "ambiguous",
}
