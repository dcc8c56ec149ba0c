//! Token budgets and the token estimate.

use super::*;
use crate::catalogue::Catalogue;
use crate::layout::layout;
use crate::pcp::Severity;
use crate::tokens::estimate;
use proptest::prelude::*;
use serde_json::json;

/// The estimated cost of a section in the prompt, including its heading.
fn cost(prompt: &Prompt, id: &str, lang: Lang) -> u32 {
    let at = prompt
        .sections
        .iter()
        .position(|section| section.id == id)
        .unwrap();
    let text = &prompt.sections[at].text;
    let start = prompt.system_prompt.find(text.as_str()).unwrap();
    let before = at.checked_sub(1).map_or(0, |before| {
        let text = &prompt.sections[before].text;
        prompt.system_prompt.find(text.as_str()).unwrap() + text.len()
    });
    estimate(&prompt.system_prompt[before..start + text.len()], lang)
}

#[test]
fn the_budget_holds_for_ten_thousand_long_taboos() {
    let severities = ["low", "medium", "high"];
    let taboo = |n: usize| {
        json!({
            "kind": "taboo",
            "severity": (severities[n % 3]),
            "consent": (n.is_multiple_of(2)),
            "text": format!("{n} {}", "una conversación larguísima ".repeat(n % 12)),
        })
    };
    let items: Vec<_> = (0..10_000).map(taboo).collect();
    let who = with(AINHOA, [("/negativeSpace/items", json!(items))]);
    for choice in renderings() {
        let prompt = render(&who, &choice);
        assert!(
            cost(&prompt, "negativeSpace", choice.lang) <= 250,
            "{choice:?}"
        );
        let text = text(&prompt, "negativeSpace");
        assert!(text.lines().count() > 2, "some items are rendered");
        let words = Catalogue::of(choice.lang, layout(choice.preset).templates);
        for severity in ["low", "medium"] {
            let milder = words.attribute("negative-taboo", severity, &[("text", "@")]);
            let milder = milder.unwrap().split_once('@').unwrap().0.to_owned();
            assert!(!text.contains(&milder), "{text}");
        }
    }
}

#[test]
fn estimates_are_what_the_documentation_says() {
    for (text, tokens) in [
        ("", 0),
        ("word", 1),
        ("two words", 2),
        ("responsibility", 3),
        ("a, b", 3),
        ("123", 1),
        ("2024", 2),
        ("日本", 3),
        ("🦀", 2),
        ("a\nb", 3),
    ] {
        assert_eq!(estimate(text, Lang::En), tokens, "{text}");
    }
    // The same words cost more inside quotation marks.
    let prose = "the wood and the whole hand of the house";
    assert!(estimate(&format!("“{prose}”"), Lang::En) > estimate(prose, Lang::En) + 3);
    assert!(estimate("Verantwortung", Lang::De) > estimate("haus", Lang::De));
}

/// Owner's texts of all lengths, prose and other.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zñé ]{3,60}",
        "[a-z]{3,9}( [a-z]{2,9}){0,120}",
        "\\PC{3,200}",
        "[<>&#*_~|]{3,200}",
        "[日本語🦀é]{3,190}",
        Just("word ".repeat(39)),
    ]
    .prop_map(|text| text.chars().take(200).collect())
    .prop_filter("visible", |text: &String| text.chars().count() >= 3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn budgets_hold_for_any_profile(
        texts in prop::collection::vec(words(), 1..40),
        numbers in prop::collection::vec(0u8..=100, 60),
        severities in prop::collection::vec(prop::sample::select(vec!["low", "medium", "high"]), 40),
        json in prop::sample::select(vec![AINHOA, JOAQUIN]),
        seed in 0usize..13,
    ) {
        let mut document = value(json);
        let mut number = numbers.iter().cycle();
        for layer in ["/bigFive/traits", "/bigFive/facets", "/attachment", "/humour", "/values",
                      "/timeOrientation"] {
            for (key, score) in document.pointer_mut(layer).and_then(Value::as_object_mut).into_iter().flatten() {
                if key != "confidence" {
                    *score = json!(number.next());
                }
            }
        }
        let items: Vec<_> = texts.iter().zip(severities.iter().cycle()).map(|(text, severity)| {
            json!({"kind": "taboo", "text": text, "severity": severity, "consent": true})
        }).collect();
        set(&mut document, "/negativeSpace/items", json!(items));
        let few: Vec<_> = texts.iter().take(20).collect();
        set(&mut document, "/metaPreferences/lengthByContext",
            json!(few.iter().map(|text| json!({"context": text, "length": "long"})).collect::<Vec<_>>()));
        set(&mut document, "/metaPreferences/languageByDomain",
            json!(few.iter().map(|text| json!({"domain": text, "language": "pt-BR"})).collect::<Vec<_>>()));
        set(&mut document, "/lifeContext/role", json!(texts[0]));
        set(&mut document, "/operationalEquipment/constraints", json!(few));
        let who: Profile = serde_json::from_value(document).unwrap();
        let compact = renderings().filter(|choice| choice.preset == Preset::Compacto);
        for choice in some_renderings(seed).chain(compact.skip(seed % 6).step_by(6)) {
            let prompt = render(&who, &choice);
            if choice.preset == Preset::Compacto {
                prop_assert!(prompt.token_estimate <= 800, "{choice:?}: {}", prompt.token_estimate);
            }
            for (id, cap) in [("negativeSpace", 250), ("metaPreferences", 150)] {
                if section(&prompt, id).is_some() {
                    prop_assert!(cost(&prompt, id, choice.lang) <= cap, "{choice:?}: {id}");
                }
            }
            prop_assert!(prompt.sections.iter().all(|section| !section.text.is_empty()));
        }
    }

    /// No item is rendered while a more severe one is left out. Each item here
    /// is short enough to fit alone.
    #[test]
    fn the_least_severe_items_are_left_out(
        items in prop::collection::vec((0usize..3, 1usize..25), 1..60)
    ) {
        let named: Vec<_> = items.iter().enumerate().map(|(n, (severity, length))| {
            (Severity::ALL[*severity], format!("item{n} {}", "largo ".repeat(*length)).trim().to_owned())
        }).collect();
        let list: Vec<_> = named.iter().map(|(severity, text)| json!({
            "kind": "petPeeve", "text": text, "severity": severity.slug(), "consent": true
        })).collect();
        let who = with(AINHOA, [("/negativeSpace", json!({"items": list}))]);
        let rendered = text(&plain(&who), "negativeSpace");
        let is_rendered = |text: &str| rendered.contains(&format!("“{text}”"));
        let mildest = named.iter().filter(|(_, text)| is_rendered(text)).map(|(severity, _)| severity).min();
        let worst_omitted = named.iter().filter(|(_, text)| !is_rendered(text)).map(|(severity, _)| severity).max();
        prop_assert!(mildest.is_some());
        prop_assert!(worst_omitted <= mildest, "{rendered}");
        // Each item is rendered whole or not at all.
        let lines = rendered.lines().count() - 1;
        prop_assert_eq!(lines, named.iter().filter(|(_, text)| is_rendered(text)).count());
    }

    #[test]
    fn the_estimate_of_a_text_is_never_above_that_of_its_lines(one in "\\PC{0,80}", other in "\\PC{0,80}") {
        let whole = [one.as_str(), &other].join("\n");
        for &lang in Lang::ALL {
            prop_assert!(estimate(&whole, lang) <= estimate(&one, lang) + 1 + estimate(&other, lang));
        }
    }
}

