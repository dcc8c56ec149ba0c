//! The two signatures on every request to a provider.
//!
//! * Those of [Standard Webhooks](https://www.standardwebhooks.com), under the runtime app's
//!   credential secret; while it is being rotated there is one for each secret.
//! * HTTP Message Signatures (RFC 9421) under a key of ours, Ed25519, with the body's digest (RFC
//!   9530). A provider needs nothing secret to check it: the public keys are at
//!   [`DIRECTORY`].
//!
//! Every try of a request is signed anew, with a nonce of its own.

use std::fmt;

use ::http::header::{HeaderName, HeaderValue};
use ::http::{HeaderMap, Method};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use common::{Fault, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use webhooks::signature::{ID, SIGNATURE as STANDARD_SIGNATURE, Secret, TIMESTAMP};
use webhooks::transport::Request;
use webhooks::url::WebhookUrl;

/// Where the public keys are.
pub const DIRECTORY: &str = "/.well-known/http-message-signatures-directory";
/// The media type of the public keys.
pub const DIRECTORY_TYPE: &str = "application/http-message-signatures-directory+json";
/// The tag of our signatures: other applications' have others (RFC 9421, section 7.2.7).
pub const TAG: &str = "aiffinity";
/// How long a signature is valid, in seconds.
pub const LIFETIME: i64 = 60;
/// What our own headers begin with. All of them are signed.
pub const OWN: &str = "x-aiffinity-";

/// The digest of the body.
pub const CONTENT_DIGEST: HeaderName = HeaderName::from_static("content-digest");
/// What a signature covers, and its parameters.
pub const SIGNATURE_INPUT: HeaderName = HeaderName::from_static("signature-input");
/// The signature.
pub const SIGNATURE: HeaderName = HeaderName::from_static("signature");
/// The key by which a provider recognises a repeated action.
pub const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The name of the signature among others.
const LABEL: &str = "sig1";

/// A key that signs.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    public: PublicKey,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public.id())
    }
}

impl SigningKey {
    /// The key of this seed (RFC 8032, section 5.1.5).
    ///
    /// # Errors
    /// The library does not take it: never.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, Fault> {
        let doing = "making a key of signatures";
        let pair = Ed25519KeyPair::from_seed_unchecked(seed)
            .map_err(|e| Fault::internal(doing, e.to_string()))?;
        let public = pair
            .public_key()
            .as_ref()
            .try_into()
            .map_err(|_| Fault::internal(doing, "a public key is not 32 bytes"))?;
        Ok(Self {
            pair,
            public: PublicKey(public),
        })
    }

    /// Its public part.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, base: &str) -> String {
        STANDARD.encode(self.pair.sign(base.as_bytes()))
    }
}

/// The public part of a key, in base64url in JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Its identifier: its JWK's thumbprint (RFC 7638, RFC 8037 appendix A.3).
    pub fn id(&self) -> String {
        let jwk = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, self.x());
        URL_SAFE_NO_PAD.encode(Sha256::digest(jwk))
    }

    fn x(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }
}

impl Serialize for PublicKey {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.x())
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        let key = bytes.and_then(|bytes| bytes.try_into().ok());
        key.map(Self)
            .ok_or_else(|| serde::de::Error::custom("not 32 bytes in base64url"))
    }
}

/// Public keys as verifiers fetch them: a JWK set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Directory {
    keys: Vec<Jwk>,
}

/// A public key of the directory (RFC 8037).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Jwk {
    kty: &'static str,
    crv: &'static str,
    kid: String,
    x: String,
    #[serde(rename = "use")]
    usage: &'static str,
}

impl Directory {
    /// The directory of these keys.
    pub fn of<'a>(keys: impl IntoIterator<Item = &'a PublicKey>) -> Self {
        let keys = keys.into_iter().map(|key| Jwk {
            kty: "OKP",
            crv: "Ed25519",
            kid: key.id(),
            x: key.x(),
            usage: "sig",
        });
        Self {
            keys: keys.collect(),
        }
    }
}

