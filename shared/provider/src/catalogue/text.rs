//! Words, as a search compares them: without case and accents, in any script.

use icu_casemap::CaseMapper;
use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::CanonicalCombiningClass as Class;
use unicode_segmentation::UnicodeSegmentation;

/// A longer word is cut: nobody searches by what follows.
const LONGEST: usize = 48;

/// Whether a mark is an accent, a point or a tone, which people leave out when they search: not a
/// letter, nor a part of one as the scripts of India and Japan have them.
fn is_accent(class: Class) -> bool {
    !matches!(
        class,
        Class::NotReordered | Class::Nukta | Class::KanaVoicing | Class::Virama
    )
}

/// The text without case and accents: `Ölkrise` and `OLKRISE` are the same, as are `Straße` and
/// `STRASSE`.
pub fn fold(text: &str) -> String {
    let classes = CodePointMapData::<Class>::new();
    let normalizer = DecomposingNormalizerBorrowed::new_nfkd();
    let folded = CaseMapper::new()
        .fold_string(&normalizer.normalize(text))
        .into_owned();
    // Folding can make a letter with an accent of one that had none.
    let folded = normalizer.normalize(&folded);
    let letters = folded.chars().filter(|c| !is_accent(classes.get(*c)));
    letters.collect()
}

/// The words of a text, folded, in its order: by the rules of Unicode (UAX #29), so that scripts
/// without spaces have words too.
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.unicode_words();
    words
        .map(|word| word.chars().take(LONGEST).collect())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_and_accents_are_the_same() {
        for (one, other) in [
            ("Ölkrise", "OLKRISE"),
            ("Straße", "STRASSE"),
            ("Café", "cafe\u{301}"),
            ("ΣΊΣΥΦΟΣ", "σισυφος"),
            ("Ёлка", "елка"),
            ("ﬁt", "FIT"),
            ("Ｗｅａｔｈｅｒ", "weather"),
            ("İstanbul", "istanbul"),
            ("שָׁלוֹם", "שלום"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
        assert_ne!(fold("か"), fold("が"), "another letter, not an accent");
        assert_ne!(fold("क"), fold("क़"));
    }

    #[test]
    fn words_are_found_in_any_script() {
        assert_eq!(
            words("The weather-map's 3.5 °C!"),
            ["the", "weather", "map's", "3.5", "c"]
        );
        assert_eq!(words("天気 アプリ"), ["天", "気", "アフ\u{309a}リ"]);
        assert_eq!(words(" \u{1f3b5} … "), Vec::<String>::new());
        assert_eq!(words(&"a".repeat(100)), ["a".repeat(LONGEST)]);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,30}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
