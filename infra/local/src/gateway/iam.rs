//! Routes for callers that sign with a key of the account: AWS Signature Version 4.
//!
//! The signature of the received request is calculated again with AWS's own signer, and
//! compared. This machine has one key pair, [`Credentials::local`]; its policy
//! allows every route. Presigned URLs (the signature in the query string) and
//! session tokens are refused, which API Gateway does not do.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials as Key;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SigningSettings, sign as calculate};
use aws_sigv4::sign::v4;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderMap, header};
use serde::Serialize;
use serde_json::{Value, json};
use subtle::ConstantTimeEq as _;
use time::format_description::StaticFormatDescription;
use time::macros::format_description;
use time::{OffsetDateTime, PrimitiveDateTime};

use crate::Error;

const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const DATE: &str = "x-amz-date";
const BODY_HASH: &str = "x-amz-content-sha256";
const DATE_FORMAT: StaticFormatDescription =
    format_description!("[year][month][day]T[hour][minute][second]Z");
/// How far the signer's clock may be from ours.
const SKEW: Duration = Duration::from_secs(5 * 60);

/// A key pair with the region and service of its signatures. Serialises as in `stack.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Credentials {
    /// The public half.
    pub access_key_id: String,
    /// The secret half.
    pub secret_access_key: String,
    /// The region of the signature.
    pub region: String,
    /// The service of the signature: `execute-api`, or `lambda` for function URLs.
    pub service: String,
}

/// The signature is absent or wrong, or too old. API Gateway does not say which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forbidden;

impl Credentials {
    /// The key pair of this machine: the same everywhere, and of no use anywhere else.
    pub fn local() -> Self {
        Self {
            access_key_id: "AKIALOCALTWININTERNAL".to_owned(),
            secret_access_key: "of-no-use-outside-this-machine".to_owned(),
            region: crate::REGION.to_owned(),
            service: "execute-api".to_owned(),
        }
    }

    /// The caller, as the event describes it.
    ///
    /// # Errors
    /// Where the request is not signed with this key, for this service, now.
    pub fn verify(
        &self,
        parts: &Parts,
        body: &[u8],
        now: OffsetDateTime,
    ) -> Result<Value, Forbidden> {
        let claimed = Claimed::read(&parts.headers)?;
        let date = only(&parts.headers, DATE)?;
        let time = PrimitiveDateTime::parse(date, DATE_FORMAT)
            .map_err(|_| Forbidden)?
            .assume_utc();
        if (now - time).abs() > SKEW {
            return Err(Forbidden);
        }
        let day = date.get(..8).ok_or(Forbidden)?;
        let scope = [&self.access_key_id, day, &self.region, &self.service].join("/");
        if claimed.credential != format!("{scope}/aws4_request") {
            return Err(Forbidden);
        }
        if parts.headers.contains_key("x-amz-security-token") {
            return Err(Forbidden);
        }
        let signature = self
            .signature(parts, &claimed.headers, body, time)
            .ok_or(Forbidden)?;
        if !bool::from(signature.as_bytes().ct_eq(claimed.signature.as_bytes())) {
            return Err(Forbidden);
        }
        let id = "AIDALOCALTWININTERNAL";
        Ok(json!({ "iam": {
            "accessKey": self.access_key_id,
            "accountId": "000000000000",
            "callerId": id,
            "cognitoIdentity": null,
            "principalOrgId": null,
            "userArn": "arn:aws:iam::000000000000:user/internal",
            "userId": id,
        } }))
    }

    /// The signature that a request with just these headers signed would have.
    fn signature(
        &self,
        parts: &Parts,
        signed: &[&str],
        body: &[u8],
        time: OffsetDateTime,
    ) -> Option<String> {
        // The headers that the signer adds by itself must be signed.
        if !["host", DATE].iter().all(|name| signed.contains(name)) {
            return None;
        }
        let mut headers = Vec::new();
        for name in signed {
            let mut all = parts.headers.get_all(*name).iter().peekable();
            all.peek()?;
            for value in all {
                headers.push((*name, value.to_str().ok()?));
            }
        }
        let target = parts.uri.path_and_query()?.as_str();
        let host = only(&parts.headers, header::HOST.as_str()).ok()?;
        let uri = format!("http://{host}{target}");
        let instructions = self.sign(parts.method.as_str(), &uri, &headers, body, time)?;
        // A hash in the headers must be that of the body.
        if parts.headers.contains_key(BODY_HASH) {
            let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, body);
            let hash: String = hash.as_ref().iter().map(|b| format!("{b:02x}")).collect();
            if only(&parts.headers, BODY_HASH).ok()? != hash {
                return None;
            }
        }
        Some(instructions.1)
    }

    /// The headers to add, and the signature.
    fn sign(
        &self,
        method: &str,
        uri: &str,
        headers: &[(&str, &str)],
        body: &[u8],
        time: OffsetDateTime,
    ) -> Option<(Vec<(String, String)>, String)> {
        let identity = Key::from_keys(&self.access_key_id, &self.secret_access_key, None).into();
        // The defaults are right for every service but S3; the caller chooses the signed headers.
        let mut settings = SigningSettings::default();
        settings.excluded_headers = None;
        let params = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name(&self.service)
            .time(SystemTime::from(time))
            .settings(settings)
            .build()
            .ok()?
            .into();
        let request = SignableRequest::new(
            method,
            uri,
            headers.iter().copied(),
            SignableBody::Bytes(body),
        );
        let (instructions, signature) = calculate(request.ok()?, &params).ok()?.into_parts();
        let headers = instructions
            .headers()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Some((headers, signature))
    }
}

