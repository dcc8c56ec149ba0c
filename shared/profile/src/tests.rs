//! The types, their bounds and the JSON Schema.

use super::*;
use crate::value::{Band, Confidence, ConfidenceLevel, Percentile, Score};
use proptest::prelude::*;
use serde_json::{Value, json};

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

/// The minimal profile: sixty items and a language.
fn aoife() -> Profile {
    profile(AOIFE)
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

#[test]
fn the_demo_profiles_round_trip() {
    for json in [AINHOA, JOAQUIN, AOIFE] {
        let one = profile(json);
        let again: Profile = serde_json::from_slice(&serde_json::to_vec(&one).unwrap()).unwrap();
        assert_eq!(one, again);
    }
}

#[test]
fn a_profile_lists_its_content() {
    let rich = ainhoa();
    assert_eq!(rich.layers().len(), 14);
    assert_eq!(rich.languages(), Lang::ALL);
    assert!(rich.has_narratives());
    assert_eq!(rich.instrument(), "ipip-neo-120");
    assert_eq!(rich.presets(), Preset::SLUGS);
    assert_eq!(Preset::SLUGS.len(), 7);
    let least = aoife();
    assert_eq!(least.layers(), ["bigFive"]);
    assert!(!least.has_narratives() && least.languages().is_empty());
    assert_eq!(least.instrument(), "ipip-neo-60");
}

#[test]
fn debug_shows_no_private_text() {
    let shown = format!("{:?}", ainhoa());
    assert!(!shown.contains("Zumaia") && !shown.contains("carpintero"));
}

#[test]
fn serde_alone_refuses_invalid_values() {
    // (pointer, invalid value), applied to a valid profile
    let wrong: &[(&str, Value)] = &[
        ("/bigFive/traits/openness", json!(101)),
        ("/bigFive/traits/openness", json!(-0.1)),
        ("/bigFive/traits/openness", json!("88")),
        ("/bigFive/instrument", json!("ipip-neo-60")),
        ("/bigFive/facets", Value::Null),
        ("/attachment/confidence", json!(1.1)),
        ("/attachment/other", json!(1)),
        ("/primaryLanguage", json!("eu")),
        ("/other", json!(1)),
        ("/lifeContext/country", json!("es")),
        ("/lifeContext/timezone", json!("Europe/Mad rid")),
        ("/lifeContext/languages/0", json!("ES")),
        ("/rhythms/peaks/0/from", json!("24:00")),
        ("/trajectory/milestones/0/year", json!(1899)),
        ("/negativeSpace/items/0/severity", json!("extreme")),
        ("/negativeSpace/items/0/text", json!("")),
        ("/negativeSpace/items/0/text", json!("x".repeat(1001))),
        ("/lifeFacts/0/value", json!("ab")),
        ("/narratives/eu", json!({})),
        ("/aestheticCanon/loves", json!(vec!["x"; 101])),
    ];
    for (pointer, bad) in wrong {
        let mut document = value(AINHOA);
        set(&mut document, pointer, bad.clone());
        let refused = serde_json::from_value::<Profile>(document);
        assert!(
            refused.is_err(),
            "{pointer} = {}",
            bad.to_string().chars().take(40).collect::<String>()
        );
    }
}

#[test]
fn band_and_confidence_level_boundaries() {
    let percentile = |n: f64| Percentile::try_from(n).unwrap().band();
    assert_eq!([0.0, 6.9].map(percentile), [Band::VeryLow; 2]);
    assert_eq!([7.0, 30.9].map(percentile), [Band::Low; 2]);
    assert_eq!([31.0, 50.0, 69.0].map(percentile), [Band::Middle; 3]);
    assert_eq!([69.1, 93.0].map(percentile), [Band::High; 2]);
    assert_eq!([93.1, 100.0].map(percentile), [Band::VeryHigh; 2]);
    let score = |n: f64| Score::try_from(n).unwrap().band();
    assert_eq!(
        [19.9, 20.0, 40.0, 60.0, 80.0, 80.1].map(score),
        [
            Band::VeryLow,
            Band::Low,
            Band::Middle,
            Band::Middle,
            Band::High,
            Band::VeryHigh,
        ]
    );
    let level = |n: f64| Confidence::try_from(n).unwrap().level();
    assert_eq!(
        [0.0, 0.39, 0.4, 0.69, 0.7, 1.0].map(level),
        [
            ConfidenceLevel::Low,
            ConfidenceLevel::Low,
            ConfidenceLevel::Moderate,
            ConfidenceLevel::Moderate,
            ConfidenceLevel::High,
            ConfidenceLevel::High,
        ]
    );
    assert!(Percentile::try_from(f64::NAN).is_err() && Score::try_from(f64::INFINITY).is_err());
}

#[test]
fn slugs_and_aliases() {
    assert_eq!("estandar".parse(), Ok(Preset::Estandar));
    assert_eq!("standard".parse(), Ok(Preset::Estandar));
    assert_eq!("compact".parse(), Ok(Preset::Compacto));
    let english = [
        "standard",
        "compact",
        "critic",
        "mirror",
        "voice",
        "translator",
        "analyst",
    ];
    for (preset, alias) in Preset::ALL.iter().zip(english) {
        assert_eq!(alias.parse(), Ok(*preset));
        assert_eq!(preset.slug().parse(), Ok(*preset));
    }
    assert_eq!("Estandar".parse::<Preset>(), Err(UnknownSlug));
    assert_eq!(Preset::Analista.alias(), Some("analyst"));
    assert_eq!("pt".parse(), Ok(Lang::Pt));
    assert_eq!("eu".parse::<Lang>(), Err(UnknownSlug));
    for variant in Variant::ALL {
        assert_eq!(variant.to_string().parse(), Ok(*variant));
        assert_eq!(
            serde_json::to_value(variant).unwrap(),
            json!(variant.slug())
        );
    }
    assert_eq!(
        Preset::SLUGS,
        [
            "estandar",
            "compacto",
            "critico",
            "espejo",
            "voz",
            "traductor",
            "analista"
        ]
    );
    let parsed: Preset = serde_json::from_value(json!("compact")).unwrap();
    assert_eq!(parsed, Preset::Compacto);
    assert!(serde_json::from_value::<Preset>(json!("therapist")).is_err());
    for format in Format::ALL {
        assert_eq!(format.slug().parse(), Ok(*format));
    }
    assert_eq!(
        serde_json::from_value::<Preset>(json!("estandar")).unwrap(),
        Preset::Estandar
    );
}

proptest! {
    /// No document makes the parser panic.
    #[test]
    fn parsing_is_total(document in ".{0,200}") {
        let _ = serde_json::from_str::<Profile>(&document);
        #[cfg(feature = "schema")]
        let _ = Profile::parse(document.as_bytes());
    }
}

#[cfg(feature = "schema")]
mod schema {
    use super::*;

    fn errors(document: &Value) -> Vec<(String, &'static str)> {
        let bytes = serde_json::to_vec(document).unwrap();
        let errors = Profile::parse(&bytes).expect_err("must be refused");
        let listed = errors.listed.into_iter();
        listed.map(|one| (one.path, one.code)).collect()
    }

    #[test]
    fn the_demo_profiles_are_valid() {
        for json in [AINHOA, JOAQUIN, AOIFE] {
            assert_eq!(Profile::parse(json.as_bytes()).unwrap(), profile(json));
        }
    }

    #[test]
    fn the_checked_in_schema_matches_the_types() {
        let written = value(include_str!("pcp.schema.json"));
        assert_eq!(
            written,
            Profile::schema(),
            "run `cargo test --features schema write_schema -- --ignored`"
        );
    }

    #[test]
    #[ignore = "writes pcp.schema.json"]
    fn write_schema() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/pcp.schema.json");
        let text = serde_json::to_string_pretty(&Profile::schema()).unwrap();
        std::fs::write(path, text + "\n").unwrap();
    }

    #[test]
    fn every_error_is_listed_with_its_path() {
        let mut document = value(AINHOA);
        set(&mut document, "/bigFive/traits/openness", json!(140));
        set(&mut document, "/bigFive/facets/trust", json!("high"));
        set(
            &mut document,
            "/negativeSpace/items/2/severity",
            json!("extreme"),
        );
        set(&mut document, "/negativeSpace/items/3/note", json!("?"));
        set(&mut document, "/lifeContext/country", json!("Spain"));
        set(&mut document, "/lifeFacts/0/value", json!("ab"));
        set(
            &mut document,
            "/aestheticCanon/loves",
            json!(vec!["x"; 101]),
        );
        document.as_object_mut().unwrap().remove("primaryLanguage");
        let mut found = errors(&document);
        found.sort();
        assert_eq!(
            found,
            [
                ("aestheticCanon.loves", "count"),
                ("bigFive.facets.trust", "type"),
                ("bigFive.traits.openness", "range"),
                ("lifeContext.country", "pattern"),
                ("lifeFacts[0].value", "length"),
                ("negativeSpace.items[2].severity", "enum"),
                ("negativeSpace.items[3].note", "unknownField"),
                ("primaryLanguage", "required"),
            ]
            .map(|(path, code)| (path.to_owned(), code))
        );
    }

    #[test]
    fn facets_are_required_by_the_longer_forms_and_refused_by_the_short_one() {
        let mut document = value(AINHOA);
        set(&mut document, "/bigFive/instrument", json!("ipip-neo-60"));
        assert_eq!(
            errors(&document),
            [("bigFive.facets".to_owned(), "notAllowed")]
        );
        let mut document = value(AOIFE);
        set(&mut document, "/bigFive/instrument", json!("ipip-neo-300"));
        assert_eq!(
            errors(&document),
            [("bigFive.facets".to_owned(), "required")]
        );
        let mut document = value(AINHOA);
        document
            .pointer_mut("/bigFive/facets")
            .unwrap()
            .as_object_mut()
            .unwrap()
            .remove("anger");
        assert_eq!(
            errors(&document),
            [("bigFive.facets.anger".to_owned(), "required")]
        );
    }

    #[test]
    fn rules_that_the_schema_cannot_express_are_checked() {
        let mut document = value(AINHOA);
        set(&mut document, "/rhythms/peaks/0/to", json!("08:30"));
        document
            .pointer_mut("/narratives")
            .unwrap()
            .as_object_mut()
            .unwrap()
            .remove("es");
        assert_eq!(
            errors(&document),
            [
                ("narratives.es".to_owned(), "required"),
                ("rhythms.peaks[0].to".to_owned(), "notAllowed"),
            ]
        );
    }

    #[test]
    fn duplicate_fields_and_malformed_json_are_refused() {
        let twice = AOIFE.replacen('{', "{\"primaryLanguage\": \"es\",", 1);
        let error = Profile::parse(twice.as_bytes()).unwrap_err();
        assert_eq!(error.listed[0].code, "duplicateField");
        for bad in [&b"{"[..], b"", b"\xff", b"[1,]"] {
            assert_eq!(
                Profile::parse(bad).unwrap_err().listed[0].code,
                "malformedJson"
            );
        }
    }

    #[test]
    fn fifty_errors_are_listed_and_the_rest_is_counted() {
        let mut document = value(AINHOA);
        let fields = document.as_object_mut().unwrap();
        fields.extend((0..1_000).map(|n| (format!("field {n}"), json!(0))));
        fields.insert("trajectory".into(), json!({ "goals": vec![0; 1_000] }));
        let errors = Profile::parse(&serde_json::to_vec(&document).unwrap()).unwrap_err();
        assert_eq!(errors.listed.len(), 50);
        // One more: there are too many goals.
        assert_eq!(errors.unlisted, 2_001 - 50);
    }

    #[test]
    fn messages_never_quote_the_document() {
        let mut document = value(AINHOA);
        let secret = "a secret of mine ";
        set(
            &mut document,
            "/negativeSpace/items/0/text",
            json!(secret.repeat(100)),
        );
        set(&mut document, "/lifeContext/timezone", json!(secret));
        set(&mut document, "/bigFive/instrument", json!(secret));
        let bytes = serde_json::to_vec(&document).unwrap();
        for error in Profile::parse(&bytes).unwrap_err().listed {
            assert!(!error.message.contains("secret"), "{error:?}");
        }
    }

    proptest! {
        /// The schema and serde agree on every value in every place.
        #[test]
        fn the_schema_refuses_exactly_what_serde_refuses(
            place in prop::sample::select(vec![
                "/bigFive/traits/openness", "/bigFive/facets/anger", "/humour/confidence",
                "/lifeContext/languages/0", "/lifeContext/country", "/lifeContext/timezone",
                "/rhythms/peaks/0/from", "/negativeSpace/items/0/text", "/negativeSpace/items/0/consent",
                "/metaPreferences/citationStyle", "/aestheticCanon/loves", "/primaryLanguage",
                "/trajectory/goals", "/lifeFacts/0", "/other",
            ]),
            new in prop_oneof![
                any::<bool>().prop_map(Value::from),
                (-50i64..2300).prop_map(Value::from),
                (-2.0..120.0).prop_map(Value::from),
                "[a-zA-Z]{0,4}(-[A-Za-z0-9]{0,9}){0,4}".prop_map(Value::from),
                "[A-Za-z]{0,7}(/[A-Za-z_+-]{0,34}){0,3}".prop_map(Value::from),
                "[0-2][0-9]:[0-6][0-9]".prop_map(Value::from),
                ".{0,12}".prop_map(Value::from),
                Just(json!([])), Just(json!({})), Just(json!(["x"])), Just(json!([""])),
            ],
        ) {
            let mut document = value(AINHOA);
            set(&mut document, place, new);
            let bytes = serde_json::to_vec(&document).unwrap();
            let serde = serde_json::from_slice::<Profile>(&bytes);
            let schema = Profile::parse(&bytes);
            match schema {
                Ok(_) => prop_assert!(serde.is_ok()),
                Err(errors) => prop_assert!(
                    serde.is_err() || errors.listed.iter().all(|one| one.code == "notAllowed"),
                    "{errors:?}"
                ),
            }
        }
    }
}
