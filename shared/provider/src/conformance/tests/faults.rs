//! Each fault fails its own check, and no other.

use serde_json::{Value, json};

use super::*;

type Spoil = fn(&mut Reply);
type Break = fn(&mut Value);

#[test]
fn each_fault_fails_its_own_check() {
    use CheckId::*;
    let spoilt = |word: Tampering| {
        move |probe: &Probe, reply: &mut Reply| {
            if call_of(probe).is_some_and(|call| call.tampering == Some(word)) {
                *answer(reply) = ok(&json!({ "count": 3 }));
            }
        }
    };
    assert_eq!(failing(spoilt(Tampering::Unsigned)), [SecurityUnsigned]);
    assert_eq!(failing(spoilt(Tampering::WrongKey)), [SecurityWrongKey]);
    assert_eq!(
        failing(spoilt(Tampering::AlteredBody)),
        [SecurityAlteredBody]
    );
    assert_eq!(
        failing(spoilt(Tampering::OldTimestamp)),
        [SecurityOldTimestamp]
    );
    assert_eq!(
        failing(spoilt(Tampering::RepeatedNonce)),
        [SecurityRepeatedNonce]
    );
    // Only 400, 401 and 403 refuse.
    let on = |prefix: &'static str, change: fn(&mut Reply)| {
        move |probe: &Probe, reply: &mut Reply| {
            if probe.id.starts_with(prefix) {
                change(reply);
            }
        }
    };
    let cases: Vec<(&'static str, Spoil, Vec<CheckId>)> = vec![
        (
            "security/unsigned",
            |r| answer(r).status = 404,
            vec![SecurityUnsigned],
        ),
        (
            "security/unsigned",
            |r| answer(r).status = 500,
            vec![SecurityUnsigned],
        ),
        ("security/unsigned", |r| answer(r).status = 400, vec![]),
        (
            "security/unsigned",
            |r| r.answer = Err(Failure::TimedOut),
            vec![SecurityUnsigned],
        ),
        (
            "call/count/00",
            |r| answer(r).echoes = true,
            vec![SecuritySecrets],
        ),
        (
            "no_capability",
            |r| answer(r).status = 400,
            vec![ContractNoCapability],
        ),
        (
            "no_capability",
            |r| answer(r).body.clear(),
            vec![ReliabilityErrors],
        ),
        (
            "wrong_type/count",
            |r| *answer(r) = ok(&json!({ "count": 3 })),
            vec![ContractWrongType],
        ),
        (
            "missing/count",
            |r| *answer(r) = ok(&json!({ "count": 3 })),
            vec![ContractMissing],
        ),
        (
            "unknown/count",
            |r| *answer(r) = ok(&json!({ "count": 3 })),
            vec![ContractUnknown],
        ),
        (
            "missing/count",
            |r| answer(r).body.clear(),
            vec![ContractMissing, ReliabilityErrors],
        ),
        (
            "missing/count",
            |r| *answer(r) = error(500, "broken"),
            vec![ContractMissing],
        ),
        (
            "call/count/00",
            |r| *answer(r) = ok(&json!({ "count": "3" })),
            vec![ContractData, ContractValues],
        ),
        (
            "call/count/00",
            |r| *answer(r) = ok(&json!({ "count": 9 })),
            vec![ContractValues],
        ),
        (
            "call/count/00",
            |r| answer(r).status = 201,
            vec![ContractStatus, ContractData, ContractValues, ContractTtl],
        ),
        (
            "call/count/00",
            |r| {
                let mut body: Value = serde_json::from_slice(&answer(r).body).unwrap();
                body["ttl"] = json!(86_401);
                answer(r).body = body.to_string().into_bytes();
            },
            vec![ContractTtl],
        ),
        (
            "call/count/00",
            |r| {
                let mut body: Value = serde_json::from_slice(&answer(r).body).unwrap();
                body["metadata"]["fetchedAt"] = json!(at(3_600));
                answer(r).body = body.to_string().into_bytes();
            },
            vec![ContractFetchedAt],
        ),
        (
            "health/1",
            |r| answer(r).status = 503,
            vec![ReliabilityHealth, ReliabilityRetryAfter],
        ),
        (
            "repeated/tasks.today/complete/1",
            |r| *answer(r) = ok(&json!({ "again": true })),
            vec![ReliabilityIdempotent],
        ),
        (
            "repeated/tasks.today/complete/1",
            |r| *answer(r) = error(409, "done"),
            vec![ReliabilityIdempotent],
        ),
        (
            "parallel/9",
            |r| *answer(r) = error(500, "busy"),
            vec![ReliabilityParallel],
        ),
        (
            "parallel/9",
            |r| {
                *answer(r) = error(503, "busy");
                answer(r).retry_after = true;
            },
            vec![ReliabilityParallel],
        ),
        (
            "parallel/9",
            |r| *answer(r) = error(429, "busy"),
            vec![ReliabilityRetryAfter],
        ),
        (
            "parallel/9",
            |r| answer(r).status = 302,
            vec![SecurityRedirect],
        ),
        (
            "performance/count",
            |r| r.latency_ms = 801,
            vec![PerformanceP95],
        ),
        ("performance/count/05", |r| r.latency_ms = 60_000, vec![]),
        (
            "performance/count/0",
            |r| r.answer = Err(Failure::TimedOut),
            vec![PerformanceP95],
        ),
        (
            "call/count/00",
            |r| answer(r).too_large = true,
            vec![
                ContractStatus,
                ContractData,
                ContractValues,
                ContractTtl,
                PerformanceSize,
            ],
        ),
        (
            "realtime/count",
            |r| answer(r).first_byte_ms = 2_001,
            vec![PerformanceFirstByte],
        ),
        (
            "page/privacy",
            |r| answer(r).status = 404,
            vec![PresentationPrivacy],
        ),
        (
            "page/support",
            |r| r.answer = Err(Failure::Unreachable),
            vec![PresentationSupport],
        ),
        (
            "picture/icon",
            |r| answer(r).body = b"GIF89a".to_vec(),
            vec![PresentationIcon],
        ),
        (
            "picture/icon",
            |r| {
                answer(r)
                    .body
                    .iter_mut()
                    .last()
                    .into_iter()
                    .for_each(|b| *b = 1)
            },
            vec![PresentationIcon],
        ),
    ];
    for (prefix, change, expected) in &cases {
        assert_eq!(failing(on(prefix, *change)), *expected, "{prefix}");
    }
    // The certificate and the addresses: no probe gets an answer then.
    let everywhere = |failure: Failure| {
        let (_, report) = run(&setup(&capabilities()), |probe, reply| {
            if probe.is_of_runtime() {
                reply.answer = Err(failure);
            }
        });
        assert!(!report.passing && !report.complete);
        with_verdict(&report, Verdict::Fail)
    };
    let certificate = everywhere(Failure::Certificate);
    assert_eq!(certificate, [SecurityHttps, ReliabilityHealth].into());
    let address = everywhere(Failure::Address);
    assert_eq!(address, [SecurityPublic, ReliabilityHealth].into());

    // Every check fails somewhere: here, or below, or where versions are compared.
    let mut shown: BTreeSet<_> = cases.into_iter().flat_map(|(.., failed)| failed).collect();
    shown.extend([SecurityWrongKey, SecurityAlteredBody, SecurityOldTimestamp]);
    shown.extend([SecurityRepeatedNonce, SecurityHttps, SecurityPublic]);
    shown.extend(of_descriptors().into_iter().map(|(_, id)| id));
    shown.extend([SchemaBounded, PresentationVersion]);
    let all: BTreeSet<_> = CheckId::ALL.iter().copied().collect();
    assert_eq!(shown, all);
}

