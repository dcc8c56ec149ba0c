//! The template's functions: their events, their URLs and their environments.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::api::texts;
use super::{Cors, Template, referred, scalar};
use crate::Error;
use crate::emulator::ACCOUNT;
use crate::gateway::{Access, Route, RouteKey};

/// A Lambda function of the template.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Its name in the template.
    pub logical_id: String,
    /// The binary that is its code: `Metadata.BuildProperties.Binary`.
    pub bin: String,
    /// The routes of HTTP APIs that lead to it.
    pub routes: Vec<Route>,
    /// Its own URL.
    pub url: Option<FunctionUrl>,
    /// Its schedules.
    pub schedules: Vec<Schedule>,
    /// The queues whose messages it gets.
    pub mappings: Vec<Mapping>,
}

/// `FunctionUrlConfig`: a URL that leads to one function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FunctionUrl {
    /// Who may call it.
    pub auth: UrlAuth,
    /// How it answers.
    pub mode: InvokeMode,
    /// Which pages of other origins may call it, where Lambda is to decide that.
    pub cors: Option<Cors>,
}

/// Who may call a function URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlAuth {
    /// `NONE`: everybody. The function checks its callers itself.
    Open,
    /// `AWS_IAM`: a caller that signs the request with a key of the account.
    Iam,
}

/// How a function URL answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvokeMode {
    /// `BUFFERED`: when the answer is whole.
    Buffered,
    /// `RESPONSE_STREAM`: as the function writes the answer.
    Stream,
}

/// An `AWS::Lambda::EventSourceMapping`: a queue whose messages a function gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// Its name in the template.
    pub name: String,
    /// The queue, by its name in the template.
    pub queue: String,
    /// How many messages the function gets at most at a time.
    pub batch_size: usize,
    /// How long a batch that is not full waits for more.
    pub batching_window: Duration,
    /// Whether the function says which messages of a batch it failed at
    /// (`ReportBatchItemFailures`).
    pub reports_failures: bool,
    /// How many batches it may have at once, where that is bounded.
    pub concurrency: Option<usize>,
    /// Whether it gets any at all.
    pub enabled: bool,
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
                format!("scheduler:{region}:{ACCOUNT}:schedule/default"),
                json!("{}"),
            ),
            Kind::Rule => (
                "aws.events",
                format!("events:{region}:{ACCOUNT}:rule"),
                json!({}),
            ),
        };
        let whole = now.replace_nanosecond(0).unwrap_or(now);
        json!({
            "version": "0",
            "id": ulid::Ulid::generate().to_string(),
            "detail-type": "Scheduled Event",
            "source": source,
            "account": ACCOUNT,
            "time": whole.format(&Rfc3339).unwrap_or_default(),
            "region": region,
            "resources": [format!("arn:aws:{resource}/{name}")],
            "detail": detail,
        })
    }
}

/// The type of a mapping from a queue to a function.
const MAPPING: &str = "AWS::Lambda::EventSourceMapping";

impl Template {
    /// The functions, ordered by logical id.
    ///
    /// # Errors
    /// Where one has no binary, or an event or URL that is not supported here.
    pub fn functions(&self) -> Result<Vec<Function>, Error> {
        self.of_type("AWS::Serverless::Function")
            .into_iter()
            .map(|id| self.function(id))
            .collect()
    }

    /// A function's environment, globals included, intrinsics resolved.
    ///
    /// # Errors
    /// Where a variable is no scalar, or refers to something that does not exist on this machine.
    pub fn environment(&self, logical_id: &str) -> Result<BTreeMap<String, String>, Error> {
        let mut environment = BTreeMap::new();
        for layer in [
            self.global(logical_id, "Environment/Variables"),
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

    /// A property of a function, or else that of all functions, intrinsics resolved.
    ///
    /// # Errors
    /// As [`Template::property`].
    pub fn function_property(&self, logical_id: &str, name: &str) -> Result<Option<Value>, Error> {
        if let Some(own) = self.property(logical_id, name)? {
            return Ok(Some(own));
        }
        let global = self.global(logical_id, name);
        global.map(|value| self.resolve(value)).transpose()
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
                // SAM would let the function read and empty every queue of the AWS account.
                Some("SQS") => {
                    return Err(Error::Template(format!(
                        "{logical_id}: instead of the event {name}, write an {MAPPING}"
                    )));
                }
                _ => {}
            }
        }
        let url = self.function_url(&logical_id)?;
        let mappings = self.mappings(&logical_id)?;
        Ok(Function {
            logical_id,
            bin,
            routes,
            url,
            schedules,
            mappings,
        })
    }

