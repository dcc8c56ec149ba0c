//! A lint of the language files, and the version that names them.

use super::*;
use crate::catalogue::{Catalogue, Lens, TEMPLATE_VERSION, files};
use crate::ink::SPECIAL;
use crate::pcp;
use crate::render::direction;
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
                assert!(!twice, "{lang}/{file}: {id} is there twice");
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

/// What a lens sees: a later file's message takes the place of an earlier
/// one's, attributes and all.
fn seen(files: &BTreeMap<&'static str, Messages>, lens: Lens) -> Messages {
    let mut seen = Messages::new();
    for file in lens.files() {
        let messages = &files[file];
        let again: BTreeSet<&str> = messages.keys().map(|id| whole(id)).collect();
        seen.retain(|id, _| !again.contains(whole(id)));
        seen.extend(messages.clone());
    }
    seen
}

fn walk(pattern: &Pattern<&str>, text: &mut String, variables: &mut BTreeSet<String>) {
    fn inline(expression: &InlineExpression<&str>, variables: &mut BTreeSet<String>) {
        match expression {
            InlineExpression::VariableReference { id } => {
                variables.insert(id.name.to_owned());
            }
            other => panic!("only variables may stand in braces: {other:?}"),
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

/// What Rust asks for through a lens, with the variables it gives.
fn wanted(lens: Lens) -> (BTreeMap<String, &'static [&'static str]>, BTreeSet<String>) {
    let mut always: BTreeMap<String, &'static [&'static str]> = BTreeMap::new();
    let mut optional = BTreeSet::new();
    let mut say = |id: &str, variables| {
        always.insert(id.to_owned(), variables);
    };
    for id in [
        "quote.open",
        "quote.close",
        "personality-even",
        "personality-rest",
    ] {
        say(id, &[]);
    }
    for id in ["disclose", "data", "precedence", "discretion"] {
        say(&format!("about-{id}"), &[]);
    }
    say("hypotheses", &[]);
    say("unsure", &["line"]);
    for id in ["stressed", "stressed.again", "stressed.also"] {
        say(id, &["line"]);
    }
    say("language-name", &["tag"]);
    let layers = ainhoa().layers();
    for id in layers.iter().chain(&["about", "combined", "narratives"]) {
        say(&format!("section-{id}"), &[]);
        say(&format!("section-{id}.tag"), &[]);
    }
    say("section-about.intro", &[]);
    say("section-narratives.elsewhere", &["language"]);
    say("narrative", &["part", "text"]);
    for part in [
        "portrait",
        "bigFive",
        "attachment",
        "humour",
        "values",
        "timeOrientation",
        "lifeContext",
    ] {
        say(&format!("narrative-{part}"), &[]);
    }
    for kind in pcp::NegativeKind::ALL {
        for severity in pcp::Severity::ALL {
            say(
                &format!("negative-{}.{}", kind.word(), severity.word()),
                &["text"],
            );
        }
    }
    say("meta-language", &["language"]);
    say("meta-domain", &["domain", "language"]);
    say("meta-programming", &["text"]);
    for level in pcp::Level::ALL {
        say(&format!("meta-contradiction.{}", level.word()), &[]);
        say(&format!("meta-opinion.{}", level.word()), &[]);
    }
    for length in pcp::Length::ALL {
        say(&format!("meta-length.{}", length.word()), &["context"]);
    }
    for style in pcp::CitationStyle::ALL {
        say(&format!("meta-citation.{}", style.word()), &[]);
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
        say(id, &["text"]);
    }
    say("context-languages", &["languages"]);
    say("context-country", &["country"]);
    say("context-timezone", &["zone"]);
    for style in pcp::EpistemicStyle::ALL {
        say(&format!("frame-style.{}", style.word()), &[]);
    }
    for one in pcp::Chronotype::ALL {
        say(&format!("rhythm-chronotype.{}", one.word()), &[]);
    }
    for id in ["rhythm-work", "rhythm-peaks", "rhythm-quiet"] {
        say(id, &["hours"]);
    }
    say("trajectory-milestone", &["text", "year"]);
    for valence in pcp::Valence::ALL {
        say(&format!("fact.{}", valence.word()), &["category", "text"]);
    }
    for category in pcp::Category::ALL {
        say(&format!("category-{}", category.word()), &[]);
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
            // A lens says what changes with it, and is silent about the rest.
            if scale == "trait" || matches!(lens, Lens::Portrait | Lens::Analyst) {
                say(&format!("{scale}-{key}.low"), &[]);
                say(&format!("{scale}-{key}.high"), &[]);
            }
            for band in ["very-low", "low", "middle", "high", "very-high"] {
                optional.insert(format!("{scale}-{key}.{band}"));
            }
        }
    }
    if lens != Lens::Portrait {
        for id in ["section-task", "section-task.tag", "section-task.intro"] {
            say(id, &[]);
        }
    }
    if lens == Lens::Analyst {
        say("section-numbers", &[]);
        say("section-numbers.tag", &[]);
        say("section-numbers.intro", &[]);
        say("numbers-instrument", &["instrument"]);
        say("numbers-trait", &["name", "number"]);
        say("numbers-facets", &["name", "list"]);
        say("numbers-layer", &["name", "confidence", "list"]);
        say("decimal-mark", &[]);
        for (layer, keys) in [
            ("trait", pcp::Traits::KEYS),
            ("facet", pcp::Facets::KEYS),
            ("attachment", pcp::Attachment::KEYS),
            ("humour", pcp::Humour::KEYS),
            ("values", pcp::Values::KEYS),
            ("timeOrientation", pcp::TimeOrientation::KEYS),
        ] {
            for key in keys {
                say(&format!("name-{layer}-{key}"), &[]);
            }
        }
    }
    for id in layers {
        optional.insert(format!("section-{id}.intro"));
    }
    (always, optional)
}

