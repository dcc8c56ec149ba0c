mod faults;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};

use common::{Fault, Timestamp};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::check::EVIDENCE;
use super::plan::{Against, Phase, ProbeCall, ProbeKind, probes};
use super::*;
use crate::package::descriptor::{read, tests::full};
use crate::package::drift::{self, Side};
use crate::package::listing::{Listing, Presented};
use crate::package::version::Version;
use crate::package::{Capability, ContentHash, RiskTier, Semver};
use crate::schema::Schema;

const NOON: i64 = 1_800_000_000_000;

fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(NOON + second * 1_000)
}

/// A capability that only reads, and one that acts.
fn capabilities() -> Vec<Capability> {
    let mut read_only = full();
    read_only["name"] = json!("count");
    read_only["modes"] = json!(["state", "realtime"]);
    read_only["inputSchema"]["additionalProperties"] = json!(false);
    read_only["inputSchema"]["properties"]["list"]["examples"] = json!(["home"]);
    read_only.as_object_mut().unwrap().remove("actions");
    read(&json!([full(), read_only]), "").unwrap()
}

fn setup(capabilities: &[Capability]) -> Setup {
    let url = |path: &str| Some(format!("https://example.com/{path}"));
    Setup {
        suite: SUITE,
        seed: 7,
        at: at(0),
        version: Semver::FIRST,
        risk_tier: RiskTier::ActionCapable,
        content_hash: ContentHash::of(capabilities).unwrap(),
        presented: Presented {
            name: "Tasks".into(),
            description: "What is due today, from your lists.".into(),
            category: None,
            listing: Listing {
                icon_url: url("icon.png"),
                screenshots: vec![],
                privacy_url: url("privacy"),
                support_url: url("support"),
            },
        },
        against: None,
        runtime: true,
        https: true,
        local: false,
    }
}

/// A runtime in this process that does all that it should, but for what a test changes.
struct Runtime<F> {
    capabilities: Vec<Capability>,
    /// Changes an answer.
    spoil: F,
    sent: AtomicU32,
}

fn ok(data: &Value) -> Answer {
    let body = json!({
        "status": "ok", "data": data, "ttl": 60,
        "metadata": { "source": "here", "fetchedAt": at(0) },
    });
    Answer {
        status: 200,
        body: body.to_string().into_bytes(),
        first_byte_ms: 20,
        ..Answer::default()
    }
}

fn error(status: u16, code: &str) -> Answer {
    let body = json!({ "status": "error", "error": { "code": code, "message": "It is wrong." } });
    Answer {
        status,
        body: body.to_string().into_bytes(),
        ..Answer::default()
    }
}

impl<F> Runtime<F> {
    fn answer(&self, probe: &Probe) -> Answer {
        let call = match &probe.kind {
            ProbeKind::Health | ProbeKind::Page { .. } => {
                return Answer {
                    status: 200,
                    ..Answer::default()
                };
            }
            ProbeKind::Picture { .. } => {
                let mut body = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
                body.extend([0, 0, 2, 0, 0, 0, 2, 0]);
                return Answer {
                    status: 200,
                    body,
                    ..Answer::default()
                };
            }
            ProbeKind::Call(call) => call,
        };
        if call.tampering.is_some() {
            return error(401, "unsigned");
        }
        let named = |one: &&Capability| one.name.as_str() == call.capability;
        let Some(capability) = self.capabilities.iter().find(named) else {
            return error(404, "unknown");
        };
        let (schema, data) = match &call.action {
            Some(name) => (&capability.action(name).unwrap().input_schema, json!({})),
            None => (&capability.input_schema, json!({ "count": 3 })),
        };
        if Schema::read(schema.clone()).unwrap().accepts(&call.params) {
            ok(&data)
        } else {
            error(400, "invalid")
        }
    }
}

impl<F: Fn(&Probe, &mut Reply) + Sync> Prober for Runtime<F> {
    async fn send(&self, probe: &Probe) -> Result<Reply, Fault> {
        let number = self.sent.fetch_add(1, Ordering::SeqCst);
        // Answers come in another order than the calls were sent in.
        for _ in 0..number % 3 {
            tokio::task::yield_now().await;
        }
        let mut reply = Reply {
            at: at(1),
            latency_ms: 120,
            request_id: Some(format!("req_{}", probe.id)),
            answer: Ok(self.answer(probe)),
        };
        (self.spoil)(probe, &mut reply);
        Ok(reply)
    }
}

