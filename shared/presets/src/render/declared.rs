//! The sections of the declared layers.

use super::budget::priority;
use super::section::{MAX_ITEMS, SectionBuilder};
use crate::pcp::Severity;
use crate::value::{Confidence, ConfidenceLevel};

/// The most severe first. An item of high severity is personal and is left out
/// without consent.
pub(crate) fn negative_space(section: &mut SectionBuilder<'_>) {
    let items = section
        .profile
        .negative_space
        .as_ref()
        .map_or(&[][..], |space| &space.items);
    let by_severity = Severity::ALL.iter().rev().flat_map(|severity| {
        items
            .iter()
            .filter(move |item| item.severity == *severity)
            .filter(|item| item.severity != Severity::High || item.consent)
    });
    for item in by_severity.take(MAX_ITEMS) {
        let line = section.templates.quote(&item.text).and_then(|text| {
            let id = format!("negative-{}", item.kind.slug());
            section
                .templates
                .attribute(&id, item.severity.slug(), &[("text", &text)])
        });
        section.add(priority_of(item.severity), line);
    }
}

fn priority_of(severity: Severity) -> u8 {
    match severity {
        Severity::Low => 1,
        Severity::Medium => 2,
        Severity::High => 3,
    }
}

/// How the owner wants to be answered; the primary language is always stated.
pub(crate) fn meta_preferences(section: &mut SectionBuilder<'_>) {
    let language = section.language_name(section.profile.primary_language.slug());
    section.add(
        priority::FIRST,
        section
            .templates
            .message("meta-language", &[("language", &language)]),
    );
    let Some(meta) = &section.profile.meta_preferences else {
        return;
    };
    section.add_choice(
        6,
        "meta-contradiction",
        meta.contradiction_tolerance.map(|level| level.slug()),
    );
    section.add_choice(
        6,
        "meta-opinion",
        meta.opinion_assertiveness.map(|level| level.slug()),
    );
    for one in meta.length_by_context.iter() {
        let line = section.templates.quote(&one.context).and_then(|context| {
            section
                .templates
                .attribute("meta-length", one.length.slug(), &[("context", &context)])
        });
        section.add(4, line);
    }
    section.add_choice(
        5,
        "meta-citation",
        meta.citation_style.map(|style| style.slug()),
    );
    for one in meta.language_by_domain.iter() {
        let language = section.language_name(one.language.as_str());
        let line = section.templates.quote(&one.domain).and_then(|domain| {
            section.message(
                "meta-domain",
                &[("domain", &domain), ("language", &language)],
            )
        });
        section.add(3, line);
    }
    section.add_quote(
        5,
        "meta-programming",
        meta.main_programming_language.as_ref(),
    );
}

/// Role, place and languages of the owner.
pub(crate) fn life_context(section: &mut SectionBuilder<'_>) {
    let Some(life) = &section.profile.life_context else {
        return;
    };
    section.add_quote(4, "context-role", life.role.as_ref());
    section.add_quote(3, "context-sector", life.sector.as_ref());
    section.add_quote(3, "context-stage", life.stage.as_ref());
    section.add_quote(2, "context-household", life.household.as_ref());
    let names: Vec<_> = life
        .languages
        .iter()
        .map(|tag| section.language_name(tag.as_str()))
        .collect();
    if !names.is_empty() {
        let languages = names.join(", ");
        section.add(
            2,
            section
                .templates
                .message("context-languages", &[("languages", &languages)]),
        );
    }
    if let Some(country) = &life.country {
        section.add(
            1,
            section
                .templates
                .message("context-country", &[("country", country.as_str())]),
        );
    }
    if let Some(zone) = &life.timezone {
        section.add(
            1,
            section
                .templates
                .message("context-timezone", &[("zone", zone.as_str())]),
        );
    }
}

/// Convictions, mental models and what convinces the owner.
pub(crate) fn mental_frame(section: &mut SectionBuilder<'_>) {
    let Some(frame) = &section.profile.mental_frame else {
        return;
    };
    section.add_choice(
        3,
        "frame-style",
        frame.epistemic_style.map(|style| style.slug()),
    );
    section.add_quotes(2, "frame-models", &frame.models);
    section.add_quotes(1, "frame-beliefs", &frame.beliefs);
}

/// Constraints, tools and devices.
pub(crate) fn operational_equipment(section: &mut SectionBuilder<'_>) {
    let Some(equipment) = &section.profile.operational_equipment else {
        return;
    };
    section.add_quotes(3, "equipment-constraints", &equipment.constraints);
    section.add_quotes(2, "equipment-tools", &equipment.tools);
    section.add_quotes(1, "equipment-devices", &equipment.devices);
}

/// Likes, dislikes and influences.
pub(crate) fn aesthetic_canon(section: &mut SectionBuilder<'_>) {
    let Some(canon) = &section.profile.aesthetic_canon else {
        return;
    };
    section.add_quotes(2, "canon-loves", &canon.loves);
    section.add_quotes(2, "canon-rejects", &canon.rejects);
    section.add_quotes(1, "canon-influences", &canon.influences);
}

/// Chronotype and hours.
pub(crate) fn rhythms(section: &mut SectionBuilder<'_>) {
    let Some(rhythms) = &section.profile.rhythms else {
        return;
    };
    section.add_choice(
        2,
        "rhythm-chronotype",
        rhythms.chronotype.map(|type_| type_.slug()),
    );
    section.add_hours(2, "rhythm-work", &rhythms.work_hours);
    section.add_hours(1, "rhythm-peaks", &rhythms.peaks);
    section.add_hours(3, "rhythm-quiet", &rhythms.quiet_hours);
}

/// Goals, turning points and milestones.
pub(crate) fn trajectory(section: &mut SectionBuilder<'_>) {
    let Some(trajectory) = &section.profile.trajectory else {
        return;
    };
    section.add_quotes(3, "trajectory-goals", &trajectory.goals);
    section.add_quotes(2, "trajectory-turns", &trajectory.turning_points);
    for milestone in trajectory.milestones.iter().take(MAX_ITEMS) {
        let year = milestone.year.get().to_string();
        let line = section.templates.quote(&milestone.text).and_then(|text| {
            section.message("trajectory-milestone", &[("year", &year), ("text", &text)])
        });
        section.add(1, line);
    }
}

/// Facts the owner approved. One of moderate confidence is marked as unconfirmed
/// and has the lowest priority.
pub(crate) fn life_facts(section: &mut SectionBuilder<'_>) {
    for fact in section.profile.life_facts.iter().take(MAX_ITEMS) {
        let level = fact
            .confidence
            .map_or(ConfidenceLevel::High, Confidence::level);
        let category = section
            .templates
            .message(&format!("category-{}", fact.category.slug()), &[])
            .unwrap_or_default();
        let line = section.templates.quote(&fact.value).and_then(|text| {
            let args = [("category", &*category), ("text", &*text)];
            section
                .templates
                .attribute("fact", fact.valence.slug(), &args)
        });
        match level {
            ConfidenceLevel::Low => {}
            ConfidenceLevel::Moderate => {
                let line =
                    line.and_then(|line| section.templates.message("unsure", &[("line", &line)]));
                section.add(1, line);
            }
            ConfidenceLevel::High => section.add(2, line),
        }
    }
}
