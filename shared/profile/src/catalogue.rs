//! The messages of one language, as one lens sees them.
//!
//! The Fluent files are part of the binary and parsed when a language and lens
//! are first asked for: a cold start pays for none, a request for its own.

use super::choice::Lang;
use super::ink;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::Entry;
use std::borrow::Cow;
use std::sync::OnceLock;
use unic_langid::LanguageIdentifier;

/// Which wording and which engine made a prompt. A hash over the templates
/// and the code that shapes them, kept in a file by a test: it changes
/// whenever a prompt could.
pub const TEMPLATE_VERSION: &str = include_str!("template.version").trim_ascii_end();

/// What a preset makes of a profile. Each lens has a file of its own, which
/// words the measured layers for its purpose and may say a message of the
/// frame or of the declared layers otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lens {
    /// How to treat this person.
    Portrait,
    /// How to object.
    Critic,
    /// What to reflect back.
    Mirror,
    /// How this person writes.
    Voice,
    /// How to put what others wrote.
    Translator,
    /// The portrait, and the numbers behind it.
    Analyst,
}

impl Lens {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Portrait,
        Self::Critic,
        Self::Mirror,
        Self::Voice,
        Self::Translator,
        Self::Analyst,
    ];

    /// Its files, in the order in which they are read: a later one overrides.
    pub(super) const fn files(self) -> &'static [&'static str] {
        match self {
            Self::Portrait => &["frame.ftl", "declared.ftl", "portrait.ftl"],
            Self::Critic => &["frame.ftl", "declared.ftl", "critic.ftl"],
            Self::Mirror => &["frame.ftl", "declared.ftl", "mirror.ftl"],
            Self::Voice => &["frame.ftl", "declared.ftl", "voice.ftl"],
            Self::Translator => &["frame.ftl", "declared.ftl", "translator.ftl"],
            Self::Analyst => &["frame.ftl", "declared.ftl", "portrait.ftl", "analyst.ftl"],
        }
    }
}

macro_rules! files {
    ($lang:literal: $($file:literal),+) => {
        [$(($file, include_str!(concat!("lang/", $lang, "/", $file)))),+]
    };
    ($lang:literal) => {
        files!($lang: "frame.ftl", "declared.ftl", "portrait.ftl", "critic.ftl", "mirror.ftl",
            "voice.ftl", "translator.ftl", "analyst.ftl")
    };
}

/// A language's files, by name.
pub(super) fn files(lang: Lang) -> [(&'static str, &'static str); 8] {
    match lang {
        Lang::Es => files!("es"),
        Lang::Fr => files!("fr"),
        Lang::De => files!("de"),
        Lang::En => files!("en"),
        Lang::It => files!("it"),
        Lang::Pt => files!("pt"),
    }
}

/// The messages of one language for one lens, parsed.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    quotes: (String, String),
    pairs: Vec<Pair>,
}

/// A message about two things at once, `pair-one-other`.
pub(super) struct Pair {
    pub(super) id: String,
    pub(super) one: String,
    pub(super) other: String,
}

impl Pair {
    fn parse(id: &str) -> Option<Self> {
        let (one, other) = id.strip_prefix("pair-")?.split_once('-')?;
        Some(Self {
            id: id.to_owned(),
            one: one.to_owned(),
            other: other.to_owned(),
        })
    }
}

impl Catalogue {
    /// The catalogue of a language and lens; the first call parses it.
    pub fn of(lang: Lang, lens: Lens) -> &'static Self {
        macro_rules! shelf {
            ($($one:ident),+) => {
                match lens {
                    $(Lens::$one => {
                        static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
                        CATALOGUE.get_or_init(|| Self::load(lang, lens))
                    })+
                }
            };
            () => { shelf!(Portrait, Critic, Mirror, Voice, Translator, Analyst) };
        }
        // A shelf each: what one language's arm keeps, another's doesn't see.
        match lang {
            Lang::Es => shelf!(),
            Lang::En => shelf!(),
            Lang::Fr => shelf!(),
            Lang::De => shelf!(),
            Lang::It => shelf!(),
            Lang::Pt => shelf!(),
        }
    }

    fn load(lang: Lang, lens: Lens) -> Self {
        let locale: LanguageIdentifier = lang.slug().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolating marks are bidi controls: a prompt has none.
        bundle.set_use_isolating(false);
        let mut pairs = Vec::new();
        for (_, source) in files(lang)
            .into_iter()
            .filter(|(name, _)| lens.files().contains(name))
        {
            // A broken entry is left out of the resource; the lint test is
            // where that fails.
            let resource = match FluentResource::try_new(source.to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            pairs.extend(resource.entries().filter_map(|entry| match entry {
                Entry::Message(message) => Pair::parse(message.id.name),
                _ => None,
            }));
            bundle.add_resource_overriding(resource);
        }
        let mut catalogue = Self {
            bundle,
            quotes: (String::new(), String::new()),
            pairs,
        };
        let mark = |side| {
            catalogue
                .attribute("quote", side, &[])
                .unwrap_or_default()
                .into_owned()
        };
        catalogue.quotes = (mark("open"), mark("close"));
        catalogue
    }

    /// What is said about two things at once, in the file's order.
    pub(super) fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The names of a message's attributes, in the file's order.
    pub(super) fn attributes(&self, id: &str) -> impl Iterator<Item = &str> {
        self.bundle
            .get_message(id)
            .into_iter()
            .flat_map(|message| message.attributes().map(|one| one.id()).collect::<Vec<_>>())
    }

    /// A message; `None` where the language doesn't have it.
    pub fn message(&self, id: &str, args: &[(&'static str, &str)]) -> Option<Cow<'_, str>> {
        self.format(id, None, args)
    }

    /// A message's attribute; `None` where the language doesn't have it,
    /// which is how a template says nothing.
    pub fn attribute(
        &self,
        id: &str,
        attribute: &str,
        args: &[(&'static str, &str)],
    ) -> Option<Cow<'_, str>> {
        self.format(id, Some(attribute), args)
    }

    fn format(
        &self,
        id: &str,
        attribute: Option<&str>,
        args: &[(&'static str, &str)],
    ) -> Option<Cow<'_, str>> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(attribute) => message.get_attribute(attribute)?.value(),
            None => message.value()?,
        };
        let args: FluentArgs<'_> = args.iter().copied().collect();
        // A reference that can't be resolved is written as its name: harmless,
        // and the lint test is where it fails.
        let text = self
            .bundle
            .format_pattern(pattern, Some(&args), &mut Vec::new());
        // A template may run over several lines, a prompt's line may not.
        let text = if text.contains('\n') {
            text.replace('\n', " ").into()
        } else {
            text
        };
        (!text.is_empty()).then_some(text)
    }

    /// The owner's words, cleaned and in this language's quotation marks;
    /// `None` if nothing visible is left of them. A full stop at their end is
    /// left to the template's sentence.
    pub fn quote(&self, words: &str) -> Option<String> {
        let clean = ink::clean(words);
        let clean = clean
            .strip_suffix('.')
            .filter(|rest| !rest.ends_with('.'))
            .unwrap_or(&clean);
        let (open, close) = &self.quotes;
        (!clean.is_empty()).then(|| format!("{open}{clean}{close}"))
    }
}
