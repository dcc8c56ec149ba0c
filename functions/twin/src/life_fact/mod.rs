//! `POST /life-facts`.

pub mod create;
