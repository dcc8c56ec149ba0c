//! The choices a caller has: preset, language, variant, format.
//!
//! Each value has one canonical slug. `FromStr` and serde accept exactly the
//! slugs and aliases that are served, so a parsed value can always be
//! answered.

pub use super::words::UnknownSlug;
use super::words::words;

words! {
    /// A way of turning a profile into a system prompt.
    Preset;
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

words! {
    /// A language of prompts and narratives.
    Lang;
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

words! {
    /// The shape a family of models follows best. It changes the shape only,
    /// never the meaning.
    Variant;
    /// Plain text.
    Generic = "generic",
    /// XML-tagged sections.
    Claude = "claude",
    /// Headed Markdown.
    Gpt = "gpt",
    /// Numbered directives.
    Gemini = "gemini",
}

words! {
    /// How an answer is written.
    Format;
    /// JSON.
    Json = "json",
    /// The prompt alone, as plain text.
    Txt = "txt",
    /// The prompt alone, as Markdown.
    Md = "md",
    /// YAML.
    Yaml = "yaml",
}
