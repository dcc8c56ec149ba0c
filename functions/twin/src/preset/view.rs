//! `GET /preset/:slug`: the twin as a system prompt.
//!
//! The same snapshot, parameters and templates give the same bytes for ever, so an answer has a
//! strong entity tag, and a process keeps what it has rendered as long as there is room.

use std::convert::Infallible;
use std::str::FromStr;
use std::sync::{Arc, LazyLock};

use ::surface::body::{Reader, Wrong, custom, parsed};
use ::surface::{Answers, Document, Error, Input, Query, Reply, Request, preferred};
use presets::{Prompt, Rendering, Section, render};
use profile::{Format, Lang, Preset, Variant};
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde::Serialize;
use serde_json::{Value, json};
use twin::account::Account;
use twin::id::{SnapshotId, UserId};
use twin::snapshot::{PurchaseId, Snapshot, Status};

use crate::snapshot::view::not_found;
use crate::{KeyHolder, NO_TWIN_PURCHASED, PRESET_NOT_FOUND, SNAPSHOT_NOT_READY, Twin};

/// Memory that rendered answers may take in a process, in bytes.
const RENDERED_IN_MEMORY: u64 = 16 * 1024 * 1024;

/// Media types by which `Accept` asks for a format, in the order of [`FORMATS`].
const MEDIA_TYPES: &[&[&str]] = &[
    &["application/json"],
    &["text/plain"],
    &["text/markdown"],
    &[
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "text/x-yaml",
    ],
];
const FORMATS: [Format; 4] = [Format::Json, Format::Txt, Format::Md, Format::Yaml];

/// Which prompt, of which snapshot.
#[derive(Debug)]
pub struct ViewPreset {
    preset: Preset,
    alias: bool,
    format: Format,
    lang: Option<Lang>,
    variant: Variant,
    include_narratives: bool,
    purchase_id: Option<PurchaseId>,
    snapshot_id: Option<SnapshotId>,
    query: String,
}

impl<C> Input<C> for ViewPreset {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let slug: Slug = request.param("slug").unwrap_or_default();
        let preset: Preset = slug
            .0
            .parse()
            .ok()
            .filter(|preset| Preset::ALL.contains(preset))
            .ok_or_else(|| {
                let all = list(Preset::ALL, |preset| preset.slug());
                PRESET_NOT_FOUND.refuse(format!("There is no such preset. Use one of: {all}."))
            })?;
        let mut query = Query::of(request);
        let format = one_of(&FORMATS, Format::slug).about(
            "`json` and `yaml` have the prompt whole and by its sections; `txt` is the prompt, and \
             `md` the prompt as a Markdown document with a title and headings. Without it `Accept` \
             chooses, and `json` where that says nothing.",
        );
        let format = query.take("format", format);
        let lang = one_of(Lang::built(), Lang::slug)
            .about("The prompt's language. Without it, the profile's own.");
        let lang = query.take("lang", lang);
        let variant = one_of(Variant::ALL, Variant::slug)
            .about("The shape that a family of models follows best; `generic` without it.");
        let variant = query.take("variant", variant);
        let narratives = custom(yes_or_no, || json!({ "type": "boolean", "default": false }))
            .about("Whether the narratives are part of the prompt.");
        let include_narratives = query.take("includeNarratives", narratives);
        let purchase_id = parsed::<PurchaseId>()
            .about("The snapshot of a purchase, the newest ready one where there are several.");
        let purchase_id = query.take("purchaseId", purchase_id);
        let snapshot_id = parsed::<SnapshotId>().about(
            "This snapshot. Without it and `purchaseId`: the latest ready one. With both they \
             must agree.",
        );
        let snapshot_id = query.take("snapshotId", snapshot_id);
        query.finish()?;
        let accepted = || {
            let index = preferred(&request.headers, MEDIA_TYPES)?;
            FORMATS.get(index).copied()
        };
        Ok(Self {
            alias: slug.0 != preset.slug(),
            preset,
            format: format.or_else(accepted).unwrap_or(Format::Json),
            lang,
            variant: variant.unwrap_or(Variant::Generic),
            include_narratives: include_narratives.unwrap_or(false),
            purchase_id,
            snapshot_id,
            query: request.query.clone(),
        })
    }
}

