//! The public twin API.