    fn function_url(&self, logical_id: &str) -> Result<Option<FunctionUrl>, Error> {
        let Some(settings) = self.written(logical_id, "FunctionUrlConfig") else {
            return Ok(None);
        };
        let text = |name: &str| -> Result<Option<String>, Error> {
            let value = settings.get(name).map(|value| self.resolve(value));
            Ok(value.transpose()?.as_ref().and_then(scalar))
        };
        let wrong = |name: &str| {
            Error::Template(format!(
                "{logical_id}: FunctionUrlConfig.{name} is not supported here"
            ))
        };
        let auth = match text("AuthType")?.as_deref() {
            Some("NONE") => UrlAuth::Open,
            Some("AWS_IAM") => UrlAuth::Iam,
            _ => return Err(wrong("AuthType")),
        };
        let mode = match text("InvokeMode")?.as_deref() {
            None | Some("BUFFERED") => InvokeMode::Buffered,
            Some("RESPONSE_STREAM") => InvokeMode::Stream,
            Some(_) => return Err(wrong("InvokeMode")),
        };
        let cors = settings.get("Cors").map(|cors| self.cors(cors));
        Ok(Some(FunctionUrl {
            auth,
            mode,
            cors: cors.transpose()?,
        }))
    }

    fn route(&self, logical_id: &str, properties: &Value) -> Result<Route, Error> {
        let api = self.api_of(properties).ok_or_else(|| {
            Error::Template(format!(
                "{logical_id}: a route of no HTTP API of this template"
            ))
        })?;
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
            .or_else(|| self.written(&api, "Auth/DefaultAuthorizer"))
            .and_then(Value::as_str);
        let access = match name {
            None | Some("NONE") => Access::Open,
            Some("AWS_IAM")
                if self.written(&api, "Auth/EnableIamAuthorizer") == Some(&Value::Bool(true)) =>
            {
                Access::Iam
            }
            Some(name) => {
                // Only JWT authorizers are imitated. A typing error must not make a route whose
                // callers nobody checks.
                let authorizer = self
                    .written(&api, &format!("Auth/Authorizers/{name}"))
                    .filter(|authorizer| authorizer.get("JwtConfiguration").is_some())
                    .ok_or_else(|| {
                        Error::Template(format!(
                            "{logical_id}: {name} is no authorizer that is supported here"
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
        Ok(Route { api, key, access })
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

    /// The mappings of a function: those that name it, or a version or alias of it.
    fn mappings(&self, function: &str) -> Result<Vec<Mapping>, Error> {
        let mut mappings = Vec::new();
        for name in self.of_type(MAPPING) {
            let whose = self.written(&name, "FunctionName").and_then(referred);
            let whose = whose.and_then(|whose| whose.split('.').next());
            if whose == Some(function) {
                mappings.push(self.mapping(name)?);
            }
        }
        Ok(mappings)
    }

    fn mapping(&self, name: String) -> Result<Mapping, Error> {
        let none = Value::Null;
        let properties = self.resource(&name)?.get("Properties").unwrap_or(&none);
        let wrong = |what: &str| Error::Template(format!("{name}: {what}"));
        if properties.get("FilterCriteria").is_some() {
            return Err(wrong("filters are not supported here"));
        }
        let read = |path: &str| {
            let found = properties.pointer(path);
            found.map(|value| self.resolve(value)).transpose()
        };
        let number = |path: &str| -> Result<Option<usize>, Error> {
            let Some(value) = read(path)? else {
                return Ok(None);
            };
            let number = scalar(&value).and_then(|text| text.parse().ok());
            number.map(Some).ok_or_else(|| wrong(path))
        };
        let queue = properties.get("EventSourceArn").and_then(referred);
        let queue = queue
            .filter(|queue| self.is(queue, "AWS::SQS::Queue"))
            .ok_or_else(|| wrong("its queue is none of this template"))?;
        let (size, window) = (
            number("/BatchSize")?.unwrap_or(10),
            number("/MaximumBatchingWindowInSeconds")?.unwrap_or(0),
        );
        if size == 0 || size > 10 && window == 0 {
            return Err(wrong("a batch of more than 10 needs a window"));
        }
        let types = read("/FunctionResponseTypes")?.unwrap_or_default();
        Ok(Mapping {
            queue: queue.to_owned(),
            batch_size: size,
            batching_window: Duration::from_secs(window.try_into().unwrap_or(u64::MAX)),
            reports_failures: texts(&types)
                .is_some_and(|types| types.iter().any(|kind| kind == "ReportBatchItemFailures")),
            concurrency: number("/ScalingConfig/MaximumConcurrency")?,
            enabled: read("/Enabled")?.is_none_or(|enabled| enabled == true),
            name,
        })
    }

    /// The functions that rotate secrets: each secret with its function, by their names in
    /// the template.
    ///
    /// # Errors
    /// Where a schedule of rotation names none of the two.
    pub fn rotations(&self) -> Result<BTreeMap<String, String>, Error> {
        let schedules = self.of_type("AWS::SecretsManager::RotationSchedule");
        let rotations = schedules.into_iter().map(|id| {
            let resource = self.resource(&id)?;
            let one = |path, kind: &str| {
                let found = resource.pointer(path).and_then(referred);
                let found = found.filter(|found| self.is(found, kind));
                found.map(ToOwned::to_owned).ok_or_else(|| {
                    Error::Template(format!("{id}: {path} is nothing of this template"))
                })
            };
            Ok((
                one("/Properties/SecretId", "AWS::SecretsManager::Secret")?,
                one("/Properties/RotationLambdaARN", "AWS::Serverless::Function")?,
            ))
        });
        rotations.collect()
    }
}
