//! The JWT authorizer of an HTTP API, imitated.
//!
//! As API Gateway documents it: an RSA signature by a key of the issuer, named
//! by `kid`; `iss` is the configured issuer; `aud`, or where there is none
//! `client_id`, is one of the audience; `exp`, and where they are there `nbf`
//! and `iat`, fit the time, without leeway; where the route requires scopes, the
//! token has one of them. A token that fails is 401, one that lacks the scope
//! 403; `www-authenticate` says why.

use http::HeaderValue;
use http::request::Parts;
use jsonwebtoken::jwk::{Jwk, JwkSet, KeyAlgorithm};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::template::{Identity, JwtAuthorizer};

/// An authorizer with the keys of its issuer.
#[derive(Debug, Clone)]
pub struct Authorizer {
    settings: JwtAuthorizer,
    keys: JwkSet,
}

/// Why the authorizer refuses a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The token is valid but lacks the scope: 403, not 401.
    pub forbidden: bool,
    /// The scopes that the route requires.
    scopes: String,
    /// `None`: there was no token at all.
    reason: Option<&'static str>,
}

impl Refused {
    /// The value of `www-authenticate`.
    pub fn challenge(&self) -> HeaderValue {
        let Self {
            scopes,
            reason,
            forbidden,
        } = self;
        let error = if *forbidden {
            "insufficient_scope"
        } else {
            "invalid_token"
        };
        let text = reason.map(|reason| {
            format!(r#"Bearer scope="{scopes}" error="{error}" error_description="{reason}""#)
        });
        text.and_then(|text| HeaderValue::from_str(&text).ok())
            .unwrap_or(HeaderValue::from_static("Bearer"))
    }
}

impl Authorizer {
    /// An authorizer of these settings that trusts these keys.
    pub fn new(settings: JwtAuthorizer, keys: JwkSet) -> Self {
        Self { settings, keys }
    }

    /// The caller, as the event describes it; `now` in seconds since 1970.
    ///
    /// # Errors
    /// Where the token is absent, wrong, or lacks the scope.
    pub fn check(&self, parts: &Parts, scopes: &[String], now: i64) -> Result<Value, Refused> {
        let refused = |forbidden, reason| Refused {
            forbidden,
            scopes: scopes.join(" "),
            reason,
        };
        let token = self.token(parts).ok_or_else(|| refused(false, None))?;
        let claims = self
            .verify(&token, now)
            .map_err(|reason| refused(false, Some(reason)))?;
        let granted = granted(&claims);
        let wanted = |scope: &String| granted.iter().flatten().any(|had| had == scope);
        if !scopes.is_empty() && !scopes.iter().any(wanted) {
            return Err(refused(true, Some("the token does not have a valid scope")));
        }
        let claims: Map<String, Value> = claims
            .iter()
            .map(|(name, value)| (name.clone(), text(value).into()))
            .collect();
        Ok(json!({ "jwt": { "claims": claims, "scopes": granted } }))
    }

    fn token(&self, parts: &Parts) -> Option<String> {
        match &self.settings.identity {
            Identity::Header(name) => {
                let sent: Vec<_> = parts
                    .headers
                    .get_all(name)
                    .iter()
                    .map(|value| String::from_utf8_lossy(value.as_bytes()))
                    .collect();
                let value = sent.join(",");
                let value = value.trim();
                let token = match value.strip_prefix("Bearer") {
                    Some(rest) if rest.is_empty() || rest.starts_with(' ') => rest.trim(),
                    _ => value,
                };
                (!token.is_empty()).then(|| token.to_owned())
            }
            Identity::Query(name) => {
                let pairs = parts.uri.query()?.split('&');
                let value = pairs
                    .filter_map(|pair| pair.split_once('='))
                    .find_map(|(key, value)| (key == name).then_some(value))?;
                let token = percent_decode_str(value).decode_utf8().ok()?;
                (!token.is_empty()).then(|| token.into_owned())
            }
        }
    }

