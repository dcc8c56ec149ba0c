//! Dimensions, checks and their weights.

use common::words;
use serde::{Deserialize, Serialize};

words!(
    /// What a part of the score is about.
    Dimension {
        /// The schemas themselves.
        Schema = "schema";
        /// Whether answers are as the schemas and fixtures say.
        Contract = "contract";
        /// Whether calls that are not ours are refused.
        Security = "security";
        /// Whether it works time and again.
        Reliability = "reliability";
        /// Whether it answers in time.
        Performance = "performance";
        /// What users see of it.
        Presentation = "presentation";
    }
);
words!(
    /// The outcome of a check.
    Verdict {
        /// It holds.
        Pass = "pass";
        /// It does not.
        Fail = "fail";
        /// It does not apply here.
        Skipped = "skipped";
        /// Its probes were not sent.
        NotRun = "not_run";
    }
);

impl Dimension {
    /// Its weight in the score; they add up to 100.
    pub fn weight(self) -> u32 {
        match self {
            Self::Schema | Self::Security => 20,
            Self::Contract => 25,
            Self::Reliability => 15,
            Self::Performance | Self::Presentation => 10,
        }
    }
}

/// Makes the checks: word, dimension, weight within it, and how to mend what fails.
macro_rules! checks {
    ($($(#[$doc:meta])* $check:ident = $word:literal, $dimension:ident, $weight:literal, $remedy:literal;)+) => {
        words!(
            /// A check of the suite.
            CheckId { $($(#[$doc])* $check = $word;)+ }
        );

        impl CheckId {
            /// The dimension that it belongs to.
            pub fn dimension(self) -> Dimension {
                match self { $(Self::$check => Dimension::$dimension,)+ }
            }

            /// Its weight within the dimension.
            pub fn weight(self) -> u32 {
                match self { $(Self::$check => $weight,)+ }
            }

            /// How to mend what fails.
            pub fn remedy(self) -> &'static str {
                match self { $(Self::$check => $remedy,)+ }
            }
        }
    };
}

checks! {
    /// Schemas are valid, within the bounds, and refer to nothing outside of themselves.
    SchemaBounded = "schema.bounded", Schema, 4,
        "Bring the schema within the bounds that the message names.";
    /// Every property has a type and a description.
    SchemaDescribed = "schema.described", Schema, 2,
        "Give each property a type and a description.";
    /// Examples and defaults within the schemas are values of them.
    SchemaExamples = "schema.examples", Schema, 1,
        "Correct the example, or the schema that it stands in.";
    /// The fixtures' parameters and data are values of the schemas.
    SchemaFixtures = "schema.fixtures", Schema, 3,
        "Correct the fixture, or the schema that refuses it.";
    /// Each schema has values.
    SchemaSatisfiable = "schema.satisfiable", Schema, 2,
        "Remove the keywords that contradict each other: no value fits the schema.";

    /// Each fixture is answered with its status.
    ContractStatus = "contract.status", Contract, 4,
        "Answer the fixture's call with HTTP 200 and the status that it expects.";
    /// Data fits its schema.
    ContractData = "contract.data", Contract, 5,
        "Answer data that the output schema accepts, or correct the schema.";
    /// Data is what the fixtures expect, within their tolerances.
    ContractValues = "contract.values", Contract, 3,
        "Answer what the fixture expects, or give the pointer a tolerance.";
    /// `ttl` is a whole number of seconds from 0 to 86,400.
    ContractTtl = "contract.ttl", Contract, 2,
        "Answer ttl as an integer from 0 to 86400.";
    /// `metadata.fetchedAt` is a time, and not ahead of ours.
    ContractFetchedAt = "contract.fetched_at", Contract, 1,
        "Answer metadata.fetchedAt in RFC 3339, and keep the clock right.";
    /// A parameter of a wrong type gets a structured 4xx.
    ContractWrongType = "contract.wrong_type", Contract, 3,
        "Validate parameters against the input schema; answer 400 with {\"status\":\"error\",\"error\":{\"code\",\"message\"}}.";
    /// A missing parameter gets a structured 4xx.
    ContractMissing = "contract.missing", Contract, 3,
        "Validate required parameters; answer 400 with {\"status\":\"error\",\"error\":{\"code\",\"message\"}}.";
    /// An unknown parameter that the schema refuses gets a structured 4xx.
    ContractUnknown = "contract.unknown", Contract, 2,
        "The input schema allows no further parameters: answer one with 400, or allow them.";
    /// An unknown capability gets a 404.
    ContractNoCapability = "contract.no_capability", Contract, 2,
        "Answer 404 for capabilities that are not declared.";

    /// HTTPS, with a certificate that is valid.
    SecurityHttps = "security.https", Security, 3,
        "Serve the endpoint by HTTPS, with a certificate that browsers accept.";
    /// The endpoint's addresses are public.
    SecurityPublic = "security.public", Security, 2,
        "Point the endpoint's name to public addresses alone.";
    /// A call without a signature is refused.
    SecurityUnsigned = "security.unsigned", Security, 4,
        "Refuse calls without signature headers with 401.";
    /// A call that another key signed is refused.
    SecurityWrongKey = "security.wrong_key", Security, 4,
        "Verify the signature, and refuse what does not verify with 401.";
    /// A call whose body was altered is refused.
    SecurityAlteredBody = "security.altered_body", Security, 4,
        "Verify the signature over the raw body, and its content-digest.";
    /// A call that was signed long ago is refused.
    SecurityOldTimestamp = "security.old_timestamp", Security, 3,
        "Refuse signatures that are older than five minutes with 401.";
    /// A call that is repeated, byte for byte, is refused.
    SecurityRepeatedNonce = "security.repeated_nonce", Security, 3,
        "Remember the nonces of the last five minutes, and refuse one that comes again.";
    /// No answer is a redirect.
    SecurityRedirect = "security.redirect", Security, 1,
        "Answer at the endpoint itself: redirects are not followed.";
    /// No answer holds one of the secrets that calls carry.
    SecuritySecrets = "security.secrets", Security, 4,
        "Leave credentials and signatures out of answers, error messages too.";

    /// The health check answers 2xx three times of three.
    ReliabilityHealth = "reliability.health", Reliability, 3,
        "Answer the health check with 200.";
    /// An action that is repeated with its idempotency key has one effect and one answer.
    ReliabilityIdempotent = "reliability.idempotent", Reliability, 4,
        "Keep the answer of an action by its Idempotency-Key, and answer a repetition with it.";
    /// Ten calls at once get no 5xx.
    ReliabilityParallel = "reliability.parallel", Reliability, 3,
        "Serve ten calls at once without an error.";
    /// Errors have a code and a message.
    ReliabilityErrors = "reliability.errors", Reliability, 2,
        "Answer errors as {\"status\":\"error\",\"error\":{\"code\",\"message\"}}.";
    /// A 429 or 503 says when to try again.
    ReliabilityRetryAfter = "reliability.retry_after", Reliability, 1,
        "Send Retry-After with each 429 and 503.";

    /// 95 % of the calls are answered within the budget.
    PerformanceP95 = "performance.p95", Performance, 5,
        "Answer faster, or declare a larger latencyBudgetMs, at most 2500.";
    /// Answers have at most 256 KB.
    PerformanceSize = "performance.size", Performance, 2,
        "Answer at most 262144 bytes, decompressed.";
    /// A stream's first byte comes within two seconds.
    PerformanceFirstByte = "performance.first_byte", Performance, 2,
        "Send the stream's headers and a first event at once.";

    /// Texts say something.
    PresentationLengths = "presentation.lengths", Presentation, 2,
        "Write a name of at least 3 characters, and descriptions of at least 20.";
    /// The icon is a PNG of 512 by 512 pixels.
    PresentationIcon = "presentation.icon", Presentation, 2,
        "Serve the icon as a PNG of 512 by 512 pixels, of at most 1 MiB.";
    /// The privacy page can be read.
    PresentationPrivacy = "presentation.privacy", Presentation, 2,
        "Name a privacyUrl that answers 200.";
    /// The support page can be read.
    PresentationSupport = "presentation.support", Presentation, 1,
        "Name a supportUrl that answers 200.";
    /// Bindings lead to places of the data.
    PresentationBindings = "presentation.bindings", Presentation, 2,
        "Point each binding to a property of the output schema.";
    /// The component is known.
    PresentationComponent = "presentation.component", Presentation, 1,
        "Name a component that the platform has.";
    /// Actions have a text that users confirm.
    PresentationConfirmation = "presentation.confirmation", Presentation, 2,
        "Give each action a confirmation.";
    /// The number is as far ahead as the changes demand.
    PresentationVersion = "presentation.version", Presentation, 3,
        "Create the version again with the number that its changes demand.";
}

/// What a verdict rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Evidence {
    /// The sample, by its probe.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probe: Option<String>,
    /// The request's identifier, as its receiver got it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The hash of the answer's body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// The place in the descriptor or in the answer's data, as a JSON Pointer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// What was found there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
}

/// A check with its outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// Which one.
    pub id: CheckId,
    /// The capability that it is about; absent where it is about all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capability: Option<String>,
    /// Its weight within the dimension.
    pub weight: u32,
    /// The outcome.
    pub verdict: Verdict,
    /// Why, where it is no pass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// How to mend it, where it fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

/// Evidence that one check lists, at most.
pub const EVIDENCE: usize = 10;

/// The outcome of a check, before it has a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It holds.
    Pass,
    /// It does not: why, and what that rests on.
    Fail(String, Vec<Evidence>),
    /// It does not apply, and why.
    Skipped(String),
    /// Its probes were not sent, and why.
    NotRun(String),
}

impl Finding {
    /// A failure where there is evidence of one.
    pub fn of(evidence: Vec<Evidence>, why: &str) -> Self {
        if evidence.is_empty() {
            Self::Pass
        } else {
            Self::Fail(why.to_owned(), evidence)
        }
    }

    /// As a check.
    pub fn check(self, id: CheckId, capability: Option<&str>) -> Check {
        let (verdict, reason, mut evidence) = match self {
            Self::Pass => (Verdict::Pass, None, Vec::new()),
            Self::Fail(why, evidence) => (Verdict::Fail, Some(why), evidence),
            Self::Skipped(why) => (Verdict::Skipped, Some(why), Vec::new()),
            Self::NotRun(why) => (Verdict::NotRun, Some(why), Vec::new()),
        };
        evidence.truncate(EVIDENCE);
        Check {
            id,
            capability: capability.map(str::to_owned),
            weight: id.weight(),
            verdict,
            reason,
            evidence,
            remedy: (verdict == Verdict::Fail).then(|| id.remedy().to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_add_up_and_each_check_says_where_it_belongs() {
        let sum: u32 = Dimension::ALL.iter().map(|d| d.weight()).sum();
        assert_eq!(sum, 100);
        for &id in CheckId::ALL {
            assert!(id.weight() > 0 && !id.remedy().is_empty());
            let begins = format!("{}.", id.dimension());
            assert!(id.as_str().starts_with(&begins), "{id}");
        }
    }
}
