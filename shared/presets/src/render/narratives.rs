//! The section of narratives.

use super::section::SectionBuilder;
use std::borrow::Cow;

/// The narratives in the prompt's language or, failing that, in the owner's;
/// the introduction then names the language.
pub(crate) fn narratives(section: &mut SectionBuilder<'_>) {
    if !section.rendering.include_narratives {
        return;
    }
    let narratives = &section.profile.narratives;
    let requested = section.rendering.lang;
    let primary = section.profile.primary_language;
    let Some((lang, narrative)) = [requested, primary]
        .iter()
        .find_map(|&lang| Some((lang, narratives.get(lang)?)))
    else {
        return;
    };
    if lang != requested {
        let language = section.language_name(lang.slug());
        section.intro = section
            .templates
            .attribute(
                "section-narratives",
                "elsewhere",
                &[("language", &language)],
            )
            .map(Cow::into_owned);
        section.narratives_lang = Some(lang);
    }
    for (at, (part, prose)) in narrative.each().enumerate() {
        let title = section
            .templates
            .message(&format!("narrative-{part}"), &[])
            .unwrap_or_default();
        let line = section.templates.quote(prose).and_then(|text| {
            section
                .templates
                .message("narrative", &[("part", &title), ("text", &text)])
        });
        section.add(u8::try_from(9_usize.saturating_sub(at)).unwrap_or(0), line);
    }
}
