//! `POST /v1/providers/packages/manage`: a new package with its version 1.0.0.

use ::surface::body::{Fields, Object, Reader, parsed};
use ::surface::{Created, Error, Idempotency, Input, Query, Reply, Request};
use common::Fault;
use provider::id::AppId;
use provider::package::RiskTier;
use provider::package::descriptor::Draft;
use provider::package::store::{NewPackage, Pair};
use provider_functions::surfaces::CONSOLE;
use serde_json::json;

use super::{PackageDetail, completed, fields, location, refused};
use crate::{Console, Developer};

/// A package to be made.
#[derive(Debug)]
pub struct CreatePackage {
    /// Without its capabilities.
    new: NewPackage,
    draft: Draft,
    idempotency: Idempotency,
}

impl Input<Console> for CreatePackage {
    fn parse(request: &Request, context: &Console) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let object = Object {
            name: "NewPackage",
            about: "A package to be made, with its first version.",
        };
        let mut body = Fields::of(request, object)?;
        let app = parsed::<AppId>().about("The app that provides it.");
        let tier = parsed::<RiskTier>()
            .about("How much can go wrong with it: at least the tier of its riskiest capability.");
        let app_id = body.required("appId", app);
        let slug = body.required("slug", fields::slug());
        let risk_tier = body.required("riskTier", tier);
        let shown = fields::shown(&mut body, &context.allowed_hosts);
        for name in ["name", "description"] {
            if !body.has(name) {
                body.refuse(name, "REQUIRED", "is required");
            }
        }
        let draft = fields::capabilities(&mut body);
        body.constrained(|| json!({ "required": ["name", "description", "capabilities"] }));
        body.finish()?;
        let read = || {
            Some(NewPackage {
                app_id: app_id?,
                slug: slug?,
                name: shown.name?,
                description: shown.description?,
                category: shown.category.flatten(),
                listing: shown.listing.unwrap_or_default(),
                risk_tier: risk_tier?,
                capabilities: Vec::new(),
            })
        };
        let read = read().zip(draft);
        let (new, draft) =
            read.ok_or_else(|| Error::internal("reading a package", "a field is gone"))?;
        Ok(Self {
            new,
            draft,
            idempotency,
        })
    }
}

/// Makes a package.
///
/// # Errors
/// The developer has no such app; the slug is taken, or near that of another company; the account
/// has as many packages as it may.
pub async fn create(
    context: &'static Console,
    caller: Developer,
    CreatePackage {
        mut new,
        draft,
        idempotency,
    }: CreatePackage,
) -> Result<Reply<Created<PackageDetail>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let idempotency = idempotency.by(&caller.tenant(), CONSOLE.name);
    let work = async {
        new.capabilities = completed(context, new.app_id, draft).await?;
        let keep = |pair: &Pair| {
            let body = serde_json::to_value(PackageDetail::made(pair))
                .map_err(|e| Fault::internal("keeping an answer", e))?;
            idempotency.store_created(now, location(pair.package.id), &body)
        };
        let made = context.packages.create(caller.id, &new, &keep).await;
        let made = made.map_err(refused)?;
        Reply::created_sorted(location(made.package.id), &PackageDetail::made(&made))
    };
    idempotency.run(table, now, work).await
}
