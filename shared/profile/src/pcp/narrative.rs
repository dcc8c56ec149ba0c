//! The narratives: the portrait as prose.

use crate::choice::Lang;
use crate::value::Text;
use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use schemars::JsonSchema;

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
    /// The narrative in a language, unless it is empty.
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

    /// Whether there are no narratives in any language.
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
    /// The parts that are present, the whole person first.
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
