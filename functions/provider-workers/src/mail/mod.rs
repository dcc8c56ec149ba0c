//! Mails to developers.

pub mod send;
mod ses;

pub use ses::Ses;