/// The line of a pair: the first thing's direction, then the second's.
fn is_pair(id: &str) -> bool {
    let Some((pair, way)) = id.split_once('.') else {
        return false;
    };
    let mut names = pair.split('-').skip(1);
    let known = |name: Option<&str>| name.is_some_and(stands_out);
    pair.starts_with("pair-")
        && known(names.next())
        && known(names.next())
        && names.next().is_none()
        && ["low-low", "low-high", "high-low", "high-high"].contains(&way)
}

/// Whether Rust knows the name: in a profile of extremes it stands out.
fn stands_out(name: &str) -> bool {
    direction(&extreme(), name).is_some()
}

#[test]
fn every_language_has_what_is_asked_for_and_nothing_else() {
    for &lang in Lang::built() {
        let files = by_file(lang);
        let mut unused: BTreeSet<(&str, String)> = files
            .iter()
            .flat_map(|(file, messages)| messages.keys().map(|id| (*file, id.clone())))
            .collect();
        for &lens in Lens::ALL {
            let (always, optional) = wanted(lens);
            let seen = seen(&files, lens);
            for (id, variables) in &always {
                let (text, used) = seen
                    .get(id)
                    .unwrap_or_else(|| panic!("{lang} {lens:?}: {id} is missing"));
                let given: BTreeSet<String> = variables.iter().map(ToString::to_string).collect();
                assert_eq!(used, &given, "{lang} {lens:?}: the variables of {id}");
                assert!(
                    !text.trim().is_empty() || !used.is_empty(),
                    "{lang}: {id} is empty"
                );
            }
            for (id, (_, used)) in &seen {
                let task = id.starts_with("task.") && lens != Lens::Portrait;
                if always.contains_key(id) || optional.contains(id) || task || is_pair(id) {
                    for file in lens.files() {
                        unused.remove(&(*file, id.clone()));
                    }
                }
                assert!(
                    always.contains_key(id) || used.is_empty(),
                    "{lang} {lens:?}: {id} knows no variables"
                );
            }
        }
        assert!(unused.is_empty(), "{lang}: unused: {unused:?}");
    }
}

#[test]
fn a_lens_overrides_only_what_can_be_said_through_it() {
    // A message about a layer that the recipe leaves out would never be said.
    for &preset in Preset::ALL {
        let recipe = preset.recipe();
        let parts: Vec<&str> = recipe.parts.iter().map(|part| part.id).collect();
        let own = recipe.lens.files().last().unwrap();
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
            let said = parts.contains(&layer) && !recipe.silent.contains(&whole(id));
            assert!(said, "{preset}: {own}/{id}");
        }
        for id in recipe.silent {
            let files = by_file(Lang::Es);
            let known = seen(&files, recipe.lens);
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
            "{lang}: said in the file's order"
        );
    }
}

#[test]
fn no_text_is_left_untranslated() {
    // What neighbours do say alike.
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
fn templates_use_no_character_that_a_shape_escapes() {
    for &lang in Lang::built() {
        let files = by_file(lang);
        for &lens in Lens::ALL {
            let mut tags = BTreeSet::new();
            for (id, (text, _)) in seen(&files, lens) {
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
            // The owner's quotation marks are for the owner's words.
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
fn owner_text_is_only_ever_given_in_quotation_marks() {
    // The catalogue adds them: a template must not add a second pair.
    for &lang in Lang::built() {
        let words = Catalogue::of(lang, Lens::Portrait);
        let open = words.attribute("quote", "open", &[]).unwrap();
        let close = words.attribute("quote", "close", &[]).unwrap();
        assert_eq!(words.quote("x\n\"y").unwrap(), format!("{open}x 'y{close}"));
        assert_eq!(words.quote(" \u{200b}\u{202e}\n"), None);
    }
}

#[test]
fn every_template_resolves() {
    // `{$x}` or `{id}` in a prompt is what Fluent leaves of a bad reference.
    for who in [ainhoa(), joaquin(), aoife()] {
        for choice in renderings() {
            let prompt = render(&who, &choice).system_prompt;
            assert!(!prompt.contains(['{', '}', '$']), "{choice:?}");
        }
    }
}

/// Every file that a prompt's bytes depend on.
fn sources() -> Vec<&'static str> {
    let mut sources: Vec<&str> = Lang::built()
        .iter()
        .flat_map(|&lang| files(lang))
        .map(|(_, source)| source)
        .collect();
    sources.extend([
        include_str!("../catalogue.rs"),
        include_str!("../choice.rs"),
        include_str!("../ink.rs"),
        include_str!("../pcp.rs"),
        include_str!("../recipe.rs"),
        include_str!("../render.rs"),
        include_str!("../tokens.rs"),
        include_str!("../value.rs"),
    ]);
    sources
}

fn version() -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for source in sources() {
        hash.update(u64::try_from(source.len()).unwrap().to_be_bytes());
        hash.update(source);
    }
    let digest = hash.finalize();
    let hex: String = digest
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("t1-{hex}")
}

#[test]
fn the_version_names_these_templates() {
    assert_eq!(
        TEMPLATE_VERSION,
        version(),
        "templates or their engine changed: `cargo test write_template_version -- --ignored`"
    );
}

#[test]
#[ignore = "writes template.version"]
fn write_template_version() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/template.version");
    std::fs::write(path, version() + "\n").unwrap();
}
