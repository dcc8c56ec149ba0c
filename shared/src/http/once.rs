//! `Idempotency-Key`: a POST that is sent again is done once.
//!
//! The record of what was answered is written in the same transaction as the change itself, so
//! there is no moment at which one exists without the other, whatever dies when: a retry finds
//! the record and is answered from it, or finds nothing and is the first.

use std::future::Future;

use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use http::{Method, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::reply::Reply;
use super::request::Request;
use crate::clock::Timestamp;
use crate::error::Error;
use crate::id::UserId;
use crate::table::{self, Key, Table};

/// The header.
const HEADER: &str = "idempotency-key";
/// How long an answer is kept: 24 hours.
const KEPT_SECONDS: i64 = 24 * 3600;

/// What a request says of being sent again: its key, if any, and what else it must then equal.
#[derive(Clone, Debug)]
pub struct Once {
    key: Option<String>,
    fingerprint: String,
}

/// An answer as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    fingerprint: String,
    status: u16,
    body: String,
    ttl: i64,
}

impl Once {
    /// Reads the header.
    ///
    /// # Errors
    /// It is there, and not 1 to 255 visible ASCII characters.
    pub fn of(request: &Request) -> Result<Self, Error> {
        let key = match request.headers.get(HEADER) {
            None => None,
            Some(_) => {
                let fits = |key: &&str| {
                    (1..=255).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic())
                };
                let key = request.header(HEADER).filter(fits).ok_or_else(|| {
                    let message = "must be 1 to 255 visible ASCII characters, once";
                    Error::field("Idempotency-Key", "INVALID", message)
                })?;
                Some(key.to_owned())
            }
        };
        let fingerprint = digest(&request.method, &request.path, &request.body);
        Ok(Self { key, fingerprint })
    }

    fn place(&self, user: UserId) -> Option<Key> {
        // The path is not part of the place: the same key for something else is a mistake that
        // is told, not a second thing.
        Some(Key::once(
            user,
            &hex::encode(Sha256::digest(self.key.as_ref()?)),
        ))
    }

    /// Does a request's work, unless it was done before: then its answer is repeated. The work
    /// puts [`Once::keep`] into the transaction of its change. Where another request with the
    /// same key came first meanwhile, the work is refused, by that or by what the other changed,
    /// and the other's answer is this one's too.
    ///
    /// # Errors
    /// The work's own; the key was used for another request; the table can't be reached.
    pub async fn run(
        &self,
        table: &Table,
        user: UserId,
        now: Timestamp,
        work: impl Future<Output = Result<Reply, Error>>,
    ) -> Result<Reply, Error> {
        if let Some(reply) = self.earlier(table, user, now).await? {
            return Ok(reply);
        }
        match work.await {
            Err(fault @ (Error::Unavailable { .. } | Error::Internal { .. })) => Err(fault),
            Err(refused) => self.earlier(table, user, now).await?.ok_or(refused),
            done => done,
        }
    }

    /// What was answered to the same request before.
    ///
    /// # Errors
    /// The key was used for another request; the table can't be reached.
    pub async fn earlier(
        &self,
        table: &Table,
        user: UserId,
        now: Timestamp,
    ) -> Result<Option<Reply>, Error> {
        let Some(place) = self.place(user) else {
            return Ok(None);
        };
        let kept: Option<Kept> = table.get(place).await?;
        // What is past its time may stand there for days until the table clears it away.
        let Some(kept) = kept.filter(|kept| kept.ttl > now.seconds()) else {
            return Ok(None);
        };
        if kept.fingerprint != self.fingerprint {
            return Err(Error::IdempotencyKeyReused);
        }
        let status = StatusCode::from_u16(kept.status)
            .map_err(|e| Error::internal("repeating an answer", e))?;
        Ok(Some(Reply::raw(status, kept.body.into_bytes())))
    }

    /// The part of the change's transaction that keeps its answer, where there is a key. The
    /// answer must not hold a secret. It is refused where another request with this key came
    /// first: then [`Once::earlier`] has its answer.
    ///
    /// # Errors
    /// It can't be written: a fault of ours.
    pub fn keep(
        &self,
        table: &Table,
        user: UserId,
        now: Timestamp,
        status: StatusCode,
        body: &Value,
    ) -> Result<Option<TransactWriteItem>, Error> {
        let Some(place) = self.place(user) else {
            return Ok(None);
        };
        let kept = Kept {
            fingerprint: self.fingerprint.clone(),
            status: status.as_u16(),
            body: body.to_string(),
            ttl: now.seconds() + KEPT_SECONDS,
        };
        let put = Put::builder()
            .table_name(&table.name)
            .set_item(Some(table::write(place, &kept)?))
            .condition_expression("attribute_not_exists(#pk) OR #ttl <= :now")
            .expression_attribute_names("#pk", table::keys::PK)
            .expression_attribute_names("#ttl", "ttl")
            .expression_attribute_values(
                ":now",
                table::n(u64::try_from(now.seconds()).unwrap_or(0)),
            )
            .build()
            .map_err(|e| Error::internal("keeping an answer", e))?;
        Ok(Some(TransactWriteItem::builder().put(put).build()))
    }
}

fn digest(method: &Method, path: &str, body: &[u8]) -> String {
    let mut digest = Sha256::new();
    digest.update(format!("{method}\n{path}\n"));
    digest.update(body);
    hex::encode(digest.finalize())
}
