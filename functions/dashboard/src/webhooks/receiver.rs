//! What the host of a webhook's URL resolves to now. A name can change its addresses at any time,
//! so every dial checks them again; here it is for its owner to know at once.

use shared::Error;
use shared::net::receiver::ReceiverUrl;
use shared::net::resolver::{ResolveError, Resolver};

/// Refuses a host with an address that is not public. One that has none, or of which nothing can
/// be learned now, is taken: its DNS may come later.
///
/// # Errors
/// An address of its host is not public.
pub async fn resolves(url: &ReceiverUrl, resolver: &Resolver) -> Result<(), Error> {
    let host = match url.host() {
        Some(host) if !url.is_excepted() => host.to_string(),
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
