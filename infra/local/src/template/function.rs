//! The template's functions: what leads to them, and what they are told.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::api::texts;
use super::{Template, scalar};
use crate::Error;
use crate::gateway::{Access, Route, RouteKey};

/// A Lambda function of the template.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Its name in the template.
    pub logical_id: String,
    /// The binary that is its code: `Metadata.BuildProperties.Binary`.
    pub bin: String,
    /// What leads to it from the HTTP API.
    pub routes: Vec<Route>,
    /// When it runs by itself.
    pub schedules: Vec<Schedule>,
}

/// A `Schedule` or `ScheduleV2` event of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Function and event, by their names in the template.
    pub name: String,
    /// Whose event it is.
    pub kind: Kind,
    /// `rate(1 minute)`, `cron(…)`.
    pub expression: String,
    /// What the function gets instead of the usual event.
    pub input: Option<Value>,
    /// Whether it runs at all.
    pub enabled: bool,
}

/// What sends a schedule's event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// EventBridge Scheduler (`ScheduleV2`).
    Scheduler,
    /// A rule of EventBridge (`Schedule`).
    Rule,
}

impl Schedule {
    /// How often; `None` where it is no `rate(…)`.
    pub fn every(&self) -> Option<Duration> {
        let rate = self
            .expression
            .trim()
            .strip_prefix("rate(")?
            .strip_suffix(')')?;
        let (count, unit) = rate.trim().split_once(' ')?;
        let seconds = match unit.trim().trim_end_matches('s') {
            "minute" => 60,
            "hour" => 3_600,
            "day" => 86_400,
            _ => return None,
        };
        let count: u64 = count.parse().ok().filter(|count| *count > 0)?;
        Some(Duration::from_secs(count.checked_mul(seconds)?))
    }

    /// The event that a function gets when it is due.
    pub fn event(&self, now: OffsetDateTime) -> Value {
        if let Some(input) = &self.input {
            return input.clone();
        }
        let region = crate::REGION;
        let name = &self.name;
        let (source, resource, detail) = match self.kind {
            Kind::Scheduler => (
                "aws.scheduler",
                format!("scheduler:{region}:000000000000:schedule/default"),
                json!("{}"),
            ),
            Kind::Rule => (
                "aws.events",
                format!("events:{region}:000000000000:rule"),
                json!({}),
            ),
        };
        let whole = now.replace_nanosecond(0).unwrap_or(now);
        json!({
            "version": "0",
            "id": ulid::Ulid::generate().to_string(),
            "detail-type": "Scheduled Event",
            "source": source,
            "account": "000000000000",
            "time": whole.format(&Rfc3339).unwrap_or_default(),
            "region": region,
            "resources": [format!("arn:aws:{resource}/{name}")],
            "detail": detail,
        })
    }
}

impl Template {
    /// The functions, ordered by logical id.
    ///
    /// # Errors
    /// Where one has no binary, or a route or schedule that cannot be understood.
    pub fn functions(&self) -> Result<Vec<Function>, Error> {
        self.of_type("AWS::Serverless::Function")
            .into_iter()
            .map(|id| self.function(id))
            .collect()
    }

    /// A function's environment, globals included, intrinsics resolved.
    ///
    /// # Errors
    /// Where a variable is no scalar, or means what is not there on this machine.
    pub fn environment(&self, logical_id: &str) -> Result<BTreeMap<String, String>, Error> {
        let mut environment = BTreeMap::new();
        for layer in [
            self.globals.pointer("/Function/Environment/Variables"),
            self.resource(logical_id)?
                .pointer("/Properties/Environment/Variables"),
        ] {
            for (name, value) in layer.and_then(Value::as_object).into_iter().flatten() {
                let value = scalar(&self.resolve(value)?).ok_or_else(|| {
                    Error::Template(format!("{logical_id}: variable {name} is not a scalar"))
                })?;
                environment.insert(name.clone(), value);
            }
        }
        Ok(environment)
    }

