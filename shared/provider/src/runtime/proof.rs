//! That a runtime app's URL is its owner's: who answers there has the runtime app's secret.
//!
//! We post 32 random bytes, and the answer must be their HMAC under the credential secret. An echo
//! proves nothing, and neither does another runtime app's answer. A challenge is used once: its
//! answer is the answer to the very post that carried it.

use std::time::Duration;

use ::http::StatusCode;
use common::{Fault, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use webhooks::signature::{Secret, hmac_hex, same};
use webhooks::transport::{End, Response};
use webhooks::url::WebhookUrl;

use super::app::{RuntimeApp, RuntimeError, edit, find, unkept};
use super::http::{Caller, origin, post};
use crate::id::{AppId, RuntimeAppId};

/// Where a runtime app answers challenges, below its endpoint.
pub const PATH: &str = "/.well-known/provider-challenge";
/// Proofs of a runtime app that may be tried in an hour.
pub const HOURLY: usize = 6;
/// How long an answer may take: the challenge is void then.
const DEADLINE: Duration = Duration::from_secs(5);
const HOUR: i64 = 3_600_000;

/// A proof that was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Proof"))]
pub struct LastProof {
    /// When.
    pub at: Timestamp,
    /// The URL that was challenged, without the challenge's path.
    pub url: String,
    /// Whether it is its owner's.
    pub passed: bool,
    /// Why not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What is posted.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Challenge<'a> {
    challenge: &'a str,
    runtime_app_id: RuntimeAppId,
    url: &'a str,
}

impl Challenge<'_> {
    /// The proof under a secret: the HMAC of the three texts, one after the other, under the
    /// whole `whsec_…` text.
    fn proof(&self, secret: &Secret) -> String {
        let id = self.runtime_app_id.to_string();
        hmac_hex(
            secret,
            &[
                self.challenge.as_bytes(),
                id.as_bytes(),
                self.url.as_bytes(),
            ],
        )
    }
}

/// Challenges a URL, by default the runtime app's endpoint, and remembers what came of it. The
/// runtime app as it then stands has it as its latest proof.
///
/// # Errors
/// It has no secret; as many proofs as there may be were tried; as [`RuntimeError`] says.
pub async fn prove(
    caller: &Caller,
    app: AppId,
    id: RuntimeAppId,
    url: Option<&WebhookUrl>,
) -> Result<RuntimeApp, RuntimeError> {
    let now = caller.clock.now();
    let table = &caller.table;
    find(table, app, id)
        .await?
        .secret
        .ok_or(RuntimeError::NoSecret)?;
    // Counted before it is sent, whatever becomes of it.
    let counted = |runtime_app: &mut RuntimeApp| count(&mut runtime_app.proof_tries, now);
    let runtime_app = edit(table, app, id, "counting a proof", counted, &unkept).await?;
    let secrets = runtime_app.secrets(&caller.vault, now).await?;
    let url = match url {
        Some(url) => url.clone(),
        None => WebhookUrl::parse(&runtime_app.endpoint_url, &caller.allowed)
            .map_err(|e| RuntimeError::Endpoint(e.into()))?,
    };
    let outcome = challenge(caller, &runtime_app, &url, &secrets).await?;
    let last = LastProof {
        at: now,
        url: url.to_string(),
        passed: outcome.is_ok(),
        reason: outcome.err(),
    };
    let secret = runtime_app.secret.clone();
    let noted = |runtime_app: &mut RuntimeApp| {
        // A secret that was rotated meanwhile proves nothing any more.
        if last.passed && runtime_app.secret == secret {
            runtime_app.add_proven(origin(&url), now);
        }
        runtime_app.last_proof = Some(last.clone());
        Ok(())
    };
    edit(table, app, id, "noting a proof", noted, &unkept).await
}

/// Counts a try within the hour.
fn count(tries: &mut Vec<Timestamp>, now: Timestamp) -> Result<(), RuntimeError> {
    tries.retain(|at| at.plus_millis(HOUR) > now);
    if tries.len() >= HOURLY {
        let oldest = tries.iter().min().copied().unwrap_or(now);
        let wait = oldest.plus_millis(HOUR).millis() - now.millis();
        return Err(RuntimeError::TooManyProofs((wait + 999) / 1_000));
    }
    tries.push(now);
    Ok(())
}

