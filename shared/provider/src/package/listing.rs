//! What the catalogue shows beside a package's name: pictures and links.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use webhooks::url::{AllowedHosts, WebhookUrl};

use super::problem::{Members, Place, Problem, ProblemKind, Problems};

/// Characters of a package's name.
pub const NAME: std::ops::RangeInclusive<usize> = 1..=60;
/// Characters of a package's description.
pub const DESCRIPTION: std::ops::RangeInclusive<usize> = 1..=2_000;
/// Characters of a category.
pub const CATEGORY: std::ops::RangeInclusive<usize> = 1..=40;
/// Characters of a changelog.
pub const CHANGELOG: std::ops::RangeInclusive<usize> = 0..=4_000;
/// Pictures of a package in use, at most.
pub const SCREENSHOTS: usize = 8;

/// Pictures and links. They are addresses on the developer's servers; the catalogue serves copies
/// of the pictures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Listing {
    /// A PNG of 512 by 512 pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon_url: Option<String>,
    /// Pictures of it in use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub screenshots: Vec<String>,
    /// What its provider does with data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub privacy_url: Option<String>,
    /// Where its provider helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_url: Option<String>,
}

/// What a version shows of its package: a copy, made when the version was submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Presented {
    /// The package's name.
    pub name: String,
    /// What it does.
    pub description: String,
    /// The category that it is listed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Pictures and links.
    #[serde(default)]
    pub listing: Listing,
}

impl Presented {
    /// Its hash, by which a report says what it judged.
    pub fn hash(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        hex::encode(Sha256::digest(text))
    }
}

impl Listing {
    /// Reads a listing. `at` is its JSON Pointer.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn read(value: &Value, at: &str, allowed: &AllowedHosts) -> Result<Self, Vec<Problem>> {
        let mut problems = Problems::default();
        let place = Place {
            value,
            at: at.to_owned(),
        };
        let names = &["iconUrl", "screenshots", "privacyUrl", "supportUrl"];
        let Some(all) = problems.object(&place, names) else {
            return problems.or(Self::default());
        };
        let link = |name: &str, all: &Members<'_>, problems: &mut Problems| {
            all.get(name)
                .and_then(|place| url(&place, allowed, problems))
        };
        let listing = Self {
            icon_url: link("iconUrl", &all, &mut problems),
            privacy_url: link("privacyUrl", &all, &mut problems),
            support_url: link("supportUrl", &all, &mut problems),
            screenshots: all
                .get("screenshots")
                .and_then(|place| problems.items(&place, 0..=SCREENSHOTS))
                .into_iter()
                .flatten()
                .filter_map(|place| url(&place, allowed, &mut problems))
                .collect(),
        };
        problems.or(listing)
    }
}

fn url(place: &Place<'_>, allowed: &AllowedHosts, problems: &mut Problems) -> Option<String> {
    let Some(text) = place.value.as_str() else {
        problems.add(place.at.as_str(), ProblemKind::Format, "must be a string");
        return None;
    };
    match WebhookUrl::parse(text, allowed) {
        Ok(url) => Some(url.as_str().to_owned()),
        Err(error) => {
            problems.add(place.at.as_str(), ProblemKind::Format, error);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn links_are_public_and_have_their_places() {
        let read = |value: Value| Listing::read(&value, "/listing", &AllowedHosts::default());
        let listing = read(json!({
            "iconUrl": "https://Example.com/icon.png", "screenshots": ["https://example.com/1.png"],
            "privacyUrl": "https://example.com/privacy", "supportUrl": null,
        }))
        .unwrap();
        assert_eq!(
            listing.icon_url.as_deref(),
            Some("https://example.com/icon.png")
        );
        assert_eq!((listing.screenshots.len(), listing.support_url), (1, None));
        let at = |value: Value| read(value).unwrap_err()[0].pointer.clone();
        assert_eq!(at(json!([])), "/listing");
        assert_eq!(at(json!({ "icon": "" })), "/listing/icon");
        assert_eq!(
            at(json!({ "iconUrl": "https://127.0.0.1/" })),
            "/listing/iconUrl"
        );
        assert_eq!(
            at(json!({ "screenshots": ["javascript:1"] })),
            "/listing/screenshots/0"
        );
        let many = vec!["https://example.com/"; SCREENSHOTS + 1];
        assert_eq!(at(json!({ "screenshots": many })), "/listing/screenshots");
    }
}