/// How a request is signed. Each part is a value, so that a conformance check can sign wrongly.
#[derive(Debug)]
pub struct Signing<'a> {
    /// The key of the message signature.
    pub key: &'a SigningKey,
    /// The secrets of the Standard Webhooks signatures, the newest first.
    pub secrets: &'a [Secret],
    /// The message's identifier, the same on every try.
    pub id: &'a str,
    /// When it is signed.
    pub created: Timestamp,
    /// What makes this try another than any other.
    pub nonce: String,
}

impl<'a> Signing<'a> {
    /// As every request is signed, with a nonce that was never there before.
    ///
    /// # Errors
    /// The system has no randomness.
    pub fn fresh(
        key: &'a SigningKey,
        secrets: &'a [Secret],
        id: &'a str,
        now: Timestamp,
    ) -> Result<Self, Fault> {
        let mut nonce = [0; 24];
        getrandom::fill(&mut nonce)
            .map_err(|e| Fault::internal("making a nonce", e.to_string()))?;
        Ok(Self {
            key,
            secrets,
            id,
            created: now,
            nonce: URL_SAFE_NO_PAD.encode(nonce),
        })
    }

    /// Signs a request: what its headers hold is covered, so it comes after they are set.
    pub fn sign(&self, request: &mut Request) {
        let created = self.created.seconds();
        let standard: Vec<_> = self
            .secrets
            .iter()
            .map(|secret| secret.standard(self.id, created, &request.body))
            .collect();
        insert(&mut request.headers, ID, self.id);
        insert(&mut request.headers, TIMESTAMP, &created.to_string());
        if !standard.is_empty() {
            insert(
                &mut request.headers,
                STANDARD_SIGNATURE,
                &standard.join(" "),
            );
        }
        if !request.body.is_empty() {
            insert(&mut request.headers, CONTENT_DIGEST, &digest(&request.body));
        }
        let message = Message::of(request);
        let parameters = format!(
            r#"created={created};expires={};nonce="{}";keyid="{}";alg="ed25519";tag="{TAG}""#,
            created + LIFETIME,
            self.nonce,
            self.key.public.id(),
        );
        let covered = message.covered();
        let covered: Vec<_> = covered.iter().map(String::as_str).collect();
        let (base, input) = message.base(&covered, &parameters);
        let signature = self.key.sign(&base);
        insert(
            &mut request.headers,
            SIGNATURE_INPUT,
            &format!("{LABEL}={input}"),
        );
        insert(
            &mut request.headers,
            SIGNATURE,
            &format!("{LABEL}=:{signature}:"),
        );
    }
}

/// All that is written here is ASCII; what is not is left out, and then the signature fails.
fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// The header `Content-Digest` of a body (RFC 9530).
pub fn digest(body: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(Sha256::digest(body)))
}

/// What of a message can be signed.
struct Message<'a> {
    method: &'a Method,
    url: &'a WebhookUrl,
    headers: &'a HeaderMap,
}

impl<'a> Message<'a> {
    fn of(request: &'a Request) -> Self {
        Self {
            method: &request.method,
            url: &request.url,
            headers: &request.headers,
        }
    }

