//! The routes of an HTTP API, and which of them takes a request.

use std::collections::BTreeMap;
use std::fmt;

use http::Method;

/// A route as a template writes it: `GET /a/{id}`, `ANY /a/{rest+}`, `$default`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteKey {
    /// `$default`: the requests that no other route takes.
    Default,
    /// A method (`None`: any) and a path.
    Path {
        /// `None`: any.
        method: Option<Method>,
        /// The path's parts.
        path: Vec<Segment>,
    },
}

/// A route and the callers that may take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Its HTTP API, by its name in the template.
    pub api: String,
    /// The requests that take it.
    pub key: RouteKey,
    /// The callers that the gateway lets pass.
    pub access: Access,
}

/// The callers that the gateway lets pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Everybody: the function checks its callers itself.
    Open,
    /// Callers that sign the request with a key of the account.
    Iam,
    /// Callers with a token.
    Jwt {
        /// The authorizer's name in the template.
        authorizer: String,
        /// The token must have one of these, where there are any.
        scopes: Vec<String>,
    },
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.key.fmt(f)
    }
}

/// A part of a route's path. In order of preference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    /// Exactly this text.
    Text(String),
    /// One part of any text, not empty: `{name}`.
    Parameter(String),
    /// All remaining parts, at least one: `{name+}`.
    Greedy(String),
}

impl RouteKey {
    /// Reads a route; `None` where it is malformed.
    pub fn new(method: &str, path: &str) -> Option<Self> {
        let method = match method.to_ascii_uppercase().as_str() {
            "ANY" | "X-AMAZON-APIGATEWAY-ANY-METHOD" => None,
            method => Some(method.parse().ok()?),
        };
        let path: Vec<Segment> = path
            .strip_prefix('/')?
            .split('/')
            .map(Segment::new)
            .collect();
        let inner = path.split_last().map_or(&[][..], |(_, inner)| inner);
        (!inner
            .iter()
            .any(|segment| matches!(segment, Segment::Greedy(_))))
        .then_some(Self::Path { method, path })
    }
}

impl Segment {
    fn new(text: &str) -> Self {
        match text
            .strip_prefix('{')
            .and_then(|text| text.strip_suffix('}'))
        {
            Some(name) => match name.strip_suffix('+') {
                Some(name) => Self::Greedy(name.to_owned()),
                None => Self::Parameter(name.to_owned()),
            },
            None => Self::Text(text.to_owned()),
        }
    }
}

impl fmt::Display for RouteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Path { method, path } = self else {
            return f.write_str("$default");
        };
        write!(f, "{} ", method.as_ref().map_or("ANY", Method::as_str))?;
        path.iter().try_for_each(|segment| match segment {
            Segment::Text(text) => write!(f, "/{text}"),
            Segment::Parameter(name) => write!(f, "/{{{name}}}"),
            Segment::Greedy(name) => write!(f, "/{{{name}+}}"),
        })
    }
}

/// Routes and their targets.
#[derive(Debug)]
pub struct Router<T> {
    /// Most specific first.
    routes: Vec<(RouteKey, T)>,
}

/// A request's route.
#[derive(Debug, PartialEq, Eq)]
pub struct Matched<'a, T> {
    /// The route.
    pub route: &'a RouteKey,
    /// The target of the route.
    pub target: &'a T,
    /// Path parameters as sent, still percent-encoded.
    pub parameters: BTreeMap<&'a str, String>,
}

impl<T> Router<T> {
    /// Orders the routes as API Gateway prefers them: text before a parameter
    /// before a greedy one, part by part; a method before `ANY`; `$default` last.
    pub fn new(routes: impl IntoIterator<Item = (RouteKey, T)>) -> Self {
        let mut routes: Vec<_> = routes.into_iter().collect();
        routes.sort_by_key(|(route, _)| rank(route));
        Self { routes }
    }

    /// The route of a request, by its path as sent.
    pub fn find(&self, method: &Method, path: &str) -> Option<Matched<'_, T>> {
        self.routes.iter().find_map(|(route, target)| {
            let parameters = match route {
                RouteKey::Default => BTreeMap::new(),
                RouteKey::Path {
                    method: wanted,
                    path: segments,
                } => {
                    if wanted.as_ref().is_some_and(|wanted| wanted != method) {
                        return None;
                    }
                    parameters(segments, path)?
                }
            };
            Some(Matched {
                route,
                target,
                parameters,
            })
        })
    }
}

