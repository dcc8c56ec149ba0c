//! `GET /.well-known/jwks.json`: the public keys of access tokens (RFC 7517).

use ::surface::{Error, Json, Reply};
use serde::Serialize;

use crate::{Anyone, Console};

/// A JSON Web Key Set.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PublicKeys {
    /// The keys.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Vec<serde_json::Map<String, serde_json::Value>>")
    )]
    keys: Vec<serde_json::Value>,
}

/// Shows the keys.
///
/// # Errors
/// None but faults.
pub async fn view(
    context: &'static Console,
    _: Anyone,
    (): (),
) -> Result<Reply<Json<PublicKeys>>, Error> {
    let keys = context.platform.access_keys.get(false).await?;
    let keys = keys.keys.iter().map(serde_json::to_value);
    let keys = keys
        .collect::<Result<_, _>>()
        .map_err(|e| Error::internal("writing public keys", e))?;
    Reply::json(&PublicKeys { keys })
}
