//! `POST /v1/space/marketplace/:id/install`: the user has the package from now on. Again, it is the
//! same install, with the consents that it lacked.

use std::collections::BTreeSet;

use ::surface::body::{Fields, Object, Reader, parsed};
use ::surface::{Answers, Error, Idempotency, Input, Query, Reply, Request};
use common::Fault;
use provider::catalogue::Entry;
use provider::id::PackageId;
use provider::install::context::{Locale, TimeZone};
use provider::install::{self, Installed, NewInstall};
use provider::package::DataClass;
use provider_functions::surfaces::SPACE;

use super::{InstallView, refused};
use crate::package::id;
use crate::{Marketplace, User};

/// Kinds of data that a request may name.
const MOST_CONSENTS: usize = 100;
/// Where a user's installs are.
const INSTALLS: &str = "/v1/space/installs";

/// What is to be installed.
#[derive(Debug)]
pub struct CreateInstall {
    package: PackageId,
    consents: BTreeSet<DataClass>,
    locale: Option<Locale>,
    timezone: Option<TimeZone>,
    idempotency: Idempotency,
}

impl<C> Input<C> for CreateInstall {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let package = id(request)?;
        Query::of(request).finish()?;
        let idempotency = Idempotency::of(request)?;
        let object = Object {
            name: "CreateInstall",
            about: "What the user consents to, and where the user is.",
        };
        let mut body = Fields::of_optional(request, object)?;
        let class = parsed::<DataClass>().about("A kind of data that the package may receive.");
        let consents = body.list("consents", 0..=MOST_CONSENTS, class);
        let locale = body.optional(
            "locale",
            parsed::<Locale>().about("The user's language, for the provider to answer in."),
        );
        let timezone = body.optional(
            "timezone",
            parsed::<TimeZone>().about("The user's time zone, for the provider to answer by."),
        );
        body.finish()?;
        Ok(Self {
            package,
            consents: consents.unwrap_or_default().into_iter().collect(),
            locale,
            timezone,
            idempotency,
        })
    }
}

/// 201 where it was installed, 200 where it had been.
#[derive(Debug)]
pub struct InstallAnswers;

impl Answers for InstallAnswers {
    #[cfg(feature = "schema")]
    fn describe(answers: &mut ::surface::describe::AnswersDescription<'_>) {
        answers.json::<InstallView>(200);
        answers.json::<InstallView>(201);
    }
}

/// Installs a package.
///
/// # Errors
/// The marketplace has no such package, or it can't be installed; a consent is missing; the user
/// has or made as many as may be.
pub async fn create(
    context: &'static Marketplace,
    caller: User,
    wanted: CreateInstall,
) -> Result<Reply<InstallAnswers>, Error> {
    let (table, now) = (&context.platform.table, context.platform.clock.now());
    let idempotency = wanted.idempotency.by(&caller.tenant(), SPACE.name);
    let view = |installed: &Installed, entry: Option<&Entry>| {
        InstallView::new(context, installed.install(), entry, now)
    };
    let work = async {
        let subject = caller.subject.to_string();
        let (vault, package) = (&context.vault, wanted.package);
        let provider_user = context.pseudonyms.of(table, vault, package, &subject);
        let new = NewInstall {
            user: caller.tenant(),
            provider_user: provider_user.await?,
            is_verified: is_verified(&caller),
            package,
            consents: wanted.consents,
            locale: wanted.locale,
            timezone: wanted.timezone,
        };
        let keep = |installed: &Installed, entry: Option<&Entry>| {
            let body = serde_json::to_value(view(installed, entry))
                .map_err(|e| Fault::internal("keeping an answer", e))?;
            match installed {
                Installed::New(_) => idempotency.store_created(now, INSTALLS.to_owned(), &body),
                Installed::Found(_) => idempotency.store(now, 200, &body),
            }
        };
        let created = install::create(table, &context.queues, &new, now, &keep).await;
        let (installed, entry) = created.map_err(|error| refused(error, now))?;
        let view = view(&installed, entry.as_ref());
        Ok(match installed {
            Installed::New(_) => {
                Reply::created_sorted(INSTALLS.to_owned(), &view)?.into_described()
            }
            Installed::Found(_) => Reply::<::surface::Json<_>>::sorted(&view)?.into_described(),
        })
    };
    idempotency.run(table, now, work).await
}

/// Whether the user counts: somebody in particular, whose address the issuer has verified.
pub(crate) fn is_verified(caller: &User) -> bool {
    caller.claims.email_verified && !caller.claims.is_anonymous()
}
