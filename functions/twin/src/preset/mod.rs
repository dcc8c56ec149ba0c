//! `GET /preset/:slug`.

pub mod view;
