//! Sending the probes of a run.

use common::Fault;
use futures::stream::{FuturesUnordered, StreamExt};

use super::plan::{HEALTH_CHECKS, Phase, Probe, Setup, probes};
use super::sample::{Reply, Samples, observe};
use crate::package::descriptor::Capability;

/// Sends probes: the calls of a runtime, signed or spoilt, with the environment `conformance`. It
/// stores the pictures that it gets ([`picture::store`](crate::catalogue::picture::store)).
pub trait Prober: Sync {
    /// Sends a probe and waits for its answer, each within a deadline of its own.
    ///
    /// # Errors
    /// A fault of ours: it says nothing about the provider, and the probe is sent again later.
    fn send(&self, probe: &Probe) -> impl Future<Output = Result<Reply, Fault>> + Send;
}

/// Sends the probes that have no sample yet, phase by phase, until all are sent or `stop` says so:
/// whether all are. Where the runtime can't be reached at all, its other probes are given up.
///
/// # Errors
/// A fault of ours. What was found before is among the samples.
pub async fn advance<P: Prober>(
    setup: &Setup,
    capabilities: &[Capability],
    samples: &mut Samples,
    prober: &P,
    stop: impl Fn() -> bool,
) -> Result<bool, Fault> {
    let all = probes(setup, capabilities);
    for phase in Phase::ALL {
        let mut left = all
            .iter()
            .filter(|probe| probe.phase == phase)
            .filter(|probe| !samples.samples.contains_key(&probe.id))
            .filter(|probe| samples.given_up.is_none() || !probe.is_of_runtime())
            .collect::<Vec<_>>()
            .into_iter();
        let mut sent = FuturesUnordered::new();
        loop {
            while sent.len() < phase.width()
                && !stop()
                && let Some(probe) = left.next()
            {
                sent.push(async move { (probe, prober.send(probe).await) });
            }
            let Some((probe, reply)) = sent.next().await else {
                break;
            };
            let sample = observe(probe, capabilities, &reply?);
            samples.samples.insert(probe.id.clone(), sample);
        }
        if phase == Phase::Health {
            give_up_unreachable(samples);
        }
    }
    Ok(all.iter().all(|probe| {
        let given_up = samples.given_up.is_some() && probe.is_of_runtime();
        given_up || samples.samples.contains_key(&probe.id)
    }))
}

fn give_up_unreachable(samples: &mut Samples) {
    let checks = (0..HEALTH_CHECKS).filter_map(|i| samples.samples.get(&format!("health/{i}")));
    let failures: Vec<_> = checks.filter_map(|sample| sample.failure).collect();
    if let (HEALTH_CHECKS, Some(last)) = (failures.len(), failures.last()) {
        samples.given_up = Some(format!("the runtime can't be reached: {last}"));
    }
}
