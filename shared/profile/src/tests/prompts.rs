//! What a prompt says, in which order and how much of it.

use super::*;
use crate::catalogue::{Catalogue, Lens};
use crate::pcp::{self, Severity};
use crate::tokens::estimate;
use proptest::prelude::*;
use serde_json::json;

fn section<'a>(prompt: &'a Prompt, id: &str) -> Option<&'a Section> {
    prompt.sections.iter().find(|section| section.id == id)
}

fn text(prompt: &Prompt, id: &str) -> String {
    section(prompt, id)
        .map(|section| section.text.clone())
        .unwrap_or_default()
}

/// What a section costs in the prompt: its heading too.
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

fn plain(profile: &Profile) -> Prompt {
    render(
        profile,
        &rendering(Preset::Estandar, Lang::En, Variant::Generic),
    )
}

#[test]
fn every_prompt_opens_by_saying_what_it_is() {
    for who in [ainhoa(), joaquin(), aoife()] {
        for choice in renderings() {
            let prompt = render(&who, &choice);
            let words = Catalogue::of(choice.lang, choice.preset.recipe().lens);
            assert_eq!(prompt.sections[0].id, "about");
            let said = match choice.lang {
                Lang::Es => ["personalizado de una persona", "contenido generado por IA"],
                Lang::En => ["personalised cognitive profile", "AI-generated content"],
                Lang::Fr => ["profil cognitif personnalisé", "contenu généré par IA"],
                Lang::De => ["personalisierte kognitive Profil", "KI-generierter Inhalt"],
                Lang::It => [
                    "profilo cognitivo personalizzato",
                    "contenuto generato da IA",
                ],
                Lang::Pt => ["perfil cognitivo personalizado", "conteúdo gerado por IA"],
            };
            let first: Vec<&str> = prompt.system_prompt.lines().take(3).collect();
            assert!(
                said.iter().all(|one| first.join(" ").contains(one)),
                "{choice:?}: {first:?}"
            );
            // Whole, also in the compact one.
            for id in [
                "about-disclose",
                "about-data",
                "about-precedence",
                "about-discretion",
            ] {
                let line = words.message(id, &[]).unwrap();
                assert!(prompt.sections[0].text.contains(&*line), "{choice:?}: {id}");
            }
        }
    }
}

#[test]
fn declared_layers_come_before_the_portrait_and_negative_space_first() {
    let declared = [
        "negativeSpace",
        "metaPreferences",
        "lifeContext",
        "mentalFrame",
        "operationalEquipment",
        "aestheticCanon",
        "rhythms",
        "trajectory",
        "lifeFacts",
    ];
    for choice in renderings() {
        let prompt = render(&ainhoa(), &choice);
        let mut ids: Vec<&str> = prompt.sections.iter().map(|section| section.id).collect();
        // What a preset is for comes right after what a prompt is.
        if ids[1] == "task" {
            ids.remove(1);
        }
        assert_eq!(
            ids[..3],
            ["about", "negativeSpace", "metaPreferences"],
            "{choice:?}"
        );
        let portrait = ids.iter().position(|id| *id == "bigFive").unwrap();
        for (at, id) in ids.iter().enumerate() {
            assert!(
                !declared.contains(id) || at < portrait,
                "{choice:?}: {ids:?}"
            );
        }
        if matches!(choice.preset, Preset::Estandar | Preset::Analista) {
            let said: Vec<&str> = ids
                .iter()
                .copied()
                .filter(|id| !["about", "combined", "numbers", "narratives"].contains(id))
                .collect();
            assert_eq!(
                said.len(),
                ainhoa().layers().len(),
                "every layer is said: {said:?}"
            );
        }
    }
}

