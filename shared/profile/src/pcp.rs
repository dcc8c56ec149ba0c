//! The portable cognitive profile (PCP): what a snapshot holds.
//!
//! One strict type per layer. Unknown fields are refused, absent ones are
//! simply absent, and no value can be out of its range once parsed. The JSON
//! Schema beside this file is generated from these types.
//!
//! Bounds are wide enough for any real person and narrow enough that a
//! profile stays a document: names and phrases 200 code points, sentences
//! 1000, a narrative 8000; lists of words 100, of facts 500. Taboos alone may
//! be 10,000: people paste word lists.

use super::choice::Lang;
use super::value::{
    Confidence, Country, LanguageTag, List, Percentile, Score, Text, TimeOfDay, TimeZone, Year,
};
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

/// Named numbers of one kind, in a fixed order. The names are the JSON
/// fields and the template messages alike.
macro_rules! scales {
    (
        $(#[$doc:meta])* $name:ident of $value:ident $(with $extra:ident: $extra_type:ty)?;
        $($(#[$about:meta])* $field:ident = $key:literal),+ $(,)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $(
                $(#[$about])*
                #[serde(rename = $key)]
                pub $field: $value,
            )+
            $(
                /// How sure the compiler is of this layer, 0–1.
                pub $extra: $extra_type,
            )?
        }

        impl $name {
            /// The names, in order.
            pub const KEYS: &[&'static str] = &[$($key),+];

            /// Each name with its number, in order.
            pub fn each(&self) -> [(&'static str, $value); Self::KEYS.len()] {
                [$(($key, self.$field)),+]
            }
        }
    };
}

/// The questionnaire. The number is its count of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub enum Instrument {
    /// 60 items: traits only.
    #[serde(rename = "ipip-neo-60")]
    IpipNeo60,
    /// 120 items: traits and facets.
    #[serde(rename = "ipip-neo-120")]
    IpipNeo120,
    /// 300 items: traits and facets.
    #[serde(rename = "ipip-neo-300")]
    IpipNeo300,
}

impl Instrument {
    /// Its name, such as `ipip-neo-120`.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::IpipNeo60 => "ipip-neo-60",
            Self::IpipNeo120 => "ipip-neo-120",
            Self::IpipNeo300 => "ipip-neo-300",
        }
    }
}

/// The Big Five as measured with the IPIP-NEO. Sixty items give no facets,
/// the longer forms always do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[cfg_attr(feature = "schema", schemars(!try_from, extend(
    "if" = { "properties": { "instrument": { "const": "ipip-neo-60" } } },
    "then" = { "properties": { "facets": false } },
    "else" = { "required": ["facets"] }
)))]
#[serde(
    rename_all = "camelCase",
    deny_unknown_fields,
    try_from = "BigFiveWire"
)]
pub struct BigFive {
    instrument: Instrument,
    traits: Traits,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    facets: Option<Box<Facets>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct BigFiveWire {
    instrument: Instrument,
    traits: Traits,
    #[serde(default)]
    facets: Option<Box<Facets>>,
}

impl TryFrom<BigFiveWire> for BigFive {
    type Error = &'static str;

    fn try_from(wire: BigFiveWire) -> Result<Self, Self::Error> {
        let BigFiveWire {
            instrument,
            traits,
            facets,
        } = wire;
        match (instrument, &facets) {
            (Instrument::IpipNeo60, Some(_)) => Err("ipip-neo-60 has no facets"),
            (Instrument::IpipNeo120 | Instrument::IpipNeo300, None) => {
                Err("ipip-neo-120 and ipip-neo-300 come with the 30 facets")
            }
            _ => Ok(Self {
                instrument,
                traits,
                facets,
            }),
        }
    }
}

impl BigFive {
    /// The questionnaire.
    pub fn instrument(&self) -> Instrument {
        self.instrument
    }

    /// The five traits.
    pub fn traits(&self) -> &Traits {
        &self.traits
    }