    fn verify(&self, token: &str, now: i64) -> Result<Map<String, Value>, &'static str> {
        // An algorithm that is none (`alg: none`) is no header at all.
        let header = decode_header(token).map_err(|_| "the token is not a JSON Web Token")?;
        let kid = header.kid.ok_or("the token has no key id")?;
        let key = self.keys.find(&kid).ok_or("the token's key is unknown")?;
        let (algorithm, key) = rsa(key).ok_or("the token's key is not RSA")?;
        // The key determines the algorithm, never the token: otherwise a token could use the public
        // key as a shared secret.
        let mut signature = Validation::new(algorithm);
        signature.required_spec_claims.clear();
        signature.validate_exp = false;
        signature.validate_aud = false;
        let claims = decode::<Map<String, Value>>(token, &key, &signature)
            .map_err(|_| "the token's signature is not valid")?
            .claims;

        if claims.get("iss").and_then(Value::as_str) != Some(self.settings.issuer.as_str()) {
            return Err("the token does not have a valid issuer");
        }
        let audience = match (claims.get("aud"), claims.get("client_id")) {
            (Some(Value::Array(all)), _) => all.iter().filter_map(Value::as_str).collect(),
            (Some(one), _) | (None, Some(one)) => one.as_str().into_iter().collect(),
            (None, None) => Vec::new(),
        };
        if !audience
            .iter()
            .any(|one| self.settings.audience.iter().any(|ours| ours == one))
        {
            return Err("the token does not have a valid audience");
        }
        let now = now as f64;
        let time = |name: &str| {
            claims
                .get(name)
                .map(|value| value.as_f64().unwrap_or(f64::NAN))
        };
        // Written so that a claim that is no number is refused.
        if !time("exp").is_some_and(|exp| now < exp) {
            return Err("the token has expired");
        }
        if !time("nbf").is_none_or(|nbf| nbf <= now) {
            return Err("the token is not valid yet");
        }
        if !time("iat").is_none_or(|iat| iat <= now) {
            return Err("the token was issued in the future");
        }
        Ok(claims)
    }
}

fn rsa(key: &Jwk) -> Option<(Algorithm, DecodingKey)> {
    let algorithm = match key.common.key_algorithm {
        Some(KeyAlgorithm::RS256) | None => Algorithm::RS256,
        Some(KeyAlgorithm::RS384) => Algorithm::RS384,
        Some(KeyAlgorithm::RS512) => Algorithm::RS512,
        _ => return None,
    };
    Some((algorithm, DecodingKey::from_jwk(key).ok()?))
}

/// The token's scopes: `scope`, parted by blanks, or `scp`.
fn granted(claims: &Map<String, Value>) -> Option<Vec<String>> {
    match claims.get("scope").or_else(|| claims.get("scp"))? {
        Value::String(text) => Some(text.split_whitespace().map(ToOwned::to_owned).collect()),
        Value::Array(items) => Some(items.iter().map(text).collect()),
        _ => None,
    }
}

