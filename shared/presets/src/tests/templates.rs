//! A lint of the language files.

use super::*;
use crate::catalogue::{Catalogue, TemplateSet, files};
use crate::layout::layout;
use crate::pcp;
use crate::render::combined::direction;
use crate::sanitize::SPECIAL;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};
use std::collections::{BTreeMap, BTreeSet};

/// A message's text and the variables it uses.
type Message = (String, BTreeSet<String>);
/// Messages and attributes, by `id` or `id.attribute`.
type Messages = BTreeMap<String, Message>;

fn parsed(lang: Lang) -> Vec<(&'static str, Resource<&'static str>)> {
    files(lang)
        .map(|(file, source)| {
            let resource = fluent_syntax::parser::parse(source)
                .unwrap_or_else(|(_, errors)| panic!("{lang}/{file}: {errors:?}"));
            (file, resource)
        })
        .into()
}

/// A language's messages, file by file.
fn by_file(lang: Lang) -> BTreeMap<&'static str, Messages> {
    let mut files = BTreeMap::new();
    for (file, resource) in parsed(lang) {
        let mut messages = Messages::new();
        for entry in resource.body {
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Junk { content } => panic!("{lang}/{file}: {content}"),
                Entry::Term(term) => panic!("{lang}/{file}: a term, {}", term.id.name),
                _ => continue,
            };
            let value = message
                .value
                .map(|value| (message.id.name.to_owned(), value));
            let attributes = message
                .attributes
                .into_iter()
                .map(|one| (format!("{}.{}", message.id.name, one.id.name), one.value));
            for (id, pattern) in value.into_iter().chain(attributes) {
                let mut text = String::new();
                let mut variables = BTreeSet::new();
                walk(&pattern, &mut text, &mut variables);
                let twice = messages.insert(id.clone(), (text, variables)).is_some();
                assert!(!twice, "{lang}/{file}: {id} is defined twice");
            }
        }
        files.insert(file, messages);
    }
    files
}

/// All of a language's messages, with the file's name before the id.
fn messages(lang: Lang) -> Messages {
    by_file(lang)
        .into_iter()
        .flat_map(|(file, messages)| {
            messages
                .into_iter()
                .map(move |(id, message)| (format!("{file}/{id}"), message))
        })
        .collect()
}

/// The message that an attribute belongs to, or itself.
fn whole(id: &str) -> &str {
    id.split_once('.').map_or(id, |(message, _)| message)
}

/// The messages of a template set: a message of a later file replaces that of an
/// earlier one, including its attributes.
fn effective(files: &BTreeMap<&'static str, Messages>, templates: TemplateSet) -> Messages {
    let mut effective = Messages::new();
    for file in templates.files() {
        let messages = &files[file];
        let again: BTreeSet<&str> = messages.keys().map(|id| whole(id)).collect();
        effective.retain(|id, _| !again.contains(whole(id)));
        effective.extend(messages.clone());
    }
    effective
}

fn walk(pattern: &Pattern<&str>, text: &mut String, variables: &mut BTreeSet<String>) {
    fn inline(expression: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
        match expression {
            InlineExpression::VariableReference { id } => {
                variables.insert(id.name.to_owned());
            }
            other => panic!("only variables are allowed in braces: {other:?}"),
        }
    }
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => text.push_str(value),
            PatternElement::Placeable {
                expression: Expression::Inline(expression),
            } => {
                inline(expression, variables);
            }
            PatternElement::Placeable {
                expression: Expression::Select { selector, variants },
            } => {
                inline(selector, variables);
                for variant in variants {
                    walk(&variant.value, text, variables);
                }
            }
        }
    }
}

