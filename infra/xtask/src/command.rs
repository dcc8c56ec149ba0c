//! Runs other programs. If one fails, the command fails.

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

/// Cargo, with the repository as its working directory.
pub(crate) fn program(root: &Path, arguments: &[&str]) -> Program {
    Program::new("cargo", env!("CARGO"))
        .args(arguments.iter().copied())
        .current_dir(root)
}

/// Runs a program and waits for its end. An exit status other than 0 is an error.
pub(crate) async fn finish(name: &str, program: Program) -> Result<(), Error> {
    let status = program.spawn()?.wait().await?;
    if status.success() {
        Ok(())
    } else {
        Err(Error::Failed(format!("{name} failed ({status})")))
    }
}
