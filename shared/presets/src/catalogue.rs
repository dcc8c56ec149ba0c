//! The messages of one language in one template set.
//!
//! The Fluent files are embedded in the binary. A language and template set is
//! parsed on first use, so that a cold start parses nothing and a request only
//! what it needs.

use super::choice::Lang;
use super::sanitize;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::Entry;
use std::borrow::Cow;
use std::sync::OnceLock;
use unic_langid::LanguageIdentifier;

/// The version of the templates and of the code that renders them. It changes
/// whenever a prompt could: a test checks it against a hash over both.
pub const TEMPLATE_VERSION: &str = include_str!("template.version").trim_ascii_end();

/// The templates of one purpose. Each set has a file of its own, which words
/// the measured layers for that purpose and may override messages of the frame
/// and of the declared layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplateSet {
    /// How to treat the owner.
    Portrait,
    /// How to object.
    Critic,
    /// What to reflect back.
    Mirror,
    /// How the owner writes.
    Voice,
    /// How to rewrite other people's texts for the owner.
    Translator,
    /// The portrait and the numbers it is based on.
    Analyst,
}

impl TemplateSet {
    /// All sets, in declaration order.
    pub const ALL: &[Self] = &[
        Self::Portrait,
        Self::Critic,
        Self::Mirror,
        Self::Voice,
        Self::Translator,
        Self::Analyst,
    ];

    /// The files of the set. Messages of a later file override those of an
    /// earlier one.
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

/// The files of a language, with their names.
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

/// The parsed messages of one language and template set.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    quotes: (String, String),
    pairs: Vec<Pair>,
}

/// A message about a combination of two scales, `pair-one-other`.
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
    /// The catalogue of a language and template set; the first call parses it.
    pub fn of(lang: Lang, templates: TemplateSet) -> &'static Self {
        macro_rules! cached {
            ($($one:ident),+) => {
                match templates {
                    $(TemplateSet::$one => {
                        static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
                        CATALOGUE.get_or_init(|| Self::load(lang, templates))
                    })+
                }
            };
            () => { cached!(Portrait, Critic, Mirror, Voice, Translator, Analyst) };
        }
        // Each expansion declares statics of its own: one per language and set.
        match lang {
            Lang::Es => cached!(),
            Lang::En => cached!(),
            Lang::Fr => cached!(),
            Lang::De => cached!(),
            Lang::It => cached!(),
            Lang::Pt => cached!(),
        }
    }

    fn load(lang: Lang, templates: TemplateSet) -> Self {
        let locale: LanguageIdentifier = lang.slug().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolation marks are bidirectional controls, which prompts never contain.
        bundle.set_use_isolating(false);
        let mut pairs = Vec::new();
        for (_, source) in files(lang)
            .into_iter()
            .filter(|(name, _)| templates.files().contains(name))
        {
            // A malformed entry is left out of the resource; the lint of the
            // language files reports it.
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

    /// The messages about combinations, in the file's order.
    pub(super) fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The names of the attributes of a message, in the file's order.
    pub(super) fn attributes(&self, id: &str) -> impl Iterator<Item = &str> {
        self.bundle
            .get_message(id)
            .into_iter()
            .flat_map(|message| message.attributes().map(|one| one.id()).collect::<Vec<_>>())
    }

    /// A formatted message; `None` if the language doesn't have it.
    pub fn message(&self, id: &str, args: &[(&'static str, &str)]) -> Option<Cow<'_, str>> {
        self.format(id, None, args)
    }

    /// A formatted attribute of a message; `None` if the language doesn't have
    /// it, which is how a template leaves a line out.
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
        // An unresolved reference is written as its name, which is harmless; a
        // test reports it.
        let text = self
            .bundle
            .format_pattern(pattern, Some(&args), &mut Vec::new());
        // A template may span several lines, a line of a prompt may not.
        let text = if text.contains('\n') {
            text.replace('\n', " ").into()
        } else {
            text
        };
        (!text.is_empty()).then_some(text)
    }

    /// The owner's words, sanitized and in this language's quotation marks;
    /// `None` if nothing visible is left. A final full stop is dropped: the
    /// template ends the sentence.
    pub fn quote(&self, words: &str) -> Option<String> {
        let clean = sanitize::clean(words);
        let clean = clean
            .strip_suffix('.')
            .filter(|rest| !rest.ends_with('.'))
            .unwrap_or(&clean);
        let (open, close) = &self.quotes;
        (!clean.is_empty()).then(|| format!("{open}{clean}{close}"))
    }
}
