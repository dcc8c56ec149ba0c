//! Checks of single capabilities.

use super::{Live, data_of, evidence, is_structured_refusal, is_success, said};
use crate::conformance::check::{Check, CheckId, Evidence, Finding};
use crate::conformance::plan::{
    MEASURES, WARM_UPS, action_call, fixtures_of_each, good_call, measured, sound_calls,
    wrong_calls,
};
use crate::conformance::sample::{Content, FetchedAt, Sample};
use crate::package::descriptor::{AnswerStatus, Capability, Mode};
use crate::runtime::call::{CLOCK_SKEW_MILLIS, LONGEST_TTL};

/// Milliseconds until the first byte of a stream, at most.
const FIRST_BYTE_MILLIS: u32 = 2_000;

impl Live<'_> {
    pub(super) fn contract(&self, capability: &Capability, checks: &mut Vec<Check>) {
        let name = capability.name.as_str();
        let mut add = |id: CheckId, finding: Finding| checks.push(finding.check(id, Some(name)));
        let calls = sound_calls(capability, fixtures_of_each(self.capabilities));
        let expected = |i: usize| {
            let fixture = calls.get(i).and_then(|call| call.fixture);
            let fixture = fixture.and_then(|i| capability.fixtures.get(i));
            fixture.map_or(AnswerStatus::Ok, |fixture| fixture.expected.status)
        };
        let id = |i: usize| format!("call/{name}/{i:02}");
        let all = || (0..calls.len()).map(id);
        let good = || {
            let good = (0..calls.len()).filter(|i| expected(*i) == AnswerStatus::Ok);
            good.map(id)
        };
        let none = || Finding::Skipped("no valid parameters were found: add a fixture".to_owned());
        if calls.is_empty() {
            for check in [
                CheckId::ContractStatus,
                CheckId::ContractData,
                CheckId::ContractTtl,
                CheckId::ContractFetchedAt,
            ] {
                add(check, none());
            }
        } else {
            add(CheckId::ContractStatus, self.status(all(), &expected));
            add(CheckId::ContractData, self.data(good()));
            add(CheckId::ContractTtl, self.ttl(good()));
            add(CheckId::ContractFetchedAt, self.fetched_at(good()));
        }
        let has_values = capability
            .fixtures
            .iter()
            .any(|f| f.expected.data.is_some());
        add(
            CheckId::ContractValues,
            if has_values {
                self.values(good())
            } else {
                Finding::Skipped("no fixture expects data".to_owned())
            },
        );
        for ((word, call), check) in wrong_calls(self.setup, capability).into_iter().zip([
            CheckId::ContractWrongType,
            CheckId::ContractMissing,
            CheckId::ContractUnknown,
        ]) {
            add(
                check,
                if call.is_some() {
                    let id = format!("{word}/{name}");
                    self.each([id], "it got no structured 4xx", is_structured_refusal)
                } else {
                    Finding::Skipped("the input schema refuses no such call".to_owned())
                },
            );
        }
        add(CheckId::ReliabilityIdempotent, self.idempotent(capability));
        add(CheckId::PerformanceP95, self.speed(capability));
        add(CheckId::PerformanceFirstByte, self.first_byte(capability));
    }

    fn status(
        &self,
        ids: impl Iterator<Item = String>,
        expected: &impl Fn(usize) -> AnswerStatus,
    ) -> Finding {
        let samples = match self.get(ids) {
            Ok(samples) => samples,
            Err(missing) => return missing,
        };
        let wrong = samples.iter().enumerate().filter_map(|(i, (id, sample))| {
            let fits = sample
                .answer
                .as_ref()
                .is_some_and(|answer| match expected(i) {
                    AnswerStatus::Ok => {
                        answer.status == 200 && matches!(answer.content, Content::Data { .. })
                    }
                    AnswerStatus::Error => matches!(answer.content, Content::Error { .. }),
                });
            (!fits).then(|| evidence(id, sample, said(sample)))
        });
        Finding::of(
            wrong.collect(),
            "an answer has another status than expected",
        )
    }

    /// Fails where the data of a successful answer does.
    fn of_data(
        &self,
        ids: impl Iterator<Item = String>,
        why: &str,
        wrong: impl Fn(&Sample, &Content) -> Option<(Option<String>, String)>,
    ) -> Finding {
        let samples = match self.get(ids) {
            Ok(samples) => samples,
            Err(missing) => return missing,
        };
        let mut found = Vec::new();
        let mut answered = false;
        for (id, sample) in &samples {
            match data_of(sample) {
                Some(content) => {
                    answered = true;
                    if let Some((pointer, text)) = wrong(sample, content) {
                        let evidence = evidence(id, sample, text);
                        found.push(Evidence {
                            pointer,
                            ..evidence
                        });
                    }
                }
                None => found.push(evidence(id, sample, said(sample))),
            }
        }
        if samples.is_empty() {
            return Finding::Skipped("no fixture expects a success".to_owned());
        }
        if answered {
            Finding::of(found, why)
        } else {
            Finding::of(found, "no call was answered with data")
        }
    }

    fn data(&self, ids: impl Iterator<Item = String>) -> Finding {
        self.of_data(ids, "data does not fit its schema", |_, content| {
            let Content::Data { violations, .. } = content else {
                return None;
            };
            let first = violations.first()?;
            Some((Some(first.pointer.clone()), first.message.clone()))
        })
    }

    fn values(&self, ids: impl Iterator<Item = String>) -> Finding {
        self.of_data(ids, "data is not what a fixture expects", |_, content| {
            let Content::Data { differences, .. } = content else {
                return None;
            };
            let first = differences.first()?;
            Some((Some(first.pointer.clone()), first.message.clone()))
        })
    }

    fn ttl(&self, ids: impl Iterator<Item = String>) -> Finding {
        self.of_data(ids, "ttl is no integer from 0 to 86400", |_, content| {
            let Content::Data { ttl, .. } = content else {
                return None;
            };
            match ttl {
                Some(ttl) if (0..=i64::from(LONGEST_TTL)).contains(ttl) => None,
                Some(ttl) => Some((None, format!("ttl is {ttl}"))),
                None => Some((None, "there is no integer ttl".to_owned())),
            }
        })
    }

    fn fetched_at(&self, ids: impl Iterator<Item = String>) -> Finding {
        let ids: Vec<_> = ids.collect();
        let says = |id: &String| {
            let content = self.samples.get(id).and_then(data_of);
            matches!(
                content,
                Some(Content::Data {
                    fetched_at: Some(_),
                    ..
                })
            )
        };
        let complete = ids.iter().all(|id| self.samples.contains_key(id));
        if complete && !ids.iter().any(says) {
            return Finding::Skipped("no answer says when its data was fetched".to_owned());
        }
        let why = "fetchedAt is no time, or ahead of the clock";
        self.of_data(ids.into_iter(), why, |sample, content| {
            let Content::Data { fetched_at, .. } = content else {
                return None;
            };
            match fetched_at {
                Some(FetchedAt::At(at)) if *at > sample.at.plus_millis(CLOCK_SKEW_MILLIS) => {
                    Some((None, format!("{at} came at {}", sample.at)))
                }
                Some(FetchedAt::NoTime) => Some((None, "fetchedAt is no time".to_owned())),
                _ => None,
            }
        })
    }

    fn idempotent(&self, capability: &Capability) -> Finding {
        let actions = capability.actions.iter();
        let repeated: Vec<_> = actions
            .filter(|action| action_call(capability, &action.name).is_some())
            .map(|action| format!("repeated/{}/{}", capability.name, action.name))
            .collect();
        if repeated.is_empty() {
            return Finding::Skipped(
                "the capability has no action that could be called".to_owned(),
            );
        }
        let mut found = Vec::new();
        for id in repeated {
            let pair = match self.get([format!("{id}/0"), format!("{id}/1")]) {
                Ok(pair) => pair,
                Err(missing) => return missing,
            };
            let [(_, first), (second_id, second)] = pair.as_slice() else {
                continue;
            };
            let same = match (data_of(first), data_of(second)) {
                (
                    Some(Content::Data { data_hash: one, .. }),
                    Some(Content::Data {
                        data_hash: other, ..
                    }),
                ) => one == other,
                _ => false,
            };
            if !same {
                let text = format!("first {}, then {}", said(first), said(second));
                found.push(evidence(second_id, second, text));
            }
        }
        Finding::of(
            found,
            "an action that was repeated with its key had another answer",
        )
    }

    fn speed(&self, capability: &Capability) -> Finding {
        let is_measured = measured(self.setup, self.capabilities)
            .iter()
            .any(|(measured, _)| measured.name == capability.name);
        if !is_measured {
            return Finding::Skipped("this run measures other capabilities".to_owned());
        }
        let ids = (WARM_UPS..WARM_UPS + MEASURES)
            .map(|i| format!("performance/{}/{i:02}", capability.name));
        let samples = match self.get(ids) {
            Ok(samples) => samples,
            Err(missing) => return missing,
        };
        let mut latencies: Vec<_> = samples
            .iter()
            .map(|(_, sample)| match data_of(sample) {
                Some(_) => sample.latency_ms,
                None => u32::MAX,
            })
            .collect();
        latencies.sort_unstable();
        // The smallest that 95 % are at most.
        let rank = (latencies.len() * 95).div_ceil(100);
        let p95 = latencies.get(rank.saturating_sub(1)).copied();
        let p95 = p95.unwrap_or(u32::MAX);
        let budget = capability.latency_budget_ms;
        if p95 <= budget {
            return Finding::Pass;
        }
        let found = if p95 == u32::MAX {
            "calls were not answered with data".to_owned()
        } else {
            format!("95 % of {MEASURES} calls took up to {p95} ms; the budget is {budget} ms")
        };
        let slow = samples
            .iter()
            .filter(|(_, sample)| sample.latency_ms > budget || data_of(sample).is_none());
        let slow =
            slow.map(|(id, sample)| evidence(id, sample, format!("{} ms", sample.latency_ms)));
        Finding::Fail(found, slow.collect())
    }

    fn first_byte(&self, capability: &Capability) -> Finding {
        let is_called = capability.modes.contains(&Mode::Realtime)
            && good_call(capability).is_some_and(|call| call.action.is_none());
        if !is_called {
            return Finding::Skipped("the capability has no realtime mode to be called".to_owned());
        }
        let id = format!("realtime/{}", capability.name);
        self.each(
            [id],
            "a stream's first byte came late",
            |sample| match &sample.answer {
                Some(answer) if is_success(answer.status) => (answer.first_byte_ms
                    > FIRST_BYTE_MILLIS)
                    .then(|| format!("{} ms", answer.first_byte_ms)),
                _ => Some(said(sample)),
            },
        )
    }
}
