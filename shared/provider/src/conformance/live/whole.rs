//! Checks of the runtime and of the package as a whole.

use super::{Live, evidence, is_success, said};
use crate::conformance::check::{Check, CheckId, Finding};
use crate::conformance::plan::{AT_ONCE, HEALTH_CHECKS, Tampering, is_fetched, target};
use crate::conformance::sample::{Content, Failure, Observed, Sample};

/// Pixels of an icon's side.
const ICON: u32 = 512;

impl Live<'_> {
    /// The checks that are about the runtime and the package as a whole.
    pub(super) fn whole(&self, checks: &mut Vec<Check>) {
        let mut add = |id: CheckId, finding: Finding| checks.push(finding.check(id, None));
        add(
            CheckId::ContractNoCapability,
            self.each(["no_capability".to_owned()], "it got no 404", |sample| {
                let is_404 = sample.answer.as_ref().is_some_and(|a| a.status == 404);
                (!is_404).then(|| said(sample))
            }),
        );
        self.security(&mut add);
        let health = (0..HEALTH_CHECKS).map(|i| format!("health/{i}"));
        add(
            CheckId::ReliabilityHealth,
            self.each(health, "a health check failed", |sample| {
                let is_well = sample.answer.as_ref().is_some_and(|a| is_success(a.status));
                (!is_well).then(|| said(sample))
            }),
        );
        add(CheckId::ReliabilityParallel, self.parallel());
        add(CheckId::ReliabilityErrors, self.errors());
        add(CheckId::ReliabilityRetryAfter, self.retry_after());
        let large = |answer: &Observed| {
            answer
                .too_large
                .then(|| "more than 262144 bytes".to_owned())
        };
        add(
            CheckId::PerformanceSize,
            self.every_call("an answer is too large", large),
        );
        self.pages(&mut add);
    }

    fn security(&self, add: &mut impl FnMut(CheckId, Finding)) {
        let local = || Finding::Skipped("addresses on this machine are allowed here".to_owned());
        let failed = |failure: Failure, text: &'static str| {
            let ids = (0..HEALTH_CHECKS).map(|i| format!("health/{i}"));
            self.each(ids, text, move |sample| {
                (sample.failure == Some(failure)).then(|| said(sample))
            })
        };
        let https = if self.setup.local {
            local()
        } else if self.setup.runtime && !self.setup.https {
            Finding::Fail("the endpoint is no HTTPS one".to_owned(), Vec::new())
        } else {
            failed(Failure::Certificate, "the certificate is not valid")
        };
        add(CheckId::SecurityHttps, https);
        let public = if self.setup.local {
            local()
        } else {
            failed(Failure::Address, "an address is not public")
        };
        add(CheckId::SecurityPublic, public);
        for (&tampering, check) in Tampering::ALL.iter().zip([
            CheckId::SecurityUnsigned,
            CheckId::SecurityWrongKey,
            CheckId::SecurityAlteredBody,
            CheckId::SecurityOldTimestamp,
            CheckId::SecurityRepeatedNonce,
        ]) {
            let finding = if target(self.setup, self.capabilities).is_some() {
                let id = format!("security/{tampering}");
                self.each([id], "it was not refused with 400, 401 or 403", |sample| {
                    let refused = sample.answer.as_ref();
                    let is_refused = refused.is_some_and(|a| matches!(a.status, 400 | 401 | 403));
                    (!is_refused).then(|| said(sample))
                })
            } else {
                // No call could be spoilt: that nothing was refused must not pass.
                Finding::Fail(
                    "no valid call was found: add a fixture".to_owned(),
                    Vec::new(),
                )
            };
            add(check, finding);
        }
        let moved = |answer: &Observed| {
            let is_redirect = (300..400).contains(&answer.status);
            is_redirect.then(|| format!("HTTP {}", answer.status))
        };
        let redirect = self.every_call("an answer is a redirect", moved);
        add(CheckId::SecurityRedirect, redirect);
        let echo = |answer: &Observed| answer.echoes.then(|| "it holds a secret".to_owned());
        add(
            CheckId::SecuritySecrets,
            self.every_call("an answer holds a secret of its call", echo),
        );
    }

    /// The samples of the runtime, in the order of their names.
    fn of_runtime(&self) -> impl Iterator<Item = (&String, &Sample)> {
        let all = self.samples.iter();
        all.filter(|(id, _)| !id.starts_with("page/") && !id.starts_with("picture/"))
    }

    /// A check of every answer of the runtime.
    fn every_call(&self, why: &str, wrong: impl Fn(&Observed) -> Option<String>) -> Finding {
        let calls = || {
            self.of_runtime()
                .filter(|(id, _)| !id.starts_with("health/"))
        };
        if calls().next().is_none() {
            return Finding::NotRun(self.missing.clone());
        }
        let found = calls().filter_map(|(id, sample)| {
            let text = wrong(sample.answer.as_ref()?)?;
            Some(evidence(id, sample, text))
        });
        Finding::of(found.collect(), why)
    }

    fn parallel(&self) -> Finding {
        if target(self.setup, self.capabilities).is_none() {
            return Finding::Skipped("no valid call was found: add a fixture".to_owned());
        }
        let ids = (0..AT_ONCE).map(|i| format!("parallel/{i}"));
        self.each(ids, "calls at once were not all served", |sample| {
            let served = sample.answer.as_ref().is_some_and(|a| a.status < 500);
            (!served).then(|| said(sample))
        })
    }

    fn errors(&self) -> Finding {
        // Refusals of spoilt calls may come from a gateway before the runtime.
        let calls = || {
            self.of_runtime()
                .filter(|(id, _)| !id.starts_with("health/") && !id.starts_with("security/"))
        };
        if calls().next().is_none() {
            return Finding::NotRun(self.missing.clone());
        }
        let mut errors = calls()
            .filter_map(|(id, sample)| Some((id, sample, sample.answer.as_ref()?)))
            .filter(|(_, _, answer)| answer.status >= 400)
            .peekable();
        if errors.peek().is_none() {
            return Finding::Skipped("no call was answered with an error".to_owned());
        }
        let untyped = errors.filter(|(.., a)| !matches!(a.content, Content::Error { .. }));
        let found = untyped.map(|(id, sample, _)| evidence(id, sample, said(sample)));
        Finding::of(found.collect(), "an error has no code and message")
    }

    fn retry_after(&self) -> Finding {
        if self.of_runtime().next().is_none() {
            return Finding::NotRun(self.missing.clone());
        }
        let busy: Vec<_> = self
            .of_runtime()
            .filter_map(|(id, sample)| Some((id, sample, sample.answer.as_ref()?)))
            .filter(|(_, _, answer)| matches!(answer.status, 429 | 503))
            .collect();
        if busy.is_empty() {
            return Finding::Skipped("no answer was a 429 or 503".to_owned());
        }
        let silent = busy.into_iter().filter(|(.., answer)| !answer.retry_after);
        let found = silent.map(|(id, sample, _)| evidence(id, sample, said(sample)));
        Finding::of(
            found.collect(),
            "a 429 or 503 does not say when to try again",
        )
    }

    fn pages(&self, add: &mut impl FnMut(CheckId, Finding)) {
        let listing = &self.setup.presented.listing;
        let local = "pages on the internet are not fetched here";
        let is_skipped = |url: &Option<String>| match url {
            Some(url) => !is_fetched(self.setup, url),
            None => self.setup.local,
        };
        let page = |id: &str, url: &Option<String>, place: &str| {
            if is_skipped(url) {
                return Finding::Skipped(local.to_owned());
            }
            if url.is_none() {
                return Finding::Fail(format!("there is no {place}"), Vec::new());
            }
            self.each([id.to_owned()], "the page can't be read", |sample| {
                let is_read = sample.answer.as_ref().is_some_and(|a| a.status == 200);
                (!is_read).then(|| said(sample))
            })
        };
        let privacy = page("page/privacy", &listing.privacy_url, "privacyUrl");
        add(CheckId::PresentationPrivacy, privacy);
        let support = page("page/support", &listing.support_url, "supportUrl");
        add(CheckId::PresentationSupport, support);
        let icon = if is_skipped(&listing.icon_url) {
            Finding::Skipped(local.to_owned())
        } else if listing.icon_url.is_none() {
            Finding::Fail("there is no iconUrl".to_owned(), Vec::new())
        } else {
            let id = ["picture/icon".to_owned()];
            self.each(id, "it is no PNG of 512 by 512", |sample| {
                let answer = sample
                    .answer
                    .as_ref()
                    .filter(|a| a.status == 200 && !a.too_large);
                match answer.map(|answer| &answer.content) {
                    Some(Content::Picture {
                        width: ICON,
                        height: ICON,
                        ..
                    }) => None,
                    Some(Content::Picture { width, height, .. }) => {
                        Some(format!("{width} by {height}"))
                    }
                    _ => Some(said(sample)),
                }
            })
        };
        add(CheckId::PresentationIcon, icon);
    }
}
