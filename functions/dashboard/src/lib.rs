//! The owner's API, for the dashboard: keys, their usage, webhooks, and the review of
//! discoveries. One module an endpoint, each served by the bin of its name.
//!
//! API Gateway has checked the token before a request comes here; the handlers' [`Owner`] says
//! whose account it opens, and no handler reaches beyond that account: another's id is unknown,
//! as one that never was.
//!
//! [`Owner`]: shared::access::Owner

pub mod discoveries;
pub mod keys;
pub mod usage;
pub mod webhooks;

mod overlap;
