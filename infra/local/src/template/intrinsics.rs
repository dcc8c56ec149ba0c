//! CloudFormation's intrinsic functions and conditions, as far as the local stack uses them.
//!
//! As in CloudFormation, a value that is `AWS::NoValue` is absent.

use serde_json::{Map, Value};

use super::Template;
use crate::Error;

impl Template {
    /// A value with its intrinsics resolved.
    pub(super) fn resolve(&self, value: &Value) -> Result<Value, Error> {
        match value {
            Value::Array(items) => items
                .iter()
                .map(|item| self.resolve(item))
                .filter(|item| !matches!(item, Ok(Value::Null)))
                .collect::<Result<_, _>>()
                .map(Value::Array),
            Value::Object(fields) => match single(fields) {
                Some(("Ref", Value::String(id))) if id == "AWS::NoValue" => Ok(Value::Null),
                Some(("Ref", Value::String(id))) if self.lists.contains(id) => {
                    let list = self.lookup(id, "")?;
                    let items = list.split(',').map(str::trim);
                    Ok(items.filter(|item| !item.is_empty()).collect())
                }
                Some(("Ref", Value::String(id))) => self.lookup(id, "").map(Value::String),
                Some(("Fn::GetAtt", Value::Array(path))) => match path.as_slice() {
                    [Value::String(id), Value::String(attribute)] => {
                        self.lookup(id, attribute).map(Value::String)
                    }
                    _ => Err(Error::Template(format!("cannot follow {value}"))),
                },
                Some(("Fn::Sub", Value::String(text))) => self.substitute(text).map(Value::String),
                Some(("Fn::If", Value::Array(parts))) => match parts.as_slice() {
                    [Value::String(name), so, _] if self.condition(name)? => self.resolve(so),
                    [Value::String(_), _, otherwise] => self.resolve(otherwise),
                    _ => Err(Error::Template(format!("cannot follow {value}"))),
                },
                Some(("Fn::Join", Value::Array(parts))) => match parts.as_slice() {
                    [Value::String(by), items] => {
                        let items = super::api::texts(&self.resolve(items)?);
                        let unknown = || Error::Template(format!("cannot follow {value}"));
                        items.map(|items| items.join(by).into()).ok_or_else(unknown)
                    }
                    _ => Err(Error::Template(format!("cannot follow {value}"))),
                },
                Some((name, _)) if name.starts_with("Fn::") => Err(Error::Template(format!(
                    "the local stack does not support {name}: {value}"
                ))),
                _ => fields
                    .iter()
                    .map(|(key, item)| Ok((key.clone(), self.resolve(item)?)))
                    .filter(|field| !matches!(field, Ok((_, Value::Null))))
                    .collect::<Result<_, Error>>()
                    .map(Value::Object),
            },
            other => Ok(other.clone()),
        }
    }

    /// Whether one of the template's conditions holds.
    fn condition(&self, name: &str) -> Result<bool, Error> {
        let condition = self.conditions.get(name);
        self.holds(
            condition.ok_or_else(|| Error::Template(format!("there is no condition {name}")))?,
        )
    }

    pub(super) fn holds(&self, condition: &Value) -> Result<bool, Error> {
        let unknown = || Error::Template(format!("cannot follow the condition {condition}"));
        match condition.as_object().and_then(single).ok_or_else(unknown)? {
            ("Condition", Value::String(name)) => self.condition(name),
            ("Fn::Equals", Value::Array(two)) => match two.as_slice() {
                [one, other] => Ok(self.resolve(one)? == self.resolve(other)?),
                _ => Err(unknown()),
            },
            ("Fn::Contains", Value::Array(two)) => match two.as_slice() {
                [all, one] => match self.resolve(all)? {
                    Value::Array(all) => Ok(all.contains(&self.resolve(one)?)),
                    _ => Err(unknown()),
                },
                _ => Err(unknown()),
            },
            ("Fn::Not", Value::Array(one)) => match one.as_slice() {
                [one] => Ok(!self.holds(one)?),
                _ => Err(unknown()),
            },
            ("Fn::And", Value::Array(all)) => all
                .iter()
                .try_fold(true, |so, one| Ok(so && self.holds(one)?)),
            _ => Err(unknown()),
        }
    }

    /// A text with its `${…}` filled in.
    pub(crate) fn substitute(&self, text: &str) -> Result<String, Error> {
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
        let dot = if attribute.is_empty() { "" } else { "." };
        if let Some(value) = self.derived.get(&format!("{id}{dot}{attribute}")) {
            let value = self.resolve(value)?;
            return super::scalar(&value)
                .or_else(|| super::api::texts(&value).map(|items| items.join(",")))
                .ok_or_else(|| Error::Template(format!("{id}{dot}{attribute} is no text")));
        }
        self.bound
            .get(&(id.to_owned(), attribute.to_owned()))
            .or_else(|| self.parameters.get(id).filter(|_| attribute.is_empty()))
            .cloned()
            .ok_or_else(|| {
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

/// The logical id that a `!Ref` or `!GetAtt` names, bound or not.
pub(super) fn referred(value: &Value) -> Option<&str> {
    match value.as_object().and_then(single)? {
        ("Ref", Value::String(id)) => Some(id),
        ("Fn::GetAtt", Value::Array(path)) => path.first()?.as_str(),
        _ => None,
    }
}