#[test]
fn negative_space_goes_by_severity_and_consent() {
    for choice in renderings() {
        let text = text(&render(&ainhoa(), &choice), "negativeSpace");
        let severe = text.find("Zumaia").unwrap();
        let medium = text.find("zona de confort").unwrap();
        let light = text
            .find("poner en valor")
            .or(text.find("gurú"))
            .unwrap_or(usize::MAX);
        assert!(severe < medium && medium < light, "{text}");
        assert!(!text.contains("fertilidad"), "severe, and no consent");
    }
    // Consent is asked of what is severe alone.
    let lines = text(&plain(&joaquin()), "negativeSpace");
    assert!(lines.contains("sinergias") && lines.contains("cubierta"));
}

#[test]
fn caps_hold_for_ten_thousand_long_taboos() {
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
        assert!(text.lines().count() > 2, "something is said");
        let words = Catalogue::of(choice.lang, choice.preset.recipe().lens);
        for severity in ["low", "medium"] {
            let milder = words.attribute("negative-taboo", severity, &[("text", "@")]);
            let milder = milder.unwrap().split_once('@').unwrap().0.to_owned();
            assert!(!text.contains(&milder), "{text}");
        }
    }
}

#[test]
fn percentiles_become_behaviour_and_never_numbers() {
    for who in [ainhoa(), joaquin(), aoife(), extreme()] {
        for choice in renderings().filter(|choice| choice.variant == Variant::Generic) {
            let prompt = render(&who, &choice);
            for id in [
                "task",
                "bigFive",
                "attachment",
                "humour",
                "values",
                "timeOrientation",
                "combined",
            ] {
                let text = text(&prompt, id);
                let number = text.contains(|c: char| c.is_ascii_digit());
                let analyses = choice.preset == Preset::Analista && id == "task";
                assert!(!number || analyses, "{id}: {text}");
            }
        }
    }
}

#[test]
fn extremes_are_worded_more_strongly_and_the_middle_is_silent() {
    let openness = |n: u8| {
        text(
            &plain(&with(AOIFE, [("/bigFive/traits/openness", json!(n))])),
            "bigFive",
        )
    };
    let said = [3, 20, 50, 80, 97].map(openness);
    for (at, one) in said.iter().enumerate() {
        assert!(said.iter().skip(at + 1).all(|other| other != one), "{one}");
    }
    assert!(said[4].contains("Go beyond the question") && said[3].contains("unexpected angle"));
    assert!(said[2].lines().count() < said[3].lines().count());
    // A facet has no wording of its own for an extreme: it is stressed.
    let facet = |n: u8| {
        text(
            &plain(&with(AINHOA, [("/bigFive/facets/trust", json!(n))])),
            "bigFive",
        )
    };
    let line = "Warn when someone's good faith shouldn't be taken for granted.";
    assert!(!facet(50).contains(line));
    assert!(facet(80).contains(line) && !facet(80).contains(&format!("{line} Hold")));
    // The second one that is: the ways take turns.
    assert!(facet(99).contains(&format!("{line} This matters a lot here.")));
    assert!(facet(99).contains("sentence. Hold to this firmly."));
}

#[test]
fn someone_in_the_middle_of_everything_still_gets_a_prompt() {
    let middling = with(
        AOIFE,
        [(
            "/bigFive/traits",
            json!({"openness": 50, "conscientiousness": 50, "extraversion": 50, "agreeableness": 50,
               "neuroticism": 50}),
        )],
    );
    for choice in renderings() {
        let prompt = render(&middling, &choice);
        let ids: Vec<&str> = prompt
            .sections
            .iter()
            .map(|section| section.id)
            .filter(|id| !["task", "numbers"].contains(id))
            .collect();
        assert_eq!(ids, ["about", "metaPreferences", "bigFive"]);
        assert!(text(&prompt, "bigFive").len() > 60);
    }
    assert!(
        text(&plain(&aoife()), "bigFive").lines().count() >= 3,
        "traits, and something for the rest"
    );
}

#[test]
fn two_traits_together_have_their_own_wording() {
    let scenario = "Imagination also feeds worry";
    assert!(text(&plain(&ainhoa()), "bigFive").contains(scenario));
    assert!(!text(&plain(&joaquin()), "bigFive").contains(scenario));
}