/// Posts a challenge; within, why its answer proves nothing.
async fn challenge(
    caller: &Caller,
    runtime_app: &RuntimeApp,
    url: &WebhookUrl,
    secrets: &[Secret],
) -> Result<Result<(), String>, Fault> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|e| Fault::internal("making a challenge", e.to_string()))?;
    let challenge = hex::encode(bytes);
    let challenge = Challenge {
        challenge: &challenge,
        runtime_app_id: runtime_app.id,
        url: url.as_str(),
    };
    let to = match caller.below(url.as_str(), PATH) {
        Ok(to) => to,
        Err(error) => return Ok(Err(format!("the URL {error}"))),
    };
    let body =
        serde_json::to_vec(&challenge).map_err(|e| Fault::internal("writing a challenge", e))?;
    // Nothing of the auth profile: the host may be anybody's.
    let request = post(to, body, DEADLINE);
    let id = format!("chl_{}", common::id::fresh(caller.clock.now()));
    Ok(match caller.send_signed(request, &id, secrets).await? {
        Err(unanswered) => Err(unanswered.to_string()),
        Ok(response) => check(&response, &challenge, secrets),
    })
}

fn check(response: &Response, challenge: &Challenge<'_>, secrets: &[Secret]) -> Result<(), String> {
    if response.status != StatusCode::OK {
        let status = response.status.as_u16();
        return Err(format!(
            "the challenge was answered with the status {status}, not 200"
        ));
    }
    let body: Value = match response.end {
        End::Whole => serde_json::from_slice(&response.body).unwrap_or_default(),
        _ => json!(null),
    };
    let Some(proof) = body.get("proof").and_then(Value::as_str) else {
        return Err(r#"the answer is not {"proof": …}"#.to_owned());
    };
    let proof = proof.to_ascii_lowercase();
    if secrets
        .iter()
        .any(|secret| same(&challenge.proof(secret), &proof))
    {
        return Ok(());
    }
    Err(
        "the proof is not the hex HMAC-SHA256 of challenge, runtimeAppId and url, one after the \
         other, under the whole whsec_ text of a live credential secret"
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::http::HeaderMap;
    use webhooks::transport::Timing;

    fn response(status: u16, body: &str) -> Response {
        Response {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: body.to_owned().into(),
            end: End::Whole,
            timing: Timing::default(),
        }
    }

    #[test]
    fn a_proof_is_of_the_secret_the_challenge_the_app_and_the_url() {
        let secret = Secret::generate().unwrap();
        let challenge = |text, app, url| Challenge {
            challenge: text,
            runtime_app_id: RuntimeAppId::from_bits([app; 16]),
            url,
        };
        let own = challenge("aa", 1, "https://a.example.com/");
        // As a provider makes it.
        let key =
            aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, secret.reveal().as_bytes());
        let text = format!("aa{}https://a.example.com/", own.runtime_app_id);
        let proof = hex::encode(aws_lc_rs::hmac::sign(&key, text.as_bytes()));
        let answer = |proof: &str| json!({ "proof": proof }).to_string();
        let secrets = [Secret::generate().unwrap(), secret];
        let check = |status, body: &str| check(&response(status, body), &own, &secrets);
        assert_eq!(check(200, &answer(&proof)), Ok(()));
        assert_eq!(check(200, &answer(&proof.to_uppercase())), Ok(()));
        assert!(check(201, &answer(&proof)).is_err());
        for other in [
            challenge("ab", 1, "https://a.example.com/"),
            challenge("aa", 2, "https://a.example.com/"),
            challenge("aa", 1, "https://b.example.com/"),
        ] {
            assert!(check(200, &answer(&other.proof(&secrets[1]))).is_err());
        }
        let stranger = Secret::generate().unwrap();
        for wrong in [
            answer(&own.proof(&stranger)),
            answer("aa"),
            serde_json::to_string(&own).unwrap(),
            "null".into(),
            "[".into(),
            json!({ "proof": 7 }).to_string(),
        ] {
            let refused = check(200, &wrong).unwrap_err();
            assert!(!refused.contains(&proof), "{refused}");
        }
    }

    #[test]
    fn six_proofs_an_hour() {
        let at = |minutes: i64| Timestamp::from_millis(minutes * 60_000);
        let mut tries = Vec::new();
        for minute in 0..6 {
            assert!(count(&mut tries, at(minute * 5)).is_ok());
        }
        let Err(RuntimeError::TooManyProofs(seconds)) = count(&mut tries, at(50)) else {
            panic!("a seventh");
        };
        assert_eq!(seconds, 600);
        assert!(count(&mut tries, at(60)).is_ok());
        assert!(count(&mut tries, at(60)).is_err());
        assert!(tries.len() <= HOURLY);
    }
}
