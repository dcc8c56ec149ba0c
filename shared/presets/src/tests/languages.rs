//! Consistency of each language: no word of another, its own punctuation, one
//! form of address for the model and one way of naming the owner.

use super::*;
use crate::catalogue::files;
use std::collections::BTreeSet;
use whatlang::{Detector, Lang as Detected};

/// Function words that only this one of the six languages has.
fn own_words(lang: Lang) -> &'static [&'static str] {
    match lang {
        Lang::Es => &[
            "el", "hasta", "las", "pero", "cuando", "también", "hay", "muy", "donde",
        ],
        Lang::En => &[
            "the", "and", "with", "this", "what", "which", "of", "from", "where", "it",
        ],
        Lang::Fr => &[
            "les", "leur", "avec", "dans", "pour", "cette", "vous", "et", "sans", "aux",
        ],
        Lang::De => &[
            "auch", "und", "mit", "nicht", "ist", "ein", "eine", "oder", "wenn", "zu",
        ],
        Lang::It => &[
            "gli", "della", "che", "è", "nel", "alla", "più", "senza", "questa", "chi",
        ],
        Lang::Pt => &[
            "não", "uma", "com", "ao", "pela", "sem", "são", "essa", "quem", "às",
        ],
    }
}

fn detected(lang: Lang) -> Detected {
    match lang {
        Lang::Es => Detected::Spa,
        Lang::En => Detected::Eng,
        Lang::Fr => Detected::Fra,
        Lang::De => Detected::Deu,
        Lang::It => Detected::Ita,
        Lang::Pt => Detected::Por,
    }
}

/// The lines of the templates, without comments and message names.
fn lines(lang: Lang) -> Vec<String> {
    files(lang)
        .iter()
        .flat_map(|(_, source)| lines_of(source))
        .collect()
}

fn lines_of(source: &str) -> Vec<String> {
    source
        .lines()
        .filter(|line| !line.starts_with('#') && !line.contains(".tag ="))
        .filter_map(|line| Some(line.split_once(" = ")?.1.to_owned()))
        .collect()
}

fn words(text: &str) -> BTreeSet<String> {
    // An elided word is not the word of another language.
    text.split(|c: char| !c.is_alphabetic() && c != '’')
        .map(str::to_lowercase)
        .collect()
}

/// Which of the six languages a longer text is in.
fn language_of(text: &str) -> Option<Detected> {
    let six = Lang::ALL.iter().map(|&lang| detected(lang)).collect();
    Detector::with_allowlist(six).detect_lang(text)
}

#[test]
fn no_word_of_another_language_is_in_a_template() {
    for &lang in Lang::built() {
        for line in lines(lang) {
            let words = words(&line);
            for &other in Lang::ALL.iter().filter(|&&other| other != lang) {
                for word in own_words(other) {
                    assert!(!words.contains(*word), "{lang}: {word} is {other}: {line}");
                }
            }
        }
        for (file, source) in files(lang) {
            assert_eq!(
                language_of(&lines_of(source).join(" ")),
                Some(detected(lang)),
                "{lang}/{file}"
            );
        }
    }
}

#[test]
fn a_prompt_is_in_its_language_except_for_the_owners_words() {
    for who in [ainhoa(), joaquin(), aoife(), extreme()] {
        for choice in renderings().filter(|choice| choice.variant != Variant::Claude) {
            let prompt = render(&who, &choice);
            let text = without_quotations(&prompt.system_prompt, choice.lang);
            assert_eq!(
                language_of(&text),
                Some(detected(choice.lang)),
                "{choice:?}"
            );
            let words = words(&text);
            for &other in Lang::ALL.iter().filter(|&&other| other != choice.lang) {
                for word in own_words(other) {
                    assert!(!words.contains(*word), "{choice:?}: {word} is {other}");
                }
            }
            for section in &prompt.sections {
                let text = without_quotations(&section.text, choice.lang);
                if section.id != "numbers" && text.chars().count() > 250 {
                    let found = language_of(&text);
                    assert_eq!(found, Some(detected(choice.lang)), "{choice:?}: {text}");
                }
            }
        }
    }
}

#[test]
fn each_language_has_its_own_punctuation() {
    for &lang in Lang::built() {
        for line in lines(lang) {
            let count = |mark: char| line.matches(mark).count();
            let after_space = |marks: &str, spaces: &str| {
                let mut before = ' ';
                line.chars().all(|c| {
                    let fine = !marks.contains(c) || spaces.contains(before);
                    before = c;
                    fine
                })
            };
            match lang {
                Lang::Es => {
                    assert_eq!(count('?'), count('¿'), "{line}");
                    assert_eq!(count('!'), count('¡'), "{line}");
                }
                Lang::Fr => {
                    assert!(after_space(";:!?»", "\u{202f}"), "{line}");
                    assert!(!line.contains('\''), "{line}");
                }
                Lang::De => assert!(!line.contains(['\'', '’', '”']), "{line}"),
                Lang::It => assert!(!line.contains('\''), "{line}"),
                Lang::En | Lang::Pt => {}
            }
            if lang != Lang::Fr {
                assert!(!line.contains('\u{202f}'), "{line}");
                for mark in [" ;", " :", " !", " ?", " ,", " ."] {
                    assert!(!line.contains(mark), "{lang}: {line}");
                }
            }
            assert!(
                !line.contains("...") && !line.contains("  "),
                "{lang}: {line}"
            );
        }
    }
}

#[test]
fn templates_use_no_gender_and_one_form_of_address() {
    let never = |lang| -> &[&str] {
        match lang {
            Lang::Es => &["usuario", "usted", "vos"],
            Lang::En => &["he", "she", "his", "her", "him", "user"],
            // The model is addressed as vous.
            Lang::Fr => &["tu", "tes", "toi", "utilisateur"],
            // The model is addressed as du; „sie“ is the person.
            Lang::De => &["nutzer", "benutzer", "nutzerin"],
            // The model is addressed as tu; «lei» is the person.
            Lang::It => &["utente", "voi", "vostro", "egli", "lui"],
            // The model is addressed in the third person, without a pronoun.
            Lang::Pt => &["tu", "teu", "tua", "você", "utilizador", "usuário"],
        }
    };
    for &lang in Lang::built() {
        for line in lines(lang) {
            let words = words(&line);
            for word in never(lang) {
                assert!(!words.contains(*word), "{lang}: {word}: {line}");
            }
        }
    }
}