/// Descriptors are read within the bounds; where those are narrowed later, a stored schema fails.
#[test]
fn a_schema_beyond_the_bounds_fails() {
    let mut capabilities = read(&json!([full()]), "").unwrap();
    capabilities[0].output_schema = json!({ "$ref": "https://example.com/schema" });
    let report = assess(&setup(&capabilities), &capabilities, &Samples::default());
    assert!(with_verdict(&report, Verdict::Fail).contains(&CheckId::SchemaBounded));
}

#[test]
fn faults_of_descriptors_fail_their_checks() {
    let failed = |change: fn(&mut Value)| {
        let mut one = full();
        change(&mut one);
        let capabilities = read(&json!([one]), "").unwrap();
        let report = assess(&setup(&capabilities), &capabilities, &Samples::default());
        with_verdict(&report, Verdict::Fail)
            .into_iter()
            .collect::<Vec<_>>()
    };
    assert_eq!(failed(|_| {}), []);
    for (change, id) in of_descriptors() {
        assert_eq!(failed(change), [id]);
    }
}

/// Faults of descriptors, and the check that each fails.
fn of_descriptors() -> Vec<(Break, CheckId)> {
    use CheckId::*;
    vec![
        (
            |v| v["inputSchema"]["properties"]["a"] = json!({ "type": "string" }),
            SchemaDescribed,
        ),
        (
            |v| {
                v["outputSchema"]["properties"]["first"]["properties"]["a"] =
                    json!({ "description": "An a." })
            },
            SchemaDescribed,
        ),
        (
            |v| v["outputSchema"]["properties"]["count"]["examples"] = json!(["a"]),
            SchemaExamples,
        ),
        (
            |v| v["fixtures"][0]["input"]["params"] = json!({}),
            SchemaFixtures,
        ),
        (
            |v| v["fixtures"][0]["expected"]["data"]["count"] = json!("a"),
            SchemaFixtures,
        ),
        (
            |v| v["fixtures"][0]["tolerances"] = json!({ "/first": { "delta": 1 } }),
            SchemaFixtures,
        ),
        (
            |v| {
                v["actions"][0]["outputSchema"] =
                    json!({ "type": "integer", "minimum": 2, "maximum": 1 })
            },
            SchemaSatisfiable,
        ),
        (
            |v| v["surfaceGuidance"]["bindings"]["title"] = json!("/second"),
            PresentationBindings,
        ),
        (
            |v| v["surfaceGuidance"]["component"] = json!("hologram"),
            PresentationComponent,
        ),
        (
            |v| {
                v["actions"][0]
                    .as_object_mut()
                    .unwrap()
                    .remove("confirmation");
            },
            PresentationConfirmation,
        ),
        (|v| v["description"] = json!("Tasks"), PresentationLengths),
    ]
}