/// Signs a request and returns the headers to send with it, besides the given ones (which are
/// signed too). `url` is the whole URL, encoded as it is sent.
///
/// # Errors
/// Where `url` is none, or a header cannot be one.
pub fn sign(
    credentials: &Credentials,
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<Vec<(String, String)>, Error> {
    credentials
        .sign(method, url, headers, body, crate::now())
        .map(|(headers, _)| headers)
        .ok_or_else(|| Error::Request(format!("{method} {url}")))
}

/// The parts of an `Authorization` header.
struct Claimed<'a> {
    credential: &'a str,
    headers: Vec<&'a str>,
    signature: &'a str,
}

impl<'a> Claimed<'a> {
    fn read(headers: &'a HeaderMap) -> Result<Self, Forbidden> {
        let text = only(headers, AUTHORIZATION.as_str())?;
        let fields = text
            .strip_prefix(ALGORITHM)
            .and_then(|rest| rest.strip_prefix(' '))
            .ok_or(Forbidden)?;
        let fields: Vec<_> = fields
            .split(',')
            .filter_map(|field| field.trim().split_once('='))
            .collect();
        let [
            ("Credential", credential),
            ("SignedHeaders", headers),
            ("Signature", signature),
        ] = fields.as_slice()
        else {
            return Err(Forbidden);
        };
        Ok(Self {
            credential,
            headers: headers.split(';').collect(),
            signature,
        })
    }
}

