//! `DELETE /accounts/:userId`: erases an account.

use ::surface::{Answers, Error, Input, Json, Query, Reply, Request};
use serde::Serialize;
use twin::account;
use twin::id::UserId;

use crate::{BackOffice, Operator};

/// Which account.
#[derive(Debug)]
pub struct AccountPath(UserId);

impl<C> Input<C> for AccountPath {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        Query::of(request).finish()?;
        let user = request.named("userId");
        Ok(Self(user.map_err(Error::invalid)?))
    }
}

/// Not all is erased yet: call again.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Erasing {
    #[cfg_attr(feature = "schema", schemars(extend("const" = "erasing")))]
    status: String,
}

/// 202 until nothing is left, then 204.
#[derive(Debug)]
pub struct Erasure;

impl Answers for Erasure {
    #[cfg(feature = "schema")]
    fn describe(answers: &mut ::surface::describe::AnswersDescription<'_>) {
        answers.json::<Erasing>(202);
        answers.empty(204);
    }
}

/// Erases the account as far as one call goes.
///
/// # Errors
/// The table can't be reached: call again.
pub async fn erase(
    context: &'static BackOffice,
    _: Operator,
    AccountPath(user): AccountPath,
) -> Result<Reply<Erasure>, Error> {
    if account::erase(&context.table, user).await? {
        return Ok(Reply::nothing().into_described());
    }
    let erasing = Erasing {
        status: "erasing".to_owned(),
    };
    let reply: Reply<Json<Erasing, 202>> = Reply::json(&erasing)?;
    Ok(reply.into_described())
}
