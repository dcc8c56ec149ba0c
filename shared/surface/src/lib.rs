//! The HTTP layer: what every function does with a request, so that a handler does its own work
//! and nothing else.
//!
//! * [`Surface`] is a family of endpoints: base path, envelope, order of checks, codes. A value.
//! * [`Auth`] is how a caller is let in. A type, with the terms of an endpoint and the context of
//!   its handlers.
//! * [`Endpoint`] is one route and one function; [`registry!`] lists a surface's.
//! * [`Input`] is what a request must look like; [`Query`] and [`body`] read it field by field.
//! * [`Reply`] is what a handler answers with; [`Error`] what it refuses with, by a [`Code`].
//! * [`respond`] is the pipeline, the only code that touches a header, an envelope or a status.
//! * [`Page`] and [`OffsetPage`] are parts of lists; [`Idempotency`] is a POST that is sent again.
//! * [`fallback`] answers where no route matches.
//! * [`lambda`] serves; [`batch`] takes the messages of a queue one by one.
#![cfg_attr(
    feature = "schema",
    doc = "* [`describe`] makes JSON Schemas of requests and answers."
)]

mod auth;
pub mod batch;
pub mod body;
mod code;
#[cfg(feature = "schema")]
pub mod describe;
mod endpoint;
mod envelope;
mod error;
pub mod fallback;
mod idempotency;
pub mod lambda;
mod negotiate;
mod operator;
pub mod origin;
mod paging;
mod pipeline;
mod registry;
mod reply;
mod request;
mod surface;

pub use auth::{
    Anybody, Auth, AuthDescription, Authorizer, Context, Principal, Refused, TableContext,
};
pub use code::Code;
pub use code::{
    ANY, DIRECT_CALL_REFUSED, IDEMPOTENCY_IN_PROGRESS, IDEMPOTENCY_KEY_REUSED, INTERNAL_ERROR,
    MALFORMED_JSON, METHOD_NOT_ALLOWED, NOT_FOUND, PAYLOAD_TOO_LARGE, SERVICE_UNAVAILABLE,
    UNSUPPORTED_MEDIA_TYPE, VALIDATION_ERROR,
};
pub use dynamo::UNREADABLE;
pub use endpoint::{BODY_LIMIT, Endpoint, Route, Worker};
pub use envelope::{Envelope, FIELD_PROBLEMS, FORMAT_PROBLEM, oauth_error};
pub use error::{Error, FieldError, FieldErrors, LISTED, Refusal};
pub use idempotency::{Idempotency, IdempotentCall, KEPT};
pub use negotiate::preferred;
pub use operator::{FORBIDDEN, Operator};
pub use origin::Origin;
pub use paging::{Cursor, OffsetPage, Page};
pub use pipeline::{REQUEST, WORK, respond};
pub use registry::{Entry, Registry, WorkerEntry};
pub use reply::{Answers, Body, Created, Document, Json, NoContent, Reply};
pub use request::{Input, Query, Request};
pub use surface::{Order, Surface};

/// A request's identifier, and its schema.
pub mod id {
    common::id!(
        /// One request, as it appears in `X-Request-Id`, in an error's body and in the log.
        RequestId, "req_"
    );
}
pub use id::RequestId;

/// What [`registry!`] expands to. Not for use by name.
#[doc(hidden)]
pub mod macros {
    pub use http::Method;
}
