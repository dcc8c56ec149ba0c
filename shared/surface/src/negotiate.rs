//! `Accept` and `Accept-Encoding` (RFC 9110, section 12).

use http::HeaderMap;
use http::header::HeaderName;

/// The elements of a list with weights, as (element, weight in thousandths). An element whose
/// weight can't be read counts as refused: nothing is served on the strength of a typo.
fn weighted<'a>(
    headers: &'a HeaderMap,
    name: &HeaderName,
) -> impl Iterator<Item = (String, u16)> + 'a {
    headers
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|element| {
            let mut parts = element.split(';').map(str::trim);
            let token = parts
                .next()
                .filter(|token| !token.is_empty())?
                .to_ascii_lowercase();
            let weight = parts
                .filter_map(|part| part.split_once('='))
                .find(|(key, _)| key.trim().eq_ignore_ascii_case("q"))
                .map_or(Some(1000), |(_, q)| thousandths(q.trim()))
                .unwrap_or(0);
            Some((token, weight))
        })
}

fn thousandths(q: &str) -> Option<u16> {
    let q: f32 = q.parse().ok()?;
    (0.0..=1.0)
        .contains(&q)
        .then_some((q * 1000.0).round() as u16)
}

/// The index of the offer that `Accept` likes best: by weight, then by how exactly it was
/// named, then in the order offered. Each offer lists the media types that mean it. Nothing
/// where there is no `Accept`, or where it likes none of them.
pub fn preferred(headers: &HeaderMap, offers: &[&[&str]]) -> Option<usize> {
    let wanted: Vec<_> = weighted(headers, &http::header::ACCEPT).collect();
    let rank = |types: &[&str]| {
        // The most exact range that covers a type decides its weight.
        types
            .iter()
            .filter_map(|media| {
                let kind = media.split('/').next()?;
                wanted
                    .iter()
                    .filter_map(|(range, weight)| {
                        let exactness = if range == media {
                            2
                        } else if range.strip_suffix("/*") == Some(kind) {
                            1
                        } else if range == "*/*" {
                            0
                        } else {
                            return None;
                        };
                        Some((exactness, *weight))
                    })
                    .max()
            })
            .map(|(exactness, weight)| (weight, exactness))
            .max()
    };
    let mut best: Option<(usize, (u16, u8))> = None;
    for (index, types) in offers.iter().enumerate() {
        if let Some(rank) = rank(types)
            && rank.0 > 0
            && best.is_none_or(|(_, so_far)| rank > so_far)
        {
            best = Some((index, rank));
        }
    }
    best.map(|(index, _)| index)
}

/// Whether the client asked for RFC 9457 problem documents, by name.
pub(crate) fn wants_problem(headers: &HeaderMap) -> bool {
    weighted(headers, &http::header::ACCEPT)
        .any(|(range, weight)| range == "application/problem+json" && weight > 0)
}

/// How a body is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Identity,
    Gzip,
    Brotli,
}

impl Coding {
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }
}

/// The coding the client likes best; of equals the smaller one.
pub(crate) fn coding(headers: &HeaderMap) -> Coding {
    let wanted: Vec<_> = weighted(headers, &http::header::ACCEPT_ENCODING).collect();
    let weight = |names: &[&str]| {
        let named = wanted
            .iter()
            .find(|(token, _)| names.contains(&token.as_str()));
        named
            .or_else(|| wanted.iter().find(|(token, _)| token == "*"))
            .map_or(0, |(_, w)| *w)
    };
    let (brotli, gzip) = (weight(&["br"]), weight(&["gzip", "x-gzip"]));
    // Identity is always acceptable, but preferred only where it is named with more weight.
    let identity = wanted
        .iter()
        .find(|(token, _)| token == "identity")
        .map_or(0, |(_, w)| *w);
    if brotli > 0 && brotli >= gzip && brotli >= identity {
        Coding::Brotli
    } else if gzip > 0 && gzip >= identity {
        Coding::Gzip
    } else {
        Coding::Identity
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;
    use proptest::prelude::*;

    fn with(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    const OFFERS: &[&[&str]] = &[
        &["application/json"],
        &["text/plain"],
        &["text/markdown"],
        &["application/yaml", "text/yaml"],
    ];

    #[test]
    fn accept() {
        for (accept, expected) in [
            ("*/*", Some(0)),
            ("text/markdown", Some(2)),
            ("text/*", Some(1)),
            ("text/yaml, */*;q=0.1", Some(3)),
            ("text/html, application/xhtml+xml, */*;q=0.8", Some(0)),
            ("*/*, text/markdown", Some(2)),
            ("text/markdown;q=0.5, application/json;q=0.4", Some(2)),
            ("application/json;q=0, */*", Some(1)),
            ("application/json;q=nonsense, text/plain;q=0.1", Some(1)),
            ("APPLICATION/YAML; Q=1.0", Some(3)),
            ("image/png", None),
            ("application/problem+json", None),
            (",,;;q=,", None),
        ] {
            let headers = with(http::header::ACCEPT, accept);
            assert_eq!(preferred(&headers, OFFERS), expected, "{accept}");
        }
        assert_eq!(preferred(&HeaderMap::new(), OFFERS), None);
    }

    #[test]
    fn accept_encoding() {
        for (accept, expected) in [
            ("", Coding::Identity),
            ("gzip, deflate", Coding::Gzip),
            ("gzip, deflate, br, zstd", Coding::Brotli),
            ("br;q=0.5, gzip;q=0.8", Coding::Gzip),
            ("br;q=0, *;q=0", Coding::Identity),
            ("*", Coding::Brotli),
            ("identity, br;q=0.5", Coding::Identity),
            ("deflate", Coding::Identity),
        ] {
            let headers = with(http::header::ACCEPT_ENCODING, accept);
            assert_eq!(coding(&headers), expected, "{accept}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(value in "[ -~]{0,60}") {
            let accept = with(http::header::ACCEPT, &value);
            let _ = (preferred(&accept, OFFERS), wants_problem(&accept));
            let _ = coding(&with(http::header::ACCEPT_ENCODING, &value));
        }
    }
}
