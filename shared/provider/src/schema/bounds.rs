//! Bounds on a schema, checked before anything is validated against it.
//!
//! The size of a schema says little about the work that it causes: 25 definitions, each an
//! `allOf` of two references to the next, take 2^25 steps for any value. So the references are
//! followed here as a validator would, and counted. A recursive schema may visit the same part of
//! a value several times on each level; how deep a value may be nested follows from that.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value};

use super::Problem;

/// Subschemas in a schema, at most.
pub const NODES: usize = 2_000;
/// Levels of subschemas, at most.
pub const DEPTH: usize = 20;
/// Combinators (`allOf`, `anyOf`, `oneOf`, `not`, `if`) within one another, at most.
pub const COMBINATORS: usize = 4;
/// Visits that one part of a value may get, with all references followed, at most.
pub const VISITS: u64 = 10_000;
/// Patterns in a schema, at most.
pub const PATTERNS: usize = 50;
/// Levels of nesting that a value may have, at most.
pub const INSTANCE_DEPTH: usize = 64;
/// A recursive schema must allow values of at least so many levels.
const LEAST_INSTANCE_DEPTH: usize = 8;
/// `uniqueItems` compares each with each, so it needs a `maxItems` of at most this.
pub const UNIQUE_ITEMS: u64 = 1_000;
/// Problems that are listed, at most.
const PROBLEMS: usize = 20;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
/// Keywords that rebind references or change the dialect within a schema.
const REFUSED: [&str; 7] = [
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$recursiveRef",
    "$recursiveAnchor",
    "$vocabulary",
    "dependencies",
];

/// A part of a value that a subschema is applied to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Step {
    /// The member of this name.
    Member(String),
    /// Members, whatever their names.
    Members,
    /// The names of members.
    Names,
    /// The item at this index.
    Item(usize),
    /// Items, wherever they are.
    Items,
}

#[derive(Default)]
struct Node {
    /// Subschemas applied to the same value.
    in_place: Vec<usize>,
    /// What it refers to.
    reference: Option<(String, String)>,
    /// Subschemas applied to a part of the value.
    parts: Vec<(Step, usize)>,
}

#[derive(Default)]
struct Walk {
    nodes: Vec<Node>,
    by_pointer: HashMap<String, usize>,
    patterns: usize,
    problems: Vec<Problem>,
}

/// How deep a value may be nested that is validated against this schema.
///
/// # Errors
/// Every bound that the schema exceeds.
pub fn deepest_instance(schema: &Value) -> Result<usize, Vec<Problem>> {
    let mut walk = Walk::default();
    walk.node(schema, "", 0, 0);
    if walk.patterns > PATTERNS {
        walk.problem("", format!("has more than {PATTERNS} patterns"));
    }
    if walk.problems.is_empty() {
        let targets = walk.resolve();
        if walk.problems.is_empty() {
            match visits(&walk.nodes, &targets) {
                Ok(deepest) => return Ok(deepest),
                Err(message) => walk.problem("", message),
            }
        }
    }
    Err(walk.problems)
}

impl Walk {
    fn problem(&mut self, pointer: &str, message: impl Into<String>) {
        if self.problems.len() < PROBLEMS {
            self.problems.push(Problem::new(pointer, message));
        }
    }

