//! `POST /annotations`.

pub mod create;
