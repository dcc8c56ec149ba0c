//! Steps of a version's life that its developer takes: each is one change, whose answer is kept for
//! an `Idempotency-Key` and whose events are sent.

use ::surface::body::Fields;
use ::surface::{Error, Idempotency, Input, Json, Reply, Request};
use common::Fault;
use provider::account::Profile;
use provider::id::DeveloperId;
use provider::layout;
use provider::package::store::Pair;
use provider_functions::surfaces::CONSOLE;

use super::{VersionPath, VersionView, kept};
use crate::package::refused;
use crate::{Console, Developer};

/// Which version, of a request that says nothing more and may be repeated.
#[derive(Debug)]
pub struct VersionStep {
    pub(super) path: VersionPath,
    pub(super) idempotency: Idempotency,
}

impl<C> Input<C> for VersionStep {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let path = VersionPath::read(request)?;
        let idempotency = Idempotency::of(request)?;
        Fields::none(request)?;
        Ok(Self { path, idempotency })
    }
}

/// What is done.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Submit,
    Publish,
    Withdraw,
}

/// Takes a step.
///
/// # Errors
/// As the step's change of the package has them.
pub(super) async fn take(
    context: &'static Console,
    caller: Developer,
    VersionStep { path, idempotency }: VersionStep,
    step: Step,
) -> Result<Reply<Json<VersionView>>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let idempotency = idempotency.by(&caller.tenant(), CONSOLE.name);
    let work = async {
        let keep = |pair: &Pair| idempotency.store(now, 200, &kept(pair)?);
        let (packages, owner) = (&context.packages, caller.id);
        let (package, version) = (path.package, path.version);
        let done = match step {
            Step::Submit => {
                let company = company(context, owner).await?;
                let submit = packages.submit(owner, package, version, &company, &keep);
                submit.await
            }
            Step::Publish => {
                let company = company(context, owner).await?;
                let publish = packages.publish(owner, package, version, &company, &keep);
                publish.await
            }
            Step::Withdraw => packages.withdraw(owner, package, version, &keep).await,
        };
        let done = done.map_err(refused)?;
        context.send(&done.messages).await;
        Reply::sorted(&VersionView::of(&done.value))
    };
    idempotency.run(table, now, work).await
}

/// A developer's name, for the catalogue.
async fn company(context: &Console, developer: DeveloperId) -> Result<String, Fault> {
    let key = layout::profile(developer);
    let profile: Option<Profile> = context.platform.table.get(key).await?;
    let missing = || Fault::internal("reading a profile", "there is none");
    Ok(profile.ok_or_else(missing)?.company_name)
}