    /// Adds a subschema and all below it. Its number; nothing where it is no subschema.
    fn node(
        &mut self,
        schema: &Value,
        pointer: &str,
        depth: usize,
        combined: usize,
    ) -> Option<usize> {
        let number = self.nodes.len();
        if number == NODES {
            self.problem(pointer, format!("has more than {NODES} subschemas"));
        }
        if number >= NODES || self.problems.len() >= PROBLEMS {
            return None;
        }
        if depth > DEPTH {
            self.problem(pointer, format!("is more than {DEPTH} levels deep"));
            return None;
        }
        let members = match schema {
            Value::Bool(_) => &Map::new(),
            Value::Object(members) => members,
            _ => {
                self.problem(pointer, "must be an object or a boolean");
                return None;
            }
        };
        self.nodes.push(Node::default());
        self.by_pointer.insert(pointer.to_owned(), number);
        self.keywords(members, pointer);
        let mut node = Node::default();
        if let Some(reference) = members.get("$ref") {
            let at = format!("{pointer}/$ref");
            match reference.as_str() {
                Some(target) => node.reference = Some((at, target.to_owned())),
                None => self.problem(&at, "must be a string"),
            }
        }
        for (keyword, value) in members {
            let at = format!("{pointer}/{}", escaped(keyword));
            match keyword.as_str() {
                "allOf" | "anyOf" | "oneOf" => {
                    let combined = self.combine(combined, &at);
                    let below = self.all(value, &at, depth, combined);
                    node.in_place
                        .extend(below.into_iter().map(|(_, node)| node));
                }
                "not" | "if" | "then" | "else" => {
                    let combined = self.combine(combined, &at);
                    node.in_place
                        .extend(self.node(value, &at, depth + 1, combined));
                }
                "dependentSchemas" => {
                    let combined = self.combine(combined, &at);
                    let below = self.named(value, &at, depth, combined);
                    node.in_place
                        .extend(below.into_iter().map(|(_, node)| node));
                }
                "properties" => {
                    let below = self.named(value, &at, depth, combined);
                    node.parts
                        .extend(below.into_iter().map(|(n, node)| (Step::Member(n), node)));
                }
                "patternProperties" => {
                    self.patterns += value.as_object().map_or(0, Map::len);
                    let below = self.named(value, &at, depth, combined);
                    node.parts
                        .extend(below.into_iter().map(|(_, node)| (Step::Members, node)));
                }
                "prefixItems" => {
                    let below = self.all(value, &at, depth, combined);
                    node.parts
                        .extend(below.into_iter().map(|(i, node)| (Step::Item(i), node)));
                }
                "additionalProperties" | "unevaluatedProperties" => {
                    let below = self.node(value, &at, depth + 1, combined);
                    node.parts.extend(below.map(|node| (Step::Members, node)));
                }
                "propertyNames" => {
                    let below = self.node(value, &at, depth + 1, combined);
                    node.parts.extend(below.map(|node| (Step::Names, node)));
                }
                "items" | "contains" | "unevaluatedItems" => {
                    let below = self.node(value, &at, depth + 1, combined);
                    node.parts.extend(below.map(|node| (Step::Items, node)));
                }
                // Applied where they are referred to.
                "$defs" | "definitions" => {
                    self.named(value, &at, depth, combined);
                }
                _ => {}
            }
        }
        if let Some(place) = self.nodes.get_mut(number) {
            *place = node;
        }
        Some(number)
    }

    /// Checks the keywords that hold no subschemas.
    fn keywords(&mut self, members: &Map<String, Value>, pointer: &str) {
        for keyword in REFUSED {
            if members.contains_key(keyword) {
                let message = "is not supported: references are JSON Pointers into this schema";
                self.problem(&format!("{pointer}/{keyword}"), message);
            }
        }
        if let Some(dialect) = members.get("$schema") {
            let is_root = pointer.is_empty();
            if !is_root || dialect.as_str().map(|d| d.trim_end_matches('#')) != Some(DIALECT) {
                let message = format!("must be {DIALECT}, at the root of the schema alone");
                self.problem(&format!("{pointer}/$schema"), message);
            }
        }
        if members.contains_key("$id") {
            let message = "is not supported: a descriptor's schemas have no addresses";
            self.problem(&format!("{pointer}/$id"), message);
        }
        if members.contains_key("pattern") {
            self.patterns += 1;
        }
        let unique = members.get("uniqueItems") == Some(&Value::Bool(true));
        let most = members.get("maxItems").and_then(Value::as_u64);
        if unique && most.is_none_or(|most| most > UNIQUE_ITEMS) {
            let message = format!("needs maxItems of at most {UNIQUE_ITEMS}");
            self.problem(&format!("{pointer}/uniqueItems"), message);
        }
    }