    fn function(&self, logical_id: String) -> Result<Function, Error> {
        let bin = self.binary(&logical_id)?;
        let (mut routes, mut schedules) = (Vec::new(), Vec::new());
        for (name, event) in self
            .resource(&logical_id)?
            .pointer("/Properties/Events")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let properties = event.get("Properties").unwrap_or(&Value::Null);
            match event.get("Type").and_then(Value::as_str) {
                Some("HttpApi") => routes.push(self.route(&logical_id, properties)?),
                Some("ScheduleV2") => {
                    schedules.push(self.schedule(
                        &logical_id,
                        name,
                        Kind::Scheduler,
                        properties,
                    )?);
                }
                Some("Schedule") => {
                    schedules.push(self.schedule(&logical_id, name, Kind::Rule, properties)?);
                }
                _ => {}
            }
        }
        Ok(Function {
            logical_id,
            bin,
            routes,
            schedules,
        })
    }

    fn route(&self, logical_id: &str, properties: &Value) -> Result<Route, Error> {
        let property = |name| properties.get(name).and_then(Value::as_str);
        let key = match (property("Method"), property("Path")) {
            (None, None) => RouteKey::Default,
            (method, Some(path)) => RouteKey::new(method.unwrap_or("ANY"), path)
                .ok_or_else(|| Error::Template(format!("{logical_id}: {path} is not a route")))?,
            (Some(_), None) => {
                return Err(Error::Template(format!(
                    "{logical_id}: a method without a path"
                )));
            }
        };
        let name = properties
            .pointer("/Auth/Authorizer")
            .or_else(|| self.api("Auth/DefaultAuthorizer"))
            .and_then(Value::as_str);
        let access = match name {
            None | Some("NONE") => Access::Open,
            Some("AWS_IAM") if self.api("Auth/EnableIamAuthorizer") == Some(&Value::Bool(true)) => {
                Access::Iam
            }
            Some(name) => {
                // Only those that check a token are imitated; a route whose caller nobody checks
                // must not come to be by a slip of the pen.
                let authorizer = self
                    .api(&format!("Auth/Authorizers/{name}"))
                    .filter(|authorizer| authorizer.get("JwtConfiguration").is_some())
                    .ok_or_else(|| {
                        Error::Template(format!(
                            "{logical_id}: {name} is no authorizer that is known here"
                        ))
                    })?;
                let scopes = properties
                    .pointer("/Auth/AuthorizationScopes")
                    .or_else(|| authorizer.get("AuthorizationScopes"));
                let scopes = match scopes {
                    Some(scopes) => texts(&self.resolve(scopes)?)
                        .ok_or_else(|| Error::Template(format!("{logical_id}: scopes {scopes}")))?,
                    None => Vec::new(),
                };
                Access::Jwt {
                    authorizer: name.to_owned(),
                    scopes,
                }
            }
        };
        Ok(Route { key, access })
    }

    fn schedule(
        &self,
        logical_id: &str,
        event: &str,
        kind: Kind,
        properties: &Value,
    ) -> Result<Schedule, Error> {
        let name = format!("{logical_id}{event}");
        let read = |names: &[&str]| {
            let found = names.iter().find_map(|name| properties.get(name));
            found.map(|value| self.resolve(value)).transpose()
        };
        let expression = read(&["ScheduleExpression", "Schedule"])?
            .as_ref()
            .and_then(scalar)
            .ok_or_else(|| Error::Template(format!("{name} does not say when")))?;
        let input = match read(&["Input"])?.as_ref().and_then(scalar) {
            Some(text) => Some(
                serde_json::from_str(&text)
                    .map_err(|e| Error::Template(format!("{name}: its input is no JSON: {e}")))?,
            ),
            None => None,
        };
        let enabled = match (read(&["State"])?, read(&["Enabled"])?) {
            (Some(state), _) => state == "ENABLED",
            (None, Some(enabled)) => enabled == true,
            (None, None) => true,
        };
        Ok(Schedule {
            name,
            kind,
            expression,
            input,
            enabled,
        })
    }
}
