//! `GET /.well-known/oauth-authorization-server` (RFC 8414).

use ::surface::{Error, Json, Reply};
use serde::Serialize;

use crate::{Anyone, Console};

/// Ways in which a client may send its secret.
const METHODS: &[&str] = &["client_secret_basic", "client_secret_post"];

/// The authorization server's metadata.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ServerMetadata {
    /// The issuer of tokens.
    issuer: String,
    /// Where tokens are issued.
    token_endpoint: String,
    /// Where the public keys are.
    jwks_uri: String,
    /// Where tokens are revoked.
    revocation_endpoint: String,
    /// Where a token's state is shown.
    introspection_endpoint: String,
    /// The scopes.
    scopes_supported: Vec<&'static str>,
    /// None: there is no authorization endpoint.
    response_types_supported: Vec<&'static str>,
    /// The grants.
    grant_types_supported: Vec<&'static str>,
    /// How a client may send its secret to the token endpoint.
    token_endpoint_auth_methods_supported: Vec<&'static str>,
    /// The same for the revocation endpoint.
    revocation_endpoint_auth_methods_supported: Vec<&'static str>,
    /// The same for the introspection endpoint.
    introspection_endpoint_auth_methods_supported: Vec<&'static str>,
}

/// Shows the metadata.
///
/// # Errors
/// None.
pub async fn view(
    context: &'static Console,
    _: Anyone,
    (): (),
) -> Result<Reply<Json<ServerMetadata>>, Error> {
    let issuer = &context.platform.issuer;
    let at = |path: &str| format!("{issuer}{path}");
    Reply::json(&ServerMetadata {
        issuer: issuer.clone(),
        token_endpoint: at("/v1/providers/auth/token"),
        jwks_uri: at("/.well-known/jwks.json"),
        revocation_endpoint: at("/v1/providers/auth/revoke"),
        introspection_endpoint: at("/v1/providers/auth/introspect"),
        scopes_supported: provider::oauth::Scope::ALL
            .map(|scope| scope.as_str())
            .into(),
        response_types_supported: Vec::new(),
        grant_types_supported: vec!["client_credentials"],
        token_endpoint_auth_methods_supported: METHODS.into(),
        revocation_endpoint_auth_methods_supported: METHODS.into(),
        introspection_endpoint_auth_methods_supported: METHODS.into(),
    })
}