    fn combine(&mut self, combined: usize, at: &str) -> usize {
        if combined == COMBINATORS {
            let message =
                format!("is within {COMBINATORS} other combinators, the most there may be");
            self.problem(at, message);
        }
        combined + 1
    }

    fn all(
        &mut self,
        value: &Value,
        at: &str,
        depth: usize,
        combined: usize,
    ) -> Vec<(usize, usize)> {
        let Some(items) = value.as_array() else {
            self.problem(at, "must be an array of schemas");
            return Vec::new();
        };
        let mut below = Vec::new();
        for (i, item) in items.iter().enumerate() {
            let node = self.node(item, &format!("{at}/{i}"), depth + 1, combined);
            below.extend(node.map(|node| (i, node)));
        }
        below
    }

    fn named(
        &mut self,
        value: &Value,
        at: &str,
        depth: usize,
        combined: usize,
    ) -> Vec<(String, usize)> {
        let Some(members) = value.as_object() else {
            self.problem(at, "must be an object of schemas");
            return Vec::new();
        };
        let mut below = Vec::new();
        for (name, member) in members {
            let at = format!("{at}/{}", escaped(name));
            let node = self.node(member, &at, depth + 1, combined);
            below.extend(node.map(|node| (name.clone(), node)));
        }
        below
    }

    /// The node that each reference means.
    fn resolve(&mut self) -> Vec<Option<usize>> {
        let mut targets = Vec::with_capacity(self.nodes.len());
        let mut problems = Vec::new();
        for node in &self.nodes {
            targets.push(node.reference.as_ref().and_then(|(at, reference)| {
                let found = target(reference).and_then(|pointer| self.by_pointer.get(&pointer));
                if found.is_none() {
                    let message =
                        "must be a JSON Pointer to a subschema of this schema, such as #/$defs/name";
                    problems.push(Problem::new(at, message));
                }
                found.copied()
            }));
        }
        problems.truncate(PROBLEMS);
        self.problems.append(&mut problems);
        targets
    }
}

