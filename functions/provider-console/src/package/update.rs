//! `PATCH /v1/providers/packages/manage/:id`: what is left out stays, and what is published is
//! untouched.

use ::surface::body::{Fields, Object, Reader, parsed};
use ::surface::{Error, Input, Json, Query, Reply, Request};
use provider::id::{AppId, PackageId};
use provider::package::store::PackageChange;

use super::{PackageView, fields, id, refused};
use crate::{Console, Developer};

/// Which package, and what is to be different.
#[derive(Debug)]
pub struct UpdatePackage {
    id: PackageId,
    change: PackageChange,
}

impl Input<Console> for UpdatePackage {
    fn parse(request: &Request, context: &Console) -> Result<Self, Error> {
        let id = id(request)?;
        Query::of(request).finish()?;
        let object = Object {
            name: "PackageChange",
            about: "A change of a package: what is left out stays, null removes the category.",
        };
        let mut body = Fields::of(request, object)?;
        let shown = fields::shown(&mut body, &context.allowed_hosts);
        let app =
            parsed::<AppId>().about("Another app that provides it: saves an orphaned package.");
        let change = PackageChange {
            name: shown.name,
            description: shown.description,
            category: shown.category,
            listing: shown.listing,
            app_id: body.optional("appId", app),
            deprecate: body.optional("status", fields::deprecated()).is_some(),
        };
        for name in ["name", "description", "appId", "status"] {
            body.keep(name);
        }
        body.finish()?;
        Ok(Self { id, change })
    }
}

/// Changes a package.
///
/// # Errors
/// The developer has no such package or app.
pub async fn update(
    context: &'static Console,
    caller: Developer,
    UpdatePackage { id, change }: UpdatePackage,
) -> Result<Reply<Json<PackageView>>, Error> {
    let changed = context.packages.change(caller.id, id, &change).await;
    let changed = changed.map_err(refused)?;
    context.send(&changed.messages).await;
    Reply::json(&PackageView::new(&changed.value))
}