fn rank(route: &RouteKey) -> (bool, Vec<u8>, bool) {
    match route {
        RouteKey::Default => (true, Vec::new(), true),
        RouteKey::Path { method, path } => {
            let kinds = path.iter().map(|segment| match segment {
                Segment::Text(_) => 0,
                Segment::Parameter(_) => 1,
                Segment::Greedy(_) => 2,
            });
            (false, kinds.collect(), method.is_none())
        }
    }
}

fn parameters<'a>(segments: &'a [Segment], path: &str) -> Option<BTreeMap<&'a str, String>> {
    let mut found = BTreeMap::new();
    let mut rest = Some(path.strip_prefix('/')?);
    for segment in segments {
        let here = rest?;
        let (part, after) = match segment {
            Segment::Greedy(_) => (here, None),
            _ => here
                .split_once('/')
                .map_or((here, None), |(part, after)| (part, Some(after))),
        };
        match segment {
            Segment::Text(text) if text == part => {}
            Segment::Text(_) => return None,
            Segment::Parameter(_) | Segment::Greedy(_) if part.is_empty() => return None,
            Segment::Parameter(name) | Segment::Greedy(name) => {
                found.insert(name.as_str(), part.to_owned());
            }
        }
        rest = after;
    }
    rest.is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn router() -> Router<&'static str> {
        let route = |method, path| RouteKey::new(method, path).unwrap();
        Router::new([
            (RouteKey::Default, "default"),
            (route("any", "/a/{rest+}"), "greedy"),
            (route("ANY", "/a/{id}"), "any"),
            (route("get", "/a/{id}"), "one"),
            (route("GET", "/a/known"), "known"),
            (route("GET", "/a/{id}/b"), "below"),
            (route("GET", "/"), "root"),
        ])
    }

    #[test]
    fn the_most_specific_route_wins() {
        let cases = [
            ("GET", "/a/known", "known", ""),
            ("GET", "/a/other", "one", "id=other"),
            ("POST", "/a/known", "any", "id=known"),
            ("GET", "/a/x/b", "below", "id=x"),
            ("GET", "/a/x/c", "greedy", "rest=x/c"),
            ("GET", "/", "root", ""),
            ("GET", "/b", "default", ""),
        ];
        for (method, path, target, parameters) in cases {
            let router = router();
            let found = router.find(&method.parse().unwrap(), path).unwrap();
            let shown: Vec<_> = found
                .parameters
                .iter()
                .map(|(k, v)| format!("{k}={v}"))
                .collect();
            assert_eq!(
                (*found.target, shown.join(",").as_str()),
                (target, parameters),
                "{method} {path}"
            );
        }
    }

    #[test]
    fn hostile_paths_are_taken_literally() {
        let cases = [
            ("/a/%2e%2e%2f", "one", "%2e%2e%2f"), // no normalising: nobody climbs out
            ("/a/..", "one", ".."),
            ("/a/x%2Fb", "one", "x%2Fb"), // an encoded slash parts nothing
            ("/a/%00", "one", "%00"),
            ("/a/%7Bid%7D", "one", "%7Bid%7D"),
        ];
        for (path, target, id) in cases {
            let router = router();
            let found = router.find(&Method::GET, path).unwrap();
            assert_eq!(
                (
                    *found.target,
                    found.parameters.get("id").map(String::as_str)
                ),
                (target, Some(id)),
                "{path}"
            );
        }
        for path in ["/a", "/a/", "//a/known", "//", "/A/known", "*", ""] {
            let router = router();
            assert_eq!(
                router.find(&Method::GET, path).map(|found| *found.target),
                Some("default"),
                "{path}"
            );
        }
        // A trailing slash is another path.
        assert_eq!(
            *router().find(&Method::GET, "/a/known/").unwrap().target,
            "greedy"
        );
    }

    #[test]
    fn without_a_default_nothing_is_found() {
        let router = Router::new([(RouteKey::new("GET", "/a").unwrap(), ())]);
        assert_eq!(router.find(&Method::POST, "/a"), None);
        assert_eq!(router.find(&Method::GET, "/a/"), None);
    }

    #[test]
    fn a_route_reads_as_it_is_written() {
        for (method, path) in [("GET", "/a/{id}/b"), ("ANY", "/{rest+}"), ("PUT", "/")] {
            assert_eq!(
                RouteKey::new(method, path).unwrap().to_string(),
                format!("{method} {path}")
            );
        }
        assert_eq!(RouteKey::new("GET", "a"), None);
        assert_eq!(RouteKey::new("GET", "/{rest+}/b"), None);
        assert_eq!(RouteKey::new("NOT A METHOD", "/a"), None);
    }
}
