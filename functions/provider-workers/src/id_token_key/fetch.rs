//! `provider-id-token-key-fetch`: keeps the issuer's public keys in the table, from which all
//! verifiers read them.

use common::Fault;
use provider::identity::published;
use serde::de::IgnoredAny;
use webhooks::resolver::Resolver;
use webhooks::transport::Https;
use webhooks::url::WebhookUrl;

use crate::Workers;

const STARTING: &str = "setting up the fetch of the keys of ID tokens";

/// Fetches the keys where that is due.
///
/// # Errors
/// The table or the issuer can't be reached, or the setting is missing or wrong; the next run tries
/// again, and the keys in the table stay.
pub async fn run(workers: &'static Workers, _: IgnoredAny) -> Result<(), Fault> {
    let url = workers.id_token_keys.as_deref().unwrap_or_default();
    let url = WebhookUrl::parse(url, &workers.allowed_hosts)
        .map_err(|e| Fault::internal(STARTING, format!("ID_TOKEN_KEYS_URL {e}")))?;
    let https = Https::new(Resolver::system(), workers.allowed_hosts.clone())
        .map_err(|e| Fault::internal(STARTING, e))?;
    let now = workers.clock.now();
    if published::refresh(&workers.table, &https, &url, now).await? {
        tracing::info!(target: "provider::identity", "fetched the keys of ID tokens");
    }
    Ok(())
}
