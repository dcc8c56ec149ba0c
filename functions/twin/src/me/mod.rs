//! `GET /me`.

pub mod view;
