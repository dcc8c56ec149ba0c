//! Nested stacks that have functions, read into the template that nests them.
//!
//! A resource of a nested stack stands under the stack's name and its own, parted by a slash:
//! `Provider/Table`. All of its references are written so; what refers to a parameter of the
//! nested stack gets the value that the parent passes, as late as a reference is followed, so that
//! parameters can still be set. Stacks without functions (alarms, a boundary) do not run here.

use std::path::{Component, Path, PathBuf};

use serde_json::{Map, Value};

use super::Template;
use crate::Error;

const STACK: &str = "AWS::CloudFormation::Stack";
const FUNCTION: &str = "AWS::Serverless::Function";

impl Template {
    /// Takes in the nested stacks, whose files are relative to this folder.
    pub(super) fn take_in_stacks(&mut self, folder: &Path) -> Result<(), Error> {
        for id in self.of_type(STACK) {
            let file = self.written(&id, "TemplateURL").and_then(Value::as_str);
            let Some(file) = file.map(|file| folder.join(file)) else {
                continue;
            };
            let nested = Self::read(&file)?;
            if !nested.of_type(FUNCTION).is_empty() {
                self.take_in(&id, nested, file.parent().unwrap_or(folder), folder)?;
            }
        }
        Ok(())
    }

    fn take_in(
        &mut self,
        stack: &str,
        nested: Self,
        theirs: &Path,
        ours: &Path,
    ) -> Result<(), Error> {
        let named = |name: &str| format!("{stack}/{name}");
        let passed = self.written(stack, "Parameters").and_then(Value::as_object);
        let passed = passed.cloned().unwrap_or_default();
        for name in &nested.declared {
            match (passed.get(name), nested.parameters.get(name)) {
                (Some(value), _) => {
                    self.derived.insert(named(name), value.clone());
                }
                (None, Some(default)) => {
                    self.parameters.insert(named(name), default.clone());
                }
                (None, None) => {
                    return Err(Error::Template(format!(
                        "{stack} does not pass the parameter {name}"
                    )));
                }
            }
        }
        let unknown = passed.keys().find(|name| !nested.declared.contains(*name));
        if let Some(unknown) = unknown {
            return Err(Error::Template(format!(
                "{stack} has no parameter {unknown}"
            )));
        }
        self.lists
            .extend(nested.lists.iter().map(|name| named(name)));
        for (all, more) in [
            (&mut self.conditions, &nested.conditions),
            (&mut self.rules, &nested.rules),
        ] {
            let more = more.as_object().into_iter().flatten();
            let more = more.map(|(name, value)| (named(name), renamed(value, stack)));
            match all {
                Value::Object(all) => all.extend(more),
                _ => *all = Value::Object(more.collect()),
            }
        }
        for (name, output) in nested.outputs.as_object().into_iter().flatten() {
            let value = output.get("Value").unwrap_or(&Value::Null);
            self.derived
                .insert(format!("{stack}.Outputs.{name}"), renamed(value, stack));
        }
        let globals = nested.globals.get("").unwrap_or(&Value::Null);
        let mut globals = renamed(globals, stack);
        relocate(globals.pointer_mut("/Function/CodeUri"), theirs, ours);
        self.globals.insert(stack.to_owned(), globals);
        for (name, resource) in &nested.resources {
            let mut resource = renamed(resource, stack);
            relocate(resource.pointer_mut("/Properties/CodeUri"), theirs, ours);
            self.resources.insert(named(name), resource);
        }
        Ok(())
    }
}

/// A path as the nested template has it, seen from the parent's folder.
fn relocate(path: Option<&mut Value>, theirs: &Path, ours: &Path) {
    let Some(Value::String(path)) = path else {
        return;
    };
    let mut whole = PathBuf::new();
    for part in theirs.join(&*path).components() {
        match part {
            Component::ParentDir => {
                whole.pop();
            }
            part => whole.push(part),
        }
    }
    *path = whole
        .strip_prefix(ours)
        .unwrap_or(&whole)
        .display()
        .to_string();
}

/// A value with its references written for the parent.
fn renamed(value: &Value, stack: &str) -> Value {
    let named = |name: &str| match name {
        name if name.starts_with("AWS::") => name.to_owned(),
        name => format!("{stack}/{name}"),
    };
    let all = |items: &[Value]| items.iter().map(|item| renamed(item, stack)).collect();
    match value {
        Value::Array(items) => Value::Array(all(items)),
        Value::Object(fields) => {
            let mut result = Map::new();
            for (key, value) in fields {
                let value = match (key.as_str(), value) {
                    ("Ref" | "Condition" | "DependsOn", Value::String(name)) => named(name).into(),
                    ("DependsOn", Value::Array(names)) => {
                        names.iter().filter_map(Value::as_str).map(named).collect()
                    }
                    ("Fn::GetAtt" | "Fn::If", Value::Array(parts)) => {
                        let mut parts: Vec<Value> = parts.clone();
                        if let Some(Value::String(name)) = parts.first_mut() {
                            *name = named(name);
                        }
                        let first = parts.first().cloned();
                        let rest = parts.get(1..).unwrap_or_default();
                        first.into_iter().chain(all(rest)).collect()
                    }
                    ("Fn::Sub", Value::String(text)) => substituted(text, named).into(),
                    (_, value) => renamed(value, stack),
                };
                result.insert(key.clone(), value);
            }
            Value::Object(result)
        }
        other => other.clone(),
    }
}

/// A text with the names in its `${…}` written for the parent.
fn substituted(text: &str, named: impl Fn(&str) -> String) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        result.push_str(before);
        result.push_str("${");
        match after.strip_prefix('!') {
            Some(literal) => {
                result.push('!');
                rest = literal;
            }
            None => {
                let end = after.find('}').unwrap_or(after.len());
                let (name, after) = after.split_at(end);
                result.push_str(&named(name));
                rest = after;
            }
        }
    }
    result.push_str(rest);
    result
}
