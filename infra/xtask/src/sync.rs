//! `cargo xtask sync`: writes what follows from the registries: each function's bin, its line in
//! the package's manifest, and its route of a plain `cargo lambda watch`.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use registry::{Driver, Function, packages};
use surface::Route;

use crate::{Error, root};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; fail where something would be written.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let root = root();
    let mut stale = Vec::new();
    for (path, text) in files(&root)? {
        if std::fs::read_to_string(&path).ok().as_ref() == Some(&text) {
            continue;
        }
        stale.push(path.display().to_string());
        if !arguments.check {
            let wrong = Error::io(format!("writing {}", path.display()));
            std::fs::write(&path, text).map_err(wrong)?;
        }
    }
    for path in strangers(&root)? {
        stale.push(path.display().to_string());
        if !arguments.check {
            let wrong = Error::io(format!("removing {}", path.display()));
            std::fs::remove_file(&path).map_err(wrong)?;
        }
    }
    match (stale.is_empty(), arguments.check) {
        (true, _) => eprintln!("  · everything is in step with the registries"),
        (false, false) => eprintln!("  · written: {}", stale.join(", ")),
        (false, true) => {
            let stale = stale.join(", ");
            return Err(Error::Failed(format!(
                "not in step with the registries: {stale}. Run `cargo xtask sync`."
            )));
        }
    }
    Ok(())
}

/// Every file that is written, with its text.
fn files(root: &Path) -> Result<Vec<(PathBuf, String)>, Error> {
    let mut files = Vec::new();
    let mut routes = Vec::new();
    for package in packages() {
        let folder = root.join("functions").join(package.folder);
        for function in &package.functions {
            let path = folder.join("src/bin").join(format!("{}.rs", function.name));
            files.push((path, bin(function)));
        }
        let manifest = folder.join("Cargo.toml");
        let mut bins = String::new();
        for function in &package.functions {
            // Writing to a text can't fail.
            let _ = write!(
                bins,
                "\n[[bin]]\nname = \"{}\"\ntest = false\n",
                function.name
            );
        }
        let text = read(&manifest)?;
        let head = text.split("\n[[bin]]").next().unwrap_or_default();
        files.push((manifest, format!("{}\n{bins}", head.trim_end())));
        routes.extend(
            package
                .functions
                .iter()
                .filter_map(|function| match function.driver {
                    Driver::Route(route, _) => Some(route),
                    Driver::Work(_) => None,
                }),
        );
    }
    let workspace = root.join("Cargo.toml");
    let text = read(&workspace)?;
    const HEADING: &str = "[workspace.metadata.lambda.watch.router]\n";
    let (head, _) = text
        .split_once(HEADING)
        .ok_or_else(|| Error::Failed(format!("Cargo.toml has no {HEADING}")))?;
    files.push((workspace, format!("{head}{HEADING}{}", router(&routes))));
    Ok(files)
}

/// Bins that no registry names any more.
fn strangers(root: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut strangers = Vec::new();
    for package in packages() {
        let folder = root.join("functions").join(package.folder).join("src/bin");
        let wrong = || Error::io(format!("reading {}", folder.display()));
        for entry in std::fs::read_dir(&folder).map_err(wrong())? {
            let path = entry.map_err(wrong())?.path();
            let name = path.file_stem().and_then(|name| name.to_str());
            let known = |name| package.functions.iter().any(|own| own.name == name);
            if !name.is_some_and(known) {
                strangers.push(path);
            }
        }
    }
    Ok(strangers)
}

fn read(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(Error::io(format!("reading {}", path.display())))
}

fn bin(function: &Function) -> String {
    let Function {
        constant,
        handler,
        driver,
        ..
    } = function;
    let serve = match driver {
        Driver::Route(..) => "serve",
        Driver::Work(_) => "serve_worker",
    };
    let package = constant.split("::").next().unwrap_or_default();
    let handler = format!("{package}{handler}");
    let arguments = format!("&{constant}, {handler}");
    // As rustfmt writes it: arguments of more than 60 columns have a line each.
    let call = if arguments.len() <= 60 {
        format!("    {serve}({arguments}).await\n")
    } else {
        format!("    {serve}(\n        &{constant},\n        {handler},\n    )\n    .await\n")
    };
    format!(
        "//! Serves [`{handler}`]. Written by `cargo xtask sync`.\n\n\
         use surface::lambda::{{Error, {serve}}};\n\n\
         #[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> Result<(), Error> {{\n{call}}}\n"
    )
}

/// The routes, those of one path together, in the order of the registries.
fn router(routes: &[&'static Route]) -> String {
    let mut paths = Vec::new();
    let mut by_path: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for route in routes {
        for method in route.methods() {
            if !by_path.contains_key(route.path) {
                paths.push(route.path);
            }
            let function = route.function;
            let one = format!("{{ method = \"{method}\", function = \"{function}\" }}");
            by_path.entry(route.path).or_default().push(one);
        }
    }
    let mut text = String::new();
    for path in paths {
        let all = by_path.remove(path).unwrap_or_default();
        let _ = match all.as_slice() {
            [one] => writeln!(text, "\"{path}\" = [{one}]"),
            several => {
                let lines: String = several.iter().map(|one| format!("    {one},\n")).collect();
                writeln!(text, "\"{path}\" = [\n{lines}]")
            }
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bins, the manifests and the routes of `cargo lambda watch` follow from the registries.
    #[test]
    fn everything_is_in_step_with_the_registries() {
        run(&Arguments { check: true }).unwrap();
    }
}