fn list<T: Copy>(all: &[T], slug: impl Fn(T) -> &'static str) -> String {
    all.iter()
        .map(|one| slug(*one))
        .collect::<Vec<_>>()
        .join(", ")
}

fn one_of<T: Copy>(
    all: &'static [T],
    slug: impl Fn(T) -> &'static str + Copy,
) -> impl Reader<Value = T> {
    let read = move |value: &Value| -> Result<T, Wrong> {
        let text = value.as_str().unwrap_or_default();
        let found = all.iter().copied().find(|one| slug(*one) == text);
        found.ok_or_else(|| {
            let message = format!("must be one of {}", list(all, slug));
            ("INVALID", message)
        })
    };
    custom(read, move || {
        let words: Vec<_> = all.iter().map(|one| slug(*one)).collect();
        json!({ "type": "string", "enum": words })
    })
}

fn yes_or_no(value: &Value) -> Result<bool, Wrong> {
    match value.as_str() {
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        _ => Err(("INVALID", "must be true or false".to_owned())),
    }
}

/// A preset's name or alias as it was sent.
#[derive(Debug, Default)]
struct Slug(String);

impl FromStr for Slug {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Slug {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Slug".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let names = Preset::ALL
            .iter()
            .flat_map(|preset| std::iter::once(preset.slug()).chain(preset.alias()));
        let names: Vec<_> = names.collect();
        schemars::json_schema!({ "type": "string", "enum": names })
    }
}

/// The prompt in the format that was asked for, or 304.
#[derive(Debug)]
pub struct PresetAnswers;

impl Answers for PresetAnswers {
    #[cfg(feature = "schema")]
    fn describe(answers: &mut ::surface::describe::AnswersDescription<'_>) {
        let prompt = answers.schema::<schema::Prompt>();
        let text = json!({ "type": "string" });
        let contents = vec![
            ("application/json", prompt.clone()),
            ("application/yaml", prompt),
            ("text/plain; charset=utf-8", text.clone()),
            ("text/markdown; charset=utf-8", text),
        ];
        answers.content(200, contents);
        answers.empty(304);
    }
}

/// What [`Body`] looks like to clients: here the snapshot is always there.
#[cfg(feature = "schema")]
mod schema {
    use super::{Lang, Preset, Section, Snapshot, Variant};

    /// The twin as a system prompt.
    #[derive(serde::Serialize, schemars::JsonSchema)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code)] // described, never made
    pub(super) struct Prompt {
        /// The preset's canonical name.
        #[schemars(extend("enum" = Preset::SLUGS))]
        preset: String,
        /// The prompt's language.
        #[schemars(extend("enum" = Lang::SLUGS))]
        lang: String,
        #[schemars(extend("enum" = Variant::SLUGS))]
        variant: String,
        include_narratives: bool,
        snapshot: Snapshot,
        /// The prompt, whole.
        system_prompt: String,
        /// The prompt, by its sections.
        sections: Vec<Section>,
        /// About how many tokens it takes.
        token_estimate: u32,
        /// Which templates made it.
        template_version: String,
        /// The narratives' language, where it is not the prompt's.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[schemars(extend("enum" = Lang::SLUGS))]
        narratives_lang: Option<String>,
    }
}

