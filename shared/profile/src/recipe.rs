//! What each preset is made of: one table, one row a section.
//!
//! A recipe names its lens (which words are used), its sections in order, the
//! most tokens each may cost, and what it leaves unsaid. The order that must
//! not break: what the prompt is, the task, then what was declared (negative
//! space first), then what was measured.

use super::catalogue::Lens;
use super::choice::Preset;
use super::render::{self, Page};

/// One preset.
pub(super) struct Recipe {
    /// Whose words are used.
    pub(super) lens: Lens,
    /// The most tokens that the whole may cost.
    pub(super) total: u32,
    /// Its sections, in order.
    pub(super) parts: &'static [Part],
    /// Messages about declared layers that make no sense here.
    pub(super) silent: &'static [&'static str],
}

/// One section.
pub(super) struct Part {
    /// Its name: a layer's, or one of `about`, `task`, `combined`, `numbers`,
    /// `narratives`.
    pub(super) id: &'static str,
    /// The most tokens it may cost, heading included.
    pub(super) cap: u32,
    /// What offers its lines.
    pub(super) write: fn(&mut Page<'_>),
}

const fn part(id: &'static str, cap: u32, write: fn(&mut Page<'_>)) -> Part {
    Part { id, cap, write }
}

/// Bounded by the profile's own bounds alone.
const UNCAPPED: u32 = u32::MAX;

// Sections that are the same wherever they stand. The caps of 250 and 150 are
// the contract's, the others keep one long list from drowning the rest.
const ABOUT: Part = part("about", 450, render::about);
const TASK: Part = part("task", 1000, render::task);
const NEGATIVE_SPACE: Part = part("negativeSpace", 250, render::negative_space);
const META_PREFERENCES: Part = part("metaPreferences", 150, render::meta_preferences);
const LIFE_CONTEXT: Part = part("lifeContext", 300, render::life_context);
const MENTAL_FRAME: Part = part("mentalFrame", 300, render::mental_frame);
const EQUIPMENT: Part = part("operationalEquipment", 250, render::operational_equipment);
const CANON: Part = part("aestheticCanon", 250, render::aesthetic_canon);
const RHYTHMS: Part = part("rhythms", 150, render::rhythms);
const TRAJECTORY: Part = part("trajectory", 350, render::trajectory);
const LIFE_FACTS: Part = part("lifeFacts", 500, render::life_facts);
const BIG_FIVE: Part = part("bigFive", 1400, render::big_five);
const ATTACHMENT: Part = part("attachment", 150, render::attachment);
const HUMOUR: Part = part("humour", 200, render::humour);
const VALUES: Part = part("values", 400, render::values);
const TIME: Part = part("timeOrientation", 250, render::time_orientation);
const COMBINED: Part = part("combined", 350, render::combined);
const NUMBERS: Part = part("numbers", UNCAPPED, render::numbers);
const NARRATIVES: Part = part("narratives", UNCAPPED, render::narratives);

static ESTANDAR: Recipe = Recipe {
    lens: Lens::Portrait,
    total: UNCAPPED,
    parts: &[
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
    silent: &[],
};

// What changes an answer most, in the same order. The total is
// the contract's.
static COMPACTO: Recipe = Recipe {
    lens: Lens::Portrait,
    total: 800,
    parts: &[
        part("about", 260, render::about),
        part("negativeSpace", 150, render::negative_space),
        part("metaPreferences", 120, render::meta_preferences),
        part("lifeContext", 90, render::life_context),
        part("bigFive", 270, render::big_five),
        part("attachment", 70, render::attachment),
        part("values", 80, render::values),
        part("humour", 70, render::humour),
        part("timeOrientation", 70, render::time_orientation),
        NARRATIVES,
    ],
    silent: &[],
};

// What the idea is measured against: limits, goals, convictions.
static CRITICO: Recipe = Recipe {
    lens: Lens::Critic,
    total: UNCAPPED,
    parts: &[
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
    silent: &["trajectory-milestone"],
};

// What can be held beside what this person says.
static ESPEJO: Recipe = Recipe {
    lens: Lens::Mirror,
    total: UNCAPPED,
    parts: &[
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
    silent: &["meta-opinion", "meta-citation", "meta-programming"],
};

// Where the voice comes from. How this person wants to be
// answered says nothing about how this person writes.
static VOZ: Recipe = Recipe {
    lens: Lens::Voice,
    total: UNCAPPED,
    parts: &[
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
    silent: &["meta-contradiction", "meta-opinion"],
};

// What a message has to get past. Nothing here is about whoever
// sent it.
static TRADUCTOR: Recipe = Recipe {
    lens: Lens::Translator,
    total: UNCAPPED,
    parts: &[
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
    silent: &[
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

static ANALISTA: Recipe = Recipe {
    lens: Lens::Analyst,
    total: UNCAPPED,
    parts: &[
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
    silent: &[],
};

impl Preset {
    pub(super) const fn recipe(self) -> &'static Recipe {
        match self {
            Self::Estandar => &ESTANDAR,
            Self::Compacto => &COMPACTO,
            Self::Critico => &CRITICO,
            Self::Espejo => &ESPEJO,
            Self::Voz => &VOZ,
            Self::Traductor => &TRADUCTOR,
            Self::Analista => &ANALISTA,
        }
    }
}