fn run(setup: &Setup, spoil: impl Fn(&Probe, &mut Reply) + Sync) -> (Samples, Report) {
    let capabilities = capabilities();
    let runtime = Runtime {
        capabilities: capabilities.clone(),
        spoil,
        sent: AtomicU32::new(0),
    };
    let mut samples = Samples::default();
    let runner = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let done = runner
        .block_on(advance(
            setup,
            &capabilities,
            &mut samples,
            &runtime,
            || false,
        ))
        .unwrap();
    assert!(done);
    let report = assess(setup, &capabilities, &samples);
    (samples, report)
}

fn with_verdict(report: &Report, verdict: Verdict) -> BTreeSet<CheckId> {
    let all = report.dimensions.iter().flat_map(|d| &d.checks);
    all.filter(|c| c.verdict == verdict).map(|c| c.id).collect()
}

/// The checks that fail where answers are spoilt like this.
fn failing(spoil: impl Fn(&Probe, &mut Reply) + Sync) -> Vec<CheckId> {
    let (_, report) = run(&setup(&capabilities()), spoil);
    assert!(report.complete);
    with_verdict(&report, Verdict::Fail).into_iter().collect()
}

fn answer(reply: &mut Reply) -> &mut Answer {
    reply.answer.as_mut().unwrap()
}

fn call_of(probe: &Probe) -> Option<&ProbeCall> {
    match &probe.kind {
        ProbeKind::Call(call) => Some(call),
        _ => None,
    }
}

#[test]
fn a_runtime_that_does_all_it_should_has_the_full_score() {
    let (samples, report) = run(&setup(&capabilities()), |_, _| {});
    let failed = with_verdict(&report, Verdict::Fail);
    assert!(failed.is_empty(), "{failed:?}");
    assert!(with_verdict(&report, Verdict::NotRun).is_empty());
    assert_eq!(
        (report.score, report.passing, report.lists_itself),
        (100, true, true)
    );
    assert!(
        report
            .dimensions
            .iter()
            .all(|d| d.score == Some(100) && !d.warning)
    );
    // What is never skipped here was made once at least.
    let passed = with_verdict(&report, Verdict::Pass);
    let never = [CheckId::ReliabilityRetryAfter, CheckId::PresentationVersion];
    for &id in CheckId::ALL {
        assert_eq!(passed.contains(&id), !never.contains(&id), "{id}");
    }
    assert!(samples.samples.len() < 400);
    let size = serde_json::to_string(&report).unwrap().len();
    assert!(size < 120_000, "{size}");
}

#[test]
fn an_insecure_runtime_does_not_pass_whatever_its_score() {
    let (_, report) = run(&setup(&capabilities()), |probe, reply| {
        if probe.id == "security/unsigned" {
            answer(reply).status = 200;
        }
    });
    assert!(report.score >= 95 && report.complete && !report.passing);
    let all = report.dimensions.iter().flat_map(|d| &d.checks);
    let failed: Vec<_> = all.filter(|c| c.verdict == Verdict::Fail).collect();
    assert_eq!(failed.len(), 1);
    assert!(failed[0].remedy.is_some() && failed[0].reason.is_some());
    let evidence = &failed[0].evidence[0];
    assert_eq!(
        evidence.request_id.as_deref(),
        Some("req_security/unsigned")
    );
    assert!(evidence.hash.is_some());
}

#[test]
fn without_a_runtime_nothing_is_failed_and_nothing_passes() {
    let mut without = setup(&capabilities());
    without.runtime = false;
    let (samples, report) = run(&without, |_, _| {});
    assert!(samples.samples.keys().all(|id| !id.starts_with("call/")));
    assert!(with_verdict(&report, Verdict::Fail).is_empty());
    assert!(with_verdict(&report, Verdict::NotRun).contains(&CheckId::SecurityUnsigned));
    assert_eq!(
        (report.score, report.complete, report.passing),
        (100, false, false)
    );
    assert_eq!(report.dimensions[1].score, None);
}

