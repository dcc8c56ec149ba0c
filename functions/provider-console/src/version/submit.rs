//! `POST /v1/providers/packages/manage/:id/versions/:vid/submit`: its listing is frozen, and it is published at once, or waits for review.

use ::surface::{Error, Json, Reply};
use provider::package::store::Pair;
use provider_functions::surfaces::CONSOLE;

use super::{VersionStep, VersionView, company, kept};
use crate::package::refused;
use crate::{Console, Developer};

/// Submits a version.
///
/// # Errors
/// No report allows it; the package is suspended or orphaned; its slug is near that of another company.
pub async fn submit(
    context: &'static Console,
    caller: Developer,
    VersionStep { path, idempotency }: VersionStep,
) -> Result<Reply<Json<VersionView>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let idempotency = idempotency.by(&caller.tenant(), CONSOLE.name);
    let work = async {
        let company = company(context, caller.id).await?;
        let keep = |pair: &Pair| idempotency.store(now, 200, &kept(pair)?);
        let done = context
            .packages
            .submit(caller.id, path.package, path.version, &company, &keep)
            .await
            .map_err(refused)?;
        context.send(&done.messages).await;
        Reply::sorted(&VersionView::of(&done.value))
    };
    idempotency.run(table, now, work).await
}
