//! The template's HTTP APIs: their authorizers, CORS configurations and throttles.

use std::collections::BTreeMap;

use http::HeaderName;
use serde_json::Value;

use super::{Template, scalar};
use crate::Error;

/// The throttles of an HTTP API's stage.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Throttles {
    /// `DefaultRouteSettings`: of all routes without their own, together.
    pub default: Option<Throttle>,
    /// `RouteSettings`: of single routes by their keys, such as `GET /a/{id}`.
    pub routes: BTreeMap<String, Throttle>,
}

/// A limit on requests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Throttle {
    /// Requests a second.
    pub rate: f64,
    /// Requests at once.
    pub burst: f64,
}

/// Which pages of other origins may call: `CorsConfiguration`.
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
    /// The `iss` of the tokens.
    pub issuer: String,
    /// One of these must be the tokens' `aud`.
    pub audience: Vec<String>,
    /// Where a request carries its token.
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

/// An HTTP API.
#[derive(Debug, Clone, PartialEq)]
pub struct HttpApi {
    /// Its throttles.
    pub throttles: Throttles,
    /// Its CORS configuration, where it has one.
    pub cors: Option<Cors>,
    /// Its JWT authorizers by name.
    pub authorizers: BTreeMap<String, JwtAuthorizer>,
}

/// Where the tokens of a JWT authorizer come from, as the template writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenSource {
    /// The HTTP API.
    pub api: String,
    /// The authorizer.
    pub authorizer: String,
    /// The issuer: two authorizers with the same one trust the same issuer.
    pub issuer: Value,
    /// The audience.
    pub audience: Value,
}

impl Template {
    /// The HTTP APIs by logical id.
    ///
    /// # Errors
    /// Where a setting is malformed or not supported here, or an authorizer lacks its issuer,
    /// its audience or a source that is supported here.
    pub fn apis(&self) -> Result<BTreeMap<String, HttpApi>, Error> {
        let apis = self.of_type(HTTP_API).into_iter().map(|id| {
            let api = HttpApi {
                throttles: self.throttles(&id)?,
                cors: match self.written(&id, "CorsConfiguration") {
                    Some(settings) => Some(self.cors(settings)?),
                    None => None,
                },
                authorizers: self.jwt_authorizers(&id)?,
            };
            Ok((id, api))
        });
        apis.collect()
    }

    fn throttles(&self, api: &str) -> Result<Throttles, Error> {
        let default = self.written(api, "DefaultRouteSettings");
        let default = default.map(|settings| self.throttle("DefaultRouteSettings", settings));
        let routes = self
            .written(api, "RouteSettings")
            .and_then(Value::as_object);
        let routes = routes.into_iter().flatten();
        let routes = routes.map(|(key, settings)| Ok((key.clone(), self.throttle(key, settings)?)));
        Ok(Throttles {
            default: default.transpose()?,
            routes: routes.collect::<Result<_, Error>>()?,
        })
    }

    fn throttle(&self, whose: &str, settings: &Value) -> Result<Throttle, Error> {
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
            (Some(rate), Some(burst)) => Ok(Throttle { rate, burst }),
            _ => Err(Error::Template(format!(
                "{whose} needs both throttling limits"
            ))),
        }
    }

    /// The CORS configuration of an HTTP API or of a function URL.
    pub(super) fn cors(&self, settings: &Value) -> Result<Cors, Error> {
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
        Ok(cors)
    }

    /// The sources of tokens of all JWT authorizers.
    pub fn token_sources(&self) -> Vec<TokenSource> {
        let apis = self.of_type(HTTP_API).into_iter();
        let all = apis.flat_map(|api| {
            let authorizers = self.authorizers(&api);
            let sources = authorizers.into_iter().filter_map(move |(name, written)| {
                let jwt = written.get("JwtConfiguration")?;
                Some(TokenSource {
                    api: api.clone(),
                    authorizer: name,
                    issuer: jwt.get("issuer")?.clone(),
                    audience: jwt.get("audience")?.clone(),
                })
            });
            sources.collect::<Vec<_>>()
        });
        all.collect()
    }

    /// Gives a JWT authorizer its issuer and audience on this machine, and with it the parameters
    /// that the template has in their places.
    pub fn trust(&mut self, source: &TokenSource, issuer: &str, audience: &str) {
        for (written, value) in [(&source.issuer, issuer), (&source.audience, audience)] {
            let items = match written {
                Value::Array(items) => items.as_slice(),
                one => std::slice::from_ref(one),
            };
            for parameter in items.iter().filter_map(|item| item.get("Ref")?.as_str()) {
                self.parameters
                    .insert(parameter.to_owned(), value.to_owned());
            }
        }
        self.trusted.insert(
            (source.api.clone(), source.authorizer.clone()),
            (issuer.to_owned(), audience.to_owned()),
        );
    }

    fn jwt_authorizers(&self, api: &str) -> Result<BTreeMap<String, JwtAuthorizer>, Error> {
        let jwt = self
            .authorizers(api)
            .into_iter()
            .filter(|(_, authorizer)| authorizer.get("JwtConfiguration").is_some());
        jwt.map(|(name, authorizer)| {
            let wrong = |what| Error::Template(format!("authorizer {name} has no {what}"));
            let identity = authorizer
                .get("IdentitySource")
                .and_then(Value::as_str)
                .and_then(Identity::new)
                .ok_or_else(|| wrong("IdentitySource that is supported here"))?;
            let (issuer, audience) = match self.trusted.get(&(api.to_owned(), name.clone())) {
                Some((issuer, audience)) => (issuer.clone(), vec![audience.clone()]),
                None => {
                    let settings = self.resolve(authorizer)?;
                    let configured =
                        |field: &str| settings.pointer(&format!("/JwtConfiguration/{field}"));
                    (
                        configured("issuer")
                            .and_then(scalar)
                            .ok_or_else(|| wrong("issuer"))?,
                        configured("audience")
                            .and_then(texts)
                            .ok_or_else(|| wrong("audience"))?,
                    )
                }
            };
            let authorizer = JwtAuthorizer {
                issuer,
                audience,
                identity,
            };
            Ok((name, authorizer))
        })
        .collect()
    }

    /// The authorizers of an API as written.
    fn authorizers(&self, api: &str) -> BTreeMap<String, &Value> {
        self.written(api, "Auth/Authorizers")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, authorizer)| (name.clone(), authorizer))
            .collect()
    }

    /// The API of a route: the one that it names, or the only one of the template.
    pub(super) fn api_of(&self, route: &Value) -> Option<String> {
        match route.get("ApiId") {
            Some(named) => {
                let id = super::referred(named)?;
                self.is(id, HTTP_API).then(|| id.to_owned())
            }
            None => {
                // Routes of a nested stack name their API.
                let mut own = self.of_type(HTTP_API);
                own.retain(|id| !id.contains('/'));
                let only: Result<[String; 1], _> = own.try_into();
                only.ok().map(|[id]| id)
            }
        }
    }
}

/// The type of an HTTP API.
pub(crate) const HTTP_API: &str = "AWS::Serverless::HttpApi";

/// A list of texts; one text is a list too.
pub(super) fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(items) => items.iter().map(scalar).collect(),
        one => scalar(one).map(|text| vec![text]),
    }
}
