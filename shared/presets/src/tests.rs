//! Tests of the prompts.

mod budget;
mod hostile;
mod languages;
mod matrix;
mod prompts;
mod templates;
mod variants;
mod version;

use super::*;
use profile::{Lang, Preset, Profile, Variant};
use serde_json::Value;

/// The demo profiles, as submitted.
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

/// The minimal profile: sixty items and a language.
fn aoife() -> Profile {
    profile(AOIFE)
}

/// Ainhoa with every score at an end of its scale and full confidence.
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

/// The quotation marks around the owner's words.
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

/// All combinations of choices.
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

/// Every 13th combination; the seeds together cover all of them.
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

fn section<'a>(prompt: &'a Prompt, id: &str) -> Option<&'a Section> {
    prompt.sections.iter().find(|section| section.id == id)
}

fn text(prompt: &Prompt, id: &str) -> String {
    section(prompt, id)
        .map(|section| section.text.clone())
        .unwrap_or_default()
}

fn plain(profile: &Profile) -> Prompt {
    render(
        profile,
        &rendering(Preset::Estandar, Lang::En, Variant::Generic),
    )
}

fn value(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

/// Sets the value at a JSON pointer; the last field may be new.
fn set(document: &mut Value, pointer: &str, new: Value) {
    let (parent, last) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Object(object) => {
            object.insert(last.to_owned(), new);
        }
        Value::Array(array) => array[last.parse::<usize>().unwrap()] = new,
        other => panic!("{other} has no fields"),
    }
}

/// A profile with some values replaced.
fn with<const N: usize>(json: &str, changes: [(&str, Value); N]) -> Profile {
    let mut document = value(json);
    for (pointer, new) in changes {
        set(&mut document, pointer, new);
    }
    serde_json::from_value(document).unwrap()
}
