//! Checks of what a runtime answered.

mod capability;
mod whole;

use std::collections::BTreeMap;

use super::check::{Check, Evidence, Finding};
use super::plan::Setup;
use super::sample::{Content, Sample, Samples};
use crate::package::descriptor::Capability;

/// The checks that rest on samples.
pub fn checks(setup: &Setup, capabilities: &[Capability], samples: &Samples) -> Vec<Check> {
    let live = Live {
        setup,
        capabilities,
        samples: &samples.samples,
        missing: if setup.runtime {
            let given_up = samples.given_up.clone();
            given_up.unwrap_or_else(|| "the probe was not sent".to_owned())
        } else {
            "the app has no active runtime".to_owned()
        },
    };
    let mut checks = Vec::new();
    for capability in capabilities {
        live.contract(capability, &mut checks);
    }
    live.whole(&mut checks);
    checks
}

struct Live<'a> {
    setup: &'a Setup,
    capabilities: &'a [Capability],
    samples: &'a BTreeMap<String, Sample>,
    /// Why a sample may be missing.
    missing: String,
}

/// A sample that was asked for, with its name.
type Named<'a> = (String, &'a Sample);

impl Live<'_> {
    /// The samples of these probes, or that one of them is missing.
    fn get(&self, ids: impl IntoIterator<Item = String>) -> Result<Vec<Named<'_>>, Finding> {
        ids.into_iter()
            .map(|id| match self.samples.get(&id) {
                Some(sample) => Ok((id, sample)),
                None => Err(Finding::NotRun(self.missing.clone())),
            })
            .collect()
    }

    /// Fails where a sample does: `wrong` says what was found.
    fn each(
        &self,
        ids: impl IntoIterator<Item = String>,
        why: &str,
        wrong: impl Fn(&Sample) -> Option<String>,
    ) -> Finding {
        match self.get(ids) {
            Err(missing) => missing,
            Ok(all) => Finding::of(
                all.iter()
                    .filter_map(|(id, sample)| Some(evidence(id, sample, wrong(sample)?)))
                    .collect(),
                why,
            ),
        }
    }
}

/// The content of a successful answer.
fn data_of(sample: &Sample) -> Option<&Content> {
    let answer = sample.answer.as_ref()?;
    let is_data = matches!(answer.content, Content::Data { .. });
    (answer.status == 200 && is_data).then_some(&answer.content)
}

fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// Nothing where an answer is a 4xx with a code and a message; else what it was.
fn is_structured_refusal(sample: &Sample) -> Option<String> {
    let answer = sample.answer.as_ref();
    let is_one = answer.is_some_and(|answer| {
        let is_error = matches!(answer.content, Content::Error { .. });
        (400..500).contains(&answer.status) && answer.status != 429 && is_error
    });
    (!is_one).then(|| said(sample))
}

/// What came, in a few words.
fn said(sample: &Sample) -> String {
    match (&sample.failure, &sample.answer) {
        (Some(failure), _) => format!("no answer: {failure}"),
        (None, None) => "no answer".to_owned(),
        (None, Some(answer)) => {
            let status = answer.status;
            match &answer.content {
                Content::Data { .. } => format!("HTTP {status} with data"),
                Content::Error { code } => format!("HTTP {status} with the error {code}"),
                Content::Picture { width, height, .. } => {
                    format!("HTTP {status} with a picture of {width} by {height}")
                }
                Content::Other { why } if why.is_empty() => format!("HTTP {status}"),
                Content::Other { why } => format!("HTTP {status}: {why}"),
            }
        }
    }
}

fn evidence(id: &str, sample: &Sample, found: String) -> Evidence {
    Evidence {
        probe: Some(id.to_owned()),
        request_id: sample.request_id.clone(),
        hash: sample.answer.as_ref().map(|answer| answer.hash.clone()),
        pointer: None,
        found: Some(found),
    }
}
