//! The gate against a real engine: exactness, immediacy, cost, and each hole that was found when
//! it was designed.

mod changes;
mod counting;
mod origin;
mod refusals;
mod size;
mod trouble;

use std::net::IpAddr;

use common::Fault;
use metering::{Admission, Call, Denial, Refusal};
use surface::Endpoint;
use tests::{Process, from};
use twin::{Account, KeyRecord, Limits, PlainKey};
use twin_functions::KeyHolder;

const NOON: &str = "2026-11-22T12:00:05Z";

type Admitted = Result<Admission<KeyRecord, Account>, Refusal<KeyRecord>>;

fn unlimited(endpoint: &Endpoint<KeyHolder>) -> Limits {
    Limits {
        per_minute: 1_000_000,
        ..endpoint.terms
    }
}

async fn enter(process: &Process, key: &PlainKey, limits: &Limits) -> Admitted {
    enter_from(process, key, limits, from()).await
}

async fn enter_from(
    process: &Process,
    key: &PlainKey,
    limits: &Limits,
    from: Option<IpAddr>,
) -> Admitted {
    let call = Call {
        from,
        bytes: 0,
        limits,
    };
    process.twin.gate.admit(key.hash(), &call).await
}

async fn call(process: &Process, key: &PlainKey, endpoint: &Endpoint<KeyHolder>) -> Admitted {
    enter(process, key, &endpoint.terms).await
}

async fn code(process: &Process, key: &PlainKey, endpoint: &Endpoint<KeyHolder>) -> &'static str {
    name(&call(process, key, endpoint).await)
}

fn name(result: &Admitted) -> &'static str {
    match result.as_ref().map_err(|refusal| &refusal.denial) {
        Ok(_) => "ok",
        Err(Denial::InvalidKey) => "invalid",
        Err(Denial::Revoked) => "revoked",
        Err(Denial::Expired) => "expired",
        Err(Denial::InsufficientScope(_)) => "scope",
        Err(Denial::PlanRequired) => "plan",
        Err(Denial::AddressNotAllowed) => "ip",
        Err(Denial::RateLimited { .. }) => "rate",
        Err(Denial::BytesLimited { .. }) => "bytes",
        Err(Denial::KeyQuotaExceeded { .. }) => "key quota",
        Err(Denial::AccountQuotaExceeded { .. }) => "tier quota",
        Err(Denial::Fault(Fault::Unavailable { .. })) => "unavailable",
        Err(other) => panic!("{other:?}"),
    }
}
