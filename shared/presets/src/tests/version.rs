//! The version of the templates.

use super::*;
use crate::catalogue::files;
use std::collections::BTreeSet;

/// Modules by path, with their sources.
macro_rules! modules {
    ($root:literal: $($path:literal),+ $(,)?) => {
        [$(($path, include_str!(concat!("../../../", $root, $path)))),+]
    };
}

/// The modules that the bytes of a prompt depend on, by path under `src`.
const ENGINE: [(&str, &str); 15] = modules![
    "presets/src/":
    "catalogue.rs",
    "layout.rs",
    "render/budget.rs",
    "render/combined.rs",
    "render/declared.rs",
    "render/document.rs",
    "render/frame.rs",
    "render/markup.rs",
    "render/measured.rs",
    "render/mod.rs",
    "render/narratives.rs",
    "render/numbers.rs",
    "render/section.rs",
    "sanitize.rs",
    "tokens.rs",
];

/// The same of the profile's types.
const TYPES: [(&str, &str); 7] = modules![
    "profile/src/":
    "choice.rs",
    "pcp/declared.rs",
    "pcp/measured.rs",
    "pcp/mod.rs",
    "pcp/narrative.rs",
    "value.rs",
    "words.rs",
];

/// The modules that don't affect prompts.
const OTHER: [&str; 2] = ["lib.rs", "tests.rs"];
const OTHER_TYPES: [&str; 3] = ["lib.rs", "schema.rs", "tests.rs"];

/// Hashes of the sources that render the same bytes as an earlier version and
/// keep its name, since clients see the version: (hash, version, digest of all
/// prompts). An entry holds for exactly one state of the sources; after any
/// other change the version is the new hash.
const UNCHANGED: (&str, &str, &str) = (
    "t1-4da5ead37a6c",
    "t1-f315ec7574dc",
    "3b08010a4202c072d8a09680cef020ccedbc8a9f0510e39a49acbd0a81560093",
);

/// The hash of the templates and of the code that renders them.
fn hash() -> String {
    use sha2::{Digest, Sha256};
    let templates = Lang::built()
        .iter()
        .flat_map(|&lang| files(lang))
        .map(|(_, source)| source);
    let mut hash = Sha256::new();
    for source in templates.chain(ENGINE.iter().chain(&TYPES).map(|(_, source)| *source)) {
        hash.update(u64::try_from(source.len()).unwrap().to_be_bytes());
        hash.update(source);
    }
    let digest = hash.finalize();
    let hex: String = digest
        .iter()
        .take(6)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("t1-{hex}")
}

fn version() -> String {
    let hash = hash();
    let (unchanged, version, _) = UNCHANGED;
    if hash == unchanged {
        version.to_owned()
    } else {
        hash
    }
}

#[test]
fn the_version_matches_the_templates_and_the_code() {
    assert_eq!(
        TEMPLATE_VERSION,
        version(),
        "the templates or the code changed: run `cargo test -p presets write_template_version -- --ignored`"
    );
}

#[test]
fn a_version_is_kept_only_for_the_same_prompts() {
    let (unchanged, _, prompts) = UNCHANGED;
    if hash() == unchanged {
        assert_eq!(super::matrix::digest(), prompts);
    }
}

/// A new module must be hashed, or listed as one that doesn't affect prompts.
#[test]
fn the_version_covers_every_module() {
    fn collect(folder: &std::path::Path, root: &std::path::Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            if path.is_dir() && name != "tests" {
                collect(&path, root, found);
            } else if name.ends_with(".rs") {
                found.insert(name.to_owned());
            }
        }
    }
    fn check(package: &str, hashed: &[(&str, &str)], other: &[&str]) {
        let root = format!("{}/../{package}/src", env!("CARGO_MANIFEST_DIR"));
        let root = std::path::Path::new(&root);
        let mut found = BTreeSet::new();
        collect(root, root, &mut found);
        let listed = hashed.iter().map(|(path, _)| path).chain(other);
        assert_eq!(found, listed.map(|&path| path.to_owned()).collect());
    }
    check("presets", &ENGINE, &OTHER);
    check("profile", &TYPES, &OTHER_TYPES);
}

#[test]
#[ignore = "writes template.version"]
fn write_template_version() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/template.version");
    std::fs::write(path, version() + "\n").unwrap();
}
