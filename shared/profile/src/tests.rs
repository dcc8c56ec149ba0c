//! The rules of the profile, each with a test that could fail.

mod hostile;
mod languages;
mod matrix;
mod prompts;
mod templates;
mod types;

use super::*;
use serde_json::Value;

/// The demo people, as the compiler would send them.
const AINHOA: &str = include_str!("../../../infra/demo/ainhoa.json");
const JOAQUIN: &str = include_str!("../../../infra/demo/joaquin.json");
const AOIFE: &str = include_str!("../../../infra/demo/aoife.json");

fn profile(json: &str) -> Profile {
    serde_json::from_str(json).unwrap()
}

fn ainhoa() -> Profile {
    profile(AINHOA)
}

fn joaquin() -> Profile {
    profile(JOAQUIN)
}

/// Sixty items and a language: the least there can be.
fn aoife() -> Profile {
    profile(AOIFE)
}

/// Ainhoa with every number at an end of its scale and every layer sure.
fn extreme() -> Profile {
    let mut document = value(AINHOA);
    for layer in [
        "/bigFive/traits",
        "/bigFive/facets",
        "/attachment",
        "/humour",
        "/values",
        "/timeOrientation",
    ] {
        let layer = document.pointer_mut(layer).unwrap();
        for (at, (key, number)) in layer.as_object_mut().unwrap().iter_mut().enumerate() {
            *number = match key.as_str() {
                "confidence" => Value::from(1),
                _ => Value::from([100, 99, 0][at % 3]),
            };
        }
    }
    serde_json::from_value(document).unwrap()
}

/// The quotation marks of the owner's words.
fn marks(lang: Lang) -> [char; 2] {
    match lang {
        Lang::Es | Lang::Fr | Lang::It | Lang::Pt => ['«', '»'],
        Lang::En => ['“', '”'],
        Lang::De => ['„', '“'],
    }
}

/// A prompt without the owner's words.
fn without_quotations(prompt: &str, lang: Lang) -> String {
    let [open, close] = marks(lang);
    let mut inside = false;
    prompt
        .chars()
        .filter(|&c| {
            let was = inside;
            inside = if inside { c != close } else { c == open };
            !was && !inside
        })
        .collect()
}

/// Every choice there is.
fn renderings() -> impl Iterator<Item = Rendering> {
    Preset::ALL.iter().flat_map(|&preset| {
        Lang::built().iter().flat_map(move |&lang| {
            Variant::ALL.iter().flat_map(move |&variant| {
                [false, true].map(|include_narratives| Rendering {
                    preset,
                    lang,
                    variant,
                    include_narratives,
                })
            })
        })
    })
}

/// A few of them, another few for another seed: together all, in time.
fn some_renderings(seed: usize) -> impl Iterator<Item = Rendering> {
    renderings().skip(seed % 13).step_by(13)
}

fn rendering(preset: Preset, lang: Lang, variant: Variant) -> Rendering {
    Rendering {
        preset,
        lang,
        variant,
        include_narratives: false,
    }
}

fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

/// Puts a value where a JSON pointer says, the last field new or not.
fn set(document: &mut Value, pointer: &str, new: Value) {
    let (parent, last) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Object(object) => {
            object.insert(last.to_owned(), new);
        }
        Value::Array(array) => array[last.parse::<usize>().unwrap()] = new,
        other => panic!("{other} holds nothing"),
    }
}

/// A profile with some values of another put in place.
fn with<const N: usize>(json: &str, changes: [(&str, Value); N]) -> Profile {
    let mut document = value(json);
    for (pointer, new) in changes {
        set(&mut document, pointer, new);
    }
    serde_json::from_value(document).unwrap()
}
