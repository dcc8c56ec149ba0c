//! The edges between crates: an arrow points only downwards, and a new one is a decision.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;
use tests::root;

/// What each crate below `shared` may depend on, of the workspace.
const SHARED: &[(&str, &[&str])] = &[
    ("common", &[]),
    ("profile", &[]),
    ("presets", &["profile"]),
    ("dynamo", &["common"]),
    ("surface", &["common", "dynamo"]),
    ("metering", &["common", "dynamo"]),
    ("secrets", &["common", "dynamo"]),
    ("webhooks", &["common", "dynamo", "secrets"]),
    (
        "twin",
        &["common", "dynamo", "metering", "profile", "webhooks"],
    ),
    (
        "provider",
        &["common", "dynamo", "metering", "secrets", "webhooks"],
    ),
];

/// The same for packages of functions: here alone a domain meets a surface.
const FUNCTIONS: &[(&str, &[&str])] = &[
    (
        "twin-functions",
        &[
            "common", "dynamo", "metering", "presets", "profile", "surface", "twin", "webhooks",
        ],
    ),
    (
        "dashboard-functions",
        &[
            "common", "dynamo", "metering", "surface", "twin", "webhooks",
        ],
    ),
    (
        "backoffice-functions",
        &["common", "dynamo", "profile", "surface", "twin", "webhooks"],
    ),
    (
        "webhook-functions",
        &["common", "dynamo", "secrets", "surface", "twin", "webhooks"],
    ),
    (
        "fallback-functions",
        &[
            "backoffice-functions",
            "common",
            "dashboard-functions",
            "surface",
            "twin-functions",
        ],
    ),
    (
        "provider-functions",
        &["common", "dynamo", "metering", "provider", "surface"],
    ),
    (
        "provider-console-functions",
        &[
            "common",
            "dynamo",
            "metering",
            "provider",
            "provider-functions",
            "secrets",
            "surface",
            "webhooks",
        ],
    ),
    (
        "provider-fallback-functions",
        &[
            "common",
            "provider-console-functions",
            "provider-functions",
            "provider-marketplace-functions",
            "provider-runtime-functions",
            "surface",
        ],
    ),
    (
        "provider-runtime-functions",
        &[
            "common",
            "dynamo",
            "provider",
            "provider-functions",
            "surface",
            "webhooks",
        ],
    ),
    (
        "provider-marketplace-functions",
        &[
            "common",
            "dynamo",
            "provider",
            "provider-functions",
            "surface",
            "webhooks",
        ],
    ),
    (
        "provider-worker-functions",
        &[
            "common",
            "dynamo",
            "provider",
            "secrets",
            "surface",
            // The delivery engine: its functions are deployed for this product, too.
            "webhook-functions",
            "webhooks",
        ],
    ),
];

/// The packages below a folder with what they depend on, of the workspace; development aside.
fn edges(below: &str) -> BTreeMap<String, Vec<String>> {
    let metadata = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--locked",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(metadata.status.success(), "{metadata:?}");
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let ours: Vec<_> = packages
        .iter()
        .map(|p| p["name"].as_str().unwrap())
        .collect();
    let folder = root().join(below);
    packages
        .iter()
        .filter(|package| {
            package["manifest_path"]
                .as_str()
                .unwrap()
                .starts_with(folder.to_str().unwrap())
        })
        .map(|package| {
            let dependencies = package["dependencies"].as_array().unwrap().iter();
            let mut own: Vec<_> = dependencies
                .filter(|dependency| dependency["kind"] != "dev")
                .map(|dependency| dependency["name"].as_str().unwrap())
                .filter(|name| ours.contains(name))
                .map(str::to_owned)
                .collect();
            own.sort();
            own.dedup();
            (package["name"].as_str().unwrap().to_owned(), own)
        })
        .collect()
}

#[test]
fn crates_depend_downwards_only() {
    for (folder, allowed) in [("shared/", SHARED), ("functions/", FUNCTIONS)] {
        let edges = edges(folder);
        let known: Vec<_> = allowed.iter().map(|(name, _)| *name).collect();
        for (package, dependencies) in &edges {
            let Some((_, allowed)) = allowed.iter().find(|(name, _)| name == package) else {
                panic!("{package} is not listed among {known:?}");
            };
            for dependency in dependencies {
                assert!(
                    allowed.contains(&dependency.as_str()),
                    "{package} must not depend on {dependency}"
                );
            }
        }
        assert_eq!(edges.len(), known.len(), "{edges:?}");
    }
}
