//! Whether a request came through the operator's CDN (CloudFront), where one is in front.
//!
//! The CDN adds a secret to each request that it forwards, in [`HEADER`]. The process holds the
//! SHA-256 of each value that is valid at the time, which is no secret: two, so that the value can
//! change without a refused request. Without any, requests may come from anywhere and their address
//! is the gateway's. With one, a request that lacks the secret is refused, and only one that has it
//! is believed about the viewer's address ([`VIEWER`]).

use std::net::IpAddr;
use std::str::FromStr;

use common::config::{ConfigError, Environment};
use http::HeaderMap;
use sha2::{Digest, Sha256};

/// The header that the CDN adds with the secret.
pub const HEADER: &str = "x-origin-secret";
/// The header in which CloudFront says who called it: the viewer's address and port.
pub const VIEWER: &str = "cloudfront-viewer-address";
/// Values that may be valid at a time.
const AT_A_TIME: usize = 2;

/// The secrets that a request may carry, by their hashes; none: it needs no secret.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    digests: Vec<[u8; 32]>,
}

/// The setting is not what it must be.
#[derive(Debug, thiserror::Error)]
#[error("must be one SHA-256, or two separated by a comma, of 64 lower-case hex digits each")]
pub struct NotDigests;

impl FromStr for Origin {
    type Err = NotDigests;

    fn from_str(text: &str) -> Result<Self, NotDigests> {
        let digest = |text: &str| {
            let mut digest = [0; 32];
            let is_lower = !text.bytes().any(|byte| byte.is_ascii_uppercase());
            (is_lower && hex::decode_to_slice(text, &mut digest).is_ok()).then_some(digest)
        };
        let digests: Option<Vec<_>> = text.split(',').map(digest).collect();
        let digests = digests.filter(|digests| digests.len() <= AT_A_TIME);
        digests.map(|digests| Self { digests }).ok_or(NotDigests)
    }
}

/// Where a request came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Came {
    /// Any way will do.
    Anyhow,
    /// Through the CDN: from this viewer, where it says so.
    ThroughCdn(Option<IpAddr>),
    /// Around the CDN.
    Around,
}

impl Origin {
    /// Reads `ORIGIN_SECRET_SHA256`.
    ///
    /// # Errors
    /// It holds something else than hashes.
    pub fn read(environment: &Environment) -> Result<Self, ConfigError> {
        Ok(environment
            .parsed("ORIGIN_SECRET_SHA256")?
            .unwrap_or_default())
    }

    pub(crate) fn of(&self, headers: &HeaderMap) -> Came {
        if self.digests.is_empty() {
            return Came::Anyhow;
        }
        // The values are hashed first, so the time of a comparison shows nothing of the secret.
        let has_secret = only(headers, HEADER).is_some_and(|secret| {
            let digest: [u8; 32] = Sha256::digest(secret).into();
            self.digests.contains(&digest)
        });
        if !has_secret {
            return Came::Around;
        }
        let viewer = only(headers, VIEWER).and_then(|value| std::str::from_utf8(value).ok());
        Came::ThroughCdn(viewer.and_then(address))
    }
}

/// A header's value, where there is exactly one.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a [u8]> {
    let mut values = headers.get_all(name).into_iter();
    let value = values.next()?.as_bytes();
    values.next().is_none().then_some(value)
}

/// The address before the port: `198.51.100.10:46532`. CloudFront writes IPv6 without brackets.
fn address(viewer: &str) -> Option<IpAddr> {
    let (address, port) = viewer.rsplit_once(':')?;
    port.parse::<u16>().ok()?;
    let address = address.strip_prefix('[').unwrap_or(address);
    address.strip_suffix(']').unwrap_or(address).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    fn came(secrets: &[&str], sent: &[(&'static str, &str)]) -> Came {
        let digests: Vec<_> = secrets
            .iter()
            .map(|s| hex::encode(Sha256::digest(s)))
            .collect();
        let origin = match digests.is_empty() {
            true => Origin::default(),
            false => digests.join(",").parse().unwrap(),
        };
        let mut headers = HeaderMap::new();
        for (name, value) in sent {
            let value = HeaderValue::from_str(value).unwrap();
            headers.append(HeaderName::from_static(name), value);
        }
        origin.of(&headers)
    }

    #[test]
    fn the_viewer_is_believed_with_the_secret_alone() {
        let viewer = (VIEWER, "198.51.100.10:46532");
        let from = |text: &str| Came::ThroughCdn(Some(text.parse().unwrap()));
        assert_eq!(came(&[], &[viewer]), Came::Anyhow);
        assert_eq!(came(&[], &[(HEADER, "anything"), viewer]), Came::Anyhow);
        assert_eq!(came(&["old"], &[viewer]), Came::Around);
        assert_eq!(came(&["old"], &[(HEADER, ""), viewer]), Came::Around);
        assert_eq!(came(&["old"], &[(HEADER, "new"), viewer]), Came::Around);
        // A caller's own header beside the CDN's proves nothing.
        let twice = [(HEADER, "old"), (HEADER, "new"), viewer];
        assert_eq!(came(&["old"], &twice), Came::Around);
        for secret in ["old", "new"] {
            let sent = [(HEADER, secret), viewer];
            assert_eq!(came(&["old", "new"], &sent), from("198.51.100.10"));
        }
        assert_eq!(came(&["old"], &[(HEADER, "old")]), Came::ThroughCdn(None));
        for (viewer, expected) in [
            (
                "2001:db8::8a2e:370:7334:46532",
                Some("2001:db8::8a2e:370:7334"),
            ),
            ("[2001:db8::1]:443", Some("2001:db8::1")),
            ("198.51.100.10", None),
            ("198.51.100.10:99999", None),
            ("somebody:1", None),
        ] {
            let sent = [(HEADER, "old"), (VIEWER, viewer)];
            let expected = Came::ThroughCdn(expected.map(|text| text.parse().unwrap()));
            assert_eq!(came(&["old"], &sent), expected, "{viewer}");
        }
    }

    #[test]
    fn the_setting_is_hashes() {
        let one = hex::encode([7; 32]);
        for good in [one.clone(), format!("{one},{one}")] {
            assert!(good.parse::<Origin>().is_ok(), "{good}");
        }
        for bad in [
            "the-secret".to_owned(),
            one.to_uppercase().replace('0', "A"),
            format!("{one},"),
            format!("{one}, {one}"),
            format!("{one},{one},{one}"),
        ] {
            assert!(bad.parse::<Origin>().is_err(), "{bad}");
        }
    }
}