/// A claim as API Gateway shows it: always text, a list as `[a b]`, an object as `map[k:v]`.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(text).collect();
            format!("[{}]", items.join(" "))
        }
        Value::Object(fields) => {
            let fields: Vec<_> = fields
                .iter()
                .map(|(name, value)| format!("{name}:{}", text(value)))
                .collect();
            format!("map[{}]", fields.join(" "))
        }
        Value::Null => "<nil>".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::hmac;
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
    use http::header::AUTHORIZATION;

    use super::*;
    use crate::issuer::Issuer;

    const AUDIENCE: &str = "local";

    const WRITE: &str = "twin:write";

    fn authorizer(issuer: &Issuer) -> Authorizer {
        let settings = JwtAuthorizer {
            issuer: issuer.url.clone(),
            audience: vec!["other".into(), AUDIENCE.into()],
            identity: Identity::Header(AUTHORIZATION),
        };
        Authorizer::new(settings, issuer.keys.clone())
    }

    fn now() -> i64 {
        crate::now().unix_timestamp()
    }

    fn request(headers: &[&str]) -> Parts {
        let mut request = http::Request::get("/a?token=x");
        for value in headers {
            request = request.header(AUTHORIZATION, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    /// The claims shown to the function, or the reason.
    fn check(authorizer: &Authorizer, header: &str) -> Result<Value, &'static str> {
        authorizer
            .check(&request(&[header]), &[], now())
            .map(|mut found| found["jwt"]["claims"].take())
            .map_err(|refused| refused.reason.unwrap_or("absent"))
    }

    fn parts(token: &str) -> [Value; 2] {
        let mut parts = token.split('.').map(|part| BASE64.decode(part).unwrap());
        [parts.next().unwrap(), parts.next().unwrap()]
            .map(|part| serde_json::from_slice(&part).unwrap())
    }

    fn unsigned(header: &Value, claims: &Value) -> String {
        [header, claims]
            .map(|part| BASE64.encode(part.to_string()))
            .join(".")
    }

    #[tokio::test]
    async fn a_good_token_says_who_it_is() {
        let issuer = Issuer::start(AUDIENCE).await.unwrap();
        let authorizer = authorizer(&issuer);
        let claims = json!({
            "sub": "owner", "iat": 1_700_000_000, "exp": 4_000_000_000_u64, "email_verified": true,
            "groups": ["a", "b"], "firebase": { "sign_in_provider": "password", "ids": { "email": ["x"] } },
        });
        let token = issuer.token(&claims).unwrap();
        let shown = json!({
            "iss": issuer.url, "aud": AUDIENCE, "sub": "owner", "iat": "1700000000", "exp": "4000000000",
            "email_verified": "true", "groups": "[a b]",
            "firebase": "map[ids:map[email:[x]] sign_in_provider:password]",
        });
        assert_eq!(
            check(&authorizer, &format!("Bearer {token}")),
            Ok(shown.clone())
        );
        assert_eq!(
            check(&authorizer, &token),
            Ok(shown),
            "Bearer may be left out"
        );
    }

    #[tokio::test]
    async fn claims_are_checked_as_api_gateway_does() {
        let issuer = Issuer::start(AUDIENCE).await.unwrap();
        let authorizer = authorizer(&issuer);
        let (past, future) = (now() - 5, now() + 30);
        let expired = Err("the token has expired");
        let early = Err("the token is not valid yet");
        let from_the_future = Err("the token was issued in the future");
        let whose = Err("the token does not have a valid issuer");
        let audience = Err("the token does not have a valid audience");
        for (claims, expected) in [
            (json!({}), Ok(())),
            (json!({ "exp": future }), Ok(())),
            (json!({ "exp": future as f64 + 0.5 }), Ok(())),
            (json!({ "exp": past }), expired),
            (json!({ "exp": now() }), expired),
            (json!({ "exp": null }), expired),
            (json!({ "exp": future.to_string() }), expired),
            (json!({ "nbf": past }), Ok(())),
            (json!({ "nbf": future }), early),
            (json!({ "nbf": "soon" }), early),
            (json!({ "iat": null }), Ok(())),
            (json!({ "iat": future }), from_the_future),
            (json!({ "iss": "https://evil.example" }), whose),
            (json!({ "iss": format!("{}/", issuer.url) }), whose),
            (json!({ "iss": [issuer.url] }), whose),
            (json!({ "iss": null }), whose),
            (json!({ "aud": "else" }), audience),
            (json!({ "aud": ["else", AUDIENCE] }), Ok(())),
            (json!({ "aud": [] }), audience),
            (json!({ "aud": 1 }), audience),
            (json!({ "aud": null }), audience),
            (json!({ "aud": null, "client_id": AUDIENCE }), Ok(())),
            (json!({ "aud": null, "client_id": "else" }), audience),
            (json!({ "aud": "else", "client_id": AUDIENCE }), audience),
        ] {
            let token = issuer.token(&claims).unwrap();
            let found = check(&authorizer, &format!("Bearer {token}"));
            assert_eq!(found.map(|_| ()), expected, "{claims}");
        }
    }

    #[tokio::test]
    async fn forged_tokens_are_refused() {
        let (issuer, other) = (
            Issuer::start(AUDIENCE).await.unwrap(),
            Issuer::start(AUDIENCE).await.unwrap(),
        );
        let authorizer = authorizer(&issuer);
        let good = issuer.token(&json!({ "sub": "owner" })).unwrap();
        let [header, claims] = parts(&good);
        let signature = good.rsplit('.').next().unwrap();
        let bad_signature = Err("the token's signature is not valid");
        let no_token = Err("the token is not a JSON Web Token");

        // Another's key: by its own name, and by ours.
        let theirs = other.token(&claims).unwrap();
        assert_eq!(
            check(&authorizer, &theirs),
            Err("the token's key is unknown")
        );
        let renamed = unsigned(&header, &claims);
        let theirs = format!("{renamed}.{}", theirs.rsplit('.').next().unwrap());
        assert_eq!(check(&authorizer, &theirs), bad_signature);

        // Other claims under a good signature.
        let mut raised = claims.clone();
        raised["sub"] = "another".into();
        let raised = format!("{}.{signature}", unsigned(&header, &raised));
        assert_eq!(check(&authorizer, &raised), bad_signature);

        // No algorithm, in all spellings, with and without the signature.
        for none in ["none", "None", "NONE", ""] {
            let mut header = header.clone();
            header["alg"] = none.into();
            for signature in ["", signature] {
                let token = format!("{}.{signature}", unsigned(&header, &claims));
                assert_eq!(check(&authorizer, &token), no_token, "{none:?}");
            }
        }
        let bare = unsigned(&header, &claims);
        for cut in [
            bare.clone(),
            format!("{bare}."),
            format!("{bare}.AAAA"),
            format!("{good}.x"),
        ] {
            assert!(check(&authorizer, &cut).is_err(), "{cut}");
        }

        // The public key, which anybody has, as the secret of an HMAC.
        let jwks = serde_json::to_value(&issuer.keys).unwrap();
        let key = &jwks["keys"][0];
        let modulus = BASE64.decode(key["n"].as_str().unwrap()).unwrap();
        for (alg, digest) in [("HS256", hmac::HMAC_SHA256), ("HS512", hmac::HMAC_SHA512)] {
            for secret in [
                modulus.as_slice(),
                key.to_string().as_bytes(),
                key["n"].as_str().unwrap().as_bytes(),
                b"",
            ] {
                let mut header = header.clone();
                header["alg"] = alg.into();
                let message = unsigned(&header, &claims);
                let tag = hmac::sign(&hmac::Key::new(digest, secret), message.as_bytes());
                let token = format!("{message}.{}", BASE64.encode(tag));
                assert_eq!(check(&authorizer, &token), bad_signature, "{alg}");
            }
        }
        // Our key, but not the algorithm it is for.
        for alg in ["RS384", "RS512", "PS256", "ES256", "EdDSA"] {
            let mut header = header.clone();
            header["alg"] = alg.into();
            let token = format!("{}.{signature}", unsigned(&header, &claims));
            assert_eq!(check(&authorizer, &token), bad_signature, "{alg}");
        }
        // A key that the token brings along.
        let mut header = header.clone();
        header.as_object_mut().unwrap().remove("kid");
        header["jwk"] = serde_json::to_value(&other.keys).unwrap()["keys"][0].clone();
        let token = format!("{}.{signature}", unsigned(&header, &claims));
        assert_eq!(check(&authorizer, &token), Err("the token has no key id"));
    }

    #[tokio::test]
    async fn what_is_no_token_is_refused() {
        let issuer = Issuer::start(AUDIENCE).await.unwrap();
        let authorizer = authorizer(&issuer);
        let good = issuer.token(&json!({})).unwrap();
        for garbage in [
            "Bearer a.b.c",
            "Basic dTpw",
            "Bearer \u{ff}",
            "....",
            "Bearer null",
            "x",
            "Bearer atk_live_0d3f7a1c_5b8e",
            &format!("bearer {good}"),
            &format!("Bearer {good}, Bearer {good}"),
            &format!("Bearer {good}="),
        ] {
            assert!(check(&authorizer, garbage).is_err(), "{garbage}");
        }
        for absent in [&[][..], &[""], &["Bearer "], &["  "]] {
            let refused = authorizer.check(&request(absent), &[], now()).unwrap_err();
            assert_eq!(
                (refused.challenge().to_str().unwrap(), refused.forbidden),
                ("Bearer", false)
            );
        }
        let good = format!("Bearer {good}");
        assert!(
            authorizer
                .check(&request(&[&good, &good]), &[], now())
                .is_err()
        );
    }

    #[tokio::test]
    async fn scopes_are_wanted_where_a_route_names_them() {
        let issuer = Issuer::start(AUDIENCE).await.unwrap();
        let authorizer = authorizer(&issuer);
        let wanted = ["admin".to_owned(), WRITE.to_owned()];
        for (claims, expected) in [
            (json!({}), Err(())),
            (json!({ "scope": "twin:read" }), Err(())),
            (json!({ "scope": "twin:writer" }), Err(())),
            (
                json!({ "scope": "twin:read twin:write" }),
                Ok(json!(["twin:read", WRITE])),
            ),
            (json!({ "scp": [WRITE] }), Ok(json!([WRITE]))),
        ] {
            let token = issuer.token(&claims).unwrap();
            let found = authorizer.check(&request(&[&token]), &wanted, now());
            let found = found.map(|found| found["jwt"]["scopes"].clone());
            if let Err(refused) = &found {
                assert!(refused.forbidden);
                assert_eq!(
                    refused.challenge(),
                    r#"Bearer scope="admin twin:write" error="insufficient_scope" error_description="the token does not have a valid scope""#
                );
            }
            assert_eq!(found.map_err(|_| ()), expected, "{claims}");
        }
        // Without scopes on the route it is the function's business; null where there are none.
        let token = issuer.token(&json!({})).unwrap();
        let found = authorizer.check(&request(&[&token]), &[], now()).unwrap();
        assert_eq!(found["jwt"]["scopes"], Value::Null);
    }

    #[tokio::test]
    async fn the_token_may_be_in_the_query() {
        let issuer = Issuer::start(AUDIENCE).await.unwrap();
        let mut authorizer = authorizer(&issuer);
        authorizer.settings.identity = Identity::Query("token".into());
        let token = issuer.token(&json!({})).unwrap();
        let at = |uri: String| http::Request::get(uri).body(()).unwrap().into_parts().0;
        assert!(
            authorizer
                .check(&at(format!("/a?x=1&token={token}")), &[], now())
                .is_ok()
        );
        assert!(
            authorizer
                .check(&at(format!("/a?tokens={token}")), &[], now())
                .is_err()
        );
    }

    #[tokio::test]
    async fn the_issuer_publishes_its_key() {
        let issuer = Issuer::start(AUDIENCE).await.unwrap();
        let client = crate::loopback_client().unwrap();
        let get = async |url: String| {
            client
                .get(url)
                .send()
                .await
                .unwrap()
                .json::<Value>()
                .await
                .unwrap()
        };
        let configuration = get(format!("{}/.well-known/openid-configuration", issuer.url)).await;
        assert_eq!(configuration["issuer"], issuer.url.as_str());
        let keys = get(configuration["jwks_uri"].as_str().unwrap().to_owned()).await;
        assert_eq!(
            serde_json::from_value::<JwkSet>(keys.clone()).unwrap(),
            issuer.keys
        );
        assert_eq!(keys["keys"][0].get("d"), None);
    }
}
