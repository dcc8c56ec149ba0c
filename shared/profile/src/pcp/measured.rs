//! The measured layers: personality, attachment, humour, values, time.

use crate::value::{Confidence, Percentile, Score};
use crate::words::words;
use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use schemars::JsonSchema;

/// Defines a struct of named numbers in a fixed order. The same names are used
/// for the JSON fields and the template messages.
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

words! {
    /// The questionnaire. The number is its count of items.
    Instrument;
    /// 60 items: traits only.
    IpipNeo60 = "ipip-neo-60",
    /// 120 items: traits and facets.
    IpipNeo120 = "ipip-neo-120",
    /// 300 items: traits and facets.
    IpipNeo300 = "ipip-neo-300",
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