#[test]
fn a_runtime_that_cannot_be_reached_is_given_up() {
    let (samples, report) = run(&setup(&capabilities()), |probe, reply| {
        if probe.is_of_runtime() {
            reply.answer = Err(Failure::Unreachable);
        }
    });
    // Three health checks, and the listing.
    assert_eq!(samples.samples.len(), 6);
    assert!(!report.complete && !report.passing);
    let all = report.dimensions.iter().flat_map(|d| &d.checks);
    let mut not_run = all.filter(|c| c.verdict == Verdict::NotRun);
    let reason = not_run.next().and_then(|check| check.reason.clone());
    assert_eq!(
        reason.as_deref(),
        Some("the runtime can't be reached: unreachable")
    );
}

#[test]
fn on_this_machine_the_internet_is_skipped_and_its_weight_is_the_others() {
    let mut local = setup(&capabilities());
    (local.local, local.https) = (true, false);
    local.presented.listing = Listing::default();
    let (_, report) = run(&local, |_, _| {});
    let skipped = with_verdict(&report, Verdict::Skipped);
    for id in [
        CheckId::SecurityHttps,
        CheckId::SecurityPublic,
        CheckId::PresentationIcon,
        CheckId::PresentationPrivacy,
        CheckId::PresentationSupport,
    ] {
        assert!(skipped.contains(&id), "{id}");
    }
    assert_eq!(
        (report.score, report.passing, report.lists_itself),
        (100, true, true)
    );
    // In production the same package fails them.
    let mut bare = setup(&capabilities());
    (bare.https, bare.presented.listing) = (false, Listing::default());
    let (_, report) = run(&bare, |_, _| {});
    let failed = with_verdict(&report, Verdict::Fail);
    assert!(
        failed.contains(&CheckId::SecurityHttps) && failed.contains(&CheckId::PresentationIcon)
    );
    assert!(!report.passing);
}

#[test]
fn a_run_that_was_stopped_goes_on_where_it_was() {
    let (capabilities, sent) = (capabilities(), AtomicU32::new(0));
    let setup = setup(&capabilities);
    let runtime = Runtime {
        capabilities: capabilities.clone(),
        spoil: |_: &Probe, _: &mut Reply| {},
        sent: AtomicU32::new(0),
    };
    let mut samples = Samples::default();
    let runner = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let mut turns = 0;
    loop {
        turns += 1;
        sent.store(0, Ordering::SeqCst);
        let stop = || sent.fetch_add(1, Ordering::SeqCst) >= 7;
        if runner
            .block_on(advance(&setup, &capabilities, &mut samples, &runtime, stop))
            .unwrap()
        {
            break;
        }
        // What is not sent yet is not run.
        let report = assess(&setup, &capabilities, &samples);
        assert!(!report.complete && with_verdict(&report, Verdict::Fail).is_empty());
        // It is stored and read between two turns.
        let text = serde_json::to_string(&samples).unwrap();
        samples = serde_json::from_str(&text).unwrap();
    }
    assert!(turns > 5);
    let all = probes(&setup, &capabilities).len();
    assert_eq!(runtime.sent.load(Ordering::SeqCst) as usize, all);
    let (_, at_once) = run(&setup, |_, _| {});
    assert_eq!(assess(&setup, &capabilities, &samples), at_once);
}

#[test]
fn the_number_has_to_be_as_far_ahead_as_the_changes_demand() {
    let capabilities = capabilities();
    let mut changed = capabilities.clone();
    changed[0].input_schema["required"] = json!([]);
    let side = |capabilities| Side {
        capabilities,
        tier: RiskTier::ActionCapable,
    };
    let mut samples = run(&setup(&capabilities), |_, _| {}).0;
    samples.drift = Some(drift::between(
        side(&changed),
        side(&capabilities),
        drift::PATIENCE,
    ));
    let verdict = |version: &str| {
        let mut setup = setup(&capabilities);
        setup.version = version.parse().unwrap();
        setup.against = Some(Against {
            version_id: Version::id_of(crate::id::PackageId::new(at(0)), Semver::FIRST),
            version: "1.2.3".parse().unwrap(),
        });
        let report = assess(&setup, &capabilities, &samples);
        with_verdict(&report, Verdict::Fail).contains(&CheckId::PresentationVersion)
    };
    assert!(!verdict("2.0.0"));
    assert!(verdict("1.3.0"));
    samples.drift = None;
    let mut setup = setup(&capabilities);
    setup.against = Some(Against {
        version_id: Version::id_of(crate::id::PackageId::new(at(0)), Semver::FIRST),
        version: Semver::FIRST,
    });
    let report = assess(&setup, &capabilities, &samples);
    assert!(!report.complete);
}

