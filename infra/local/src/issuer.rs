//! The identity provider of this machine: it signs whatever token it is asked
//! for, and publishes its key as OpenID providers do. The key is made at start,
//! so a token of an earlier run is worth nothing.

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

/// For whom the tokens are.
pub const AUDIENCE: &str = "twin-local";
/// How long a token lives unless it says otherwise: a dashboard under
/// development is not to be logged out every hour.
const LIFETIME: Duration = Duration::from_secs(7 * 24 * 3600);

/// A running issuer of tokens.
#[derive(Debug)]
pub struct Issuer {
    /// Its URL, which is also the tokens' `iss`.
    pub url: String,
    /// Its public key.
    pub keys: JwkSet,
    kid: String,
    key: RsaKeyPair,
    server: JoinHandle<()>,
}

impl Issuer {
    /// Makes a key and serves it on loopback:
    /// `/.well-known/openid-configuration` and `/.well-known/jwks.json`.
    ///
    /// # Errors
    /// Where no key can be made or no port be had.
    pub async fn start() -> Result<Self, Error> {
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
            keys,
            kid,
            key,
            server,
        })
    }

    /// A token with these claims. `iss`, `aud`, `iat` and `exp` (seconds since
    /// 1970) are added unless they are given; a claim that is null is left out.
    ///
    /// # Errors
    /// Where the claims are no object.
    pub fn token(&self, claims: &Value) -> Result<String, Error> {
        let given = claims
            .as_object()
            .ok_or(Error::Issuer("claims are an object"))?;
        let now = crate::now();
        let mut all: Map<String, Value> = [
            ("iss", json!(self.url)),
            ("aud", json!(AUDIENCE)),
            ("iat", json!(now.unix_timestamp())),
            ("exp", json!((now + LIFETIME).unix_timestamp())),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect();
        all.extend(given.clone());
        all.retain(|_, value| !value.is_null());
        let header = json!({ "alg": "RS256", "typ": "JWT", "kid": self.kid });
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
            .map_err(|_| Error::Issuer("its key does not sign"))?;
        let signature = BASE64_URL_SAFE_NO_PAD.encode(signature);
        Ok(format!("{message}.{signature}"))
    }
}

impl Drop for Issuer {
    fn drop(&mut self) {
        self.server.abort();
    }
}
