//! What the local stack needs to know of `template.yaml`.
//!
//! The short forms (`!Ref`, `!Sub`, `!GetAtt`) are turned into the long ones
//! while reading, so that everything after works on plain JSON. Intrinsics are
//! resolved only where a value is used: what the local stack does not run
//! (alarms, dashboards, policies) may use what this module does not know.

use std::collections::BTreeMap;
use std::path::Path;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value, json};
use serde_saphyr::Tagged;

use crate::Error;
use crate::gateway::RouteKey;

/// A SAM template with what has been bound to its logical ids.
#[derive(Debug, Clone)]
pub struct Template {
    parameters: BTreeMap<String, String>,
    globals: Value,
    resources: Map<String, Value>,
    bound: BTreeMap<(String, String), String>,
}

/// A Lambda function of the template.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Its name in the template.
    pub logical_id: String,
    /// The binary that is its code: `Metadata.BuildProperties.Binary`.
    pub bin: String,
    /// What leads to it from the HTTP API.
    pub routes: Vec<RouteKey>,
    /// Its environment, globals included, intrinsics resolved.
    pub environment: BTreeMap<String, String>,
}

/// The stage throttle of the HTTP API.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Throttle {
    /// Requests a second.
    pub rate: f64,
    /// Requests at once.
    pub burst: f64,
}

