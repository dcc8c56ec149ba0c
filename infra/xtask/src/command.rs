//! Programs that other commands run, whose failure is the command's.

use std::path::Path;

use local::process::Program;

use crate::Error;

/// Runs Cargo in the repository.
pub(crate) async fn cargo(root: &Path, arguments: &[&str]) -> Result<(), Error> {
    finish(
        &format!("cargo {}", arguments.join(" ")),
        program(root, arguments),
    )
    .await
}

/// Cargo, to be run in the repository.
pub(crate) fn program(root: &Path, arguments: &[&str]) -> Program {
    Program::new("cargo", env!("CARGO"))
        .args(arguments.iter().copied())
        .current_dir(root)
}

/// Runs a program to its end; one that does not succeed is an error.
pub(crate) async fn finish(name: &str, program: Program) -> Result<(), Error> {
    let status = program.spawn()?.wait().await?;
    if status.success() {
        Ok(())
    } else {
        Err(Error::Failed(format!("{name} failed ({status})")))
    }
}
