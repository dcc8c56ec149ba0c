//! The parts of `template.yaml` that the local stack runs.
//!
//! The short forms (`!Ref`, `!Sub`, `!GetAtt`) are turned into the long ones
//! while reading, so that everything after works on plain JSON. Intrinsics are
//! resolved only where a value is used: alarms, dashboards and policies, which
//! do not run here, may use others than this module supports.

mod api;
mod function;
mod intrinsics;
mod nested;
#[cfg(test)]
mod tests;
mod yaml;

pub use api::{Cors, HttpApi, Identity, JwtAuthorizer, Throttle, Throttles, TokenSource};
pub use function::{Function, FunctionUrl, InvokeMode, Kind, Mapping, Schedule, UrlAuth};

pub(crate) use api::HTTP_API;
use intrinsics::referred;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Map, Value};

use self::yaml::Long;
use crate::Error;

/// A SAM template with what has been bound to its logical ids.
#[derive(Debug, Clone)]
pub struct Template {
    parameters: BTreeMap<String, String>,
    /// The names of all parameters, those without a value too.
    declared: BTreeSet<String>,
    /// Parameters that are lists, their values joined by commas.
    lists: BTreeSet<String>,
    conditions: Value,
    rules: Value,
    /// By the nested stack; the template's own under the empty name.
    globals: BTreeMap<String, Value>,
    resources: Map<String, Value>,
    outputs: Value,
    /// What stands for a parameter of a nested stack (`Stack/Name`) or for an output of it
    /// (`Stack.Outputs.Name`).
    derived: BTreeMap<String, Value>,
    bound: BTreeMap<(String, String), String>,
    /// Issuer and audience of JWT authorizers on this machine, by API and authorizer.
    trusted: BTreeMap<(String, String), (String, String)>,
}

