//! The messages of one language.
//!
//! The Fluent files are part of the binary and parsed when a language is
//! first asked for: a cold start pays for none, a request for one.

use super::choice::Lang;
use super::ink;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::borrow::Cow;
use std::sync::OnceLock;
use unic_langid::LanguageIdentifier;

/// Which wording and which engine made a prompt. A hash over the templates
/// and the code that shapes them, kept in a file by a test: it changes
/// whenever a prompt could.
pub const TEMPLATE_VERSION: &str = include_str!("template.version").trim_ascii_end();

macro_rules! files {
    ($lang:literal) => {
        [
            (
                "frame.ftl",
                include_str!(concat!("lang/", $lang, "/frame.ftl")),
            ),
            (
                "declared.ftl",
                include_str!(concat!("lang/", $lang, "/declared.ftl")),
            ),
            (
                "portrait.ftl",
                include_str!(concat!("lang/", $lang, "/portrait.ftl")),
            ),
        ]
    };
}

/// A language's files, by name. A language that isn't built has English ones.
pub(super) fn files(lang: Lang) -> [(&'static str, &'static str); 3] {
    match lang {
        Lang::Es => files!("es"),
        Lang::En | Lang::Fr | Lang::De | Lang::It | Lang::Pt => files!("en"),
    }
}

/// The messages of one language, parsed.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
    quotes: (String, String),
}

impl Catalogue {
    /// The catalogue of a language; the first call parses it.
    pub fn of(lang: Lang) -> &'static Self {
        static ES: OnceLock<Catalogue> = OnceLock::new();
        static EN: OnceLock<Catalogue> = OnceLock::new();
        match lang {
            Lang::Es => ES.get_or_init(|| Self::load(Lang::Es)),
            _ => EN.get_or_init(|| Self::load(Lang::En)),
        }
    }

    fn load(lang: Lang) -> Self {
        let locale: LanguageIdentifier = lang.slug().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolating marks are bidi controls: a prompt has none.
        bundle.set_use_isolating(false);
        for (_, source) in files(lang) {
            // A broken entry is left out of the resource; the lint test is
            // where that fails.
            let resource = match FluentResource::try_new(source.to_owned()) {
                Ok(resource) | Err((resource, _)) => resource,
            };
            bundle.add_resource_overriding(resource);
        }
        let mut catalogue = Self {
            bundle,
            quotes: (String::new(), String::new()),
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