#[test]
fn confidence_silences_or_softens_a_layer() {
    let humour = |confidence: f64| {
        let who = with(
            AINHOA,
            [
                ("/humour/confidence", json!(confidence)),
                ("/humour/affiliative", json!(95)),
            ],
        );
        text(&plain(&who), "humour")
    };
    assert_eq!(humour(0.39), "");
    let (soft, plain) = (humour(0.5), humour(0.9));
    assert!(soft.starts_with("Only hypotheses") && !plain.contains("hypotheses"));
    assert!(plain.contains("Let humour run through") && !soft.contains("Let humour run through"));
    assert!(soft.contains("Share a light joke"));
    // Facts alike, one by one.
    let fact = |confidence: f64| {
        text(
            &super::prompts::plain(&with(
                AINHOA,
                [("/lifeFacts/1/confidence", json!(confidence))],
            )),
            "lifeFacts",
        )
    };
    assert!(!fact(0.2).contains("Zarautz"));
    assert!(fact(0.5).contains("Zarautz desde 2015”. (Not confirmed.)"));
    assert!(fact(0.9).contains("Zarautz desde 2015”.\n"));
}

#[test]
fn a_layer_with_nothing_to_say_leaves_no_heading() {
    let empty = with(
        AOIFE,
        [
            ("/aestheticCanon", json!({})),
            ("/negativeSpace", json!({"items": []})),
            ("/metaPreferences", json!({})),
            (
                "/mentalFrame",
                json!({"beliefs": [], "models": ["\u{200b}", " "]}),
            ),
            ("/operationalEquipment", json!({})),
            ("/lifeContext", json!({})),
            ("/rhythms", json!({})),
            ("/trajectory", json!({})),
            ("/narratives", json!({"en": {}})),
            (
                "/humour",
                json!({"affiliative": 50, "selfEnhancing": 50, "aggressive": 50,
                           "selfDefeating": 50, "confidence": 0.6}),
            ),
        ],
    );
    // The analyst's numbers are all there is to a middling layer.
    for choice in renderings().filter(|choice| choice.preset != Preset::Analista) {
        let (one, other) = (render(&empty, &choice), render(&aoife(), &choice));
        assert_eq!(one, other, "{choice:?}");
        assert!(
            one.sections
                .iter()
                .all(|section| !section.text.trim().is_empty())
        );
    }
}

/// A line without its marker and escapes.
fn bare(line: &str) -> String {
    let line = line
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '-')
        .trim_start()
        .replace("&lt;", "‹")
        .replace("&gt;", "›")
        .replace("&amp;", "&");
    line.replace('\\', "")
}

#[test]
fn variants_change_the_shape_and_never_the_meaning() {
    let shouting = with(
        AINHOA,
        [
            (
                "/lifeContext/role",
                json!("R&D <lead> at C# & Co_op *now* #1 |x| ~y~"),
            ),
            (
                "/negativeSpace/items/1/text",
                json!("a < b & c > d ".repeat(12)),
            ),
        ],
    );
    for who in [ainhoa(), joaquin(), aoife(), shouting] {
        for first in renderings().filter(|choice| choice.variant == Variant::Generic) {
            let said = |variant| {
                let prompt = render(&who, &Rendering { variant, ..first });
                prompt
                    .sections
                    .iter()
                    .map(|one| {
                        (
                            one.id,
                            one.title.clone(),
                            one.text.lines().map(bare).collect(),
                        )
                    })
                    .collect::<Vec<(_, _, Vec<String>)>>()
            };
            for &variant in Variant::ALL {
                assert_eq!(said(variant), said(Variant::Generic), "{variant} {first:?}");
            }
        }
    }
}