/// The value of a header that the request has exactly once.
fn only<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str, Forbidden> {
    let mut all = headers.get_all(name).iter();
    match (all.next(), all.next()) {
        (Some(value), None) => value.to_str().map_err(|_| Forbidden),
        _ => Err(Forbidden),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;
    use std::sync::Arc;

    use super::*;
    use crate::tools::{Tools, Toolset};

    const BODY: &[u8] = br#"{"plan":"professional"}"#;
    const HOST: &str = "127.0.0.1:3000";
    const TARGET: &str = "/v1/internal/accounts/usr_1?b=2&a=1";

    /// A request as it comes in.
    #[derive(Clone)]
    struct Sent {
        method: &'static str,
        target: String,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    }

    impl Sent {
        fn signed(credentials: &Credentials, time: OffsetDateTime) -> Self {
            let mut headers = vec![("content-type", "application/json"), ("x-more", "1")];
            let uri = format!("http://{HOST}{TARGET}");
            let (more, _) = credentials.sign("PUT", &uri, &headers, BODY, time).unwrap();
            headers.push(("host", HOST));
            let headers = headers
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
            Self {
                method: "PUT",
                target: TARGET.to_owned(),
                headers: headers.chain(more).collect(),
                body: BODY.to_vec(),
            }
        }

        fn set(&mut self, name: &str, change: impl Fn(&str) -> String) {
            let found = self.headers.iter_mut().find(|(other, _)| other == name);
            let (_, value) = found.unwrap();
            *value = change(value);
        }

        fn verify(
            &self,
            credentials: &Credentials,
            now: OffsetDateTime,
        ) -> Result<Value, Forbidden> {
            let mut request = http::Request::builder()
                .method(self.method)
                .uri(&self.target);
            for (name, value) in &self.headers {
                request = request.header(name, value);
            }
            let parts = request.body(()).unwrap().into_parts().0;
            credentials.verify(&parts, &self.body, now)
        }
    }

    #[test]
    fn a_signed_request_says_who_it_is() {
        let (ours, now) = (Credentials::local(), crate::now());
        let found = Sent::signed(&ours, now).verify(&ours, now).unwrap();
        assert_eq!(
            found,
            json!({ "iam": {
                "accessKey": "AKIALOCALTWININTERNAL", "accountId": "000000000000",
                "callerId": "AIDALOCALTWININTERNAL", "cognitoIdentity": null, "principalOrgId": null,
                "userArn": "arn:aws:iam::000000000000:user/internal", "userId": "AIDALOCALTWININTERNAL",
            } })
        );
    }

    #[test]
    fn whatever_is_changed_on_the_way_breaks_it() {
        type Change = fn(&mut Sent);
        let changes: &[(&str, Change)] = &[
            ("method", |sent| sent.method = "POST"),
            ("body", |sent| sent.body.push(b' ')),
            ("no body", |sent| sent.body.clear()),
            ("path", |sent| {
                sent.target = sent.target.replace("usr_1", "usr_2")
            }),
            ("path's end", |sent| {
                sent.target = sent.target.replace("usr_1", "usr_1/")
            }),
            ("query value", |sent| {
                sent.target = sent.target.replace("a=1", "a=2")
            }),
            ("query more", |sent| sent.target.push_str("&c=3")),
            ("query less", |sent| {
                sent.target = sent.target.replace("&a=1", "")
            }),
            ("no query", |sent| {
                sent.target.truncate("/v1/internal/accounts/usr_1".len())
            }),
            ("host", |sent| sent.set("host", |_| "evil.example".into())),
            ("signed header", |sent| sent.set("x-more", |_| "2".into())),
            ("signed header gone", |sent| {
                sent.headers.retain(|(name, _)| name != "x-more")
            }),
            ("signed header twice", |sent| {
                sent.headers.push(("x-more".into(), "2".into()))
            }),
            ("date", |sent| {
                sent.set("x-amz-date", |date| date.replace('Z', "0Z"))
            }),
            ("date gone", |sent| {
                sent.headers.retain(|(name, _)| name != "x-amz-date")
            }),
            ("date is none", |sent| {
                sent.set("x-amz-date", |_| "now".into())
            }),
            ("session token", |sent| {
                sent.headers
                    .push(("x-amz-security-token".into(), "t".into()))
            }),
            ("unsigned body", |sent| {
                sent.headers
                    .push((BODY_HASH.into(), "UNSIGNED-PAYLOAD".into()))
            }),
            ("no authorization", |sent| {
                sent.headers.retain(|(name, _)| name != "authorization")
            }),
            ("two authorizations", |sent| {
                sent.headers
                    .push(("authorization".into(), "Bearer x".into()))
            }),
            ("a token instead", |sent| {
                sent.set("authorization", |_| "Bearer x".into())
            }),
            ("other algorithm", |sent| {
                sent.set("authorization", |text| text.replace("SHA256", "SHA1"))
            }),
            ("fields missing", |sent| {
                sent.set("authorization", |_| format!("{ALGORITHM} Signature=00"))
            }),
            ("fields twice", |sent| {
                sent.set("authorization", |text| format!("{text}, Signature=00"))
            }),
            ("signature cut", |sent| {
                sent.set("authorization", |text| text[..text.len() - 1].into())
            }),
            ("no signature", |sent| {
                sent.set("authorization", |text| text[..text.len() - 64].into())
            }),
            ("signature in capitals", |sent| {
                sent.set("authorization", |text| {
                    let (head, tail) = text.split_at(text.len() - 64);
                    format!("{head}{}", tail.to_uppercase())
                });
            }),
            ("host not signed", |sent| {
                sent.set("authorization", |text| text.replace("host;", ""))
            }),
            ("date not signed", |sent| {
                sent.set("authorization", |text| text.replace("x-amz-date;", ""))
            }),
            ("header not signed", |sent| {
                sent.set("authorization", |text| text.replace(";x-more", ""))
            }),
            ("region", |sent| {
                sent.set("authorization", |text| {
                    text.replace("us-east-1", "eu-west-1")
                })
            }),
            ("service", |sent| {
                sent.set("authorization", |text| text.replace("execute-api", "sqs"))
            }),
        ];
        let (ours, now) = (Credentials::local(), crate::now());
        let good = Sent::signed(&ours, now);
        for (what, change) in changes {
            let mut sent = good.clone();
            change(&mut sent);
            assert_eq!(sent.verify(&ours, now), Err(Forbidden), "{what}");
        }
        // Headers that are neither signed nor part of the signature do not matter.
        let mut more = good.clone();
        more.headers.push(("x-unsigned".into(), "1".into()));
        more.target = more.target.replace("b=2&a=1", "a=1&b=2");
        assert!(more.verify(&ours, now).is_ok());
    }

    #[test]
    fn another_s_key_region_or_service_is_refused() {
        let (ours, now) = (Credentials::local(), crate::now());
        let changes: [fn(&mut Credentials); 4] = [
            |other| other.secret_access_key.push('x'),
            |other| other.access_key_id.push('x'),
            |other| other.region = "eu-west-1".into(),
            |other| other.service = "dynamodb".into(),
        ];
        for change in changes {
            let mut other = ours.clone();
            change(&mut other);
            assert_eq!(
                Sent::signed(&other, now).verify(&ours, now),
                Err(Forbidden),
                "{other:?}"
            );
        }
    }

    #[test]
    fn a_signature_is_good_for_five_minutes_either_way() {
        let ours = Credentials::local();
        let now = crate::now().replace_nanosecond(0).unwrap();
        let sent = Sent::signed(&ours, now);
        for (seconds, good) in [
            (0, true),
            (299, true),
            (300, true),
            (301, false),
            (86_400, false),
        ] {
            for seconds in [seconds, -seconds] {
                let found = sent.verify(&ours, now + time::Duration::seconds(seconds));
                assert_eq!(found.is_ok(), good, "{seconds}");
            }
        }
        // The day in the credential is the day of the date.
        let mut other = sent.clone();
        let day = &now.format(DATE_FORMAT).unwrap()[..8];
        other.set("authorization", |text| {
            text.replace(&format!("/{day}/"), "/20200101/")
        });
        assert_eq!(other.verify(&ours, now), Err(Forbidden));
    }

    /// AWS's signer for Python, which shares no line with the one used here.
    const BOTOCORE: &str = "
import json, sys
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
key, requests = json.loads(sys.argv[1])
signer = SigV4Auth(Credentials(key['accessKeyId'], key['secretAccessKey']), key['service'], key['region'])
for request in requests:
    signed = AWSRequest(method=request['method'], url=request['url'], data=request['body'].encode(), headers=request['headers'])
    signer.add_auth(signed)
    print(json.dumps(dict(signed.headers.items())))
";

    #[tokio::test]
    async fn another_signer_s_requests_are_good() {
        let ours = Credentials::local();
        let targets = [
            ("GET", "/", ""),
            ("GET", "/v1/internal/accounts/usr_1", ""),
            ("PUT", "/v1/internal/snapshots/snp_1", "{\"a\": \"ñ\"}"),
            ("DELETE", "/a/b%20c/d%2Fe/%C3%B1/~_-.", ""),
            ("GET", "/a?b=2&a=1&a=0&empty=&flag", ""),
            ("GET", "/a?q=x%20y%2Bz%26&%C3%B1=%C3%B1&t=~_-.", ""),
            ("POST", "/a/../b//c/./d", "x"),
        ];
        let requests: Vec<_> = targets
            .iter()
            .map(|(method, target, body)| {
                json!({
                    "method": method, "url": format!("http://{HOST}{target}"), "body": body,
                    "headers": { "Content-Type": "application/json", "X-Spaces": " a   b ", "User-Agent": "x" },
                })
            })
            .collect();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let progress: crate::Progress = Arc::new(|_| {});
        let tools = Tools::ensure(&root, Toolset::Run, &progress).await.unwrap();
        let output = Command::new(tools.bin.join("python"))
            .args(["-c", BOTOCORE, &json!([ours, requests]).to_string()])
            .output()
            .unwrap();
        let shown = String::from_utf8(output.stdout).unwrap();
        let lines: Vec<_> = shown.lines().collect();
        assert_eq!(
            lines.len(),
            targets.len(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        for ((method, target, body), line) in targets.iter().zip(lines) {
            let headers: std::collections::BTreeMap<String, String> =
                serde_json::from_str(line).unwrap();
            let mut sent = Sent {
                method,
                target: (*target).to_owned(),
                headers: headers
                    .into_iter()
                    .chain([("host".to_owned(), HOST.to_owned())])
                    .collect(),
                body: body.as_bytes().to_vec(),
            };
            let now = crate::now();
            assert!(sent.verify(&ours, now).is_ok(), "{method} {target}");
            sent.body.push(b'!');
            assert_eq!(sent.verify(&ours, now), Err(Forbidden), "{method} {target}");
        }
    }

    #[test]
    fn what_cannot_be_signed_is_said() {
        let ours = Credentials::local();
        assert!(sign(&ours, "GET", "not a url", &[], b"").is_err());
        assert!(sign(&ours, "GET", "http://a/b", &[("a b", "c")], b"").is_err());
        let names: Vec<_> = sign(&ours, "GET", "http://a/b", &[("x-a", "1")], b"")
            .unwrap()
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(names, ["x-amz-date", "authorization"]);
    }
}
