//! What the project installs and ships comes from where its locks say: tools by hash, crates by
//! Cargo.lock.

use std::collections::BTreeSet;

use serde_json::Value;
use tests::root;

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// pip and npm refuse a file whose hash is not in the lock, so a registry that serves another file
/// under the same version changes nothing here.
#[test]
fn every_tool_is_locked_by_hash() {
    let mut lists = BTreeSet::new();
    for toolset in local::tools::Toolset::ALL {
        let name = toolset.name();
        let (list, lock) = (
            format!("infra/tools/{name}.in"),
            format!("infra/tools/{name}.txt"),
        );
        // A requirement and its hashes are one logical line.
        let locked = read(&lock).replace("\\\n", " ");
        let mut pinned = BTreeSet::new();
        for line in locked.lines().filter(|line| !line.starts_with('#')) {
            let (requirement, hashes) = line
                .split_once("--hash=sha256:")
                .unwrap_or_else(|| panic!("{lock}: {line}"));
            assert!(hashes.len() >= 64, "{lock}: {line}");
            let version = requirement.split(';').next().unwrap().trim();
            assert!(version.contains("=="), "{lock}: {version}");
            pinned.insert(version.to_owned());
        }
        for package in read(&list).lines() {
            assert!(
                pinned.contains(package),
                "{list}: {package} is not locked: cargo xtask tools --lock"
            );
        }
        lists.extend([list, lock]);
    }
    let found: BTreeSet<_> = std::fs::read_dir(root().join("infra/tools"))
        .unwrap()
        .map(|file| {
            format!(
                "infra/tools/{}",
                file.unwrap().file_name().into_string().unwrap()
            )
        })
        .collect();
    assert_eq!(found, lists, "every list is a toolset's");
}

/// The same for npm, on every platform: `npm ci` installs nothing that the lock leaves out.
#[test]
fn every_npm_package_is_locked_by_hash() {
    let lock: Value = serde_json::from_str(&read("infra/docs/package-lock.json")).unwrap();
    let packages = lock["packages"].as_object().unwrap();
    let mut optional = BTreeSet::new();
    for (path, package) in packages {
        if !path.is_empty() {
            assert!(
                package["integrity"]
                    .as_str()
                    .is_some_and(|hash| hash.starts_with("sha512-")),
                "{path}"
            );
        }
        optional.extend(
            package["optionalDependencies"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, _)| name.clone()),
        );
    }
    for name in optional {
        let end = format!("node_modules/{name}");
        assert!(
            packages.keys().any(|path| path.ends_with(&end)),
            "{name} is left out: cargo xtask tools --lock"
        );
    }
}
