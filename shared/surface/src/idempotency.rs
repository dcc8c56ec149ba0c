//! `Idempotency-Key`: a POST that is sent again is done once.
//!
//! The record of what was answered is written in the same transaction as the change itself, so
//! there is no moment at which one exists without the other, whenever a process crashes: a retry
//! finds the record and is answered from it, or finds nothing and is the first.

use std::fmt::Display;
use std::future::Future;

use common::{Fault, Tenant, Timestamp};
use dynamo::{Change, Key, Part, Table};
use http::Method;
use http::header::LOCATION;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::code::IDEMPOTENCY_KEY_REUSED;
use crate::error::Error;
use crate::reply::Reply;
use crate::request::Request;

/// The header.
const HEADER: &str = "idempotency-key";
/// How long an answer is kept: 24 hours.
const KEPT_SECONDS: i64 = 24 * 3600;
/// The partition of a tenant's kept answers.
const PARTITION: &str = "once";
/// The name of the part of a transaction that keeps its answer: where that is what refuses it,
/// another request with the same key came first.
pub const KEPT: &str = "kept";

/// What a request says of being sent again: its key, if any, and what else it must then equal.
#[derive(Clone, Debug)]
pub struct Idempotency {
    key: Option<String>,
    fingerprint: String,
}

/// A request's [`Idempotency`] among those of the same caller: see [`Idempotency::by`].
#[derive(Clone, Debug)]
pub struct IdempotentCall {
    place: Option<Key>,
    fingerprint: String,
}

/// An answer as it is kept: what the handler answered, before the surface wraps it.
#[derive(Debug, Serialize, Deserialize)]
struct StoredReply {
    fingerprint: String,
    status: u16,
    body: String,
    /// Where that which was made can be read, or will be: `Location` of a 201 or 202.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    ttl: i64,
}

impl Idempotency {
    /// Reads the header.
    ///
    /// # Errors
    /// It is there, and not 1 to 255 visible ASCII characters.
    pub fn of(request: &Request) -> Result<Self, Error> {
        #[cfg(feature = "schema")]
        request.recorder.idempotent();
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

    /// The same for a tenant's caller who chooses keys independently of the tenant's other callers:
    /// two integrations of one account may both count "1, 2, 3". `caller` names the caller within
    /// the tenant, and is the same in every request that may be a repetition of this one.
    #[must_use]
    pub fn by(self, tenant: &Tenant, caller: impl Display) -> IdempotentCall {
        // The path is not part of the place: the same key for another request is a mistake that
        // is reported, not a second request.
        let place = self.key.map(|key| {
            let hash = hex::encode(Sha256::digest(format!("{caller}\n{key}")));
            Key::of(tenant, PARTITION, hash)
        });
        IdempotentCall {
            place,
            fingerprint: self.fingerprint,
        }
    }

    /// The partition that holds a tenant's kept answers.
    pub fn partition(tenant: &Tenant) -> String {
        tenant.partition(PARTITION)
    }
}

impl IdempotentCall {
    /// Does a request's work, unless it was done before: then its answer is repeated. The work
    /// puts [`IdempotentCall::store`] into the transaction of its change. Where another request with
    /// the same key came first meanwhile, the work is refused, by that or by what the other
    /// changed, and the other's answer is this one's too.
    ///
    /// # Errors
    /// The work's own; the key was used for another request.
    pub async fn run<D>(
        &self,
        table: &Table,
        now: Timestamp,
        work: impl Future<Output = Result<Reply<D>, Error>>,
    ) -> Result<Reply<D>, Error> {
        if let Some(reply) = self.earlier(table, now).await? {
            return Ok(reply);
        }
        match work.await {
            Err(fault @ Error::Fault(_)) => Err(fault),
            Err(refused) => self.earlier(table, now).await?.ok_or(refused),
            done => done,
        }
    }

    /// What was answered to the same request before.
    async fn earlier<D>(&self, table: &Table, now: Timestamp) -> Result<Option<Reply<D>>, Error> {
        let Some(place) = self.place.clone() else {
            return Ok(None);
        };
        let kept: Option<StoredReply> = table.get(place).await?;
        // What is past its time may stand there for days until the table's clean-up deletes it.
        let Some(kept) = kept.filter(|kept| kept.ttl > now.seconds()) else {
            return Ok(None);
        };
        if kept.fingerprint != self.fingerprint {
            let message =
                "This Idempotency-Key was used for another request. Use a new one for each.";
            return Err(IDEMPOTENCY_KEY_REUSED.refuse(message));
        }
        let reply = Reply::with_body(kept.status, kept.body.into_bytes());
        Ok(Some(match kept.location {
            Some(location) => reply.header(LOCATION, location),
            None => reply,
        }))
    }

    /// The part of the change's transaction that keeps its answer, where there is a key; its name
    /// is [`KEPT`]. The answer must not hold a secret.
    ///
    /// # Errors
    /// It can't be written: a fault of ours.
    pub fn store(&self, now: Timestamp, status: u16, body: &Value) -> Result<Option<Part>, Fault> {
        self.store_at(now, status, body, None)
    }

    /// The same of a 201, whose `Location` is repeated too.
    ///
    /// # Errors
    /// As [`IdempotentCall::store`].
    pub fn store_created(
        &self,
        now: Timestamp,
        location: String,
        body: &Value,
    ) -> Result<Option<Part>, Fault> {
        self.store_at(now, 201, body, Some(location))
    }

    /// The same of a 202, whose `Location` says where the outcome will be.
    ///
    /// # Errors
    /// As [`IdempotentCall::store`].
    pub fn store_accepted(
        &self,
        now: Timestamp,
        location: String,
        body: &Value,
    ) -> Result<Option<Part>, Fault> {
        self.store_at(now, 202, body, Some(location))
    }

    fn store_at(
        &self,
        now: Timestamp,
        status: u16,
        body: &Value,
        location: Option<String>,
    ) -> Result<Option<Part>, Fault> {
        let Some(place) = self.place.clone() else {
            return Ok(None);
        };
        let kept = StoredReply {
            fingerprint: self.fingerprint.clone(),
            status,
            body: body.to_string(),
            location,
            ttl: now.seconds() + KEPT_SECONDS,
        };
        let now = dynamo::n(u64::try_from(now.seconds()).unwrap_or(0));
        let put = Change::put(place, &kept)?.if_absent_or_at_most(dynamo::TTL, now);
        Ok(Some(Part::new(KEPT, put)))
    }
}

fn digest(method: &Method, path: &str, body: &[u8]) -> String {
    let mut digest = Sha256::new();
    digest.update(format!("{method}\n{path}\n"));
    digest.update(body);
    hex::encode(digest.finalize())
}
