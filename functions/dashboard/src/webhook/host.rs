//! What the host of a webhook's URL resolves to now. A name can change its addresses at any time,
//! so they are checked again whenever a delivery is sent; here the check is for the owner to know
//! at once.

use ::surface::Error;
use webhooks::resolver::{ResolveError, Resolver};
use webhooks::url::WebhookUrl;

/// Refuses a host with an address that is not public. A host without any address, or one of which
/// nothing can be learned now, is taken: its DNS may come later.
///
/// # Errors
/// An address of its host is not public.
pub async fn check(url: &WebhookUrl, resolver: &Resolver) -> Result<(), Error> {
    let host = match url.host() {
        Some(host) if !url.is_exempt() => host.to_string(),
        _ => return Ok(()),
    };
    match resolver.public(&host).await {
        Err(ResolveError::NotPublic { class }) => {
            let message = format!(
                "must have a host whose addresses are all public: {host} has one that is not \
                 ({class})"
            );
            Err(Error::field("url", "NOT_PUBLIC", message))
        }
        Ok(_) | Err(ResolveError::NotFound | ResolveError::NoAnswer(_)) => Ok(()),
    }
}