/// The messages that the code uses from a template set, with the variables it
/// passes: those that are required and those that are optional.
fn used_messages(
    templates: TemplateSet,
) -> (BTreeMap<String, &'static [&'static str]>, BTreeSet<String>) {
    let mut always: BTreeMap<String, &'static [&'static str]> = BTreeMap::new();
    let mut optional = BTreeSet::new();
    let mut require = |id: &str, variables| {
        always.insert(id.to_owned(), variables);
    };
    for id in [
        "quote.open",
        "quote.close",
        "personality-even",
        "personality-rest",
    ] {
        require(id, &[]);
    }
    for id in ["disclose", "data", "precedence", "discretion"] {
        require(&format!("about-{id}"), &[]);
    }
    require("hypotheses", &[]);
    require("unsure", &["line"]);
    for id in ["stressed", "stressed.again", "stressed.also"] {
        require(id, &["line"]);
    }
    require("language-name", &["tag"]);
    let layers = ainhoa().layers();
    for id in layers.iter().chain(&["about", "combined", "narratives"]) {
        require(&format!("section-{id}"), &[]);
        require(&format!("section-{id}.tag"), &[]);
    }
    require("section-about.intro", &[]);
    require("section-narratives.elsewhere", &["language"]);
    require("narrative", &["part", "text"]);
    for part in [
        "portrait",
        "bigFive",
        "attachment",
        "humour",
        "values",
        "timeOrientation",
        "lifeContext",
    ] {
        require(&format!("narrative-{part}"), &[]);
    }
    for kind in pcp::NegativeKind::ALL {
        for severity in pcp::Severity::ALL {
            require(
                &format!("negative-{}.{}", kind.slug(), severity.slug()),
                &["text"],
            );
        }
    }
    require("meta-language", &["language"]);
    require("meta-domain", &["domain", "language"]);
    require("meta-programming", &["text"]);
    for level in pcp::Level::ALL {
        require(&format!("meta-contradiction.{}", level.slug()), &[]);
        require(&format!("meta-opinion.{}", level.slug()), &[]);
    }
    for length in pcp::Length::ALL {
        require(&format!("meta-length.{}", length.slug()), &["context"]);
    }
    for style in pcp::CitationStyle::ALL {
        require(&format!("meta-citation.{}", style.slug()), &[]);
    }
    for id in [
        "context-role",
        "context-sector",
        "context-stage",
        "context-household",
        "frame-models",
        "frame-beliefs",
        "equipment-constraints",
        "equipment-tools",
        "equipment-devices",
        "canon-loves",
        "canon-rejects",
        "canon-influences",
        "trajectory-goals",
        "trajectory-turns",
    ] {
        require(id, &["text"]);
    }
    require("context-languages", &["languages"]);
    require("context-country", &["country"]);
    require("context-timezone", &["zone"]);
    for style in pcp::EpistemicStyle::ALL {
        require(&format!("frame-style.{}", style.slug()), &[]);
    }
    for one in pcp::Chronotype::ALL {
        require(&format!("rhythm-chronotype.{}", one.slug()), &[]);
    }
    for id in ["rhythm-work", "rhythm-peaks", "rhythm-quiet"] {
        require(id, &["hours"]);
    }
    require("trajectory-milestone", &["text", "year"]);
    for valence in pcp::Valence::ALL {
        require(&format!("fact.{}", valence.slug()), &["category", "text"]);
    }
    for category in pcp::Category::ALL {
        require(&format!("category-{}", category.slug()), &[]);
    }
    let scales = [
        ("trait", pcp::Traits::KEYS),
        ("facet", pcp::Facets::KEYS),
        ("attachment", pcp::Attachment::KEYS),
        ("humour", pcp::Humour::KEYS),
        ("value", pcp::Values::KEYS),
        ("time", pcp::TimeOrientation::KEYS),
    ];
    for (scale, keys) in scales {
        for key in keys {
            // Other sets have lines only for the scales that matter to them.
            if scale == "trait" || matches!(templates, TemplateSet::Portrait | TemplateSet::Analyst)
            {
                require(&format!("{scale}-{key}.low"), &[]);
                require(&format!("{scale}-{key}.high"), &[]);
            }
            for band in ["very-low", "low", "middle", "high", "very-high"] {
                optional.insert(format!("{scale}-{key}.{band}"));
            }
        }
    }
    if templates != TemplateSet::Portrait {
        for id in ["section-task", "section-task.tag", "section-task.intro"] {
            require(id, &[]);
        }
    }
    if templates == TemplateSet::Analyst {
        require("section-numbers", &[]);
        require("section-numbers.tag", &[]);
        require("section-numbers.intro", &[]);
        require("numbers-instrument", &["instrument"]);
        require("numbers-trait", &["name", "number"]);
        require("numbers-facets", &["name", "list"]);
        require("numbers-layer", &["name", "confidence", "list"]);
        require("decimal-mark", &[]);
        for (layer, keys) in [
            ("trait", pcp::Traits::KEYS),
            ("facet", pcp::Facets::KEYS),
            ("attachment", pcp::Attachment::KEYS),
            ("humour", pcp::Humour::KEYS),
            ("values", pcp::Values::KEYS),
            ("timeOrientation", pcp::TimeOrientation::KEYS),
        ] {
            for key in keys {
                require(&format!("name-{layer}-{key}"), &[]);
            }
        }
    }
    for id in layers {
        optional.insert(format!("section-{id}.intro"));
    }
    (always, optional)
}