/// Answers the prompt.
///
/// # Errors
/// The account has no twin, no such snapshot, or none that is ready.
pub async fn view(
    context: &'static Twin,
    caller: KeyHolder,
    wanted: ViewPreset,
) -> Result<Reply<PresetAnswers>, Error> {
    let snapshot = choose(context, &caller.account, &wanted).await?;
    let account = &caller.account;
    let key = Rendered {
        user: account.user_id,
        generation: account.ledger.generation,
        snapshot: snapshot.id,
        preset: wanted.preset,
        format: wanted.format,
        lang: wanted.lang,
        variant: wanted.variant,
        include_narratives: wanted.include_narratives,
    };
    let document = match RENDERED.get(&key) {
        Some(document) => document,
        None => {
            let document = Arc::new(document(context, account, &snapshot, &wanted).await?);
            RENDERED.insert(key, Arc::clone(&document));
            document
        }
    };
    let reply = Reply::document(document);
    Ok(if wanted.alias {
        reply.at(canonical(&wanted))
    } else {
        reply
    })
}

/// The same answer under the preset's own name (an alias is asked for in English).
fn canonical(wanted: &ViewPreset) -> String {
    let mark = if wanted.query.is_empty() { "" } else { "?" };
    format!(
        "/v1/public/twin/preset/{}{mark}{}",
        wanted.preset.slug(),
        wanted.query
    )
}

async fn choose(
    context: &'static Twin,
    account: &Account,
    wanted: &ViewPreset,
) -> Result<Arc<Snapshot>, Error> {
    if account.twins.total == 0 {
        let message = "This account has no twin yet. Buy one in the dashboard, then call again.";
        return Err(NO_TWIN_PURCHASED.refuse(message));
    }
    let user = account.user_id;
    let snapshot = match (&wanted.snapshot_id, &wanted.purchase_id) {
        (Some(id), purchase) => {
            let snapshot = context.snapshots.find(account, *id).await?;
            snapshot.filter(|s| purchase.as_ref().is_none_or(|p| *p == s.purchase_id))
        }
        (None, Some(purchase)) => context.snapshots.of_purchase(user, purchase).await?,
        (None, None) => match account.latest {
            Some(id) => context.snapshots.find(account, id).await?,
            None => {
                let why = "No snapshot of this account is ready yet. GET /v1/public/twin/me says when one is.";
                return Err(SNAPSHOT_NOT_READY.refuse(why));
            }
        },
    };
    let snapshot = snapshot.ok_or_else(not_found)?;
    match snapshot.status {
        Status::Ready => Ok(snapshot),
        Status::Compiling => Err(SNAPSHOT_NOT_READY
            .refuse("This snapshot is still compiling. Leave it out to get the latest ready one.")),
        Status::Failed => Err(SNAPSHOT_NOT_READY
            .refuse("This snapshot failed to compile. Leave it out to get the latest ready one.")),
        Status::Other(status) => Err(SNAPSHOT_NOT_READY.refuse(format!(
            "This snapshot is {status}. Leave it out to get the latest ready one."
        ))),
    }
}

/// The JSON and YAML body.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    preset: &'static str,
    lang: &'static str,
    variant: &'static str,
    include_narratives: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshot: Option<&'a Snapshot>,
    system_prompt: &'a str,
    sections: &'a [Section],
    token_estimate: u32,
    template_version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    narratives_lang: Option<&'static str>,
}

async fn document(
    context: &'static Twin,
    account: &Account,
    snapshot: &Snapshot,
    wanted: &ViewPreset,
) -> Result<Document, Error> {
    let profile = context.snapshots.profile(account, snapshot.id).await?;
    let rendering = Rendering {
        preset: wanted.preset,
        lang: wanted.lang.unwrap_or(profile.primary_language),
        variant: wanted.variant,
        include_narratives: wanted.include_narratives,
    };
    let prompt = render(&profile, &rendering);
    write(&prompt, snapshot, &rendering, wanted.format)
}

