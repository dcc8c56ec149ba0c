//! The variants have the same content.

use super::*;
use serde_json::json;

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
fn variants_change_the_markup_and_never_the_content() {
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
            let texts = |variant| {
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
                assert_eq!(
                    texts(variant),
                    texts(Variant::Generic),
                    "{variant} {first:?}"
                );
            }
        }
    }
}
