//! The keys under which providers' secrets are sealed.

pub mod rotate;
