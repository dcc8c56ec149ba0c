//! Access tokens of apps, by OAuth 2.1's client credentials grant.

pub mod introspect;
pub mod issue;
pub mod revoke;

use ::surface::{Code, Error, Input, Request};
use provider::app::{self, Authenticated, ClientId, ClientSecret, NotAuthenticated};
use provider::oauth::client::{ClientRequest, ErrorCode, Refused};
use provider::oauth::token::{self, Claims};
use provider_functions::surfaces::{
    INVALID_CLIENT, INVALID_REQUEST, INVALID_SCOPE, OAUTH, TEMPORARILY_UNAVAILABLE,
    UNSUPPORTED_GRANT_TYPE,
};

use crate::Console;

/// A client's request: form encoded or JSON, its credentials in the body or in `Authorization`.
#[derive(Debug)]
pub struct OfClient(pub(crate) ClientRequest);

impl<C> Input<C> for OfClient {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        // A form is not described: its refusal is for the reference alone.
        #[cfg(feature = "schema")]
        let _ = describe(request);
        let body = request.content()?;
        ClientRequest::read(&request.query, &request.headers, body)
            .map(Self)
            .map_err(refused)
    }
}

/// Describes the body for the reference, by its JSON form.
#[cfg(feature = "schema")]
fn describe(request: &Request) -> Result<(), Error> {
    use ::surface::body::{Fields, Object, Reader, text};
    let asks_for_token = request.path.ends_with("/token");
    let object = match asks_for_token {
        true => Object {
            name: "TokenRequest",
            about: "A request for an access token, form encoded or JSON.",
        },
        false => Object {
            name: "TokenOfClient",
            about: "An access token and the client's credentials, form encoded or JSON.",
        },
    };
    let mut body = Fields::of(request, object)?;
    if asks_for_token {
        body.required(
            "grant_type",
            text(1..=40).about("Always `client_credentials`."),
        );
        body.optional(
            "scope",
            text(0..=200).about(
                "Scopes parted by spaces, out of `provider:runtime`, `provider:capabilities` and \
                 `provider:sandbox`; all of them where it is left out.",
            ),
        );
    } else {
        body.required("token", text(1..=4_096).about("The access token."));
    }
    let credential = |about| text(1..=100).about(about);
    body.optional("client_id", credential("The app's `client_id`."));
    body.optional("client_secret", credential("The app's `client_secret`."));
    body.finish()
}

/// A refusal in OAuth's words: one to a client that used `Authorization` names that scheme.
pub(crate) fn refused(refused: Refused) -> Error {
    let code: &'static Code = match refused.code {
        ErrorCode::InvalidRequest => &INVALID_REQUEST,
        ErrorCode::InvalidClient => &INVALID_CLIENT,
        ErrorCode::UnsupportedGrantType => &UNSUPPORTED_GRANT_TYPE,
        ErrorCode::InvalidScope => &INVALID_SCOPE,
    };
    let asks = refused.used_basic && code.status == 401;
    let challenge = asks.then(|| OAUTH.challenge.to_owned());
    code.refusal(refused.description)
        .challenge(challenge)
        .into()
}

/// A request about a token (`token`): the client that asks, and the claims of the token where it is
/// an access token of the client's own that has not ended.
///
/// # Errors
/// OAuth's own.
pub(crate) async fn own_token(
    context: &Console,
    request: &ClientRequest,
) -> Result<Option<Claims>, Error> {
    let client = authenticate(context, request).await?;
    let token = request
        .parameter("token")
        .ok_or_else(|| refused(request.refuse(ErrorCode::InvalidRequest, "token is required.")))?;
    let platform = &context.platform;
    let keys = platform.access_keys.get(false).await?;
    let claims = token::verify(token, &platform.issuer, &keys, platform.clock.now()).ok();
    Ok(claims.filter(|claims| claims.app == client.app))
}

/// The app of a client whose secret is right.
pub(crate) async fn authenticate(
    context: &Console,
    request: &ClientRequest,
) -> Result<Authenticated, Error> {
    let wrong = || {
        refused(request.refuse(
            ErrorCode::InvalidClient,
            "The client is unknown, or its secret is not one of its live ones.",
        ))
    };
    // A mistyped secret is refused without a look-up: it could not be right.
    let (Ok(client), Ok(secret)) = (
        request.client_id.parse::<ClientId>(),
        request.secret().parse::<ClientSecret>(),
    ) else {
        return Err(wrong());
    };
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    app::authenticate(table, client, &secret, now)
        .await
        .map_err(|not| match not {
            NotAuthenticated::Wrong => wrong(),
            NotAuthenticated::TooMany(seconds) => TEMPORARILY_UNAVAILABLE
                .refusal("Too many wrong secrets came for this client in this minute.")
                .retry_after(seconds)
                .into(),
            NotAuthenticated::Fault(fault) => fault.into(),
        })
}