#[test]
fn narratives_come_when_asked_in_the_language_or_else_the_primary_one() {
    let ask = |who: &Profile, lang, include_narratives| {
        render(
            who,
            &Rendering {
                include_narratives,
                ..rendering(Preset::Estandar, lang, Variant::Gpt)
            },
        )
    };
    let rich = ainhoa();
    assert!(section(&ask(&rich, Lang::En, false), "narratives").is_none());
    let english = ask(&rich, Lang::En, true);
    assert!(text(&english, "narratives").contains("Ainhoa thinks with her hands"));
    assert_eq!(english.narratives_lang, None);
    // No English ones: the primary language's, and the prompt says so.
    let mut document = value(AINHOA);
    document
        .pointer_mut("/narratives")
        .unwrap()
        .as_object_mut()
        .unwrap()
        .remove("en");
    let other: Profile = serde_json::from_value(document).unwrap();
    let spanish = ask(&other, Lang::En, true);
    assert!(text(&spanish, "narratives").contains("Ainhoa piensa con las manos"));
    assert!(text(&spanish, "narratives").starts_with("These texts are in Spanish"));
    assert_eq!(spanish.narratives_lang, Some(Lang::Es));
    assert_eq!(ask(&other, Lang::Es, true).narratives_lang, None);
    // None at all.
    let none = ask(&joaquin(), Lang::En, true);
    assert_eq!(
        (section(&none, "narratives"), none.narratives_lang),
        (None, None)
    );
}

#[test]
fn the_sections_are_the_prompt_and_the_same_every_time() {
    for who in [ainhoa(), joaquin(), aoife()] {
        for choice in renderings() {
            let prompt = render(&who, &choice);
            assert_eq!(prompt, render(&who, &choice));
            assert_eq!(prompt.template_version, TEMPLATE_VERSION);
            assert_eq!(
                prompt.token_estimate,
                estimate(&prompt.system_prompt, choice.lang)
            );
            let mut rest = prompt.system_prompt.as_str();
            for section in &prompt.sections {
                if choice.variant != Variant::Claude {
                    rest = rest
                        .split_once(section.title.as_str())
                        .expect("the title")
                        .1;
                }
                rest = rest.split_once(section.text.as_str()).expect("the text").1;
            }
        }
    }
}

#[test]
fn each_preset_says_what_it_is_for_and_where_it_stops() {
    for who in [ainhoa(), aoife()] {
        for choice in renderings() {
            let prompt = render(&who, &choice);
            let words = Catalogue::of(choice.lang, choice.preset.recipe().lens);
            // In the variant's own shape; the templates need no escape.
            let task = text(&prompt, "task");
            let says = |line| {
                let line = words.attribute("task", line, &[]);
                line.is_some_and(|line| task.contains(&*line))
            };
            match choice.preset {
                Preset::Estandar | Preset::Compacto => assert_eq!(task, ""),
                Preset::Critico => assert!(says("notice") && says("severity")),
                Preset::Espejo => assert!(says("notice") && says("distress") && says("causes")),
                Preset::Voz => assert!(says("only") && says("honesty") && says("truth")),
                Preset::Traductor => assert!(says("sender") && says("keep") && says("data")),
                Preset::Analista => assert!(says("notice") && says("scale") && says("use")),
            }
            let own = |id| words.message(id, &[]).unwrap();
            assert!(prompt.sections[0].text.contains(&*own("about-discretion")));
        }
    }
}

