//! Identity providers of this machine: each signs any token that a caller asks for, and
//! publishes its key as OpenID providers do. The key is made at start, so a token of an earlier
//! run is not valid any more.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair, RsaPublicKeyComponents};
use axum::Json;
use axum::routing::get;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::JwkSet;
use serde_json::{Map, Value, json};
use tokio::task::JoinHandle;

use crate::Error;
use crate::template::{Template, TokenSource};

/// How long a token is valid by default: a dashboard under development must not be logged out
/// every hour.
const LIFETIME: Duration = Duration::from_secs(7 * 24 * 3600);

/// A running issuer of tokens.
#[derive(Debug)]
pub struct Issuer {
    /// Its URL, which is also the tokens' `iss`.
    pub url: String,
    /// The tokens' `aud` by default.
    pub audience: String,
    /// Its public key.
    pub keys: JwkSet,
    kid: String,
    key: RsaKeyPair,
    server: JoinHandle<()>,
}

impl Issuer {
    /// Makes a key and serves it on a port of its own:
    /// `/.well-known/openid-configuration` and `/.well-known/jwks.json`.
    ///
    /// # Errors
    /// Where no key can be made or no port can be opened.
    pub async fn start(audience: impl Into<String>) -> Result<Self, Error> {
        let failed = |_| Error::Issuer("no key could be made");
        let key = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
        let public = RsaPublicKeyComponents::<Vec<u8>>::from(key.public_key());
        let kid = ulid::Ulid::generate().to_string();
        let [n, e] = [&public.n, &public.e].map(|part| BASE64_URL_SAFE_NO_PAD.encode(part));
        let published = json!({ "keys": [
            { "kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": n, "e": e },
        ] });
        let keys = serde_json::from_value(published.clone())
            .map_err(|_| Error::Issuer("its key is no JSON Web Key"))?;

        let io = || Error::io("opening a port for the issuer of tokens");
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
            .await
            .map_err(io())?;
        let url = format!("http://{}", listener.local_addr().map_err(io())?);
        let configuration = json!({
            "issuer": url,
            "jwks_uri": format!("{url}/.well-known/jwks.json"),
            "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        });
        let document = |value: Value| get(move || std::future::ready(Json(value)));
        let app = axum::Router::new()
            .route("/.well-known/openid-configuration", document(configuration))
            .route("/.well-known/jwks.json", document(published));
        let server = tokio::spawn(async move {
            let _ended = axum::serve(listener, app).await;
        });
        Ok(Self {
            url,
            audience: audience.into(),
            keys,
            kid,
            key,
            server,
        })
    }

    /// Where its public key is.
    pub fn keys_url(&self) -> String {
        format!("{}/.well-known/jwks.json", self.url)
    }

    /// A token with these claims. `iss`, `aud`, `iat` and `exp` (seconds since
    /// 1970) are added unless they are given; a claim that is null is left out.
    ///
    /// # Errors
    /// Where the claims are no object.
    pub fn token(&self, claims: &Value) -> Result<String, Error> {
        let header = json!({ "alg": "RS256", "typ": "JWT", "kid": self.kid });
        self.token_with(header, claims)
    }

    /// The same with another header, signed all the same.
    ///
    /// # Errors
    /// As [`Issuer::token`].
    pub fn token_with(&self, header: Value, claims: &Value) -> Result<String, Error> {
        let given = claims
            .as_object()
            .ok_or(Error::Issuer("claims are an object"))?;
        let now = crate::now();
        let mut all: Map<String, Value> = [
            ("iss", json!(self.url)),
            ("aud", json!(self.audience)),
            ("iat", json!(now.unix_timestamp())),
            ("exp", json!((now + LIFETIME).unix_timestamp())),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect();
        all.extend(given.clone());
        all.retain(|_, value| !value.is_null());
        let [header, claims] = [header, Value::Object(all)]
            .map(|part| BASE64_URL_SAFE_NO_PAD.encode(part.to_string()));
        let message = format!("{header}.{claims}");
        let mut signature = vec![0; self.key.public_modulus_len()];
        self.key
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                message.as_bytes(),
                &mut signature,
            )
            .map_err(|_| Error::Issuer("its key cannot sign"))?;
        let signature = BASE64_URL_SAFE_NO_PAD.encode(signature);
        Ok(format!("{message}.{signature}"))
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// An issuer for each that the template's JWT authorizers trust.
pub(crate) struct Issuers(Vec<(TokenSource, Arc<Issuer>)>);

impl Issuers {
    /// Starts them, and has the template's authorizers trust them. Authorizers for which the
    /// template has the same issuer share one, with an audience each; all others have their own.
    pub(crate) async fn start(template: &mut Template) -> Result<Self, Error> {
        let mut issuers: Vec<(TokenSource, Arc<Issuer>)> = Vec::new();
        for source in template.token_sources() {
            let known = |known: &&(TokenSource, Arc<Issuer>)| known.0.issuer == source.issuer;
            let audience = |source: &TokenSource| {
                format!("local-{}-{}", source.api, source.authorizer).to_lowercase()
            };
            let issuer = match issuers.iter().find(known) {
                Some((_, issuer)) => Arc::clone(issuer),
                None => Arc::new(Issuer::start(audience(&source)).await?),
            };
            let same = issuers.iter().find(|(known, _)| {
                known.issuer == source.issuer && known.audience == source.audience
            });
            let audience = audience(same.map_or(&source, |(known, _)| known));
            template.trust(&source, &issuer.url, &audience);
            issuers.push((source, issuer));
        }
        Ok(Self(issuers))
    }

    pub(crate) fn of(&self, api: &str, authorizer: &str) -> Option<&Issuer> {
        let mut all = self.0.iter();
        let (_, issuer) =
            all.find(|(source, _)| source.api == api && source.authorizer == authorizer)?;
        Some(issuer)
    }

    pub(crate) fn only(&self) -> Result<&Issuer, Error> {
        match self.0.as_slice() {
            [(_, issuer)] => Ok(issuer),
            [] => Err(Error::Issuer("the template has no JWT authorizer")),
            _ => Err(Error::Issuer("the template has several JWT authorizers")),
        }
    }
}
