//! `GET /health`.

pub mod view;
