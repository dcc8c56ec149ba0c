//! `GET /v1/space/pictures/:hash`: an icon or a screenshot, for anybody: a page shows it without a
//! token.

use std::sync::Arc;

use ::surface::{Answers, Document, Error, Input, Query, Reply, Request};
use provider::catalogue::entry::PictureHash;
use provider::catalogue::picture;
use provider_functions::surfaces::PICTURE_NOT_FOUND;

use crate::{Anyone, Marketplace};

const PNG: &str = "image/png";

/// Which picture.
#[derive(Debug)]
pub struct PicturePath(PictureHash);

impl<C> Input<C> for PicturePath {
    fn parse(request: &Request, _: &C) -> Result<Self, Error> {
        let hash = request.param("hash").ok_or_else(no_picture)?;
        Query::of(request).finish()?;
        Ok(Self(hash))
    }
}

fn no_picture() -> Error {
    PICTURE_NOT_FOUND.refuse("There is no picture with this hash.")
}

/// A picture, or 304 where the client has it.
#[derive(Debug)]
pub struct Picture;

impl Answers for Picture {
    #[cfg(feature = "schema")]
    fn describe(answers: &mut ::surface::describe::AnswersDescription<'_>) {
        let bytes = serde_json::json!({ "type": "string", "format": "binary" });
        answers.content(200, vec![(PNG, bytes)]);
        answers.empty(304);
    }
}

/// Shows a picture.
///
/// # Errors
/// There is none.
pub async fn view(
    context: &'static Marketplace,
    _: Anyone,
    PicturePath(hash): PicturePath,
) -> Result<Reply<Picture>, Error> {
    let bytes = picture::read(&context.platform.table, hash).await?;
    let bytes = bytes.ok_or_else(no_picture)?;
    Ok(Reply::document(Arc::new(Document::new(PNG, bytes))))
}
