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
      RouteSettings:
        "PUT /own": { ThrottlingRateLimit: 5, ThrottlingBurstLimit: !Ref Rate }
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
        Sweep: { Type: ScheduleV2, Properties: { ScheduleExpression: rate(5 minutes) } }
        Timed: { Type: Schedule, Properties: { Schedule: cron(0 1 * * ? *), Input: '{"a":1}', Enabled: false } }
  Bounded:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Queue.Arn
      FunctionName: !Ref Reader.Alias
      BatchSize: 25
      MaximumBatchingWindowInSeconds: 2
      FunctionResponseTypes: [ReportBatchItemFailures]
      ScalingConfig: { MaximumConcurrency: !Ref Most }
      Enabled: false
  Plain:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref Reader }
  Others:
    Type: AWS::Lambda::EventSourceMapping
    Properties: { EventSourceArn: !GetAtt Queue.Arn, FunctionName: !Ref ReaderOfOthers }
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
    Properties: { AlarmDescription: !Select [" ", [a, b]] }
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
            error.contains("no authorizer that is supported here"),
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
    let [sweep, nightly] = schedules.as_slice() else {
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
    assert_eq!((nightly.every(), nightly.enabled), (None, false));
    assert_eq!(
        nightly.event(datetime!(2026-11-21 10:20:30 UTC)),
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
fn an_api_has_its_settings() {
    let mut template = Template::parse(TEXT).unwrap();
    let error = template.apis().unwrap_err().to_string();
    assert_eq!(
        error,
        "template.yaml: Audience has no value on this machine"
    );
    let [owner] = template.token_sources().try_into().unwrap();
    assert_eq!((&*owner.api, &*owner.authorizer), ("Api", "Owner"));
    template.trust(&owner, "http://127.0.0.1:1", "here");
    let cors = Cors {
        origins: vec!["https://a.example".into(), "https://b.example".into()],
        methods: vec!["GET".into()],
        max_age: Some("60".into()),
        ..Cors::default()
    };
    let limit = |rate, burst| Throttle { rate, burst };
    let owner = JwtAuthorizer {
        issuer: "http://127.0.0.1:1".into(),
        audience: vec!["here".into()],
        identity: Identity::Header(http::header::AUTHORIZATION),
    };
    let api = HttpApi {
        throttles: Throttles {
            default: Some(limit(12.5, 3.0)),
            routes: [("PUT /own".to_owned(), limit(5.0, 12.5))].into(),
        },
        cors: Some(cors),
        authorizers: [("Owner".to_owned(), owner)].into(),
    };
    assert_eq!(template.apis().unwrap(), [("Api".to_owned(), api)].into());
    // A function that reads them gets the same values.
    let parameters: BTreeMap<_, _> = template.parameters().collect();
    assert_eq!(parameters["Issuer"], Some("http://127.0.0.1:1"));
    assert_eq!(parameters["Audience"], Some("here"));
}

/// Two APIs, three authorizers: two of them have an issuer in common, none the audience.
const TWO: &str = r#"
Parameters:
  First: { Type: String }
  Mine: { Type: String }
  Theirs: { Type: String }
Resources:
  One:
    Type: AWS::Serverless::HttpApi
    Properties:
      Auth:
        Authorizers:
          A:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: !Ref First, audience: [!Ref Mine] }
          B:
            IdentitySource: $request.header.Authorization
            JwtConfiguration: { issuer: !Ref First, audience: [!Ref Theirs] }
  Two:
    Type: AWS::Serverless::HttpApi
    Properties:
      DefaultRouteSettings: { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 2 }
      Auth:
        Authorizers:
          A:
            IdentitySource: $request.querystring.token
            JwtConfiguration: { issuer: "https://issuer.example", audience: fixed }
  F:
    Type: AWS::Serverless::Function
    Metadata: { BuildProperties: { Binary: f } }
    Properties:
      FunctionUrlConfig:
        AuthType: AWS_IAM
        InvokeMode: RESPONSE_STREAM
        Cors: { AllowOrigins: ["https://a.example"] }
      Events:
        A: { Type: HttpApi, Properties: { ApiId: !Ref One, Method: GET, Path: /a, Auth: { Authorizer: B } } }
        B: { Type: HttpApi, Properties: { ApiId: !Ref Two, Method: GET, Path: /a, Auth: { Authorizer: A } } }
  G:
    Type: AWS::Serverless::Function
    Metadata: { BuildProperties: { Binary: g } }
    Properties:
      FunctionUrlConfig: { AuthType: NONE }
"#;

#[test]
fn apis_stand_apart() {
    let mut template = Template::parse(TWO).unwrap();
    let sources = template.token_sources();
    let names: Vec<_> = sources
        .iter()
        .map(|source| (&*source.api, &*source.authorizer))
        .collect();
    assert_eq!(names, [("One", "A"), ("One", "B"), ("Two", "A")]);
    assert_eq!(sources[0].issuer, sources[1].issuer);
    assert_ne!(sources[0].issuer, sources[2].issuer);
    for (source, (issuer, audience)) in sources.iter().zip([("i", "a"), ("i", "b"), ("j", "c")]) {
        template.trust(source, issuer, audience);
    }
    let apis = template.apis().unwrap();
    let authorizer = |api: &str, name: &str| {
        let authorizer = &apis[api].authorizers[name];
        (authorizer.issuer.clone(), authorizer.audience.join(","))
    };
    assert_eq!(authorizer("One", "A"), ("i".into(), "a".into()));
    assert_eq!(authorizer("One", "B"), ("i".into(), "b".into()));
    // A value that is written out in the template is replaced too.
    assert_eq!(authorizer("Two", "A"), ("j".into(), "c".into()));
    assert_eq!(
        [&apis["One"], &apis["Two"]].map(|api| api.throttles.default.is_some()),
        [false, true]
    );

    let [f, g] = template.functions().unwrap().try_into().unwrap();
    let routes: Vec<_> = f
        .routes
        .iter()
        .map(|route| (&*route.api, route.to_string()))
        .collect();
    assert_eq!(
        routes,
        [("One", "GET /a".to_owned()), ("Two", "GET /a".to_owned())]
    );
    let url = FunctionUrl {
        auth: UrlAuth::Iam,
        mode: InvokeMode::Stream,
        cors: Some(Cors {
            origins: vec!["https://a.example".into()],
            ..Cors::default()
        }),
    };
    assert_eq!(f.url, Some(url));
    let open = FunctionUrl {
        auth: UrlAuth::Open,
        mode: InvokeMode::Buffered,
        cors: None,
    };
    assert_eq!(g.url, Some(open));
}

#[test]
fn a_route_or_url_that_leads_nowhere_is_an_error() {
    for (from, to, problem) in [
        ("ApiId: !Ref One, ", "", "of no HTTP API"),
        ("ApiId: !Ref One", "ApiId: !Ref F", "of no HTTP API"),
        (
            "AuthType: NONE",
            "AuthType: SOME",
            "FunctionUrlConfig.AuthType",
        ),
        (
            "AuthType: NONE",
            "InvokeMode: BUFFERED",
            "FunctionUrlConfig.AuthType",
        ),
        ("RESPONSE_STREAM", "STREAM", "FunctionUrlConfig.InvokeMode"),
    ] {
        let template = Template::parse(&TWO.replace(from, to)).unwrap();
        let error = template.functions().unwrap_err().to_string();
        assert!(error.contains(problem), "{error}");
    }
}

#[test]
fn a_function_has_its_queues() {
    let [bounded, plain] = reader(&Template::parse(TEXT).unwrap())
        .mappings
        .try_into()
        .unwrap();
    let defaults = Mapping {
        name: "Plain".into(),
        queue: "Queue".into(),
        batch_size: 10,
        batching_window: std::time::Duration::ZERO,
        reports_failures: false,
        concurrency: None,
        enabled: true,
    };
    assert_eq!(plain, defaults);
    let all = Mapping {
        name: "Bounded".into(),
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
            "EventSourceArn: !GetAtt Queue.Arn",
            "EventSourceArn: !GetAtt Table.Arn",
            "its queue is none",
        ),
        ("BatchSize: 25", "BatchSize: 0", "a batch of more than 10"),
        ("BatchSize: 25", "BatchSize: many", "Bounded: /BatchSize"),
        (
            "MaximumBatchingWindowInSeconds: 2",
            "MaximumBatchingWindowInSeconds: 0",
            "a batch of more than 10",
        ),
        (
            "Sweep: { Type: ScheduleV2",
            "Sweep: { Type: SQS",
            "instead of the event Sweep, write an AWS::Lambda::EventSourceMapping",
        ),
        (
            "ScalingConfig:",
            "FilterCriteria:",
            "filters are not supported",
        ),
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
    template.set("Issuer", "https://issuer.example").unwrap();
    template.set("Audience", "a, b").unwrap();
    assert_eq!(
        template.apis().unwrap()["Api"]
            .cors
            .as_ref()
            .unwrap()
            .origins,
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
    assert!(error.contains("does not support Fn::Select"), "{error}");
}

#[test]
fn a_nested_stack_is_read_in_its_place() {
    let folder = std::env::temp_dir().join(format!("twin-nested-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("infra")).unwrap();
    let parent = r#"
Parameters:
  Stage: { Type: String, Default: dev }
Globals:
  Function: { CodeUri: functions/twin, Environment: { Variables: { OWN: 1 } } }
Resources:
  Table: { Type: AWS::DynamoDB::Table }
  Api: { Type: AWS::Serverless::HttpApi }
  Reader:
    Type: AWS::Serverless::Function
    Metadata: { BuildProperties: { Binary: reader } }
    Properties:
      Environment: { Variables: { OTHER: !GetAtt More.Outputs.Url } }
      Events: { Get: { Type: HttpApi, Properties: { Method: GET, Path: /a } } }
  More:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: infra/more.yaml
      Parameters: { Stage: !Ref Stage }
Outputs: {}
"#;
    let nested = r#"
Parameters:
  Stage: { Type: String }
  Level: { Type: String, Default: info }
Conditions:
  IsDev: !Equals [!Ref Stage, dev]
Globals:
  Function:
    CodeUri: ../functions/more
    Environment: { Variables: { TABLE: !Ref Table, KIND: !If [IsDev, dev, live] } }
Resources:
  Table: { Type: AWS::DynamoDB::Table }
  Api: { Type: AWS::Serverless::HttpApi }
  Writer:
    Type: AWS::Serverless::Function
    DependsOn: Table
    Metadata: { BuildProperties: { Binary: writer } }
    Properties:
      Environment: { Variables: { WHERE: !Sub "${Stage}/${Level}/${Table.Arn}/${AWS::Region}/${!kept}" } }
      Events: { Put: { Type: HttpApi, Properties: { ApiId: !Ref Api, Method: PUT, Path: /b } } }
Outputs:
  Url: { Value: !Sub "${Api.ApiEndpoint}/v1" }
"#;
    std::fs::write(folder.join("template.yaml"), parent).unwrap();
    std::fs::write(folder.join("infra/more.yaml"), nested).unwrap();
    let mut template = Template::read(&folder.join("template.yaml")).unwrap();
    std::fs::remove_dir_all(&folder).unwrap();

    assert_eq!(
        template.of_type("AWS::DynamoDB::Table"),
        ["Table", "More/Table"]
    );
    template.set("Stage", "prod").unwrap();
    template.bind("More/Table", "", "theirs");
    template.bind("More/Table", "Arn", "arn:theirs");
    template.bind("More/Api", "ApiEndpoint", "http://127.0.0.1:2");
    let variables = template.environment("More/Writer").unwrap();
    let variables: Vec<_> = variables
        .iter()
        .map(|(k, v)| (k.as_str(), v.as_str()))
        .collect();
    assert_eq!(
        variables,
        [
            ("KIND", "live"),
            ("TABLE", "theirs"),
            ("WHERE", "prod/info/arn:theirs/us-east-1/${kept}"),
        ]
    );
    let variables = template.environment("Reader").unwrap();
    assert_eq!(variables["OTHER"], "http://127.0.0.1:2/v1");
    assert_eq!(variables["OWN"], "1");
    let functions = template.functions().unwrap();
    let apis: Vec<_> = functions.iter().map(|f| f.routes[0].api.as_str()).collect();
    assert_eq!(apis, ["Api", "More/Api"]);
    let binaries = template.binaries().unwrap();
    assert_eq!(
        binaries.into_keys().collect::<Vec<_>>(),
        ["functions/more", "functions/twin"]
    );
}
