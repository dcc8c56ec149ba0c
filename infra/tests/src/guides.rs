//! The code fences of the documentation's guides, and how a shown answer is compared with a real one.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

/// The word in a fence's first line that says that no test can run it.
const NOT_RUN: &str = "not-run";

/// A fenced block of code of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// Where it begins: the page's name and the line.
    pub at: String,
    /// Its language.
    pub lang: String,
    /// Its name, which no other has.
    pub title: String,
    /// Whether it says that no test can run it.
    pub not_run: bool,
    /// Its text, with the last line's end.
    pub text: String,
}

/// All fences of all pages below a folder, by their titles.
pub fn fences(folder: &Path) -> BTreeMap<String, Fence> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let found = if path.is_dir() {
            fences(&path).into_values().collect()
        } else {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            fences_of(&name, &std::fs::read_to_string(&path).unwrap())
        };
        for fence in found {
            if let Some(other) = all.insert(fence.title.clone(), fence.clone()) {
                panic!("{} and {} are both {}", other.at, fence.at, fence.title);
            }
        }
    }
    all
}

/// The fences of a page.
pub fn fences_of(page: &str, text: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut open: Option<Fence> = None;
    for (n, line) in text.lines().enumerate() {
        let ticks = line.trim_start().starts_with("```");
        match (&mut open, ticks) {
            (None, false) => {}
            (None, true) => {
                let at = format!("{page}:{}", n + 1);
                let info = line.strip_prefix("```");
                let info = info.unwrap_or_else(|| panic!("{at}: begin a fence at a line's start"));
                let (lang, meta) = info.split_once(' ').unwrap_or((info, ""));
                let title = meta
                    .split('"')
                    .nth(1)
                    .filter(|_| meta.starts_with("title="));
                open = Some(Fence {
                    lang: lang.to_owned(),
                    title: title
                        .unwrap_or_else(|| panic!("{at}: the fence has no title"))
                        .to_owned(),
                    not_run: meta.rsplit('"').next().unwrap().trim() == NOT_RUN,
                    text: String::new(),
                    at,
                });
            }
            (Some(fence), false) => {
                fence.text.push_str(line);
                fence.text.push('\n');
            }
            (Some(_), true) => fences.extend(open.take()),
        }
    }
    assert_eq!(open, None, "{page}: a fence does not end");
    fences
}

/// Compares the shape of a shown answer with that of a real one: objects' keys and values' types.
/// Lists may be shortened: each element shown must have the shape of a real one.
///
/// # Errors
/// The first difference, by its path.
pub fn same_shape(shown: &Value, real: &Value) -> Result<(), String> {
    compare("$", shown, real)
}

fn compare(path: &str, shown: &Value, real: &Value) -> Result<(), String> {
    match (shown, real) {
        (Value::Object(shown), Value::Object(real)) => {
            if let Some(key) = real.keys().find(|key| !shown.contains_key(*key)) {
                return Err(format!("{path}.{key} comes and is not shown"));
            }
            for (key, shown) in shown {
                let path = format!("{path}.{key}");
                match real.get(key) {
                    Some(real) => compare(&path, shown, real)?,
                    None => return Err(format!("{path} is shown and does not come")),
                }
            }
            Ok(())
        }
        (Value::Array(shown), Value::Array(real)) => {
            if shown.is_empty() != real.is_empty() {
                return Err(format!("{path} is empty on one side"));
            }
            for (n, shown) in shown.iter().enumerate() {
                let path = format!("{path}[{n}]");
                let mut looks = real.iter().map(|real| compare(&path, shown, real));
                let first = looks.next().unwrap_or(Ok(()));
                if first.is_err() && !looks.any(|look| look.is_ok()) {
                    return first;
                }
            }
            Ok(())
        }
        (Value::Null, Value::Null)
        | (Value::Bool(_), Value::Bool(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::String(_), Value::String(_)) => Ok(()),
        _ => Err(format!("{path} is shown as {shown}, and {real} came")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fences_are_read_as_they_stand() {
        let page = "# A\n\n```sh title=\"a.sh\"\necho \"`b`\"\n\n  c\n```\n\ntext\n\n```sh title=\"i.sh\" not-run\nx\n```\n";
        let found = fences_of("p.mdx", page);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].at.as_str(), found[0].not_run), ("p.mdx:3", false));
        assert_eq!(found[0].text, "echo \"`b`\"\n\n  c\n");
        assert_eq!((found[1].title.as_str(), found[1].not_run), ("i.sh", true));
    }

    #[test]
    #[should_panic(expected = "p.mdx:1: the fence has no title")]
    fn a_fence_needs_a_title() {
        fences_of("p.mdx", "```sh\nx\n```\n");
    }

    #[test]
    #[should_panic(expected = "p.mdx:2: begin a fence at a line's start")]
    fn a_fence_begins_at_a_line_s_start() {
        fences_of("p.mdx", "- a\n  ```sh title=\"a\"\n  x\n  ```\n");
    }

    #[test]
    fn shapes_differ_by_keys_and_types() {
        let real = json!({ "a": [1, 2], "b": null, "c": { "d": "x" } });
        assert_eq!(
            same_shape(&json!({ "a": [7], "b": null, "c": { "d": "…" } }), &real),
            Ok(())
        );
        for (shown, why) in [
            (json!({ "a": [7], "b": null }), "$.c comes and is not shown"),
            (
                json!({ "a": [7], "b": null, "c": { "d": "", "e": 1 } }),
                "$.c.e is shown and does not come",
            ),
            (
                json!({ "a": ["7"], "b": null, "c": { "d": "" } }),
                "$.a[0] is shown as \"7\", and 1 came",
            ),
            (
                json!({ "a": [], "b": null, "c": { "d": "" } }),
                "$.a is empty on one side",
            ),
            (
                json!({ "a": [7], "b": "", "c": { "d": "" } }),
                "$.b is shown as \"\", and null came",
            ),
        ] {
            assert_eq!(same_shape(&shown, &real), Err(why.to_owned()));
        }
    }
}