impl Template {
    /// Reads a template file.
    ///
    /// # Errors
    /// Where the file does not exist or is not a template.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path)
            .map_err(Error::io(format!("reading {}", path.display())))?;
        let mut template = Self::parse(&text)?;
        template.take_in_stacks(path.parent().unwrap_or(Path::new(".")))?;
        Ok(template)
    }

    /// Reads a template's text; parameters have their defaults.
    ///
    /// # Errors
    /// Where it is not YAML or has no resources.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let Long(root) =
            serde_saphyr::from_str(text).map_err(|e| Error::Template(e.to_string()))?;
        let resources = root
            .get("Resources")
            .and_then(Value::as_object)
            .cloned()
            .ok_or_else(|| Error::Template("it has no Resources".into()))?;
        let mut parameters: BTreeMap<String, String> = [
            ("AWS::StackName", "twin-local"),
            ("AWS::Region", crate::REGION),
            ("AWS::AccountId", "000000000000"),
            ("AWS::Partition", "aws"),
            ("AWS::URLSuffix", "amazonaws.com"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let (mut declared, mut lists) = (BTreeSet::new(), BTreeSet::new());
        for (name, parameter) in root
            .get("Parameters")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            declared.insert(name.clone());
            let kind = parameter.get("Type").and_then(Value::as_str);
            if kind.is_some_and(|kind| kind == "CommaDelimitedList" || kind.starts_with("List<")) {
                lists.insert(name.clone());
            }
            if let Some(value) = parameter.get("Default").and_then(scalar) {
                parameters.insert(name.clone(), value);
            }
        }
        let [conditions, rules, globals, outputs] = ["Conditions", "Rules", "Globals", "Outputs"]
            .map(|name| root.get(name).cloned().unwrap_or_default());
        Ok(Self {
            parameters,
            declared,
            lists,
            conditions,
            rules,
            globals: [(String::new(), globals)].into(),
            resources,
            outputs,
            derived: BTreeMap::new(),
            bound: BTreeMap::new(),
            trusted: BTreeMap::new(),
        })
    }

    /// Gives a logical id (`attribute` empty: `!Ref`; else `!GetAtt`) its value on this machine.
    pub fn bind(&mut self, logical_id: &str, attribute: &str, value: &str) {
        self.bound.insert(
            (logical_id.to_owned(), attribute.to_owned()),
            value.to_owned(),
        );
    }

    /// Whether there is a parameter of this name.
    pub fn has_parameter(&self, name: &str) -> bool {
        self.declared.contains(name)
    }

    /// All parameters with their values, where they have one.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let value = |name: &String| self.parameters.get(name).map(String::as_str);
        self.declared
            .iter()
            .map(move |name| (name.as_str(), value(name)))
    }

    /// Gives a parameter a value.
    ///
    /// # Errors
    /// Where the template has no such parameter.
    pub fn set(&mut self, parameter: &str, value: &str) -> Result<(), Error> {
        if !self.declared.contains(parameter) {
            return Err(Error::Template(format!(
                "there is no parameter {parameter}"
            )));
        }
        self.parameters
            .insert(parameter.to_owned(), value.to_owned());
        Ok(())
    }

    /// The descriptions of the assertions that the parameters' values break: CloudFormation refuses
    /// such a deployment.
    ///
    /// # Errors
    /// Where a rule uses a function that is not supported here.
    pub fn broken_rules(&self) -> Result<Vec<String>, Error> {
        let mut broken = Vec::new();
        for (name, rule) in self.rules.as_object().into_iter().flatten() {
            let applies = rule.get("RuleCondition");
            if !applies.map_or(Ok(true), |condition| self.holds(condition))? {
                continue;
            }
            let assertions = rule.get("Assertions").and_then(Value::as_array);
            for assertion in assertions.into_iter().flatten() {
                if !self.holds(assertion.get("Assert").unwrap_or(&Value::Null))? {
                    let why = assertion.get("AssertDescription").and_then(Value::as_str);
                    broken.push(why.unwrap_or(name).to_owned());
                }
            }
        }
        Ok(broken)
    }

    /// The logical ids of one type, in order, those of nested stacks last.
    pub fn of_type(&self, kind: &str) -> Vec<String> {
        let ids = self
            .resources
            .iter()
            .filter(|(_, resource)| resource.get("Type").and_then(Value::as_str) == Some(kind))
            .map(|(id, _)| id.clone());
        let (nested, own): (Vec<_>, Vec<_>) = ids.partition(|id| id.contains('/'));
        [own, nested].concat()
    }

    /// What all functions of the stack have that this function belongs to.
    fn global(&self, logical_id: &str, path: &str) -> Option<&Value> {
        let stack = logical_id.rsplit_once('/').map_or("", |(stack, _)| stack);
        self.globals
            .get(stack)?
            .pointer(&format!("/Function/{path}"))
    }

    /// Whether there is a resource of this name and type.
    fn is(&self, logical_id: &str, kind: &str) -> bool {
        let resource = self.resources.get(logical_id);
        resource.and_then(|resource| resource.get("Type")?.as_str()) == Some(kind)
    }

    /// A resource's properties, intrinsics resolved.
    ///
    /// # Errors
    /// Where it does not exist or uses an intrinsic that is not supported here.
    pub fn properties(&self, logical_id: &str) -> Result<Value, Error> {
        self.resolve(
            self.resource(logical_id)?
                .get("Properties")
                .unwrap_or(&Value::Null),
        )
    }

    /// One property of a resource, intrinsics resolved; `None` where it has none.
    ///
    /// # Errors
    /// As [`Template::properties`].
    pub fn property(&self, logical_id: &str, name: &str) -> Result<Option<Value>, Error> {
        self.resource(logical_id)?
            .pointer(&format!("/Properties/{name}"))
            .map(|value| self.resolve(value))
            .transpose()
    }

    /// A property of a resource as it is written, where it has one.
    pub fn written(&self, logical_id: &str, name: &str) -> Option<&Value> {
        let resource = self.resources.get(logical_id)?;
        resource.pointer(&format!("/Properties/{name}"))
    }

    /// The binaries that a deployment builds, by the `CodeUri` of their package.
    ///
    /// # Errors
    /// Where a function has none.
    pub fn binaries(&self) -> Result<BTreeMap<String, Vec<String>>, Error> {
        let mut packages: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for id in self.of_type("AWS::Serverless::Function") {
            let code = self
                .resource(&id)?
                .pointer("/Properties/CodeUri")
                .or_else(|| self.global(&id, "CodeUri"))
                .and_then(Value::as_str)
                .ok_or_else(|| Error::Template(format!("{id} has no CodeUri")))?;
            let bin = self.binary(&id)?;
            packages.entry(code.to_owned()).or_default().push(bin);
        }
        Ok(packages)
    }

    /// The binary of a function.
    ///
    /// # Errors
    /// Where it has none.
    pub fn binary(&self, logical_id: &str) -> Result<String, Error> {
        self.resource(logical_id)?
            .pointer("/Metadata/BuildProperties/Binary")
            .and_then(Value::as_str)
            .map(ToOwned::to_owned)
            .ok_or_else(|| {
                Error::Template(format!(
                    "{logical_id} has no Metadata.BuildProperties.Binary"
                ))
            })
    }

    fn resource(&self, logical_id: &str) -> Result<&Value, Error> {
        self.resources
            .get(logical_id)
            .ok_or_else(|| Error::Template(format!("there is no {logical_id}")))
    }
}

/// The name that a resource has on this machine.
pub(crate) fn local_name(logical_id: &str) -> String {
    logical_id.replace('/', "-")
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}