/// Whether this is a line of a pair: the first scale's direction, then the
/// second's.
fn is_pair(id: &str) -> bool {
    let Some((pair, way)) = id.split_once('.') else {
        return false;
    };
    let mut names = pair.split('-').skip(1);
    let known = |name: Option<&str>| name.is_some_and(is_scale);
    pair.starts_with("pair-")
        && known(names.next())
        && known(names.next())
        && names.next().is_none()
        && ["low-low", "low-high", "high-low", "high-high"].contains(&way)
}

/// Whether this is the name of a scale: in a profile of extremes each scale has
/// a direction.
fn is_scale(name: &str) -> bool {
    direction(&extreme(), name).is_some()
}

#[test]
fn every_language_has_exactly_the_messages_that_are_used() {
    for &lang in Lang::built() {
        let files = by_file(lang);
        let mut unused: BTreeSet<(&str, String)> = files
            .iter()
            .flat_map(|(file, messages)| messages.keys().map(|id| (*file, id.clone())))
            .collect();
        for &templates in TemplateSet::ALL {
            let (always, optional) = used_messages(templates);
            let effective = effective(&files, templates);
            for (id, variables) in &always {
                let (text, used) = effective
                    .get(id)
                    .unwrap_or_else(|| panic!("{lang} {templates:?}: {id} is missing"));
                let given: BTreeSet<String> = variables.iter().map(ToString::to_string).collect();
                assert_eq!(used, &given, "{lang} {templates:?}: the variables of {id}");
                assert!(
                    !text.trim().is_empty() || !used.is_empty(),
                    "{lang}: {id} is empty"
                );
            }
            for (id, (_, used)) in &effective {
                let task = id.starts_with("task.") && templates != TemplateSet::Portrait;
                if always.contains_key(id) || optional.contains(id) || task || is_pair(id) {
                    for file in templates.files() {
                        unused.remove(&(*file, id.clone()));
                    }
                }
                assert!(
                    always.contains_key(id) || used.is_empty(),
                    "{lang} {templates:?}: {id} takes no variables"
                );
            }
        }
        assert!(unused.is_empty(), "{lang}: unused: {unused:?}");
    }
}

#[test]
fn a_template_set_overrides_only_messages_of_its_layout() {
    // A message about a layer that the layout lacks would never be used.
    for &preset in Preset::ALL {
        let layout = layout(preset);
        let parts: Vec<&str> = layout.sections.iter().map(|section| section.id).collect();
        let own = layout.templates.files().last().unwrap();
        for id in by_file(Lang::Es)[own].keys() {
            let layer = match whole(id).split_once('-') {
                Some(("section", layer)) => layer,
                Some(("negative", _)) => "negativeSpace",
                Some(("meta", _)) => "metaPreferences",
                Some(("context", _)) => "lifeContext",
                Some(("frame", _)) => "mentalFrame",
                Some(("equipment", _)) => "operationalEquipment",
                Some(("canon", _)) => "aestheticCanon",
                Some(("rhythm", _)) => "rhythms",
                Some(("trajectory", _)) => "trajectory",
                _ => continue,
            };
            let usable = parts.contains(&layer) && !layout.omitted.contains(&whole(id));
            assert!(usable, "{preset}: {own}/{id}");
        }
        for id in layout.omitted {
            let files = by_file(Lang::Es);
            let known = effective(&files, layout.templates);
            assert!(known.keys().any(|one| whole(one) == *id), "{preset}: {id}");
        }
    }
}

