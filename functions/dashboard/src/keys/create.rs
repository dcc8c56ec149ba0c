//! `POST /twin/keys`: a new key, whose plaintext this answer alone shows.

use lambda_http::http::StatusCode;
use shared::access::Owner;
use shared::access::keys::{self, Made, NewKey};
use shared::http::body::Fields;
use shared::http::{Input, Once, Query, Reply, Request};
use shared::{App, Error};

use super::{entitled, fields, kept, shown};

/// A key that is wanted.
#[derive(Debug)]
pub struct Wanted {
    new: NewKey,
    once: Once,
}

impl Input for Wanted {
    fn parse(request: &Request) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let once = Once::of(request)?;
        let mut body = Fields::of(request)?;
        let name = body.required("name", fields::name);
        let scopes = fields::scopes(&mut body);
        if !body.has("scopes") {
            body.refuse("scopes", "REQUIRED", "is required");
        }
        let new = NewKey {
            name: name.unwrap_or_default(),
            scopes: scopes.unwrap_or_default(),
            monthly_limit: body.optional("monthlyLimit", fields::monthly_limit),
            expires_at: body.optional("expiresAt", fields::later_than(request.at)),
            allowed_ips: fields::allowed_ips(&mut body).unwrap_or_default(),
        };
        body.finish()?;
        Ok(Self { new, once })
    }
}

/// Makes a key.
///
/// # Errors
/// The plan does not include keys; the account has as many as it may.
pub async fn create(app: &'static App, owner: Owner, wanted: Wanted) -> Result<Reply, Error> {
    let (user, now, once) = (owner.user_id, app.clock.now(), &wanted.once);
    let work = async {
        entitled(app, user).await?;
        let keep =
            |made: &Made| once.keep(&app.table, user, now, StatusCode::CREATED, &kept(made, now));
        let (key, record) = keys::create(&app.table, user, &wanted.new, now, &keep).await?;
        shown(
            &key,
            &Made {
                record,
                replaced: None,
            },
            now,
        )
    };
    once.run(&app.table, user, now, work).await
}
