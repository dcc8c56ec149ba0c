//! The pipeline, seen from outside: the twin's kind of surface, and a second one of another kind
//! (data/meta envelope, caller before shape, pages by offset, an authorizer of its own, a stream),
//! which proves that a surface is a value.

mod log;
mod second;

pub(crate) use log::{metric, written};
pub(crate) use second::BARE;