/// The JSON Pointer of a reference into the same document (RFC 6901, section 6).
fn target(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#')?;
    let decoded = percent_encoding::percent_decode_str(fragment)
        .decode_utf8()
        .ok()?;
    (decoded.is_empty() || decoded.starts_with('/')).then(|| decoded.into_owned())
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// What a node comes to with its references followed, at one place of a value.
#[derive(Clone, Default)]
struct Expanded {
    /// Visits of that place.
    visits: u64,
    /// Visits that its parts get by it: by step, by subschema.
    parts: BTreeMap<Step, BTreeMap<usize, u64>>,
}

/// How deep a value may be, so that no part of it gets more than [`VISITS`].
fn visits(nodes: &[Node], targets: &[Option<usize>]) -> Result<usize, String> {
    let mut expanded: Vec<Option<Expanded>> = vec![None; nodes.len()];
    let mut open = vec![false; nodes.len()];
    let mut wanted = vec![0];
    let mut entries = BTreeSet::new();
    while let Some(entry) = wanted.pop() {
        if !entries.insert(entry) {
            continue;
        }
        expand(entry, nodes, targets, &mut expanded, &mut open)?;
        let parts = expanded.get(entry).and_then(Option::as_ref);
        let below = parts.into_iter().flat_map(|e| e.parts.values());
        wanted.extend(below.flat_map(BTreeMap::keys).copied());
    }
    // Visits of the deepest place below each entry, for values that are ever deeper.
    let mut deepest: HashMap<usize, u64> = HashMap::new();
    for level in 0..=INSTANCE_DEPTH {
        let mut next = HashMap::new();
        for &entry in &entries {
            let Some(Some(own)) = expanded.get(entry) else {
                continue;
            };
            let below = most_of_a_step(own, |node| deepest.get(&node).copied().unwrap_or(0));
            next.insert(entry, own.visits.max(below));
        }
        let most = next.get(&0).copied().unwrap_or(0);
        if most > VISITS {
            let reached = level.saturating_sub(1);
            // A schema that is not recursive has only so many levels: no value is within.
            return if reached >= LEAST_INSTANCE_DEPTH && is_recursive(&entries, &expanded) {
                Ok(reached)
            } else {
                Err(format!(
                    "takes more than {VISITS} steps for one part of a value, with its references \
                     followed: refer to each definition once where several apply together"
                ))
            };
        }
        if next == deepest {
            break;
        }
        deepest = next;
    }
    Ok(INSTANCE_DEPTH)
}

/// The most visits that one part gets: members and items of a name or index get those of the steps
/// that mean all, too.
fn most_of_a_step(own: &Expanded, visits: impl Fn(usize) -> u64) -> u64 {
    let sum = |step: &Step| -> u64 {
        own.parts.get(step).map_or(0, |nodes| {
            nodes
                .iter()
                .map(|(&node, &times)| times.saturating_mul(visits(node)))
                .fold(0, u64::saturating_add)
        })
    };
    let (members, items) = (sum(&Step::Members), sum(&Step::Items));
    own.parts
        .keys()
        .map(|step| match step {
            Step::Member(_) => sum(step).saturating_add(members),
            Step::Item(_) => sum(step).saturating_add(items),
            Step::Members | Step::Items | Step::Names => sum(step),
        })
        .max()
        .unwrap_or(0)
}

fn is_recursive(entries: &BTreeSet<usize>, expanded: &[Option<Expanded>]) -> bool {
    let below = |entry: usize| {
        let parts = expanded.get(entry).and_then(Option::as_ref);
        parts
            .into_iter()
            .flat_map(|e| e.parts.values())
            .flat_map(BTreeMap::keys)
            .copied()
    };
    entries.iter().any(|&entry| {
        let (mut seen, mut wanted) = (HashSet::new(), vec![entry]);
        while let Some(at) = wanted.pop() {
            for next in below(at) {
                if next == entry {
                    return true;
                }
                if seen.insert(next) {
                    wanted.push(next);
                }
            }
        }
        false
    })
}

/// Follows all that applies to the same place as this node.
fn expand(
    number: usize,
    nodes: &[Node],
    targets: &[Option<usize>],
    expanded: &mut Vec<Option<Expanded>>,
    open: &mut Vec<bool>,
) -> Result<(), String> {
    if matches!(expanded.get(number), Some(Some(_))) {
        return Ok(());
    }
    let (Some(node), Some(is_open)) = (nodes.get(number), open.get_mut(number)) else {
        return Ok(());
    };
    if std::mem::replace(is_open, true) {
        return Err("refers to itself for the same value, and so never ends".to_owned());
    }
    let mut own = Expanded {
        visits: 1,
        parts: BTreeMap::new(),
    };
    for (step, part) in &node.parts {
        *own.parts
            .entry(step.clone())
            .or_default()
            .entry(*part)
            .or_default() += 1;
    }
    let target = targets.get(number).copied().flatten();
    for &next in node.in_place.iter().chain(target.as_ref()) {
        expand(next, nodes, targets, expanded, open)?;
        let Some(Some(other)) = expanded.get(next) else {
            continue;
        };
        own.visits = own.visits.saturating_add(other.visits);
        for (step, parts) in &other.parts {
            let into = own.parts.entry(step.clone()).or_default();
            for (&part, &times) in parts {
                let count = into.entry(part).or_default();
                *count = count.saturating_add(times);
            }
        }
    }
    if let Some(place) = expanded.get_mut(number) {
        *place = Some(own);
    }
    if let Some(is_open) = open.get_mut(number) {
        *is_open = false;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::time::Instant;

    fn refused(schema: &Value) -> String {
        // The fastest of three: other work of the machine is not the schema's.
        let refusals = (0..3).map(|_| {
            let began = Instant::now();
            let problems = deepest_instance(schema).unwrap_err();
            (began.elapsed(), problems)
        });
        let (took, problems) = refusals.min_by_key(|(took, _)| *took).unwrap();
        assert!(problems.len() <= PROBLEMS);
        println!("refused in {took:?}: {}", problems[0].message);
        assert!(took.as_millis() < 50, "{took:?}");
        problems[0].message.clone()
    }

    /// The levels refer to the next twice: in place, or below a member.
    fn doubled(levels: usize, below: bool) -> Value {
        let mut defs = Map::new();
        for level in 0..levels {
            let next = json!({ "$ref": format!("#/$defs/l{}", level + 1) });
            let both = json!({ "allOf": [next, next] });
            let level_schema = if below {
                json!({ "properties": { "a": both } })
            } else {
                both
            };
            defs.insert(format!("l{level}"), level_schema);
        }
        defs.insert(format!("l{levels}"), json!({ "type": "integer" }));
        json!({ "$ref": "#/$defs/l0", "$defs": defs })
    }

    #[test]
    fn doubled_references_are_counted_before_anything_is_validated() {
        assert!(refused(&doubled(25, false)).contains("10000 steps"));
        assert!(refused(&doubled(25, true)).contains("10000 steps"));
        assert_eq!(deepest_instance(&doubled(8, false)), Ok(INSTANCE_DEPTH));
        assert_eq!(deepest_instance(&doubled(8, true)), Ok(INSTANCE_DEPTH));
    }

    #[test]
    fn recursion_is_bounded_by_the_depth_of_the_value() {
        let tree = json!({ "properties": {
            "left": { "$ref": "#" }, "right": { "$ref": "#" },
        } });
        assert_eq!(deepest_instance(&tree), Ok(INSTANCE_DEPTH));
        // Each level visits the next twice: 2^12 visits are within the bound, 2^13 with their own
        // are not.
        let union = json!({ "anyOf": [
            { "properties": { "of": { "$ref": "#" } } },
            { "properties": { "of": { "$ref": "#" } } },
        ] });
        let deepest = deepest_instance(&union).unwrap();
        assert!((8..14).contains(&deepest), "{deepest}");
        let wide = json!({ "anyOf": vec![json!({ "items": { "$ref": "#" } }); 30] });
        assert!(refused(&wide).contains("10000 steps"));
        assert!(refused(&json!({ "$ref": "#" })).contains("itself"));
        let pair = json!({ "$ref": "#/$defs/a", "$defs": {
            "a": { "anyOf": [{ "$ref": "#/$defs/b" }] }, "b": { "not": { "$ref": "#/$defs/a" } },
        } });
        assert!(refused(&pair).contains("itself"));
    }

    #[test]
    fn size_depth_and_combinators_are_bounded() {
        let wide = json!({ "anyOf": vec![json!(true); NODES] });
        assert!(refused(&wide).contains("2000 subschemas"));
        let mut deep = json!(true);
        for _ in 0..=DEPTH {
            deep = json!({ "items": deep });
        }
        assert!(refused(&deep).contains("20 levels"));
        let mut combined = json!(true);
        for _ in 0..=COMBINATORS {
            combined = json!({ "not": combined });
        }
        assert!(refused(&combined).contains("combinators"));
        let patterns = json!({ "allOf": vec![json!({ "pattern": "a" }); PATTERNS + 1] });
        assert!(refused(&patterns).contains("50 patterns"));
        assert!(refused(&json!({ "uniqueItems": true })).contains("maxItems"));
        assert!(refused(&json!({ "$id": "http://example.com/" })).contains("addresses"));
        assert!(
            refused(&json!({ "$schema": "http://json-schema.org/draft-07/schema#" }))
                .contains("2020-12")
        );
        assert!(refused(&json!({ "$dynamicRef": "#a" })).contains("JSON Pointers"));
        assert!(refused(&json!([])).contains("object or a boolean"));
        assert!(refused(&json!({ "properties": { "a": 1 } })).contains("object or a boolean"));
    }

    /// A keyword's name within a value is data.
    #[test]
    fn values_are_no_schemas() {
        let schema = json!({
            "const": { "$ref": "file:///etc/passwd", "uniqueItems": true },
            "examples": [{ "$id": "a" }], "default": { "$anchor": "b" },
        });
        assert_eq!(deepest_instance(&schema), Ok(INSTANCE_DEPTH));
    }
}
