//! The template's HTTP API: how callers are told apart, which pages of other
//! sites may call it, how much it takes.

use std::collections::BTreeMap;

use http::HeaderName;
use serde_json::Value;

use super::{Template, scalar};
use crate::Error;

/// The stage throttle of the HTTP API.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Throttle {
    /// Requests a second.
    pub rate: f64,
    /// Requests at once.
    pub burst: f64,
}

/// Who may call from a page of another origin: `CorsConfiguration`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cors {
    /// Origins; `*` and `https://*` are allowed.
    pub origins: Vec<String>,
    /// Methods.
    pub methods: Vec<String>,
    /// Headers that a request may have.
    pub headers: Vec<String>,
    /// Headers that a page may read.
    pub exposed: Vec<String>,
    /// Seconds that a browser may remember a preflight's answer.
    pub max_age: Option<String>,
    /// Whether a browser may send cookies.
    pub credentials: bool,
}

/// A JWT authorizer's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JwtAuthorizer {
    /// Whose tokens are taken.
    pub issuer: String,
    /// For whom they must be: one of these.
    pub audience: Vec<String>,
    /// Where the token is.
    pub identity: Identity,
}

/// Where a request carries its token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// `$request.header.…`
    Header(HeaderName),
    /// `$request.querystring.…`
    Query(String),
}

impl Identity {
    fn new(source: &str) -> Option<Self> {
        if let Some(name) = source.strip_prefix("$request.header.") {
            return name.parse().ok().map(Self::Header);
        }
        let name = source.strip_prefix("$request.querystring.")?;
        Some(Self::Query(name.to_owned()))
    }
}

impl Template {
    /// The HTTP API's throttle, where it has one.
    ///
    /// # Errors
    /// Where it is there and not a number.
    pub fn throttle(&self) -> Result<Option<Throttle>, Error> {
        let Some(settings) = self.api("DefaultRouteSettings") else {
            return Ok(None);
        };
        let settings = self.resolve(settings)?;
        let number = |name: &str| {
            settings
                .get(name)
                .and_then(scalar)
                .and_then(|text| text.parse::<f64>().ok())
        };
        match (
            number("ThrottlingRateLimit"),
            number("ThrottlingBurstLimit"),
        ) {
            (Some(rate), Some(burst)) => Ok(Some(Throttle { rate, burst })),
            _ => Err(Error::Template(
                "DefaultRouteSettings needs both throttling limits".into(),
            )),
        }
    }

    /// The HTTP API's CORS configuration, where it has one.
    ///
    /// # Errors
    /// Where it is there and says what is not known here.
    pub fn cors(&self) -> Result<Option<Cors>, Error> {
        let Some(settings) = self.api("CorsConfiguration") else {
            return Ok(None);
        };
        let settings = self.resolve(settings)?;
        let fields = settings
            .as_object()
            .ok_or_else(|| Error::Template(format!("CorsConfiguration: {settings}")))?;
        let mut cors = Cors::default();
        for (name, value) in fields {
            let wrong = || Error::Template(format!("CorsConfiguration.{name}: {value}"));
            match name.as_str() {
                "AllowOrigins" => cors.origins = texts(value).ok_or_else(wrong)?,
                "AllowMethods" => cors.methods = texts(value).ok_or_else(wrong)?,
                "AllowHeaders" => cors.headers = texts(value).ok_or_else(wrong)?,
                "ExposeHeaders" => cors.exposed = texts(value).ok_or_else(wrong)?,
                "MaxAge" => cors.max_age = Some(scalar(value).ok_or_else(wrong)?),
                "AllowCredentials" => cors.credentials = value.as_bool().ok_or_else(wrong)?,
                _ => return Err(wrong()),
            }
        }
        Ok(Some(cors))
    }

    /// Says whom the JWT authorizers of this machine trust: each parameter that an
    /// authorizer has as its issuer or audience becomes this one.
    pub fn bind_issuer(&mut self, issuer: &str, audience: &str) {
        let mut values = Vec::new();
        for authorizer in self.authorizers().values() {
            for (path, value) in [
                ("/JwtConfiguration/issuer", issuer),
                ("/JwtConfiguration/audience", audience),
            ] {
                let found = match authorizer.pointer(path) {
                    Some(Value::Array(items)) => items.iter().collect(),
                    Some(one) => vec![one],
                    None => Vec::new(),
                };
                for name in found
                    .into_iter()
                    .filter_map(|item| item.get("Ref")?.as_str())
                {
                    values.push((name.to_owned(), value.to_owned()));
                }
            }
        }
        self.parameters.extend(values);
    }

    /// The HTTP API's JWT authorizers by name.
    ///
    /// # Errors
    /// Where one lacks its issuer, its audience or a source that is known here.
    pub fn jwt_authorizers(&self) -> Result<BTreeMap<String, JwtAuthorizer>, Error> {
        let jwt = self
            .authorizers()
            .into_iter()
            .filter(|(_, authorizer)| authorizer.get("JwtConfiguration").is_some());
        jwt.map(|(name, authorizer)| {
            let wrong = |what| Error::Template(format!("authorizer {name} has no {what}"));
            let settings = self.resolve(authorizer)?;
            let configured = |field: &str| settings.pointer(&format!("/JwtConfiguration/{field}"));
            let authorizer = JwtAuthorizer {
                issuer: configured("issuer")
                    .and_then(scalar)
                    .ok_or_else(|| wrong("issuer"))?,
                audience: configured("audience")
                    .and_then(texts)
                    .ok_or_else(|| wrong("audience"))?,
                identity: settings
                    .get("IdentitySource")
                    .and_then(Value::as_str)
                    .and_then(Identity::new)
                    .ok_or_else(|| wrong("IdentitySource that is known here"))?,
            };
            Ok((name.clone(), authorizer))
        })
        .collect()
    }

    /// The authorizers as written.
    fn authorizers(&self) -> BTreeMap<String, &Value> {
        self.api("Auth/Authorizers")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, authorizer)| (name.clone(), authorizer))
            .collect()
    }

    /// A property of the HTTP API as written, where the template has one.
    pub(super) fn api(&self, property: &str) -> Option<&Value> {
        let api = self.resources.values().find(|resource| {
            resource.get("Type").and_then(Value::as_str) == Some("AWS::Serverless::HttpApi")
        })?;
        api.pointer(&format!("/Properties/{property}"))
    }
}

/// A list of texts; one text is a list too.
pub(super) fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(items) => items.iter().map(scalar).collect(),
        one => scalar(one).map(|text| vec![text]),
    }
}
