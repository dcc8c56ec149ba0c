//! The OpenAPI document: `infra/openapi.yaml`, made from the endpoint table, the table of errors
//! and the types that go over the wire, so that none of them can say something else.
//!
//! - `operations` says in words what the endpoint table can't, `requests` and `answers` describe
//!   bodies whose type is a handler's own; what `shared` writes describes itself.
//! - Examples are real: requests are those of `events/`, answers were recorded from the running
//!   stack (`examples.json`, by `cargo xtask openapi --record`).
//! - Tests hold the file against this, the examples against their schemas, and the running stack
//!   against the file.

mod answers;
mod document;
mod examples;
mod operations;
mod requests;
mod responses;
mod schemas;
mod webhooks;

use std::path::{Path, PathBuf};

pub use document::document;
pub use examples::{EXAMPLES, check};

/// Where the document is, from the repository's root.
pub const FILE: &str = "infra/openapi.yaml";

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file can't be read.
    #[error("{}: {problem}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        problem: String,
    },
    /// Two schemas have one name.
    #[error("two different schemas are called {0}")]
    Twice(String),
    /// The document can't be written as YAML.
    #[error("writing the document: {0}")]
    Yaml(String),
}

/// The document as it stands in [`FILE`].
///
/// # Errors
/// A file that it is made of can't be read.
pub fn yaml(root: &Path) -> Result<String, Error> {
    let document = document(root)?;
    let text = serde_saphyr::to_string(&document).map_err(|e| Error::Yaml(e.to_string()))?;
    let head = "# Made by `cargo xtask openapi`: change what it is made of, infra/openapi and the tables.\n";
    Ok(format!("{head}{text}"))
}
