//! What the local stack needs to know of `template.yaml`.
//!
//! The short forms (`!Ref`, `!Sub`, `!GetAtt`) are turned into the long ones
//! while reading, so that everything after works on plain JSON. Intrinsics are
//! resolved only where a value is used: what the local stack does not run
//! (alarms, dashboards, policies) may use what this module does not know. As in
//! CloudFormation, what is `AWS::NoValue` is not there.

mod api;
mod function;
mod yaml;

pub use api::{Cors, Identity, JwtAuthorizer, Throttle};
pub use function::{Function, Kind, Mapping, Schedule};

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
    globals: Value,
    resources: Map<String, Value>,
    bound: BTreeMap<(String, String), String>,
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
        let [conditions, globals] =
            ["Conditions", "Globals"].map(|name| root.get(name).cloned().unwrap_or_default());
        Ok(Self {
            parameters,
            declared,
            lists,
            conditions,
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

    /// The logical ids of one type, in order.
    pub fn of_type(&self, kind: &str) -> Vec<String> {
        self.resources
            .iter()
            .filter(|(_, resource)| resource.get("Type").and_then(Value::as_str) == Some(kind))
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Whether there is a resource of this name and type.
    fn is(&self, logical_id: &str, kind: &str) -> bool {
        let resource = self.resources.get(logical_id);
        resource.and_then(|resource| resource.get("Type")?.as_str()) == Some(kind)
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
                Some((name, _)) if name.starts_with("Fn::") => Err(Error::Template(format!(
                    "the local stack does not know {name}: {value}"
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

    fn holds(&self, condition: &Value) -> Result<bool, Error> {
        let unknown = || Error::Template(format!("cannot follow the condition {condition}"));
        match condition.as_object().and_then(single).ok_or_else(unknown)? {
            ("Condition", Value::String(name)) => self.condition(name),
            ("Fn::Equals", Value::Array(two)) => match two.as_slice() {
                [one, other] => Ok(self.resolve(one)? == self.resolve(other)?),
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

/// The logical id that a `!Ref` or `!GetAtt` names, whether it is bound to anything or not.
fn referred(value: &Value) -> Option<&str> {
    match value.as_object().and_then(single)? {
        ("Ref", Value::String(id)) => Some(id),
        ("Fn::GetAtt", Value::Array(path)) => path.first()?.as_str(),
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

#[cfg(test)]
mod tests {
    use serde_json::json;
    use time::macros::datetime;

    use super::*;
    use crate::gateway::{Access, RouteKey};

    const TEXT: &str = r#"
Parameters:
  Stage: { Type: String, Default: dev }
  Rate: { Type: Number, Default: 12.5 }
  Most: { Type: Number, Default: 50 }
  Issuer: { Type: String }
  Audience: { Type: CommaDelimitedList }
  Origins: { Type: CommaDelimitedList, Default: "https://a.example, https://b.example" }
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
  IsLive: !And [!Not [!Condition IsDev], !Equals [!Ref Most, "50"]]
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
      CorsConfiguration: { AllowOrigins: !Ref Origins, AllowMethods: [GET], MaxAge: 60 }
      Auth:
        EnableIamAuthorizer: true
        Authorizers:
          Owner:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: !Ref Issuer, audience: !Ref Audience }
          Custom: { FunctionArn: !GetAtt Reader.Arn }
  Reader:
    Type: AWS::Serverless::Function
    Metadata: { BuildProperties: { Binary: reader } }
    Properties:
      Policies:
        - Statement: [{ Resource: [!GetAtt Table.Arn, !Sub "${Table.Arn}/index/x"] }]
      Environment: { Variables: { LEVEL: debug, WHERE: !Sub "${AWS::Region}:${Table}:${!kept}", COUNT: 10 } }
      Events:
        Get: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: get, Path: "/a/{id}" } }
        Own:
          Type: HttpApi
          Properties: { Method: PUT, Path: /own, Auth: { Authorizer: Owner, AuthorizationScopes: [w] } }
        Ours: { Type: HttpApi, Properties: { Method: PUT, Path: /ours, Auth: { Authorizer: AWS_IAM } } }
        Rest: { Type: HttpApi, Properties: { ApiId: !Ref Api } }
        Queue: { Type: SQS, Properties: { Queue: !GetAtt Queue.Arn } }
        Bounded:
          Type: SQS
          Properties:
            Queue: !GetAtt Queue.Arn
            BatchSize: 25
            MaximumBatchingWindowInSeconds: 2
            FunctionResponseTypes: [ReportBatchItemFailures]
            ScalingConfig: { MaximumConcurrency: !Ref Most }
            Enabled: false
        Sweep: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(5 minutes) } }
        Told: { Type: Schedule, Properties: { Schedule: cron(0 1 * * ? *), Input: '{"a":1}', Enabled: false } }
  Table:
    Type: AWS::DynamoDB::Table
    Properties: { KeySchema: [{ AttributeName: pk, KeyType: HASH }] }
  Queue:
    Type: AWS::SQS::Queue
  Secret:
    Type: AWS::SecretsManager::Secret
  Rotation:
    Type: AWS::SecretsManager::RotationSchedule
    Properties: { SecretId: !Ref Secret, RotationLambdaARN: !GetAtt Reader.Arn }
  Chosen:
    Type: Something
    Properties:
      Name: !If [IsLive, live, other]
      List: [!If [IsLive, a, !Ref AWS::NoValue], b]
      Only: !If [IsLive, 1, !Ref AWS::NoValue]
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties: { AlarmDescription: !Join [" ", [a, b]] }
"#;

    fn reader(template: &Template) -> Function {
        template.functions().unwrap().remove(0)
    }

    #[test]
    fn a_function_has_its_routes_with_their_callers() {
        // Nothing is bound yet: what there is to call does not depend on the machine.
        let reader = reader(&Template::parse(TEXT).unwrap());
        assert_eq!(reader.bin, "reader");
        let routes: Vec<_> = reader
            .routes
            .into_iter()
            .map(|route| (route.key, route.access))
            .collect();
        let path = |method, path| RouteKey::new(method, path).unwrap();
        let owner = Access::Jwt {
            authorizer: "Owner".into(),
            scopes: vec!["w".into()],
        };
        assert_eq!(
            routes,
            [
                (path("GET", "/a/{id}"), Access::Open),
                (path("PUT", "/ours"), Access::Iam),
                (path("PUT", "/own"), owner),
                (RouteKey::Default, Access::Open),
            ]
        );
    }

    #[test]
    fn a_route_nobody_here_can_check_is_an_error() {
        for (from, to) in [
            ("Authorizer: Owner,", "Authorizer: Custom,"),
            ("Authorizer: Owner,", "Authorizer: Ownr,"),
            ("EnableIamAuthorizer: true", "EnableIamAuthorizer: false"),
        ] {
            let template = Template::parse(&TEXT.replace(from, to)).unwrap();
            let error = template.functions().unwrap_err().to_string();
            assert!(
                error.contains("no authorizer that is known here"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_default_authorizer_holds_where_none_is_named() {
        let text = TEXT.replace(
            "EnableIamAuthorizer: true",
            "DefaultAuthorizer: Owner\n        EnableIamAuthorizer: true",
        );
        let text = text.replace(
            "Path: /ours, Auth: { Authorizer: AWS_IAM }",
            "Path: /ours, Auth: { Authorizer: NONE }",
        );
        let routes = reader(&Template::parse(&text).unwrap()).routes;
        let open: Vec<_> = routes
            .iter()
            .filter(|route| route.access == Access::Open)
            .map(ToString::to_string)
            .collect();
        assert_eq!(open, ["PUT /ours"]);
    }

    #[test]
    fn schedules_are_read_and_send_what_eventbridge_sends() {
        let schedules = reader(&Template::parse(TEXT).unwrap()).schedules;
        let [sweep, told] = schedules.as_slice() else {
            panic!("{schedules:?}")
        };
        assert_eq!(
            (sweep.every(), sweep.enabled),
            (Some(std::time::Duration::from_secs(300)), true)
        );
        let mut event = sweep.event(datetime!(2026-11-21 10:20:30.5 UTC));
        assert_eq!(event["id"].take().as_str().unwrap().len(), 26);
        assert_eq!(
            event,
            json!({
                "version": "0", "id": null, "detail-type": "Scheduled Event", "source": "aws.scheduler",
                "account": "000000000000", "time": "2026-11-21T10:20:30Z", "region": "us-east-1",
                "resources": ["arn:aws:scheduler:us-east-1:000000000000:schedule/default/ReaderSweep"],
                "detail": "{}",
            })
        );
        assert_eq!((told.every(), told.enabled), (None, false));
        assert_eq!(
            told.event(datetime!(2026-11-21 10:20:30 UTC)),
            json!({ "a": 1 })
        );
        for (expression, seconds) in [
            ("rate(1 minute)", Some(60)),
            ("rate(2 hours)", Some(7_200)),
            (" rate( 1 day )", Some(86_400)),
            ("rate(0 minutes)", None),
            ("rate(1 week)", None),
            ("rate(99999999999999999999 days)", None),
            ("at(2026-11-21T10:20:30)", None),
        ] {
            let schedule = Schedule {
                expression: expression.into(),
                ..sweep.clone()
            };
            assert_eq!(
                schedule.every().map(|every| every.as_secs()),
                seconds,
                "{expression}"
            );
        }
    }

    #[test]
    fn a_function_has_its_environment() {
        let mut template = Template::parse(TEXT).unwrap();
        template.bind("Table", "", "t1");
        let environment = template.environment("Reader").unwrap();
        let shown: Vec<_> = environment
            .iter()
            .map(|(k, v)| format!("{k}={v}"))
            .collect();
        assert_eq!(
            shown,
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
    }

    #[test]
    fn the_api_has_its_settings() {
        let mut template = Template::parse(TEXT).unwrap();
        let throttle = Throttle {
            rate: 12.5,
            burst: 3.0,
        };
        assert_eq!(template.throttle().unwrap(), Some(throttle));
        let cors = Cors {
            origins: vec!["https://a.example".into(), "https://b.example".into()],
            methods: vec!["GET".into()],
            max_age: Some("60".into()),
            ..Cors::default()
        };
        assert_eq!(template.cors().unwrap(), Some(cors));

        let error = template.jwt_authorizers().unwrap_err().to_string();
        assert_eq!(
            error,
            "template.yaml: Audience has no value on this machine"
        );
        template.bind_issuer("http://127.0.0.1:1", "here");
        let authorizers = template.jwt_authorizers().unwrap();
        let owner = JwtAuthorizer {
            issuer: "http://127.0.0.1:1".into(),
            audience: vec!["here".into()],
            identity: Identity::Header(http::header::AUTHORIZATION),
        };
        assert_eq!(authorizers, [("Owner".to_owned(), owner)].into());
    }

    #[test]
    fn a_function_has_its_queues() {
        let [bounded, plain] = reader(&Template::parse(TEXT).unwrap())
            .mappings
            .try_into()
            .unwrap();
        let defaults = Mapping {
            name: "ReaderQueue".into(),
            queue: "Queue".into(),
            batch_size: 10,
            batching_window: std::time::Duration::ZERO,
            reports_failures: false,
            concurrency: None,
            enabled: true,
        };
        assert_eq!(plain, defaults);
        let all = Mapping {
            name: "ReaderBounded".into(),
            batch_size: 25,
            batching_window: std::time::Duration::from_secs(2),
            reports_failures: true,
            concurrency: Some(50),
            enabled: false,
            ..defaults
        };
        assert_eq!(bounded, all);
        for (from, to, problem) in [
            (
                "Queue: !GetAtt Queue.Arn }",
                "Queue: !GetAtt Table.Arn }",
                "its queue is none",
            ),
            ("BatchSize: 25", "BatchSize: 0", "a batch of more than 10"),
            (
                "BatchSize: 25",
                "BatchSize: many",
                "ReaderBounded: /BatchSize",
            ),
            (
                "MaximumBatchingWindowInSeconds: 2",
                "MaximumBatchingWindowInSeconds: 0",
                "a batch of more than 10",
            ),
            ("ScalingConfig:", "FilterCriteria:", "filters are not known"),
        ] {
            let text = TEXT.replace(from, to);
            let error = Template::parse(&text)
                .unwrap()
                .functions()
                .unwrap_err()
                .to_string();
            assert!(error.contains(problem), "{error}");
        }
    }

    #[test]
    fn a_secret_has_the_function_that_rotates_it() {
        let rotations = Template::parse(TEXT).unwrap().rotations().unwrap();
        assert_eq!(
            rotations,
            [("Secret".to_owned(), "Reader".to_owned())].into()
        );
        let text = TEXT.replace(
            "RotationLambdaARN: !GetAtt Reader.Arn }",
            "RotationLambdaARN: arn:aws:lambda:x }",
        );
        let error = Template::parse(&text)
            .unwrap()
            .rotations()
            .unwrap_err()
            .to_string();
        assert!(error.contains("is nothing of this template"), "{error}");
    }

    #[test]
    fn conditions_choose_and_no_value_is_not_there() {
        let mut template = Template::parse(TEXT).unwrap();
        let chosen = |template: &Template| template.properties("Chosen").unwrap();
        assert_eq!(chosen(&template), json!({ "List": ["b"], "Name": "other" }));
        template.set("Stage", "production").unwrap();
        let all = json!({ "List": ["a", "b"], "Name": "live", "Only": 1 });
        assert_eq!(chosen(&template), all);
        for (from, to) in [
            ("[IsLive, live, other]", "[IsLife, live, other]"),
            ("!Not [", "!Nor ["),
        ] {
            let template = Template::parse(&TEXT.replace(from, to)).unwrap();
            let error = template.properties("Chosen").unwrap_err().to_string();
            assert!(error.contains("condition"), "{error}");
        }
    }

    #[test]
    fn parameters_can_be_set_where_there_are_any() {
        let mut template = Template::parse(TEXT).unwrap();
        template.set("Origins", "https://c.example").unwrap();
        assert_eq!(
            template.cors().unwrap().unwrap().origins,
            ["https://c.example"]
        );
        let error = template.set("Orgins", "x").unwrap_err().to_string();
        assert_eq!(error, "template.yaml: there is no parameter Orgins");
    }

    #[test]
    fn what_is_not_bound_is_named() {
        let error = Template::parse(TEXT).unwrap().environment("Reader");
        let error = error.unwrap_err().to_string();
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