    /// Path and query.
    fn target(&self) -> (&str, Option<&str>) {
        let target = self.url.target();
        match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        }
    }

    /// The components that a signature of ours covers.
    fn covered(&self) -> Vec<String> {
        let mut covered = vec!["@method", "@authority", "@path"];
        if self.target().1.is_some() {
            covered.push("@query");
        }
        let fields = ["content-type", "content-digest", "idempotency-key"].into_iter();
        covered.extend(fields.filter(|name| self.headers.contains_key(*name)));
        let names = self.headers.keys().map(HeaderName::as_str);
        let mut own: Vec<_> = names.filter(|name| name.starts_with(OWN)).collect();
        own.sort_unstable();
        covered.extend(own);
        covered.into_iter().map(str::to_owned).collect()
    }

    /// A component's value (RFC 9421, section 2).
    fn component(&self, name: &str) -> String {
        let (path, query) = self.target();
        match name {
            "@method" => self.method.to_string(),
            "@authority" => self.url.authority().to_owned(),
            "@path" => path.to_owned(),
            "@query" => format!("?{}", query.unwrap_or_default()),
            field => {
                let values = self.headers.get_all(field).iter();
                let values = values.map(|value| value.to_str().unwrap_or_default().trim());
                values.collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// The signature base (RFC 9421, section 2.5), and the value of `Signature-Input`.
    fn base(&self, covered: &[&str], parameters: &str) -> (String, String) {
        let mut base = String::new();
        for name in covered {
            base.push_str(&format!("\"{name}\": {}\n", self.component(name)));
        }
        let names: Vec<_> = covered.iter().map(|name| format!("\"{name}\"")).collect();
        let input = format!("({});{parameters}", names.join(" "));
        base.push_str(&format!("\"@signature-params\": {input}"));
        (base, input)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};
    use bytes::Bytes;
    use webhooks::url::AllowedHosts;

    use crate::runtime::http::limits;

    /// `test-key-ed25519` of RFC 9421, appendix B.1.4.
    const SEED: &str = "n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU";
    const X: &str = "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs";

    fn key() -> SigningKey {
        let seed = URL_SAFE_NO_PAD.decode(SEED).unwrap();
        SigningKey::from_seed(&seed.try_into().unwrap()).unwrap()
    }

    fn request(url: &str, body: &'static [u8], headers: &[(&'static str, &str)]) -> Request {
        Request {
            method: Method::POST,
            url: WebhookUrl::parse(url, &AllowedHosts::default()).unwrap(),
            headers: headers
                .iter()
                .map(|(name, value)| {
                    (
                        HeaderName::from_static(name),
                        HeaderValue::from_str(value).unwrap(),
                    )
                })
                .collect(),
            body: Bytes::from_static(body),
            limits: limits(std::time::Duration::from_secs(1)),
        }
    }

    /// RFC 9421, appendix B.2.6.
    #[test]
    fn the_example_of_the_standard() {
        let request = request(
            "https://example.com/foo?param=Value&Pet=dog",
            br#"{"hello": "world"}"#,
            &[
                ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
                ("content-type", "application/json"),
                ("content-length", "18"),
            ],
        );
        let covered = [
            "date",
            "@method",
            "@path",
            "@authority",
            "content-type",
            "content-length",
        ];
        let parameters = r#"created=1618884473;keyid="test-key-ed25519""#;
        let (base, input) = Message::of(&request).base(&covered, parameters);
        assert_eq!(
            base,
            "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\
             \"@method\": POST\n\
             \"@path\": /foo\n\
             \"@authority\": example.com\n\
             \"content-type\": application/json\n\
             \"content-length\": 18\n\
             \"@signature-params\": (\"date\" \"@method\" \"@path\" \"@authority\" \
             \"content-type\" \"content-length\");created=1618884473;keyid=\"test-key-ed25519\""
        );
        assert!(base.ends_with(&input));
        let key = key();
        assert_eq!(key.public.x(), X);
        assert_eq!(
            key.sign(&base),
            "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=="
        );
    }

    /// RFC 9530, appendix B.1.
    #[test]
    fn the_digest_of_the_standard() {
        assert_eq!(
            digest(b"{\"hello\": \"world\"}\n"),
            "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"
        );
    }

    /// RFC 8037, appendix A.3.
    #[test]
    fn a_key_is_named_by_its_thumbprint() {
        let key: PublicKey =
            serde_json::from_str(r#""11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo""#).unwrap();
        assert_eq!(key.id(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        let directory = serde_json::to_value(Directory::of([&key])).unwrap();
        assert_eq!(directory["keys"][0]["kid"], key.id());
        assert_eq!(directory["keys"][0]["crv"], "Ed25519");
        for bad in ["\"\"", "\"AAAA\"", "7"] {
            assert!(serde_json::from_str::<PublicKey>(bad).is_err());
        }
    }

    #[test]
    fn a_request_is_signed_twice_and_all_of_ours_is_covered() {
        let mut request = request(
            "https://Runtime.example.com:8443/base/capabilities/a%20b/execute",
            b"{}",
            &[
                ("content-type", "application/json"),
                ("x-aiffinity-user-id", "u"),
                ("idempotency-key", "k"),
                ("x-aiffinity-deadline", "5000"),
                ("authorization", "Bearer secret"),
            ],
        );
        let key = key();
        let secrets = [Secret::generate().unwrap(), Secret::generate().unwrap()];
        let now: Timestamp = "2026-11-25T12:00:00Z".parse().unwrap();
        let signing = Signing::fresh(&key, &secrets, "inv_1", now).unwrap();
        signing.sign(&mut request);
        let header = |name: &str| request.headers[name].to_str().unwrap().to_owned();
        assert_eq!(header("webhook-id"), "inv_1");
        assert_eq!(header("webhook-timestamp"), now.seconds().to_string());
        let standard = header("webhook-signature");
        let both: Vec<_> = secrets
            .iter()
            .map(|secret| secret.standard("inv_1", now.seconds(), b"{}"))
            .collect();
        assert_eq!(standard, both.join(" "));
        let input = header("signature-input");
        let expected = format!(
            "sig1=(\"@method\" \"@authority\" \"@path\" \"content-type\" \"content-digest\" \
             \"idempotency-key\" \"x-aiffinity-deadline\" \"x-aiffinity-user-id\");created={};\
             expires={};nonce=\"{}\";keyid=\"{}\";alg=\"ed25519\";tag=\"aiffinity\"",
            now.seconds(),
            now.seconds() + 60,
            signing.nonce,
            key.public.id()
        );
        assert_eq!(input, expected);
        // As a verifier puts it together.
        let base = format!(
            "\"@method\": POST\n\"@authority\": runtime.example.com:8443\n\
             \"@path\": /base/capabilities/a%20b/execute\n\"content-type\": application/json\n\
             \"content-digest\": {}\n\"idempotency-key\": k\n\"x-aiffinity-deadline\": 5000\n\
             \"x-aiffinity-user-id\": u\n\"@signature-params\": {}",
            digest(b"{}"),
            input.strip_prefix("sig1=").unwrap()
        );
        let signature = header("signature");
        let signature = signature
            .strip_prefix("sig1=:")
            .unwrap()
            .strip_suffix(':')
            .unwrap();
        let signature = STANDARD.decode(signature).unwrap();
        let public = UnparsedPublicKey::new(&ED25519, key.public.0);
        assert!(public.verify(base.as_bytes(), &signature).is_ok());
        let other = Signing::fresh(&key, &secrets, "inv_1", now).unwrap();
        assert_ne!(other.nonce, signing.nonce);
    }

    #[test]
    fn without_a_body_a_query_is_covered_and_no_digest() {
        let mut request = request("https://a.example.com/health?deep=1", b"", &[]);
        request.method = Method::GET;
        let now = Timestamp::from_millis(0);
        Signing::fresh(&key(), &[], "chk_1", now)
            .unwrap()
            .sign(&mut request);
        let input = request.headers["signature-input"].to_str().unwrap();
        assert!(
            input.starts_with("sig1=(\"@method\" \"@authority\" \"@path\" \"@query\");created=0;"),
            "{input}"
        );
        assert!(!request.headers.contains_key("content-digest"));
        assert!(!request.headers.contains_key("webhook-signature"));
        let base = Message::of(&request).base(&["@path", "@query"], "").0;
        assert!(
            base.starts_with("\"@path\": /health\n\"@query\": ?deep=1\n"),
            "{base}"
        );
    }
}
