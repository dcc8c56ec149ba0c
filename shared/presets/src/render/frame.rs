//! The sections that don't depend on the profile.

use super::budget::priority;
use super::section::SectionBuilder;

/// What the prompt is and how its content is to be treated.
pub(crate) fn about(section: &mut SectionBuilder<'_>) {
    for id in [
        "about-disclose",
        "about-data",
        "about-precedence",
        "about-discretion",
    ] {
        section.add_message(priority::FIRST, id);
    }
}

/// The purpose of the preset: a line for each attribute of the message, in the
/// order of the file.
pub(crate) fn task(section: &mut SectionBuilder<'_>) {
    for line in section.templates.attributes("task") {
        section.add(
            priority::FIRST,
            section.templates.attribute("task", line, &[]),
        );
    }
}