/// Sentences as people write them about themselves: language, script, text.
const SAMPLES: &str = include_str!("samples.tsv");

/// How far the estimate of a quotation is from the count of `o200k_base`, by script: printed, and
/// compared with the table in the guide to presets.
#[test]
fn tokens_by_script() {
    let real = tiktoken_rs::o200k_base().unwrap();
    let mut found = std::collections::BTreeMap::<&str, (i64, i64)>::new();
    for sample in SAMPLES.lines() {
        let [language, script, text] = sample.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{sample}")
        };
        let quoted = format!("«{text}»");
        let count = real.encode_ordinary(&quoted).len();
        let excess = f64::from(estimate(&quoted, Lang::Es)) / count as f64 - 1.0;
        let excess = (excess * 100.0).round() as i64;
        println!("{script:12} {language:22} {count:4} tokens, the estimate is {excess:+} %");
        let six = [
            "Spanish",
            "English",
            "French",
            "German",
            "Italian",
            "Portuguese",
        ];
        let script = match script {
            "Latin" if six.contains(&language) => "Latin, one of the six languages",
            "Latin" => "Latin, other languages",
            other => other,
        };
        let (least, most) = found.entry(script).or_insert((excess, excess));
        (*least, *most) = ((*least).min(excess), (*most).max(excess));
    }
    let mut table = String::new();
    for (script, (least, most)) in &found {
        table += &format!("| {script} | {least:+} to {most:+} % |\n");
    }
    println!("{table}");
    for (script, (least, most)) in &found {
        let allowed = if *script == "Latin, other languages" {
            -10
        } else {
            0
        };
        assert!(
            *least >= allowed && *most <= 75,
            "{script}: {least} to {most} %"
        );
    }
    let guide = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../infra/docs/src/content/docs/guides/presets.mdx"
    );
    let guide = std::fs::read_to_string(guide).unwrap();
    assert!(
        guide.contains(&table),
        "the guide to presets has another table"
    );
}

/// Characters of every script that has a rate, and of none.
fn letters() -> impl Strategy<Value = String> {
    let blocks = [
        "[a-z]",
        "[bcdfghjklmnpqrstvwxz]",
        "[A-Z]",
        "[à-ÿ]",
        "[Ā-ɏ]",
        "[Ạ-ỹ]",
        "[Α-ω]",
        "[А-я]",
        "[Ѐ-ԯ]",
        "[Ա-ֆ]",
        "[א-ת]",
        "[ء-ي]",
        "[क-ह]",
        "[ক-হ]",
        "[ਕ-ਹ]",
        "[ક-હ]",
        "[କ-ହ]",
        "[க-ஹ]",
        "[క-హ]",
        "[ಕ-ಹ]",
        "[ക-ഹ]",
        "[ක-ෆ]",
        "[ก-ฮ]",
        "[ກ-ຮ]",
        "[ཀ-ཬ]",
        "[က-အ]",
        "[ა-ჰ]",
        "[가-힣]",
        "[ሀ-ፚ]",
        "[ក-អ]",
        "[ぁ-ヿ]",
        "[一-龥]",
        "[㐀-䶿]",
        "[😀-🙏]",
        "[!-~]",
        "\\PC",
        "\\p{L}",
    ];
    prop::sample::select(blocks.to_vec()).prop_flat_map(|block| {
        prop::string::string_regex(&format!("({block}{{1,12}} ?){{1,20}}")).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Letters at random are no prose, and cost more than prose does: the real count has a bound
    /// all the same.
    #[test]
    fn no_text_has_many_more_tokens_than_the_estimate(text in letters()) {
        let quoted = format!("«{}»", crate::sanitize::clean(&text));
        let real = tiktoken_rs::o200k_base_singleton();
        let count = real.encode_ordinary(&quoted).len();
        let estimated = estimate(&quoted, Lang::Es);
        prop_assert!(count as f64 <= 6.0 * f64::from(estimated), "{count} of {estimated}: {quoted}");
    }
}
