//! HTTP: the table of endpoints, and the one way a request takes through any of them.
//!
//! A *surface* is a value (its base path and how it words its errors), a *caller* is a type
//! (how somebody is let in), an *input* is a type (what a request must look like). The pipeline
//! puts them together and is the only code that touches a header, an envelope or a status.

pub mod body;
mod cursor;
pub mod endpoints;
mod error;
mod negotiate;
mod once;
pub mod pipeline;
mod reply;
mod request;

pub use cursor::{Cursor, Page};
pub use endpoints::{Access, Endpoint, Surface, Worker};
pub use error::{ERRORS, status};
pub use negotiate::preferred;
pub use once::Once;
pub use pipeline::{Caller, Refused, Who, respond};
pub use reply::{Document, Reply};
pub use request::{Input, Query, Request};
