//! A lint of the language files, and the version that names them.

use super::*;
use crate::profile::catalogue::{Catalogue, TEMPLATE_VERSION, files};
use crate::profile::ink::SPECIAL;
use crate::profile::pcp;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};
use std::collections::{BTreeMap, BTreeSet};

/// Which variables each message or attribute uses, by `id` or `id.attribute`.
type Messages = BTreeMap<String, (String, BTreeSet<String>)>;

fn parsed(lang: Lang) -> Vec<(&'static str, Resource<&'static str>)> {
    files(lang)
        .map(|(file, source)| {
            let resource = fluent_syntax::parser::parse(source)
                .unwrap_or_else(|(_, errors)| panic!("{lang}/{file}: {errors:?}"));
            (file, resource)
        })
        .into()
}

fn messages(lang: Lang) -> Messages {
    let mut messages = Messages::new();
    for (file, resource) in parsed(lang) {
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
    }
    messages
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

/// What Rust asks for, with the variables it gives.
fn wanted() -> (BTreeMap<String, &'static [&'static str]>, BTreeSet<String>) {
    let mut always: BTreeMap<String, &'static [&'static str]> = BTreeMap::new();
    let mut bands = BTreeSet::new();
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
    say("stressed", &["line"]);
    say("language-name", &["tag"]);
    let layers = ainhoa().layers();
    for id in layers.iter().chain(&["about", "narratives"]) {
        say(&format!("section-{id}"), &[]);
        say(&format!("section-{id}.tag"), &[]);
    }
    for id in ["about", "negativeSpace", "lifeContext"] {
        say(&format!("section-{id}.intro"), &[]);
    }
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
            say(&format!("{scale}-{key}.low"), &[]);
            say(&format!("{scale}-{key}.high"), &[]);
            for band in ["very-low", "middle", "very-high"] {
                bands.insert(format!("{scale}-{key}.{band}"));
            }
        }
    }
    for one in pcp::Traits::KEYS {
        for other in pcp::Traits::KEYS {
            for way in ["low-low", "low-high", "high-low", "high-high"] {
                bands.insert(format!("pair-{one}-{other}.{way}"));
            }
        }
    }
    (always, bands)
}

#[test]
fn every_language_has_what_is_asked_for_and_nothing_else() {
    let (always, optional) = wanted();
    for &lang in Lang::built() {
        let messages = messages(lang);
        for (id, variables) in &always {
            let (text, used) = messages
                .get(id)
                .unwrap_or_else(|| panic!("{lang}: {id} is missing"));
            let given: BTreeSet<String> = variables.iter().map(ToString::to_string).collect();
            assert_eq!(used, &given, "{lang}: the variables of {id}");
            assert!(
                !text.trim().is_empty() || !used.is_empty(),
                "{lang}: {id} is empty"
            );
        }
        for (id, (_, used)) in &messages {
            assert!(
                always.contains_key(id) || optional.contains(id),
                "{lang}: {id} is unused"
            );
            assert!(
                always.contains_key(id) || used.is_empty(),
                "{lang}: {id} knows no variables"
            );
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
    }
}

#[test]
fn no_text_is_left_untranslated() {
    // What is the same in both languages.
    let alike = [
        "context-sector",
        "section-humour",
        "section-humour.tag",
        "narrative-humour",
        "trajectory-milestone",
        "language-name",
        "narrative",
    ];
    let (es, en) = (messages(Lang::Es), messages(Lang::En));
    for (id, (text, _)) in &es {
        let same = en.get(id).is_some_and(|(other, _)| other == text);
        let words = text.chars().any(char::is_alphabetic);
        if same && words && !alike.contains(&id.as_str()) {
            panic!("{id} is the same in Spanish and English: {text}");
        }
    }
}

#[test]
fn templates_use_no_character_that_a_shape_escapes() {
    for &lang in Lang::built() {
        let mut tags = BTreeSet::new();
        for (id, (text, _)) in messages(lang) {
            if id.ends_with(".tag") {
                assert!(
                    text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'),
                    "{lang}: {id}"
                );
                assert!(tags.insert(text), "{lang}: {id} is another section's tag");
                continue;
            }
            assert!(
                !text.contains(SPECIAL),
                "{lang}: {id} has a special character: {text}"
            );
            assert!(!text.contains(['`', '[', ']', '"']), "{lang}: {id}: {text}");
            // The owner's quotation marks are for the owner's words.
            let marks = if lang == Lang::Es {
                ['«', '»']
            } else {
                ['“', '”']
            };
            assert!(
                id.starts_with("quote") || !text.contains(marks),
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
        let words = Catalogue::of(lang);
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
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/profile/template.version");
    std::fs::write(path, version() + "\n").unwrap();
}
