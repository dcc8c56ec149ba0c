//! `GET /preset/:slug`: the twin as a system prompt.
//!
//! The same snapshot, parameters and templates give the same bytes for ever, so an answer has a
//! strong entity tag, and a process keeps what it has rendered as long as there is room.

use std::sync::{Arc, LazyLock};

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde::Serialize;
use shared::access::{Account, KeyHolder};
use shared::http::{Document, Input, Query, Reply, Request, preferred};
use shared::id::{SnapshotId, UserId};
use shared::profile::{Format, Lang, Preset, Prompt, Rendering, Section, Variant, render};
use shared::snapshots::{PurchaseId, Snapshot, Status};
use shared::{App, Error};

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
pub struct Wanted {
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

impl Input for Wanted {
    fn parse(request: &Request) -> Result<Self, Error> {
        let slug: String = request.param("slug").unwrap_or_default();
        let preset: Preset = slug
            .parse()
            .ok()
            .filter(|preset| Preset::ALL.contains(preset))
            .ok_or_else(|| Error::PresetNotFound(list(Preset::ALL, |preset| preset.slug())))?;
        let mut query = Query::of(request);
        let format = query.take("format", one_of(&FORMATS, Format::slug));
        let lang = query.take("lang", one_of(Lang::built(), Lang::slug));
        let variant = query.take("variant", one_of(Variant::ALL, Variant::slug));
        let include_narratives = query.take("includeNarratives", |text| match text {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err("must be true or false"),
        });
        let purchase_id = query.take("purchaseId", str::parse::<PurchaseId>);
        let snapshot_id = query.take("snapshotId", str::parse::<SnapshotId>);
        query.finish()?;
        let accepted = || {
            let index = preferred(&request.headers, MEDIA_TYPES)?;
            FORMATS.get(index).copied()
        };
        Ok(Self {
            alias: slug != preset.slug(),
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
) -> impl Fn(&str) -> Result<T, String> {
    move |text| {
        all.iter()
            .copied()
            .find(|one| slug(*one) == text)
            .ok_or_else(|| format!("must be one of {}", list(all, slug)))
    }
}

/// Answers the prompt.
///
/// # Errors
/// The account has no twin, no such snapshot, or none that is ready.
pub async fn view(app: &'static App, caller: KeyHolder, wanted: Wanted) -> Result<Reply, Error> {
    let snapshot = choose(app, &caller.account, &wanted).await?;
    let account = &caller.account;
    let key = Rendered {
        user: account.user_id,
        generation: account.generation,
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
            let document = Arc::new(document(app, account, &snapshot, &wanted).await?);
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
fn canonical(wanted: &Wanted) -> String {
    let mark = if wanted.query.is_empty() { "" } else { "?" };
    format!(
        "/v1/public/twin/preset/{}{mark}{}",
        wanted.preset.slug(),
        wanted.query
    )
}

async fn choose(
    app: &'static App,
    account: &Account,
    wanted: &Wanted,
) -> Result<Arc<Snapshot>, Error> {
    if account.twins.total == 0 {
        return Err(Error::NoTwinPurchased);
    }
    let user = account.user_id;
    let snapshot = match (&wanted.snapshot_id, &wanted.purchase_id) {
        (Some(id), purchase) => {
            let snapshot = app.snapshots.view(account, *id).await?;
            snapshot.filter(|s| purchase.as_ref().is_none_or(|p| *p == s.purchase_id))
        }
        (None, Some(purchase)) => app.snapshots.of_purchase(user, purchase).await?,
        (None, None) => match account.latest {
            Some(id) => app.snapshots.view(account, id).await?,
            None => {
                let why = "No snapshot of this account is ready yet. GET /v1/public/twin/me says when one is.";
                return Err(Error::SnapshotNotReady(why));
            }
        },
    };
    let snapshot = snapshot.ok_or(Error::SnapshotNotFound)?;
    match snapshot.status {
        Status::Ready => Ok(snapshot),
        Status::Compiling => Err(Error::SnapshotNotReady(
            "This snapshot is still compiling. Leave it out to get the latest ready one.",
        )),
        Status::Failed => Err(Error::SnapshotNotReady(
            "This snapshot failed to compile. Leave it out to get the latest ready one.",
        )),
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
    app: &'static App,
    account: &Account,
    snapshot: &Snapshot,
    wanted: &Wanted,
) -> Result<Document, Error> {
    let profile = app.snapshots.profile(account, snapshot.id).await?;
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
        Format::Txt | Format::Md => Ok(prompt.system_prompt.clone()),
    }
}

/// What tells one rendered answer from another. The account is part of it, so that none can be
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
    use proptest::prelude::*;
    use serde_json::{Value, json};
    use shared::profile::Profile;

    const RICH: &str = include_str!("../../../infra/demo/ainhoa.json");
    const MINIMAL: &str = include_str!("../../../infra/demo/aoife.json");

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
                                    Format::Txt | Format::Md => {
                                        assert_eq!(written, prompt.system_prompt);
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