#[test]
fn the_analyst_gives_every_number_in_full_and_nobody_else_does() {
    let who = with(
        AINHOA,
        [
            ("/bigFive/traits/openness", json!(87.125)),
            ("/humour/confidence", json!(0.375)),
            ("/values/confidence", json!(0.1)),
        ],
    );
    for choice in renderings() {
        let prompt = render(&who, &choice);
        let numbers = text(&prompt, "numbers");
        if choice.preset != Preset::Analista {
            assert_eq!(numbers, "");
            continue;
        }
        let mark = if choice.lang == Lang::En { '.' } else { ',' };
        for number in ["87.125", "0.375", "0.1"] {
            let number = number.replace('.', &mark.to_string());
            assert!(numbers.contains(&number), "{number}: {numbers}");
        }
        let words = Catalogue::of(choice.lang, Lens::Analyst);
        let of = |layer: &str, key: &str, number: f64| {
            let name = words.message(&format!("name-{layer}-{key}"), &[]).unwrap();
            let number = number.to_string().replace('.', &mark.to_string());
            assert!(
                numbers.contains(&format!("{name} {number}")),
                "{name}: {numbers}"
            );
        };
        for (key, facet) in who.big_five.facets().unwrap().each() {
            of("facet", key, facet.get());
        }
        for (key, score) in who.values.unwrap().each() {
            of("values", key, score.get());
        }
        for (key, score) in who.attachment.unwrap().each() {
            of("attachment", key, score.get());
        }
    }
    // Sixty items give no facets.
    let least = render(
        &aoife(),
        &rendering(Preset::Analista, Lang::En, Variant::Generic),
    );
    assert_eq!(text(&least, "numbers").lines().count(), 7);
}

#[test]
fn the_same_score_asks_for_something_else_in_each_lens() {
    let lively = with(AOIFE, [("/bigFive/traits/extraversion", json!(97))]);
    let mut said: Vec<String> = [
        Preset::Estandar,
        Preset::Critico,
        Preset::Espejo,
        Preset::Voz,
        Preset::Traductor,
    ]
    .iter()
    .map(|&preset| {
        text(
            &render(&lively, &rendering(preset, Lang::En, Variant::Generic)),
            "bigFive",
        )
    })
    .collect();
    assert!(said[3].contains("exclamations") && said[0].contains("Bring energy and pace"));
    said.sort();
    said.dedup();
    assert_eq!(said.len(), 5);
}

#[test]
fn layers_together_have_their_own_wording_where_both_are_sure() {
    let anxious = |confidence: f64| {
        let who = with(
            AINHOA,
            [
                ("/bigFive/traits/neuroticism", json!(90)),
                ("/attachment/anxiety", json!(85)),
                ("/attachment/confidence", json!(confidence)),
            ],
        );
        text(&plain(&who), "combined")
    };
    let line = "When an answer is late or curt";
    assert!(anxious(0.8).contains(line) && !anxious(0.6).contains(line));
    let stubborn = |tolerance: &str| {
        text(
            &plain(&with(
                AINHOA,
                [("/metaPreferences/contradictionTolerance", json!(tolerance))],
            )),
            "combined",
        )
    };
    assert!(stubborn("low").contains("not as a rebuttal"));
    assert!(!stubborn("high").contains("not as a rebuttal"));
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
        ("日本", 4),
        ("🦀", 2),
        ("a\nb", 3),
    ] {
        assert_eq!(estimate(text, Lang::En), tokens, "{text}");
    }
    // The same words cost more where they are the owner's.
    let prose = "the wood and the whole hand of the house";
    assert!(estimate(&format!("“{prose}”"), Lang::En) > estimate(prose, Lang::En) + 3);
    assert!(estimate("Verantwortung", Lang::De) > estimate("haus", Lang::De));
}