impl Template {
    /// Reads a template file.
    ///
    /// # Errors
    /// Where the file is not there or not a template.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path)
            .map_err(Error::io(format!("reading {}", path.display())))?;
        Self::parse(&text)
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
        for (name, parameter) in root
            .get("Parameters")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            if let Some(value) = parameter.get("Default").and_then(scalar) {
                parameters.insert(name.clone(), value);
            }
        }
        let globals = root.get("Globals").cloned().unwrap_or_default();
        Ok(Self {
            parameters,
            globals,
            resources,
            bound: BTreeMap::new(),
        })
    }

    /// Says what a logical id (`attribute` empty: `!Ref`; else `!GetAtt`) is on this machine.
    pub fn bind(&mut self, logical_id: &str, attribute: &str, value: &str) {
        self.bound.insert(
            (logical_id.to_owned(), attribute.to_owned()),
            value.to_owned(),
        );
    }

    /// The logical ids of one type, in order.
    pub fn of_type(&self, kind: &str) -> Vec<String> {
        self.resources
            .iter()
            .filter(|(_, resource)| resource.get("Type").and_then(Value::as_str) == Some(kind))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// A resource's properties, intrinsics resolved.
    ///
    /// # Errors
    /// Where it is not there or uses an intrinsic that is not known here.
    pub fn properties(&self, logical_id: &str) -> Result<Value, Error> {
        self.resolve(
            self.resource(logical_id)?
                .get("Properties")
                .unwrap_or(&Value::Null),
        )
    }

    /// The functions, ordered by logical id.
    ///
    /// # Errors
    /// Where one has no binary, or a route or variable that cannot be understood.
    pub fn functions(&self) -> Result<Vec<Function>, Error> {
        self.of_type("AWS::Serverless::Function")
            .into_iter()
            .map(|id| self.function(id))
            .collect()
    }

    /// What a deployment builds: the binaries of each package, by its `CodeUri`.
    ///
    /// # Errors
    /// Where a function has none.
    pub fn binaries(&self) -> Result<BTreeMap<String, Vec<String>>, Error> {
        let mut packages: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for id in self.of_type("AWS::Serverless::Function") {
            let code = self
                .resource(&id)?
                .pointer("/Properties/CodeUri")
                .or_else(|| self.globals.pointer("/Function/CodeUri"))
                .and_then(Value::as_str)
                .ok_or_else(|| Error::Template(format!("{id} has no CodeUri")))?;
            let bin = self.binary(&id)?;
            packages.entry(code.to_owned()).or_default().push(bin);
        }
        Ok(packages)
    }

    /// The HTTP API's throttle, where it has one.
    ///
    /// # Errors
    /// Where it is there and not a number.
    pub fn throttle(&self) -> Result<Option<Throttle>, Error> {
        let Some(api) = self.of_type("AWS::Serverless::HttpApi").into_iter().next() else {
            return Ok(None);
        };
        let Some(settings) = self
            .resource(&api)?
            .pointer("/Properties/DefaultRouteSettings")
        else {
            return Ok(None);
        };
        let settings = self.resolve(settings)?;
        let number = |name: &str| {
            settings
                .get(name)
                .and_then(scalar)
                .and_then(|text| text.parse::<f64>().ok())
        };
        match (
            number("ThrottlingRateLimit"),
            number("ThrottlingBurstLimit"),
        ) {
            (Some(rate), Some(burst)) => Ok(Some(Throttle { rate, burst })),
            _ => Err(Error::Template(format!(
                "{api}.DefaultRouteSettings needs both throttling limits"
            ))),
        }
    }

    fn function(&self, logical_id: String) -> Result<Function, Error> {
        let resource = self.resource(&logical_id)?;
        let bin = self.binary(&logical_id)?;
        let mut environment = BTreeMap::new();
        for layer in [
            self.globals.pointer("/Function/Environment/Variables"),
            resource.pointer("/Properties/Environment/Variables"),
        ] {
            for (name, value) in layer.and_then(Value::as_object).into_iter().flatten() {
                let value = scalar(&self.resolve(value)?).ok_or_else(|| {
                    Error::Template(format!("{logical_id}: variable {name} is not a scalar"))
                })?;
                environment.insert(name.clone(), value);
            }
        }
        let mut routes = Vec::new();
        for event in resource
            .pointer("/Properties/Events")
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::values)
        {
            if event.get("Type").and_then(Value::as_str) == Some("HttpApi") {
                let property = |name| {
                    event
                        .pointer(&format!("/Properties/{name}"))
                        .and_then(Value::as_str)
                };
                routes.push(match (property("Method"), property("Path")) {
                    (None, None) => RouteKey::Default,
                    (method, Some(path)) => RouteKey::new(method.unwrap_or("ANY"), path)
                        .ok_or_else(|| {
                            Error::Template(format!("{logical_id}: {path} is not a route"))
                        })?,
                    (Some(_), None) => {
                        return Err(Error::Template(format!(
                            "{logical_id}: a method without a path"
                        )));
                    }
                });
            }
        }
        Ok(Function {
            logical_id,
            bin,
            routes,
            environment,
        })
    }

    fn binary(&self, logical_id: &str) -> Result<String, Error> {
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

    fn resolve(&self, value: &Value) -> Result<Value, Error> {
        match value {
            Value::Array(items) => items
                .iter()
                .map(|item| self.resolve(item))
                .collect::<Result<_, _>>()
                .map(Value::Array),
            Value::Object(fields) => match single(fields) {
                Some(("Ref", Value::String(id))) => self.lookup(id, "").map(Value::String),
                Some(("Fn::GetAtt", Value::Array(path))) => match path.as_slice() {
                    [Value::String(id), Value::String(attribute)] => {
                        self.lookup(id, attribute).map(Value::String)
                    }
                    _ => Err(Error::Template(format!("cannot follow {value}"))),
                },
                Some(("Fn::Sub", Value::String(text))) => self.substitute(text).map(Value::String),
                Some((name, _)) if name.starts_with("Fn::") => Err(Error::Template(format!(
                    "the local stack does not know {name}: {value}"
                ))),
                _ => fields
                    .iter()
                    .map(|(key, item)| Ok((key.clone(), self.resolve(item)?)))
                    .collect::<Result<_, _>>()
                    .map(Value::Object),
            },
            other => Ok(other.clone()),
        }
    }

    fn substitute(&self, text: &str) -> Result<String, Error> {
        let mut result = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after
                .split_once('}')
                .ok_or_else(|| Error::Template(format!("an open ${{ in {text:?}")))?;
            result.push_str(before);
            match name.strip_prefix('!') {
                Some(literal) => result.push_str(&format!("${{{literal}}}")),
                None => {
                    let (id, attribute) = name.split_once('.').unwrap_or((name, ""));
                    result.push_str(&self.lookup(id, attribute)?);
                }
            }
            rest = after;
        }
        result.push_str(rest);
        Ok(result)
    }

    fn lookup(&self, id: &str, attribute: &str) -> Result<String, Error> {
        self.bound
            .get(&(id.to_owned(), attribute.to_owned()))
            .or_else(|| self.parameters.get(id).filter(|_| attribute.is_empty()))
            .cloned()
            .ok_or_else(|| {
                let dot = if attribute.is_empty() { "" } else { "." };
                Error::Template(format!("{id}{dot}{attribute} has no value on this machine"))
            })
    }
}

