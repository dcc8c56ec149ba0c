//! The list of the crates in the functions (SBOM), in the format CycloneDX 1.6.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::Error;

/// The crates that are compiled into the functions, with their licences and hashes, and which of them
/// use which. Build dependencies and those of tests are not in them.
pub(crate) fn sbom(root: &Path, architecture: &str) -> Result<Value, Error> {
    let target = format!("{architecture}-unknown-linux-gnu");
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1"])
        .args(["--filter-platform", &target])
        .current_dir(root)
        .output()
        .map_err(Error::io("starting cargo metadata"))?;
    if !output.status.success() {
        let problem = String::from_utf8_lossy(&output.stderr);
        return Err(Error::Failed(format!("cargo metadata: {problem}")));
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|e| Error::Failed(format!("cargo metadata: {e}")))?;
    let lock = std::fs::read_to_string(root.join("Cargo.lock"))
        .map_err(Error::io("reading Cargo.lock"))?;
    Ok(document(&metadata, &hashes(&lock)))
}

/// The SHA-256 of the crates in a lock file, by name and version.
fn hashes(lock: &str) -> BTreeMap<(String, String), String> {
    let packages = lock.split("[[package]]").skip(1);
    let field = |package: &str, name: &str| {
        let start = format!("{name} = \"");
        let line = package.lines().find_map(|line| line.strip_prefix(&start))?;
        Some(line.trim_end_matches('"').to_owned())
    };
    packages
        .filter_map(|package| {
            let name = (field(package, "name")?, field(package, "version")?);
            Some((name, field(package, "checksum")?))
        })
        .collect()
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> + use<'a> {
    value
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn document(metadata: &Value, hashes: &BTreeMap<(String, String), String>) -> Value {
    let packages: BTreeMap<_, _> = list(metadata, "packages")
        .map(|p| (text(p, "id"), p))
        .collect();
    let nodes = metadata.get("resolve").into_iter();
    let nodes: BTreeMap<_, _> = nodes
        .flat_map(|resolve| list(resolve, "nodes"))
        .map(|node| (text(node, "id"), node))
        .collect();
    // What a crate is compiled with: dependencies of the kind null.
    let uses = |id: &str| -> BTreeSet<&str> {
        let normal = |dep: &&Value| {
            list(dep, "dep_kinds").any(|kind| kind.get("kind") == Some(&Value::Null))
        };
        let deps = nodes
            .get(id)
            .into_iter()
            .flat_map(|node| list(node, "deps"));
        deps.filter(normal).map(|dep| text(dep, "pkg")).collect()
    };
    let functions = packages
        .iter()
        .filter(|(_, package)| text(package, "manifest_path").contains("/functions/"));
    let mut open: Vec<&str> = functions.map(|(id, _)| *id).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(uses(id));
        }
    }
    let purl = |id: &str| {
        let package = packages.get(id).copied().unwrap_or(&Value::Null);
        format!(
            "pkg:cargo/{}@{}",
            text(package, "name"),
            text(package, "version")
        )
    };
    let components = found.iter().filter_map(|id| {
        let package = packages.get(id)?;
        let (name, version) = (text(package, "name"), text(package, "version"));
        let hash = hashes.get(&(name.to_owned(), version.to_owned()));
        // An expression of SPDX; old crates separate licences with a slash.
        let licence = text(package, "license").replace('/', " OR ");
        Some(json!({
            "type": "library",
            "bom-ref": purl(id),
            "name": name,
            "version": version,
            "purl": purl(id),
            "licenses": (!licence.is_empty()).then(|| json!([{ "expression": licence }])).unwrap_or(json!([])),
            "hashes": hash.map(|hash| json!([{ "alg": "SHA-256", "content": hash }])).unwrap_or(json!([])),
        }))
    });
    let dependencies = found.iter().map(|id| {
        let on: Vec<_> = uses(id).into_iter().map(purl).collect();
        json!({ "ref": purl(id), "dependsOn": on })
    });
    json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": { "type": "application", "name": "functions", "bom-ref": "functions" } },
        "components": components.collect::<Vec<_>>(),
        "dependencies": dependencies.collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_what_is_compiled_into_the_functions() {
        let sbom = sbom(&crate::root(), "aarch64").unwrap();
        let names: BTreeSet<_> = list(&sbom, "components").map(|c| text(c, "name")).collect();
        for shipped in [
            "twin-functions",
            "surface",
            "tokio",
            "aws-sdk-dynamodb",
            "rustls",
        ] {
            assert!(names.contains(shipped), "{shipped}");
        }
        for only_here in ["xtask", "local", "axum", "proptest", "insta", "clap", "cc"] {
            assert!(!names.contains(only_here), "{only_here}");
        }
        let refs: BTreeSet<_> = list(&sbom, "components")
            .map(|c| text(c, "bom-ref"))
            .collect();
        assert_eq!(refs.len(), list(&sbom, "components").count(), "each once");
        for component in list(&sbom, "components") {
            let name = text(component, "name");
            assert!(!text(component, "purl").is_empty(), "{name}");
            assert!(list(component, "licenses").next().is_some(), "{name}");
            let hashed = list(component, "hashes").next().is_some();
            assert!(hashed || text(component, "version") == "0.1.0", "{name}");
        }
        for dependency in list(&sbom, "dependencies") {
            for on in list(dependency, "dependsOn") {
                assert!(refs.contains(on.as_str().unwrap()), "{on}");
            }
        }
    }

    #[test]
    fn hashes_are_read_from_the_lock() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"ab\"\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\n";
        let expected = (("a".to_owned(), "1.0.0".to_owned()), "ab".to_owned());
        assert_eq!(hashes(lock), [expected].into());
    }
}
