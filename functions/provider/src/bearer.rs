//! The token of a request (RFC 6750).

use ::surface::{Error, Request};
use http::header::AUTHORIZATION;

use crate::surfaces::{INVALID_TOKEN, UNAUTHENTICATED};

/// The token in `Authorization: Bearer`. One in the query is not looked at.
///
/// # Errors
/// There is none, or there are several.
pub(crate) fn token(request: &Request) -> Result<&str, Error> {
    let mut values = request.headers.get_all(AUTHORIZATION).into_iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(INVALID_TOKEN.refuse("Send one Authorization header."));
    }
    let token = first.and_then(|value| {
        let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
        let token = token.trim();
        (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
    });
    token.ok_or_else(|| {
        let refusal = UNAUTHENTICATED.refusal("Send a token, as Authorization: Bearer.");
        refusal.no_credentials().into()
    })
}
