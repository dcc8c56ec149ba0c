//! The public keys of the issuer of ID tokens.

pub mod fetch;
