//! Capabilities in use: states that are kept, actions that are done once, and what was asked of
//! providers.
//!
//! * [`state`]: the last answer of a capability for an install and parameters; one caller at a time
//!   fetches a new one.
//! * [`changes`]: the states of the last day in their order, for those who follow them.
//! * [`action`]: an action is sent once, whatever becomes of its answer.
//! * [`invoke`](mod@invoke): a state is had, or an action done: all of it together.
//! * [`invocation`]: what reached a provider.
//! * [`params`]: which parameters are the same.
//! * [`layout`]: where all of it stands in the table.
//!
//! The rules that must not break: **a state is written by the holder of its lease alone**; **each
//! state has the next number of its binding, and none is left out**; **an action that may have been
//! done is not sent again**, unless its provider declares that this does no harm.

pub mod action;
pub mod changes;
pub mod invocation;
pub mod invoke;
pub mod layout;
pub mod params;
pub mod state;

pub use invoke::{Asker, InvokeError, Invoker};
pub use params::ParamsHash;
