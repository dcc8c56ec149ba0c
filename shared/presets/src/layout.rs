//! The layout of each preset: one table, one row per section.
//!
//! A layout names its template set, its sections in order, the maximum number
//! of tokens of each, and the messages it omits. The order that must not
//! change: what the prompt is, the task, the declared layers (negative space
//! first), the measured layers.

use super::catalogue::TemplateSet;
use super::choice::Preset;
use super::render::{SectionBuilder, combined, declared, frame, measured, narratives, numbers};

/// The layout of one preset.
pub(super) struct Layout {
    /// The templates it is written with.
    pub(super) templates: TemplateSet,
    /// The maximum number of tokens of the whole prompt.
    pub(super) max_tokens: u32,
    /// The sections, in order.
    pub(super) sections: &'static [SectionSpec],
    /// Messages about declared layers that don't apply to this preset.
    pub(super) omitted: &'static [&'static str],
}

/// One section.
pub(super) struct SectionSpec {
    /// The name of a layer, or one of `about`, `task`, `combined`, `numbers`,
    /// `narratives`.
    pub(super) id: &'static str,
    /// The maximum number of tokens, heading included.
    pub(super) max_tokens: u32,
    /// Adds the candidate lines.
    pub(super) write: fn(&mut SectionBuilder<'_>),
}

const fn section(
    id: &'static str,
    max_tokens: u32,
    write: fn(&mut SectionBuilder<'_>),
) -> SectionSpec {
    SectionSpec {
        id,
        max_tokens,
        write,
    }
}

/// No limit but the bounds of the profile itself.
const UNLIMITED: u32 = u32::MAX;

// Sections that are the same in every layout. The limits of negativeSpace and
// metaPreferences are part of the API contract; the others keep one long list
// from displacing the rest.
const ABOUT: SectionSpec = section("about", 450, frame::about);
const TASK: SectionSpec = section("task", 1000, frame::task);
const NEGATIVE_SPACE: SectionSpec = section("negativeSpace", 250, declared::negative_space);
const META_PREFERENCES: SectionSpec = section("metaPreferences", 150, declared::meta_preferences);
const LIFE_CONTEXT: SectionSpec = section("lifeContext", 300, declared::life_context);
const MENTAL_FRAME: SectionSpec = section("mentalFrame", 300, declared::mental_frame);
const EQUIPMENT: SectionSpec =
    section("operationalEquipment", 250, declared::operational_equipment);
const CANON: SectionSpec = section("aestheticCanon", 250, declared::aesthetic_canon);
const RHYTHMS: SectionSpec = section("rhythms", 150, declared::rhythms);
const TRAJECTORY: SectionSpec = section("trajectory", 350, declared::trajectory);
const LIFE_FACTS: SectionSpec = section("lifeFacts", 500, declared::life_facts);
const BIG_FIVE: SectionSpec = section("bigFive", 1400, measured::big_five);
const ATTACHMENT: SectionSpec = section("attachment", 150, measured::attachment);
const HUMOUR: SectionSpec = section("humour", 200, measured::humour);
const VALUES: SectionSpec = section("values", 400, measured::values);
const TIME: SectionSpec = section("timeOrientation", 250, measured::time_orientation);
const COMBINED: SectionSpec = section("combined", 350, combined::combined);
const NUMBERS: SectionSpec = section("numbers", UNLIMITED, numbers::numbers);
const NARRATIVES: SectionSpec = section("narratives", UNLIMITED, narratives::narratives);

static ESTANDAR: Layout = Layout {
    templates: TemplateSet::Portrait,
    max_tokens: UNLIMITED,
    sections: &[
        ABOUT,
        NEGATIVE_SPACE,
        META_PREFERENCES,
        LIFE_CONTEXT,
        MENTAL_FRAME,
        EQUIPMENT,
        CANON,
        RHYTHMS,
        TRAJECTORY,
        LIFE_FACTS,
        BIG_FIVE,
        ATTACHMENT,
        HUMOUR,
        VALUES,
        TIME,
        COMBINED,
        NARRATIVES,
    ],
    omitted: &[],
};

// The layers with the greatest effect on an answer, in the same order. The
// total is part of the API contract.
static COMPACTO: Layout = Layout {
    templates: TemplateSet::Portrait,
    max_tokens: 800,
    sections: &[
        section("about", 260, frame::about),
        section("negativeSpace", 150, declared::negative_space),
        section("metaPreferences", 120, declared::meta_preferences),
        section("lifeContext", 90, declared::life_context),
        section("bigFive", 270, measured::big_five),
        section("attachment", 70, measured::attachment),
        section("values", 80, measured::values),
        section("humour", 70, measured::humour),
        section("timeOrientation", 70, measured::time_orientation),
        NARRATIVES,
    ],
    omitted: &[],
};

// The layers an idea is judged by: limits, goals, convictions.
static CRITICO: Layout = Layout {
    templates: TemplateSet::Critic,
    max_tokens: UNLIMITED,
    sections: &[
        ABOUT,
        TASK,
        NEGATIVE_SPACE,
        META_PREFERENCES,
        LIFE_CONTEXT,
        MENTAL_FRAME,
        EQUIPMENT,
        TRAJECTORY,
        BIG_FIVE,
        ATTACHMENT,
        HUMOUR,
        VALUES,
        TIME,
        COMBINED,
        NARRATIVES,
    ],
    omitted: &["trajectory-milestone"],
};

// The layers that can be compared with what the owner says.
static ESPEJO: Layout = Layout {
    templates: TemplateSet::Mirror,
    max_tokens: UNLIMITED,
    sections: &[
        ABOUT,
        TASK,
        NEGATIVE_SPACE,
        META_PREFERENCES,
        LIFE_CONTEXT,
        MENTAL_FRAME,
        TRAJECTORY,
        LIFE_FACTS,
        BIG_FIVE,
        ATTACHMENT,
        HUMOUR,
        VALUES,
        TIME,
        COMBINED,
        NARRATIVES,
    ],
    omitted: &["meta-opinion", "meta-citation", "meta-programming"],
};

// The layers that shape how the owner writes. How the owner wants to be
// answered is not one of them.
static VOZ: Layout = Layout {
    templates: TemplateSet::Voice,
    max_tokens: UNLIMITED,
    sections: &[
        ABOUT,
        TASK,
        NEGATIVE_SPACE,
        META_PREFERENCES,
        LIFE_CONTEXT,
        MENTAL_FRAME,
        CANON,
        TRAJECTORY,
        LIFE_FACTS,
        BIG_FIVE,
        ATTACHMENT,
        HUMOUR,
        VALUES,
        TIME,
        COMBINED,
        NARRATIVES,
    ],
    omitted: &["meta-contradiction", "meta-opinion"],
};

// The layers that decide how the owner receives a message. None of them
// describes its sender.
static TRADUCTOR: Layout = Layout {
    templates: TemplateSet::Translator,
    max_tokens: UNLIMITED,
    sections: &[
        ABOUT,
        TASK,
        NEGATIVE_SPACE,
        META_PREFERENCES,
        LIFE_CONTEXT,
        MENTAL_FRAME,
        EQUIPMENT,
        RHYTHMS,
        BIG_FIVE,
        ATTACHMENT,
        HUMOUR,
        VALUES,
        TIME,
        COMBINED,
        NARRATIVES,
    ],
    omitted: &[
        "meta-opinion",
        "meta-citation",
        "meta-programming",
        "frame-beliefs",
        "equipment-tools",
        "equipment-devices",
        "rhythm-chronotype",
        "rhythm-peaks",
    ],
};

static ANALISTA: Layout = Layout {
    templates: TemplateSet::Analyst,
    max_tokens: UNLIMITED,
    sections: &[
        ABOUT,
        TASK,
        NEGATIVE_SPACE,
        META_PREFERENCES,
        LIFE_CONTEXT,
        MENTAL_FRAME,
        EQUIPMENT,
        CANON,
        RHYTHMS,
        TRAJECTORY,
        LIFE_FACTS,
        BIG_FIVE,
        ATTACHMENT,
        HUMOUR,
        VALUES,
        TIME,
        COMBINED,
        NUMBERS,
        NARRATIVES,
    ],
    omitted: &[],
};

/// The sections of a preset and their limits.
pub(super) const fn layout(preset: Preset) -> &'static Layout {
    match preset {
        Preset::Estandar => &ESTANDAR,
        Preset::Compacto => &COMPACTO,
        Preset::Critico => &CRITICO,
        Preset::Espejo => &ESPEJO,
        Preset::Voz => &VOZ,
        Preset::Traductor => &TRADUCTOR,
        Preset::Analista => &ANALISTA,
    }
}
