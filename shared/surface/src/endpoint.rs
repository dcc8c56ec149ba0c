//! Endpoints: a route and a function each.

use common::telemetry::Metric;
use http::Method;

use crate::auth::Auth;
use crate::surface::Surface;

/// The largest body that endpoints take, in bytes.
pub const BODY_LIMIT: usize = 256 * 1024;

/// One endpoint: one Lambda function, and the terms on which it lets callers in.
#[derive(Debug)]
pub struct Endpoint<A: Auth> {
    /// Where it is.
    pub route: Route,
    /// What it asks of a caller.
    pub terms: A::Terms,
}

/// Where an endpoint is.
#[derive(Debug)]
pub struct Route {
    /// The function's bin, and its name wherever it has one.
    pub function: &'static str,
    /// The surface it belongs to.
    pub surface: &'static Surface,
    /// The method it answers to, and `HEAD` where that is `GET`; nothing: all of them.
    pub method: Option<Method>,
    /// Its path, with parameters as `{name}`; `$default` for what no other path matches.
    pub path: &'static str,
    /// The largest body it takes, in bytes.
    pub body_limit: usize,
}

/// A function that nobody calls over HTTP: a schedule or a queue drives it.
#[derive(Debug)]
pub struct Worker {
    /// The function's bin, and its name wherever it has one.
    pub function: &'static str,
    /// CloudWatch's namespace of its metrics.
    pub namespace: &'static str,
    /// Its metrics beside the one of its runs.
    pub metrics: &'static [Metric],
}

impl Route {
    /// The methods it answers to; none: all of them. `HEAD` is wherever `GET` is (RFC 9110,
    /// section 9.3.2).
    pub fn methods(&self) -> impl Iterator<Item = &Method> {
        let head = (self.method == Some(Method::GET)).then_some(&Method::HEAD);
        self.method.iter().chain(head)
    }

    /// Whether a path (its segments not decoded) is one of this route's.
    pub fn matches(&self, path: &str) -> bool {
        let mut given = path.split('/');
        let mut own = self.path.split('/');
        loop {
            match (given.next(), own.next()) {
                (None, None) => return true,
                (Some(segment), Some(own)) if own.starts_with('{') => {
                    if segment.is_empty() {
                        return false;
                    }
                }
                (Some(segment), Some(own)) if segment == own => {}
                _ => return false,
            }
        }
    }

    /// The names of its path's parameters, in order.
    pub fn parameters(&self) -> impl Iterator<Item = &'static str> {
        self.path
            .split('/')
            .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Envelope, Order};

    static SURFACE: Surface = Surface {
        name: "test",
        title: "Test",
        about: "",
        base: "/v1",
        namespace: "Test",
        envelope: Envelope::Bare,
        challenge: "Bearer",
        vary: "Accept",
        order: Order::ShapeFirst,
        not_found: "",
        problems: None,
        codes: &[],
    };

    #[test]
    fn paths_match_segment_by_segment() {
        let route = Route {
            function: "preset",
            surface: &SURFACE,
            method: Some(Method::GET),
            path: "/v1/preset/{slug}",
            body_limit: 0,
        };
        assert!(route.matches("/v1/preset/estandar"));
        assert_eq!(route.parameters().collect::<Vec<_>>(), ["slug"]);
        for not in [
            "/v1/preset/",
            "/v1/preset",
            "/v1/preset/a/b",
            "/v1/preset/a/",
            "//v1/preset/a",
            "v1/preset/a",
            "",
        ] {
            assert!(!route.matches(not), "{not}");
        }
    }
}
