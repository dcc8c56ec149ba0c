//! `POST /v1/providers/packages/manage/:id/versions`: a new version, a draft.

use ::surface::body::{Fields, Object, Reader, parsed, text};
use ::surface::{Created, Error, Idempotency, Input, Query, Reply, Request};
use provider::id::PackageId;
use provider::package::Semver;
use provider::package::descriptor::Draft;
use provider::package::listing::CHANGELOG;
use provider::package::store::{NewVersion, Pair};
use provider_functions::surfaces::CONSOLE;
use serde_json::json;

use super::{VersionView, kept, location};
use crate::package::{capabilities, completed, id, refused};
use crate::{Console, Developer};

/// A version to be made.
#[derive(Debug)]
pub struct CreateVersion {
    package: PackageId,
    /// Without its capabilities.
    new: NewVersion,
    draft: Draft,
    idempotency: Idempotency,
}

impl<C> Input<C> for CreateVersion {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let package = id(request)?;
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let object = Object {
            name: "NewVersion",
            about: "A version to be made. Its descriptors never change.",
        };
        let mut body = Fields::of(request, object)?;
        let number = parsed::<Semver>().about(
            "Its number. Left out, it is the next one that is free, as far ahead as the changes \
             demand.",
        );
        let changelog = body.optional("changelog", text(CHANGELOG).about("What is new."));
        let version = body.optional("version", number);
        let draft = capabilities(&mut body);
        body.constrained(|| json!({ "required": ["capabilities"] }));
        body.finish()?;
        let new = NewVersion {
            capabilities: Vec::new(),
            changelog: changelog.filter(|text| !text.is_empty()),
            version,
        };
        let gone = || Error::internal("reading a version", "a field is gone");
        Ok(Self {
            package,
            new,
            draft: draft.ok_or_else(gone)?,
            idempotency,
        })
    }
}

/// Makes a version.
///
/// # Errors
/// The developer has no such package; the number is used; the package has as many versions as it
/// may.
pub async fn create(
    context: &'static Console,
    caller: Developer,
    CreateVersion {
        package,
        mut new,
        draft,
        idempotency,
    }: CreateVersion,
) -> Result<Reply<Created<VersionView>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let idempotency = idempotency.by(&caller.tenant(), CONSOLE.name);
    let work = async {
        let owned = context.packages.owned(caller.id, package).await;
        let app = owned.map_err(refused)?.app_id;
        new.capabilities = completed(context, app, draft).await?;
        let keep = |pair: &Pair| {
            let at = location(package, pair.version.id);
            idempotency.store_created(now, at, &kept(pair)?)
        };
        let made = context
            .packages
            .create_version(caller.id, package, &new, &keep)
            .await
            .map_err(refused)?;
        Reply::created_sorted(location(package, made.version.id), &VersionView::of(&made))
    };
    idempotency.run(table, now, work).await
}