/// A hostile runtime can't make a report large.
#[test]
fn evidence_is_bounded() {
    let (_, report) = run(&setup(&capabilities()), |probe, reply| {
        if probe.phase != Phase::Health {
            answer(reply).status = 500;
            answer(reply).body = json!({
                "status": "error", "error": { "code": "x".repeat(10_000), "message": "y".repeat(10_000) },
            })
            .to_string()
            .into_bytes();
        }
    });
    let all = || report.dimensions.iter().flat_map(|d| &d.checks);
    assert!(all().all(|check| check.evidence.len() <= EVIDENCE));
    let size = serde_json::to_string(&report).unwrap().len();
    assert!(size < 200_000, "{size}");
}

/// A hundred assessments of what a run has found, in a hundred orders: one report, to the byte.
#[test]
fn a_hundred_assessments_of_the_same_samples_are_one_report() {
    let capabilities = capabilities();
    let setup = setup(&capabilities);
    let (samples, report) = run(&setup, erratic(11));
    let report = serde_json::to_string(&report).unwrap();
    for turn in 0..100_u64 {
        let mut entries: Vec<_> = samples.samples.clone().into_iter().collect();
        entries.sort_by_key(|(id, _)| {
            id.bytes().fold(turn, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            })
        });
        let again = Samples {
            samples: entries.into_iter().collect(),
            ..samples.clone()
        };
        let again = assess(&setup, &capabilities, &again);
        assert_eq!(serde_json::to_string(&again).unwrap(), report, "{turn}");
    }
}

/// A runtime that fails at random, by the names of the probes.
fn erratic(seed: u64) -> impl Fn(&Probe, &mut Reply) + Sync {
    move |probe, reply| {
        let chance = probe.id.bytes().fold(seed, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        reply.latency_ms = u32::try_from(chance % 3_000).unwrap();
        match (chance >> 20) % 12 {
            0 => reply.answer = Err(Failure::TimedOut),
            1 => *answer(reply) = error(500, "broken"),
            2 => answer(reply).body.clear(),
            3 => answer(reply).status = 302,
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// The same samples give the same report, in whatever order they came and the capabilities
    /// stand.
    #[test]
    fn a_report_is_a_function_of_its_samples(
        seed in any::<u64>(), order in Just(()).prop_perturb(|(), mut rng| rng.next_u64()),
    ) {
        let capabilities = capabilities();
        let mut setup = setup(&capabilities);
        setup.seed = seed;
        let (samples, report) = run(&setup, erratic(seed));
        let mut entries: Vec<_> = samples.samples.clone().into_iter().collect();
        entries.sort_by_key(|(id, _)| id.bytes().fold(order, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        }));
        let mut shuffled = Samples::default();
        for (id, sample) in entries {
            let text = serde_json::to_string(&sample).unwrap();
            shuffled.samples.insert(id, serde_json::from_str(&text).unwrap());
        }
        shuffled.given_up = samples.given_up.clone();
        prop_assert_eq!(&assess(&setup, &capabilities, &shuffled), &report);
        // Of the same seed the probes are the same.
        prop_assert_eq!(probes(&setup, &capabilities), probes(&setup, &capabilities));
        prop_assert_eq!(run(&setup, erratic(seed)).1, report.clone());
        // The score follows from the verdicts alone, and is exact.
        let mut overall = 0.0;
        let mut weights = 0.0;
        for dimension in &report.dimensions {
            let of = |verdict| dimension.checks.iter().filter(|c| c.verdict == verdict)
                .map(|c| f64::from(c.weight)).sum::<f64>();
            let (pass, fail) = (of(Verdict::Pass), of(Verdict::Fail));
            prop_assert_eq!(dimension.score.is_some(), pass + fail > 0.0);
            if pass + fail > 0.0 {
                overall += f64::from(dimension.weight) * pass / (pass + fail);
                weights += f64::from(dimension.weight);
            }
        }
        let exact = 100.0 * overall / weights;
        prop_assert!(f64::from(report.score) <= exact + 1e-9 && exact < f64::from(report.score) + 1.0 + 1e-9);
        if report.passing {
            prop_assert!(exact >= 80.0 - 1e-9 && report.complete);
        }
    }
}