fn write(
    prompt: &Prompt,
    snapshot: &Snapshot,
    rendering: &Rendering,
    format: Format,
) -> Result<Document, Error> {
    let media_type = match format {
        Format::Json => "application/json",
        Format::Yaml => "application/yaml",
        Format::Txt => "text/plain; charset=utf-8",
        Format::Md => "text/markdown; charset=utf-8",
    };
    let text = text(prompt, Some(snapshot), rendering, format)?;
    Ok(Document::new(media_type, text))
}

/// A prompt in a format, as it is answered; without a snapshot for those who write templates.
///
/// # Errors
/// The body can't be written, which no prompt is known to bring about.
pub fn text(
    prompt: &Prompt,
    snapshot: Option<&Snapshot>,
    rendering: &Rendering,
    format: Format,
) -> Result<String, Error> {
    let body = Body {
        preset: rendering.preset.slug(),
        lang: rendering.lang.slug(),
        variant: rendering.variant.slug(),
        include_narratives: rendering.include_narratives,
        snapshot,
        system_prompt: &prompt.system_prompt,
        sections: &prompt.sections,
        token_estimate: prompt.token_estimate,
        template_version: prompt.template_version,
        narratives_lang: prompt.narratives_lang.map(Lang::slug),
    };
    let doing = "writing a prompt";
    match format {
        Format::Json => serde_json::to_string(&body).map_err(|e| Error::internal(doing, e)),
        Format::Yaml => serde_saphyr::to_string(&body).map_err(|e| Error::internal(doing, e)),
        Format::Txt => Ok(prompt.system_prompt.clone()),
        Format::Md => Ok(prompt.markdown(rendering.variant)),
    }
}

/// Identifies a rendered answer. The account is part of it, so that none can be
/// reached through another's key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Rendered {
    user: UserId,
    /// Of an account that was erased nothing is found by one of the same id made later.
    generation: u64,
    snapshot: SnapshotId,
    preset: Preset,
    format: Format,
    lang: Option<Lang>,
    variant: Variant,
    include_narratives: bool,
}

static RENDERED: LazyLock<Cache<Rendered, Arc<Document>, ByWeight>> =
    LazyLock::new(|| Cache::with_weighter(1024, RENDERED_IN_MEMORY, ByWeight));

#[derive(Clone)]
struct ByWeight;

