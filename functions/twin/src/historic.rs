//! `GET /historic`: the account's snapshots, newest first.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use sha2::{Digest, Sha256};
use shared::access::KeyHolder;
use shared::http::{Input, Query, Reply, Request};
use shared::id::UserId;
use shared::snapshots::Snapshot;
use shared::{App, Error};

/// Snapshots a page, at most and by default.
const PAGE: usize = 100;
/// Bytes of the seal that ties a cursor to its account.
const SEAL: usize = 8;

/// Which part of the list.
#[derive(Debug)]
pub struct Page {
    limit: usize,
    cursor: Option<Cursor>,
}

impl Input for Page {
    fn parse(request: &Request) -> Result<Self, Error> {
        let mut query = Query::of(request);
        let limit = query.take("limit", |text| match text.parse() {
            Ok(limit) if (1..=PAGE).contains(&limit) => Ok(limit),
            _ => Err(format!("must be a whole number from 1 to {PAGE}")),
        });
        let cursor = query.take("cursor", Cursor::decode);
        query.finish()?;
        Ok(Self {
            limit: limit.unwrap_or(PAGE),
            cursor,
        })
    }
}

/// A place in an account's list: the order of the last snapshot that was shown, sealed with the
/// account so that it means nothing to another. Not a secret: it opens only what the key opens.
#[derive(Debug)]
struct Cursor {
    seal: [u8; SEAL],
    order: String,
}

const BAD_CURSOR: &str = "must be a nextCursor of this account's, as it was answered";

impl Cursor {
    fn after(user: UserId, last: &Snapshot) -> Self {
        let order = last.order();
        Self {
            seal: seal(user, &order),
            order,
        }
    }

    fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode([&self.seal, self.order.as_bytes()].concat())
    }

    fn decode(text: &str) -> Result<Self, &'static str> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BAD_CURSOR)?;
        let (seal, order) = bytes.split_first_chunk::<SEAL>().ok_or(BAD_CURSOR)?;
        let order = std::str::from_utf8(order).map_err(|_| BAD_CURSOR)?;
        let plausible = (20..=64).contains(&order.len()) && order.is_ascii();
        plausible
            .then(|| Self {
                seal: *seal,
                order: order.to_owned(),
            })
            .ok_or(BAD_CURSOR)
    }

    fn order_for(&self, user: UserId) -> Result<&str, Error> {
        if seal(user, &self.order) == self.seal {
            Ok(&self.order)
        } else {
            Err(Error::field("cursor", "INVALID", BAD_CURSOR))
        }
    }
}

fn seal(user: UserId, order: &str) -> [u8; SEAL] {
    let digest = Sha256::digest(format!("historic\n{user}\n{order}"));
    digest.first_chunk().copied().unwrap_or_default()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Historic {
    snapshots: Vec<Snapshot>,
    next_cursor: Option<String>,
}

/// Answers one page of the list.
///
/// # Errors
/// The cursor is another account's; the list can't be read.
pub async fn view(app: &'static App, caller: KeyHolder, page: Page) -> Result<Reply, Error> {
    let user = caller.account.user_id;
    let before = page
        .cursor
        .as_ref()
        .map(|cursor| cursor.order_for(user))
        .transpose()?;
    // One more than asked for tells whether there is a next page.
    let mut snapshots = app.snapshots.list(user, page.limit + 1, before).await?;
    let more = snapshots.len() > page.limit;
    snapshots.truncate(page.limit);
    let last = snapshots.last().filter(|_| more);
    let next_cursor = last.map(|last| Cursor::after(user, last).encode());
    Reply::json(&Historic {
        snapshots,
        next_cursor,
    })
}
