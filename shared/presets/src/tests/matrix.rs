//! All combinations of choices, for a rich, a minimal and an extreme profile.

use super::*;
use crate::layout::layout;
use crate::tokens::estimate;
use sha2::{Digest, Sha256};

fn people() -> [(&'static str, Profile); 3] {
    [
        ("rich", ainhoa()),
        ("minimal", aoife()),
        ("extreme", extreme()),
    ]
}

/// One hash over all prompts.
pub(super) fn digest() -> String {
    let mut hash = Sha256::new();
    for (_, who) in people() {
        for choice in renderings() {
            hash.update(render(&who, &choice).system_prompt);
            hash.update([0]);
        }
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
#[ignore = "run in another process by the test below"]
fn print_digest() {
    println!("digest={}", digest());
}

#[test]
fn another_process_renders_the_same_bytes() {
    let ask = || {
        let output = std::process::Command::new(std::env::current_exe().unwrap())
            .args([
                "tests::matrix::print_digest",
                "--exact",
                "--ignored",
                "--nocapture",
            ])
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(ask().contains(&format!("digest={}", digest())));
}

#[test]
fn every_combination_renders_completely() {
    for (name, who) in people() {
        for choice in renderings() {
            let prompt = render(&who, &choice);
            let text = &prompt.system_prompt;
            assert!(
                text.len() > 600,
                "{name} {choice:?}: long enough to be useful"
            );
            assert!(text.ends_with('\n') && !text.contains("\n\n\n") && !text.contains(" \n"));
            for section in &prompt.sections {
                assert!(!section.title.is_empty());
                assert!(
                    section.text.lines().all(|line| line.chars().count() > 3),
                    "{section:?}"
                );
            }
            assert!(prompt.token_estimate <= 800 || choice.preset != Preset::Compacto);
        }
    }
}

/// Ainhoa with her declared texts in another language: they are replaced with
/// sentences of her narratives.
fn with_texts_in(lang: Lang) -> Profile {
    let narrative = ainhoa().narratives.get(lang).unwrap().clone();
    let sentences: Vec<String> = narrative
        .each()
        .flat_map(|(_, prose)| {
            prose
                .split(['.', ';'])
                .map(str::trim)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|sentence| sentence.chars().count() > 8)
        .map(|sentence| sentence.chars().take(200).collect())
        .collect();
    let items: Vec<_> = sentences
        .iter()
        .map(|text| serde_json::json!({"kind": "petPeeve", "text": text, "severity": "medium"}))
        .collect();
    with(
        AINHOA,
        [
            ("/negativeSpace/items", Value::from(items)),
            ("/mentalFrame/beliefs", sentences.clone().into()),
            (
                "/operationalEquipment/constraints",
                sentences.clone().into(),
            ),
            ("/aestheticCanon/loves", sentences.clone().into()),
            ("/trajectory/goals", sentences.into()),
        ],
    )
}

/// Holds the figures in the documentation of `tokens`: never below the count of
/// a modern tokenizer, and not far above it.
#[test]
fn the_estimate_is_close_to_a_real_tokenizer() {
    let real = tiktoken_rs::o200k_base().unwrap();
    let mut people = people().to_vec();
    people.push(("plain", joaquin()));
    people.extend(
        Lang::ALL
            .iter()
            .map(|&lang| (lang.slug(), with_texts_in(lang))),
    );
    let mut ratios: Vec<(f64, String)> = Vec::new();
    for (at, (name, who)) in people.iter().enumerate() {
        // All combinations for the first three, a sample for the others.
        let choices: Vec<_> = if at < 3 {
            renderings().collect()
        } else {
            some_renderings(at).collect()
        };
        for choice in choices {
            let text = render(who, &choice).system_prompt;
            let count = real.encode_ordinary(&text).len();
            let ratio = f64::from(estimate(&text, choice.lang)) / count as f64;
            ratios.push((ratio, format!("{name} {choice:?}: {count}")));
        }
    }
    ratios.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (lowest, highest) = (ratios.first().unwrap(), ratios.last().unwrap());
    println!("lowest {lowest:?}, highest {highest:?}");
    assert!(lowest.0 >= 1.0, "{lowest:?}");
    assert!(highest.0 <= 1.15, "{highest:?}");
}

#[test]
fn the_estimate_uses_the_quotation_marks_of_the_templates() {
    for &lang in Lang::ALL {
        let (open, close) = crate::tokens::quotes(lang);
        assert_eq!([open, close], marks(lang));
        let words = crate::catalogue::Catalogue::of(lang, layout(Preset::Voz).templates);
        let quoted = words.quote("x").unwrap();
        assert!(
            quoted.starts_with(open) && quoted.ends_with(close),
            "{quoted}"
        );
    }
}
