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

/// The headings of a Markdown document: level and text.
fn headings(text: &str) -> Vec<(usize, &str)> {
    let headings = text.lines().filter_map(|line| {
        let (marks, title) = line.split_once(' ')?;
        let is = !marks.is_empty() && marks.chars().all(|c| c == '#');
        is.then_some((marks.len(), title))
    });
    headings.collect()
}

#[test]
fn a_document_has_one_title_and_a_heading_for_each_section() {
    let hostile = with(
        AINHOA,
        [(
            "/lifeContext/role",
            json!("# Title\n## Heading\n* R&D <b>lead</b> |x| ~y~ _z_"),
        )],
    );
    for who in [ainhoa(), joaquin(), aoife(), hostile] {
        for choice in renderings() {
            let prompt = render(&who, &choice);
            let document = prompt.markdown(choice.variant);
            let titles = prompt.sections.iter().map(|one| one.title.as_str());
            let levels = |at| if at == 0 { 1 } else { 2 };
            let expected: Vec<_> = titles
                .enumerate()
                .map(|(at, title)| (levels(at), title))
                .collect();
            let numbered = |at: usize, title: &str| format!("{}. {title}", at + 1);
            let found = headings(&document);
            match choice.variant {
                Variant::Claude => {
                    assert_eq!(found, expected[..1], "{choice:?}");
                    assert!(document.ends_with(&format!("\n\n{}", prompt.system_prompt)));
                }
                Variant::Gemini => {
                    let found = found
                        .into_iter()
                        .map(|(level, title)| (level, title.to_owned()));
                    let expected = expected.iter().enumerate();
                    let expected =
                        expected.map(|(at, (level, title))| (*level, numbered(at, title)));
                    assert!(found.eq(expected), "{choice:?}");
                }
                Variant::Gpt | Variant::Generic => assert_eq!(found, expected, "{choice:?}"),
            }
            assert!(document.ends_with('\n') && !document.ends_with("\n\n"));
        }
    }
}

/// Lines and escapes are those of GPT's variant, which is a document itself.
#[test]
fn documents_of_all_variants_without_tags_have_the_same_lines() {
    for first in renderings().filter(|choice| choice.variant == Variant::Gpt) {
        let gpt = render(&ainhoa(), &first);
        assert_eq!(gpt.markdown(Variant::Gpt), gpt.system_prompt);
        let document = |variant| {
            let prompt = render(&ainhoa(), &Rendering { variant, ..first });
            prompt.markdown(variant)
        };
        assert_eq!(document(Variant::Generic), gpt.system_prompt, "{first:?}");
        let bare = |document: &str| {
            let lines = document.lines();
            let lines = lines.map(|line| line.trim_start_matches(['-', '#', ' ']).to_owned());
            lines.collect::<Vec<_>>()
        };
        let gemini = document(Variant::Gemini);
        let unnumbered = bare(&gemini).into_iter().map(|line| {
            let text = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
            if text.len() < line.len() {
                text.trim_start().to_owned()
            } else {
                line
            }
        });
        assert_eq!(
            unnumbered.collect::<Vec<_>>(),
            bare(&gpt.system_prompt),
            "{first:?}"
        );
    }
}
