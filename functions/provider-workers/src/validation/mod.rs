//! Validations that take longer than their developers wait.

pub mod run;
