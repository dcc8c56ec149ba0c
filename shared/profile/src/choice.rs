//! What a caller may choose: preset, language, variant, format.
//!
//! Each has one canonical slug; `FromStr` and serde take the slugs that are
//! served today, aliases too, and nothing else, so a parsed value can always
//! be answered.

use serde::Serialize;
use serde::de::{Deserialize, Deserializer, Error};
use std::fmt;
use std::str::FromStr;

/// A slug that is not one of those served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownSlug;

impl fmt::Display for UnknownSlug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not one of the known names")
    }
}

impl std::error::Error for UnknownSlug {}

/// An enum of slugs: variants in lower case, with an alias where there is one.
macro_rules! choice {
    (
        $(#[$doc:meta])* $name:ident, all: [$($listed:ident),+];
        $($(#[$about:meta])* $variant:ident = $slug:literal $(| $alias:literal)?),+ $(,)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "lowercase")]
        pub enum $name {
            $($(#[$about])* $variant),+
        }

        impl $name {
            /// Those that can be asked for.
            pub const ALL: &[Self] = &[$(Self::$listed),+];

            /// Their canonical names, for messages that tell what is allowed.
            pub const SLUGS: &'static [&'static str] = &[$(Self::$listed.slug()),+];

            /// The canonical name.
            pub const fn slug(self) -> &'static str {
                match self {
                    $(Self::$variant => $slug),+
                }
            }

            /// The English name that answers too, where there is one.
            pub const fn alias(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => { let alias: &[&'static str] = &[$($alias)?]; alias.first().copied() }),+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.slug())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let slug = String::deserialize(deserializer)?;
                slug.parse().map_err(|_| D::Error::unknown_variant(&slug, Self::SLUGS))
            }
        }

        impl FromStr for $name {
            type Err = UnknownSlug;

            fn from_str(slug: &str) -> Result<Self, UnknownSlug> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|one| one.slug() == slug || one.alias() == Some(slug))
                    .ok_or(UnknownSlug)
            }
        }
    };
}

choice! {
    /// A way of turning a profile into a system prompt.
    Preset, all: [Estandar, Compacto, Critico, Espejo, Voz, Traductor, Analista];
    /// The whole calibration.
    Estandar = "estandar" | "standard",
    /// The same in at most 800 tokens.
    Compacto = "compacto" | "compact",
    /// A critic of the owner's drafts and decisions.
    Critico = "critico" | "critic",
    /// A mirror to think aloud with.
    Espejo = "espejo" | "mirror",
    /// Writes in the owner's voice.
    Voz = "voz" | "voice",
    /// Rewrites what others send for the owner.
    Traductor = "traductor" | "translator",
    /// The profile with its numbers.
    Analista = "analista" | "analyst",
}

choice! {
    /// A language of prompts and narratives.
    Lang, all: [Es, En, Fr, De, It, Pt];
    /// Spanish.
    Es = "es",
    /// English.
    En = "en",
    /// French.
    Fr = "fr",
    /// German.
    De = "de",
    /// Italian.
    It = "it",
    /// Portuguese.
    Pt = "pt",
}

impl Lang {
    /// The languages that prompts can be written in.
    pub const fn built() -> &'static [Self] {
        Self::ALL
    }
}

choice! {
    /// The shape a family of models follows best. It changes the shape only,
    /// never the meaning.
    Variant, all: [Generic, Claude, Gpt, Gemini];
    /// Plain text.
    Generic = "generic",
    /// XML-tagged sections.
    Claude = "claude",
    /// Headed Markdown.
    Gpt = "gpt",
    /// Numbered directives.
    Gemini = "gemini",
}

choice! {
    /// How an answer is written.
    Format, all: [Json, Txt, Md, Yaml];
    /// JSON.
    Json = "json",
    /// The prompt alone, as plain text.
    Txt = "txt",
    /// The prompt alone, as Markdown.
    Md = "md",
    /// YAML.
    Yaml = "yaml",
}
