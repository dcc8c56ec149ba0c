//! CORS, as an HTTP API and a function URL do it.
//!
//! With a configuration, the gateway alone decides: it drops a function's `Access-Control-…`
//! headers and adds its own to every answer to an allowed origin, refusals included. An HTTP API
//! answers a preflight that no route takes with 204; but the routes `ANY` and `$default` do take
//! it, and then the function must answer with a 2xx, or the browser stops there.

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_METHOD, ORIGIN,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use crate::template::Cors;

/// The parts of a request that CORS depends on.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    origin: Option<HeaderValue>,
    pub(super) preflight: bool,
}

impl Asked {
    pub(super) fn new(method: &Method, headers: &HeaderMap) -> Self {
        let origin = headers.get(ORIGIN).cloned();
        let preflight = method == Method::OPTIONS
            && origin.is_some()
            && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD);
        Self { origin, preflight }
    }
}

impl Cors {
    /// Puts the gateway's headers in place of the function's.
    pub(super) fn apply(&self, asked: &Asked, headers: &mut HeaderMap) {
        let theirs: Vec<HeaderName> = headers
            .keys()
            .filter(|name| name.as_str().starts_with("access-control-"))
            .cloned()
            .collect();
        for name in theirs {
            headers.remove(name);
        }
        let Some(origin) = asked
            .origin
            .as_ref()
            .and_then(|origin| self.allowed(origin))
        else {
            return;
        };
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if self.credentials {
            let yes = HeaderValue::from_static("true");
            headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, yes);
        }
        let mut list = |name, values: &[String]| {
            if let (false, Ok(value)) = (values.is_empty(), values.join(",").parse()) {
                headers.insert(name, value);
            }
        };
        list(ACCESS_CONTROL_EXPOSE_HEADERS, &self.exposed);
        if asked.preflight {
            list(ACCESS_CONTROL_ALLOW_METHODS, &self.methods);
            list(ACCESS_CONTROL_ALLOW_HEADERS, &self.headers);
            list(ACCESS_CONTROL_MAX_AGE, self.max_age.as_slice());
        }
    }

    fn allowed(&self, origin: &HeaderValue) -> Option<HeaderValue> {
        let text = origin.to_str().ok()?;
        let allowed = |pattern: &String| match pattern.strip_suffix("://*") {
            Some(scheme) => text
                .strip_prefix(scheme)
                .is_some_and(|rest| rest.starts_with("://")),
            None => pattern == "*" || pattern == text,
        };
        if !self.origins.iter().any(allowed) {
            return None;
        }
        let any = self.origins.iter().any(|pattern| pattern == "*") && !self.credentials;
        Some(if any {
            HeaderValue::from_static("*")
        } else {
            origin.clone()
        })
    }
}