fn single(fields: &Map<String, Value>) -> Option<(&str, &Value)> {
    let mut all = fields.iter();
    match (all.next(), all.next()) {
        (Some((name, value)), None) => Some((name.as_str(), value)),
        _ => None,
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// YAML as JSON, CloudFormation's tags written out in their long form.
struct Long(Value);

impl<'de> Deserialize<'de> for Long {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Tagged(Plain(value), tag) = Tagged::<Plain>::deserialize(deserializer)?;
        let name = tag
            .as_deref()
            .and_then(|tag| tag.strip_prefix('!'))
            .filter(|name| !name.is_empty());
        Ok(Self(match (name, value) {
            (None, value) => value,
            (Some(name @ ("Ref" | "Condition")), value) => json!({ name: value }),
            (Some("GetAtt"), Value::String(path)) => match path.split_once('.') {
                Some((id, attribute)) => json!({ "Fn::GetAtt": [id, attribute] }),
                None => json!({ "Fn::GetAtt": [path] }),
            },
            (Some(name), value) => json!({ format!("Fn::{name}"): value }),
        }))
    }
}

struct Plain(Value);

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PlainVisitor).map(Self)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("YAML")
    }
    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Long(item)) = access.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some((key, Long(value))) = access.next_entry::<String, Long>()? {
            fields.insert(key, value);
        }
        Ok(Value::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"
Parameters:
  Stage: { Type: String, Default: dev }
  Rate: { Type: Number, Default: 12.5 }
Globals:
  Function:
    CodeUri: functions/twin
    Environment:
      Variables: { TABLE_NAME: !Ref Table, STAGE: !Ref Stage, LEVEL: info }
Resources:
  Api:
    Type: AWS::Serverless::HttpApi
    Properties:
      DefaultRouteSettings: { ThrottlingRateLimit: !Ref Rate, ThrottlingBurstLimit: 3 }
  Reader:
    Type: AWS::Serverless::Function
    Metadata: { BuildProperties: { Binary: reader } }
    Properties:
      Policies:
        - Statement: [{ Resource: [!GetAtt Table.Arn, !Sub "${Table.Arn}/index/x"] }]
      Environment: { Variables: { LEVEL: debug, WHERE: !Sub "${AWS::Region}:${Table}:${!kept}", COUNT: 10 } }
      Events:
        Get: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: get, Path: "/a/{id}" } }
        Rest: { Type: HttpApi, Properties: { ApiId: !Ref Api } }
        Queue: { Type: SQS, Properties: { Queue: !GetAtt Queue.Arn } }
  Table:
    Type: AWS::DynamoDB::Table
    Properties: { KeySchema: [{ AttributeName: pk, KeyType: HASH }] }
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties: { AlarmDescription: !Join [" ", [a, b]] }
"#;

    #[test]
    fn functions_have_their_routes_and_environment() {
        let mut template = Template::parse(TEXT).unwrap();
        template.bind("Table", "", "t1");
        let functions = template.functions().unwrap();
        let [reader] = functions.as_slice() else {
            panic!("{functions:?}")
        };
        assert_eq!(reader.bin, "reader");
        assert_eq!(
            reader.routes,
            [RouteKey::new("GET", "/a/{id}").unwrap(), RouteKey::Default]
        );
        let environment: Vec<_> = reader
            .environment
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        assert_eq!(
            environment,
            [
                "COUNT=10",
                "LEVEL=debug",
                "STAGE=dev",
                "TABLE_NAME=t1",
                "WHERE=us-east-1:t1:${kept}"
            ]
        );
        assert_eq!(
            template.binaries().unwrap(),
            [("functions/twin".to_owned(), vec!["reader".to_owned()])].into()
        );
        assert_eq!(
            template.throttle().unwrap(),
            Some(Throttle {
                rate: 12.5,
                burst: 3.0
            })
        );
    }

    #[test]
    fn what_is_not_bound_is_named() {
        let error = Template::parse(TEXT)
            .unwrap()
            .functions()
            .unwrap_err()
            .to_string();
        assert_eq!(error, "template.yaml: Table has no value on this machine");
    }

    #[test]
    fn an_unknown_intrinsic_is_an_error_only_where_it_is_used() {
        let template = Template::parse(TEXT).unwrap();
        assert!(template.properties("Table").is_ok());
        let error = template.properties("Alarm").unwrap_err().to_string();
        assert!(error.contains("does not know Fn::Join"), "{error}");
    }
}
