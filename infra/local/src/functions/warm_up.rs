//! Warm-up events: a first request must neither start a process nor open its connections.

use http::Method;

use crate::gateway::{Caller, Event, RouteKey, Router};
use crate::template::Function;

/// An event that a function refuses or finds empty, so that nothing is counted anywhere: an
/// unsigned request, or a batch without messages. `None` where there is none of this kind.
pub(super) fn event(function: &Function) -> Option<Vec<u8>> {
    let route = match &function.url {
        Some(_) => Some(&RouteKey::Default),
        None => function.routes.first().map(|route| &route.key),
    };
    match route {
        Some(route) => request(route).map(Event::into_bytes),
        None if !function.mappings.is_empty() => Some(br#"{"Records":[]}"#.to_vec()),
        None => None,
    }
}

fn request(route: &RouteKey) -> Option<Event> {
    let (method, path) = match route {
        RouteKey::Default => (Method::GET, "/".to_owned()),
        RouteKey::Path { method, .. } => {
            let path = route.to_string();
            let (_, path) = path.split_once(' ')?;
            (
                method.clone().unwrap_or(Method::GET),
                path.replace(['{', '}', '+'], ""),
            )
        }
    };
    let router = Router::new([(route.clone(), String::new())]);
    let matched = router.find(&method, &path)?;
    let request = http::Request::builder()
        .method(method)
        .uri(&path)
        .header("user-agent", "warm-up")
        .body(())
        .ok()?;
    let caller = Caller {
        request_id: "warm-up",
        source: ([127, 0, 0, 1], 0).into(),
        port: 0,
    };
    Event::new(&request.into_parts().0, &[], &matched, &caller).ok()
}