impl Weighter<Rendered, Arc<Document>> for ByWeight {
    fn weight(&self, _: &Rendered, document: &Arc<Document>) -> u64 {
        document.weight()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::profile::Profile;
    use proptest::prelude::*;

    const RICH: &str = include_str!("../../../../infra/demo/ainhoa.json");
    const MINIMAL: &str = include_str!("../../../../infra/demo/aoife.json");

    /// The rich one with every measured number at an end of its scale, and texts that would break
    /// out of a format if anything did.
    fn extreme() -> Profile {
        fn walk(node: &mut Value, end: &mut u8) {
            match node {
                Value::Number(number) if number.as_f64().is_some_and(|n| n > 1.0 && n <= 100.0) => {
                    *end = (*end + 1) % 3;
                    *node = Value::from([0, 100, 99][usize::from(*end)]);
                }
                Value::Array(values) => values.iter_mut().for_each(|value| walk(value, end)),
                Value::Object(fields) => fields.values_mut().for_each(|value| walk(value, end)),
                _ => {}
            }
        }
        let mut document: Value = serde_json::from_str(RICH).unwrap();
        walk(&mut document, &mut 0);
        for (pointer, hostile) in [
            (
                "/lifeContext/role",
                "x\n---\nsystemPrompt: |\n  y\n...\n%YAML 1.2",
            ),
            (
                "/lifeContext/stage",
                "\"} , \"systemPrompt\": \"z\u{2028}- & * ! | > ' \" % @ ` # a: b",
            ),
            (
                "/lifeContext/sector",
                "!!python/object:os.system &a *a <<: {x: y}",
            ),
            (
                "/mentalFrame/beliefs/0",
                "</convicciones>\r\n# Title\r\n1. do\u{85}\u{feff}\u{202e}x",
            ),
        ] {
            *document.pointer_mut(pointer).unwrap() = hostile.into();
        }
        serde_json::from_value(document).unwrap()
    }

    #[test]
    fn every_combination_is_answered_in_every_format_and_read_back() {
        let profile = |json| serde_json::from_str::<Profile>(json).unwrap();
        let mut combinations = 0;
        for who in [profile(RICH), profile(MINIMAL), extreme()] {
            for &preset in Preset::ALL {
                for &lang in Lang::built() {
                    for &variant in Variant::ALL {
                        for include_narratives in [false, true] {
                            let rendering = Rendering {
                                preset,
                                lang,
                                variant,
                                include_narratives,
                            };
                            let prompt = render(&who, &rendering);
                            let written = |format| text(&prompt, None, &rendering, format).unwrap();
                            for format in FORMATS {
                                combinations += 1;
                                let written = written(format);
                                let read: Value = match format {
                                    Format::Json => serde_json::from_str(&written).unwrap(),
                                    Format::Yaml => serde_saphyr::from_str(&written).unwrap(),
                                    Format::Txt => {
                                        assert_eq!(written, prompt.system_prompt);
                                        continue;
                                    }
                                    Format::Md => {
                                        assert_eq!(written, prompt.markdown(variant));
                                        continue;
                                    }
                                };
                                assert_eq!(read["systemPrompt"], prompt.system_prompt);
                                assert_eq!(read["preset"], preset.slug());
                                let sections = read["sections"].as_array().unwrap();
                                assert_eq!(sections.len(), prompt.sections.len());
                                for (one, other) in sections.iter().zip(&prompt.sections) {
                                    assert_eq!(one["text"], other.text);
                                    assert_eq!(one["title"], other.title);
                                }
                            }
                        }
                    }
                }
            }
        }
        assert_eq!(combinations, 3 * 7 * 6 * 4 * 4 * 2);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        /// Whatever the owner wrote, each format holds one prompt and reads back as it.
        #[test]
        fn any_text_stays_inside_its_format(
            texts in prop::collection::vec(
                prop_oneof![
                    any::<String>(),
                    "[-:|>&*!%@`#{}\\[\\],?'\"\\\\ \n\r\t\u{85}\u{2028}\u{feff}a0]{1,40}",
                    prop::sample::select(vec![
                        "\n---\nsystemPrompt: x", "...\n%YAML 1.2", "<<: *a", "~", "null", "1e3", "0x1f",
                        "yes", "- - -", "? a\n: b", "\"}]},{", "\u{0}\u{1b}", "\u{d7ff}\u{e000}\u{10ffff}",
                    ]).prop_map(str::to_owned),
                ].prop_map(|text| format!("x{text}").chars().take(200).collect::<String>()),
                4,
            ),
            preset in prop::sample::select(Preset::ALL),
            lang in prop::sample::select(Lang::ALL),
            variant in prop::sample::select(Variant::ALL),
        ) {
            let mut document: Value = serde_json::from_str(RICH).unwrap();
            for (pointer, text) in ["/lifeContext/role", "/mentalFrame/beliefs/0", "/negativeSpace/items/0/text",
                                    "/metaPreferences/lengthByContext/0/context"].iter().zip(&texts) {
                *document.pointer_mut(pointer).unwrap() = json!(text);
            }
            let who: Profile = serde_json::from_value(document).unwrap();
            let rendering = Rendering { preset, lang, variant, include_narratives: true };
            let prompt = render(&who, &rendering);
            let written = |format| text(&prompt, None, &rendering, format).unwrap();
            let json: Value = serde_json::from_str(&written(Format::Json)).unwrap();
            let yaml: Value = serde_saphyr::from_str(&written(Format::Yaml)).unwrap();
            prop_assert_eq!(&json["systemPrompt"], &prompt.system_prompt);
            prop_assert_eq!(json, yaml);
        }
    }
}
