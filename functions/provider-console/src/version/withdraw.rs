//! `POST /v1/providers/packages/manage/:id/versions/:vid/withdraw`: its developer gives it up. Its
//! number stays used.

use ::surface::{Error, Json, Reply};
use provider::package::store::Pair;
use provider_functions::surfaces::CONSOLE;

use super::{VersionStep, VersionView, kept};
use crate::package::refused;
use crate::{Console, Developer};

/// Withdraws a version.
///
/// # Errors
/// It is published.
pub async fn withdraw(
    context: &'static Console,
    caller: Developer,
    VersionStep { path, idempotency }: VersionStep,
) -> Result<Reply<Json<VersionView>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let idempotency = idempotency.by(&caller.tenant(), CONSOLE.name);
    let work = async {
        let keep = |pair: &Pair| idempotency.store(now, 200, &kept(pair)?);
        let done = context
            .packages
            .withdraw(caller.id, path.package, path.version, &keep)
            .await
            .map_err(refused)?;
        Reply::sorted(&VersionView::of(&done))
    };
    idempotency.run(table, now, work).await
}