    /// The thirty facets, of 120 or 300 items.
    pub fn facets(&self) -> Option<&Facets> {
        self.facets.as_deref()
    }
}

scales! {
    /// The five traits.
    Traits of Percentile;
    /// Interest in ideas, art and novelty.
    openness = "openness",
    /// Order, diligence, self-control.
    conscientiousness = "conscientiousness",
    /// Energy drawn from company and action.
    extraversion = "extraversion",
    /// Trust and care for others.
    agreeableness = "agreeableness",
    /// Sensitivity to threat and stress.
    neuroticism = "neuroticism",
}

scales! {
    /// The thirty facets under the names of the public-domain IPIP-NEO
    /// (Johnson), six to a trait, in the order of the traits.
    Facets of Percentile;
    /// O1.
    imagination = "imagination",
    /// O2.
    artistic_interests = "artisticInterests",
    /// O3.
    emotionality = "emotionality",
    /// O4.
    adventurousness = "adventurousness",
    /// O5.
    intellect = "intellect",
    /// O6.
    liberalism = "liberalism",
    /// C1.
    self_efficacy = "selfEfficacy",
    /// C2.
    orderliness = "orderliness",
    /// C3.
    dutifulness = "dutifulness",
    /// C4.
    achievement_striving = "achievementStriving",
    /// C5.
    self_discipline = "selfDiscipline",
    /// C6.
    cautiousness = "cautiousness",
    /// E1.
    friendliness = "friendliness",
    /// E2.
    gregariousness = "gregariousness",
    /// E3.
    assertiveness = "assertiveness",
    /// E4.
    activity_level = "activityLevel",
    /// E5.
    excitement_seeking = "excitementSeeking",
    /// E6.
    cheerfulness = "cheerfulness",
    /// A1.
    trust = "trust",
    /// A2.
    morality = "morality",
    /// A3.
    altruism = "altruism",
    /// A4.
    cooperation = "cooperation",
    /// A5.
    modesty = "modesty",
    /// A6.
    sympathy = "sympathy",
    /// N1.
    anxiety = "anxiety",
    /// N2.
    anger = "anger",
    /// N3.
    depression = "depression",
    /// N4.
    self_consciousness = "selfConsciousness",
    /// N5.
    immoderation = "immoderation",
    /// N6.
    vulnerability = "vulnerability",
}

scales! {
    /// Adult attachment: the two dimensions of the ECR (Brennan, Clark and
    /// Shaver).
    Attachment of Score with confidence: Confidence;
    /// Fear of being left.
    anxiety = "anxiety",
    /// Discomfort with closeness.
    avoidance = "avoidance",
}

scales! {
    /// The four humour styles (Martin).
    Humour of Score with confidence: Confidence;
    /// To bring people together.
    affiliative = "affiliative",
    /// To keep one's own spirits up.
    self_enhancing = "selfEnhancing",
    /// At others' expense.
    aggressive = "aggressive",
    /// At one's own expense.
    self_defeating = "selfDefeating",
}

scales! {
    /// The ten basic values (Schwartz).
    Values of Score with confidence: Confidence;
    /// To think and choose for oneself.
    self_direction = "selfDirection",
    /// Excitement and challenge.
    stimulation = "stimulation",
    /// Pleasure.
    hedonism = "hedonism",
    /// Success by recognised standards.
    achievement = "achievement",
    /// Status and control.
    power = "power",
    /// Safety and stability.
    security = "security",
    /// Not upsetting others or norms.
    conformity = "conformity",
    /// Customs one was given.
    tradition = "tradition",
    /// The good of those near.
    benevolence = "benevolence",
    /// The good of all and of nature.
    universalism = "universalism",
}

scales! {
    /// Time perspective (Zimbardo and Boyd).
    TimeOrientation of Score with confidence: Confidence;
    /// The past as regret.
    past_negative = "pastNegative",
    /// The past as warmth.
    past_positive = "pastPositive",
    /// The present as pleasure.
    present_hedonistic = "presentHedonistic",
    /// The present as fate.
    present_fatalistic = "presentFatalistic",
    /// Plans and consequences.
    future = "future",
}

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

/// An enum of fixed words, whose JSON names are template attributes too.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident; $($(#[$about:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(JsonSchema))]
        pub enum $name {
            $($(#[$about])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word in JSON and in the templates.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }
    };
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
    Valence;
    /// Welcome.
    Positive = "positive",
    /// Painful.
    Negative = "negative",
    /// Wished for.
    Aspirational = "aspirational",
    /// Both.
    Ambiguous = "ambiguous",
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro has no place for #[default]"
)]
impl Default for Valence {
    fn default() -> Self {
        Self::Positive
    }
}

/// The portrait as prose, by language.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Narratives {
    /// Spanish.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub es: Option<Narrative>,
    /// English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub en: Option<Narrative>,
    /// French.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fr: Option<Narrative>,
    /// German.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub de: Option<Narrative>,
    /// Italian.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub it: Option<Narrative>,
    /// Portuguese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pt: Option<Narrative>,
}

impl Narratives {
    /// The one in a language, if it says anything.
    pub fn get(&self, lang: Lang) -> Option<&Narrative> {
        match lang {
            Lang::Es => self.es.as_ref(),
            Lang::En => self.en.as_ref(),
            Lang::Fr => self.fr.as_ref(),
            Lang::De => self.de.as_ref(),
            Lang::It => self.it.as_ref(),
            Lang::Pt => self.pt.as_ref(),
        }
        .filter(|narrative| narrative.each().next().is_some())
    }

    /// Whether there is none in any language.
    pub fn is_empty(&self) -> bool {
        Lang::ALL.iter().all(|&lang| self.get(lang).is_none())
    }
}

/// One part of a narrative: 1–8000 code points.
pub type Prose = Text<1, 8000>;

/// The portrait in one language: the whole, and one part per measured layer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Narrative {
    /// The whole person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portrait: Option<Prose>,
    /// Personality.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub big_five: Option<Prose>,
    /// Closeness.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Prose>,
    /// Humour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub humour: Option<Prose>,
    /// Values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Prose>,
    /// Time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_orientation: Option<Prose>,
    /// Life as it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub life_context: Option<Prose>,
}

impl Narrative {
    /// Each part that is there, the whole person first.
    pub fn each(&self) -> impl Iterator<Item = (&'static str, &Prose)> {
        [
            ("portrait", &self.portrait),
            ("bigFive", &self.big_five),
            ("attachment", &self.attachment),
            ("humour", &self.humour),
            ("values", &self.values),
            ("timeOrientation", &self.time_orientation),
            ("lifeContext", &self.life_context),
        ]
        .into_iter()
        .filter_map(|(part, prose)| Some((part, prose.as_ref()?)))
    }
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

    /// The questionnaire behind it, such as `ipip-neo-120`.
    pub fn instrument(&self) -> &'static str {
        self.big_five.instrument.slug()
    }

    /// The presets it can be served as: every profile has the traits, which is
    /// all that any of them needs.
    pub fn presets(&self) -> Vec<&'static str> {
        super::Preset::ALL
            .iter()
            .map(|preset| preset.slug())
            .collect()
    }
}
