//! `GET /.well-known/http-message-signatures-directory`: the public keys of the message signatures
//! on calls to providers.

use std::sync::Arc;

use ::surface::{Answers, Document, Error, Reply};
use provider::runtime::keys;
use provider::runtime::signature::DIRECTORY_TYPE;

use crate::{Anyone, Console};

/// A JSON Web Key Set, by a media type of its own.
#[derive(Debug)]
pub struct SignatureKeys;

impl Answers for SignatureKeys {
    #[cfg(feature = "schema")]
    fn describe(answers: &mut ::surface::describe::AnswersDescription<'_>) {
        let keys = answers.schema::<provider::runtime::signature::Directory>();
        answers.content(200, vec![(DIRECTORY_TYPE, keys)]);
    }
}

/// Shows the keys.
///
/// # Errors
/// None but faults.
pub async fn view(
    context: &'static Console,
    _: Anyone,
    (): (),
) -> Result<Reply<SignatureKeys>, Error> {
    let directory = keys::directory(&context.platform.table).await?;
    let text =
        serde_json::to_vec(&directory).map_err(|e| Error::internal("writing public keys", e))?;
    Ok(Reply::document(Arc::new(Document::new(
        DIRECTORY_TYPE,
        text,
    ))))
}