#[test]
fn languages_have_the_same_messages_with_the_same_variables() {
    let shape = |lang| {
        messages(lang)
            .into_iter()
            .map(|(id, (_, used))| (id, used))
            .collect::<BTreeMap<_, _>>()
    };
    let order = |lang| {
        parsed(lang)
            .into_iter()
            .flat_map(|(_, resource)| resource.body)
            .filter_map(|entry| match entry {
                Entry::Message(message) => Some(message),
                _ => None,
            })
            .filter(|message| message.id.name == "task" || message.id.name.starts_with("pair-"))
            .map(|message| {
                let attributes = message.attributes.iter().map(|one| one.id.name);
                (message.id.name, attributes.collect::<Vec<_>>())
            })
            .collect::<Vec<_>>()
    };
    let first = shape(Lang::Es);
    for &lang in Lang::built() {
        let other = shape(lang);
        let missing: Vec<_> = first.keys().filter(|id| !other.contains_key(*id)).collect();
        let more: Vec<_> = other.keys().filter(|id| !first.contains_key(*id)).collect();
        assert!(
            missing.is_empty() && more.is_empty(),
            "{lang}: without {missing:?}, more {more:?}"
        );
        assert_eq!(first, other, "{lang}");
        assert_eq!(
            order(Lang::Es),
            order(lang),
            "{lang}: rendered in the file's order"
        );
    }
}

#[test]
fn no_text_is_left_untranslated() {
    // Sentences that may be the same in neighbouring languages.
    let alike = ["declared.ftl/context-country"];
    let all: Vec<(Lang, Messages)> = Lang::built().iter().map(|&l| (l, messages(l))).collect();
    for (at, (one, texts)) in all.iter().enumerate() {
        for (other, others) in all.iter().skip(at + 1) {
            for (id, (text, _)) in texts {
                // Neighbouring languages share words, not sentences.
                let words = text
                    .split_whitespace()
                    .filter(|word| word.len() > 2)
                    .count();
                let same = others.get(id).is_some_and(|(other, _)| other == text);
                assert!(
                    !same || words < 3 || alike.contains(&id.as_str()),
                    "{id} is the same in {one} and {other}: {text}"
                );
            }
        }
    }
}

#[test]
fn templates_use_no_character_that_a_variant_escapes() {
    for &lang in Lang::built() {
        let files = by_file(lang);
        for &templates in TemplateSet::ALL {
            let mut tags = BTreeSet::new();
            for (id, (text, _)) in effective(&files, templates) {
                if id.ends_with(".tag") {
                    assert!(
                        text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
                        "{lang}: {id}"
                    );
                    assert!(tags.insert(text), "{lang}: {id} is another section's tag");
                }
            }
        }
        for (id, (text, _)) in messages(lang) {
            if id.ends_with(".tag") || id.ends_with("decimal-mark") {
                continue;
            }
            assert!(
                !text.contains(SPECIAL),
                "{lang}: {id} has a special character: {text}"
            );
            assert!(!text.contains(['`', '[', ']', '"']), "{lang}: {id}: {text}");
            // The quotation marks of the owner's words are reserved for them.
            let marks = marks(lang);
            assert!(
                id.contains("/quote.") || !text.contains(marks),
                "{lang}: {id}: {text}"
            );
            assert!(
                text.chars().all(|c| c == '\n' || !c.is_control()),
                "{lang}: {id}"
            );
            let first = text.trim_start().chars().next().unwrap_or('x');
            assert!(
                !first.is_ascii_digit() && !"-+.".contains(first),
                "{lang}: {id} starts a list"
            );
        }
    }
}

#[test]
fn owner_text_is_always_quoted() {
    // The catalogue adds them: a template must not add a second pair.
    for &lang in Lang::built() {
        let words = Catalogue::of(lang, TemplateSet::Portrait);
        let open = words.attribute("quote", "open", &[]).unwrap();
        let close = words.attribute("quote", "close", &[]).unwrap();
        assert_eq!(words.quote("x\n\"y").unwrap(), format!("{open}x 'y{close}"));
        assert_eq!(words.quote(" \u{200b}\u{202e}\n"), None);
    }
}

#[test]
fn every_template_resolves() {
    // Fluent writes an unresolved reference as `{$x}` or `{id}`.
    for who in [ainhoa(), joaquin(), aoife()] {
        for choice in renderings() {
            let prompt = render(&who, &choice).system_prompt;
            assert!(!prompt.contains(['{', '}', '$']), "{choice:?}");
        }
    }
}
