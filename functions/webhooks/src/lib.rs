//! What tells integrators of events, in the order an event takes: [`dispatch`], [`sender`] (over
//! [`transport`]), and [`sweep`] for all that was left lying. The only package that links an
//! HTTP client.

pub mod batch;
pub mod dispatch;
pub mod key_rotation;
pub mod sender;
pub mod sweep;
pub mod transport;
