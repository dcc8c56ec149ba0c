//! The content of prompts and its order.

use super::*;
use crate::catalogue::{Catalogue, TemplateSet};
use crate::layout::layout;
use crate::pcp;
use crate::tokens::estimate;
use serde_json::json;

#[test]
fn every_prompt_starts_with_the_disclosure() {
    for who in [ainhoa(), joaquin(), aoife()] {
        for choice in renderings() {
            let prompt = render(&who, &choice);
            let words = Catalogue::of(choice.lang, layout(choice.preset).templates);
            assert_eq!(prompt.sections[0].id, "about");
            let texts = match choice.lang {
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
                texts.iter().all(|one| first.join(" ").contains(one)),
                "{choice:?}: {first:?}"
            );
            // Complete, in the compact preset too.
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
fn declared_layers_precede_measured_ones_with_negative_space_first() {
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
        // The task comes right after the disclosure.
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
            let layers: Vec<&str> = ids
                .iter()
                .copied()
                .filter(|id| !["about", "combined", "numbers", "narratives"].contains(id))
                .collect();
            assert_eq!(
                layers.len(),
                ainhoa().layers().len(),
                "every layer is rendered: {layers:?}"
            );
        }
    }
}

#[test]
fn negative_space_is_ordered_by_severity_and_requires_consent() {
    for choice in renderings() {
        let text = text(&render(&ainhoa(), &choice), "negativeSpace");
        let severe = text.find("Zumaia").unwrap();
        let medium = text.find("zona de confort").unwrap();
        let light = text
            .find("poner en valor")
            .or(text.find("gurú"))
            .unwrap_or(usize::MAX);
        assert!(severe < medium && medium < light, "{text}");
        assert!(
            !text.contains("fertilidad"),
            "of high severity, without consent"
        );
    }
    // Only items of high severity require consent.
    let lines = text(&plain(&joaquin()), "negativeSpace");
    assert!(lines.contains("sinergias") && lines.contains("cubierta"));
}

#[test]
fn scores_are_worded_as_behaviour_without_numbers() {
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
fn extremes_are_worded_more_strongly_and_the_middle_is_left_out() {
    let openness = |n: u8| {
        text(
            &plain(&with(AOIFE, [("/bigFive/traits/openness", json!(n))])),
            "bigFive",
        )
    };
    let texts = [3, 20, 50, 80, 97].map(openness);
    for (at, one) in texts.iter().enumerate() {
        assert!(texts.iter().skip(at + 1).all(|other| other != one), "{one}");
    }
    assert!(texts[4].contains("Go beyond the question") && texts[3].contains("unexpected angle"));
    assert!(texts[2].lines().count() < texts[3].lines().count());
    // A facet has no wording of its own for an extreme: it is emphasised.
    let facet = |n: u8| {
        text(
            &plain(&with(AINHOA, [("/bigFive/facets/trust", json!(n))])),
            "bigFive",
        )
    };
    let line = "Warn when someone's good faith shouldn't be taken for granted.";
    assert!(!facet(50).contains(line));
    assert!(facet(80).contains(line) && !facet(80).contains(&format!("{line} Hold")));
    // It is the second emphasised line: the emphases alternate.
    assert!(facet(99).contains(&format!("{line} This matters a lot here.")));
    assert!(facet(99).contains("sentence. Hold to this firmly."));
}

#[test]
fn a_profile_of_average_scores_still_has_a_prompt() {
    let average = with(
        AOIFE,
        [(
            "/bigFive/traits",
            json!({"openness": 50, "conscientiousness": 50, "extraversion": 50, "agreeableness": 50,
               "neuroticism": 50}),
        )],
    );
    for choice in renderings() {
        let prompt = render(&average, &choice);
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
        "traits, and a line for the rest"
    );
}

#[test]
fn a_combination_of_two_traits_has_its_own_wording() {
    let scenario = "Imagination also feeds worry";
    assert!(text(&plain(&ainhoa()), "bigFive").contains(scenario));
    assert!(!text(&plain(&joaquin()), "bigFive").contains(scenario));
}

#[test]
fn low_confidence_omits_a_layer_and_moderate_confidence_hedges_it() {
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
    // The same holds for each fact.
    let fact = |confidence: f64| {
        text(
            &super::plain(&with(
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
fn an_empty_layer_has_no_heading() {
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
    // The analyst also shows the numbers of a layer of average scores.
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

#[test]
fn narratives_are_included_on_request_in_the_prompts_or_the_primary_language() {
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
    // Without English narratives, those in the primary language are included
    // and the prompt states their language.
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
    // Without any narratives.
    let none = ask(&joaquin(), Lang::En, true);
    assert_eq!(
        (section(&none, "narratives"), none.narratives_lang),
        (None, None)
    );
}

#[test]
fn sections_make_up_the_prompt_and_rendering_is_deterministic() {
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
fn each_preset_states_its_purpose_and_limits() {
    for who in [ainhoa(), aoife()] {
        for choice in renderings() {
            let prompt = render(&who, &choice);
            let words = Catalogue::of(choice.lang, layout(choice.preset).templates);
            // Independent of the variant: the templates need no escape.
            let task = text(&prompt, "task");
            let has_line = |line| {
                let line = words.attribute("task", line, &[]);
                line.is_some_and(|line| task.contains(&*line))
            };
            match choice.preset {
                Preset::Estandar | Preset::Compacto => assert_eq!(task, ""),
                Preset::Critico => assert!(has_line("notice") && has_line("severity")),
                Preset::Espejo => {
                    assert!(has_line("notice") && has_line("distress") && has_line("causes"))
                }
                Preset::Voz => {
                    assert!(has_line("only") && has_line("honesty") && has_line("truth"))
                }
                Preset::Traductor => {
                    assert!(has_line("sender") && has_line("keep") && has_line("data"))
                }
                Preset::Analista => {
                    assert!(has_line("notice") && has_line("scale") && has_line("use"))
                }
            }
            let own = |id| words.message(id, &[]).unwrap();
            assert!(prompt.sections[0].text.contains(&*own("about-discretion")));
        }
    }
}

#[test]
fn only_the_analyst_shows_numbers_and_shows_them_in_full() {
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
        let words = Catalogue::of(choice.lang, TemplateSet::Analyst);
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
    // A questionnaire of sixty items has no facets.
    let least = render(
        &aoife(),
        &rendering(Preset::Analista, Lang::En, Variant::Generic),
    );
    assert_eq!(text(&least, "numbers").lines().count(), 7);
}

#[test]
fn each_template_set_words_a_score_differently() {
    let lively = with(AOIFE, [("/bigFive/traits/extraversion", json!(97))]);
    let mut texts: Vec<String> = [
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
    assert!(texts[3].contains("exclamations") && texts[0].contains("Bring energy and pace"));
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), 5);
}

#[test]
fn combinations_of_layers_require_high_confidence_in_both() {
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
fn every_facet_has_its_line_at_a_low_score() {
    // The lint checks that the messages exist; this test, that they are rendered.
    for &lang in Lang::built() {
        let words = Catalogue::of(lang, TemplateSet::Portrait);
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

/// Whole prompts, for readers. Run `cargo insta review` after a change of wording.
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
        // A complete profile in every language, and every preset in one or two.
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