/// Any owner's text, long and short, prose and not.
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
    fn caps_hold_for_any_profile(
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

    /// Least severe first: nothing is said while something more severe that
    /// could have been said is not. Items here are short enough to fit alone.
    #[test]
    fn what_is_left_out_is_the_least_severe(
        items in prop::collection::vec((0usize..3, 1usize..25), 1..60)
    ) {
        let named: Vec<_> = items.iter().enumerate().map(|(n, (severity, length))| {
            (Severity::ALL[*severity], format!("item{n} {}", "largo ".repeat(*length)).trim().to_owned())
        }).collect();
        let list: Vec<_> = named.iter().map(|(severity, text)| json!({
            "kind": "petPeeve", "text": text, "severity": severity.word(), "consent": true
        })).collect();
        let who = with(AINHOA, [("/negativeSpace", json!({"items": list}))]);
        let said = text(&plain(&who), "negativeSpace");
        let is_said = |text: &str| said.contains(&format!("“{text}”"));
        let mildest = named.iter().filter(|(_, text)| is_said(text)).map(|(severity, _)| severity).min();
        let worst_unsaid = named.iter().filter(|(_, text)| !is_said(text)).map(|(severity, _)| severity).max();
        prop_assert!(mildest.is_some());
        prop_assert!(worst_unsaid <= mildest, "{said}");
        // Whole or not at all.
        let lines = said.lines().count() - 1;
        prop_assert_eq!(lines, named.iter().filter(|(_, text)| is_said(text)).count());
    }

    #[test]
    fn the_estimate_of_a_whole_is_never_above_its_lines(one in "\\PC{0,80}", other in "\\PC{0,80}") {
        let whole = [one.as_str(), &other].join("\n");
        for &lang in Lang::ALL {
            prop_assert!(estimate(&whole, lang) <= estimate(&one, lang) + 1 + estimate(&other, lang));
        }
    }
}

#[test]
fn every_known_word_of_a_scale_says_something_at_both_ends() {
    // The lint has seen that the messages exist; this sees that they are said.
    for &lang in Lang::built() {
        let words = Catalogue::of(lang, Lens::Portrait);
        for key in pcp::Facets::KEYS {
            let low = words
                .attribute(&format!("facet-{key}"), "low", &[])
                .unwrap();
            let who = with(
                AINHOA,
                [("/bigFive/facets", {
                    let mut facets = serde_json::Map::new();
                    for other in pcp::Facets::KEYS {
                        facets.insert(
                            (*other).to_owned(),
                            json!(if other == key { 20 } else { 50 }),
                        );
                    }
                    json!(facets)
                })],
            );
            let prompt = render(&who, &rendering(Preset::Estandar, lang, Variant::Generic));
            assert!(text(&prompt, "bigFive").contains(&*low), "{lang} {key}");
        }
    }
}

/// Whole prompts, for readers. `cargo insta review` after a change of words.
#[test]
fn snapshots() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_snapshot_path("../snapshots");
    settings.set_omit_expression(true);
    settings.bind(|| {
        let show = |who: &Profile, preset, lang, variant, include_narratives| {
            render(
                who,
                &Rendering {
                    preset,
                    lang,
                    variant,
                    include_narratives,
                },
            )
            .system_prompt
        };
        use Preset::{Analista, Compacto, Critico, Espejo, Estandar, Traductor, Voz};
        insta::assert_snapshot!(
            "ainhoa-estandar-es-claude-narratives",
            show(&ainhoa(), Estandar, Lang::Es, Variant::Claude, true)
        );
        insta::assert_snapshot!(
            "joaquin-compacto-es-gemini",
            show(&joaquin(), Compacto, Lang::Es, Variant::Gemini, false)
        );
        insta::assert_snapshot!(
            "aoife-estandar-en-generic",
            show(&aoife(), Estandar, Lang::En, Variant::Generic, false)
        );
        // A rich one in every language, and every preset in one or two.
        for (preset, lang, variant) in [
            (Estandar, Lang::En, Variant::Gpt),
            (Critico, Lang::De, Variant::Gemini),
            (Critico, Lang::Es, Variant::Claude),
            (Espejo, Lang::Fr, Variant::Claude),
            (Espejo, Lang::En, Variant::Generic),
            (Voz, Lang::It, Variant::Gpt),
            (Voz, Lang::Es, Variant::Generic),
            (Traductor, Lang::Pt, Variant::Generic),
            (Traductor, Lang::En, Variant::Gemini),
            (Analista, Lang::De, Variant::Gpt),
            (Analista, Lang::En, Variant::Claude),
            (Compacto, Lang::Fr, Variant::Gpt),
        ] {
            if Lang::built().contains(&lang) {
                insta::assert_snapshot!(
                    format!("ainhoa-{preset}-{lang}-{variant}"),
                    show(&ainhoa(), preset, lang, variant, false)
                );
            }
        }
    });
}
