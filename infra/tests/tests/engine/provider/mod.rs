//! The provider platform.

mod package;
